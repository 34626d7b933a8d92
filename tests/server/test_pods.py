"""What deploy/kubernetes starts, started for real without Kubernetes: its command, its variables, its addresses."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from engines import BIN, ROOT
from ports import free_port
from serveur import Serveur

from pasapas_widgets.live.client import Room
from pasapas_widgets.live.verbs import Selftest

DEPLOY = ROOT / "deploy" / "kubernetes"
POD = "127.0.0.2"
"""Of this machine's own loop, and another than its usual one: as a pod has an address of its own."""


class OnePod:
    """A process of the room as the Deployment says, at ``POD``."""

    def __init__(self, serveur: Serveur, folder: Path) -> None:
        objects = yaml.safe_load_all((DEPLOY / "salle.yaml").read_text("utf-8"))
        (self.pod,) = next(one for one in objects if one["kind"] == "Deployment")["spec"]["template"]["spec"][
            "containers"
        ]
        settings = yaml.safe_load((DEPLOY / "reglages.yaml").read_text("utf-8"))["data"]
        self.port = free_port()
        self.service = re.fullmatch(r"http://(\w+):9061", settings["PASAPAS_SALLE_URL"]).group(1)  # type: ignore[union-attr]
        here = {name: serveur.variables[name] for name in ("PASAPAS_NOM", "PASAPAS_STORE", "PASAPAS_JETON_SALLE")}
        here |= {"JUPYTERHUB_API_URL": serveur.variables["JUPYTERHUB_API_URL"]}
        here |= {"PASAPAS_DATA": str(folder), "HOME": str(folder)}
        assert set(here) <= {*settings, *(one["name"] for one in self.pod["env"])}
        program, *rest = self.pod["command"]
        command = [str(BIN / program), *(str(self.port) if one == "9061" else one for one in rest)]
        command[command.index("0.0.0.0")] = POD
        around = {name: value for name, value in os.environ.items() if not name.startswith(("PASAPAS_", "JUPYTER"))}
        self.process = subprocess.Popen(command, env={**around, **settings, **here}, cwd=folder)

    def get(self, path: str, host: str) -> http.client.HTTPResponse:
        """Ask at the pod's address, by a name."""
        link = http.client.HTTPConnection(POD, self.port, timeout=30)
        link.request("GET", path, headers={"Host": host, "Accept": "text/html"})
        reply = link.getresponse()
        reply.text = reply.read().decode(errors="replace")  # type: ignore[attr-defined]
        link.close()
        return reply

    def room(self, token: str) -> Room:
        """Return the room as a trainer's pod reaches it: by the name of the Service."""
        room = Room(f"http://{self.service}:{self.port}", token)
        room._link.close()
        room._link = AtPod(self.service, self.port, timeout=30)  # a cluster's name, which this machine does not know
        return room


class AtPod(http.client.HTTPConnection):
    """A connection that says the Service's name and goes to the pod."""

    def connect(self) -> None:
        self.sock = http.client.socket.create_connection((POD, self.port), self.timeout)  # type: ignore[attr-defined]


@pytest.fixture
def pod(serveur: Serveur, tmp_path: Path) -> Iterator[OnePod]:
    """A pod that answers."""
    started = OnePod(serveur, tmp_path)
    serveur.until(lambda: started.get("/s/", f"{POD}:{started.port}").status == 200, "the pod")
    yield started
    started.process.terminate()
    assert started.process.wait(30) == 0


def test_a_pod_answers_by_its_names_and_no_other(serveur: Serveur, pod: OnePod) -> None:
    for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert pod.get(pod.pod[kind]["httpGet"]["path"], f"{POD}:{pod.port}").status == 200, kind
    public = serveur.address.removeprefix("https://")
    assert pod.get("/s/", public).status == pod.get("/s/", f"{pod.service}:9061").status == 200
    assert pod.get("/s/", "ailleurs.example").status == 400
    led = pod.get("/salle/seances", public)
    assert (led.status, led.headers["Location"]) == (303, "/salle/entrer?suite=%2Fsalle%2Fseances")


def test_trainers_of_the_hub_lead_by_any_process(serveur: Serveur, pod: OnePod) -> None:
    token = serveur.token(serveur.account("nadia"))
    room = pod.room(token)
    made = room.create("Dans un nuage")
    assert made["id"] in {one["id"] for one in Room(serveur.variables["PASAPAS_SALLE_URL"], token).sessions()}
    assert serveur.get(f"/s/{made['code']}").status == 200
    room.erase(made["id"])


def phone(pod: OnePod, serveur: Serveur, path: str, at: str) -> Any:
    """Open a page as a phone does, at the pod or at a process beside it."""
    host = serveur.address.removeprefix("https://")
    if at == "pod":
        return pod.get(path, host)
    link = http.client.HTTPConnection("127.0.0.1", serveur.ports["first"], timeout=30)
    link.request("GET", path, headers={"Host": host, "Accept": "text/html"})
    reply = link.getresponse()
    reply.read()
    return reply


def test_the_phone_of_the_self_test_is_found_though_it_comes_to_another_process(serveur: Serveur, pod: OnePod) -> None:
    """A Service sends each request where it likes, and the process that waits is one of them: the page asks again."""
    room = pod.room(serveur.token(serveur.account("nadia")))
    mark = room.ask(Selftest())["phone"]["mark"]
    elsewhere = phone(pod, serveur, f"/s/essai/{mark}", "beside")
    seconds, again = re.fullmatch(r"(\d+); url=(\S+)", elsewhere.headers["Refresh"]).groups()  # type: ignore[union-attr]
    assert (elsewhere.status, seconds, again) == (200, "1", f"/s/essai/{mark}?n=2")
    assert not room.ask(Selftest(mark=mark))["phone"]["seen"]
    found = phone(pod, serveur, again, "pod")
    assert found.status == 200 and "Refresh" not in found.headers
    assert room.ask(Selftest(mark=mark))["phone"]["seen"]
    for n in ("19", "20", "99"):
        last = phone(pod, serveur, f"/s/essai/00000000?n={n}", "beside")
        assert ("Refresh" in last.headers, last.status) == ((True, 200) if n == "19" else (False, 404)), n
    for damaged in ("", "-1", "1e9", "%00", "999999999999"):
        assert phone(pod, serveur, f"/s/essai/00000000?n={damaged}", "beside").headers["Refresh"].endswith("n=2")
