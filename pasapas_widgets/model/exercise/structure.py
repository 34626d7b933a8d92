"""A module of the course: what one will be able to do, its steps, and seven kinds of exercises.

No structure holds a score: an answer has a reason, whichever it is (docs/decisions/039-exercises.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = [
    "Answer",
    "Answered",
    "Choose",
    "Exercise",
    "Figure",
    "Frame",
    "Match",
    "Module",
    "Named",
    "Option",
    "Order",
    "Place",
    "Placed",
    "Question",
    "Ranked",
    "ReadFigure",
    "Reformulate",
    "Rewording",
    "Scene",
    "Situation",
    "Source",
    "Step",
]

Paragraph = Annotated[str, Meta(min_length=1, max_length=1500)]
Paragraphs = Annotated[tuple[Paragraph, ...], Meta(max_length=8)]


class Source(Strict, frozen=True, rename={"title": "titre", "address": "adresse"}):
    """Where what is taught comes from."""

    id: Identifier
    title: Text
    address: str = ""


class Figure(
    Strict,
    frozen=True,
    kw_only=True,
    rename={"shows": "montre", "waves": "vagues", "items": "enonces", "indicators": "indicateurs", "holds": "tient"},
):
    """A figure that is drawn from a dossier's own data.

    Parameters
    ----------
    dossier
        The name of its folder.
    waves
        Which times the group answered, from 1; what ``holds`` is judged on is the first of them.
    items
        Statements, for ``repartition`` and ``comparaison``.
    indicators
        For ``indicateurs``; all that the dossier has where empty.
    holds
        What the words of the exercise affirm of it, as conditions (docs/orientation.md).
    """

    dossier: Identifier
    shows: Literal["radar", "repartition", "comparaison", "effets", "indicateurs", "reseau"]
    waves: Annotated[tuple[Annotated[int, Meta(ge=1, le=9)], ...], Meta(min_length=1, max_length=2)] = (1,)
    items: Annotated[tuple[Identifier, ...], Meta(max_length=12)] = ()
    indicators: Annotated[tuple[Identifier, ...], Meta(max_length=12)] = ()
    holds: Annotated[tuple[Text, ...], Meta(max_length=12)] = ()


class Answered(Strict, frozen=True, rename={"feedback": "retour"}):
    """What an answer gets: a reason, and where it comes from when that is not the exercise's source."""

    feedback: Paragraph
    source: str = ""


class Answer(Answered, frozen=True, kw_only=True, rename={"text": "texte", "fits": "convient"}):
    """One answer that may be chosen."""

    id: Identifier
    text: Paragraph
    fits: bool


class Ranked(Answered, frozen=True, kw_only=True, rename={"text": "texte", "rank": "rang"}):
    """Something to put in order; what has the same rank may go in either order."""

    id: Identifier
    text: Text
    rank: Annotated[int, Meta(ge=1, le=8)]


class Named(Strict, frozen=True, rename={"text": "texte"}):
    """A heap, a column or a line that things are put into."""

    id: Identifier
    text: Text


class Placed(Answered, frozen=True, kw_only=True, rename={"text": "texte", "places": "dans"}):
    """Something to put somewhere: every place that fits is in ``places``."""

    id: Identifier
    text: Text
    places: Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]


class Band(Strict, frozen=True, rename={"title": "titre", "parts": "cases"}):
    """One side of a frame."""

    title: Text
    parts: Annotated[tuple[Named, ...], Meta(min_length=2, max_length=5)]


class Frame(Strict, frozen=True, rename={"columns": "colonnes", "rows": "lignes"}):
    """What things are placed on: a band of columns, or a grid where it has lines too."""

    columns: Band
    rows: Band | None = None

    @property
    def places(self) -> dict[str, str]:
        """Every place, by the name under which an element calls it, with its words."""
        if self.rows is None:
            return {one.id: one.text for one in self.columns.parts}
        return {
            f"{column.id}/{row.id}": f"{column.text}, {row.text}"
            for row in self.rows.parts
            for column in self.columns.parts
        }


class _Exercise(
    Strict,
    frozen=True,
    kw_only=True,
    tag_field="genre",
    rename={"title": "titre", "instruction": "consigne", "text": "texte", "trainer": "reprise"},
):
    """What all exercises have; ``trainer`` is said on the page of answers alone."""

    id: Identifier
    title: Text
    instruction: Paragraph
    source: Identifier
    text: Paragraphs = ()
    figure: Figure | None = None
    trainer: str = ""

    @property
    def kind(self) -> str:
        """The ``genre`` of the file."""
        return str(self.__struct_config__.tag)


class Choose(_Exercise, frozen=True, kw_only=True, tag="choisir",
             rename={"answers": "reponses", "many": "plusieurs", "either": "au_choix"}):  # fmt: skip
    """Choose an answer, or several; each says why."""

    answers: Annotated[tuple[Answer, ...], Meta(min_length=2, max_length=8)]
    many: bool = False
    either: bool = False


