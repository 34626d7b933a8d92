"""«Retours d'expérience»: what a team tried, written for others; invented examples to start from; sheets in and out."""

from pasapas_widgets.widgets.feedbacksheets.feedbacksheets import FeedbackSheets

__all__ = ["FeedbackSheets"]
