"""«Le programme 2024-2025»: whether its conditions were met, site by site; never the promise of an open right."""

from pasapas_widgets.widgets.eligibility.eligibility import Eligibility

__all__ = ["Eligibility"]
