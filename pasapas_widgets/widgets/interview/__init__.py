"""«L'entretien avec l'Aract»: what prepares it, the note of two pages, what was agreed and flows back into the plan."""

from pasapas_widgets.widgets.interview.interview import Interview

__all__ = ["Interview"]
