"""Where the note takes what other parts of the path compute: the one place that knows their names."""

from __future__ import annotations

from pasapas_widgets.indicators import indicator_lines
from pasapas_widgets.model.actors import load_actors, load_places
from pasapas_widgets.model.carnet import Carnet

__all__ = ["actor_names", "department_name", "figures", "proposals", "service_names"]


def actor_names() -> dict[str, str]:
    """Return the actors of a territory by identifier, as people call them in a sentence."""
    return {one.id: one.short for one in load_actors().actors}


def department_name(code: str) -> str:
    """Return a département as people call it; its code where it has no other name."""
    place = load_places().place(code)
    return f"{place.name} ({code})" if place else code


def figures(carnet: Carnet) -> tuple[str, ...]:
    """Return the HR indicators of a carnet, each as one sentence with its base."""
    return indicator_lines(carnet)


def proposals(carnet: Carnet) -> tuple[str, ...]:
    """Return what the orientation proposes, each with its why."""
    return ()


def service_names() -> dict[str, str]:
    """Return the services à la carte by identifier, as people call them."""
    return {}
