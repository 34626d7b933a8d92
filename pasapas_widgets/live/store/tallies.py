"""Tallies: a show of hands, or paper counted by statement. The counts are kept only from enough voters on."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from pasapas_widgets.live.store.access import decided, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.tables import TALLIES
from pasapas_widgets.live.store.values import Questionnaires, whole_sheet
from pasapas_widgets.model.questionnaire.sheet import Sheet, is_answer

__all__ = ["Tallies", "Tally", "tallies_of"]

MOST_VOTERS, LONGEST_NOTE = 10_000, 300


class Tally(Struct, frozen=True):
    """One statement in one batch: the level that the group keeps, and how many said what.

    ``counts`` maps the levels ``"1"``, ``"2"``, … and ``"NSP"``, ``"NC"`` to people; ``None`` where fewer than the
    threshold voted (content/questionnaires/pas-a-pas.yaml, «modes», collectif): then only the level kept is known, even
    to the store. ``note`` is a disagreement that the group wants noted, in the words that the trainer typed.
    """

    batch: str
    item: str
    kept: int | None
    counts: dict[str, int] | None
    note: str | None = None


class Tallies:
    """The tallies of the sessions; typed again, a tally replaces itself."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def put(
        self,
        session: str,
        item: str,
        counts: Mapping[str, int],
        *,
        kept: int | None = None,
        note: str | None = None,
        batch: str = "groupe",
    ) -> Tally:
        """Keep the tally of one statement; ``note`` has at most 300 characters.

        Raises
        ------
        RefusedError
            No such statement or level, counts that are no counts, or nothing that can be kept.
        """
        with self._database.transaction() as connection:
            about = decided(session_row(connection, session, lock=True))
            q, limits = self._questionnaires.of(about), self._questionnaires.thresholds(about)
            if item not in q.item_ids:
                raise RefusedError("value", f"L'énoncé « {item[:40]} » n'existe pas dans ce questionnaire.")
            scale, least = q.scale_of(q.item(item)), limits.sensitive if q.item(item).sensitive else limits.mean
            if kept is not None and (isinstance(kept, str) or not is_answer(kept, scale)):
                raise RefusedError("value", f"Le niveau retenu va de 1 à {scale.top}.")
            if not 1 <= len(batch) <= 40:
                raise RefusedError("value", "Le nom d'un dépouillement a de 1 à 40 caractères.")
            answers = {str(level) for level in range(1, scale.top + 1)} | set(scale.codes)
            for name, count in counts.items():
                if name not in answers or isinstance(count, bool) or not 0 <= count <= MOST_VOTERS:
                    raise RefusedError("value", f"Énoncé {item} : le décompte de « {name[:20]} » n'est pas possible.")
            enough = sum(counts.values()) >= least
            said = _readable(note)
            if not enough and kept is None and said is None:
                raise RefusedError("value", f"À moins de {least} votants, noter seulement le niveau retenu.")
            tally = Tally(batch=batch, item=item, kept=kept, counts=dict(counts) if enough else None, note=said)
            connection.execute(delete(TALLIES).where(_place(session, batch, item)))
            text = msgspec.json.encode(tally.counts).decode() if enough else None
            values = {"session": session, "batch": batch, "item": item, "kept": kept, "counts": text, "note": said}
            connection.execute(insert(TALLIES).values(values))
        return tally

    def remove(self, session: str, item: str, *, batch: str = "groupe") -> None:
        """Take a tally out again, with its note."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            connection.execute(delete(TALLIES).where(_place(session, batch, item)))

    def sheet(self, session: str, *, batch: str = "groupe") -> Sheet:
        """Return the group's one sheet: the levels that it kept, so that it can be scored like a person's."""
        with self._database.transaction() as connection:
            about = decided(session_row(connection, session))
            kept = select(TALLIES.c.item, TALLIES.c.kept).where(
                TALLIES.c.session == session, TALLIES.c.batch == batch, TALLIES.c.kept.is_not(None)
            )
            levels = {row.item: row.kept for row in connection.execute(kept)}
        return whole_sheet(levels, self._questionnaires.of(about), variant=about.variant)

    def all(self, session: str) -> tuple[Tally, ...]:
        """Return the tallies of a session by batch and statement."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            return tallies_of(connection, session)


def tallies_of(connection: Connection, session: str) -> tuple[Tally, ...]:
    """Return the tallies of a session by batch and statement."""
    found = (
        Tally(
            batch=row.batch,
            item=row.item,
            kept=row.kept,
            counts=msgspec.json.decode(row.counts, type=dict[str, int]) if row.counts else None,
            note=row.note,
        )
        for row in connection.execute(select(TALLIES).where(TALLIES.c.session == session))
    )
    return tuple(sorted(found, key=lambda one: (one.batch, one.item)))


def _place(session: str, batch: str, item: str) -> ColumnElement[bool]:
    return (TALLIES.c.session == session) & (TALLIES.c.batch == batch) & (TALLIES.c.item == item)


def _readable(note: str | None) -> str | None:
    """Return a note without what no keyboard types, or ``None`` where nothing is left of it."""
    if note is None:
        return None
    text = "".join(letter for letter in note if letter.isprintable() or letter == "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise RefusedError("value", f"Un désaccord se note en {LONGEST_NOTE} caractères au plus.")
    return text or None
