"""A server started as mybinder.org starts one: its settings, its arguments, its variables, its prefix and its token.

The settings are those that jupyterhub/mybinder.org-deploy publishes (``mybinder/values.yaml``, ``etcJupyter``), the
arguments those of BinderHub (``binderspawner_mixin.get_args``) in August 2026. Only times can be made shorter.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from replay import Built

__all__ = ["REQUEST", "Server"]

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REQUEST = f"v2/gh/carnets-pas-a-pas/carnets-pas-a-pas/{COMMIT}"
TOKEN = "jeton-de-cette-personne"


def _settings(kernel_seconds: int) -> dict[str, object]:
    return {
        "ServerApp": {
            "allow_origin": "*",
            "tornado_settings": {"trust_xheaders": True},
            "shutdown_no_activity_timeout": 600,
        },
        "MappingKernelManager": {
            "cull_idle_timeout": kernel_seconds,
            "cull_interval": 60 if kernel_seconds == 600 else 1,
            "cull_connected": True,
        },
    }


class Server:
    """A user's server.

    Parameters
    ----------
    built
        What to run.
    folder
        Where its settings and its log go.
    name
        What tells its address from another launch's.
    port
        The hub's: two launches on one port share their origin, as on mybinder.org.
    kernel_seconds
        Idle seconds after which a kernel is stopped: 600 there.
    elsewhere
        Leave out the variables that say that this is Binder.
    """

    def __init__(
        self,
        built: Built,
        folder: Path,
        *,
        name: str,
        port: int,
        kernel_seconds: int = 600,
        elsewhere: bool = False,
    ) -> None:
        base = f"/user/carnets-pas-a-pas-{name}/"
        self.address = f"http://127.0.0.1:{port}{base}"
        self.log = folder / f"{name}.log"
        settings = folder / f"{name}-etc-jupyter"
        settings.mkdir(mode=0o755)
        text = json.dumps(_settings(kernel_seconds))
        (settings / "jupyter_server_config.json").write_text(text, encoding="utf-8")
        for parent in (folder, *folder.parents):  # pytest's folders are private, and the server is another's
            if not parent.stat().st_mode & 0o005:
                parent.chmod(parent.stat().st_mode | 0o055)
        given = ["ip=127.0.0.1", f"port={port}"]
        ours = [f"base_url={base}", f"token={TOKEN}", "trust_xheaders=True", "allow_origin=*", "allow_origin_pat=.*"]
        arguments = [f"--{one}" for one in given] + [f"--NotebookApp.{one}" for one in ours]
        arguments += [f"--ServerApp.{one}" for one in ours]
        variables = {
            "BINDER_REPO_URL": "https://github.com/carnets-pas-a-pas/carnets-pas-a-pas",
            "BINDER_REF_URL": f"https://github.com/carnets-pas-a-pas/carnets-pas-a-pas/tree/{COMMIT}",
            "BINDER_LAUNCH_HOST": "https://mybinder.org/",
            "BINDER_REQUEST": REQUEST.replace(COMMIT, "HEAD"),
            "BINDER_PERSISTENT_REQUEST": REQUEST,
        }
        self.process: subprocess.Popen[bytes] = built.start(
            [str(built.prefix / "bin" / "jupyter-lab"), *arguments],
            environment={
                "JUPYTER_CONFIG_PATH": str(settings),
                "JUPYTERHUB_USER": f"carnets-pas-a-pas-{name}",
                **({} if elsewhere else variables),
            },
            log=self.log,
        )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if self.ask("api/status")[0] == 200:
                    return
            except URLError:
                time.sleep(0.2)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-4000:]}")

    def url(self, path: str, *, token: bool = True) -> str:
        """Return the address of a page, with the token that Binder adds."""
        mark = "&" if "?" in path else "?"
        return f"{self.address}{path}{mark}token={TOKEN}" if token else f"{self.address}{path}"

    def landing(self, launch: str) -> str:
        """Return where mybinder.org sends a browser that opened a launch address."""
        return self.url(parse_qs(urlsplit(launch).query)["urlpath"][0])

    def ask(self, path: str, *, token: bool = True, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Send one request and return status, headers and body, whatever the status."""
        if token:
            headers["Authorization"] = f"token {TOKEN}"
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=60) as reply:
                return reply.status, dict(reply.headers), reply.read()
        except HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def kernels(self) -> list[dict[str, object]]:
        """Return the kernels that the server says it has."""
        found: list[dict[str, object]] = json.loads(self.ask("api/kernels")[2])
        return found

    def stop(self) -> None:
        """Stop as Binder does: everything at once, without a word."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(15)
