"""«Le programme 2024-2025»: whether its conditions were met, site by site; never the promise of an open right."""

from __future__ import annotations

import datetime as dt
from typing import Any

import traitlets

from pasapas_widgets.model.field.actors import load_places
from pasapas_widgets.model.field.eligibility import load_programmes
from pasapas_widgets.rules.eligibility import Site, judge
from pasapas_widgets.widgets.kit.widget import Widget, module, style

__all__ = ["Eligibility"]

MOST_SITES = 30


class Eligibility(Widget):
    """A form for one site or several, an answer for each, what to check with the Aract. Nothing is kept.

    Parameters
    ----------
    today
        The day that is looked at before another is chosen; the computer's own where left out.

    Examples
    --------
    >>> shown = Eligibility(today=dt.date(2026, 11, 23))
    >>> shown.sites = [{"id": "s1", "departement": "27", "autorisation": "ASE", "date": "2024-11-04"}]
    >>> shown.answers[0]["regle"]
    'D8'
    """

    section = "eligibility"
    _esm = module("eligibility")
    _css = style("kit/carnet", "eligibility")

    choices = traitlets.Dict(read_only=True).tag(sync=True)
    sites = traitlets.List(traitlets.Dict()).tag(sync=True)
    answers = traitlets.List(traitlets.Dict()).tag(sync=True)
    today = traitlets.Unicode("").tag(sync=True)

    def __init__(self, *, today: dt.date | None = None) -> None:
        super().__init__(today=(today or dt.date.today()).isoformat())
        self.observe(self._judge, names="sites")

    @traitlets.default("choices")
    def _choices(self) -> dict[str, Any]:
        places, known = load_places(), load_programmes()
        return {
            "departements": [[one.code, one.name] for one in places.departments],
            "collectivites": [[one.code, one.name] for one in places.collectivities],
            "autorisations": [{"id": one.id, "nom": one.name, "aide": one.help} for one in known.authorisations],
            "kit": known.kit.sentence,
        }

    def _judge(self, _change: Any) -> None:
        """Answer for each site that came; what is no site of a form is left out."""
        answers = []
        for one in self.sites[:MOST_SITES]:
            try:
                day = dt.date.fromisoformat(str(one.get("date")))
            except ValueError:
                continue
            answer = judge(Site(str(one.get("departement") or ""), str(one.get("autorisation") or ""), day))
            answers.append({"id": str(one.get("id")), **answer.plain()})
        self.answers = answers
