"""«Autour de notre établissement»: the actors, the figure that is also a list, what may be missing, three contacts."""

from pasapas_widgets.widgets.territory.territory import Territory

__all__ = ["Territory"]
