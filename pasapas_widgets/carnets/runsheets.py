"""A trainer's own run sheets («déroulés»): variants of the ready sessions, one file each in the user's data folder.

A file says its format and one session; it is the same on the disk and in what people exchange.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pasapas_widgets.carnets.keptfiles import Fault, KeptFiles, OtherVersionError, mark_of
from pasapas_widgets.content import interface
from pasapas_widgets.content.faults import fault_of
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.readysessions import LONGEST, ReadySession, Sequence, arranged
from pasapas_widgets.places.folders import data_dir
from pasapas_widgets.places.shipped import workbooks_dir

__all__ = [
    "FORMAT",
    "LARGEST",
    "ListedSheet",
    "MovedError",
    "RunSheetError",
    "RunSheets",
    "read_run_sheet",
    "workbook_titles",
    "written_run_sheet",
]

FORMAT = 1
"""Version of the file."""
LARGEST = 200 * 1024
"""Bytes of the largest file that is read; a day's session weighs about 8 KB."""
MOST_FAULTS = 6
"""How many faults of a file are told at once."""


class RunSheetError(FrenchError):
    """A run sheet that cannot be read or kept; ``faults`` holds one French sentence for each thing to mend."""

    def __init__(self, *faults: str) -> None:
        sentence = faults[0] if len(faults) == 1 else _texts()["plusieurs"].format(liste=" ".join(faults))
        super().__init__(sentence)
        self.faults = faults


class MovedError(RunSheetError):
    """The file on disk is not the version that a save names: another window has saved, or ``erased`` it."""

    def __init__(self, *, erased: bool) -> None:
        super().__init__(_texts()["inconnu"])
        self.erased = erased


class ListedSheet(Struct, frozen=True):
    """A variant in the list: its title, and the reason where it cannot be opened."""

    id: str
    title: str
    saved: dt.datetime
    fault: str | None = None


def _texts() -> dict[str, str]:
    texts: dict[str, str] = interface("runsheet")["fautes"]
    return texts


@cache
def workbook_titles() -> dict[str, str]:
    """Return the title of each workbook that ships, by its name without ``.ipynb``.

    >>> workbook_titles()["05_plan_action"]
    "Le plan d'action"
    """
    found = {}
    for path in sorted(workbooks_dir().glob("[0-9][0-9]_*.ipynb")):
        with suppress(OSError, msgspec.MsgspecError, KeyError, TypeError):
            found[path.stem] = str(msgspec.json.decode(path.read_bytes())["metadata"]["title"])
    return found


# ---------------------------------------- the file


def written_run_sheet(session: ReadySession) -> bytes:
    """Return a session as a file, indented so that two versions can be compared."""
    plain = {"format": FORMAT, "deroule": msgspec.to_builtins(session)}
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


