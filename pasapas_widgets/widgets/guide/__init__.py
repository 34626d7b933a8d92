"""«Où en sommes-nous ?»: the path of a group, what its carnet says is done, what comes next for each role."""

from pasapas_widgets.widgets.guide.guide import Guide

__all__ = ["Guide"]
