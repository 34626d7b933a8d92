"""Sessions ready to be run («déroulés»), and what holds in every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["LONGEST", "GroundRules", "ReadySession", "Sequence", "Unexpected", "arranged"]

LONGEST = 1440
"""Minutes of the longest session: a day and a night."""

_Free = Annotated[str, Meta(max_length=600)]
_Some = Annotated[tuple[Text, ...], Meta(max_length=40)]


class Sequence(
    Strict,
    frozen=True,
    rename={
        "start": "debut", "minutes": "duree", "title": "titre", "method": "methode", "workbook": "application",
        "trainer": "formateur",
    },
):  # fmt: skip
    """One sequence of a session: minutes from the opening, its length, what the trainer does, what the group makes.

    Parameters
    ----------
    id
        Its name within the session, by which a change finds it; empty where nobody changes it.
    """

    start: Annotated[int, Meta(ge=0, le=LONGEST)]
    minutes: Annotated[int, Meta(ge=1, le=600)]
    title: Text
    trainer: _Free
    method: Identifier | None
    workbook: Identifier | None
    production: _Free | None
    id: Annotated[str, Meta(max_length=40)] = ""

    @property
    def is_break(self) -> bool:
        """Whether the group rests or eats: no method, no workbook, nothing to make."""
        return self.method is None and self.workbook is None and not self.production


class ReadySession(
    Strict,
    frozen=True,
    rename={
        "title": "titre", "minutes": "duree_totale", "group": "groupe", "before": "prealable", "material": "materiel",
    },
):  # fmt: skip
    """A session ready to be run, its sequences one after the other without a gap.

    Parameters
    ----------
    minutes
        How long it is meant to last. The sequences of a model last as long; those of a variant may not, see ``length``.
    before
        What must be there beforehand.
    """

    id: Identifier
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    minutes: Annotated[int, Meta(ge=1, le=LONGEST)]
    group: _Free
    before: _Some
    material: _Some
    sequences: Annotated[tuple[Sequence, ...], Meta(min_length=1, max_length=60)]

    @property
    def length(self) -> int:
        """Minutes that the sequences last together."""
        return sum(one.minutes for one in self.sequences)


def arranged(session: ReadySession) -> ReadySession:
    """Return the session with each sequence beginning where the one before ends, each with a name of its own.

    Raises
    ------
    ValueError
        The sequences last longer than :data:`LONGEST` together.

    Examples
    --------
    >>> from pasapas_widgets.model.kit.kit import load_kit
    >>> model = load_kit().sessions[0]
    >>> shorter = msgspec.structs.replace(model, sequences=model.sequences[2:4])
    >>> [(one.id, one.start, one.minutes) for one in arranged(shorter).sequences]
    [('q1', 0, 15), ('q2', 15, 25)]
    """
    if session.length > LONGEST:
        raise ValueError(session.length)
    return msgspec.structs.replace(session, sequences=tuple(_one_after_the_other(session.sequences)))


def _one_after_the_other(sequences: tuple[Sequence, ...]) -> Iterator[Sequence]:
    taken = {one.id for one in sequences}
    named: set[str] = set()
    end = number = 0
    for one in sequences:
        id = one.id
        while not id or id in named:
            number += 1
            id = f"q{number}" if f"q{number}" not in taken else ""
        named.add(id)
        yield msgspec.structs.replace(one, id=id, start=end)
        end += one.minutes


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
