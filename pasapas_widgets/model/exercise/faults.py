"""What is wrong with a module that its types cannot say; its figures are judged where dossiers are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from pasapas_widgets.content.french import nearest
from pasapas_widgets.model.exercise.structure import (
    Answer,
    Answered,
    Choose,
    Exercise,
    Match,
    Module,
    Option,
    Order,
    Place,
    Placed,
    ReadFigure,
    Scene,
    Situation,
)

__all__ = ["answers_of", "faults_of"]

Told = tuple[str, str, str]
"""A path in the file, a French reason, what to do."""

_VERB = re.compile(r"(?:ne (?:pas|plus|jamais) )?(?:se |s['’]|en |y )?\w+(?:er|ir|re)\b", re.IGNORECASE)
"""How a goal begins: with what one will be able to do."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def faults_of(module: Module) -> Iterator[Told]:
    """Yield what a type cannot say: minutes that do not add up, links to nothing, scenes without an end, answers of
    which none fits."""
    yield from _head(module)
    exercises = dict(module.exercises)
    if not exercises:
        yield "etapes", "le module n'a aucun exercice", "ajouter « exercices » dans une étape"
    yield from _twice({path: one.id for path, one in exercises.items()})
    yield from _sources(module, exercises)
    for path, one in exercises.items():
        yield from _of_exercise(path, one)


def _head(module: Module) -> Iterator[Told]:
    total = sum(step.minutes for step in module.steps)
    if total != module.minutes:
        fix = f"écrire {total}, ou changer les minutes des étapes"
        yield "minutes", f"les étapes durent {total} minutes en tout, et non {module.minutes}", fix
    for index, goal in enumerate(module.goals):
        if not _VERB.match(goal):
            fix = "commencer par ce que l'on saura faire, à l'infinitif : « Expliquer… », « Reconnaître… »"
            yield f"objectifs[{index}]", f"« {goal[:40]} » ne commence pas par un verbe à l'infinitif", fix


def _twice(ids: dict[str, str]) -> Iterator[Told]:
    """Yield the identifiers that serve twice, of path → identifier."""
    first: dict[str, str] = {}
    for path, one in ids.items():
        if one in first:
            yield f"{path}.id", f"l'identifiant « {one} » est déjà pris", f"en donner un autre ; il sert à {first[one]}"
        first.setdefault(one, path)


def _members(path: str, members: Iterable[_Identified]) -> Iterator[Told]:
    yield from _twice({f"{path}[{index}]": one.id for index, one in enumerate(members)})


def _unknown(path: str, told: str, group: str, known: Collection[str]) -> Told:
    near = nearest(told, known)
    fix = f"peut-être « {near} »" if near else f"écrire un de ceux-ci : {', '.join(known)}"
    return path, f"« {told} » n'est pas un identifiant de « {group} »", fix


def answers_of(path: str, exercise: Exercise) -> Iterator[tuple[str, Answered]]:
    """Give everything in an exercise that has its own feedback, with its path."""
    members: Iterable[tuple[str, Sequence[Answered]]]
    if isinstance(exercise, Choose):
        members = ((f"{path}.reponses", exercise.answers),)
    elif isinstance(exercise, ReadFigure):
        members = ((f"{path}.questions[{n}].reponses", one.answers) for n, one in enumerate(exercise.questions))
    elif isinstance(exercise, Scene):
        members = ((f"{path}.situations[{n}].choix", one.choices) for n, one in enumerate(exercise.situations))
    elif isinstance(exercise, Order | Match | Place):
        members = ((f"{path}.elements", exercise.elements),)
    else:
        members = ()
    for here, answers in members:
        for index, one in enumerate(answers):
            yield f"{here}[{index}]", one


def _sources(module: Module, exercises: dict[str, Exercise]) -> Iterator[Told]:
    known = [one.id for one in module.sources]
    yield from _members("sources", module.sources)
    used: set[str] = set()
    for path, exercise in exercises.items():
        for here, told in (
            (path, exercise.source),
            *((place, one.source) for place, one in answers_of(path, exercise) if one.source),
        ):
            used.add(told)
            if told not in known:
                yield _unknown(f"{here}.source", told, "sources", known)
    for index, one in enumerate(known):
        if one not in used:
            yield f"sources[{index}]", f"rien ne s'appuie sur la source « {one} »", "la citer, ou la retirer"


