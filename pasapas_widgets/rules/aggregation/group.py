"""Many sheets → what may be shown of the group, once or by successive publications."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.aggregation.table import Publication, Table
from pasapas_widgets.rules.aggregation.thresholds import Thresholds, load_thresholds

__all__ = ["Publication", "aggregate", "aggregate_entries", "publish"]


def aggregate(
    sheets: Iterable[Sheet], *, questionnaire: Questionnaire | None = None, thresholds: Thresholds | None = None
) -> GroupResults:
    """Return what may be shown of a group of sheets, each by another person.

    The rules are those of ``content/questionnaires/calculation.yaml`` and ``content/questionnaires/thresholds.yaml``.
    For results that change while people look at them, use :func:`publish`: two calls of this function could be
    subtracted from each other.

    Raises
    ------
    SheetError
        A sheet answers another questionnaire or another version.
    """
    entries = [Entry("", str(number), sheet) for number, sheet in enumerate(sheets)]
    return aggregate_entries(entries, questionnaire=questionnaire, thresholds=thresholds)


def aggregate_entries(
    entries: Iterable[Entry], *, questionnaire: Questionnaire | None = None, thresholds: Thresholds | None = None
) -> GroupResults:
    """Like :func:`aggregate`, for sheets that say their session: one person may have a sheet in each session.

    A figure over several sessions then counts the people of the largest one, never the sum.
    """
    return publish(entries, questionnaire=questionnaire, thresholds=thresholds).results


def publish(
    entries: Iterable[Entry],
    previous: Publication | None = None,
    *,
    questionnaire: Questionnaire | None = None,
    thresholds: Thresholds | None = None,
) -> Publication:
    """Publish the group's results, or what may be added to an earlier publication.

    Parameters
    ----------
    entries
        All sheets received so far, in any order. A sheet already shown counts as it was then: what changed in it, or
        its withdrawal, is not shown, since the difference would be one person's answer.
    previous
        The last publication of the same group.

    Returns
    -------
    Publication
        ``previous`` itself, with its ``waiting`` brought up to date, while fewer than five new sheets have come. Where
        the phones' sheets among them are too few beside brought ones (``Entry.known``), they alone wait.
    """
    q = questionnaire or load_questionnaire()
    limits = thresholds or load_thresholds()
    before = previous.entries if previous else ()
    seen = {(entry.session, entry.sheet_id) for entry in before}
    new = []
    for entry in entries:
        key = (entry.session, entry.sheet_id)
        if key not in seen:
            seen.add(key)
            new.append(entry)
    brought = [entry for entry in new if entry.known]
    for arriving in (new, brought) if 0 < len(brought) < len(new) else (new,):
        table = Table([*before, *arriving], q, limits, previous)
        if table.sheets.publish(table.everyone):
            return msgspec.structs.replace(table.publication(), waiting=len(new) - len(arriving))
    if previous:  # too few new people: nothing more can be shown
        return msgspec.structs.replace(previous, waiting=len(new))
    nothing = Table([] if brought else new, q, limits, None).publication()  # beside known ones, a count would tell
    return msgspec.structs.replace(
        nothing,
        waiting=len(new),
        entries=(),
        shown=nothing.shown[:0],
        answered=nothing.answered[:0],
        asked=nothing.asked[:0],
    )
