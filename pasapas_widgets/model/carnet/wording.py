"""In which words a group reads the statements: those of the variant that it answered."""

from __future__ import annotations

from collections.abc import Sequence

from pasapas_widgets.model.carnet.carnet import Wave
from pasapas_widgets.model.questionnaire.loading import load_services
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["variant_of"]


def variant_of(waves: Sequence[Wave], service: str | None, questionnaire: Questionnaire) -> str | None:
    """Return the wording of a carnet's statements: that of the last session, else that of the type of service.

    ``None`` is the base text, also where the questionnaire has no such wording.

    >>> from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    >>> variant_of((), "aemo", load_questionnaire())
    'milieu_ouvert'
    """
    if waves:
        found = waves[-1].session.variant
    else:
        found = next((one.variant for one in load_services() if one.id == service), None)
    return found if found in questionnaire.variant_ids else None
