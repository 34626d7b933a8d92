"""Tables of sheets read at once, as codes and a few different cells: what is not plain is left to the careful way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.model.entry import CODES
from pasapas_widgets.model.questionnaire.instrument import Scale
from pasapas_widgets.model.questionnaire.sheet import SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items, set_aside
from pasapas_widgets.research.coded import Coded, renumbered
from pasapas_widgets.research.columns import Columns
from pasapas_widgets.research.covariates import own_columns
from pasapas_widgets.research.sessions import CONSENT, About, fault, version_told

__all__ = ["LONG", "WIDE", "Part", "is_wide", "long", "no_empty", "wide"]

LONG = ("seance", "feuille", "profil", "item", "reponse")
WIDE = ("seance", "feuille", "profil", "variante", "version")
_WRONG = 99
_ASIDE = -2


@dataclass
class Part:
    """Sheets of one file or database, before they are put together: one line a sheet in each column.

    ``versions``: what each answered, empty for the present one. ``consents``: what each person said, where the file
    says it sheet by sheet. ``doubles``: lines that were copies of another. ``numbered``: sheets have no
    name but their line. ``kept``: covariates and weights, as texts, by name.
    """

    sessions: Coded
    sheets: Coded
    profiles: Coded
    variants: Coded
    levels: NDArray[np.int8]
    versions: Coded
    consents: NDArray[np.bool_] | None = None
    doubles: int = 0
    numbered: bool = False
    kept: dict[str, Coded] = field(default_factory=dict)


def _optional(columns: Columns, name: str) -> Coded:
    return columns.codes(name) if name in columns.names else Coded(np.zeros(len(columns), np.int32), [""])


def _versions(file: str, columns: Columns, q: Questionnaire, about: Mapping[str, About]) -> Coded:
    """Return the version that each line answers, by its own cell or by ``seances.csv``: both have to say the same."""
    (session, sessions), (told, cells) = columns.codes("seance"), _optional(columns, "version")
    both = session.astype(np.int64) * len(cells) + told
    met, place = renumbered(both, len(sessions) * len(cells))
    each, versions = list[str](), list[str]()
    for code in met.tolist():
        one = sessions[code // len(cells)]
        own, context = version_told(cells[code % len(cells)]), about[one].version if one in about else ""
        if own and context and own != context:
            raise fault(file, "deux_versions", seance=one, une=own, autre=context)
        each.append(own or context or q.version)
        if each[-1] not in versions:
            versions.append(each[-1])
            try:
                comparable_items(each[-1], q)
            except SheetError as error:
                raise fault(file, "version", version=each[-1], attendue=q.version) from error
    return Coded(np.array([versions.index(one) for one in each], np.int32)[place], versions)


def _consents(file: str, columns: Columns) -> NDArray[np.bool_] | None:
    """Return who said yes, where a column says it; ``None`` where none does."""
    if "recherche" not in columns.names:
        return None
    codes, cells = columns.codes("recherche")
    wrong = next((place for place, one in enumerate(cells) if one.casefold() not in CONSENT), None)
    if wrong is not None:
        raise fault(file, "accord", ligne=int(np.argmax(codes == wrong)) + 2, valeur=cells[wrong])
    given: NDArray[np.bool_] = np.array([CONSENT[one.casefold()] for one in cells], bool)[codes]
    return given


def no_empty(file: str, columns: Columns, lines: Iterable[int] | None = None) -> None:
    """Refuse a line (from 2; of ``lines`` where given) whose session or sheet has no name."""
    asked = np.full(len(columns), lines is None)
    if lines is not None:
        asked[[line - 2 for line in lines]] = True
    for name in WIDE[:2]:
        codes, cells = columns.codes(name)
        if "" in cells and (empty := asked & (codes == cells.index(""))).any():
            raise fault(file, "sans_identifiant", ligne=int(np.argmax(empty)) + 2, colonne=name)


def _own(file: str, column: str, told: Coded, known: Iterable[str], earlier: NDArray[np.bool_]) -> Coded:
    """Return a profile or a variant of each sheet, nothing for one that only an earlier version had."""
    allowed = np.array([one == "" or one in known for one in told.values], bool)
    if allowed.all():
        return told
    unknown = ~allowed[told.codes]
    wrong = unknown & ~earlier
    if wrong.any():
        raise fault(file, "inconnu", colonne=column, valeur=told.values[told.codes[np.argmax(wrong)]])
    return Coded(np.where(unknown, len(told.values), told.codes), [*told.values, ""])


def long(
    file: str,
    columns: Columns,
    q: Questionnaire,
    about: Mapping[str, About],
    asked: Mapping[str, str],
    *,
    can_be_careful: bool,
) -> Part | None:
    """Read the long form at once; ``None`` where some cell needs the careful way. ``asked``: titles of covariates."""
    session, sheet, profile, items, cells = map(columns.codes, LONG)
    if "" in session.values and len(session.values) == 1 and can_be_careful:
        return None  # no session is named: the file's name is one
    no_empty(file, columns)
    if any(one.startswith("'") for one in (*sheet.values, *session.values)):
        return None
    if not set(profile.values) <= {"", *q.profile_ids}:
        return None
    version = _versions(file, columns, q, about)
    where = _places(q, version, items)
    level = _levels_of(q, cells.values)[np.maximum(where, 0), cells.codes]
    wrong = (where == -1) | ((where >= 0) & (level == _WRONG))
    if wrong.any():
        if can_be_careful:
            return None
        line = int(np.argmax(wrong))
        raise fault(file, "ligne", ligne=line + 2, item=items.values[items.codes[line]],
                    reponse=cells.values[cells.codes[line]])  # fmt: skip
    first, row = _sheets_of(session, sheet)
    kept = where >= 0
    flat = row * len(q.items) + where
    flat, level = (flat, level) if kept.all() else (flat[kept], level[kept])
    answered = np.zeros(len(first) * len(q.items), bool)
    answered[flat] = True
    variant, consent = _optional(columns, "variante"), _consents(file, columns)
    more = {name: columns.codes(title) for name, title in own_columns(columns.names, asked).items()}
    for told, name in (
        (version.codes, "version"), (variant.codes, "variante"), (consent, "recherche"),
        *((one.codes, asked[name]) for name, one in more.items()),
    ):  # fmt: skip
        if told is not None and (differs := _differs(told, first, row)) is not None:
            raise fault(file, "feuille_partagee", ligne=differs + 2, colonne=name,
                        feuille=sheet.values[sheet.codes[differs]])  # fmt: skip
    if answered.sum() != len(flat) or _differs(profile.codes, first, row) is not None:
        return None  # an answer twice, or two profiles for one sheet
    levels = np.zeros(len(first) * len(q.items), np.int8)
    levels[flat] = level
    answered_version = version.only(first)
    return Part(
        session.only(first).by_first(),
        sheet.only(first),
        profile.only(first),
        _own(file, "variante", variant.only(first), q.variant_ids, _are_earlier(answered_version, q)),
        levels.reshape(len(first), len(q.items)),
        versions=answered_version,
        consents=None if consent is None else consent[first],
        kept={name: one.only(first) for name, one in more.items()},
    )


def _places(q: Questionnaire, version: Coded, items: Coded) -> NDArray[np.int16]:
    """Return the place of each line's item in the questionnaire, -2 where it is set aside, -1 where there is none."""
    tables = np.full((len(version.values), len(items.values)), -1, np.int16)
    for number, one in enumerate(version.values):
        place = {old: q.item_ids.index(new) for old, new in comparable_items(one, q).items()}
        dropped = set(set_aside(one, q))
        tables[number] = [place.get(name, _ASIDE if name in dropped else -1) for name in items.values]
    found: NDArray[np.int16] = tables[0][items.codes] if len(tables) == 1 else tables[version.codes, items.codes]
    return found


