"""A questionnaire: levers, effects, a scale and the statements («énoncés») placed on them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, field

from pasapas_widgets.content import ContentError
from pasapas_widgets.model.questionnaire.drawings import load_drawings
from pasapas_widgets.model.questionnaire.instrument import Lever, Scale, axis_name
from pasapas_widgets.model.questionnaire.statement import Item
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = [
    "NOT_CONCERNED",
    "NOT_KNOWN",
    "Item",
    "Lever",
    "Questionnaire",
    "Scale",
    "axis_name",
]

NOT_KNOWN = "NSP"
"""«Je ne sais pas»: the person lacks the information. Counted apart from the two other kinds of missing."""
NOT_CONCERNED = "NC"
"""«Non concerné»: the statement does not apply to the service. Taken out of the calculation."""
UNSAID = "non_precise"
"""Identifier of the profile of who would rather not say: shown after the others."""


class Effect(Strict, frozen=True, rename={"name": "nom", "short": "icone_texte"}):
    """One of the five effects named by the 2024 programme: a second reading, never a score of effects achieved."""

    id: Identifier
    name: Text
    short: Annotated[str, Meta(min_length=1, max_length=4)]


class Theme(Strict, frozen=True, rename={"name": "nom"}):
    """A field of Anact's QVCT reference frame (2023), abridged label."""

    id: Identifier
    name: Text


class Mode(Strict, frozen=True, rename={"label": "libelle", "when": "quand", "storage": "stockage"}):
    """A way to answer: each one alone, in a group, or by a trio."""

    id: Literal["individuel", "collectif", "structure"]
    label: Text
    when: Text
    storage: Text


class Source(
    Strict, frozen=True, rename={"title": "titre", "licence": "licence", "address": "adresse", "credit": "mention"}
):
    """Where a published instrument comes from, and the words that its licence asks to show."""

    title: Text
    licence: Text
    address: str = ""
    credit: str = ""


class Scoring(
    Strict,
    frozen=True,
    rename={"least_share": "part_min_notes", "unit": "unite", "has_classes": "classes"},
):
    """What a questionnaire does otherwise than ``content/questionnaires/calculation.yaml``.

    Parameters
    ----------
    least_share
        Share (0 to 1) of a scale's items to answer, or to be able to publish, for the scale to have a score;
        ``None`` is the project's own rule.
    unit
        How a score is told: ``score``, from 0 to 100, or ``moyenne``, as a mean level of the main scale.
    has_classes
        Whether scores fall into the project's three classes. An instrument that has none of its own says ``false``.
    """

    least_share: Annotated[float, Meta(gt=0, le=1)] | None = None
    unit: Literal["score", "moyenne"] = "score"
    has_classes: bool = True


class Earlier(
    Strict,
    frozen=True,
    rename={"changed": "reformules", "renamed": "renommes", "removed": "retires", "added": "ajoutes"},
):
    """How the answers to an earlier version read in this one: what is named here, everything else being unchanged.

    Parameters
    ----------
    version
        The earlier version.
    changed
        Items that kept their identifier and changed meaning: their earlier answers are not comparable.
    renamed
        Earlier identifier → identifier here, same meaning.
    removed
        Items of the earlier version that are no longer asked.
    added
        Items here that the earlier version did not ask.
    """

    version: str
    changed: tuple[Identifier, ...] = ()
    renamed: dict[Identifier, Identifier] = field(default_factory=dict)
    removed: tuple[Identifier, ...] = ()
    added: tuple[Identifier, ...] = ()


class Labelled(Strict, frozen=True, rename={"label": "libelle"}):
    """An identifier and the words people read: a respondent profile, a variant."""

    id: Identifier
    label: Text


class Caution(Strict, frozen=True, rename={"text": "texte", "if_yes": "si_oui"}):
    """An unscored question that blocks or adapts a workshop; never on a radar."""

    id: Identifier
    text: Text
    if_yes: Text


