"""Tables of sheets read at once, as codes and a few different cells: what is not plain is left to the careful way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.model.entry import CODES
from pasapas_widgets.model.questionnaire.sheet import SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items, set_aside
from pasapas_widgets.research.columns import Columns
from pasapas_widgets.research.sessions import CONSENT, About, fault, version_told

__all__ = ["LONG", "WIDE", "Part", "is_wide", "long", "no_empty", "wide"]

LONG = ("seance", "feuille", "profil", "item", "reponse")
WIDE = ("seance", "feuille", "profil", "variante", "version")
_WRONG = 99
_ASIDE = -2


@dataclass
class Part:
    """Sheets of one file or database, before they are put together: one entry a sheet in each list.

    ``versions``: what each answered, empty for the present one. ``consents``: what each person said, where the file
    says it sheet by sheet. ``doubles``: lines that were copies of another. ``numbered``: sheets have no
    name but their line.
    """

    sessions: list[str]
    sheets: list[str]
    profiles: list[str]
    variants: list[str]
    levels: NDArray[np.int8]
    versions: list[str] = field(default_factory=list)
    consents: list[bool] | None = None
    doubles: int = 0
    numbered: bool = False


def _asked(file: str, told: str, session: str, q: Questionnaire, about: Mapping[str, About]) -> str:
    """Return the version that a line answers, by its own cell or by ``seances.csv``: both have to say the same."""
    own, context = version_told(told), about[session].version if session in about else ""
    if own and context and own != context:
        raise fault(file, "deux_versions", seance=session, une=own, autre=context)
    version = own or context or q.version
    try:
        comparable_items(version, q)
    except SheetError as error:
        raise fault(file, "version", version=version, attendue=q.version) from error
    return version


def _optional(columns: Columns, name: str) -> tuple[NDArray[np.int32], list[str]]:
    return columns.codes(name) if name in columns.names else (np.zeros(len(columns), np.int32), [""])


def _versions(
    file: str, columns: Columns, q: Questionnaire, about: Mapping[str, About]
) -> tuple[NDArray[np.int64], list[str]]:
    """Return the version that each line answers, as codes and versions."""
    (session, sessions), (told, cells) = columns.codes("seance"), _optional(columns, "version")
    met, place = np.unique(session.astype(np.int64) * len(cells) + told, return_inverse=True)
    each = [_asked(file, cells[code % len(cells)], sessions[code // len(cells)], q, about) for code in met.tolist()]
    versions = list(dict.fromkeys(each))
    return np.array([versions.index(one) for one in each], np.int64)[place], versions


def _consents(file: str, columns: Columns) -> NDArray[np.bool_] | None:
    """Return who said yes, where a column says it; ``None`` where none does."""
    if "recherche" not in columns.names:
        return None
    codes, cells = columns.codes("recherche")
    wrong = next((place for place, one in enumerate(cells) if one.casefold() not in CONSENT), None)
    if wrong is not None:
        raise fault(file, "accord", ligne=int(np.argmax(codes == wrong)) + 2, valeur=cells[wrong])
    return np.array([CONSENT[one.casefold()] for one in cells], bool)[codes]


def no_empty(file: str, columns: Columns, lines: Iterable[int] | None = None) -> None:
    """Refuse a line (from 2; of ``lines`` where given) whose session or sheet has no name."""
    asked = np.zeros(len(columns), bool)
    asked[[line - 2 for line in (range(2, len(columns) + 2) if lines is None else lines)]] = True
    for name in WIDE[:2]:
        codes, cells = columns.codes(name)
        if "" in cells and (empty := asked & (codes == cells.index(""))).any():
            raise fault(file, "sans_identifiant", ligne=int(np.argmax(empty)) + 2, colonne=name)


def _own(file: str, column: str, cell: str, known: Iterable[str], *, earlier: bool) -> str:
    """Return a profile or a variant, nothing for one that only an earlier version had."""
    if cell in known or not cell:
        return cell
    if earlier:
        return ""
    raise fault(file, "inconnu", colonne=column, valeur=cell)


def long(
    file: str, columns: Columns, q: Questionnaire, about: Mapping[str, About], *, can_be_careful: bool
) -> Part | None:
    """Read the long form at once; ``None`` where some cell needs the careful way."""
    (session, sessions), (sheet, sheets), (profile, profiles), (item, items), (cell, cells) = map(columns.codes, LONG)
    if "" in sessions and len(sessions) == 1 and can_be_careful:
        return None  # no session is named: the file's name is one
    no_empty(file, columns)
    if any(one.startswith("'") for one in (*sheets, *sessions)) or not set(profiles) <= {"", *q.profile_ids}:
        return None
    version, versions = _versions(file, columns, q, about)
    where = np.full(len(session), -1, np.int16)  # the place of each line's item, -2 where it is set aside
    for number, one in enumerate(versions):
        place = {old: q.item_ids.index(new) for old, new in comparable_items(one, q).items()}
        dropped = set(set_aside(one, q))
        table = np.array([place.get(name, _ASIDE if name in dropped else -1) for name in items], np.int16)
        where[version == number] = table[item[version == number]]
    level = _levels_of(q, cells)[np.maximum(where, 0), cell]
    wrong = (where == -1) | ((where >= 0) & (level == _WRONG))
    if wrong.any():
        if can_be_careful:
            return None
        line = int(np.argmax(wrong))
        raise fault(file, "ligne", ligne=line + 2, item=items[item[line]], reponse=cells[cell[line]])
    keys, first, row = np.unique(session.astype(np.int64) * len(sheets) + sheet, return_index=True, return_inverse=True)
    kept = where >= 0
    flat = row[kept].astype(np.int64) * len(q.items) + where[kept]
    answered = np.zeros(len(keys) * len(q.items), bool)
    answered[flat] = True
    (variant, variants), consent = _optional(columns, "variante"), _consents(file, columns)
    for told, name in ((version, "version"), (variant, "variante"), (consent, "recherche")):
        if told is not None and (told != told[first][row]).any():
            line = int(np.argmax(told != told[first][row]))
            raise fault(file, "feuille_partagee", ligne=line + 2, colonne=name, feuille=sheets[sheet[line]])
    if answered.sum() != len(flat) or (profile != profile[first][row]).any():
        return None  # an answer twice, or two profiles for one sheet
    levels = np.zeros(len(keys) * len(q.items), np.int8)
    levels[flat] = level[kept]
    asked = [versions[code] for code in version[first].tolist()]
    return Part(
        [sessions[code] for code in session[first].tolist()],
        [sheets[code] for code in sheet[first].tolist()],
        [profiles[code] for code in profile[first].tolist()],
        [
            _own(file, "variante", variants[code], q.variant_ids, earlier=one != q.version)
            for code, one in zip(variant[first].tolist(), asked, strict=True)
        ],
        levels.reshape(len(keys), len(q.items)),
        versions=asked,
        consents=None if consent is None else consent[first].tolist(),
    )


def _levels_of(q: Questionnaire, cells: list[str]) -> NDArray[np.int8]:
    """Return, for each item and each different cell, the level that it is, or :data:`_WRONG`."""
    told = np.full((len(q.items), len(cells)), _WRONG, np.int8)
    for row, item in enumerate(q.items):
        scale = q.scale_of(item)
        known: dict[str, int] = {"": 0}
        for one in scale.levels:  # as spreadsheets write them
            known |= dict.fromkeys((str(one.written), f"{one.written}.0", f"{one.written},0"), one.value)
        known |= {code: CODES[code] for code in scale.codes}
        told[row] = [known.get(cell.upper(), _WRONG) for cell in cells]
    return told


def is_wide(file: str, columns: Columns, q: Questionnaire, about: Mapping[str, About]) -> bool:
    """Tell whether a table has a column for each item that its lines answer, in the version that they answer."""
    names = set(columns.names)
    if not set(WIDE[:2]) <= names or "item" in names:
        return set(q.item_ids) <= names and "item" not in names
    if set(q.item_ids) <= names:
        return True
    if not names & {*q.item_ids, *(old for one in q.earlier for old in one.renamed)}:
        return False
    _, versions = _versions(file, columns, q, about)
    return all(set(comparable_items(one, q)) <= names for one in versions)


def wide(
    file: str, columns: Columns, q: Questionnaire, about: Mapping[str, About], *, can_be_careful: bool
) -> Part | None:
    """Read the wide form at once; ``None`` where a cell, or a sheet that is there twice, needs the careful way."""
    missing = [one for one in WIDE[:2] if one not in columns.names]
    if missing:
        raise fault(file, "colonne_absente", colonne=missing[0])
    if can_be_careful and any("" in columns.codes(name)[1] for name in WIDE[:2]):
        return None  # a line of totals, perhaps: the careful way knows it
    no_empty(file, columns)
    version, versions = _versions(file, columns, q, about)
    levels = np.zeros((len(columns), len(q.items)), np.int8)
    for number, one in enumerate(versions):
        chosen = version == number
        for old, new in comparable_items(one, q).items():
            if old not in columns.names:
                raise fault(file, "colonne_absente", colonne=old)
            codes, cells = columns.codes(old)
            place = q.item_ids.index(new)
            level = _levels_of(q, cells)[place][codes]
            wrong = chosen & (level == _WRONG)
            if wrong.any():
                if can_be_careful:
                    return None
                bad = int(np.argmax(wrong))
                raise fault(file, "ligne", ligne=bad + 2, item=old, reponse=cells[codes[bad]])
            levels[chosen, place] = level[chosen]

    def texts(column: str) -> list[str]:
        codes, cells = _optional(columns, column)
        return [cells[code] for code in codes.tolist()]

    asked = [versions[code] for code in version.tolist()]
    profiles, variants = (
        [_own(file, name, one, known, earlier=v != q.version) for one, v in zip(texts(name), asked, strict=True)]
        for name, known in (("profil", q.profile_ids), ("variante", q.variant_ids))
    )
    consent = _consents(file, columns)
    part = Part(texts("seance"), texts("feuille"), profiles, variants, levels, versions=asked,
                consents=None if consent is None else consent.tolist())  # fmt: skip
    twice = [key for key, n in Counter(zip(part.sessions, part.sheets, strict=True)).items() if n > 1]
    if not twice:
        return part
    if can_be_careful:
        return None
    raise fault(file, "deux_lignes", seance=twice[0][0], feuille=twice[0][1])
