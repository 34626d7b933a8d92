"""``pasapas serveur verifier``: what is missing on a shared server, one sentence each with what to do."""

from __future__ import annotations

import datetime as dt
import http.client
import importlib.util
import shutil
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from pasapas_widgets.app.hub.night import backups
from pasapas_widgets.content import interface

__all__ = ["Finding", "findings", "variables"]

SECONDS = 5
LATE_HOURS = 36
"""A backup older than this was missed."""
QUIET: dict[str, tuple[str, ...]] = {
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
    "log_parameter_max_length_on_error": ("0",),
    "log_min_error_statement": ("panic",),
    "archive_mode": ("off",),
}
"""PostgreSQL's settings with which nothing that people answer is written beside the tables."""
OIDC = ("AUTORISER", "JETON", "PERSONNE", "CLIENT", "SECRET")


class Finding(Struct, frozen=True):
    """One thing looked at: ``sentence`` says that it is well, or what is wrong and what to do."""

    well: bool
    sentence: str


def variables(path: Path) -> dict[str, str]:
    """Return the variables of a file as systemd reads them, without what its comments say."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def findings(said: dict[str, str], *, certificate: Path | None = None) -> Iterator[Finding]:
    """Look at everything, in the order in which it is installed.

    Parameters
    ----------
    said
        The variables of serveur.env.
    certificate
        An authority to trust besides the machine's own.
    """
    for look in (_address, _token, _programs, _accounts, _database, _rooms, _backups):
        yield from look(said)
    yield from _site(said, certificate)


def _texts() -> dict[str, Any]:
    told: dict[str, Any] = interface("serveur")["verifier"]
    return told


def _one(name: str, well: bool, **values: object) -> Finding:
    texts = _texts()[name]
    return Finding(well, texts["bien" if well else "manque"].format(**values))


def _address(said: dict[str, str]) -> Iterator[Finding]:
    public = said.get("PASAPAS_NOM", "")
    parts = urlsplit(public)
    is_right = parts.scheme == "https" and bool(parts.hostname) and parts.path == "" and "exemple.fr" not in public
    yield _one("nom", is_right, nom=public)
    yield _one("organisme", bool(said.get("PASAPAS_ORGANISME") and said.get("PASAPAS_CONTACT")))


def _token(said: dict[str, str]) -> Iterator[Finding]:
    path = Path(said.get("PASAPAS_JETON_SALLE") or "/etc/pasapas/salle.jeton")
    try:
        is_long = len(path.read_text(encoding="ascii").strip()) >= 32
        yield _one("jeton", is_long and not path.stat().st_mode & 0o027, fichier=path)
    except (OSError, ValueError):
        yield _one("jeton", False, fichier=path)


def _programs(_: dict[str, str]) -> Iterator[Finding]:
    for program in ("nginx", "pg_dump", "pg_restore"):
        found = shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin")
        yield _one("programme", found is not None, programme=program)
    for module in ("jupyterhub", "oauthenticator", "psycopg"):
        yield _one("module", importlib.util.find_spec(module) is not None, module=module)


def _accounts(said: dict[str, str]) -> Iterator[Finding]:
    yield _one("administration", bool(said.get("PASAPAS_ADMINS")))
    if said.get("PASAPAS_COMPTES", "locaux") == "oidc":
        absent = [f"PASAPAS_OIDC_{name}" for name in OIDC if not said.get(f"PASAPAS_OIDC_{name}")]
        yield _one("oidc", not absent, absents=", ".join(absent))
        yield _one("oidc_admis", bool(said.get("PASAPAS_OIDC_ADMIS") or said.get("PASAPAS_OIDC_GROUPES")))
        return
    group, people = said.get("PASAPAS_GROUPE", "carnets"), []
    with suppress(ImportError, KeyError):
        import grp

        people = grp.getgrnam(group).gr_mem
    yield _one("groupe", bool(people), groupe=group, n=len(people))


def _database(said: dict[str, str]) -> Iterator[Finding]:
    import psycopg

    try:
        with psycopg.connect(said.get("PASAPAS_STORE", ""), connect_timeout=SECONDS) as connection:
            yield _one("base", True)
            rows = connection.execute("SELECT name, setting FROM pg_settings").fetchall()
            set_to = {str(name): str(value) for name, value in rows}
            loud = [name for name, quiet in QUIET.items() if set_to.get(name) not in quiet]
            yield _one("journal_base", not loud, reglages=", ".join(loud))
            asked = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
            (is_super,) = connection.execute(asked).fetchone() or (True,)
            yield _one("role", not is_super)
    except psycopg.Error:
        yield _one("base", False)


def _rooms(said: dict[str, str]) -> Iterator[Finding]:
    ports = said.get("PASAPAS_PORTS", "").split()
    yield _one("processus", len(ports) >= 2)
    for port in ports:
        link = lambda port=port: http.client.HTTPConnection("127.0.0.1", int(port), timeout=SECONDS)  # noqa: E731
        yield _one("salle", _status(link, "/s/") == 200, port=port)


def _site(said: dict[str, str], certificate: Path | None) -> Iterator[Finding]:
    parts = urlsplit(said.get("PASAPAS_NOM", ""))
    context = ssl.create_default_context()
    if certificate is not None:
        context.load_verify_locations(certificate)

    def link() -> http.client.HTTPConnection:
        return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=SECONDS, context=context)

    yield _one("telephones", _status(link, "/s/") == 200, nom=said.get("PASAPAS_NOM", ""))
    yield _one("hub", _status(link, "/hub/login") in (200, 302), nom=said.get("PASAPAS_NOM", ""))
    yield _one("porte", _status(link, "/salle/seances", Accept="text/html") in (302, 303))


def _status(link: Callable[[], http.client.HTTPConnection], path: str, **headers: str) -> int:
    """Return the status of a reply, 0 where none comes or its certificate is not right."""
    try:
        opened = link()
        opened.request("GET", path, headers=headers)
        return opened.getresponse().status
    except (OSError, ValueError, http.client.HTTPException):
        return 0


def _backups(said: dict[str, str]) -> Iterator[Finding]:
    folder = Path(said.get("PASAPAS_SAUVEGARDES") or "/var/backups/pasapas")
    try:
        yield _one("dossier", folder.is_dir() and not folder.stat().st_mode & 0o077, dossier=folder)
        made = [dt.datetime.fromtimestamp(one.stat().st_mtime) for one in backups(folder)]
    except OSError:
        made = []
        yield _one("dossier", False, dossier=folder)
    late = dt.datetime.now() - dt.timedelta(hours=LATE_HOURS)
    yield _one("sauvegarde", bool(made) and max(made) > late, heures=LATE_HOURS)
