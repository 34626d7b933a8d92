"""Many sheets → what may be shown of the group. The privacy thresholds live in this package and nowhere else.

The thresholds can be read without numpy, which only the aggregation itself brings in: a participant's kernel says
them and computes nothing of a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.results import GroupResults, GroupScore, ItemResult, ProfileItem, ProfileResult
from pasapas_widgets.rules.aggregation.thresholds import Thresholds, load_thresholds

if TYPE_CHECKING:
    from pasapas_widgets.rules.aggregation.group import Publication, aggregate, aggregate_entries, publish

__all__ = [
    "Entry",
    "GroupResults",
    "GroupScore",
    "ItemResult",
    "ProfileItem",
    "ProfileResult",
    "Publication",
    "Thresholds",
    "aggregate",
    "aggregate_entries",
    "load_thresholds",
    "publish",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pasapas_widgets.rules.aggregation import group

    return getattr(group, name)
