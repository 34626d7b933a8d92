"""«Le carnet du groupe»: open one, begin one, bring one, take it away; what is saved and what is not."""

from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk

__all__ = ["CarnetDesk"]
