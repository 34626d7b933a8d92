"""``pasapas serveur``: what a shared server needs, for its services and for who administers it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, counted, long_date, typeset

__all__ = ["add_parser", "run"]

SETTINGS = "/etc/pasapas/serveur.env"
SHORTEST_TOKEN = 32


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = _texts()
    parser: FrenchParser = subparsers.add_parser("serveur", help=texts["aide"], description=texts["description"])
    acts = parser.add_subparsers(title=texts["gestes"], metavar=texts["geste"], dest="act", required=True)

    def act(name: str, does: Callable[[argparse.Namespace], int]) -> FrenchParser:
        added: FrenchParser = acts.add_parser(name, help=texts[name], description=texts[name])
        added.add_argument("--env", type=Path, default=Path(SETTINGS), metavar="FICHIER", help=texts["env"])
        added.set_defaults(does=does)
        return added

    room = act("salle", _room)
    room.add_argument("--port", type=int, required=True, metavar="N", help=texts["port"])
    room.add_argument("--adresse", dest="address", default="127.0.0.1", metavar="IP", help=texts["adresse"])
    act("verifier", _check).add_argument("--autorite", dest="authority", metavar="FICHIER", help=texts["autorite"])
    act("nuit", _night)
    act("restaurer", _restore).add_argument("file", metavar="FICHIER", help=texts["fichier"])
    act("seances", _sessions)
    entrust = act("confier", _entrust)
    entrust.add_argument("session", metavar="SEANCE", help=texts["seance"])
    entrust.add_argument("person", metavar="COMPTE", help=texts["compte"])
    return parser


def run(args: argparse.Namespace) -> int:
    """Do what is asked."""
    from pasapas_widgets.app.startup import StartError

    try:
        return int(args.does(args))
    except (FrenchError, StartError) as error:
        raise CommandError(str(error)) from error


def _room(args: argparse.Namespace) -> int:
    from pasapas_widgets.app.hub.server import serve_room

    return serve_room(
        port=args.port,
        address=args.address,
        inner=_variables(args).get("PASAPAS_SALLE_URL", ""),
        public=_said(args, "PASAPAS_NOM").rstrip("/"),
        store=_said(args, "PASAPAS_STORE"),
        api_url=os.environ.get("JUPYTERHUB_API_URL", "http://127.0.0.1:8081/hub/api"),
        api_token=_token(args),
        admins=frozenset(_variables(args).get("PASAPAS_ADMINS", "").lower().split()),
    )


def _check(args: argparse.Namespace) -> int:
    from pasapas_widgets.app.hub.checks import findings

    texts = _texts()["bilan"]
    found = list(findings(_variables(args), certificate=Path(args.authority) if args.authority else None))
    for one in found:
        print(typeset(f"{'✓' if one.well else '✗'} {one.sentence}"))
    wrong = sum(not one.well for one in found)
    print(typeset(counted(texts["manque"], wrong) if wrong else texts["bien"]))
    return int(bool(wrong))


def _night(args: argparse.Namespace) -> int:
    from pasapas_widgets.app.hub.night import night

    folder, days = Path(_said(args, "PASAPAS_SAUVEGARDES")), int(_said(args, "PASAPAS_SAUVEGARDES_JOURS"))
    done = night(_said(args, "PASAPAS_STORE"), folder, days=days)
    told = _texts()["bilan"]["nuit"].format(effacees=done.erased, gardees=done.kept, retirees=done.removed)
    print(typeset(told))
    return 0


def _restore(args: argparse.Namespace) -> int:
    from pasapas_widgets.app.hub.night import restore

    done = restore(Path(args.file), _said(args, "PASAPAS_STORE"))
    print(typeset(_texts()["bilan"]["restauree"].format(seances=done.sessions, effacees=done.erased)))
    return 0


def _sessions(args: argparse.Namespace) -> int:
    from pasapas_widgets.live.store import open_store

    texts, admin = _texts()["bilan"], interface("serveur")["seances"]["administration"]
    with open_store(_said(args, "PASAPAS_STORE"), pool_size=1) as store:
        for one in store.trainers.overseen():
            people = admin["peu"] if one.people is None else one.people
            named = {"id": one.id, "compte": one.owner or admin["sans_compte"], "personnes": people}
            days = {"jour": long_date(one.day), "fin": long_date(one.kept_until)}
            print(typeset(texts["seance"].format(**named, **days)))
    return 0


def _entrust(args: argparse.Namespace) -> int:
    from pasapas_widgets.live.store import open_store

    with open_store(_said(args, "PASAPAS_STORE"), pool_size=1) as store:
        owner = store.trainers.entrust(args.session, args.person)[0]
    print(typeset(_texts()["bilan"]["confiee"].format(compte=owner.person)))
    return 0


def _variables(args: argparse.Namespace) -> dict[str, str]:
    """Return the variables of the file, and over them those of the environment, as systemd gives them."""
    from pasapas_widgets.app.hub.checks import variables

    around = {name: value for name, value in os.environ.items() if name.startswith("PASAPAS_")}
    try:
        return variables(args.env) | around
    except (OSError, ValueError) as error:
        if "PASAPAS_STORE" in around:
            return around
        raise CommandError(typeset(_texts()["illisible"].format(fichier=args.env))) from error


def _said(args: argparse.Namespace, name: str) -> str:
    """Return a variable that has to be said."""
    value = _variables(args).get(name, "").strip()
    if not value:
        raise CommandError(typeset(_texts()["absente"].format(nom=name)))
    return value


def _token(args: argparse.Namespace) -> str:
    """Return what the room says to the Hub who it is, from the file that both read."""
    path = _said(args, "PASAPAS_JETON_SALLE")
    try:
        token = Path(path).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        token = ""
    if len(token) < SHORTEST_TOKEN:
        raise CommandError(typeset(_texts()["jeton"].format(fichier=path)))
    return token


def _texts() -> dict[str, Any]:
    told: dict[str, Any] = interface("serveur")["commande"]
    return told
