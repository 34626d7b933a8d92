"""``pasapas lab``: the user's own copies of the workbooks, opened in JupyterLab."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.cli.serve import port_number
from pasapas_widgets.content import interface

__all__ = ["add_parser", "run"]

FIRST_PAGE = "/lab/tree/00_accueil.ipynb"
FIRST_PORT = 8888


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("lab")["commande"]
    parser: FrenchParser = subparsers.add_parser("lab", help=texts["aide"], description=texts["description"])
    parser.add_argument("--dossier", type=Path, metavar="DOSSIER", help=texts["dossier"])
    parser.add_argument("--port", type=port_number, metavar="N", help=texts["port"])
    parser.add_argument(
        "--no-browser",
        "--sans-navigateur",
        action="store_true",
        dest="no_browser",
        help=interface("app")["commande"]["sans_navigateur"],
    )
    add_questionnaire(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Bring the copies up to date, then open JupyterLab on them and stay until it is stopped."""
    from importlib.metadata import version

    from pasapas_widgets.places.folders import FolderError, own_workbooks_dir
    from pasapas_widgets.places.owncopies import refresh

    texts = interface("lab")
    if find_spec("jupyterlab") is None:
        raise CommandError(texts["absent"].format(commande=_installing()))
    try:
        folder = own_workbooks_dir(args.dossier)
        beside = refresh(folder, version=version("pasapas-widgets"))
    except FolderError as error:
        raise CommandError(str(error)) from error
    print(texts["vos_carnets"].format(dossier=folder), flush=True)
    for one in beside:
        print(texts["nouvelle_version"]["dite"].format(ancien=one.own, nouveau=one.new), flush=True)
    for address in _already_open(folder):
        if args.port in (None, urlsplit(address).port):
            return _show(address, open_browser=not args.no_browser)
    return _open(folder, port=args.port, open_browser=not args.no_browser)


def _already_open(folder: Path) -> Iterator[str]:
    """Give the addresses of the Jupyter servers of this user that serve the folder and answer."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        there = Path(server["root_dir"])
        if there.is_dir() and there.samefile(folder) and _answers(server["url"]):
            yield f"{server['url'].rstrip('/')}{FIRST_PAGE}?token={server['token']}"


def _answers(url: str) -> bool:
    """Tell whether a Jupyter server is at that address."""
    at = urlsplit(url)
    link = HTTPConnection(at.hostname or "", at.port, timeout=3)
    try:
        link.request("GET", f"{at.path}api")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def _without_news(_handler: Any, page_config: dict[str, Any]) -> dict[str, Any]:
    """Take away the part of JupyterLab that offers news, in English, from another host."""
    page_config["disabledExtensions"] = [
        *page_config.get("disabledExtensions", []),
        "@jupyterlab/apputils-extension:announcements",
    ]
    return page_config


def _installing() -> str:
    """Return the command that adds a package beside this one; an environment that uv made has no pip."""
    return f'"{sys.executable}" -m pip install' if find_spec("pip") else f'uv pip install --python "{sys.executable}"'


def _show(address: str, *, open_browser: bool) -> int:
    import webbrowser

    print(interface("lab")["deja_ouvert"].format(adresse=address), flush=True)
    if open_browser:
        webbrowser.open(address)
    return 0


def _open(folder: Path, *, port: int | None, open_browser: bool) -> int:
    """Run JupyterLab until it is stopped; it asks nothing of another host and speaks only of what goes wrong."""
    import secrets

    from jupyterlab.labapp import LabApp

    from pasapas_widgets.app.ports import ADDRESS, free_port, is_free
    from pasapas_widgets.app.stops import on_stop

    if port is not None and not is_free(port):
        sentence = interface("app")["demarrage"]["port_pris"]
        raise CommandError(sentence.format(port=port, autre=port + 1))
    port, token = port or free_port(FIRST_PORT), secrets.token_hex(24)
    settings = {
        "ServerApp.ip": ADDRESS,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder,
        "ServerApp.open_browser": open_browser,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.default_url": FIRST_PAGE,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        "KernelManager.transport_encryption": "auto",  # else each kernel warns, in English, that it has none
        "Application.log_level": "ERROR",
    }
    logging.captureWarnings(True)  # those of its parts to one another
    server = LabApp.initialize_server([f"--{name}={value}" for name, value in settings.items()])
    server.web_app.settings["page_config_hook"] = _without_news
    texts, address = interface("lab"), f"http://{ADDRESS}:{port}{FIRST_PAGE}?token={token}"
    said = texts["adresse"].format(adresse=address) + "\n" + texts["arreter"]
    server.io_loop.add_callback(print, said, flush=True)  # once it answers
    on_stop(lambda: server.stop(from_signal=True))
    server.start()
    return 0
