"""«Plusieurs carnets côte à côte»: what an adviser reads of the carnets that establishments have given."""

from pasapas_widgets.widgets.adviserdesk.adviserdesk import AdviserDesk

__all__ = ["AdviserDesk"]
