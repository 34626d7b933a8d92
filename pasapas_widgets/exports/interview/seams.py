"""Where the note takes what other parts of the path compute: the one place that knows their names."""

from __future__ import annotations

import re

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.actors import load_actors, load_places
from pasapas_widgets.rules.indicators import indicator_lines
from pasapas_widgets.rules.orientation import offered_services, orient_carnet

__all__ = ["actor_names", "department_name", "figures", "proposals", "service_names"]

_STATEMENT = re.compile(r"\bL\d(?:-\d\d)?\b")


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
    """Return what the orientation proposes; nothing where nothing is published.

    The why of each is said by the statements and levers that its rule looks at, never by their scores: the note leaves
    the establishment, and holds no mark.
    """
    found = orient_carnet(carnet)
    if not found.has_figures:
        return ()
    texts = interface("interviewnote")["attentes"]
    told = []
    for one in found.shown:
        seen = dict.fromkeys(_STATEMENT.findall(one.rule.condition))
        wording = texts["proposition" if seen else "proposition_seule"]
        told.append(wording.format(texte=one.rule.message.rstrip("."), enonces=", ".join(seen)))
    return tuple(told)


def service_names() -> dict[str, str]:
    """Return the services à la carte by identifier, as people call them."""
    return {id: one.name for id, one in offered_services().items()}
