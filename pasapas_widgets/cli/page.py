"""``pasapas page``: the questionnaire in one HTML file."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.content import interface

__all__ = ["add_parser", "run"]


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("page")["commande"]
    parser: FrenchParser = subparsers.add_parser("page", help=texts["aide"], description=texts["description"])
    default = Path("autodiagnostic.html")
    parser.add_argument("-o", dest="output", type=Path, metavar="FICHIER.html", default=default, help=texts["sortie"])
    return parser


def run(args: argparse.Namespace) -> int:
    """Write the page, whole or not at all, and say what to do with it."""
    from pasapas_widgets.page import one_file_page

    texts = interface("page")["commande"]
    data = one_file_page().encode()
    _write(args.output, data, texts["refus"])
    print(texts["ecrite"].format(fichier=args.output, ko=-(-len(data) // 1000)))
    print(texts["suite"])
    return 0


def _write(path: Path, data: bytes, refusals: dict[str, str]) -> None:
    """Write a file beside its place, then put it there in one move."""
    if path.is_dir():
        raise CommandError(refusals["dossier"].format(fichier=path))
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except FileNotFoundError as error:
        raise CommandError(refusals["absent"].format(fichier=path)) from error
    except (OSError, ValueError) as error:
        raise CommandError(refusals["autre"].format(fichier=path)) from error
    finally:
        with suppress(OSError, ValueError):
            unfinished.unlink(missing_ok=True)
