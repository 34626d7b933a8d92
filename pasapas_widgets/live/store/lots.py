"""Which sheets of files came together: a table of another tool that is exported again is met again, lines and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection, select

from pasapas_widgets.files.sheets import SheetFile, told_apart
from pasapas_widgets.files.sheets.people import Overlap, content_of, overlap
from pasapas_widgets.live.store.countedsheets import OWN_MARK
from pasapas_widgets.live.store.ledger import shown_in
from pasapas_widgets.live.store.tables import BROUGHT, PUBLICATIONS
from pasapas_widgets.model.questionnaire.sheet import Sheet

__all__ = ["Lots", "is_published", "marks_of"]

FILE = "fichier"


class Lots:
    """The sheets of a session's files that are known by their content, each with its mark, lot by lot."""

    def __init__(self, connection: Connection, session: str) -> None:
        self.marks: dict[str, str] = {}
        self._lots: defaultdict[str, dict[str, Sheet]] = defaultdict(dict)
        asked = select(BROUGHT.c.mark, BROUGHT.c.sheet).where(BROUGHT.c.session == session, BROUGHT.c.origin == FILE)
        for mark, text in connection.execute(asked):
            if found := OWN_MARK.fullmatch(mark):
                self.marks[found[1]] = mark
                if found[2]:
                    self._lots[found[2]][mark] = msgspec.json.decode(text, type=Sheet)

    def earlier(self, file: SheetFile) -> tuple[Overlap, dict[str, Sheet]] | None:
        """Return the lot that a table most likely is a newer export of, with answers that have changed since."""
        sheets = [one.sheet for one in file.entries] if file.by_content else []
        found = ((overlap(lot.values(), sheets), lot) for lot in self._lots.values())
        return next(((one, lot) for one, lot in found if one is not None), None)


def marks_of(file: SheetFile, lots: Lots) -> dict[str, Sheet]:
    """Return the sheets of a file by the marks that they are kept under; one that is known has its mark already."""
    found = {f"{session.strip()}/{mark}": one.sheet for (session, mark), one in told_apart(file)}
    if not file.by_content:
        return found
    lot = f"~{_digest(found.values())}" if len(found) > 1 else ""
    return {lots.marks.get(mark, mark + lot): sheet for mark, sheet in found.items()}


def _digest(sheets: Iterable[Sheet]) -> str:
    return blake2b(b"\n".join(sorted(map(content_of, sheets))), digest_size=4).hexdigest()


def is_published(connection: Connection, session: str, marks: Mapping[str, object]) -> bool:
    """Tell whether one of these sheets of files is counted in what the session has published."""
    held = connection.execute(select(PUBLICATIONS.c.ledger).where(PUBLICATIONS.c.session == session)).scalar()
    shown = {one.sheet_id for one in shown_in(held)} if held else set()
    return any(f"{FILE}:{mark}" in shown for mark in marks)
