"""«Regarder ensemble»: the viewing guide of the web series, on screen and printed."""

from __future__ import annotations

from typing import Any

import msgspec
import traitlets

from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.kit.webseries import load_viewing
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.widgets.kit.widget import Widget, module, style

__all__ = ["ViewingGuide"]


class ViewingGuide(Widget):
    """Questions for before, during and after an episode of «Chemin faisant»; nothing is loaded from another site.

    Examples
    --------
    >>> ViewingGuide(), ViewingGuide().guide["episodes"]
    (<ViewingGuide>, 7)
    """

    section = "viewingguide"
    _esm = module("viewingguide")
    _css = style("kit/carnet", "viewingguide")

    guide = traitlets.Dict(read_only=True).tag(sync=True)
    names = traitlets.Dict(read_only=True).tag(sync=True)

    @traitlets.default("guide")
    def _guide(self) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.to_builtins(load_viewing())
        return plain

    @traitlets.default("names")
    def _names(self) -> dict[str, str]:
        """Return the names of what the guide refers to: levers, cards and methods."""
        kit = shipped_kit()
        return (
            {lever.id: lever.name for lever in load_questionnaire(SELF_DIAGNOSIS).levers}
            | {card.id: card.title for card in kit.cards}
            | {method.id: method.name for method in kit.methods}
        )
