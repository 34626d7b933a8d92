"""A module on paper: its exercises to fill in, and apart from them the answers with the trainer's notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, spoken_list
from pasapas_widgets.exports.course.pictures import Picture, picture_of
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.model.exercise.structure import (
    Answer,
    Answered,
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

__all__ = ["answers_pdf", "exercises_pdf"]

Block = dict[str, Any]


def exercises_pdf(module: Module, beside: Path | None = None) -> bytes:
    """Return the exercises of a module as a tagged PDF to write on; it holds no answer.

    Parameters
    ----------
    beside
        The folder of the module's file, where its own dossiers are looked for first.

    Raises
    ------
    DossierError
        A figure's dossier cannot be opened.
    """
    return _pdf(module, "exercices", beside)


def answers_pdf(module: Module, beside: Path | None = None) -> bytes:
    """Return what is said of each answer, its source, and the notes for who leads the training, as a tagged PDF."""
    return _pdf(module, "reponses", beside)


def _pdf(module: Module, part: str, beside: Path | None) -> bytes:
    texts, words = _texts(), interface("training")["module"]
    is_asked = part == "exercices"
    figures = {one.id: picture_of(one.figure, beside) for _, one in module.exercises if one.figure and is_asked}
    page = {
        "title": texts["titres"][part].format(titre=module.title),
        "subtitle": " ".join([counted(words["minutes"], module.minutes), module.audience]).strip(),
        "foot": texts["pied"],
        "head": [
            _points(words["objectifs"], module.goals),
            _points(words["moyens"], module.means),
            _points(words["prealables"], module.before),
        ],
        "steps": [
            {
                "title": step.title,
                "texts": list(step.text) if is_asked else [],
                "exercises": [_exercise(one, module, figures.get(one.id), is_asked) for one in step.exercises],
            }
            for step in module.steps
            if step.exercises or is_asked
        ],
        "tail": [_points(words["a_retenir"], module.kept), _points(words["sources"], _sources(module))],
    }
    return compiled("course/exercises.typ", page, pictures={id: one.svg for id, one in figures.items()})


def _texts() -> dict[str, Any]:
    return dict(interface("training")["papier"])


def _sources(module: Module) -> list[str]:
    return [" – ".join(filter(None, (one.title, one.address))) for one in module.sources]


def _points(title: str, lines: Sequence[str]) -> Block:
    return {"kind": "points", "title": title if lines else "", "lines": list(lines)}


def _boxes(lines: Sequence[str], title: str = "") -> Block:
    return {"kind": "boxes", "title": title, "lines": list(lines)}


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], title: str = "") -> Block:
    return {
        "kind": "table", "title": title, "columns": list(columns), "rows": [list(row) for row in rows],
        "widths": list(widths),
    }  # fmt: skip


def _said(lines: Sequence[str], title: str = "") -> Block:
    return {"kind": "said", "title": title, "lines": list(lines)}


def _exercise(one: Exercise, module: Module, picture: Picture | None, is_asked: bool) -> dict[str, Any]:
    asked = [*one.text, one.instruction] if is_asked else [one.instruction]
    blocks = list(_asked(one) if is_asked else _answered(one, module))
    if not is_asked and one.trainer:
        blocks.append(_said([one.trainer], _texts()["reprise"]))
    if not is_asked:
        blocks.append({"kind": "source", "title": "", "lines": [_source(one.source, module)]})
    drawn = picture and {
        "id": one.id, "title": picture.title, "sentence": picture.sentence, "columns": list(picture.columns),
        "rows": [list(row) for row in picture.rows], "note": _texts()["invente"],
    }  # fmt: skip
    return {"id": one.id, "title": one.title, "asks": asked, "figure": drawn, "blocks": blocks}


def _source(id: str, module: Module) -> str:
    title = next(one.title for one in module.sources if one.id == id)
    return str(interface("training")["source"].format(titre=title))


def _asked(one: Exercise) -> Iterator[Block]:
    """Give what is to be filled in."""
    texts = _texts()
    if isinstance(one, Choose):
        yield _boxes([answer.text for answer in one.answers])
    elif isinstance(one, ReadFigure):
        for question in one.questions:
            yield _boxes([answer.text for answer in question.answers], question.text)
    elif isinstance(one, Order):
        rows = [[element.text, ""] for element in one.elements]
        yield _table([texts["quoi"], texts["rang"]], rows, [4, 1])
    elif isinstance(one, Match | Place):
        places = [heap.text for heap in one.heaps] if isinstance(one, Match) else list(one.frame.places.values())
        yield _points(texts["places"], places)
        yield _table([texts["quoi"], texts["ou"]], [[element.text, ""] for element in one.elements], [3, 2])
    elif isinstance(one, Reformulate):
        yield _said([one.sentence])
        yield {"kind": "blanks", "title": texts["la_votre"], "lines": 4}
        yield _boxes(one.checklist, texts["grille"])
    else:
        yield from _scene(one)


def _numbers(scene: Scene) -> dict[str, int]:
    """Return the number of each situation, the one that begins the scene first."""
    others = [one.id for one in scene.situations if one.id != scene.start]
    return {id: number for number, id in enumerate([scene.start, *others], 1)}


def _scene(scene: Scene) -> Iterator[Block]:
    """Give the situations as a book in which one turns to a number."""
    texts, numbers = _texts()["scene"], _numbers(scene)
    for id, number in numbers.items():
        one, title = scene.situation(id), texts["situation"].format(n=number)
        yield _said([one.text, *([texts["fin"].format(fin=one.end)] if one.end else [])], title)
        if one.choices:
            yield _boxes([texts["vers"].format(choix=each.text, n=numbers[each.to]) for each in one.choices])


def _answered(one: Exercise, module: Module) -> Iterator[Block]:
    """Give what is said of each answer."""
    texts = _texts()
    verdicts = interface("training")["verdicts"]

    def why(answer: Answered) -> str:
        told = [answer.feedback]
        if answer.source and answer.source != one.source:
            told.append(_source(answer.source, module))
        return " ".join(told)

    def chosen(answers: Sequence[Answer], title: str = "") -> Block:
        rows = [[each.text, verdicts["tient" if each.fits else "revoir"], why(each)] for each in answers]
        return _table([texts["reponse"], texts["verdict"], texts["pourquoi"]], rows, [3, 1.1, 4], title)

    if isinstance(one, Choose):
        yield chosen(one.answers)
    elif isinstance(one, ReadFigure):
        for question in one.questions:
            yield chosen(question.answers, question.text)
    elif isinstance(one, Order):
        rows = [[each.text, str(each.rank), why(each)] for each in sorted(one.elements, key=lambda each: each.rank)]
        yield _table([texts["quoi"], texts["rang"], texts["pourquoi"]], rows, [3, 1, 4])
        yield _said([one.feedback])
    elif isinstance(one, Match | Place):
        places = {heap.id: heap.text for heap in one.heaps} if isinstance(one, Match) else one.frame.places
        rows = [[each.text, spoken_list(places[id] for id in each.places), why(each)] for each in one.elements]
        yield _table([texts["quoi"], texts["ou"], texts["pourquoi"]], rows, [2.5, 1.7, 4])
    elif isinstance(one, Reformulate):
        rows = [[each.text, each.why] for each in one.examples]
        yield _table([texts["exemple"], texts["pourquoi"]], rows, [1, 1], one.sentence)
        yield _said([one.feedback])
    else:
        numbers, words = _numbers(one), texts["scene"]
        for id, number in numbers.items():
            moment = one.situation(id)
            rows = [[each.text, str(numbers[each.to]), why(each)] for each in moment.choices]
            if rows:
                title = words["situation"].format(n=number)
                yield _table([texts["choix"], texts["suite"], texts["pourquoi"]], rows, [3, 1, 4], title)
