"""A publication as text, so that the next one obeys the rule of docs/decisions/002 after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from pasapas_widgets.live.store.countedsheets import is_known
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.results import GroupResults

if TYPE_CHECKING:
    from pasapas_widgets.rules.aggregation import Publication

__all__ = ["ledger_of", "publication_of", "shown_in"]


class _Ledger(Struct, frozen=True):
    """Who is counted, as they were shown, and the atoms of each figure: the arrays of aggregation's Publication."""

    entries: tuple[Entry, ...]
    shown: list[int]
    answered: list[list[int]]
    asked: list[list[int]]


def ledger_of(publication: Publication) -> str:
    """Return what has to be kept of a publication besides its results."""
    ledger = _Ledger(
        entries=publication.entries,
        shown=publication.shown.tolist(),
        answered=publication.answered.tolist(),
        asked=publication.asked.tolist(),
    )
    return msgspec.json.encode(ledger).decode()


def shown_in(ledger: str) -> tuple[Entry, ...]:
    """Return the sheets that a kept ledger counts."""
    return _read(ledger).entries


def publication_of(results: str, ledger: str, *, waiting: int, items: int) -> Publication:
    """Return the publication that was kept; ``items`` is the number of statements of its questionnaire."""
    import numpy as np

    from pasapas_widgets.rules.aggregation import Publication

    kept = _read(ledger)
    n = len(kept.entries)
    return Publication(
        results=msgspec.json.decode(results, type=GroupResults),
        waiting=waiting,
        entries=kept.entries,
        shown=np.array(kept.shown, np.int32).reshape(n),
        answered=np.array(kept.answered, np.int32).reshape(n, items),
        asked=np.array(kept.asked, np.int32).reshape(n, items),
    )


def _read(ledger: str) -> _Ledger:
    """Return a kept ledger; what is known of its sheets follows from where they come, also in those of before."""
    kept = msgspec.json.decode(ledger, type=_Ledger)
    entries = tuple(msgspec.structs.replace(one, known=is_known(one)) for one in kept.entries)
    return msgspec.structs.replace(kept, entries=entries)
