"""Write a corpus as a Frictionless data package, with its codebook and where it comes from."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import version as version_of
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.entry import EMPTY, SPOKEN
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.wholefile import moved
from pasapas_widgets.research.besides import few_in, kept_besides
from pasapas_widgets.research.covariates import WEIGHT
from pasapas_widgets.research.estimates import versions
from pasapas_widgets.research.exchange.citing import FILE as CITATION
from pasapas_widgets.research.exchange.citing import citation_cff
from pasapas_widgets.research.exchange.ddi import FILE as DDI
from pasapas_widgets.research.exchange.ddi import ddi_codebook
from pasapas_widgets.research.exchange.labelled import Labelled, write_labelled
from pasapas_widgets.research.exchange.rscript import FILE as SCRIPT
from pasapas_widgets.research.exchange.rscript import r_script
from pasapas_widgets.research.exchange.variables import ABOUT, FIRST, variables
from pasapas_widgets.research.history import FILE
from pasapas_widgets.research.sessions import NAME, ResearchError
from pasapas_widgets.rules.aggregation import load_thresholds

if TYPE_CHECKING:
    import pandas as pd

    from pasapas_widgets.research.corpus import Corpus

__all__ = ["write"]


def write(
    corpus: Corpus,
    folder: Path | str,
    *,
    format: Literal["csv", "parquet"] = "csv",
    also: Sequence[Labelled] = (),
    authors: Sequence[str] = (),
    seed: int | None = None,
    linked: str | None = None,
) -> Path:
    """Write a corpus in a new or empty folder: ``feuilles``, ``seances.csv``, ``datapackage.json``, ``codebook.md``,
    ``codebook.xml`` (DDI 2.5), ``lire.R``, ``CITATION.cff``, ``histoire.json`` (what was shown of these sheets).

    :func:`pasapas_widgets.research.read` reads the folder back. Sessions, establishments and sheets get numbers drawn
    at random, a session of fewer than five sheets is left out, profiles and variants of a session where
    one of them has fewer than five people too; the codebook says how many, and how far the package is from telling.

    Parameters
    ----------
    folder
        It is made by one rename, whole or not at all.
    format
        Of ``feuilles``: CSV, or Parquet (needs ``pyarrow``).
    also
        ``sav`` (SPSS), ``dta`` (Stata): the same sheets with labels and the three kinds of missing.
    authors
        Of the data, for ``CITATION.cff`` and DDI: «Family, Given», or the name of a team.
    seed
        Draws the numbers again the same way; left out, nobody can.
    linked
        Why a second package is made of the same data, in your own words: it then stands in the package. Two packages
        link sheet by sheet on the answers, whatever their numbers, so that their columns add up. The same package
        written again (``seed``) is no second one.

    Raises
    ------
    ResearchError
        The folder holds files already, there is nothing to write, or another package was made of the same data and
        ``linked`` says nothing.
    """
    texts, target = interface("research")["paquet"], Path(folder)
    if format not in ("csv", "parquet"):
        raise ResearchError(texts["format"].format(format=format))
    authors = [authors] if isinstance(authors, str) else [one for one in authors if one.strip()]
    also = [*also] if not isinstance(also, str) else [also]  # type: ignore[list-item]
    for kind in also:
        if kind not in get_args(Labelled):
            raise ResearchError(texts["aussi"].format(format=kind))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ResearchError(texts["deja"].format(dossier=target.name))
    sheets, about, notes, kept = _protected(corpus, np.random.default_rng(seed))
    history, rows = corpus.history()
    release = {"jour": dt.date.today().isoformat(), "empreinte": _digest(sheets, about)}
    before = [one for one in history.releases if one["empreinte"] != release["empreinte"]]
    if before:
        if linked is None or not linked.strip():
            raise ResearchError(texts["deja_paquet"].format(n=len(before), jour=before[-1]["jour"]))
        notes.append(texts["lie"].format(n=len(before), raison=linked.strip()))
    notes += _risk(sheets, about)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        path = made / f"feuilles.{format}"
        if format == "csv":
            sheets.to_csv(path, index=False, lineterminator="\n")
        else:
            sheets.astype("category").to_parquet(path, index=False)
        about.to_csv(made / NAME, index=False, lineterminator="\n")
        said = [*corpus.notes, *notes]
        more = sheets.columns[len(FIRST) + len(corpus.questionnaire.items) :].tolist()
        (made / "codebook.md").write_text(_codebook(corpus, said, more), encoding="utf-8", newline="\n")
        version = f"{len(before) + 1}.0.0"
        package = _package(
            corpus, made, path.name, said, {"feuilles": len(sheets), "seances": len(about)}, version, more
        )
        for name, data in _for_others(corpus, package, said, authors, path.name, more).items():
            (made / name).write_bytes(data)
        for kind in also:
            write_labelled(sheets, about, corpus.questionnaire, made / f"feuilles.{kind}")
        told = history.of_rows(rows[kept], weights=WEIGHT in more) | {"paquets": [*history.releases, release]}
        (made / FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        (made / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
        if target.exists():
            target.rmdir()
        moved(made, target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    target.chmod(0o755)
    if release not in history.releases:
        history.releases.append(release)
    return target


def _for_others(
    corpus: Corpus,
    package: dict[str, Any],
    notes: list[str],
    authors: Sequence[str],
    file: str,
    kept: Sequence[str],
) -> dict[str, bytes]:
    """Return the files by which other tools read the package, by their names."""
    texts, q, day = interface("research")["paquet"], corpus.questionnaire, dt.date.today().isoformat()
    title = typeset(package["title"])
    team = [*authors] or [texts["citer"]["equipe"]]
    return {
        DDI: ddi_codebook(
            q, name=package["name"], title=title, file=file, rows=package["rows"]["feuilles"], day=day,
            software=version_of("pasapas-widgets"), authors=team, notes=notes, kept=kept,
        ),
        SCRIPT: r_script(q, Path(file).suffix[1:], kept).encode(),
        CITATION: citation_cff(
            q, title=title, version=package["version"], day=day, authors=authors, abstract=package["description"]
        ),
    }  # fmt: skip


def _digest(sheets: pd.DataFrame, about: pd.DataFrame) -> str:
    """Return the digest of what a package holds, whatever its format."""
    text = sheets.to_csv(index=False) + about.to_csv(index=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _risk(sheets: pd.DataFrame, about: pd.DataFrame) -> list[str]:
    """Say how many sheets are the only one of their answers, and how many groups are one establishment."""
    texts = interface("research")["paquet"]
    answers = sheets.drop(columns=["seance", "feuille"])
    alone = int((~answers.duplicated(keep=False)).sum())
    cells = about.groupby(["vague", "type", "region"], dropna=False)["etablissement"].nunique()
    return [
        texts["risque"].format(
            n=alone, total=len(sheets), part=round(100 * alone / len(sheets)), cellules=int((cells == 1).sum()),
            groupes=len(cells), moins=int(cells.min()),
        )
    ]  # fmt: skip


def _protected(
    corpus: Corpus, draw: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame, list[str], NDArray[np.int64]]:
    """Return the sheets and the sessions as they may leave, what was left out in words, and which rows they are."""
    import pandas as pd

    texts, limits, q = interface("research")["paquet"], load_thresholds(), corpus.questionnaire
    sessions = corpus.sheets["seance"].cat.codes.to_numpy()
    sizes = np.bincount(sessions)
    enough = sizes >= limits.mean
    kept = np.flatnonzero(enough[sessions])
    if not len(kept):
        raise ResearchError(texts["vide"].format(seuil=limits.mean))
    kept = draw.permutation(kept)
    few = few_in(corpus.sheets["profil"].cat.codes.to_numpy(), sessions, len(sizes), limits.cell)
    profiles = np.where(few[sessions], -1, corpus.sheets["profil"].cat.codes.to_numpy().astype(np.int64))
    kinds = corpus.sheets["variante"].cat.codes.to_numpy().astype(np.int64)
    # a variant shown beside a profile: each of the two together has to be as many people
    both = (profiles + 1) * (int(kinds.max(initial=-1)) + 2) + kinds + 1
    rare = few_in(kinds, sessions, len(sizes), limits.cell) | few_in(both, sessions, len(sizes), limits.cell)
    rare &= np.bincount(sessions[kinds >= 0], minlength=len(sizes)) > 0
    of = sessions[kept]
    numbers = _numbers(of, "S", draw)
    profile, variant = corpus.sheets["profil"].cat, corpus.sheets["variante"].cat
    hidden = np.where(few[of], -1, profile.codes.to_numpy()[kept])
    variants = np.where(rare[of], -1, kinds[kept])
    frame = {
        "seance": numbers,
        "feuille": [f"{number:07}" for number in range(1, len(kept) + 1)],
        "profil": _texts(hidden, list(profile.categories)),
        "variante": _texts(variants, list(variant.categories)),
        "version": [q.version] * len(kept),
    }
    spoken = {EMPTY: "", **SPOKEN}
    for place, item in enumerate(q.items):
        codes = [str(one.written) for one in q.scale_of(item).levels]
        table = np.array(["0", *codes, *[""] * 2], dtype=object)
        table[[0, -1, -2]] = [spoken[0], spoken[-1], spoken[-2]]
        frame[item.id] = table[corpus.levels[kept, place]]
    seen = np.where(rare[sessions], profiles + 1, both + int(profiles.max(initial=-1)) + 2)
    more, told = kept_besides(corpus, sessions, enough, seen)
    frame |= {name: column[kept] for name, column in more.items()}
    sheets = pd.DataFrame(frame)
    about = _sessions(corpus, kept, numbers, draw)
    notes = [texts["pseudonymes"]]
    small = int(((sizes > 0) & ~enough).sum())
    if small:
        notes.append(texts["petites"].format(n=small, seuil=limits.mean))
    if (few & enough).any():
        notes.append(texts["profils"].format(n=int((few & enough).sum()), seuil=limits.cell))
    if (rare & enough).any():
        notes.append(texts["variantes"].format(n=int((rare & enough).sum()), seuil=limits.cell))
    return sheets, about, [*notes, *told], kept


def _sessions(corpus: Corpus, kept: NDArray[np.int64], numbers: list[str], draw: np.random.Generator) -> pd.DataFrame:
    import pandas as pd

    sites = _numbers(corpus.sheets["etablissement"].cat.codes.to_numpy()[kept], "E", draw)
    frame: dict[str, Any] = {"seance": numbers, "recherche": "", "etablissement": sites}
    for name in ("recherche", *ABOUT[3:]):
        column = corpus.sheets[name].cat
        frame[name] = _texts(column.codes.to_numpy()[kept], list(column.categories))
    return pd.DataFrame(frame).drop_duplicates("seance").sort_values("seance").reset_index(drop=True)


def _numbers(codes: NDArray[Any], letter: str, draw: np.random.Generator) -> list[str]:
    """Return labels drawn at random, the same for the same code; a negative code has none."""
    met, place = np.unique(codes, return_inverse=True)
    drawn = draw.permutation(len(met)) + 1
    width = len(str(len(met)))
    labels = [f"{letter}{number:0{width}}" for number in drawn.tolist()]
    labels = ["" if code < 0 else label for code, label in zip(met.tolist(), labels, strict=True)]
    return [labels[one] for one in place.tolist()]


def _texts(codes: NDArray[Any], categories: list[str]) -> NDArray[Any]:
    found: NDArray[Any] = np.array([*map(str, categories), ""], dtype=object)[codes]
    return found


def _columns(q: Questionnaire, kept: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give each column of ``feuilles``: its name, what it holds, its values."""
    texts = interface("research")["paquet"]
    values = {"profil": ", ".join(q.profile_ids), "variante": ", ".join(q.variant_ids), "version": q.version}
    for name in FIRST:
        yield name, texts["champs"][name], values.get(name, "")
    for item in q.items:
        scale = q.scale_of(item)
        told = [f"{one.written} {one.label}" for one in scale.levels] + [
            f"{one.code} {one.label}" for one in scale.off_scale
        ]
        yield item.id, item.text + (texts["carnet"]["inverse"] if item.reversed else ""), " ; ".join(told)
    for one in variables(q, kept, about=False):
        if one.id in kept:
            yield one.id, one.label, ""


