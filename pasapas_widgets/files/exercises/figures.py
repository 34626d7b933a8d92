"""Whether the figures of a module can be drawn from their dossiers, and whether what is said of them is true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pasapas_widgets.content import interface
from pasapas_widgets.files.dossiers import Dossier, DossierError, open_dossier
from pasapas_widgets.model.exercise.structure import Figure, Module
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.rules.orientation.condition import ConditionError, evaluate, parse
from pasapas_widgets.rules.orientation.facts import Facts
from pasapas_widgets.rules.orientation.rules import vocabulary

__all__ = ["faults_of_figures"]

Told = tuple[str, str, str]
WITH_ITEMS = ("repartition", "comparaison")
WITH_CARNET = {"indicateurs": "years", "reseau": "territory"}
"""What a figure needs of the dossier's carnet."""


def faults_of_figures(module: Module, beside: Path | None = None) -> Iterator[Told]:
    """Yield what cannot be drawn or is not true, as (path in the file, French reason, what to do)."""
    for path, one in module.exercises:
        if one.figure is not None:
            yield from _of_figure(f"{path}.figure", one.figure, beside)


def _said(path: str, kind: str, **values: object) -> Told:
    texts = interface("training")["figures"]["fautes"][kind]
    return path, texts["raison"].format(**values), texts["correction"].format(**values)


def _of_figure(path: str, figure: Figure, beside: Path | None) -> Iterator[Told]:
    q = load_questionnaire(SELF_DIAGNOSIS)
    for index, item in enumerate(figure.items):
        if item not in q.item_ids:
            yield _said(f"{path}.enonces[{index}]", "enonce", enonce=item)
    if figure.items and figure.shows not in WITH_ITEMS:
        yield _said(f"{path}.enonces", "sans_enonces", montre=figure.shows)
    if figure.shows in WITH_ITEMS and not figure.items:
        yield _said(f"{path}.enonces", "enonces", montre=figure.shows)
    two = len(figure.waves) == 2
    if (figure.shows == "comparaison") != two and not (figure.shows == "radar" and two):
        yield _said(f"{path}.vagues", "deux" if not two else "une", montre=figure.shows)
    try:
        dossier = open_dossier(figure.dossier, beside)
    except DossierError as error:
        yield f"{path}.dossier", str(error).rstrip("."), _said(path, "dossier")[2]
        return
    yield from _of_dossier(path, figure, dossier)


def _of_dossier(path: str, figure: Figure, dossier: Dossier) -> Iterator[Told]:
    missing = [wave for wave in figure.waves if wave > len(dossier.waves)]
    for wave in missing:
        yield _said(f"{path}.vagues", "vague", nom=dossier.name, n=len(dossier.waves), vague=wave)
    needed = WITH_CARNET.get(figure.shows)
    if needed is not None and (dossier.carnet is None or not getattr(dossier.carnet, needed)):
        yield _said(f"{path}.montre", "sans_carnet", nom=dossier.name, montre=figure.shows)
    if missing:
        return
    q = load_questionnaire(SELF_DIAGNOSIS)
    facts = Facts(q, dossier.waves[figure.waves[0] - 1].results)
    for index, text in enumerate(figure.holds):
        here = f"{path}.tient[{index}]"
        try:
            outcome = evaluate(parse(text.replace("\N{NO-BREAK SPACE}", " "), vocabulary(q)), facts.compare)
        except ConditionError as error:
            yield here, str(error).rstrip("."), _said(here, "condition")[2]
            continue
        if outcome.value is None:
            yield _said(here, "inconnu", condition=text, nom=dossier.name)
        elif not outcome.value:
            yield _said(here, "faux", condition=text, nom=dossier.name)
