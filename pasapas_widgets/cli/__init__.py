"""The command ``pasapas``: the app when nothing else is asked, and one sub-command per module of this folder.

A module of this folder whose name does not begin with ``_`` is a command. It offers

- ``add_parser(subparsers) -> FrenchParser``: ``subparsers.add_parser("name", help="…", description="…")``, its
  arguments, and the parser given back;
- ``run(args) -> int``: the exit status, 0 when all is well. It raises :class:`CommandError` with one French sentence
  (file, line, field, what to do) when the data is bad: the sentence goes to stderr and the status is 1.

Modules are imported to build ``--help``: anything heavy is imported inside ``run``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pkgutil import iter_modules

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import chosen_questionnaire
from pasapas_widgets.content import interface

__all__ = ["CommandError", "FrenchParser", "build_parser", "main"]


def build_parser() -> FrenchParser:
    """Return the parser of the whole command: the app's own options and every sub-command."""
    from pasapas_widgets.cli import serve

    texts = interface("app")["commande"]
    parser = FrenchParser(prog="pasapas", description=texts["description"], epilog=texts["epilogue"])
    serve.add_arguments(parser)
    parser.set_defaults(run=serve.run)
    subparsers = parser.add_subparsers(title=texts["commandes"], metavar=texts["commande"], dest="command")
    for found in iter_modules(__path__):
        if found.name.startswith("_") or found.name == "serve":
            continue
        module = import_module(f"{__name__}.{found.name}")
        module.add_parser(subparsers).set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0, 1 (bad data or impossible here) or 2 (misuse)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console that lacks a letter shows «?» rather than a fault
            stream.reconfigure(errors="replace")
    args = build_parser().parse_args(argv)
    if getattr(args, "json", False) and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # for another program, whatever the console writes
    try:
        with chosen_questionnaire(args):
            status = int(args.run(args))
        sys.stdout.flush()
        return status
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # whoever read the output has stopped reading, as `pasapas analyser … | head` does
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 1
