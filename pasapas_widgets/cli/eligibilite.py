"""``pasapas eligibilite``: whether a place met the conditions of the 2024–2025 programme."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import textwrap
from typing import Any

from pasapas_widgets.cli._parser import FrenchParser
from pasapas_widgets.content import interface

__all__ = ["add_parser", "run"]


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("eligibility")["commande"]
    parser: FrenchParser = subparsers.add_parser("eligibilite", help=texts["aide"], description=texts["description"])
    parser.add_argument("--departement", default="", metavar="D", help=texts["departement"])
    parser.add_argument("--autorisation", default=None, metavar="A", help=texts["autorisation"])
    parser.add_argument("--date", required=True, metavar="AAAA-MM-JJ", help=texts["date"])
    parser.add_argument("--json", action="store_true", help=texts["json"])
    parser.set_defaults(parser=parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the answer: what the programme asked, why it is so, what to check."""
    from pasapas_widgets.rules.eligibility import Site, judge

    try:
        day = dt.datetime.strptime(args.date.strip(), "%Y-%m-%d").date()
    except ValueError:
        args.parser.error(interface("eligibility")["date"]["mauvaise"].format(date=args.date))
    answer = judge(Site(args.departement, args.autorisation, day))
    if args.json:
        print(json.dumps(answer.plain(), ensure_ascii=False))
        return 0
    texts = interface("eligibility")["reponses"]
    print(answer.label)
    print(_wrapped(answer.message))
    for title, lines in (
        (texts["pourquoi"], answer.explanation),
        (texts["verifier"], answer.check),
        (texts["semblables"], answer.likes),
    ):
        print(f"\n{title}")
        for line in lines:
            print(_wrapped(line, "- "))
    print(f"\n{_wrapped(answer.kit)}\n{_wrapped(texts['repere'].format(source=answer.source))}")
    return 0


def _wrapped(text: str, first: str = "") -> str:
    return textwrap.fill(text, 100, initial_indent=first, subsequent_indent=" " * len(first))
