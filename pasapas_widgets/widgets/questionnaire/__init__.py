"""The questionnaire widget: one person answers, sees their own scores, leaves with their sheet."""

from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

__all__ = ["Questionnaire"]
