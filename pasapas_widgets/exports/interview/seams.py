"""Where the note takes what other parts of the path compute: the one place that knows their names."""

from __future__ import annotations

import re

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.indicators import indicator_lines
from pasapas_widgets.rules.orientation import orient_carnet

__all__ = ["figures", "proposals"]

_STATEMENT = re.compile(r"\bL\d(?:-\d\d)?\b")


def figures(carnet: Carnet) -> tuple[str, ...]:
    """Return the HR indicators of a carnet, each as one sentence with its base."""
    return indicator_lines(carnet)


def proposals(carnet: Carnet, questionnaire: Questionnaire | None = None) -> tuple[str, ...]:
    """Return what the orientation proposes; nothing where nothing is published.

    The why of each is said by the statements and levers that its rule looks at, never by their scores: the note leaves
    the establishment, and holds no mark.
    """
    found = orient_carnet(carnet, questionnaire=questionnaire)
    if not found.has_figures:
        return ()
    texts, q = interface("interviewnote")["attentes"], questionnaire or load_questionnaire()
    told = []
    for one in found.shown:
        seen = [_named(id, q) for id in dict.fromkeys(_STATEMENT.findall(one.rule.condition))]
        wording = texts["proposition" if seen else "proposition_seule"]
        told.append(wording.format(texte=one.rule.message.rstrip("."), enonces=", ".join(seen)))
    return tuple(told)


def _named(id: str, q: Questionnaire) -> str:
    """Return what people read for a lever or a statement that a rule looks at."""
    for lever in q.levers:
        if lever.id == id:
            return lever.name
    return str(interface("interviewnote")["attentes"]["enonce"].format(n=q.number_of(id)))
