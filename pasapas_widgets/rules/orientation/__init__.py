"""From published results to services à la carte, and from what was chosen to a path in time. Pure functions.

``condition`` reads and evaluates the sentences of the rules, ``rules`` the file that holds them, ``facts`` what may be
known of a group, ``proposals`` draws the proposals, ``pathway`` lays them out over months.
"""

from __future__ import annotations

from pasapas_widgets.rules.orientation.proposals import Oriented, Proposed, SituationRead, Unseen, orient, orient_carnet
from pasapas_widgets.rules.orientation.rules import (
    Orientation,
    OrientationError,
    load_orientation,
    offered_services,
    service_names,
)

__all__ = [
    "Orientation",
    "OrientationError",
    "Oriented",
    "Proposed",
    "SituationRead",
    "Unseen",
    "load_orientation",
    "offered_services",
    "orient",
    "orient_carnet",
    "service_names",
]
