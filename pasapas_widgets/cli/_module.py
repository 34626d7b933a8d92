"""What ``pasapas verifier`` says back of a module of the course, so that its author sees what was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface

if TYPE_CHECKING:
    from pasapas_widgets.model.exercise.structure import Module

__all__ = ["summary", "understood"]


def understood(module: Module) -> Iterator[str]:
    """Give the lines that say what a module is made of."""
    texts = interface("training")["commande"]["compris"]
    yield texts["nom"].format(numero=module.number, titre=module.title, id=module.id, version=module.version)
    yield texts["temps"].format(minutes=module.minutes, etapes=len(module.steps))
    found = summary(module)
    yield texts["exercices"].format(liste=", ".join(f"{kind} ({n})" for kind, n in found["exercices"].items()))
    drawn = found["dossiers"]
    yield texts["figures"].format(liste=", ".join(drawn)) if drawn else texts["sans_figure"]


def summary(module: Module) -> dict[str, Any]:
    """Return what a module is made of as plain values."""
    exercises = [one for _, one in module.exercises]
    return {
        "id": module.id, "version": module.version, "numero": module.number, "titre": module.title,
        "duree_min": module.minutes, "etapes": len(module.steps),
        "exercices": dict(Counter(one.kind for one in exercises)),
        "dossiers": sorted({one.figure.dossier for one in exercises if one.figure}),
    }  # fmt: skip
