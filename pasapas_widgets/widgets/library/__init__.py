"""«Les fiches et les méthodes»: the kit's library, searched in the browser, projected, printed two to a page."""

from pasapas_widgets.widgets.library.library import Library

__all__ = ["Library"]
