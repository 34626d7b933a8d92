"""A statement («énoncé») and what a variant says of it in words of its own."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, field

from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["Item", "Wording"]


class Wording(
    Strict,
    frozen=True,
    omit_defaults=True,
    rename={
        "text": "texte",
        "anchor_low": "repere_1",
        "anchor_high": "repere_4",
        "evidence": "preuve",
        "prompt": "relance",
        "easy": "facile",
    },
):
    """What a variant says of a statement in its own words; what is left out is said as in the base text."""

    text: str = ""
    anchor_low: str = ""
    anchor_high: str = ""
    evidence: str = ""
    prompt: str = ""
    easy: str = ""


class Item(
    Strict,
    frozen=True,
    rename={
        "lever": "levier",
        "effect": "effet",
        "other_effects": "effets_secondaires",
        "priority_profiles": "profils_prioritaires",
        "text": "texte",
        "variants": "variantes",
        "anchor_low": "repere_1",
        "anchor_high": "repere_4",
        "evidence": "preuve",
        "prompt": "relance",
        "reversed": "inverse",
        "scale": "echelle",
        "sensitive": "sensible",
        "easy": "facile",
        "drawing": "dessin",
        "weight": "poids",
        "other_levers": "autres_leviers",
    },
):
    """A statement («énoncé»), its two anchors, the evidence to look at and the prompt for discussion.

    ``reversed``: a high answer is unfavourable, scores turn it round. ``scale`` names one of the questionnaire's other
    scales, ``module`` the optional part that the item belongs to. ``sensitive``: it speaks of violence,
    discrimination or health, and no figure of it is shown below the higher threshold of
    content/questionnaires/thresholds.yaml («sensible»). ``easy``: the same statement in at most twelve everyday words,
    for the easy-to-read version; ``drawing``: up to three drawings that go with it, side by side, by their names in
    content/questionnaires/drawings.yaml. ``weight``: how much it counts in its levers, 1 where nothing is said;
    ``other_levers``: levers that count it too.
    """

    id: Identifier
    lever: Identifier
    text: Text
    effect: Identifier | None = None
    theme: Identifier | None = None
    anchor_low: str = ""
    anchor_high: str = ""
    evidence: str = ""
    prompt: str = ""
    reversed: bool = False
    sensitive: bool = False
    scale: Identifier | None = None
    module: Identifier | None = None
    other_effects: tuple[Identifier, ...] = ()
    priority_profiles: tuple[Identifier, ...] = ()
    variants: dict[Identifier, Text | Wording] = field(default_factory=dict)
    easy: str = ""
    drawing: Annotated[tuple[Identifier, ...], Meta(max_length=3)] = ()
    weight: Annotated[int, Meta(ge=1, le=100)] | None = None
    other_levers: tuple[Identifier, ...] = ()

    def wording(self, variant: str | None) -> Wording:
        """Return what a variant says in words of its own: nothing for the base text."""
        own = self.variants.get(variant, "") if variant else ""
        return Wording(text=own) if isinstance(own, str) else own

    def worded(self, variant: str | None) -> Item:
        """Return the statement, its anchors, evidence and prompt as this variant words them."""
        own = self.wording(variant)
        said = {name: told for name in own.__struct_fields__ if (told := getattr(own, name))}
        return msgspec.structs.replace(self, **said)

    def text_for(self, variant: str | None) -> str:
        """Return the statement as this variant words it, or the base text where it has no wording of its own."""
        return self.wording(variant).text or self.text
