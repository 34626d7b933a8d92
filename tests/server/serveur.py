"""The shared server for real, on this machine's own loop: what deploy/serveur/ says is what runs, at other ports."""

from __future__ import annotations

import http.client
import json
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from cluster import Cluster
from engines import BIN, PROXY, ROOT, nginx_program, with_node
from ports import free_port

DEPLOY = ROOT / "deploy" / "serveur"
NAME = "localhost"
PASSWORD = "Un-mot-de-passe-27"
SECONDS = 150


class Serveur:
    """JupyterHub, its proxy, nginx, two processes of the room, PostgreSQL.

    Parameters
    ----------
    folder
        Where everything of this run is kept, reachable by other accounts.
    cluster
        A running PostgreSQL.
    trainers
        The accounts to make on this machine, without what makes their names its own; the first one administers.
    outside
        One more account, which is not in the trainers' group.
    """

    def __init__(self, folder: Path, cluster: Cluster, *trainers: str, outside: str) -> None:
        self.folder, self.cluster = folder, cluster
        self.mark = f"pap{os.getpid() % 10000}"
        self.trainers = [self.account(name) for name in trainers]
        self.outside = self.account(outside)
        ports = ("public", "plain", "kernels", "proxy", "proxy_api", "hub", "first", "second")
        self.ports = {name: free_port() for name in ports}
        self.address = f"https://{NAME}:{self.ports['public']}"
        self.certificate, self.key = folder / "certificat.pem", folder / "cle.pem"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        (folder / "journal").mkdir()
        _certify(self.certificate, self.key)
        self._accounts()
        token = folder / "salle.jeton"
        token.write_text(secrets.token_hex(32), encoding="ascii")
        token.chmod(0o640)
        self.variables = _variables(DEPLOY / "serveur.env") | {
            "PASAPAS_NOM": self.address,
            "PASAPAS_STORE": self._database(),
            "PASAPAS_ORGANISME": "Aract des essais",
            "PASAPAS_CONTACT": "essais@aract.example",
            "PASAPAS_JETON_SALLE": str(token),
            "PASAPAS_GROUPE": self.mark,
            "PASAPAS_ADMINS": self.trainers[0],
            "PASAPAS_PORTS": f"{self.ports['first']} {self.ports['second']}",
            "PASAPAS_SAUVEGARDES": str(folder / "sauvegardes"),
            "PASAPAS_SALLE_URL": f"http://127.0.0.1:{self.ports['kernels']}",
            "PASAPAS_PORT_MANDATAIRE": str(self.ports["proxy"]),
            "PASAPAS_PORT_MANDATAIRE_API": str(self.ports["proxy_api"]),
            "PASAPAS_PORT_HUB": str(self.ports["hub"]),
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{self.ports['hub']}/hub/api",
            "STATE_DIRECTORY": str(folder / "hub"),
            "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32),
        }
        (folder / "hub").mkdir(mode=0o700)
        self.site = folder / "nginx.conf"
        self._write_site()

    def account(self, name: str) -> str:
        """Return the name that somebody's account has on this machine during this run."""
        return self.mark + name

    # ---------------------------------------- its parts

    def start(self) -> None:
        """Start everything and wait until it answers."""
        for name in ("proxy", "first", "second", "hub"):
            self.start_one(name)
        self._run("nginx", [nginx_program() or "nginx", "-c", str(self.site), "-p", str(self.folder)])
        self.until(lambda: self.get("/hub/login").status == 200, "the Hub")
        for name in ("first", "second"):
            self.until_room(name)

    def until_room(self, name: str) -> None:
        """Wait until a process of the room answers."""
        self.until(lambda: self._room(name) == 200, f"the room {name}")

    def start_one(self, name: str) -> None:
        """Start one part by the command of its unit."""
        unit, port = {
            "proxy": ("pasapas-mandataire.service", ""),
            "hub": ("pasapas-hub.service", ""),
            "first": ("pasapas-salle@.service", str(self.ports["first"])),
            "second": ("pasapas-salle@.service", str(self.ports["second"])),
        }[name]
        self._run(name, self.command(unit, port), PASAPAS_DATA=str(self.folder / name))

    def command(self, unit: str, instance: str = "") -> list[str]:
        """Return what a unit starts, at this run's places and ports."""
        text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8").replace("\\\n", " ")
        line = re.findall(r"^ExecStart=(.+)$", text, flags=re.M)[0].replace("%i", instance)
        for written, here in {
            "/opt/pasapas/mandataire": str(PROXY),
            "/opt/pasapas/bin": str(BIN),
            "/etc/pasapas/jupyterhub_config.py": str(DEPLOY / "jupyterhub_config.py"),
            "--port 8000": f"--port {self.ports['proxy']}",
            "--api-port 8001": f"--api-port {self.ports['proxy_api']}",
            ":8081/": f":{self.ports['hub']}/",
        }.items():
            line = line.replace(written, here)
        return shlex.split(line)

    def kill(self, name: str) -> None:
        """End a part, and what it started in its own session, as a fault would."""
        with suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait(30)

    def restart_hub(self) -> None:
        """End the Hub, start it again, and wait until it answers."""
        self.kill("hub")
        self.start_one("hub")
        self.until(lambda: self.get("/hub/login").status in (200, 302), "the Hub")

    def reload(self) -> None:
        """Let nginx read its site again."""
        self.processes["nginx"].send_signal(signal.SIGHUP)

    def stop(self) -> None:
        """Stop everything, and take the accounts away."""
        for name in self.processes:
            self.kill(name)
        for account in (*self.trainers, self.outside):
            _end_all_of(account)
            subprocess.run(["userdel", "-f", account], check=False, capture_output=True)
        subprocess.run(["groupdel", self.mark], check=False, capture_output=True)

    # ---------------------------------------- what is asked of it

    def get(self, path: str, *, cookies: dict[str, str] | None = None, **headers: str) -> Any:
        """Send one request by HTTPS, as a browser that follows nothing; its reply has ``status``, ``headers``, text."""
        return self.send("GET", path, cookies=cookies, **headers)

    def send(
        self, method: str, path: str, form: dict[str, str] | None = None, *, cookies: dict[str, str] | None = None,
        **headers: str,
    ) -> Any:  # fmt: skip
        """Send one request; cookies that come back are added to ``cookies``."""
        link = http.client.HTTPSConnection(NAME, self.ports["public"], timeout=SECONDS, context=self.trusting())
        given = {"Accept": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        body = None
        if form is not None:
            body, given["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body, given)
            reply = link.getresponse()
            reply.text = reply.read().decode(errors="replace")  # type: ignore[attr-defined]
        finally:
            link.close()
        for one in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = one.partition(";")[0].partition("=")
            if cookies is not None:
                cookies[name] = value
        return reply

    def trusting(self) -> ssl.SSLContext:
        """Return what trusts this run's certificate and no other."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def log_in(self, account: str, password: str = PASSWORD) -> dict[str, str]:
        """Log in at the Hub as a browser does; return its cookies."""
        cookies: dict[str, str] = {}
        self.get("/hub/login", cookies=cookies)
        form = {"username": account, "password": password, "_xsrf": cookies["_xsrf"]}
        self.reply = self.send("POST", "/hub/login", form, cookies=cookies)
        return cookies

    def follow(self, path: str, cookies: dict[str, str]) -> Any:
        """Ask for a page and go where it leads, at most ten times."""
        for _ in range(10):
            reply = self.get(path, cookies=cookies)
            if reply.status not in (302, 303):
                return reply
            path = reply.headers["Location"].removeprefix(self.address)
        raise AssertionError(f"led in circles to {path}")

    def token(self, account: str) -> str:
        """Return a token as the Hub gives to that account's server, without starting it: its scopes are the same."""
        cookies = self.log_in(account)
        self.follow("/hub/home", cookies)
        body = {"note": "test", "scopes": ["access:services!service=salle"]}
        status, said = self.hub("POST", f"users/{account}/tokens", cookies, body)
        assert status == 201, said
        return str(json.loads(said)["token"])

    def hub(self, method: str, path: str, cookies: dict[str, str], body: Any = None) -> tuple[int, bytes]:
        """Ask the Hub's own API as a browser that is logged in does; return the status and what it said."""
        link = http.client.HTTPSConnection(NAME, self.ports["public"], timeout=SECONDS, context=self.trusting())
        jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {"Cookie": jar, "X-XSRFToken": cookies["_xsrf"], "Content-Type": "application/json"}
        given = None if body is None else json.dumps(body)
        link.request(method, f"/hub/api/{path}?_xsrf={cookies['_xsrf']}", given, headers)
        reply = link.getresponse()
        said = reply.read()
        link.close()
        return reply.status, said

    def until(self, done: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Wait until something is so; where it does not come, tell what the parts said."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if done():
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.5)
        raise AssertionError(f"{what} does not answer:\n{self.said()}")

    def said(self) -> str:
        """Return everything that the parts have written."""
        logs = sorted((self.folder / "journal").iterdir())
        return "\n".join(f"== {log.name}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}" for log in logs)

    # ---------------------------------------- how it is made

    def _room(self, name: str) -> int:
        link = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=5)
        link.request("GET", "/s/")
        return link.getresponse().status

    def _run(self, name: str, command: list[str], **more: str) -> None:
        env = {name: value for name, value in with_node().items() if not name.startswith(("PASAPAS_", "JUPYTER"))}
        with (self.folder / "journal" / name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**env, **self.variables, **more},
                start_new_session=True,
            )

    def _database(self) -> str:
        """Make a database whose owner administers nothing, on a PostgreSQL set as it is delivered."""
        with (self.cluster.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"include '{self.folder / 'postgresql.conf'}'\n")
        shutil.copy(DEPLOY / "postgresql.conf", self.folder)
        self.cluster.stop("fast")
        self.cluster.start()
        address = self.cluster.new_database()
        name = address.rpartition("/")[2]
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE ROLE pasapas LOGIN")
            connection.execute(f"ALTER DATABASE {name} OWNER TO pasapas")
        return address.replace("postgres@", "pasapas@")

    def _accounts(self) -> None:
        homes = self.folder / "c"  # short: the path of a kernel's socket has 107 characters at most
        homes.mkdir(mode=0o711)
        subprocess.run(["groupadd", self.mark], check=True)
        for account in (*self.trainers, self.outside):
            home = str(homes / account)
            grouped = [] if account == self.outside else ["-G", self.mark]
            subprocess.run(["useradd", "-m", "-d", home, "-s", "/bin/bash", *grouped, account], check=True)
            Path(home).chmod(0o700)
        lines = "".join(f"{account}:{PASSWORD}\n" for account in (*self.trainers, self.outside))
        subprocess.run(["chpasswd"], input=lines.encode(), check=True)

    def _write_site(self) -> None:
        """Write what nginx reads: the site as it is delivered, at this run's name, ports and places."""
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)
        for written, here in {
            "/etc/letsencrypt/live/carnets.exemple.fr/fullchain.pem": str(self.certificate),
            "/etc/letsencrypt/live/carnets.exemple.fr/privkey.pem": str(self.key),
            "https://carnets.exemple.fr": self.address,
            "carnets.exemple.fr": NAME,
            "listen 80;": f"listen 127.0.0.1:{self.ports['plain']};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.ports['public']} ssl",
            "127.0.0.1:9060": f"127.0.0.1:{self.ports['kernels']}",
            "127.0.0.1:9061": f"127.0.0.1:{self.ports['first']}",
            "127.0.0.1:9062": f"127.0.0.1:{self.ports['second']}",
            "127.0.0.1:8000": f"127.0.0.1:{self.ports['proxy']}",
            "/var/log/nginx/pasapas.log": str(self.folder / "nginx.log"),
        }.items():
            assert written in text, written
            text = text.replace(written, here)
        places = "".join(
            f"  {kind}_temp_path {self.folder}/nginx-{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        self.site.write_text(
            f"daemon off; user www-data; worker_processes 2; pid {self.folder}/nginx.pid;\n"
            f"error_log {self.folder}/nginx-start.log;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{\n{places}{text}\n}}\n",
            encoding="utf-8",
        )


def _end_all_of(account: str) -> None:
    """End what runs under an account that this run has made: the servers of trainers outlive the Hub."""
    owner = pwd.getpwnam(account).pw_uid
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == owner:
                os.kill(int(process.name), signal.SIGKILL)


def _variables(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))


def _certify(certificate: Path, key: Path) -> None:
    """Make a certificate for this machine's own name, good for a day."""
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    openssl = shutil.which("openssl") or sys.exit("no openssl")
    subprocess.run([openssl, "req", *options, *subject, *files], check=True, capture_output=True)
    certificate.chmod(0o644)
