"""``pasapas`` without a sub-command: start the app on this computer."""

from __future__ import annotations

import argparse

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.content import interface

__all__ = ["add_arguments", "port_number", "run"]


def port_number(text: str) -> int:
    """Read a port number, 1 to 65535."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def add_arguments(parser: FrenchParser) -> None:
    """Add the app's own options to the command."""
    texts = interface("app")["commande"]
    parser.add_argument("--port", type=port_number, metavar="N", help=texts["port"])
    add_questionnaire(parser)
    parser.add_argument(
        "--no-browser", "--sans-navigateur", action="store_true", dest="no_browser", help=texts["sans_navigateur"]
    )


def run(args: argparse.Namespace) -> int:
    """Start the app and stay until it is stopped."""
    from pasapas_widgets.app.server import StartError, serve
    from pasapas_widgets.places.folders import FolderError

    try:
        return serve(port=args.port, open_browser=not args.no_browser)
    except (FolderError, StartError) as error:
        raise CommandError(str(error)) from error
