"""deploy/kubernetes: each object against Kubernetes' own schema, and nothing in it that the code does not know.

What the chart of Zero to JupyterHub accepts was looked up in its own schema (``CHART``): a new key is looked up there,
then added to the list.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from sources import ROOT, sources
from yamllint import linter
from yamllint.config import YamlLintConfig

from pasapas_widgets.app.hub.doors import BACK, SCOPE, SERVICE
from pasapas_widgets.cli import serveur as command_line
from pasapas_widgets.cli._parser import FrenchParser

DEPLOY = ROOT / "deploy" / "kubernetes"
OBJECTS = ("reglages", "salle", "nuit", "reprise", "entree")
VERSIONS = ("1.32", "1.37")
"""The oldest Kubernetes that the chart asks for, and the newest whose schema is here."""

CHART = """
cull.timeout
hub.config.Authenticator hub.config.GenericOAuthenticator hub.config.JupyterHub hub.config.KubeSpawner
hub.extraEnv hub.loadRoles hub.resources hub.services hub.templateVars
ingress.enabled
proxy.chp.resources proxy.service.type
singleuser.cloudMetadata.blockWithIptables singleuser.cpu singleuser.defaultUrl singleuser.extraEnv
singleuser.extraLabels singleuser.fsGid singleuser.image.name singleuser.image.tag singleuser.memory
singleuser.networkPolicy.egress singleuser.networkPolicy.egressAllowRules singleuser.storage.capacity singleuser.uid
"""
"""The chart's values that are set: each was accepted by the schema of chart 4.4 (``jupyterhub/values.schema.yaml``)."""

LINT = """
extends: default
rules:
  line-length: {max: 120}
  document-start: disable
"""


def read(name: str) -> list[dict[str, Any]]:
    """Return the objects of a file."""
    return [one for one in yaml.safe_load_all((DEPLOY / f"{name}.yaml").read_text("utf-8")) if one]


def one(name: str, kind: str) -> Any:
    """Return the only object of a kind in a file."""
    (found,) = [each for each in read(name) if each["kind"] == kind]
    return found


VALUES: dict[str, Any] = read("zero-to-jupyterhub")[0]
SETTINGS: dict[str, str] = one("reglages", "ConfigMap")["data"]
ROOM = one("salle", "Deployment")["spec"]["template"]
NIGHT = one("nuit", "CronJob")["spec"]["jobTemplate"]["spec"]["template"]
BACK_AGAIN = one("reprise", "Job")["spec"]["template"]
PODS = {"salle": ROOM, "nuit": NIGHT, "reprise": BACK_AGAIN}


