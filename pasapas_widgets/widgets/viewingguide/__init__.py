"""«Regarder ensemble»: the viewing guide of the web series, on screen and printed."""

from pasapas_widgets.widgets.viewingguide.viewingguide import ViewingGuide

__all__ = ["ViewingGuide"]
