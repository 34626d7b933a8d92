"""An exercise as a room asks it: one question, its answers with their reasons, and where they come from."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from pasapas_widgets.model.exercise.structure import Source

__all__ = ["Asked", "AskedAnswer"]

Said = Annotated[str, Meta(max_length=2500)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]


class AskedAnswer(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"text": "texte", "feedback": "retour", "place": "ou", "then": "suite", "end": "fin", "to": "vers"},
):
    """One answer, or one thing that is worked on alone, and what is said of it once the group has answered.

    Parameters
    ----------
    id
        The choice of the vote: the same each time that the same question is asked.
    verdict
        ``tient`` or ``revoir``; empty where several ways are tried (a scene) and where nothing is chosen.
    source
        Of the reason, where it is not that of the exercise.
    place
        Where a thing goes, or its rank.
    then, end, to
        In a scene, what happens next; how it ends, or the key of the question that follows.
    """

    id: Name
    text: Said
    verdict: Annotated[str, Meta(max_length=10)] = ""
    feedback: Said = ""
    source: Annotated[str, Meta(max_length=80)] = ""
    place: Said = ""
    then: Said = ""
    end: Said = ""
    to: Annotated[str, Meta(max_length=120)] = ""


class Asked(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={
        "course": "module_titre", "key": "cle", "title": "titre", "kind": "genre", "question": "consigne",
        "texts": "texte", "things": "choses", "answers": "reponses", "many": "plusieurs", "feedback": "retour",
        "work": "travail", "trainer": "reprise",
    },
):  # fmt: skip
    """What a room is asked: the trainer's kernel makes it of a module, the room keeps it with its vote.

    Parameters
    ----------
    key
        The question's name in its module: ``exercise``, ``exercise/question`` or ``exercise/situation``.
    texts
        Paragraphs to read before the question.
    things
        What is to be put somewhere or written anew, as it is shown at first.
    figure
        As :func:`pasapas_widgets.exports.course.pictures.plain_picture` gives it.
    many
        True where several answers may be ticked.
    feedback
        What is said of the whole.
    work
        The exercise under the keys of its file, where each person works it alone on the phone and sends nothing.
    trainer
        How to take answers up: for the trainer, never for a phone nor the wall.
    """

    module: Name
    course: Said
    key: Annotated[str, Meta(min_length=1, max_length=120)]
    title: Said
    kind: Name
    question: Said
    source: Name
    sources: Annotated[tuple[Source, ...], Meta(max_length=20)]
    texts: Annotated[tuple[Said, ...], Meta(max_length=20)] = ()
    things: Annotated[tuple[Said, ...], Meta(max_length=20)] = ()
    figure: dict[str, Any] | None = None
    answers: Annotated[tuple[AskedAnswer, ...], Meta(max_length=20)] = ()
    many: bool = False
    feedback: Said = ""
    work: dict[str, Any] | None = None
    trainer: Said = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What is voted on: nothing where each person works alone."""
        return () if self.work is not None else tuple(one.id for one in self.answers)

    @property
    def dots(self) -> int:
        """How many answers a person may tick."""
        return len(self.choices) if self.many else min(1, len(self.choices))

    def for_room(self, *, shown: bool) -> Asked:
        """Return what phones and wall may read: the reasons once they are shown, the trainer's notes never.

        >>> answer = AskedAnswer(id="a", text="A", verdict="tient", feedback="Because.", to="x/y")
        >>> made = Asked(module="m", course="M", key="x", title="X", kind="choisir", question="?", source="s",
        ...              sources=(), answers=(answer,), feedback="Well.", trainer="Ask who.")
        >>> made.for_room(shown=False).answers, made.for_room(shown=True).trainer
        ((AskedAnswer(id='a', text='A', verdict='', feedback='', source='', place='', then='', end='', to=''),), '')
        """
        if shown:
            return replace(self, trainer="")
        answers = () if self.work is not None else tuple(AskedAnswer(id=one.id, text=one.text) for one in self.answers)
        return replace(self, trainer="", feedback="", answers=answers)
