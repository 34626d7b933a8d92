"""The results of a group on screen: where views differ first, then what holds and what could be better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import traitlets

from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.scoring import rules_of
from pasapas_widgets.widgets.kit.published import Published, PublishesResults, answered, follow
from pasapas_widgets.widgets.kit.widget import Widget, module, style

if TYPE_CHECKING:
    from pasapas_widgets.model.results import GroupResults

__all__ = ["Results"]


class Results(Widget):
    """A group's results, as the group should talk about them. It shows what the aggregation lets out, and no more.

    Parameters
    ----------
    source
        A group's results, or a widget that publishes some (:class:`OpenSheets`), which is then followed. Without it, a
        sentence says what to do first.
    questionnaire
        The statements; the self-diagnosis that ships with the package where left out.
    variant
        Which wording of the statements is shown, e.g. ``"milieu_ouvert"``; where left out, that of the source's
        group where it says it, else the base text.

    Examples
    --------
    >>> from pasapas_widgets.rules.aggregation import aggregate
    >>> Results(aggregate([])).results["n_feuilles"]
    0
    """

    section = "results"
    _esm = module("results")
    _css = style("results")

    results = traitlets.Dict().tag(sync=True)
    session = traitlets.Unicode("").tag(sync=True)
    questionnaire = traitlets.Dict().tag(sync=True)
    rules = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        source: PublishesResults | GroupResults | Mapping[str, Any] | None = None,
        *,
        questionnaire: Questionnaire | None = None,
        variant: str | None = None,
        **traits: Any,
    ) -> None:
        q = answered(source, questionnaire)
        self._q, self._is_worded = q, variant is not None
        super().__init__(questionnaire=q.for_browser(variant), rules=msgspec.to_builtins(rules_of(q)), **traits)
        if isinstance(source, PublishesResults):
            follow(source, self._show_published)
        elif source is not None:
            self.show(source)

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        return texts_for(self.section, self._q)

    def show(self, results: GroupResults | Mapping[str, Any], *, session: str = "") -> None:
        """Show these results in place of the present ones, and say their session; empty ones show what to do first."""
        with self.hold_sync():
            self.session = session
            self.results = dict(results) if isinstance(results, Mapping) else results.plain()

    def _show_published(self, one: Published) -> None:
        with self.hold_sync():
            if one.questionnaire and not self._is_worded:
                self.questionnaire = one.questionnaire
            self.show(one.results, session=one.session)