def _of_exercise(path: str, one: Exercise) -> Iterator[Told]:
    if isinstance(one, Choose):
        yield from _fitting(f"{path}.reponses", one.answers, either=one.either or one.many)
    elif isinstance(one, Order):
        yield from _ranks(f"{path}.elements", one)
    elif isinstance(one, Match):
        heaps = [heap.id for heap in one.heaps]
        yield from _members(f"{path}.cases", one.heaps)
        yield from _placed(f"{path}.elements", one.elements, "cases", heaps)
    elif isinstance(one, Place):
        for side, band in (("colonnes", one.frame.columns), ("lignes", one.frame.rows)):
            yield from _members(f"{path}.cadre.{side}.cases", band.parts if band else ())
        yield from _placed(f"{path}.elements", one.elements, "cadre", list(one.frame.places))
    elif isinstance(one, ReadFigure):
        if one.figure is None:
            yield f"{path}.figure", "« lire » a besoin d'une figure", "ajouter un bloc « figure » (docs/former.md)"
        yield from _members(f"{path}.questions", one.questions)
        for index, question in enumerate(one.questions):
            yield from _fitting(f"{path}.questions[{index}].reponses", question.answers, either=question.either)
    elif isinstance(one, Scene):
        yield from _scene(path, one)


def _fitting(path: str, answers: Sequence[Answer], *, either: bool) -> Iterator[Told]:
    yield from _members(path, answers)
    n = sum(one.fits for one in answers)
    if n == 0:
        yield path, "aucune réponse ne convient", "écrire « convient: true » à l'une d'elles au moins"
    elif n > 1 and not either:
        fix = "écrire « au_choix: true » si plusieurs sont bonnes, ou « plusieurs: true » si on en coche plusieurs"
        yield path, f"{n} réponses conviennent, et on n'en choisit qu'une", fix


def _ranks(path: str, one: Order) -> Iterator[Told]:
    yield from _members(path, one.elements)
    ranks = [element.rank for element in one.elements]
    if set(ranks) != set(range(1, max(ranks) + 1)) or max(ranks) == 1:
        yield path, "les rangs doivent se suivre à partir de 1, et il en faut deux", "les compter de nouveau, sans trou"
    elif ranks == sorted(ranks):
        yield path, "les éléments sont montrés déjà dans l'ordre", "les écrire dans un autre ordre, « rang » dit le bon"


def _placed(path: str, elements: Sequence[Placed], group: str, places: Collection[str]) -> Iterator[Told]:
    yield from _members(path, elements)
    for index, one in enumerate(elements):
        for told in one.places:
            if told not in places:
                yield _unknown(f"{path}[{index}].dans", told, group, places)
        for told, n in Counter(one.places).items():
            if n > 1:
                yield f"{path}[{index}].dans", f"« {told} » y est deux fois", "n'en garder qu'un"


def _scene(path: str, scene: Scene) -> Iterator[Told]:
    yield from _members(f"{path}.situations", scene.situations)
    places = {one.id: f"{path}.situations[{index}]" for index, one in enumerate(scene.situations)}
    if scene.start not in places:
        yield _unknown(f"{path}.depart", scene.start, "situations", list(places))
    for one in scene.situations:
        yield from _situation(places[one.id], one, places)
    if sum(1 for one in scene.situations if not one.choices) < 2:
        fix = "en écrire une autre : ce que l'on fait doit changer la suite"
        yield f"{path}.situations", "la scène a moins de deux fins", fix
    leads = {one.id: {choice.to for choice in one.choices} for one in scene.situations}
    back = {id: {one for one, nexts in leads.items() if id in nexts} for id in leads}
    reached = _closure({scene.start}, leads)
    ending = _closure({id for id, nexts in leads.items() if not nexts}, back)
    for id, place in places.items():
        if scene.start in places and id not in reached:
            yield place, f"rien ne mène à la situation « {id} »", "la nommer dans un « vers », ou la retirer"
        if id not in ending:
            yield place, f"depuis « {id} », aucune suite n'arrive à une fin", "ajouter un choix qui mène à une fin"


def _situation(place: str, one: Situation, known: Collection[str]) -> Iterator[Told]:
    if one.choices and one.end:
        yield f"{place}.fin", "une fin n'a pas de choix", "retirer « choix », ou retirer « fin »"
    if not one.choices and not one.end:
        fix = "ajouter « choix », ou « fin » pour dire comment cela finit"
        yield place, f"la situation « {one.id} » n'a ni choix ni fin", fix
    if len(one.choices) == 1:
        yield f"{place}.choix", "il n'y a qu'un choix", "en écrire un autre, qui soit défendable"
    for index, choice in enumerate(one.choices):
        yield from _option(f"{place}.choix[{index}]", one, choice, known)


def _option(place: str, one: Situation, choice: Option, known: Collection[str]) -> Iterator[Told]:
    if choice.to not in known:
        yield _unknown(f"{place}.vers", choice.to, "situations", list(known))
    elif choice.to == one.id:
        yield f"{place}.vers", f"ce choix ramène à la même situation, « {one.id} »", "mener à une autre"


def _closure(start: set[str], leads: dict[str, set[str]]) -> set[str]:
    """Return everything that can be reached."""
    found, waiting = set(start), list(start)
    while waiting:
        for one in leads.get(waiting.pop(), set()) - found:
            found.add(one)
            waiting.append(one)
    return found
