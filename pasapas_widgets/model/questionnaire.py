"""A questionnaire: levers, effects, a scale and the statements («énoncés») placed on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

import msgspec
from msgspec import Meta, field

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = [
    "NOT_CONCERNED",
    "NOT_KNOWN",
    "Item",
    "Questionnaire",
    "Service",
    "load_questionnaire",
    "load_services",
]

NOT_KNOWN = "NSP"
"""«Je ne sais pas»: the person lacks the information. Counted apart from the two other kinds of missing."""
NOT_CONCERNED = "NC"
"""«Non concerné»: the statement does not apply to the service. Taken out of the calculation."""


class Lever(
    Strict, frozen=True, rename={"official_name": "nom_officiel", "name": "nom_court", "question": "question_guide"}
):
    """One of the four levers of the Anact experiment (source: press release of 23 February 2026)."""

    id: Identifier
    official_name: Text
    name: Text
    question: Text


class Effect(Strict, frozen=True, rename={"name": "nom", "short": "icone_texte"}):
    """One of the five effects named by the 2024 programme: a second reading, never a score of effects achieved."""

    id: Identifier
    name: Text
    short: Annotated[str, Meta(min_length=1, max_length=4)]


class Theme(Strict, frozen=True, rename={"name": "nom"}):
    """A field of Anact's QVCT reference frame (2023), abridged label."""

    id: Identifier
    name: Text


class Level(Strict, frozen=True, rename={"value": "valeur", "key": "cle", "label": "libelle", "anchor": "ancre"}):
    """One step of the scale."""

    value: Annotated[int, Meta(ge=1, le=7)]
    key: Identifier
    label: Text
    anchor: Text


class OffScale(Strict, frozen=True, rename={"label": "libelle", "use": "usage"}):
    """An answer outside the scale: «Je ne sais pas» or «Non concerné»."""

    code: Literal["NSP", "NC"]
    label: Text
    use: Text


class Scale(
    Strict,
    frozen=True,
    rename={"kind": "type", "levels": "niveaux", "off_scale": "hors_echelle", "empty": "reponse_vide"},
):
    """The scale of answers, lowest level first, and the two answers outside it."""

    kind: Identifier
    levels: Annotated[tuple[Level, ...], Meta(min_length=2, max_length=7)]
    off_scale: tuple[OffScale, ...]
    empty: Text


class Mode(Strict, frozen=True, rename={"label": "libelle", "when": "quand", "storage": "stockage"}):
    """A way to answer: each one alone, in a group, or by a trio."""

    id: Literal["individuel", "collectif", "structure"]
    label: Text
    when: Text
    storage: Text


class Labelled(Strict, frozen=True, rename={"label": "libelle"}):
    """An identifier and the words people read: a respondent profile, a variant."""

    id: Identifier
    label: Text


class Caution(Strict, frozen=True, rename={"text": "texte", "if_yes": "si_oui"}):
    """An unscored question that blocks or adapts a workshop; never on a radar."""

    id: Identifier
    text: Text
    if_yes: Text


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
    },
):
    """A practice statement («énoncé»), its two anchors, the evidence to look at and the prompt for discussion."""

    id: Identifier
    lever: Identifier
    effect: Identifier
    theme: Identifier
    text: Text
    anchor_low: Text
    anchor_high: Text
    evidence: Text
    prompt: Text
    other_effects: tuple[Identifier, ...] = ()
    priority_profiles: tuple[Identifier, ...] = ()
    variants: dict[Identifier, Text] = field(default_factory=dict)

    def text_for(self, variant: str | None) -> str:
        """Return the statement as this variant words it, or the base text where it has no wording of its own."""
        return self.variants.get(variant, self.text) if variant else self.text


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
        "profiles": "profils",
        "variants": "variantes",
        "cautions": "questions_de_prudence",
    },
):
    """A questionnaire as its YAML file says it, checked as a whole.

    ``number`` (1 to 62) is the version as share codes carry it; ``version`` is the one people read.
    """

    id: Identifier
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+$")]
    number: Annotated[int, Meta(ge=1, le=62)]
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=120)]
    period: Text
    instructions: Text
    levers: Annotated[tuple[Lever, ...], Meta(min_length=1)]
    effects: tuple[Effect, ...]
    themes: tuple[Theme, ...]
    scale: Scale
    modes: tuple[Mode, ...]
    profiles: tuple[Labelled, ...]
    variants: tuple[Labelled, ...]
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    cautions: tuple[Caution, ...] = ()

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Identifiers of the statements, in their order."""
        return tuple(item.id for item in self.items)

    @property
    def profile_ids(self) -> tuple[str, ...]:
        """Identifiers of the respondent profiles, in their order."""
        return tuple(profile.id for profile in self.profiles)

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """Identifiers of the variants, in their order; the base text has none."""
        return tuple(variant.id for variant in self.variants)

    @property
    def top(self) -> int:
        """Highest level of the scale: answers run from 1 to ``top``."""
        return len(self.scale.levels)

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any change of the content, texts included."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:12]

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

    def for_browser(self, variant: str | None = None) -> dict[str, Any]:
        """Return what a questionnaire page shows, as plain JSON values, each statement worded for ``variant``."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        for item, told in zip(self.items, plain["items"], strict=True):
            told["texte"] = item.text_for(variant)
            del told["variantes"]
        for unused in ("modes", "themes", "questions_de_prudence"):
            del plain[unused]
        return plain | {"empreinte": self.fingerprint, "variante": variant}


