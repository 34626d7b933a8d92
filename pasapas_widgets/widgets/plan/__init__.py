"""«Le plan d'action»: the same actions as a table, a board and a time line; their rules, their thread, their review."""

from pasapas_widgets.widgets.plan.plan import Plan

__all__ = ["Plan"]
