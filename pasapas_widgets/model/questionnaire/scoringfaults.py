"""What is wrong with the scales of a questionnaire, and with what its levers say of how they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pasapas_widgets.content import interface
from pasapas_widgets.model.questionnaire.instrument import Lever, Scale
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["faults_of_scales", "faults_of_scoring"]

_FINEST = 1_000_000
"""Steps between the worst and the best answer: sums of them stay whole numbers in every language."""

_Fault = tuple[str, str, str]


def faults_of_scales(q: Questionnaire) -> Iterator[_Fault]:
    """Yield the faults of levels and answers outside the scale, as (path, French reason, what to do)."""
    for place, scale in {"echelle": q.scale, **{f"echelles.{id}": one for id, one in q.other_scales.items()}}.items():
        values = [level.value for level in scale.levels]
        if values != list(range(1, len(values) + 1)):
            fix = "mettre le niveau le plus bas d'abord, avec 1, puis 2, sans trou"
            if 0 in values:
                fix = "mettre le niveau le plus bas d'abord, avec 0, puis monter d'un pas égal ; sinon, de 1 en 1"
            yield f"{place}.niveaux", f"les valeurs doivent se suivre de 1 à {len(values)}, dans l'ordre", fix
        else:
            yield from _faults_of_points(place, scale)
            yield from _faults_of_labels(place, scale)
        for told in interface("questionnairefiles")["ailleurs"]:
            if scale.kind.casefold() in told["cles"]:
                yield f"{place}.type", told["raison"], told["correction"]
        if len(set(scale.codes)) < len(scale.codes):
            yield f"{place}.hors_echelle", "la même réponse hors échelle y est deux fois", "n'en garder qu'une"


def _faults_of_labels(place: str, scale: Scale) -> Iterator[_Fault]:
    for level in scale.levels:
        if level.label.strip().isdecimal() and int(level.label) != level.written:
            reason = f"le niveau « {level.label} » s'écrit {level.written} dans les fichiers : on les confondrait"
            fix = "faire commencer « valeur » comme les libellés, ou ajouter un mot au libellé"
            yield f"{place}.niveaux[{level.value - 1}].libelle", reason, fix


def _faults_of_points(place: str, scale: Scale) -> Iterator[_Fault]:
    codes = [level.written for level in scale.levels]
    if any(low >= high for low, high in pairwise(codes)):
        yield f"{place}.niveaux", "les codes doivent monter avec les niveaux", "écrire les codes dans « valeur »"
    given = [level.points for level in scale.levels if level.points is not None]
    if not given:
        return
    if len(given) < scale.top:
        yield f"{place}.niveaux", "des niveaux ont des points et d'autres non", "donner des points à tous, ou à aucun"
    elif given != sorted(given) or given[0] == given[-1]:
        fix = "les écrire du plus petit au plus grand ; pour retourner un énoncé, écrire « inverse: true »"
        yield f"{place}.niveaux", "les points doivent monter avec les niveaux", fix


def faults_of_scoring(q: Questionnaire) -> Iterator[_Fault]:
    """Yield the faults of what levers say of their scoring."""
    if any(scale.width < 1 for scale in (q.scale, *q.other_scales.values())):
        return  # told already, and nothing can be counted
    if q.span > _FINEST:
        fix = "prendre des points qui se partagent mieux, par exemple tous sur 100"
        yield "echelles", "ces échelles ensemble ont trop de pas différents pour un calcul exact", fix
    totals = {lever.id for lever in q.levers if lever.scoring.total_of}
    for index, lever in enumerate(q.levers):
        place = f"leviers[{index}].calcul"
        for part in lever.scoring.total_of:
            if part in totals:
                reason = (
                    f"« {part} » est lui-même un total" if part != lever.id else "un levier ne se compte pas lui-même"
                )
                yield f"{place}.total_de", reason, "nommer les leviers qui ont des énoncés"
        if q.scored_items(lever):
            yield from _faults_of_classes(place, q, lever)
    for index, item in enumerate(q.items):
        if item.lever in item.other_levers:
            fix = f"retirer « {item.lever} » de autres_leviers : il y est compté déjà"
            yield f"items[{index}].autres_leviers", "le levier de l'énoncé y est répété", fix


def _faults_of_classes(place: str, q: Questionnaire, lever: Lever) -> Iterator[_Fault]:
    own = lever.scoring
    if not own.classes:
        if own.source:
            yield f"{place}.source_classes", "il n'y a pas de classes dont dire la source", "retirer cette ligne"
        return
    if not own.source.strip():
        fix = "écrire « source_classes: … » : l'étude ou le manuel qui fixe ces seuils"
        yield f"{place}.classes", "des classes sans source ne peuvent pas être montrées à quelqu'un", fix
    limits, (low, high) = [one.least for one in own.classes], q.ends_of(lever)
    if any(one >= two for one, two in pairwise(limits)):
        yield (
            f"{place}.classes",
            "les seuils doivent monter d'une classe à la suivante",
            "les mettre du bas vers le haut",
        )
    elif limits[0] != low or limits[-1] > high:
        fix = f"commencer la première à {low} et ne pas dépasser {high}, les bornes de ce score"
        yield f"{place}.classes", f"les classes ne couvrent pas le score, de {low} à {high}", fix
