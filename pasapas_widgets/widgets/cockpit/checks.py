"""The lines of the self-test: what the server found, in words, with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["checks_of"]

LITTLE_MB = 200
APART_SECONDS = 60


def checks_of(facts: Mapping[str, Any], texts: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return a line for each fact of the self-test: ``id``, ``state``, ``said`` and what is to do, ``todo``.

    Parameters
    ----------
    facts
        What ``client.Room.selftest`` returns.
    texts
        «verifications» of content/interface/cockpit.yaml.
    """
    disk, clock, phone = facts["disk"], facts["clock"], facts["phone"]
    values = {
        "adresse": facts["address"],
        "place": disk["free_mb"],
        "secondes": round(abs(clock or 0)),
        **facts["versions"],
    }
    states = {
        "adresse": "mauvais" if facts["local"] else "bon",
        "joignable": "bon" if facts["reachable"] else "mauvais",
        "disque": _disk(disk),
        "heure": "attention" if abs(clock or 0) > APART_SECONDS else "bon",
        "version": "bon",
        "telephone": "bon" if phone["seen"] else "attente",
    }
    if clock is None:
        del states["heure"]
    if facts["local"]:
        del states["telephone"]  # no phone can come
    found = []
    for name, state in states.items():
        told = texts[name]
        said = told["bon_sans"] if name == "disque" and state == "bon" and disk["free_mb"] is None else told[state]
        todo = "" if state == "bon" else told["faire"]
        found.append({"id": name, "state": state, "said": said.format(**values), "todo": todo})
    return found


def _disk(disk: Mapping[str, Any]) -> str:
    if not disk["writable"]:
        return "mauvais"
    return "attention" if disk["free_mb"] is not None and disk["free_mb"] < LITTLE_MB else "bon"
