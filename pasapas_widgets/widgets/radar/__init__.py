"""The radar of the levers on screen: drawn in the browser, with its sentence and its table."""

from pasapas_widgets.widgets.radar.radar import Radar

__all__ = ["Radar"]