def _codebook(corpus: Corpus, notes: list[str], kept: Sequence[str]) -> str:
    texts, q = interface("research")["paquet"]["carnet"], corpus.questionnaire
    lines = [f"# {texts['titre']}", "", f"## {texts['origine']}", ""]
    lines += [
        texts["lu"].format(
            titre=q.title, id=q.id, version=q.version, empreinte=q.fingerprint, jour=dt.date.today().isoformat(),
            paquet=version_of("pasapas-widgets"),
        ),
        "",
    ]  # fmt: skip
    for one in _sources(corpus):
        lines.append(f"- {texts['source' if 'sha256' in one else 'base'].format(**one)}")
    if q.source is not None:
        lines += ["", " ".join(one for one in (q.source.title, q.source.licence, q.source.credit) if one)]
    lines += [
        "",
        f"## {texts['remarques']}",
        "",
        *(f"- {note}" for note in notes),
        "",
        texts["manques"],
        "",
        texts["prudence"],
        "",
    ]
    lines += [f"## {texts['colonnes']}", "", texts["entetes"], "|---|---|---|"]
    lines += [
        f"| {name} | {what.replace('|', '/')} | {values.replace('|', '/')} |"
        for name, what, values in _columns(q, kept)
    ]
    return typeset("\n".join(lines)) + "\n"


