"""«Choisir»: what is proposed and why, the group's dots, its effort × effect matrix, what it keeps for its plan."""

from pasapas_widgets.widgets.priorities.priorities import Priorities

__all__ = ["Priorities"]
