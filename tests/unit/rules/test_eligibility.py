"""The programme's conditions: the decision table by its vectors, every place, and no promise of an open right."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import yaml

from pasapas_widgets.cli import main
from pasapas_widgets.content import interface
from pasapas_widgets.model.field.actors import load_places
from pasapas_widgets.model.field.eligibility import load_programmes
from pasapas_widgets.rules.eligibility import Site, find_place, judge

VECTORS = yaml.decode((Path(__file__).parents[2] / "vectors" / "eligibility.yaml").read_bytes())
PLACES = [one.code for one in (*load_places().departments, *load_places().collectivities)]
AUTHORISATIONS = [None, *(one.id for one in load_programmes().authorisations)]
OPEN = "22 29 35 56 971 02 59 60 62 80 75 77 78 91 92 93 94 95 04 05 06 13 83 84 44 49 53 72 85 27 50"
DAYS = [dt.date(2024, 6, 1), dt.date(2024, 11, 4), dt.date(2025, 8, 1), dt.date(2026, 11, 23)]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: f"{case['departement']}-{case['regle']}")
def test_vectors(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    answer = judge(Site(case["departement"], case["autorisation"], dt.date.fromisoformat(case["date"])))
    assert (answer.outcome, answer.rule) == (case["attendu"], case["regle"])
    given_ = [f"--{key}={case[key]}" for key in ("departement", "autorisation", "date") if case[key] is not None]
    assert main(["eligibilite", *given_, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == answer.plain()
    assert (told["resultat"], told["regle"]) == (case["attendu"], case["regle"]) and told["message"]


def test_every_line_of_the_table_is_reached() -> None:
    assert {case["regle"] for case in VECTORS} == {one.id for one in load_programmes().decision}


def test_the_places_that_were_open() -> None:
    day = dt.date(2024, 11, 4)
    open_ = {code for code in PLACES if judge(Site(code, "ASE", day)).outcome == "eligible"}
    assert open_ == set(OPEN.split())


NEVER = (
    r"vous avez droit|y avez droit|vous pouvez (en )?bénéficier|droits? ouverts? (?!est|aujourd)|éligible"
    r"|est ouvert(?! à tous)|sont ouverts?|vous remplissez|remplissez les conditions|acceptée? aujourd"
)


@pytest.mark.parametrize("day", DAYS)
def test_no_answer_affirms_an_open_right(day: dt.date) -> None:
    for code, authorisation in itertools.product([None, "99", *PLACES], AUTHORISATIONS):
        answer = judge(Site(code, authorisation, day))
        said = " ".join(
            [answer.label, answer.message, *answer.explanation, *answer.check, *answer.likes, answer.kit]
        ).casefold()
        assert not re.search(NEVER, said), re.search(NEVER, said)
        if answer.outcome in ("eligible", "a_confirmer"):
            assert "aract" in answer.label.casefold() and "aract" in answer.message.casefold()
        if day > load_programmes().programme.closing:
            assert answer.outcome != "eligible"
        assert answer.check and "2026" in answer.kit


def test_the_words_that_are_sought_would_be_found() -> None:
    for words in ("Vous avez droit au programme", "Votre établissement est éligible", "Vous remplissez les conditions"):
        assert re.search(NEVER, words.casefold())
    texts = json.dumps(interface("eligibility"), ensure_ascii=False).casefold()
    assert not re.search(r"vous avez droit|est éligible|vous êtes éligible", texts)


@given(st.one_of(st.none(), st.text(max_size=12)), st.one_of(st.none(), st.text(max_size=8)), st.dates())
def test_anything_typed_has_an_answer_in_words(code: str | None, authorisation: str | None, day: dt.date) -> None:
    answer = judge(Site(code, authorisation, day))
    assert answer.message.endswith((".", "?")) and json.dumps(answer.plain())


def test_what_is_typed_loosely_is_understood_and_what_is_not_is_said() -> None:
    for code in PLACES:
        place = find_place(code)
        assert place and place.code == code
        named = find_place(place.name.upper())
        assert named and named.code == code
    day = dt.date(2024, 11, 4)
    assert "2A (Corse-du-Sud) ou 2B" in judge(Site("20", "ASE", day)).message
    assert "code postal" in judge(Site("27000", "ASE", day)).message
    assert "«\xa0Rouen\xa0» n'est pas un code de département" in judge(Site("Rouen", "ASE", day)).message
    assert "«\xa0MDPH\xa0» n'est pas une autorisation connue" in judge(Site("27", "MDPH", day)).message


def test_likes_are_those_of_the_region() -> None:
    day = dt.date(2026, 1, 1)
    assert any("Acia" in one for one in judge(Site("59", "ASE", day)).likes)
    assert not any("Acia" in one for one in judge(Site("27", "ASE", day)).likes), "Normandie had no Acia"


def test_the_command_speaks_french_and_misuse_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eligibilite", "--departement", "27", "--autorisation", "ASE", "--date", "2024-11-04"]) == 0
    told = capsys.readouterr().out
    assert "étaient remplies" in told and "À vérifier avec l'Aract" in told
    for wrong in (["--departement", "27"], ["--departement", "27", "--date", "hier"], ["--date", "2024-02-30"]):
        with pytest.raises(SystemExit) as caught:
            main(["eligibilite", *wrong])
        assert caught.value.code == 2
        assert "Traceback" not in capsys.readouterr().err
