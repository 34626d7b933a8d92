"""Read many sessions at once: files, folders, databases → one :class:`Corpus`, of the groups that consented."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.files.sheets import LIMIT, read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.entry import CODES
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items, set_aside
from pasapas_widgets.model.strict import plain
from pasapas_widgets.research.columns import Columns, columns_of
from pasapas_widgets.research.corpus import Corpus
from pasapas_widgets.research.sessions import NAME, About, ResearchError, fault, read_sessions
from pasapas_widgets.research.sources import Copies, digest, files_of, remarks_of, same_names, same_words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ResearchError", "read"]

LONG = ("seance", "feuille", "profil", "item", "reponse")
WIDE = ("seance", "feuille", "profil", "variante", "version")
_PUBLISHED = ("seance", "item", "n_notes", "moyenne", "dispersion", "part_nsp", "classe", "motif")


@dataclass
class _Part:
    """Sheets of one file or database, before they are put together: one entry a sheet in each list."""

    sessions: list[str]
    sheets: list[str]
    profiles: list[str]
    variants: list[str]
    levels: NDArray[np.int8]
    versions: list[str] | None = None


def read(
    *sources: Path | str,
    questionnaire: Questionnaire | None = None,
    without_consent: str | None = None,
    sessions_are_establishments: bool = False,
    columns: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
) -> Corpus:
    """Read the sheets of many sessions, and what groups had published in their carnets.

    Parameters
    ----------
    sources
        Folders, files or databases: sheets as CSV (long form ``seance,feuille,profil,item,reponse``, or the wide form
        of :func:`pasapas_widgets.research.write`), JSON, Excel, Parquet; carnets; ``sqlite:///file`` or
        ``postgresql://…``. In a folder, ``seances.csv`` says the context of each session and whether its group
        consented.
    questionnaire
        What the sheets answer; that of this process where left out. Sheets of a version that it names are translated.
    without_consent
        Why sessions without consent are read too, in your own words: it then stands in every output. Left out, only
        sessions whose group said yes (``recherche`` = oui) are read.
    sessions_are_establishments
        You know that sessions whose establishment is not said come from as many establishments; the notes say so. Left
        out, their establishment stays unknown, and thresholds count them all as one. A database knows none.
    columns
        Item → title of its column, for the tables of other tools (one line a person) whose titles do not say it; an
        empty title says that the statement has none.
    words
        What the cells of these tables stand for, where their words do not say it: the cell → a level, «NSP», «NC» or
        «vide».

    Raises
    ------
    ResearchError, SheetFileError, StoreError
        One French sentence: file, line, column, what to do. Nothing is read by half.
    """
    q = questionnaire or load_questionnaire()
    if without_consent is not None and not without_consent.strip():
        raise fault("", "sans_raison")
    parts: list[_Part] = []
    about: dict[str, About] = {}
    published: list[dict[str, Any]] = []
    used: list[dict[str, Any]] = []
    files: list[Path] = []
    carried: list[str] = []
    for source in sources:
        if "://" in str(source):
            parts.append(_database(str(source), q, about, used, everyone=without_consent is not None))
        else:
            found, aside = files_of(Path(source))
            files.extend(found)
            carried.extend(aside)
    for folder in dict.fromkeys(file.parent for file in files):
        carried.extend(remarks_of(folder / "datapackage.json"))
        for path in sorted(one for one in folder.iterdir() if one.name.casefold() == NAME):
            for session, one in read_sessions(path).items():
                if about.setdefault(session, one) != one:
                    raise fault(NAME, "deux_contextes", seance=session)
    copies = Copies()
    for file in files:
        used.append({"nom": file.name, "octets": file.stat().st_size, "sha256": digest(file)})
        if file.suffix.lower() == ".json" and (carnet := _carnet(file)) is not None:
            published.extend(_published(carnet, file.stem))
        else:
            parts.append(_file(file, q, about, copies, columns, words))
    if copies.total():
        carried.append(interface("research")["lire"]["copies"].format(n=copies.total()))
    _only_once(parts)
    same_names([part.sessions for part in parts], about)
    carried.extend(same_words(about))
    return _corpus(q, parts, about, published, used, without_consent, sessions_are_establishments, carried)


def _carnet(path: Path) -> Carnet | None:
    data = path.read_bytes()
    try:
        plain = json.loads(data)
    except (ValueError, UnicodeDecodeError):
        return None
    if not isinstance(plain, dict) or "format" not in plain or "reponses" in plain:
        return None
    try:
        return Carnet.from_json(data)
    except ValueError as error:
        raise ResearchError(f"{path.name} : {error}") from error


def _published(carnet: Carnet, name: str) -> Iterator[dict[str, Any]]:
    """Give the published figures of each wave of a carnet, one mapping a statement."""
    for number, wave in enumerate(carnet.waves, start=1):
        for item, one in wave.results.items.items():
            counts, told = one.distribution or {}, plain(one)
            yield {"seance": f"{name}-{number}", "item": item, **{key: told[key] for key in _PUBLISHED[2:]}} | {
                f"n{level}": count for level, count in counts.items()
            }


def _file(
    path: Path,
    q: Questionnaire,
    about: dict[str, About],
    copies: Copies,
    told: Mapping[str, str] | None,
    words: Mapping[str, str] | None,
) -> _Part:
    if path.suffix.lower() not in (".json", ".xlsx"):
        columns = columns_of(path)
        names = set(columns.names)
        can_be_careful = path.suffix.lower() != ".parquet" and path.stat().st_size <= LIMIT
        if set(q.item_ids) <= names and (set(WIDE[:2]) <= names or not can_be_careful):
            part = _wide(path.name, columns, q, can_be_careful=can_be_careful)
            if part is not None:
                return part
        if set(LONG) <= names:
            part = _long(path, columns, q, about)
            if part is not None:
                return part
    if path.stat().st_size > LIMIT or path.suffix.lower() == ".parquet":
        raise fault(path.name, "colonnes", attendues=", ".join(LONG))
    return _entries(path, q, copies, told, words)


def _entries(
    path: Path, q: Questionnaire, copies: Copies, told: Mapping[str, str] | None, words: Mapping[str, str] | None
) -> _Part:
    """Read a file the careful way: what is certain is understood, anything else is told with its line."""
    entries = copies.fresh(path.name, read_sheets(path.name, path.read_bytes(), q, columns=told, words=words))
    return _plain(
        q, [one.session or path.stem for one in entries], [one.sheet_id for one in entries], [e.sheet for e in entries]
    )


def _plain(q: Questionnaire, sessions: list[str], names: list[str], sheets: Iterable[Any]) -> _Part:
    all_sheets = list(sheets)
    levels = np.zeros((len(all_sheets), len(q.items)), np.int8)
    for row, sheet in enumerate(all_sheets):
        for column, item in enumerate(q.item_ids):
            answer = sheet.answers.get(item, 0)
            levels[row, column] = answer if isinstance(answer, int) else CODES[answer]
    profiles, variants = ([getattr(one, name) or "" for one in all_sheets] for name in ("profile", "variant"))
    return _Part(sessions, names, profiles, variants, levels)


def _long(path: Path, columns: Columns, q: Questionnaire, about: dict[str, About]) -> _Part | None:
    """Read the long form at once; ``None`` where some cell needs the careful way."""
    (session, sessions), (sheet, sheets), (profile, profiles), (item, items), (cell, cells) = map(columns.codes, LONG)
    if any(not one or one.startswith("'") for one in (*sheets, *sessions)) or not set(profiles) <= {"", *q.profile_ids}:
        return None
    where = np.full(len(session), -1, np.int16)  # the place of each line's item, -2 where it is set aside
    for version in {about[one].version if one in about else "" for one in sessions}:
        of = np.array([(about[one].version if one in about else "") == version for one in sessions])
        try:
            same = comparable_items(version or q.version, q)
            dropped = set(set_aside(version or q.version, q))
        except SheetError as error:
            raise ResearchError(f"{NAME}, {error}.") from error
        place = {old: q.item_ids.index(new) for old, new in same.items()}
        table = np.array([place.get(one, -2 if one in dropped else -1) for one in items], np.int16)
        chosen = of[session]
        where[chosen] = table[item[chosen]]
    level = _levels_of(q, cells)[np.maximum(where, 0), cell]
    wrong = (where == -1) | ((where >= 0) & (level == _WRONG))
    if wrong.any():
        if path.stat().st_size <= LIMIT:
            return None
        line = int(np.argmax(wrong))
        raise fault(path.name, "ligne", ligne=line + 2, item=items[item[line]], reponse=cells[cell[line]])
    keys, first, row = np.unique(session.astype(np.int64) * len(sheets) + sheet, return_index=True, return_inverse=True)
    kept = where >= 0
    flat = row[kept].astype(np.int64) * len(q.items) + where[kept]
    answered = np.zeros(len(keys) * len(q.items), bool)
    answered[flat] = True
    if answered.sum() != len(flat) or (profile != profile[first][row]).any():
        return None  # an answer twice, or two profiles for one sheet
    levels = np.zeros(len(keys) * len(q.items), np.int8)
    levels[flat] = level[kept]
    names = [sheets[code] for code in sheet[first].tolist()]
    return _Part(
        [sessions[code] for code in session[first].tolist()],
        names,
        [profiles[code] for code in profile[first].tolist()],
        [""] * len(keys),
        levels.reshape(len(keys), len(q.items)),
        versions=[about[sessions[c]].version if sessions[c] in about else "" for c in session[first].tolist()],
    )


_WRONG = 99


def _levels_of(q: Questionnaire, cells: list[str]) -> NDArray[np.int8]:
    """Return, for each item and each different cell, the level that it is, or :data:`_WRONG`."""
    told = np.full((len(q.items), len(cells)), _WRONG, np.int8)
    for row, item in enumerate(q.items):
        scale = q.scale_of(item)
        known: dict[str, int] = {"": 0} | {str(level): level for level in range(1, scale.top + 1)}
        known |= {code: CODES[code] for code in scale.codes}
        told[row] = [known.get(cell, _WRONG) for cell in cells]
    return told


def _wide(name: str, columns: Columns, q: Questionnaire, *, can_be_careful: bool) -> _Part | None:
    """Read the wide form at once; ``None`` where a cell, or a sheet that is there twice, needs the careful way."""
    missing = [one for one in WIDE[:2] if one not in columns.names]
    if missing:
        raise fault(name, "colonne_absente", colonne=missing[0])
    levels = np.empty((len(columns), len(q.items)), np.int8)
    for place, item in enumerate(q.item_ids):
        codes, cells = columns.codes(item)
        level = _levels_of(q, cells)[place]
        if (level == _WRONG).any():
            if can_be_careful:
                return None
            bad = int(np.argmax(level[codes] == _WRONG))
            raise fault(name, "ligne", ligne=bad + 2, item=item, reponse=cells[codes[bad]])
        levels[:, place] = level[codes]

    def texts(column: str) -> list[str]:
        if column not in columns.names:
            return [""] * len(columns)
        codes, cells = columns.codes(column)
        return [cells[code] for code in codes.tolist()]

    versions = texts("version")
    unknown = set(versions) - {"", q.version}
    if unknown:
        raise fault(name, "version", version=min(unknown), attendue=q.version)
    for column, known in (("profil", q.profile_ids), ("variante", q.variant_ids)):
        strange = set(texts(column)) - {"", *known}
        if strange:
            raise fault(name, "inconnu", colonne=column, valeur=min(strange))
    part = _Part(texts("seance"), texts("feuille"), texts("profil"), texts("variante"), levels)
    twice = [key for key, n in Counter(zip(part.sessions, part.sheets, strict=True)).items() if n > 1 and key[1]]
    if not twice:
        return part
    if can_be_careful:
        return None
    raise fault(name, "deux_lignes", seance=twice[0][0], feuille=twice[0][1])


def _database(
    where: str, q: Questionnaire, about: dict[str, About], used: list[dict[str, Any]], *, everyone: bool
) -> _Part:
    from pasapas_widgets.live.store.research import sessions_for_research

    if where.startswith("sqlite:///") and not Path(where.removeprefix("sqlite:///")).is_file():
        raise fault(Path(where).name, "absent")
    found, left_out = sessions_for_research(where, q, everyone=everyone)
    used.append({"nom": where.split("://")[0], "seances": len(found), "seances_laissees": left_out})
    for one in found:
        about[one.label] = About(consent=one.about.research)  # the store knows no establishment: the corpus says so
    return _plain(
        q,
        [one.label for one in found for _ in one.sheets],
        [str(number) for one in found for number in range(len(one.sheets))],
        [sheet for one in found for sheet in one.sheets],
    )


def _only_once(parts: list[_Part]) -> None:
    if len(parts) < 2:
        return
    seen = Counter(key for part in parts for key in set(zip(part.sessions, part.sheets, strict=True)))
    twice = next((key for key, n in seen.items() if n > 1), None)
    if twice:
        raise fault("", "feuille_deux_fois", seance=twice[0], feuille=twice[1])


def _corpus(
    q: Questionnaire,
    parts: list[_Part],
    about: dict[str, About],
    published: list[dict[str, Any]],
    used: list[dict[str, Any]],
    reason: str | None,
    alone: bool,
    carried: list[str],
) -> Corpus:
    import pandas as pd

    texts = interface("research")["lire"]
    sessions = [one for part in parts for one in part.sessions]
    names = list(dict.fromkeys(sessions))
    consented = {name for name in names if name in about and about[name].consent}
    outside = [name for name in names if name not in consented]
    notes = []
    if reason is not None and outside:
        notes.append(texts["sans_accord"].format(n=len(outside), total=len(names), raison=reason.strip()))
    elif outside:
        notes.append(texts["laissees"].format(n=len(outside), total=len(names)))
    if reason is None and names and not consented:
        raise fault("", "aucune", fichier=NAME)
    old = sum(one not in ("", q.version) for part in parts for one in part.versions or ())
    if old:
        notes.append(texts["versions"].format(n=old, version=q.version))
    kept = np.array([reason is not None or one in consented for one in sessions], bool)
    levels = np.concatenate([part.levels for part in parts]) if parts else np.zeros((0, len(q.items)), np.int8)
    codes = {name: place for place, name in enumerate(names)}
    of = np.array([codes[one] for one in sessions], np.int64)
    context = [about.get(name, About(consent=False)) for name in names]
    if any(not one.etablissement for name, one in zip(names, context, strict=True) if reason or name in consented):
        notes.append(texts["etablissements" if alone else "sans_etablissement"])
    sites = [one.etablissement or (name if alone else "") for name, one in zip(names, context, strict=True)]
    columns: dict[str, Any] = {
        "seance": names, "etablissement": sites,
        "vague": [one.vague for one in context], "type": [one.type for one in context],
        "region": [one.region for one in context],
        "recherche": ["oui" if name in consented else "non" for name in names],
    }  # fmt: skip
    frame = {name: _spread(pd, of, told) for name, told in columns.items()}
    for name, attribute in (("feuille", "sheets"), ("profil", "profiles"), ("variante", "variants")):
        frame[name] = _category(pd, [one for part in parts for one in getattr(part, attribute)])
    frame["version"] = pd.Categorical.from_codes(np.zeros(len(sessions), np.int8), [q.version])
    notes = list(dict.fromkeys([*carried, *(typeset(one) for one in notes)]))
    corpus = Corpus.of_columns(
        q,
        levels,
        frame,
        published=pd.DataFrame(published) if published else None,
        notes=tuple(notes),
        sources=tuple(used),
    )
    return corpus if kept.all() else corpus.where(kept)


def _spread(pd: Any, of: NDArray[np.int64], told: list[str]) -> Any:
    """Return one value a session as one a sheet; an empty one is no value."""
    values = sorted({one for one in told if one})
    place = {one: number for number, one in enumerate(values)}
    codes = np.array([place.get(one, -1) for one in told], np.int64)
    return pd.Categorical.from_codes(codes[of] if len(told) else np.zeros(0, np.int64), values)


def _category(pd: Any, told: list[str]) -> pd.Categorical:
    codes, values = pd.factorize(np.array(told, dtype=object))
    empty = [number for number, one in enumerate(values) if one == ""]
    kept = [one for one in values if one != ""]
    if empty:
        codes = np.where(codes == empty[0], -1, codes - (codes > empty[0]))
    return pd.Categorical.from_codes(codes, kept)
