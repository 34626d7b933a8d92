"""Many sheets → what may be shown of the group. The privacy thresholds live in this package and nowhere else."""

from pasapas_widgets.aggregation.group import Entry, Publication, aggregate, aggregate_entries, publish
from pasapas_widgets.aggregation.results import GroupResults, GroupScore, ItemResult, ProfileItem, ProfileResult
from pasapas_widgets.aggregation.thresholds import Thresholds, load_thresholds

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
