"""Read many sessions at once: files, folders, databases → one :class:`Corpus`, of the groups that consented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.files.sheets import LIMIT, read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.entry import CODES
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.carnets import carnet_of
from pasapas_widgets.research.carnets import published as all_published
from pasapas_widgets.research.coded import Coded, joined
from pasapas_widgets.research.columns import Columns, columns_of
from pasapas_widgets.research.corpus import Context, Corpus
from pasapas_widgets.research.covariates import (
    CONTEXT,
    COVARIATES,
    WEIGHT,
    asked_of,
    joined_to,
    own_columns,
    weights_of,
)
from pasapas_widgets.research.fast import LONG, Part, is_wide, long, no_empty, wide
from pasapas_widgets.research.history import FILE, read_file
from pasapas_widgets.research.sessions import NAME, About, ResearchError, fault, read_sessions
from pasapas_widgets.research.sources import Copies, digest, files_of, remarks_of, same_names, same_words
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["ResearchError", "read"]

LABELLED = (".sav", ".dta")
"""SPSS and Stata."""


def read(
    *sources: Path | str,
    questionnaire: Questionnaire | None = None,
    without_consent: str | None = None,
    sessions_are_establishments: bool = False,
    columns: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    covariates: Mapping[str, str] | Sequence[str] = (),
    weight: str | None = None,
) -> Corpus:
    """Read the sheets of many sessions, and what groups had published in their carnets.

    Parameters
    ----------
    sources
        Folders, files or databases: sheets as CSV (long form ``seance,feuille,profil,item,reponse``, or the wide form
        of :func:`pasapas_widgets.research.write`), JSON, Excel, Parquet, SPSS and Stata; carnets; ``sqlite:///file`` or
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
        Item → title of its column (SPSS, Stata: name or label of its variable), for the tables of other tools (one line
        a person) whose titles do not say it; an empty title says that the statement has none.
    words
        What the cells of these tables stand for, where their words do not say it: the cell → a level, «NSP», «NC» or
        «vide».
    covariates
        What is kept of people besides: names, or name → title of its column, in tables one line a sheet or in
        ``covariables.csv`` of the folder (``seance,feuille`` and these). Classes («30-39 ans»), twelve at most. Any
        other column is dropped.
    weight
        Title of the column that says what each sheet counts for in weighted figures.

    Raises
    ------
    ResearchError, SheetFileError, StoreError
        One French sentence: file, line, column, what to do. Nothing is read by half.
    """
    q = questionnaire or load_questionnaire()
    if without_consent is not None and not without_consent.strip():
        raise fault("", "sans_raison")
    asked = asked_of(covariates, weight, q)
    parts: list[Part] = []
    about: dict[str, About] = {}
    carnets: list[tuple[str, Carnet]] = []
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
        if file.suffix.lower() == ".json" and (carnet := carnet_of(file)) is not None:
            carnets.append((file.stem, carnet))
        else:
            parts.append(_file(file, q, about, copies, columns, words, asked))
    if doubles := sum(part.doubles for part in parts):
        carried.append(interface("research")["lire"]["doubles"].format(n=doubles))
    if copies.total():
        carried.append(interface("research")["lire"]["copies"].format(n=copies.total()))
    _only_once(parts)
    same_names([part.sessions.values for part in parts], about)
    for folder in dict.fromkeys(file.parent for file in files):
        if (folder / COVARIATES).is_file():
            carried.extend(_join(folder / COVARIATES, parts, asked))
    for name, title in asked.items():
        if not any(name in part.kept for part in parts):
            raise fault("", "covariable_absente", colonne=title, fichier=COVARIATES)
    carried.extend(same_words(about))
    published, words_of = all_published(carnets, q, about, everyone=without_consent is not None)
    carried.extend(words_of)
    if left := sum(one.get("seances_laissees", 0) for one in used):
        carried.append(interface("research")["lire"]["base_laissees"].format(n=left))
    corpus, kept = _corpus(q, parts, about, published, used, without_consent, sessions_are_establishments, carried)
    for folder in dict.fromkeys(file.parent for file in files):
        told = read_file(folder / FILE) if len(parts) == 1 else None
        if told is not None and told["feuilles"] == len(kept):  # the rows of a data package, in their order
            corpus.history()[0].taken(told, np.flatnonzero(kept))
    return corpus


def _file(
    path: Path,
    q: Questionnaire,
    about: dict[str, About],
    copies: Copies,
    told: Mapping[str, str] | None,
    words: Mapping[str, str] | None,
    kept: Mapping[str, str],
) -> Part:
    has_names, columns = False, Columns({})
    if path.suffix.lower() not in (".json", ".xlsx", *LABELLED):
        columns = columns_of(path)
        can_be_careful = path.suffix.lower() != ".parquet" and path.stat().st_size <= LIMIT
        has_names = set(LONG[:2]) <= set(columns.names)
        if is_wide(path.name, columns, q, about) and (has_names or not can_be_careful):
            part = wide(path.name, columns, q, about, kept, can_be_careful=can_be_careful)
            if part is not None:
                return part
        if set(LONG) <= set(columns.names):
            part = long(path.name, columns, q, about, kept, can_be_careful=can_be_careful)
            if part is not None:
                return part
        if "recherche" in columns.names:  # the careful way knows no such column: nobody's no is passed over
            raise fault(path.name, "accord_cases")
    is_large = path.stat().st_size > LIMIT and path.suffix.lower() not in LABELLED
    if is_large or path.suffix.lower() == ".parquet":
        raise fault(path.name, "colonnes", attendues=", ".join(LONG))
    part = _entries(path, q, about, copies, told, words, kept)
    if own := set(own_columns(columns.names, kept)) - set(part.kept):
        raise fault(path.name, "covariable_cases", colonne=kept[min(own)])
    if path.suffix.lower() == ".csv" and has_names and part.numbered:
        no_empty(path.name, columns, [int(one) for one in part.sheets.texts()])
    return part


def _entries(
    path: Path,
    q: Questionnaire,
    about: dict[str, About],
    copies: Copies,
    told: Mapping[str, str] | None,
    words: Mapping[str, str] | None,
    kept: Mapping[str, str],
) -> Part:
    """Read a file the careful way: what is certain is understood, anything else is told with its line."""
    data = None
    if path.suffix.lower() in LABELLED:
        from pasapas_widgets.research.exchange.reading import table_of

        data, found = table_of(path, q, (told or {}).values(), kept.values())
        for session, one in found.items():
            if about.setdefault(session, one) != one:
                raise fault(path.name, "deux_contextes", seance=session)
    asked = {session: one.version for session, one in about.items() if one.version not in ("", q.version)}
    if path.stem in asked:
        asked[""] = asked[path.stem]
    file = read_sheets(path.name, data or path.read_bytes(), q, columns=told, words=words, versions=asked, keep=kept)
    entries = copies.fresh(path.name, file)
    sessions = [one.session or path.stem for one in entries]
    part = _plain(q, sessions, [one.sheet_id for one in entries], [one.sheet for one in entries])
    versions = [file.asked.get((one.session, one.sheet_id), q.version) for one in entries]
    part.versions = Coded.of(versions)
    part.doubles, part.numbered = file.doubles, file.by_content
    for name in {name: None for one in file.kept.values() for name in one}:
        part.kept[name] = Coded.of([file.kept[one.session, one.sheet_id][name] for one in entries])
    for session, version in zip(sessions, versions, strict=True):
        context = about[session].version if session in about else ""
        if context and context != version:
            raise fault(path.name, "deux_versions", seance=session, une=version, autre=context)
    return part


def _plain(q: Questionnaire, sessions: list[str], names: list[str], sheets: Iterable[Any]) -> Part:
    all_sheets = list(sheets)
    levels = np.zeros((len(all_sheets), len(q.items)), np.int8)
    for row, sheet in enumerate(all_sheets):
        for column, item in enumerate(q.item_ids):
            answer = sheet.answers.get(item, 0)
            levels[row, column] = answer if isinstance(answer, int) else CODES[answer]
    profiles, variants = (Coded.of([getattr(one, name) or "" for one in all_sheets]) for name in ("profile", "variant"))
    versions = Coded.of([q.version] * len(names))
    return Part(Coded.of(sessions), Coded.of(names), profiles, variants, levels, versions=versions)


def _database(
    where: str, q: Questionnaire, about: dict[str, About], used: list[dict[str, Any]], *, everyone: bool
) -> Part:
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


def _join(path: Path, parts: list[Part], asked: Mapping[str, str]) -> list[str]:
    """Add what ``covariables.csv`` says of each sheet; return the sentence that it is not read, where nothing asks."""
    if not asked:
        return [typeset(interface("research")["lire"]["covariables"].format(fichier=path.name))]
    keys = [list(zip(part.sessions.texts(), part.sheets.texts(), strict=True)) for part in parts]
    for part, told in zip(parts, joined_to(path, asked, keys), strict=True):
        if twice := set(part.kept) & set(told):
            raise fault(path.name, "covariable_deux", colonne=asked[min(twice)])
        part.kept |= told
    return []


def _only_once(parts: list[Part]) -> None:
    if len(parts) < 2:
        return
    seen: set[tuple[str, str]] = set()
    for part in parts:
        own = dict.fromkeys(zip(part.sessions.texts(), part.sheets.texts(), strict=True))
        twice = next((key for key in own if key in seen), None)
        if twice:
            raise fault("", "feuille_deux_fois", seance=twice[0], feuille=twice[1])
        seen.update(own)


def _corpus(
    q: Questionnaire,
    parts: list[Part],
    about: dict[str, About],
    published: list[dict[str, Any]],
    used: list[dict[str, Any]],
    reason: str | None,
    alone: bool,
    carried: list[str],
) -> tuple[Corpus, NDArray[np.bool_]]:
    texts = interface("research")["lire"]
    of = joined(part.sessions for part in parts).by_first()
    sessions, names = of.codes, of.values
    consented = {name for name in names if name in about and about[name].consent}
    outside = [name for name in names if name not in consented]
    notes = []
    if reason is not None and outside:
        notes.append(texts["sans_accord"].format(n=len(outside), total=len(names), raison=reason.strip()))
    elif outside:
        notes.append(texts["laissees"].format(n=len(outside), total=len(names)))
    if reason is None and names and not consented:
        raise fault("", "aucune", fichier=NAME)
    versions = joined(part.versions for part in parts)
    old = np.array([one not in ("", q.version) for one in versions.values], bool)[versions.codes].sum()
    if old:
        notes.append(texts["versions"].format(n=int(old), version=q.version))
    kept = np.array([reason is not None or one in consented for one in names], bool)[sessions]
    refused = kept & ~_given(of, parts)
    if refused.any():
        notes.append(texts["refus_laisses"].format(n=int(refused.sum())))
    kept &= ~refused
    context = [about.get(name, About(consent=False)) for name in names]
    if any(not one.etablissement for name, one in zip(names, context, strict=True) if reason or name in consented):
        notes.append(texts["etablissements" if alone else "sans_etablissement"])
    sites = [one.etablissement or (name if alone else "") for name, one in zip(names, context, strict=True)]
    columns = {
        "seance": names, "etablissement": sites,
        "vague": [one.vague for one in context], "type": [one.type for one in context],
        "region": [one.region for one in context],
        "recherche": ["oui" if name in consented else "non" for name in names],
    }  # fmt: skip
    frame = {name: _spread(sessions, told) for name, told in columns.items()}
    for name, attribute in (("feuille", "sheets"), ("profil", "profiles"), ("variante", "variants")):
        frame[name] = joined(getattr(part, attribute) for part in parts).by_first().without_empty()
    frame["version"] = Coded(np.zeros(len(sessions), np.int8), [q.version])
    own = {name: None for part in parts for name in part.kept}
    more = {name: joined(part.kept.get(name, Coded.of([""] * len(part.levels))) for part in parts) for name in own}
    weights = weights_of(more.pop(WEIGHT).only(kept)) if WEIGHT in more else None
    frame |= {name: one.by_first().without_empty() for name, one in more.items()}
    notes = list(dict.fromkeys([*carried, *(typeset(one) for one in notes)]))
    every = kept.all()
    none = np.zeros((0, len(q.items)), np.int8)
    levels: NDArray[Any] = parts[0].levels if len(parts) == 1 else np.concatenate([none, *(p.levels for p in parts)])
    corpus = Corpus(
        q,
        Context(
            {name: frame[name] if every else frame[name].only(kept) for name in (*CONTEXT, *more) if name in frame}
        ),
        levels if every else levels[kept],
        published=_frame(published),
        notes=tuple(notes),
        sources=tuple(used),
        weights=weights,
    )
    return corpus, kept


def _frame(rows: list[dict[str, Any]]) -> Any:
    if not rows:
        return None
    import pandas as pd

    return pd.DataFrame(rows)


def _given(of: Coded, parts: list[Part]) -> NDArray[np.bool_]:
    """Return which sheets may be read, where a file says it of each (where it does not, the session's yes holds).

    A session of which fewer than five said yes, or one to four did not, is left whole: its results, less the sheets
    that are read, would be the answers of the others (docs/decisions/025-own-yes-to-research.md).
    """
    if all(part.consents is None for part in parts):
        return np.ones(len(of.codes), bool)
    said = np.concatenate([
        np.full(len(part.levels), -1, np.int8) if part.consents is None else part.consents.astype(np.int8)
        for part in parts
    ])  # fmt: skip
    limits = load_thresholds()
    yes, no = (np.bincount(of.codes[said == told], minlength=len(of.values)) for told in (1, 0))
    whole = ((yes > 0) | (no > 0)) & ((yes < limits.mean) | ((no > 0) & (no < limits.difference)))
    given: NDArray[np.bool_] = (said < 0) | ((said == 1) & ~whole[of.codes])
    return given


def _spread(of: NDArray[Any], told: list[str]) -> Coded:
    """Return one value a session as one a sheet; an empty one is no value."""
    values = sorted({one for one in told if one})
    place = {one: number for number, one in enumerate(values)}
    return Coded(np.array([place.get(one, -1) for one in told], np.int32)[of], values)