class Order(_Exercise, frozen=True, kw_only=True, tag="ordonner", rename={"feedback": "retour"}):
    """Put things in an order; ``elements`` are in the order in which they are shown at first."""

    elements: Annotated[tuple[Ranked, ...], Meta(min_length=3, max_length=8)]
    feedback: Paragraph


class Match(_Exercise, frozen=True, kw_only=True, tag="associer", rename={"heaps": "cases"}):
    """Put each thing with what it belongs to."""

    heaps: Annotated[tuple[Named, ...], Meta(min_length=2, max_length=6)]
    elements: Annotated[tuple[Placed, ...], Meta(min_length=2, max_length=10)]


class Place(_Exercise, frozen=True, kw_only=True, tag="placer", rename={"frame": "cadre"}):
    """Place each thing on a frame."""

    frame: Frame
    elements: Annotated[tuple[Placed, ...], Meta(min_length=2, max_length=10)]


class Question(Strict, frozen=True, rename={"text": "texte", "answers": "reponses", "either": "au_choix"}):
    """A question to a figure."""

    id: Identifier
    text: Paragraph
    answers: Annotated[tuple[Answer, ...], Meta(min_length=2, max_length=8)]
    either: bool = False


class ReadFigure(_Exercise, frozen=True, kw_only=True, tag="lire"):
    """Read a figure of a dossier."""

    questions: Annotated[tuple[Question, ...], Meta(min_length=1, max_length=5)]


class Rewording(Strict, frozen=True, rename={"text": "texte", "why": "pourquoi"}):
    """A sentence that says the same as a fact of work, and what makes it one."""

    text: Paragraph
    why: Paragraph


class Reformulate(
    _Exercise,
    frozen=True,
    kw_only=True,
    tag="reformuler",
    rename={"sentence": "phrase", "examples": "exemples", "checklist": "grille", "feedback": "retour"},
):
    """Write a sentence anew, then set it against examples and a list of questions to it."""

    sentence: Paragraph
    examples: Annotated[tuple[Rewording, ...], Meta(min_length=2, max_length=5)]
    checklist: Annotated[tuple[Text, ...], Meta(min_length=2, max_length=8)]
    feedback: Paragraph


class Option(Answered, frozen=True, kw_only=True, rename={"text": "texte", "to": "vers"}):
    """One thing that can be done in a scene, and the situation that it leads to."""

    text: Paragraph
    to: Identifier


class Situation(Strict, frozen=True, rename={"text": "texte", "choices": "choix", "end": "fin"}):
    """A moment of a scene: what happens, and what can be done; without choices it is an end."""

    id: Identifier
    text: Paragraph
    choices: Annotated[tuple[Option, ...], Meta(max_length=5)] = ()
    end: str = ""


class Scene(_Exercise, frozen=True, kw_only=True, tag="scene", rename={"start": "depart", "situations": "situations"}):
    """Decide in a scene: what happens next depends on what one does."""

    start: Identifier
    situations: Annotated[tuple[Situation, ...], Meta(min_length=3, max_length=30)]

    def situation(self, id: str) -> Situation:
        """Return a situation by its identifier.

        Raises
        ------
        KeyError
            The scene has none of that name.
        """
        for one in self.situations:
            if one.id == id:
                return one
        raise KeyError(id)


Exercise = Choose | Order | Match | Place | ReadFigure | Reformulate | Scene


class Step(Strict, frozen=True, rename={"title": "titre", "text": "texte", "exercises": "exercices"}):
    """A part of a module: what is read, then what is practised."""

    title: Text
    minutes: Annotated[int, Meta(ge=1, le=60)]
    text: Paragraphs = ()
    exercises: Annotated[tuple[Exercise, ...], Meta(max_length=8)] = ()


Few = Annotated[tuple[Text, ...], Meta(min_length=1, max_length=8)]


class Module(
    Strict,
    frozen=True,
    kw_only=True,
    rename={
        "number": "numero", "title": "titre", "audience": "pour", "goals": "objectifs", "means": "moyens",
        "before": "prealables", "steps": "etapes", "kept": "a_retenir",
    },
):  # fmt: skip
    """A module of the course, usable alone.

    Parameters
    ----------
    minutes
        How long it takes, the sum of the steps.
    goals
        What one will be able to do, each beginning with a verb.
    kept
        What is worth keeping, said at the end and on the page that is taken home.
    """

    id: Identifier
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+\Z")]
    number: Annotated[int, Meta(ge=1, le=99)]
    title: Text
    minutes: Annotated[int, Meta(ge=5, le=90)]
    goals: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=6)]
    means: Few
    sources: Annotated[tuple[Source, ...], Meta(min_length=1, max_length=20)]
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=10)]
    kept: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=6)]
    audience: str = ""
    before: Annotated[tuple[Text, ...], Meta(max_length=8)] = ()

    @property
    def exercises(self) -> Iterator[tuple[str, Exercise]]:
        """Every exercise in its order, with the path of the file where it stands."""
        for number, step in enumerate(self.steps):
            for place, one in enumerate(step.exercises):
                yield f"etapes[{number}].exercices[{place}]", one
