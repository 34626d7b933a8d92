"""``pasapas salle``: the app at the network of a room."""

from __future__ import annotations

import argparse
import os
import sys
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli.serve import add_arguments
from pasapas_widgets.content import interface
from pasapas_widgets.front.addresses import server_of

__all__ = ["SHORTEST_SECRET", "add_parser", "run"]

SHORTEST_SECRET = 12
"""Characters of a secret that somebody chooses; the slow function it goes through makes up for the rest."""


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("room")["commande"]
    parser: FrenchParser = subparsers.add_parser("salle", help=texts["aide"], description=texts["description"])
    add_arguments(parser)
    parser.add_argument("--adresse", metavar="IP", help=texts["adresse"])
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--jeton", metavar="SECRET", help=texts["jeton"])
    secret.add_argument("--jeton-fichier", metavar="FICHIER", dest="secret_file", help=texts["jeton_fichier"])
    parser.add_argument("--store", metavar="URL", help=texts["store"])
    parser.add_argument("--nom", metavar="NOM", help=texts["nom"])
    return parser


def run(args: argparse.Namespace) -> int:
    """Open the room and stay until it is stopped."""
    texts = interface("room")["commande"]
    given = os.environ.get("PASAPAS_JETON") if args.secret_file is None else _read(args.secret_file)
    secret = args.jeton if args.jeton is not None else given
    if secret is not None and (len(secret) < SHORTEST_SECRET or not secret.isprintable() or " " in secret):
        raise CommandError(texts["jeton_court"].format(n=SHORTEST_SECRET))
    address, public = _address(args.adresse), _public(args.nom)

    from pasapas_widgets.app.choices import RoomChoices
    from pasapas_widgets.app.instance import first_instance, port_of_before
    from pasapas_widgets.app.startup import StartError
    from pasapas_widgets.live.store import StoreError
    from pasapas_widgets.places.folders import FolderError, data_dir

    choices = RoomChoices(
        network=True,
        address=address,
        secret=secret,
        shown=args.jeton is not None or given is None,
        store=args.store or os.environ.get("PASAPAS_STORE"),
        public=public,
    )
    try:
        before = port_of_before(data_dir())
        choices.check(first_instance(data_dir()))

        from pasapas_widgets.app.server import serve

        return serve(port=args.port, open_browser=not args.no_browser, choices=choices, before=before)
    except (FolderError, StartError, StoreError) as error:
        raise CommandError(str(error)) from error


def _read(name: str) -> str:
    """Read the secret from the first line of a file, ``-`` for the standard input: a command line shows in ``ps``."""
    try:
        with sys.stdin if name == "-" else Path(name).open(encoding="utf-8") as lines:
            return lines.readline(1000).strip()
    except (OSError, ValueError) as error:
        sentence = interface("room")["commande"]["jeton_illisible"]
        raise CommandError(sentence.format(fichier=name)) from error


def _address(text: str | None) -> str | None:
    """Read the address of this computer."""
    try:
        return None if text is None else str(IPv4Address(server_of(text).removeprefix("http://")))
    except AddressValueError as error:
        sentence = interface("room")["commande"]["adresse_illisible"]
        raise CommandError(sentence.format(adresse=text)) from error


def _public(text: str | None) -> str | None:
    """Read the address by which phones come: a name, or an address up to its port."""
    if text is None:
        return None
    try:
        address = server_of(text)
        parts = urlsplit(address)
        readable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        readable = False
    if not readable or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise CommandError(interface("room")["commande"]["nom_illisible"].format(nom=text))
    return address if "://" in text else address.removeprefix("http://")
