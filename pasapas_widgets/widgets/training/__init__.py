"""«Se former»: the modules of the course, one of them played."""

from pasapas_widgets.widgets.training.training import Training

__all__ = ["Training"]
