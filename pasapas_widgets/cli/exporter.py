"""``pasapas exporter``: a carnet → what the group takes home."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.cli._files import write_whole
from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.exports.catalogue import OF_THE_KIT, SHEETS, Wanted, all_cards, export

if TYPE_CHECKING:
    from pasapas_widgets.model.carnet.carnet import Carnet

__all__ = ["add_parser", "run"]

LARGEST = 5
"""Megabytes of the largest carnet that is read; a group's own weighs under one."""


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("exportcommand")
    parser: FrenchParser = subparsers.add_parser("exporter", help=texts["aide"], description=texts["description"])
    parser.add_argument("carnet", type=Path, nargs="?", metavar="CARNET.json", help=texts["carnet"])
    parser.add_argument("--format", choices=SHEETS, required=True, help=texts["format"])
    parser.add_argument("-o", dest="output", type=Path, metavar="FICHIER", required=True, help=texts["sortie"])
    several = (
        texts["feuilles_de"].format(format=format, noms=", ".join(names))
        for format, names in SHEETS.items()
        if len(names) > 1
    )
    parser.add_argument("--feuille", metavar="NOM", help=texts["feuille"].format(feuilles=" ; ".join(several)))
    parser.add_argument("--fiches", metavar="F01,M06", help=texts["fiches"])
    parser.add_argument("--variante", metavar="NOM", help=texts["variante"])
    parser.add_argument("--adresse", metavar="URL", default="", help=texts["adresse"])
    parser.add_argument("--code", metavar="CODE", default="", help=texts["code"])
    parser.add_argument("--duree", metavar="DURÉE", default="", help=texts["duree"])
    add_questionnaire(parser)
    parser.set_defaults(misused=parser.error)
    return parser


def run(args: argparse.Namespace) -> int:
    """Read the carnet, write the file whole or not at all, and say what of a damaged carnet was lost."""
    from pasapas_widgets.content.french import FrenchError, typeset

    texts, names = interface("exportcommand"), SHEETS[args.format]
    if args.feuille is not None and args.feuille not in names:
        said = texts["mauvaise_feuille"].format(feuille=args.feuille, format=args.format, noms=", ".join(names))
        args.misused(said)
    if args.carnet is None and args.feuille not in OF_THE_KIT:
        args.misused(texts["sans_carnet"].format(noms=", ".join(OF_THE_KIT)))
    carnet, notes = _opened(args.carnet, args.output)
    try:
        data = export(carnet, args.format, args.feuille, wanted=_wanted(args))
    except FrenchError as error:
        raise CommandError(str(error)) from error
    write_whole(args.output, data, texts["refus"])
    unsaid = sum(not one.agreed for one in carnet.discussions) if args.format == "json" else 0
    if unsaid:
        notes.append(counted(texts["lecture"]["sans_accord"], unsaid))
    for note in notes:
        print(typeset(note), file=sys.stderr)
    print(texts["ecrit"].format(fichier=args.output, ko=-(-len(data) // 1000)))
    return 0


def _wanted(args: argparse.Namespace) -> Wanted:
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire

    cards = None
    if args.fiches is not None:
        asked = tuple(filter(None, args.fiches.replace(" ", "").split(",")))
        cards = all_cards() if asked == ("toutes",) else asked
    return Wanted(
        day=dt.date.today(), cards=cards, variant=args.variante, address=args.adresse, code=args.code,
        duration=args.duree, questionnaire=load_questionnaire(),
    )  # fmt: skip


def _opened(path: Path | None, output: Path) -> tuple[Carnet, list[str]]:
    """Read the carnet that is given; an empty one is enough for what needs none."""
    from pasapas_widgets.model.carnet.carnet import Carnet

    if path is None:
        return Carnet(), []
    if output.exists() and path.exists() and output.samefile(path):
        raise CommandError(interface("exportcommand")["refus"]["carnet"].format(fichier=output))
    return _read(path)


def _read(path: Path) -> tuple[Carnet, list[str]]:
    """Read a carnet, or what can be read of a damaged one, with the sentence that says what was lost."""
    from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
    from pasapas_widgets.model.carnet.recovery import recovered

    texts = interface("exportcommand")["lecture"]
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST * 2**20 + 1)
    except FileNotFoundError as error:
        raise CommandError(texts["introuvable"].format(fichier=path)) from error
    except IsADirectoryError as error:
        raise CommandError(texts["dossier"].format(fichier=path)) from error
    except PermissionError as error:
        raise CommandError(texts["tenu"].format(fichier=path)) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(texts["illisible"].format(fichier=path, raison=reason)) from error
    if len(data) > LARGEST * 2**20:
        raise CommandError(texts["trop_gros"].format(fichier=path, mo=LARGEST))
    try:
        return Carnet.from_json(data), []
    except CarnetError as damage:
        try:
            carnet, lost = recovered(data)
        except CarnetError:
            raise CommandError(texts["refuse"].format(fichier=path, raison=damage)) from damage
        return carnet, [texts["abime"].format(fichier=path, parties=", ".join(lost))]
