"""The cockpit of a live session: what one trainer uses while facing the room."""

from pasapas_widgets.widgets.cockpit.cockpit import Cockpit

__all__ = ["Cockpit"]
