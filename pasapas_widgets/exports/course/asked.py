"""The questions of a module as a room asks them, one at a time (docs/decisions/048-exercise-in-the-room.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, spoken_list
from pasapas_widgets.exports.course.pictures import plain_picture
from pasapas_widgets.model.exercise.asked import Asked, AskedAnswer
from pasapas_widgets.model.exercise.structure import (
    Answer,
    Choose,
    Exercise,
    Match,
    Module,
    Order,
    Place,
    ReadFigure,
    Reformulate,
    Scene,
)
from pasapas_widgets.model.strict import plain

__all__ = ["asked_of", "listed"]


def listed(module: Module) -> list[dict[str, str]]:
    """Return what can be opened of a module, in its order: the questions of a figure one by one, a scene's beginning.

    Examples
    --------
    >>> from pasapas_widgets.model.exercise.loading import load_module
    >>> listed(load_module("lire-un-radar"))[0]["genre"]
    'choisir'
    """
    return [
        {"cle": made.key, "titre": made.title, "genre": made.kind, "consigne": made.question, "etape": step.title}
        for step in module.steps
        for one in step.exercises
        for made in _questions(one, module)
        if not isinstance(one, Scene) or made.key == f"{one.id}/{one.start}"
    ]


def asked_of(module: Module, key: str, beside: Path | None = None) -> Asked:
    """Return one question of a module with its figure drawn.

    Parameters
    ----------
    key
        As :func:`listed` gives it, or that of a later situation of a scene.
    beside
        The folder of the module's file, where its own dossiers are looked for first.

    Raises
    ------
    FrenchError
        The module has no such question, or a figure's dossier cannot be read.
    """
    for _, one in module.exercises:
        for made in _questions(one, module):
            if made.key == key:
                return replace(made, figure=plain_picture(one.figure, beside)) if one.figure else made
    raise FrenchError(interface("training")["salle"]["inconnu"])


def _questions(one: Exercise, module: Module) -> Iterator[Asked]:
    if isinstance(one, Choose):
        yield _chosen(_base(one, module), one.answers, many=one.many)
    elif isinstance(one, ReadFigure):
        for question in one.questions:
            base = _base(one, module, f"{one.id}/{question.id}", question.text, (*one.text, one.instruction))
            yield _chosen(base, question.answers)
    elif isinstance(one, Scene):
        yield from _situations(one, module)
    else:
        yield _alone(one, module)


def _base(
    one: Exercise, module: Module, key: str = "", question: str = "", texts: Sequence[str] | None = None
) -> Asked:
    return Asked(
        module=module.id, course=module.title, key=key or one.id, title=one.title, kind=one.kind,
        question=question or one.instruction, texts=tuple(one.text if texts is None else texts), source=one.source,
        sources=module.sources, trainer=one.trainer,
    )  # fmt: skip


def _name(base: Asked, answer: str) -> str:
    """Return the choice that stands for an answer: the same each time, and no other question's."""
    return "x" + blake2b(f"{base.module} {base.key} {answer}".encode(), digest_size=6).hexdigest()


def _chosen(base: Asked, answers: Sequence[Answer], *, many: bool = False) -> Asked:
    made = tuple(
        AskedAnswer(
            id=_name(base, one.id), text=one.text, verdict="tient" if one.fits else "revoir", feedback=one.feedback,
            source=one.source,
        )
        for one in answers
    )  # fmt: skip
    return replace(base, answers=made, many=many)


def _situations(one: Scene, module: Module) -> Iterator[Asked]:
    for situation in one.situations:
        if not situation.choices:
            continue
        before = one.text if situation.id == one.start else ()
        base = _base(one, module, f"{one.id}/{situation.id}", "", (*before, situation.text))
        answers = []
        for number, option in enumerate(situation.choices):
            then = one.situation(option.to)
            answers.append(
                AskedAnswer(
                    id=_name(base, str(number)), text=option.text, feedback=option.feedback, source=option.source,
                    then=then.text, end=then.end, to=f"{one.id}/{then.id}" if then.choices else "",
                )
            )  # fmt: skip
        yield replace(base, answers=tuple(answers))


def _alone(one: Order | Match | Place | Reformulate, module: Module) -> Asked:
    """Return what each person works on the phone alone, with what is said of it afterwards."""
    base = _base(one, module)
    work = {name: value for name, value in plain(one).items() if name not in ("reprise", "figure")}
    base = replace(base, work=work)
    if isinstance(one, Reformulate):
        lines = [AskedAnswer(id=_name(base, str(n)), text=each.text, feedback=each.why)
                 for n, each in enumerate(one.examples)]  # fmt: skip
        return replace(base, things=(one.sentence,), answers=tuple(lines), feedback=one.feedback)
    things = tuple(each.text for each in one.elements)
    if isinstance(one, Order):
        said = interface("training")["salle"]["rang"]
        ranked = sorted(one.elements, key=lambda each: each.rank)
        lines = [_line(base, each, said.format(n=each.rank)) for each in ranked]
        return replace(base, things=things, answers=tuple(lines), feedback=one.feedback)
    places = {heap.id: heap.text for heap in one.heaps} if isinstance(one, Match) else one.frame.places
    lines = [_line(base, each, spoken_list(places[id] for id in each.places)) for each in one.elements]
    return replace(base, things=things, answers=tuple(lines))


def _line(base: Asked, each: Any, place: str) -> AskedAnswer:
    return AskedAnswer(id=_name(base, each.id), text=each.text, place=place, feedback=each.feedback, source=each.source)
