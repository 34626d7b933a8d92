"""``pasapas page``: the questionnaire, or a module of the course, in one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pasapas_widgets.cli._files import write_whole
from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError

__all__ = ["add_parser", "run"]


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("page")["commande"]
    parser: FrenchParser = subparsers.add_parser("page", help=texts["aide"], description=texts["description"])
    parser.add_argument("-o", dest="output", type=Path, metavar="FICHIER.html", help=texts["sortie"])
    parser.add_argument("--module", metavar="MODULE", help=texts["module"])
    add_questionnaire(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the page, whole or not at all, and say what to do with it."""
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
    from pasapas_widgets.page import one_file_page

    if args.module:
        return _module(args)
    texts, q = interface("page")["commande"], load_questionnaire()
    output = args.output or Path("autodiagnostic.html" if is_self_diagnosis(q) else f"{q.id}.html")
    data = one_file_page().encode()
    write_whole(output, data, texts["refus"])
    print(texts["ecrite"].format(fichier=output, ko=-(-len(data) // 1000)))
    print(texts["suite"])
    return 0


def _module(args: argparse.Namespace) -> int:
    from pasapas_widgets.page.training import module_page

    texts = interface("page")["commande"]
    try:
        data = module_page(args.module).encode()
    except FrenchError as error:
        raise CommandError(str(error)) from error
    output = args.output or Path(f"{Path(args.module).stem}.html")
    write_whole(output, data, texts["refus"])
    print(texts["ecrite"].format(fichier=output, ko=-(-len(data) // 1000)))
    print(texts["suite_module"])
    return 0
