"""The results of a group on screen: where views differ first, then what holds and what could be better."""

from pasapas_widgets.widgets.results.results import Results

__all__ = ["Results"]
