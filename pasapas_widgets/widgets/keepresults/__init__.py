"""«Garder ces résultats dans un carnet»: from sheets that were opened to the group's working document."""

from pasapas_widgets.widgets.keepresults.keepresults import KeepResults

__all__ = ["KeepResults"]
