"""What a radar draws: one set of lever scores a layer, from whatever a caller has at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.scoring import LeverScore, classes_along, shared_classes, words_of

__all__ = ["KINDS", "QUARTERS", "Layer", "Scores", "are_in_words", "class_of", "layers_of", "limits_of"]

KINDS = ("me", "group", "earlier", "profile")
"""The kinds of layers, each with its own colour, line and mark, the same as on screen."""

QUARTERS = (25.0, 50.0, 75.0, 100.0)
"""Where lines are drawn that are no limits of classes."""

Scores = Mapping[str, Any] | GroupResults | Iterable[Any]
"""Lever → score; label → such a mapping or a group's results; a group's results; layers as the widget has them."""


class Layer(Struct, frozen=True, kw_only=True):
    """One layer of a radar: ``scores`` holds 0 to 100 by lever, ``None`` where there are not enough answers.

    ``is_person`` tells one person's own result from a group's: it is said in words, whatever its look (``kind``).
    """

    label: str
    kind: str = "me"
    n: int | None = None
    is_person: bool = False
    scores: Mapping[str, float | None]


def layers_of(scores: Scores, questionnaire: Questionnaire) -> tuple[Layer, ...]:
    """Return the layers that ``scores`` means.

    Raises
    ------
    ValueError
        A score is not between 0 and 100, a lever is unknown, or there are more layers than a radar can tell apart.
    """
    q = questionnaire
    levers = {lever.id for lever in q.levers}
    names = interface("radar")["calques"]
    if isinstance(scores, GroupResults):
        layers = [_of_group(names["group"], scores)]
    elif isinstance(scores, Mapping):
        if all(key in levers for key in scores):
            layers = [Layer(label=names["me"], is_person=True, scores=_plain(scores))]
        else:
            layers = [_named(label, one) for label, one in scores.items()]
    else:
        layers = [_as_on_screen(one) for one in scores]
    for layer in layers:
        _check(layer, levers)
    return _kinds(layers)


def class_of(layer: Layer, score: float, questionnaire: Questionnaire, lever: Lever) -> str | None:
    """Return the words that say a score of one person's; ``None`` for a group's, or where there are no classes."""
    return words_of(score, questionnaire, lever) if layer.is_person else None


def are_in_words(layers: Sequence[Layer], questionnaire: Questionnaire) -> bool:
    """Return whether all that is drawn is one person's, each lever with classes to say it with: no figure then."""
    q = questionnaire
    return bool(layers) and all(layer.is_person for layer in layers) and all(classes_along(q, one) for one in q.levers)


def limits_of(layers: Sequence[Layer], questionnaire: Questionnaire) -> tuple[float, ...] | None:
    """Return where bare lines are drawn: at the limits of the classes where all is said in words, at quarters where
    levers have limits or units of their own; ``None`` where the lines bear the figures of one unit."""
    if are_in_words(layers, questionnaire):
        return tuple(end for _, end in shared_classes(questionnaire)) or QUARTERS
    return None if questionnaire.is_one_unit else QUARTERS


def _named(label: str, scores: Any) -> Layer:
    if isinstance(scores, GroupResults):
        return _of_group(label, scores)
    if not isinstance(scores, Mapping):
        raise ValueError(f"« {label} » n'est ni un levier du questionnaire, ni un calque (un bloc levier : score).")
    is_person = label == interface("radar")["calques"]["me"] or any(
        isinstance(one, LeverScore) for one in scores.values()
    )
    return Layer(label=label, kind="", is_person=is_person, scores=_plain(scores))


def _of_group(label: str, results: GroupResults) -> Layer:
    scores = {lever: one.score for lever, one in results.levers.items()}
    return Layer(label=label, kind="group", n=results.n_sheets, scores=scores)


def _as_on_screen(layer: Any) -> Layer:
    if isinstance(layer, Layer):
        return layer
    kind = layer.get("kind", "")
    scores = _plain(layer["scores"])
    return Layer(label=layer["label"], kind=kind, n=layer.get("n"), is_person=kind == "me", scores=scores)


def _plain(scores: Mapping[str, Any]) -> dict[str, float | None]:
    return {lever: one.score if isinstance(one, LeverScore) else one for lever, one in scores.items()}


def _check(layer: Layer, levers: set[str]) -> None:
    for lever, score in layer.scores.items():
        if lever not in levers:
            raise ValueError(f"Calque « {layer.label} » : « {lever} » n'est pas un levier du questionnaire.")
        if score is not None and not 0 <= score <= 100:
            raise ValueError(f"Calque « {layer.label} », levier {lever} : le score {score} doit être entre 0 et 100.")


def _kinds(layers: list[Layer]) -> tuple[Layer, ...]:
    """Give each layer a kind of its own: the one it has, the one its usual label tells, else the next free one."""
    if len(layers) > len(KINDS):
        raise ValueError(f"{len(layers)} calques sur un radar : on n'en distingue pas plus de {len(KINDS)}.")
    usual = {label: kind for kind, label in interface("radar")["calques"].items()}
    free = list(KINDS)
    found: dict[int, str] = {}
    for wanted in ([usual.get(layer.label, "") for layer in layers], [layer.kind for layer in layers], KINDS):
        for number, kind in enumerate(wanted[: len(layers)]):
            if number not in found and kind in free:
                free.remove(kind)
                found[number] = kind
    for number in range(len(layers)):
        if number not in found:
            found[number] = free.pop(0)
    return tuple(replace(layer, kind=found[number]) for number, layer in enumerate(layers))
