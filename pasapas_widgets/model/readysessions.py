"""Sessions ready to be run («déroulés»), and what holds in every one of them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from pasapas_widgets.model.strict import Identifier, Minutes, Strict, Text

__all__ = ["GroundRules", "ReadySession", "Sequence", "Unexpected"]


class Sequence(
    Strict,
    frozen=True,
    rename={
        "start": "debut", "minutes": "duree", "title": "titre", "method": "methode", "workbook": "application",
        "trainer": "formateur",
    },
):  # fmt: skip
    """One sequence of a session: minutes from the opening, its length, what the trainer does, what the group makes."""

    start: Minutes
    minutes: Annotated[int, Meta(ge=1, le=600)]
    title: Text
    trainer: Text
    method: Identifier | None
    workbook: Identifier | None
    production: Text | None


class ReadySession(
    Strict,
    frozen=True,
    rename={
        "title": "titre", "minutes": "duree_totale", "group": "groupe", "before": "prealable", "material": "materiel",
    },
):  # fmt: skip
    """A session ready to be run, its sequences one after the other without a gap."""

    id: Identifier
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=600)]
    group: Text
    before: Text
    material: tuple[Text, ...]
    sequences: Annotated[tuple[Sequence, ...], Meta(min_length=1)]


class Unexpected(Strict, frozen=True, rename={"happens": "si", "then": "alors"}):
    """Something that may happen in a session, and what to do then."""

    happens: Text
    then: Text


class GroundRules(
    Strict,
    frozen=True,
    rename={
        "stance": "posture", "speech": "regles_de_parole", "unexpected": "imprevus",
        "evaluation": "evaluation_seance",
    },
):  # fmt: skip
    """What holds in every session: stance, rules of speech, the unexpected, the three questions at the end."""

    stance: tuple[Text, ...]
    speech: tuple[Text, ...]
    unexpected: tuple[Unexpected, ...]
    evaluation: Annotated[tuple[Text, ...], Meta(min_length=3, max_length=3)]
