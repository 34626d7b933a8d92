"""«Plusieurs établissements ensemble»: their carnets side by side, what they share, the exchange sheet."""

from pasapas_widgets.widgets.sharing.sharing import Sharing

__all__ = ["Sharing"]
