"""``pasapas code``: a sheet in JSON → its share code, and back."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.content import interface

__all__ = ["add_parser", "run"]


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("sheetfiles")["code"]
    parser: FrenchParser = subparsers.add_parser("code", help=texts["aide"], description=texts["description"])
    ways = parser.add_subparsers(dest="way", required=True, metavar="{encoder,decoder}", title=texts["sens"])
    encoder = ways.add_parser("encoder", help=texts["encoder"], description=texts["encoder"])
    decoder = ways.add_parser("decoder", help=texts["decoder"], description=texts["decoder"])
    decoder.add_argument("code", nargs="*", metavar="CODE", help=texts["code"])
    for one in (encoder, decoder):
        add_questionnaire(one)
    return parser


def run(args: argparse.Namespace) -> int:
    """Read a sheet or a code and print the other."""
    print(_encoded() if args.way == "encoder" else _decoded(" ".join(args.code)))
    return 0


def _encoded() -> str:
    from pasapas_widgets.files.sharecode import ShareCodeError, encode
    from pasapas_widgets.files.sheets import LIMIT, SheetFileError, read_sheets

    texts = interface("sheetfiles")["code"]
    try:
        entries = read_sheets(texts["texte_recu"], sys.stdin.buffer.read(LIMIT + 1)).entries
        if len(entries) != 1:
            raise CommandError(texts["une_feuille"].format(fichier=texts["texte_recu"], n=len(entries)))
        return encode(entries[0].sheet)
    except (SheetFileError, ShareCodeError) as error:
        raise CommandError(str(error)) from error


def _decoded(code: str) -> str:
    from pasapas_widgets.files.sharecode import ShareCodeError, decode

    try:
        return decode(code or sys.stdin.read()).to_json()
    except ShareCodeError as error:
        raise CommandError(str(error)) from error
