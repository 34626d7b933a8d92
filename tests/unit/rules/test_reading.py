"""What is told of a session: Python and the browser tell the same (tests/vectors/reading.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pasapas_widgets.figures import describe_distributions
from pasapas_widgets.files.questionnaires import check
from pasapas_widgets.model.entry import CODES
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules import reading
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.priorities import propose
from pasapas_widgets.rules.scoring import rules_of

Q = load_questionnaire(SELF_DIAGNOSIS)
VECTORS = json.loads((Path(__file__).parents[2] / "vectors/reading.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cas"], ids=lambda case: case["cas"])
def test_vectors(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_of(Q)
    model = rules.classes[0]
    own = msgspec.structs.replace(rules, classes=tuple(msgspec.structs.replace(model, id=id) for id in case["classes"]))
    for module in ("reading", "priorities"):
        monkeypatch.setattr(f"pasapas_widgets.rules.{module}.rules_of", lambda _: own)
    results = msgspec.convert(case["resultats"], GroupResults)
    told = reading.read_results(results, Q)
    said = {
        key: [one.item for one in getattr(told, name)] if told else []
        for key, name in {
            "differents": "differing", "appuis": "strengths", "ameliorer": "axes", "peu_visibles": "hidden",
        }.items()
    }  # fmt: skip
    assert said == case["lu"]
    assert [one.item for one in propose(results, Q)] == case["resultats"]["priorites"], "the vector is as published"


def test_views_differ_most_on_the_scale_of_each_statement() -> None:
    levels = ", ".join(f'{{valeur: {n}, libelle: "Niveau {chr(96 + n)}"}}' for n in range(1, 22))
    text = """
id: deux-echelles
version: "1.0"
titre: "Deux échelles"
leviers: [{id: a, nom_court: "A"}]
echelle: {niveaux: [NIVEAUX]}
echelles: {oui: {niveaux: [{valeur: 1, libelle: "Non"}, {valeur: 2, libelle: "Oui"}]}}
items:
  - {id: long, levier: a, texte: "Sur vingt et un niveaux."}
  - {id: court, levier: a, echelle: oui, texte: "Sur deux niveaux."}
"""
    q = check(text.replace("NIVEAUX", levels)).questionnaire
    assert q
    answers = [{"long": 3 if n % 2 else 18, "court": 1 + n % 2} for n in range(12)]
    results = aggregate((Sheet(questionnaire=q.id, version=q.version, answers=one) for one in answers), questionnaire=q)
    told = reading.read_results(results, q)
    assert told and [one.item for one in told.differing] == ["court", "long"]
    said = describe_distributions(results, questionnaire=q)
    assert said.index("deux niveaux") < said.index("vingt et un niveaux")


def test_the_answers_outside_a_scale_are_those_of_the_browser() -> None:
    assert list(CODES) == VECTORS["hors_echelle"]
