"""``pasapas analyser``: files of sheets → the results of the group, under the thresholds."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.questionnaire.structure import axis_name

if TYPE_CHECKING:
    from pasapas_widgets.files.sheets import SheetFile
    from pasapas_widgets.model.questionnaire.structure import Questionnaire
    from pasapas_widgets.model.results import GroupResults

__all__ = ["add_parser", "run"]

_WIDTH = 100


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("sheetfiles")["analyser"]
    parser: FrenchParser = subparsers.add_parser("analyser", help=texts["aide"], description=texts["description"])
    parser.add_argument("files", nargs="+", metavar="FICHIER", help=texts["fichiers"])
    parser.add_argument("--json", action="store_true", help=texts["json"])
    parser.add_argument("--colonnes", dest="columns", metavar="FICHIER", help=texts["colonnes"])
    parser.add_argument("--proposer", dest="propose", metavar="FICHIER", help=texts["proposer"])
    add_questionnaire(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Read the files, then print the group's results: nothing is printed unless all of them could be read."""
    from pasapas_widgets.files.sheets import SheetFileError, combined
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    from pasapas_widgets.rules.aggregation import aggregate_entries

    try:
        columns, words = _columns(args.columns) if args.columns else (None, None)
        if args.propose:
            return _propose(next(_expanded(args.files)), args.propose, columns, words)
        file = combined([(_shown(path), _read(path, columns, words)) for path in _expanded(args.files)])
    except SheetFileError as error:
        raise CommandError(str(error)) from error
    q = load_questionnaire()
    results = aggregate_entries(file.entries, questionnaire=q)
    for note in file.notes:
        print(note, file=sys.stderr)
    if args.json:
        print(json.dumps(results.plain(), ensure_ascii=False))
    else:
        variants = {entry.sheet.variant for entry in file.entries}
        asked = q.worded(variants.pop()) if len(variants) == 1 else q
        print("\n".join(_summary(results, sorted({entry.session for entry in file.entries}), asked)))
    return 0


def _expanded(paths: Sequence[str]) -> Iterator[str]:
    """Give the files; a pattern that the console left as it is (cmd.exe) gives those that it fits."""
    for path in paths:
        left = set(path) & set("*?[") and not Path(path).exists()
        found = [str(one) for one in sorted(Path(path).parent.glob(Path(path).name))] if left else []
        yield from found or [path]


def _shown(path: str) -> str:
    return str(interface("sheetfiles")["analyser"]["texte_recu"]) if path == "-" else path


def _columns(path: str) -> tuple[dict[str, str], dict[str, str]]:
    """Read which title is which statement (``enonce``, ``colonne``) and which cell which answer (``case``,
    ``reponse``)."""
    from pasapas_widgets.files.sheets.encodings import decoded

    text, _ = decoded(path, _bytes(path))
    text = text.lstrip("\ufeff")
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    if not rows or not {"enonce", "colonne"} <= set(rows[0]):
        raise CommandError(typeset(interface("sheetfiles")["analyser"]["colonnes_faute"].format(fichier=path)))
    pairs = [
        {(row.get(key) or "").strip(): (row.get(value) or "").strip() for row in rows}
        for key, value in (("enonce", "colonne"), ("case", "reponse"))
    ]
    columns, words = ({key: value for key, value in one.items() if key} for one in pairs)
    return columns, {cell: answer for cell, answer in words.items() if answer}


