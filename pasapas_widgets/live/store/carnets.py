"""A session as its group keeps it: made of what was published, closed or decided together, never of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import UNSET
from sqlalchemy import Connection, select

from pasapas_widgets.live.store.access import decided, session_row
from pasapas_widgets.live.store.countedsheets import PHONE, origin_of
from pasapas_widgets.live.store.evaluation import marked
from pasapas_widgets.live.store.ledger import shown_in
from pasapas_widgets.live.store.tables import PUBLICATIONS
from pasapas_widgets.live.store.tallies import tallies_of
from pasapas_widgets.live.store.values import Questionnaires
from pasapas_widgets.live.store.votes import closed_votes
from pasapas_widgets.model.carnet.carnet import Carnet, ClosedVote, KeptLevel, QuestionMarks, RankedChoice, Wave
from pasapas_widgets.model.results import GroupResults

__all__ = ["carnet_of"]

TOGETHER, BROUGHT = "ensemble", "apportees"


def carnet_of(connection: Connection, session: str, questionnaires: Questionnaires) -> Carnet:
    """Return a carnet with the session as its one wave, as it is in this transaction."""
    row = session_row(connection, session)
    about = decided(row)
    limits = questionnaires.thresholds(about)
    published = connection.execute(
        select(PUBLICATIONS.c.results, PUBLICATIONS.c.ledger).where(PUBLICATIONS.c.session == session)
    ).one_or_none()
    wave = Wave(
        session=about,
        results=msgspec.json.decode(published.results, type=GroupResults) if published else GroupResults(),
        votes=tuple(
            ClosedVote(
                number=ballot.number,
                voters=results.voters,
                choices=tuple(RankedChoice(choice=one.choice, dots=one.dots, rank=one.rank) for one in results.choices),
                reason=results.reason,
            )
            for ballot, results in closed_votes(connection, session, least=limits.mean)
            if ballot.exercise is UNSET  # nobody decides anything by an exercise
        ),
        evaluation=tuple(
            QuestionMarks(
                item=one.item, people=one.people, mean=one.mean, distribution=one.distribution, reason=one.reason
            )
            for one in (marked(connection, session, limits) if row.evaluated else ())
        ),
        levels=tuple(
            KeptLevel(batch=one.batch, item=one.item, level=one.kept, note=one.note)
            for one in tallies_of(connection, session)
            if one.kept is not None or one.note is not None
        ),
        origins=_origins((origin_of(one) for one in shown_in(published.ledger)), least=limits.cell)
        if published
        else {},
    )
    return Carnet(title=about.title).with_wave(wave)


def _origins(met: Iterable[str], *, least: int) -> dict[str, int]:
    """Count sheets by origin: the phones' apart from those brought, and no count of fewer than ``least``.

    Fewer brought sheets than that are told from the phones' by no count (``"ensemble"``); the small ones of several
    kinds are counted together (``"apportees"``).

    >>> _origins(["salle"] * 9 + ["papier"] * 4, least=5)
    {'ensemble': 13}
    >>> _origins(["salle"] * 9 + ["papier"] * 6 + ["code"] * 3 + ["fichier"] * 2, least=5)
    {'salle': 9, 'papier': 6, 'apportees': 5}
    """
    kept = Counter(met)
    phones, brought = kept.pop(PHONE, 0), sum(kept.values())
    if phones and 0 < brought < least:
        return {TOGETHER: phones + brought}
    kinds, others = dict(kept.most_common()), 0
    while kinds and (min(kinds.values()) < least or 0 < others < least):
        others += kinds.pop(min(kinds, key=lambda origin: kinds[origin]))
    told = {PHONE: phones} | kinds | {BROUGHT: others}
    return {origin: count for origin, count in told.items() if count >= least}