def read_run_sheet(data: bytes) -> ReadySession:
    """Read a run sheet strictly; where each sequence begins is worked out from the lengths.

    Raises
    ------
    RunSheetError
        It is none, a newer application wrote it, or parts of it do not fit: one sentence for each, at most
        :data:`MOST_FAULTS`.

    Examples
    --------
    >>> model = shipped_kit().sessions[0]
    >>> read_run_sheet(written_run_sheet(model)).title == model.title
    True
    """
    texts = _texts()
    if len(data) > LARGEST:
        raise RunSheetError(texts["trop_gros"].format(ko=LARGEST // 1024))
    try:
        plain = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RunSheetError(texts["coupe"]) from error
    version = plain.get("format") if isinstance(plain, dict) else None
    told = plain.get("deroule") if isinstance(plain, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1 or not isinstance(told, dict):
        raise RunSheetError(texts["autre"])
    if version > FORMAT:
        raise RunSheetError(texts["recent"].format(format=version, lu=FORMAT))
    faults = list(_faults(told))
    if faults:
        raise RunSheetError(*faults[:MOST_FAULTS])
    try:
        return arranged(msgspec.convert(told, ReadySession))
    except (msgspec.ValidationError, ValueError) as error:
        raise RunSheetError(texts["changement"].format(raison=said(error))) from error


def said(error: Exception) -> str:
    """Say in French why a value does not fit a session."""
    if isinstance(error, msgspec.ValidationError):
        return fault_of(error).reason
    return _texts()["longue"].format(heures=LONGEST // 60)


def _faults(told: dict[str, Any]) -> Iterator[str]:
    """Give one sentence for each part that does not fit: each sequence, then the rest with a sequence that does."""
    sequences = told.get("sequences")
    some = sequences if isinstance(sequences, list) else []
    for number, one in enumerate(some, 1):
        yield from _sequence_faults(number, one)
    fitting = [msgspec.to_builtins(shipped_kit().sessions[0].sequences[0])] if some else sequences
    try:
        msgspec.convert(told | ({"sequences": fitting} if "sequences" in told else {}), ReadySession)
    except msgspec.ValidationError as error:
        fault = fault_of(error)
        yield _texts()["champ"].format(champ=fault.path or "deroule", raison=fault.reason)


def _sequence_faults(number: int, one: Any) -> Iterator[str]:
    texts, kit = _texts(), shipped_kit()
    try:
        sequence = msgspec.convert(one, Sequence)
    except msgspec.ValidationError as error:
        fault = fault_of(error)
        key = "sequence" if fault.path else "sequence_entiere"
        yield texts[key].format(n=number, champ=fault.path, raison=fault.reason)
        return
    if sequence.method is not None and sequence.method not in {method.id for method in kit.methods}:
        first, last = kit.methods[0].id, kit.methods[-1].id
        yield texts["methode"].format(n=number, id=sequence.method, premiere=first, derniere=last)
    known = {one.workbook for session in kit.sessions for one in session.sequences} | workbook_titles().keys()
    if sequence.workbook is not None and sequence.workbook not in known:
        yield texts["carnet"].format(n=number, id=sequence.workbook)


# ---------------------------------------- on the disk


class RunSheets(KeptFiles):
    """The variants of a data folder.

    Parameters
    ----------
    folder
        Where they are; in the user's own data folder where left out. It is made when a first one is kept.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sheets = RunSheets(Path(folder))
    ...     id, mark = sheets.create(shipped_kit().sessions[0])
    ...     sheets.read(id)[0].title == shipped_kit().sessions[0].title, len(sheets.all())
    (True, 1)
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder if folder is not None else data_dir() / "deroules")

    def all(self) -> tuple[ListedSheet, ...]:
        """Return what is kept, the last saved first. One that cannot be opened is listed with its reason."""
        return tuple(listed for id in self._ids() if (listed := self._listed(id)))

    def create(self, session: ReadySession) -> tuple[str, str]:
        """Keep a new variant and return its identifier and its mark.

        Raises
        ------
        RunSheetError
            The disk did not take it; nothing is left of it.
        """
        data = written_run_sheet(session)
        return self._create(data), mark_of(data)

    def read(self, id: str) -> tuple[ReadySession, str]:
        """Read a variant and the mark that a save over it must name.

        Raises
        ------
        RunSheetError
            There is none of that identifier, or it cannot be read; the file is left as it is.
        """
        data = self._bytes(id)
        return read_run_sheet(data), mark_of(data)

    def mark(self, id: str) -> str:
        """Return the mark of what is on disk, empty where nothing is."""
        try:
            return super().mark(id)
        except RunSheetError:
            return ""

    def save(self, id: str, session: ReadySession, *, over: str) -> str:
        """Put a session in the place of the version ``over`` and return the new mark.

        Raises
        ------
        MovedError
            The version on disk is another one, or it is gone: nothing was written.
        RunSheetError
            The disk did not take it: the version before is still there.
        """
        try:
            return self._save(id, written_run_sheet(session), over=over)
        except OtherVersionError:
            raise MovedError(erased=False) from None
        except RunSheetError:
            if self.mark(id):
                raise
            raise MovedError(erased=True) from None

    def _fault(self, fault: Fault) -> RunSheetError:
        return RunSheetError(_texts()[fault].format(dossier=self._folder))

    def _listed(self, id: str) -> ListedSheet | None:
        try:
            saved = self._saved(id)
            return ListedSheet(id, self.read(id)[0].title, saved)
        except RunSheetError as error:
            return ListedSheet(id, "", saved, str(error))
        except OSError:  # erased meanwhile
            return None