def container(pod: Any) -> Any:
    """Return the one container of a pod."""
    (found,) = pod["spec"]["containers"]
    return found


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", OBJECTS)
def test_each_object_is_one_of_kubernetes(name: str, version: str) -> None:
    for each in read(name):
        kubernetes_validate.validate(each, version, strict=True)
    assert {f"{each}.yaml" for each in OBJECTS} | {"zero-to-jupyterhub.yaml", "Dockerfile"} == {
        path.name for path in DEPLOY.iterdir()
    }


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.yaml")), ids=lambda path: path.name)
def test_each_file_is_well_formed_and_says_what_was_tried(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [str(fault) for fault in linter.run(text, YamlLintConfig(LINT))] == []
    assert path.name == "reglages.yaml" or ("ESSAYÉ" in text and "PAS ESSAYÉ" in text)


def leaves(value: Any, before: str = "") -> Iterator[str]:
    """Return the paths of what is set, as long as each level is a mapping."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{before}.{name}" if before else str(name))
    else:
        yield before


def test_the_chart_knows_each_value() -> None:
    known = CHART.split()
    unknown = [path for path in leaves(VALUES) if not any(f"{path}.".startswith(f"{each}.") for each in known)]
    unused = [each for each in known if not any(f"{path}.".startswith(f"{each}.") for path in leaves(VALUES))]
    assert (unknown, unused) == ([], [])


def test_each_variable_is_one_that_the_code_reads() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sources(ROOT / "pasapas_widgets") if path.suffix == ".py")
    own = [variable["name"] for pod in PODS.values() for variable in container(pod)["env"]]
    trainers = [name for name in VALUES["singleuser"]["extraEnv"] if name.startswith("PASAPAS_")]
    for name in {*SETTINGS, *own, *trainers} - {"HOME"}:
        assert f'"{name}"' in code, name
    for name, pod in PODS.items():
        assert container(pod)["envFrom"] == [{"configMapRef": {"name": "pasapas"}}], name
    one_machine = (ROOT / "deploy" / "serveur" / "serveur.env").read_text("utf-8")
    asked = {f"PASAPAS_{name}" for name in ("NOM", "ORGANISME", "CONTACT", "ADMINS", "SAUVEGARDES_JOURS")}
    assert asked <= set(SETTINGS) and all(f"{name}=" in one_machine for name in asked)


def test_each_command_is_one_of_pasapas() -> None:
    parser = FrenchParser(prog="pasapas")
    command_line.add_parser(parser.add_subparsers())
    given: dict[str, argparse.Namespace] = {}
    for name, pod in PODS.items():
        program, *arguments = container(pod)["command"]
        assert program == "pasapas"
        given[name] = parser.parse_args(arguments)
    assert [each.act for each in given.values()] == ["salle", "nuit", "restaurer"]
    (port,) = container(ROOM)["ports"]
    assert given["salle"].port == port["containerPort"] and given["salle"].address == "0.0.0.0"
    assert Path(given["reprise"].file).parent.as_posix() == SETTINGS["PASAPAS_SAUVEGARDES"]


def test_each_address_and_port_leads_to_what_is_there() -> None:
    service = one("salle", "Service")
    (listening,), (port,) = container(ROOM)["ports"], service["spec"]["ports"]
    assert service["spec"]["selector"].items() <= ROOM["metadata"]["labels"].items()
    assert port["targetPort"] == listening["name"]
    inner = f"http://{service['metadata']['name']}:{port['port']}"
    assert SETTINGS["PASAPAS_SALLE_URL"] == VALUES["singleuser"]["extraEnv"]["PASAPAS_SALLE_URL"] == inner
    assert SETTINGS["JUPYTERHUB_API_URL"] == "http://hub:8081/hub/api"
    gate = next(each for each in read("salle") if each["kind"] == "NetworkPolicy")["spec"]
    (way_in,) = gate["ingress"]
    assert way_in["ports"] == [{"port": listening["containerPort"]}]
    assert {"podSelector": {"matchLabels": VALUES["singleuser"]["extraLabels"]}} in way_in["from"]
    (outward,) = VALUES["singleuser"]["networkPolicy"]["egress"]
    assert outward["ports"] == way_in["ports"]
    assert outward["to"][0]["podSelector"]["matchLabels"].items() <= ROOM["metadata"]["labels"].items()
    assert 8081 in [each["port"] for rule in gate["egress"] for each in rule["ports"]]


def test_what_is_mounted_is_where_it_is_looked_for() -> None:
    places = {each["name"]: each["mountPath"] for each in container(ROOM)["volumeMounts"]}
    (token,) = [each["secret"] for each in ROOM["spec"]["volumes"] if "secret" in each]
    ((kept,)) = token["items"]
    assert f"{places['jeton']}/{kept['path']}" == SETTINGS["PASAPAS_JETON_SALLE"]
    assert kept["key"] == f"hub.services.{SERVICE}.apiToken" and SERVICE in VALUES["hub"]["services"]
    claim = one("nuit", "PersistentVolumeClaim")["metadata"]["name"]
    for pod in (NIGHT, BACK_AGAIN):
        mounted = {each["name"]: each["mountPath"] for each in container(pod)["volumeMounts"]}
        assert mounted["sauvegardes"] == SETTINGS["PASAPAS_SAUVEGARDES"]
        assert pod["spec"]["volumes"][0]["persistentVolumeClaim"] == {"claimName": claim}
        assert pod["metadata"]["labels"] == one("nuit", "NetworkPolicy")["spec"]["podSelector"]["matchLabels"]
    for pod in PODS.values():
        assert SETTINGS["PASAPAS_DATA"].startswith("/tmp/") and "/tmp" in str(container(pod)["volumeMounts"])
        names = {each["name"] for each in pod["spec"]["volumes"]}
        assert {each["name"] for each in container(pod)["volumeMounts"]} == names


def test_each_pod_is_held_as_tightly_as_it_goes() -> None:
    image = {f"{VALUES['singleuser']['image']['name']}:{VALUES['singleuser']['image']['tag']}"}
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    for pod in PODS.values():
        held = container(pod)
        image.add(held["image"])
        assert pod["spec"]["securityContext"]["runAsNonRoot"] and not pod["spec"]["automountServiceAccountToken"]
        assert f"USER {pod['spec']['securityContext']['runAsUser']}\n" in dockerfile
        assert held["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(held["resources"]) == {"requests", "limits"}
    assert len(image) == 1 and f"-t {image.pop()} ." in dockerfile


def test_the_image_is_made_of_what_is_there() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.M)
    paths = [path for line in copied for path in line.split()]
    assert all((ROOT / path).exists() for path in paths), paths
    asked = (ROOT / "pyproject.toml").read_text("utf-8")
    for needed in (
        "LICENSE-CODE",
        "LICENSE-CONTENT",
        "README.md",
        "data/samples",
        "docs",
        "pasapas_widgets",
        "workbooks",
    ):
        assert needed in paths and needed in asked


@pytest.mark.skipif(sys.platform == "win32", reason="JupyterHub's configuration asks for accounts of Unix")
def test_the_hub_is_set_as_on_one_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from traitlets.config import Config

    token = tmp_path / "jeton"
    token.write_text("0" * 64, "ascii")
    public = VALUES["hub"]["config"]["JupyterHub"]["public_url"]
    variables = {"NOM": public, "JETON_SALLE": str(token), "COMPTES": "oidc", "OIDC_GROUPES": "animation"}
    variables |= {f"OIDC_{name}": "x" for name in ("AUTORISER", "JETON", "PERSONNE", "CLIENT", "SECRET")}
    for name, value in variables.items():
        monkeypatch.setenv(f"PASAPAS_{name}", value)
    machine, path = Config(), ROOT / "deploy" / "serveur" / "jupyterhub_config.py"
    exec(compile(path.read_text("utf-8"), str(path), "exec"), {"get_config": lambda: machine})
    hub, cluster = machine.JupyterHub, VALUES["hub"]["config"]
    for name in ("public_url", "cookie_max_age_days", "token_expires_in_max_seconds", "log_level"):
        assert cluster["JupyterHub"][name] == hub[name], name
    assert cluster["Authenticator"]["username_pattern"] == machine.Authenticator.username_pattern
    assert cluster["Authenticator"]["admin_users"] == [] and not machine.Authenticator.admin_users
    generic = cluster["GenericOAuthenticator"]
    for name in ("oauth_callback_url", "username_claim", "scope", "manage_groups", "auth_state_groups_key"):
        assert generic[name] == machine.OAuthenticator[name], name
    spawner = cluster["KubeSpawner"]
    assert spawner["server_token_scopes"] == machine.Spawner.server_token_scopes
    assert set(spawner["args"]) < set(machine.Spawner.args) and spawner["notebook_dir"] == machine.Spawner.notebook_dir
    assert VALUES["singleuser"]["defaultUrl"] == machine.Spawner.default_url
    assert VALUES["hub"]["templateVars"] == hub.template_vars
    ((name, service),) = VALUES["hub"]["services"].items()
    on_one = {key: value for key, value in hub.services[0].items() if key not in ("name", "api_token")}
    assert (name, service) == (SERVICE, on_one) and service["oauth_redirect_uri"] == public + BACK
    assert [{"name": key, **role} for key, role in VALUES["hub"]["loadRoles"].items()] == hub.load_roles
    assert set(spawner["server_token_scopes"]) > SCOPE


def by_nginx(path: str) -> str:
    """Return where the site of one machine sends an address."""
    text = (ROOT / "deploy" / "serveur" / "nginx.conf").read_text("utf-8").split("listen 443")[1].split("\nserver {")[0]
    for kind, asked, does in re.findall(r"location (=|~|) ?(\S+) \{(.*?)\n    \}", text, flags=re.S):
        if (kind == "=" and path == asked) or (kind == "~" and re.search(asked, path)) or kind == "":
            return "salle" if re.search("pasapas_(salles|essai)", does) else "proxy-public"
    raise AssertionError(path)


def by_ingress(path: str) -> str:
    """Return where the cluster sends an address, as Kubernetes says: the exact one, else the longest."""
    ((rule,),) = [one("entree", "Ingress")["spec"]["rules"]]
    found = []
    for each in rule["http"]["paths"]:
        is_exact, asked = each["pathType"] == "Exact", each["path"]
        if path == asked or (not is_exact and path.startswith(asked.rstrip("/") + "/")):
            found.append((is_exact, len(asked), each["backend"]["service"]["name"]))
    return max(found)[2]


ADDRESSES = (
    "/", "/ABC234", "/s", "/s/", "/S/ABC234", "/s/ABC234/state", "/s/_/0123456789abcdef/phone.js", "/s/essai/01234567",
    "/salle/seances", "/salle/entrer", "/salle/retour", "/salle/projection/0", "/pasapas/accessibilite",
    "/pasapas/confidentialite", "/hub/", "/hub/login", "/hub/api/oauth2/authorize", "/user/nadia/pasapas/",
    "/services/autre/",
)  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_each_address_goes_where_nginx_sends_it(path: str) -> None:
    assert by_ingress(path) == by_nginx(path)


def test_one_name_is_used_everywhere() -> None:
    public = SETTINGS["PASAPAS_NOM"]
    entrance = one("entree", "Ingress")["spec"]
    host = entrance["rules"][0]["host"]
    assert public == f"https://{host}" == VALUES["hub"]["config"]["JupyterHub"]["public_url"]
    assert entrance["tls"][0]["hosts"] == [host]
    values = (DEPLOY / "zero-to-jupyterhub.yaml").read_text("utf-8")
    assert set(re.findall(r"https://([\w.]+)", values)) == {host, "comptes.exemple.fr"}


def test_the_guide_asks_for_each_file() -> None:
    guide = (ROOT / "docs" / "serveur.md").read_text("utf-8")
    named = set(re.findall(r"-f (?:deploy/kubernetes/)?([\w.-]+)", "\n".join(re.findall(r"^\$ .*", guide, flags=re.M))))
    assert named == {path.name for path in DEPLOY.iterdir()}
    asked = {each["valueFrom"]["secretKeyRef"]["key"] for pod in PODS.values() for each in container(pod)["env"]}
    asked.add(VALUES["hub"]["extraEnv"]["OAUTH_CLIENT_SECRET"]["valueFrom"]["secretKeyRef"]["key"])
    assert set(re.findall(r"--from-file=(\w+)", guide)) == asked
