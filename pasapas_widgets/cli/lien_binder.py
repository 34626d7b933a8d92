"""``pasapas lien-binder``: the addresses that launch the workbooks on public Binder, as text, QR code and badge."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Literal

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.content import interface

__all__ = ["add_parser", "run"]

SCALE = 8
"""Pixels of a QR code's smallest square: a code about 7 cm wide when printed at 150 points an inch."""


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("binder")["commande"]
    parser: FrenchParser = subparsers.add_parser("lien-binder", help=texts["aide"], description=texts["description"])
    parser.add_argument("--depot", metavar="ORG/REPO", help=texts["depot"])
    parser.add_argument("--ref", metavar="TAG", help=texts["ref"])
    parser.add_argument("--classeur", metavar="NOM", help=texts["classeur"])
    parser.add_argument("--png", type=Path, metavar="FICHIER", help=texts["png"])
    parser.add_argument("--svg", type=Path, metavar="FICHIER", help=texts["svg"])
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the addresses and the badge; draw the QR code of the one that is chosen."""
    from pasapas_widgets.places import binder

    texts = interface("binder")["commande"]
    try:
        depot = binder.repository(args.depot if args.depot is not None else binder.default_repository() or "")
    except ValueError as error:
        raise CommandError(texts["depot_refuse"].format(depot=args.depot or "")) from error
    ref = args.ref if args.ref is not None else binder.BRANCH
    try:
        home, links = binder.launch_url(depot, ref=ref), binder.launch_links(depot, ref=ref)
    except ValueError as error:
        raise CommandError(texts["ref_refusee"].format(ref=args.ref)) from error
    if args.classeur is not None:
        name = args.classeur.removesuffix(".ipynb")
        if name not in links:
            raise CommandError(texts["classeur_inconnu"].format(nom=args.classeur, noms=", ".join(links)))
        home, links = links[name], {}
    _draw(home, {"png": args.png, "svg": args.svg})
    print(home, *links.values(), sep="\n")
    print("\n" + binder.badge(home, texts["badge"]))
    return 0


def _draw(url: str, files: dict[Literal["png", "svg"], Path | None]) -> None:
    """Write the QR code of an address in each kind that is asked for; all of them or none."""
    from pasapas_widgets.front.qr import qr_picture

    drawn: list[tuple[Path, Path]] = []
    for kind, path in files.items():
        if path is None:
            continue
        picture, unfinished = qr_picture(url, kind, scale=SCALE), path.with_name(f".{path.name}.tmp")
        try:
            if path.is_dir():
                raise IsADirectoryError
            unfinished.write_bytes(picture)
        except (OSError, ValueError) as error:
            for other, _ in drawn:
                other.unlink()
            raise CommandError(interface("binder")["commande"]["fichier_refuse"].format(fichier=path)) from error
        drawn.append((unfinished, path))
    for unfinished, path in drawn:
        unfinished.replace(path)
