"""Which questionnaire a table is of, by its fingerprint: a table in a file carries a text, not an object."""

from __future__ import annotations

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["named", "questionnaire_of"]

_MET: dict[str, Questionnaire] = {}


def named(q: Questionnaire) -> str:
    """Return the fingerprint of a questionnaire, by which it is found again in this program."""
    _MET[q.fingerprint] = q
    return q.fingerprint


def questionnaire_of(fingerprint: str) -> Questionnaire:
    """Return the questionnaire of a table: one met in this program, or this project's own.

    Raises
    ------
    FrenchError
        It is neither.
    """
    if fingerprint not in _MET:
        named(load_questionnaire(SELF_DIAGNOSIS))
    if fingerprint not in _MET:
        raise FrenchError(interface("research")["etude"]["questionnaire_inconnu"].format(empreinte=fingerprint[:12]))
    return _MET[fingerprint]
