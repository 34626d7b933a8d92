"""«Dérouler une séance»: the ready sessions to read, adapt and lead, with a calm clock that suggests and never cuts."""

from pasapas_widgets.widgets.runsheet.runsheet import RunSheet

__all__ = ["RunSheet"]
