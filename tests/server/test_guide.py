"""docs/serveur.md, block by block: what a machine without systemd can run is run, under another root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from engines import ROOT
from serveur import DEPLOY, Serveur

from pasapas_widgets.app.hub.checks import variables

GUIDE = (ROOT / "docs" / "serveur.md").read_text(encoding="utf-8")
COMMANDS = [line[2:] for block in re.findall(r"```console\n(.*?)```", GUIDE, re.S) for line in block.splitlines()]
UNITS = sorted((DEPLOY / "systemd").iterdir())

NOT_HERE = (
    "apt ", "git ", "python3 -m venv", "/opt/pasapas/bin/pip", "PATH=/opt/pasapas/bin:$PATH npm ",
    "systemctl ", "certbot ", "adduser ", "deluser ", "addgroup ", "nginx -t",
    "docker ", "kubectl ", "helm ", "cd ", "runuser -u pasapas", "runuser -u postgres -- dropdb",
)  # fmt: skip
"""How commands begin that this machine does not run as they stand: packages, systemd, a real name, a cluster, and
accounts, for which the other tests do the same by other means (``serveur.py``, ``test_pods.py``)."""


def written(name: str, machine: Path) -> str:
    """Return a command of the guide as it runs on a machine that is a folder."""
    for place in ("/etc/pasapas", "/etc/nginx", "/etc/postgresql", "/etc/systemd", "/var/backups", "/opt/pasapas"):
        name = name.replace(place, f"{machine}{place}")
    return name


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that stands for a Debian with its packages, the repository in its place."""
    for folder in ("etc/postgresql/15/main/conf.d", "etc/nginx/sites-available", "etc/nginx/sites-enabled",
                   "etc/systemd/system", "opt/pasapas", "var/backups"):  # fmt: skip
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "opt/pasapas/source").symlink_to(ROOT)
    return tmp_path


def test_what_the_guide_says_gives_what_the_services_read(serveur: Serveur, machine: Path) -> None:
    env = {**os.environ, "PGHOST": str(serveur.cluster.folder), "PGPORT": str(serveur.cluster.port)}
    ran = []
    for command in COMMANDS:
        if command.startswith(NOT_HERE):
            continue
        here = written(command, machine).replace("-g pasapas", "-g nogroup").replace("-o pasapas", "-o nobody")
        here = here.replace("chgrp pasapas", "chgrp nogroup")
        here = re.sub(r"(createuser|createdb --owner) pasapas( pasapas)?", r"\1 guide\2", here).replace(
            "guide pasapas", "guide guide"
        )
        if ran and here == ran[-1]:
            continue
        done = subprocess.run(["bash", "-c", here], env=env, capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0 or "already exists" in done.stderr, (command, done.stderr)
        ran.append(here)
    assert len(ran) >= 12, ran
    said = variables(machine / "etc/pasapas/serveur.env")
    assert said["PASAPAS_JETON_SALLE"] == "/etc/pasapas/salle.jeton"
    modes = {
        name: (machine / name).stat().st_mode & 0o777
        for name in ("etc/pasapas/salle.jeton", "etc/pasapas/mandataire.env", "etc/pasapas/serveur.env",
                     "var/backups/pasapas")
    }  # fmt: skip
    assert list(modes.values()) == [0o640, 0o600, 0o640, 0o700], modes
    assert len((machine / "etc/pasapas/salle.jeton").read_text(encoding="ascii").strip()) == 64
    site = (machine / "etc/nginx/sites-available/pasapas").read_text(encoding="utf-8")
    assert "exemple.fr" not in site and site.count("carnets.mon-organisme.fr") >= 5
    assert {path.name for path in (machine / "etc/systemd/system").iterdir()} == {path.name for path in UNITS}


def test_what_reads_the_base_is_asked_as_the_one_account_that_it_lets_in() -> None:
    asked = [one for one in COMMANDS if "pasapas serveur " in one]
    assert {one.split("pasapas serveur ")[1].split()[0] for one in asked} == {
        "verifier", "restaurer", "seances", "confier",
    }  # fmt: skip
    assert all(one.startswith("runuser -u pasapas -- /opt/pasapas/bin/pasapas ") for one in asked), asked
    bare = re.findall(r"`pasapas serveur (?:seances|confier|restaurer)[^`]*`", GUIDE)
    assert not bare, "root who copies these is told that the base does not answer"


def test_a_certificate_that_was_renewed_is_the_one_that_nginx_shows() -> None:
    (asked,) = [one for one in COMMANDS if one.startswith("certbot ")]
    assert '--deploy-hook "systemctl reload nginx"' in asked


def test_what_the_guide_names_is_what_is_delivered() -> None:
    enabled = next(one for one in COMMANDS if one.startswith("systemctl enable"))
    names = {re.sub(r"@.*", "@.service", one) for one in enabled.split()[3:]}
    names = {one if "." in one else f"{one}.service" for one in names}
    assert names | {"pasapas-nuit.service"} == {path.name for path in UNITS}
    paths = re.findall(r"/opt/pasapas/source/(deploy/[\w./-]+)", "\n".join(COMMANDS))
    assert paths and all((ROOT / path).exists() or list(ROOT.glob(f"{path}*")) for path in paths)
    said = variables(DEPLOY / "serveur.env")
    assert {f"pasapas-salle@{port}" for port in said["PASAPAS_PORTS"].split()} <= set(enabled.split())
    config = (DEPLOY / "jupyterhub_config.py").read_text(encoding="utf-8") + (DEPLOY / "serveur.env").read_text("utf-8")
    read = {name for name in re.findall(r"PASAPAS_[A-Z_]+", config) if not name.endswith("_")}
    assert {"PASAPAS_OIDC_AUTORISER", "PASAPAS_COMPTES", "PASAPAS_NOM"} <= read


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_every_unit_is_one(unit: Path, machine: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    programs = re.findall(r"^ExecStart=(\S+)", text, flags=re.M)
    assert programs or unit.suffix == ".timer"
    for program in programs:  # systemd asks that it is there
        (machine / program[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy("/bin/true", machine / program[1:])
    folder = machine / "etc/systemd/system"
    for one in UNITS:
        (folder / one.name).write_text(written(one.read_text(encoding="utf-8"), machine), encoding="utf-8")
    if (analyze := shutil.which("systemd-analyze")) is None:  # it is in Debian's package systemd, not in its images
        return
    name = unit.name.replace("@.", "@9061.")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(folder / name)], capture_output=True, text=True, check=False
    )
    faults = [line for line in done.stderr.splitlines() if "pasapas" in line and "Failed to create" not in line]
    assert not faults, faults
