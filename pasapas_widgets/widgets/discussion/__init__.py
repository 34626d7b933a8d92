"""«Garder ce qui s'est dit»: what a group says of a statement or a situation, as facts of work, with its agreement."""

from pasapas_widgets.widgets.discussion.discussion import Discussion

__all__ = ["Discussion"]
