"""Sheets that came from no phone of the room: paper, share codes, files. Each bears its origin and counts once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, insert, select, update

from pasapas_widgets.content import interface
from pasapas_widgets.files.sharecode import FoundCode, find_codes
from pasapas_widgets.files.sheets import SheetFile
from pasapas_widgets.files.sheets.people import Overlap, People
from pasapas_widgets.live.store.access import decided, session_row
from pasapas_widgets.live.store.countedsheets import COMPARED, way_brought
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.lots import Lots, is_published, marks_of
from pasapas_widgets.live.store.tables import BROUGHT
from pasapas_widgets.live.store.values import Questionnaires
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError

__all__ = ["Brought", "Merged", "Origin"]

Origin = Literal["papier", "code", "fichier"]
MOST_BROUGHT = 5_000


class Merged(Struct, frozen=True):
    """What became of sheets brought in, as counts.

    ``twice`` of the new ones equal a sheet that came by another way (a code, a file), and count once with it; ``gone``
    were taken out for them. ``faults`` are damaged share codes with their line and reason.
    """

    new: int
    changed: int
    known: int
    twice: int = 0
    gone: int = 0
    faults: tuple[FoundCode, ...] = ()


class Brought:
    """Sheets brought in by the trainer. They go in, are counted, and are never given back."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def paper(self, session: str, number: str, sheet: Sheet, *, research: bool = False) -> Merged:
        """Keep a paper sheet under the number that the trainer wrote on it; typed again, it replaces itself.

        ``research`` is whether its box for research is ticked. No code and no file has such a box: they say no.
        """
        return self._merge(session, "papier", [(number, sheet)], research=research)

    def codes(self, session: str, text: str) -> Merged:
        """Keep every share code of a text (a whole chat log); a code met again counts once."""
        with self._database.transaction() as connection:
            q = self._questionnaires.of(decided(session_row(connection, session)))
        found = find_codes(text, q)
        merged = self._merge(session, "code", [(one.text, one.sheet) for one in found if one.sheet is not None])
        return replace(merged, faults=tuple(one for one in found if one.sheet is None))

    def later(self, session: str, file: SheetFile) -> Overlap | None:
        """Tell whether a table most likely is a newer export of one that was brought, with answers changed since."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            found = Lots(connection, session).earlier(file)
        return found and found[0]

    def file(self, session: str, file: SheetFile, *, instead: bool = False) -> Merged:
        """Keep the sheets of a file.

        One of a table replaces itself by its session and number; one without a session is known by its content: two
        people's files of one name are two, copies of one file are one. ``instead``: the file takes the place of the
        earlier export that :meth:`later` finds, of which what is no more in it goes.

        Raises
        ------
        RefusedError
            What would go has been published, and goes on counting: its person would count twice.
        """
        with self._database.transaction() as connection:
            session_row(connection, session)
            lots = Lots(connection, session)
            marked = marks_of(file, lots)
            found = lots.earlier(file) if instead else None
            gone = [mark for mark in found[1] if mark not in marked] if found else []
            if is_published(connection, session, dict.fromkeys(gone)):
                raise RefusedError("value", interface("room")["refus"]["export_publie"])
        return self._merge(session, "fichier", marked.items(), gone=gone)

    def remove(self, session: str, origin: Origin, mark: str) -> None:
        """Take a sheet out again; where it has been published, it goes on counting as it was shown."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            connection.execute(
                delete(BROUGHT).where(BROUGHT.c.session == session, BROUGHT.c.origin == origin, BROUGHT.c.mark == mark)
            )

    def counts(self, session: str) -> dict[Origin, int]:
        """Return how many sheets came from each origin."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            rows = connection.execute(
                select(BROUGHT.c.origin, func.count()).where(BROUGHT.c.session == session).group_by(BROUGHT.c.origin)
            )
            return {row[0]: row[1] for row in rows}

    def _merge(
        self,
        session: str,
        origin: Origin,
        sheets: Iterable[tuple[str, Sheet]],
        *,
        research: bool = False,
        gone: Iterable[str] = (),
    ) -> Merged:
        given = dict(sheets)
        with self._database.transaction() as connection:
            q = self._questionnaires.of(decided(session_row(connection, session, lock=True)))
            for mark, sheet in given.items():
                if not 1 <= len(mark) <= 200:
                    raise RefusedError("value", "Le numéro d'une feuille a de 1 à 200 caractères.")
                try:
                    sheet.check(q)
                except SheetError as error:
                    raise RefusedError("value", f"Feuille « {mark[:40]} », {error}.") from error
            mine = (BROUGHT.c.session == session) & (BROUGHT.c.origin == origin)
            left = [mark for mark in gone if connection.execute(delete(BROUGHT).where(mine, BROUGHT.c.mark == mark))]
            rows = connection.execute(select(BROUGHT.c.mark, BROUGHT.c.sheet, BROUGHT.c.research).where(mine))
            held: dict[str, tuple[str, bool]] = {row.mark: (row.sheet, bool(row.research)) for row in rows}
            new = [mark for mark in given if mark not in held]
            changed = [
                mark for mark, sheet in given.items() if mark in held and held[mark] != (sheet.to_json(), research)
            ]
            if len(held) + len(new) > MOST_BROUGHT:
                raise RefusedError("limit", f"Une séance reçoit au plus {MOST_BROUGHT} feuilles de chaque origine.")
            twice = _twice(connection, session, origin, {mark: given[mark] for mark in new})
            if new:
                of = {"session": session, "origin": origin, "research": int(research)}
                values = [{**of, "mark": mark, "sheet": given[mark].to_json()} for mark in new]
                connection.execute(insert(BROUGHT), values)
            for mark in changed:
                kept = {"sheet": given[mark].to_json(), "research": int(research)}
                connection.execute(update(BROUGHT).where(mine, BROUGHT.c.mark == mark).values(**kept))
        known = len(given) - len(new) - len(changed)
        return Merged(new=len(new), changed=len(changed), known=known, twice=twice, gone=len(left))


def _twice(connection: Connection, session: str, origin: Origin, new: dict[str, Sheet]) -> int:
    """Return how many new sheets equal one that came by another way, and count once with it."""
    if origin not in COMPARED or not new:
        return 0
    people = People()
    held = select(BROUGHT.c.origin, BROUGHT.c.mark, BROUGHT.c.sheet).where(
        BROUGHT.c.session == session, BROUGHT.c.origin.in_(COMPARED)
    )
    for other, mark, text in connection.execute(held):
        people.adds(way_brought(other, mark), msgspec.json.decode(text, type=Sheet))
    return sum(not people.adds(way_brought(origin, mark), sheet) for mark, sheet in new.items())