def _sources(corpus: Corpus) -> list[dict[str, Any]]:
    """Return what was read, without the names of files: they often hold that of an establishment. The digest tells
    whoever holds the file that it is the one."""
    name = interface("research")["paquet"]["fichier"]
    return [
        {**one, "nom": name.format(n=rank, sorte=Path(one["nom"]).suffix[1:])} if "sha256" in one else dict(one)
        for rank, one in enumerate(corpus.sources, start=1)
    ]


def _package(
    corpus: Corpus,
    folder: Path,
    sheets: str,
    notes: list[str],
    rows: dict[str, int],
    version: str,
    kept: Sequence[str],
) -> dict[str, Any]:
    texts, q = interface("research")["paquet"], corpus.questionnaire
    fields: list[dict[str, Any]] = []
    for name, what, _ in _columns(q, kept):
        fields.append({"name": name, "type": "string", "description": what})
    if WEIGHT in kept:
        fields[-1] |= {"type": "number", "constraints": {"required": True}}
    for field, item in zip(fields[len(FIRST) :], q.items, strict=False):
        scale = q.scale_of(item)
        values = [one.written for one in scale.levels]
        field["type"], field["missingValues"] = "integer", ["", *scale.codes]
        field["constraints"] = {"minimum": min(values), "maximum": max(values)}
        field["niveaux"] = {str(one.written): one.label for one in scale.levels}
        field["levier"], field["inverse"] = item.lever, item.reversed
    fields[0]["constraints"] = {"required": True}
    fields[1]["constraints"] = {"required": True, "unique": True}
    about = [{"name": name, "type": "string", "description": texts["champs"][name]} for name in ABOUT]
    about[0]["constraints"] = {"required": True, "unique": True}
    about[1]["constraints"] = {"required": True, "enum": ["oui", "non"]}
    link = {"fields": ["seance"], "reference": {"resource": "seances", "fields": ["seance"]}}
    schemas = {
        sheets: {"fields": fields, "missingValues": [""], "primaryKey": ["feuille"], "foreignKeys": [link]},
        NAME: {"fields": about, "missingValues": [""], "primaryKey": ["seance"]},
    }
    return {
        "name": f"{q.id}-recherche",
        "title": texts["titre"].format(questionnaire=q.title, version=q.version),
        "description": texts["description"],
        "version": version,
        "versions": versions(),
        "created": f"{dt.date.today().isoformat()}T00:00:00Z",
        "questionnaire": {"id": q.id, "version": q.version, "empreinte": q.fingerprint},
        "missing": texts["absences"],
        "remarques": notes,
        "provenance": _sources(corpus),
        "rows": rows,
        "resources": [
            {
                "name": Path(name).stem,
                "path": name,
                "type": "table",
                "format": Path(name).suffix[1:],
                "encoding": "utf-8",
                "bytes": (folder / name).stat().st_size,
                "hash": f"sha256:{hashlib.sha256((folder / name).read_bytes()).hexdigest()}",
                "schema": schema,
            }
            for name, schema in schemas.items()
        ],
    }