class Questionnaire(
    Strict,
    frozen=True,
    rename={
        "number": "numero",
        "title": "titre",
        "minutes": "duree_remplissage_min",
        "period": "periode_de_reference",
        "instructions": "consigne",
        "levers": "leviers",
        "effects": "effets",
        "scale": "echelle",
        "other_scales": "echelles",
        "profiles": "profils",
        "variants": "variantes",
        "cautions": "questions_de_prudence",
        "scoring": "calcul",
        "earlier": "versions_anterieures",
    },
):
    """A questionnaire as its YAML file says it, checked as a whole.

    ``number`` (1 to 62) is the version as share codes carry it; ``version`` is the one people read.
    """

    id: Identifier
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+\Z")]
    title: Text
    levers: Annotated[tuple[Lever, ...], Meta(min_length=1)]
    scale: Scale
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    number: Annotated[int, Meta(ge=1, le=62)] = 1
    minutes: Annotated[int, Meta(ge=1, le=120)] = 10
    period: str = ""
    instructions: str = ""
    other_scales: dict[Identifier, Scale] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    themes: tuple[Theme, ...] = ()
    modes: tuple[Mode, ...] = ()
    modules: tuple[Labelled, ...] = ()
    profiles: tuple[Labelled, ...] = ()
    variants: tuple[Labelled, ...] = ()
    cautions: tuple[Caution, ...] = ()
    scoring: Scoring = Scoring()
    source: Source | None = None
    earlier: tuple[Earlier, ...] = ()

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Identifiers of the statements, in their order."""
        return tuple(item.id for item in self.items)

    @property
    def profile_ids(self) -> tuple[str, ...]:
        """Identifiers of the respondent profiles, in their order."""
        return tuple(profile.id for profile in self.profiles)

    @property
    def shown_profiles(self) -> tuple[Labelled, ...]:
        """The respondent profiles in the order in which people read them: who would rather not say comes last.

        That of ``profiles`` is the share code's, to which each new one is added at the end.
        """
        return tuple(sorted(self.profiles, key=lambda one: one.id == UNSAID))

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """Identifiers of the variants, in their order; the base text has none."""
        return tuple(variant.id for variant in self.variants)

    @property
    def top(self) -> int:
        """Highest level of the main scale: answers run from 1 to ``top``."""
        return self.scale.top

    @property
    def span(self) -> int:
        """How many equal steps lie between the worst and the best answer, so that each level of each scale of this
        questionnaire is a whole number of steps: 3 for the self-diagnosis."""
        return math.lcm(*(scale.width for scale in (self.scale, *self.other_scales.values())))

    def scale_of(self, item: Item) -> Scale:
        """Return the scale on which an item is answered."""
        return self.scale if item.scale is None else self.other_scales[item.scale]

    def steps(self, item: Item, level: int) -> int:
        """Return how many steps (0 to :attr:`span`) an answer lies above the worst one, reversed items turned round."""
        scale = self.scale_of(item)
        place, width = scale.place(level), scale.width
        return (width - place if item.reversed else place) * (self.span // width)

    def scored_items(self, lever: Lever) -> tuple[Item, ...]:
        """Return the items that a lever's score counts: its own, those that name it too, those of its parts."""
        parts = {lever.id, *lever.scoring.total_of}
        return tuple(item for item in self.items if parts.intersection((item.lever, *item.other_levers)))

    def weight(self, lever: Lever, item: Item) -> int:
        """Return how much an item counts in a lever: its weight, times the width of its scale in a sum."""
        low, high = self.scale_of(item).ends
        return (item.weight or 1) * (high - low if self.unit_of(lever) == "somme" else 1)

    def unit_of(self, lever: Lever | None) -> str:
        """Return how a score is told: ``score``, ``moyenne`` or ``somme``."""
        return (lever.scoring.unit if lever else None) or self.scoring.unit

    def has_own_unit(self, lever: Lever) -> bool:
        """Whether a lever's score is told in other terms than scores from 0 to 100, or means from 1, of the whole."""
        if self.scoring.unit == "moyenne" and self.scale.ends[0] != 1:
            return True
        return self.unit_of(lever) != self.scoring.unit or self.ends_of(lever) != self.ends_of(None)

    @property
    def is_one_unit(self) -> bool:
        """Whether the scores of all levers are told in the same terms."""
        return not any(self.has_own_unit(lever) for lever in self.levers)

    def ends_of(self, lever: Lever | None) -> tuple[int, int]:
        """Return where the scores of a lever begin and end as they are told; those of an item without a lever.

        A mean is told on the main scale; on its own items' scale where the lever itself asks for a mean.
        """
        unit = self.unit_of(lever)
        if unit == "score":
            return 0, 100
        if lever is None or not lever.scoring.unit:
            return self.scale.ends
        items = self.scored_items(lever)
        if unit == "moyenne":
            return self.scale_of(items[0]).ends
        ends = [[(item.weight or 1) * end for end in self.scale_of(item).ends] for item in items]
        return sum(low for low, _ in ends), sum(high for _, high in ends)

    def with_modules(self, modules: Iterable[str]) -> Questionnaire:
        """Return this questionnaire with only some of its optional modules; items without a module always stay.

        What is answered stays a sheet of the whole questionnaire, where the items left out were not answered.

        Raises
        ------
        ContentError
            There is no such module, or nothing would be left of a scale.
        """
        kept = set(modules)
        unknown = sorted(kept - {one.id for one in self.modules})
        if unknown:
            known = ", ".join(one.id for one in self.modules) or "aucun"
            raise ContentError(f"Le module « {unknown[0]} » n'existe pas dans ce questionnaire (modules : {known}).")
        items = tuple(item for item in self.items if item.module is None or item.module in kept)
        kept_items = msgspec.structs.replace(self, items=items)
        levers = tuple(lever for lever in self.levers if kept_items.scored_items(lever))
        modules_left = tuple(one for one in self.modules if one.id in kept)
        if not items:
            raise ContentError("Sans aucun module, il ne reste pas d'énoncé : en choisir au moins un.")
        return msgspec.structs.replace(self, items=items, levers=levers, modules=modules_left)

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any change of the content, texts included.

        What a file leaves out is not counted: a key that the schema gets later changes no earlier fingerprint.
        """
        said = _said(msgspec.to_builtins(self))
        return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()[:12]

    @property
    def is_easy(self) -> bool:
        """Whether there is an easy-to-read version: every statement has its short sentence."""
        return all(item.easy for item in self.items)

    def number_of(self, item_id: str) -> int:
        """Return the number that people read: the place of a statement, from 1; ``ValueError`` where there is none."""
        return self.item_ids.index(item_id) + 1

    def item(self, item_id: str) -> Item:
        """Return the statement of that identifier; ``KeyError`` where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def items_of(self, *, lever: str | None = None, effect: str | None = None) -> tuple[Item, ...]:
        """Return the statements of a lever, or those whose main effect is ``effect``, in their order."""
        return tuple(
            item
            for item in self.items
            if (lever is None or item.lever == lever) and (effect is None or item.effect == effect)
        )

    def worded(self, variant: str | None) -> Questionnaire:
        """Return the same questionnaire, each statement in the words of a variant; the base text where ``None``."""
        return msgspec.structs.replace(self, items=tuple(item.worded(variant) for item in self.items))

    def item_said(self, text: str) -> str | None:
        """Return the statement whose text this is, in the base wording or in a variant's."""
        said = (item.id for item in self.items if text in (item.text, *map(item.text_for, item.variants)))
        return next(said, None)

    def for_browser(self, variant: str | None = None) -> dict[str, Any]:
        """Return what a questionnaire page shows, as plain JSON values, each statement worded for ``variant``."""
        shown = self.worded(variant)
        plain: dict[str, Any] = msgspec.to_builtins(shown)
        for told in plain["items"]:
            del told["variantes"]
            if not self.is_easy:
                del told["facile"], told["dessin"]
            for unread in ("theme", "effets_secondaires", "sensible"):
                del told[unread]
            _leave_out(told, "poids", "autres_leviers", "echelle", "module", "inverse", "profils_prioritaires")
        for lever, one in zip(self.levers, plain["leviers"], strict=True):
            _leave_out(one, "calcul")
            one |= {"nom_score": axis_name(lever)} if lever.is_unfavourable else {}
        for scale in (plain["echelle"], *plain["echelles"].values()):
            for level in scale["niveaux"]:
                _leave_out(level, "code", "points")
        if self.is_easy:
            used = {name for item in shown.items for name in item.drawing}
            plain["dessins"] = {name: path for name, path in load_drawings().items() if name in used}
        for unused in ("modes", "themes", "questions_de_prudence", "versions_anterieures"):
            del plain[unused]
        return plain | {"empreinte": self.fingerprint, "variante": variant}


def _leave_out(plain: dict[str, Any], *names: str) -> None:
    """Take away what says nothing, so that a questionnaire without it is what it was before there was such a key."""
    for name in names:
        if plain[name] is False or plain[name] in (None, [], ()):
            del plain[name]


def _said(value: Any) -> Any:
    """Return plain values without what is empty."""
    if isinstance(value, dict):
        return {key: told for key, one in value.items() if (told := _said(one)) not in (None, "", False, [], {})}
    return [_said(one) for one in value] if isinstance(value, list | tuple) else value
