"""The radar of the levers on screen: drawn in the browser, with its sentence and its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import traitlets

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire, axis_name
from pasapas_widgets.rules.scoring import LeverScore, rules_of
from pasapas_widgets.widgets.kit import published
from pasapas_widgets.widgets.kit.published import Published, PublishesResults
from pasapas_widgets.widgets.kit.widget import Widget, module, style

if TYPE_CHECKING:
    from pasapas_widgets.model.results import GroupResults

__all__ = ["KINDS", "Radar"]

KINDS = ("me", "group", "earlier", "profile")
"""The kinds of layers, in the order in which they are said and drawn; each has its mark and its line."""


RULES = ("tolerance", "classes")
"""The rules of calculation that the browser needs to say a score in words."""


def _axes(q: Questionnaire) -> tuple[list[dict[str, Any]], int]:
    """Return the axes and the unit of most of them, as ``axesOf`` of front/scale.js does.

    An axis says its own unit, the classes of its instrument with their source, and that a high score is bad.
    """
    unit = q.scale.ends[1] if q.scoring.unit == "moyenne" and q.scale.ends[0] == 1 else 0
    axes: list[dict[str, Any]] = []
    for lever in q.levers:
        axis: dict[str, Any] = {"id": lever.id, "label": axis_name(lever)}
        if q.has_own_unit(lever):
            own, (low, high) = q.unit_of(lever), q.ends_of(lever)
            axis["unit"] = 0 if own == "score" else {"bas": low, "fin": high, "decimales": int(own == "moyenne")}
        if lever.is_unfavourable:
            axis["sens"] = lever.scoring.direction
        if lever.scoring.classes:
            axis["classes"] = msgspec.to_builtins(lever.scoring.classes)
            axis["source"] = lever.scoring.source
        axes.append(axis)
    return axes, unit


class Radar(Widget):
    """Live radar of the levers, 0 to 100, with up to one layer of each kind of :data:`KINDS`.

    A lever without enough answers is said and leaves a gap; it is never drawn as zero. There is no target. The layer
    «me» is one person's: it is said in words, the classes of its scores, where the questionnaire or the lever's own
    instrument has classes.

    Parameters
    ----------
    scores
        What to draw first: lever identifier → score (0 to 100, ``None`` where not scored, or a :class:`LeverScore`)
        for the layer «me»; or a group's results for the layer «group».
    follow
        The ``key`` of the questionnaire on the same page whose scores are drawn as «me» in the browser, at each click
        and without the kernel.
    unit : int
        The highest level of the scale on which means are told, 0 where scores are told from 0 to 100; as the
        questionnaire says where left out. Scores are given from 0 to 100 in both cases.
    layers
        Layers as the browser reads them: ``{"kind", "label", "n", "scores"}``.
    questionnaire
        Where the axes come from; the self-diagnosis that ships with the package where left out.

    Examples
    --------
    >>> Radar({"L1": 56.2, "L2": 62.0, "L3": None, "L4": 33.3}).layers[0]["scores"]["L3"] is None
    True
    """

    section = "radar"
    _esm = module("radar")
    _css = style("radar")

    axes = traitlets.List(traitlets.Dict()).tag(sync=True)
    unit = traitlets.Int(0).tag(sync=True)
    rules = traitlets.Dict().tag(sync=True)
    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    follow = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        scores: Mapping[str, float | LeverScore | None] | GroupResults | None = None,
        *,
        follow: str = "",
        layers: Iterable[Mapping[str, Any]] = (),
        questionnaire: Questionnaire | None = None,
        **traits: Any,
    ) -> None:
        q = questionnaire or load_questionnaire()
        axes, unit = _axes(q)
        traits = {"unit": unit} | traits
        self._q = q
        super().__init__(axes=axes, follow=follow, layers=[dict(layer) for layer in layers], **traits)
        self._profiles = {profile.id: profile.label for profile in q.profiles}
        if isinstance(scores, Mapping):
            self.show("me", {lever: one.score if isinstance(one, LeverScore) else one for lever, one in scores.items()})
        elif scores is not None:
            self.show_group(scores)

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        return texts_for(self.section, self._q)

    @traitlets.default("rules")
    def _rules(self) -> dict[str, Any]:
        rules = msgspec.to_builtins(rules_of(self._q))
        return {name: rules[name] for name in RULES}

    @classmethod
    def of(
        cls,
        source: PublishesResults | GroupResults | Mapping[str, Any],
        *,
        follow: str = "",
        questionnaire: Questionnaire | None = None,
    ) -> Radar:
        """Return a radar of a group.

        Parameters
        ----------
        source
            A group's results, or a widget that publishes some (:class:`OpenSheets`): the radar then follows it. What
            a group that answers together agreed on is drawn as the group's layer while nothing is published.
        """
        radar = cls(follow=follow, questionnaire=published.answered(source, questionnaire))
        if isinstance(source, PublishesResults):
            published.follow(source, radar._draw)
        else:
            radar.show_group(source)
        return radar

    def _draw(self, one: Published) -> None:
        """Draw what a widget publishes, in one message."""
        with self.hold_sync():
            self.show_group(one.results, label=one.session)
            if one.kept and not one.results:
                self.show("group", one.kept["scores"], label=one.kept["label"])
            self.show_group(one.earlier.get("results", {}), kind="earlier", label=one.earlier.get("label"))

    def show_group(
        self, results: GroupResults | Mapping[str, Any], *, kind: str = "group", label: str | None = None
    ) -> None:
        """Draw a group's results as the layer ``group``, or ``earlier`` for a previous time; empty ones remove it."""
        plain = results if isinstance(results, Mapping) else results.plain()
        if not plain:
            self.hide(kind)
            return
        scores = {lever: one["score"] for lever, one in plain["leviers"].items()}
        self.show(kind, scores, label=label, n=plain["n_feuilles"])

    def show_profile(self, results: GroupResults | Mapping[str, Any], profile: str) -> None:
        """Draw one respondent profile; where it may not be shown, each of its levers is said to be missing."""
        plain = results if isinstance(results, Mapping) else results.plain()
        found = plain["profils"][profile]
        scores = {lever: one["score"] for lever, one in found["leviers"].items()}
        self.show("profile", scores, label=self._profiles[profile], n=found["n"])

    def show(
        self, kind: str, scores: Mapping[str, float | None], *, label: str | None = None, n: int | None = None
    ) -> None:
        """Draw or replace the layer of that kind. A lever left out of ``scores`` has no score."""
        known = {axis["id"] for axis in self.axes}
        layer = {
            "kind": kind,
            "label": label or self.texts["calques"].get(kind, kind),
            "n": n,
            "scores": {lever: score for lever, score in scores.items() if lever in known},
        }
        others = [one for one in self.layers if one["kind"] != kind]
        self.layers = [*others, layer]

    def hide(self, kind: str) -> None:
        """Take the layer of that kind away."""
        self.layers = [one for one in self.layers if one["kind"] != kind]

    @traitlets.validate("layers")
    def _check_layers(self, proposal: Any) -> list[dict[str, Any]]:
        layers: list[dict[str, Any]] = proposal["value"]
        kinds = [layer.get("kind") for layer in layers]
        for kind in kinds:
            if kind not in KINDS or kinds.count(kind) > 1:
                raise traitlets.TraitError(
                    f"Calque « {kind} » : un radar a au plus un calque de chaque sorte parmi {', '.join(KINDS)}."
                )
        for layer in layers:
            for lever, score in layer["scores"].items():
                if score is not None and not 0 <= score <= 100:
                    raise traitlets.TraitError(
                        f"Levier {lever} : le score {score} doit être entre 0 et 100, ou vide s'il n'est pas connu."
                    )
        return [{"n": None} | layer for layer in sorted(layers, key=lambda layer: KINDS.index(layer["kind"]))]