def _check(questionnaire: Questionnaire, file: str) -> None:
    """Check what a type cannot say: unique identifiers, references that exist, a scale without gaps."""
    q = questionnaire

    def fault(path: str, reason: str) -> ContentError:
        return ContentError(f"{file}, {path} : {reason}.")

    groups: dict[str, Iterable[_Identified]] = {
        "leviers": q.levers, "effets": q.effects, "themes": q.themes, "modes": q.modes,
        "profils": q.profiles, "variantes": q.variants, "items": q.items, "questions_de_prudence": q.cautions,
    }  # fmt: skip
    known: dict[str, set[str]] = {}
    for name, members in groups.items():
        known[name] = set()
        for index, member in enumerate(members):
            if member.id in known[name]:
                raise fault(f"{name}[{index}].id", f"l'identifiant « {member.id} » est déjà pris")
            known[name].add(member.id)
    values = [level.value for level in q.scale.levels]
    if values != list(range(1, len(values) + 1)):
        raise fault("echelle.niveaux", f"les valeurs doivent se suivre de 1 à {len(values)}, dans l'ordre")
    for index, item in enumerate(q.items):
        references = {
            "levier": ("leviers", [item.lever]), "effet": ("effets", [item.effect]), "theme": ("themes", [item.theme]),
            "effets_secondaires": ("effets", item.other_effects), "variantes": ("variantes", item.variants),
            "profils_prioritaires": ("profils", item.priority_profiles),
        }  # fmt: skip
        for key, (group, used) in references.items():
            for one in used:
                if one not in known[group]:
                    raise fault(f"items[{index}].{key}", f"« {one} » n'est pas un identifiant de « {group} »")
    for lever in q.levers:
        if not q.items_of(lever=lever.id):
            raise fault("leviers", f"aucun énoncé n'a le levier « {lever.id} »")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


@cache
def load_questionnaire(path: Path | str | None = None) -> Questionnaire:
    """Read a questionnaire and check it whole; without ``path``, the self-diagnosis that ships with the package.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> questionnaire = load_questionnaire()
    >>> len(questionnaire.items), questionnaire.version
    (32, '1.0')
    """
    source = CONTENT / "autodiagnostic.yaml" if path is None else Path(path)
    questionnaire = load_yaml(source, Questionnaire)
    _check(questionnaire, source.name)
    return questionnaire


class Service(Strict, frozen=True, rename={"name": "nom", "family": "famille", "variant": "variante"}):
    """A type of service and the variant of the statements its teams answer; ``None`` is the base text."""

    id: Identifier
    name: Text
    family: Literal["hebergement", "milieu_ouvert", "pjj"]
    variant: Identifier | None


class _Services(Strict, frozen=True):
    services: tuple[Service, ...]


@cache
def load_services() -> tuple[Service, ...]:
    """Return the types of service, in the order a person reads them."""
    return load_yaml(CONTENT / "services.yaml", _Services).services