def _sheets_of(session: Coded, sheet: Coded) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first line of each sheet, by session then name, and the sheet of each line; lines of a sheet mostly
    follow each other."""
    key = session.codes.astype(np.int64) * len(sheet.values) + sheet.codes
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    _, run, place = np.unique(key[begins], return_index=True, return_inverse=True)
    return begins[run], np.repeat(place, np.diff(begins, append=len(key)))


def _differs(told: NDArray[np.generic], first: NDArray[np.int64], row: NDArray[np.int64]) -> int | None:
    """Return the first line that says something else than the first of its sheet."""
    wrong = told != told[first][row]
    return int(np.argmax(wrong)) if wrong.any() else None


def _are_earlier(versions: Coded, q: Questionnaire) -> NDArray[np.bool_]:
    earlier: NDArray[np.bool_] = np.array([one != q.version for one in versions.values], bool)[versions.codes]
    return earlier


def _levels_of(q: Questionnaire, cells: list[str]) -> NDArray[np.int8]:
    """Return, for each item and each different cell, the level that it is, or :data:`_WRONG`."""
    told = np.full((len(q.items), len(cells)), _WRONG, np.int8)
    for row, item in enumerate(q.items):
        told[row] = _levels_in(q.scale_of(item), cells)
    return told


def _levels_in(scale: Scale, cells: list[str]) -> list[int]:
    known: dict[str, int] = {"": 0}
    for one in scale.levels:  # as spreadsheets write them
        known |= dict.fromkeys((str(one.written), f"{one.written}.0", f"{one.written},0"), one.value)
    known |= {code: CODES[code] for code in scale.codes}
    return [known.get(cell.upper(), _WRONG) for cell in cells]


def is_wide(file: str, columns: Columns, q: Questionnaire, about: Mapping[str, About]) -> bool:
    """Tell whether a table has a column for each item that its lines answer, in the version that they answer."""
    names = set(columns.names)
    if not set(WIDE[:2]) <= names or "item" in names:
        return set(q.item_ids) <= names and "item" not in names
    if set(q.item_ids) <= names:
        return True
    if not names & {*q.item_ids, *(old for one in q.earlier for old in one.renamed)}:
        return False
    versions = _versions(file, columns, q, about)
    return all(set(comparable_items(one, q)) <= names for one in versions.values)


def wide(
    file: str,
    columns: Columns,
    q: Questionnaire,
    about: Mapping[str, About],
    asked: Mapping[str, str],
    *,
    can_be_careful: bool,
) -> Part | None:
    """Read the wide form at once; ``None`` where a cell, or a sheet that is there twice, needs the careful way."""
    missing = [one for one in WIDE[:2] if one not in columns.names]
    if missing:
        raise fault(file, "colonne_absente", colonne=missing[0])
    if can_be_careful and any("" in columns.codes(name)[1] for name in WIDE[:2]):
        return None  # a line of totals, perhaps: the careful way knows it
    no_empty(file, columns)
    version = _versions(file, columns, q, about)
    levels = np.zeros((len(columns), len(q.items)), np.int8, order="F")
    for number, one in enumerate(version.values):
        chosen = version.codes == number
        for old, new in comparable_items(one, q).items():
            if old not in columns.names:
                raise fault(file, "colonne_absente", colonne=old)
            codes, cells = columns.codes(old)
            place = q.item_ids.index(new)
            known = np.array(_levels_in(q.scale_of(q.items[place]), cells), np.int8)
            level = known[codes]
            if (known == _WRONG).any() and (wrong := chosen & (level == _WRONG)).any():
                if can_be_careful:
                    return None
                bad = int(np.argmax(wrong))
                raise fault(file, "ligne", ligne=bad + 2, item=old, reponse=cells[codes[bad]])
            np.copyto(levels[:, place], level, where=chosen)
    earlier = _are_earlier(version, q)
    profiles, variants = (
        _own(file, name, _optional(columns, name), known_, earlier)
        for name, known_ in (("profil", q.profile_ids), ("variante", q.variant_ids))
    )
    session, sheet = columns.codes("seance"), columns.codes("feuille")
    part = Part(
        session.by_first(), sheet, profiles, variants, levels, versions=version, consents=_consents(file, columns),
        kept={name: columns.codes(title) for name, title in own_columns(columns.names, asked).items()},
    )  # fmt: skip
    twice = _twice(session, sheet)
    if twice is None:
        return part
    if can_be_careful:
        return None
    raise fault(file, "deux_lignes", seance=session.values[session.codes[twice]],
                feuille=sheet.values[sheet.codes[twice]])  # fmt: skip


def _twice(session: Coded, sheet: Coded) -> int | None:
    """Return the first line whose sheet is there again further down."""
    if np.bincount(sheet.codes).max(initial=0) <= 1:
        return None  # no name is there twice, in whatever session
    key = session.codes.astype(np.int64) * len(sheet.values) + sheet.codes
    _, first, n = np.unique(key, return_index=True, return_counts=True)
    again = first[n > 1]
    return int(again.min()) if len(again) else None
