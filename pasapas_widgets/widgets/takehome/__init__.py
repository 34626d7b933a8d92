"""«Ce que l'on emporte»: every sheet of a carnet, one by one or all at once, made beside the page."""

from pasapas_widgets.widgets.takehome.takehome import TakeHome

__all__ = ["TakeHome"]
