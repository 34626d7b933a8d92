"""A dossier of an invented establishment: what its waves show under the thresholds, and its carnet."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.files.sheets import SheetFileError, read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import aggregate

__all__ = ["Dossier", "DossierError", "open_dossier"]


class DossierError(FrenchError):
    """A dossier that cannot be opened; ``str(error)`` is one French sentence."""


class Wave(Struct, frozen=True):
    """One time that the group answered: its session's name, and what may be shown of it."""

    name: str
    results: GroupResults


class Dossier(Struct, frozen=True, kw_only=True):
    """An invented establishment. ``carnet`` is ``None`` where the dossier holds answers alone; ``stamps`` (nanoseconds,
    bytes) tell its files as they were read from what they become."""

    name: str
    waves: tuple[Wave, ...]
    carnet: Carnet | None = None
    stamps: tuple[tuple[int, int], ...] = ()


def open_dossier(name: str, beside: Path | None = None) -> Dossier:
    """Open a dossier by its name: beside a module's file, else among the samples that ship with the project.

    Parameters
    ----------
    name
        Of its folder (``vagues.csv`` and, where it has one, ``carnet.json``), or of a lone table of answers.
    beside
        The folder to look into first.

    Raises
    ------
    DossierError
        There is none of that name, or it cannot be read.

    Examples
    --------
    >>> [(one.name, one.results.n_sheets) for one in open_dossier("deux_vagues").waves]
    [('vague-1', 24), ('vague-2', 22)]
    """
    samples = samples_dir()
    for place in (*((beside, beside / "dossiers") if beside else ()), samples / "dossiers", samples):
        if (place / name / "vagues.csv").is_file():
            return _as_it_is(name, place / name / "vagues.csv", place / name / "carnet.json")
        if (place / f"{name}.csv").is_file():
            return _as_it_is(name, place / f"{name}.csv")
    raise DossierError(interface("training")["dossiers"]["introuvable"].format(nom=name))


def _as_it_is(name: str, answers: Path, carnet: Path | None = None) -> Dossier:
    """Return the dossier, read again where one of its files has changed: its author works on it beside the module."""
    found = [one.stat() for one in (answers, carnet) if one and one.is_file()]
    return _opened(name, answers, carnet, tuple((one.st_mtime_ns, one.st_size) for one in found))


@lru_cache(maxsize=32)
def _opened(name: str, answers: Path, carnet: Path | None, stamps: tuple[tuple[int, int], ...]) -> Dossier:
    q = load_questionnaire(SELF_DIAGNOSIS)
    try:
        entries = read_sheets(answers.name, answers.read_bytes(), q).entries
        sessions = dict.fromkeys(one.session for one in entries)
        waves = [
            Wave(name, aggregate((e.sheet for e in entries if e.session == name), questionnaire=q)) for name in sessions
        ]
        kept = Carnet.from_json(carnet.read_text(encoding="utf-8")) if carnet and carnet.is_file() else None
    except (OSError, SheetFileError, CarnetError, UnicodeDecodeError) as error:
        raise DossierError(interface("training")["dossiers"]["illisible"].format(nom=name, raison=error)) from error
    return Dossier(name=name, waves=tuple(waves), carnet=kept, stamps=stamps)
