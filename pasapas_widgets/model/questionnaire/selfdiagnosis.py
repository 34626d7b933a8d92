"""Whether the kit's cards, models of action, actors and rules speak of the questionnaire that this process works with.

They are written about the statements of the self-diagnosis, and checked against it. Another questionnaire may give its
own statements the same identifiers, «L1-01»: so it is the questionnaire's own identifier that tells, never an item's.
"""

from __future__ import annotations

from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["is_self_diagnosis"]


def is_self_diagnosis(questionnaire: Questionnaire | None = None) -> bool:
    """Tell whether a questionnaire, this process's where left out, is the self-diagnosis.

    >>> is_self_diagnosis()
    True
    """
    return (questionnaire or load_questionnaire()).id == load_questionnaire(SELF_DIAGNOSIS).id
