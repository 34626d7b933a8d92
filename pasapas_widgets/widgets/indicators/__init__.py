"""«Les indicateurs»: counts of years typed in, pasted or taken from an HR export, and the figures made of them."""

from pasapas_widgets.widgets.indicators.indicators import Indicators

__all__ = ["Indicators"]