def _propose(path: str, target: str, columns: dict[str, str] | None, words: dict[str, str] | None) -> int:
    """Write the map that a table lets see, to be corrected and given back with ``--colonnes``."""
    from pasapas_widgets.cli._files import write_whole
    from pasapas_widgets.files.sheets.proposal import proposed
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire

    texts = interface("sheetfiles")["analyser"]
    found = proposed(_shown(path), _bytes(path), load_questionnaire(), columns=columns, words=words)
    if found is None:
        raise CommandError(typeset(texts["sans_proposition"].format(fichier=_shown(path))))
    rows = [
        {"enonce": one.id, "colonne": one.title, "a_verifier": "" if one.is_sure else "oui", "texte": one.text}
        for one in found.statements
    ] + [{"case": one.cell, "reponse": one.answer, "a_verifier": "" if one.is_sure else "oui"} for one in found.answers]
    table = io.StringIO()
    writer = csv.DictWriter(table, ["enonce", "colonne", "case", "reponse", "a_verifier", "texte"], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(Path(target), table.getvalue().encode("utf-8-sig"), interface("exportcommand")["refus"])
    print(typeset(texts["proposee"].format(fichier=target)))
    return 0


def _read(path: str, columns: dict[str, str] | None, words: dict[str, str] | None) -> SheetFile:
    from pasapas_widgets.files.sheets import read_sheets

    return read_sheets(_shown(path), _bytes(path), columns=columns, words=words)


def _bytes(path: str) -> bytes:
    from pasapas_widgets.files.sheets import LIMIT

    texts = interface("sheetfiles")["analyser"]
    try:
        if path == "-":
            data = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(path).open("rb") as stream:
                data = stream.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise CommandError(texts["introuvable"].format(fichier=path)) from error
    except IsADirectoryError as error:
        raise CommandError(texts["dossier"].format(fichier=path)) from error
    except PermissionError as error:
        raise CommandError(texts["tenu"].format(fichier=path)) from error
    except OSError as error:
        raise CommandError(texts["illisible"].format(fichier=path, raison=error.strerror)) from error
    return data


def _summary(results: GroupResults, sessions: Sequence[str], q: Questionnaire) -> Iterator[str]:
    """Give the lines of the summary: levers, divergences before weaknesses, effects, profiles, what is withheld."""
    from pasapas_widgets.model.questionnaire.structure import NOT_KNOWN
    from pasapas_widgets.rules.reading import Reading, read_results
    from pasapas_widgets.rules.scoring import rounded

    texts = interface("sheetfiles")["analyser"]
    yield from _wrapped(texts["entete"].format(feuilles=_sheets(results.n_sheets), titre=q.title, version=q.version), 0)
    if len(sessions) > 1:
        yield from _wrapped(texts["seances"].format(seances=", ".join(sessions)), 0)
    yield from _scores(_title(q), {lever.id: results.levers[lever.id].score for lever in q.levers}, q)
    items = results.items
    reading = read_results(results, q) or Reading()
    differing = {one.item: _distribution(items[one.item].distribution, q, one.item) for one in reading.differing}
    yield from _items(texts["regards"], differing, q)
    ends = ((texts["appuis"], reading.strengths), (texts["axes"], reading.axes)) if q.scoring.has_classes else ()
    for title, said in ends:
        yield from _items(title, {one.item: _score(items[one.item].mean or 0, q) for one in said}, q)
    shares = {
        one.item: texts["part_nsp"].format(part=rounded(100 * (items[one.item].not_known_share or 0)))
        for one in reading.hidden
    }
    if any(NOT_KNOWN in q.scale_of(item).codes for item in q.items):
        yield from _items(texts["peu_visibles"], shares, q)
    if q.effects:
        yield from _scores(texts["effets"], {effect.name: results.effects[effect.id].score for effect in q.effects}, q)
    for profile in q.profiles:
        found_profile = results.profiles[profile.id]
        if found_profile.n is not None:
            title = texts["profil"].format(profil=profile.label, feuilles=_sheets(found_profile.n))
            yield from _scores(title, {lever.id: found_profile.levers[lever.id].score for lever in q.levers}, q)
    yield ""
    withheld = sum(one.mean is None for one in items.values())
    if withheld:
        yield from _wrapped(texts["retenus" if withheld > 1 else "retenu_un"].format(n=withheld, total=len(items)), 0)
    yield from _wrapped(texts["seuils"].format(**results.thresholds), 0)
    if q.source is not None:
        yield from _wrapped(q.source.credit or f"{q.source.title}. {q.source.licence}.", 0)


def _title(q: Questionnaire) -> str:
    """Return the title of the scores: what they are of, and from what to what they go."""
    from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis

    texts = interface("sheetfiles")["analyser"]
    if q.scoring.unit == "moyenne":
        return str(texts["moyennes"].format(bas=q.scale.ends[0], haut=q.scale.ends[1]))
    return str(texts["leviers" if is_self_diagnosis(q) else "scores"])


def _sheets(n: int) -> str:
    texts = interface("sheetfiles")["analyser"]
    return str(texts["feuilles"].format(n=n) if n > 1 else texts["feuille"])


def _score(value: float, q: Questionnaire, lever: str = "") -> str:
    from pasapas_widgets.rules.scoring import told

    is_own = any(one.id == lever and q.has_own_unit(one) for one in q.levers)
    return told(value, q, bare=not is_own, lever=lever)


def _distribution(distribution: dict[str, int] | None, q: Questionnaire, item: str) -> str:
    texts, levels = interface("sheetfiles")["analyser"], q.scale_of(q.item(item)).levels
    said = ((levels[int(level) - 1].written, n) for level, n in (distribution or {}).items())
    return ", ".join(texts["repartition"].format(niveau=code, n=n) for code, n in said)


def _scores(title: str, scores: dict[str, float | None], q: Questionnaire) -> Iterator[str]:
    """Give a title, then each score beside its name: of a lever by its identifier, of an effect by its name."""
    from pasapas_widgets.rules.scoring import group_class, rules_of

    rules, levers = rules_of(q), {lever.id: lever for lever in q.levers}
    labels = {one.id: one.label for one in rules.classes}
    yield from ("", title)
    for name, score in scores.items():
        lever, said = levers.get(name), interface("sheetfiles")["analyser"]["retenu"]
        if score is not None:
            found = group_class(score, lever, rules) if lever else rules.class_of(score)
            said = f"{_score(score, q, name):>3}  {labels.get(found or '', '')}"
        yield f"  {axis_name(lever) if lever else name:<38} {said}"


def _items(title: str, told: dict[str, str], q: Questionnaire) -> Iterator[str]:
    """Give a title, then each item with its text and what is told of it."""

    yield from ("", title)
    if not told:
        yield f"  {interface('sheetfiles')['analyser']['aucun']}"
    for item, text in told.items():
        yield from _wrapped(f"{item}  {q.item(item).text} ({text})", 2)


def _wrapped(text: str, indent: int) -> list[str]:
    """Return a text on lines of at most 100 characters, the following ones under the first word after the indent."""
    return textwrap.wrap(typeset(text), _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent and 9))
