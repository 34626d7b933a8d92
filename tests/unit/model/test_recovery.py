"""A damaged carnet is recovered as far as it goes, and what is lost is named."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from contextlib import suppress
from typing import Any

import pytest

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import FORMAT, Carnet, CarnetError, Wave
from pasapas_widgets.model.carnet.grouptalk import Discussion, Feedback, Priority
from pasapas_widgets.model.carnet.recovery import recovered
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.session import Session
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.plan import new_action

DAY = dt.date(2026, 11, 23)
SESSION = Session(title="Matin", questionnaire="pas-a-pas", version="1.1", day=DAY, kept_until=DAY)
FULL = Carnet(
    title="Maison des Tilleuls",
    staff=34,
    employer="public",
    waves=(Wave(session=SESSION, results=GroupResults(n_sheets=24)),),
    discussions=(Discussion(id="d1", day=DAY, items=("L1-04",), facts=("Le relais dure cinq minutes.",), agreed=True),),
    priorities=(Priority(id="p1", items=("L1-04",), dots=7, chosen=True),),
    actions=tuple(new_action(f"a{n}", ["L1-04"], opened=DAY, template="A04") for n in range(1, 4)),
    feedback=(Feedback(id="r1", title="Relais", day=DAY, invented=True),),
)


def test_a_whole_carnet_survives_json_and_loses_nothing_in_recovery() -> None:
    assert Carnet.from_json(FULL.to_json()) == FULL
    assert recovered(FULL.to_json()) == (FULL, ())


def test_each_part_is_read_alone() -> None:
    plain = json.loads(FULL.to_json())
    plain["actions"][1]["echeance"] = "demain"
    plain["priorites"] = "perdu"
    plain["titre"] = 12
    plain["notes_de_quelqu_un"] = []
    carnet, lost = recovered(json.dumps(plain))
    assert [one.id for one in carnet.actions] == ["a1", "a3"]
    assert (carnet.title, carnet.priorities) == ("", ())
    assert carnet.waves == FULL.waves and carnet.discussions == FULL.discussions
    assert set(lost) == {"titre", "priorites", "actions 2", "notes_de_quelqu_un"}
    with pytest.raises(CarnetError):
        Carnet.from_json(json.dumps(plain))


def test_two_parts_of_one_identifier_cannot_be_and_the_first_is_recovered() -> None:
    plain = json.loads(FULL.to_json())
    plain["actions"][2]["id"] = "a1"
    with pytest.raises(CarnetError, match="identifiant"):
        Carnet.from_json(json.dumps(plain))
    carnet, lost = recovered(json.dumps(plain))
    assert [one.id for one in carnet.actions] == ["a1", "a2"] and lost == ("actions 3",)


def test_a_text_cut_anywhere_gives_what_was_whole_and_nothing_else() -> None:
    text = FULL.to_json()
    rng = random.Random(5)
    best = 0
    for cut in sorted(rng.sample(range(len(text) - 2), 60)):
        try:
            carnet, lost = recovered(text[:cut])
        except FrenchError:
            assert best == 0, "what a shorter piece gave, a longer one gives too"
            continue
        assert lost, "something is missing, and it is said"
        whole = max(0, len(carnet.actions) - 1)
        assert carnet.actions[:whole] == FULL.actions[:whole], "only the last may have lost its end"
        assert {one.title for one in carnet.actions} <= {one.title for one in FULL.actions}, "no word is cut"
        assert len(carnet.actions) >= best
        best = len(carnet.actions)
    assert best >= 2


def test_bytes_that_are_no_text() -> None:
    data = FULL.to_json().encode()
    at = data.index(b"Relais") + 3
    carnet, lost = recovered(data[:at] + b"\xff\xfe" + data[at:])
    assert carnet.actions == FULL.actions
    assert lost


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", '{"titre": "x"}', "PK\x03\x04", "{}" * 50])
def test_nothing_is_made_of_what_is_no_carnet(text: str) -> None:
    with pytest.raises(FrenchError):
        recovered(text)


@pytest.mark.parametrize(
    "text", ['{"format": 2, ' + '"a": 1, ' * 60_000 + "x", "[" * 100_000, '{"format": 2, "a": ' * 9_000, "," * 200_000]
)
def test_a_hostile_text_is_answered_soon(text: str) -> None:
    start = time.monotonic()
    with suppress(FrenchError):
        recovered(text)
    assert time.monotonic() - start < 5


def test_a_newer_carnet_is_refused_in_recovery_too() -> None:
    with pytest.raises(CarnetError, match="plus récente"):
        recovered(json.dumps({"format": FORMAT + 1, "titre": "x"}))


def test_an_earlier_format_is_brought_forward() -> None:
    carnet, lost = recovered('{"format": 1, "titre": "Ancien", "vagues": 3}')
    assert (carnet.format, carnet.title, lost) == (FORMAT, "Ancien", ("vagues",))


SAMPLE = samples_dir() / "carnet_exemple.json"
BAD_RESULTS: list[tuple[tuple[str, ...], Any]] = [
    (("items", "L1-01", "signaux"), 5),
    (("items", "L1-01", "part_nsp"), 1e308),
    (("items", "L1-01", "moyenne"), -1),
    (("items", "L1-01", "moyenne"), "12"),
    (("items", "L1-01", "n_notes"), 10**400),
    (("items", "L1-01", "distribution"), [3, 4]),
    (("items", "L1-01"), None),
    (("items",), []),
    (("leviers", "L1", "score"), True),
    (("leviers",), 3),
    (("profils", "encadrement"), "x"),
    (("priorites",), {"L1-01": 1}),
    (("n_feuilles",), "24"),
    (("seuils",), [5]),
    ((), 7),
]


@pytest.mark.parametrize(("path", "value"), BAD_RESULTS)
def test_malformed_results_are_refused_and_the_session_is_recovered_without_them(
    path: tuple[str, ...], value: Any
) -> None:
    plain = json.loads(SAMPLE.read_text(encoding="utf-8"))
    whole = Carnet.from_json(json.dumps(plain))
    place = plain["vagues"][0]
    for step, key in zip(("resultats", *path), (*path, None), strict=True):
        if key is None:
            place[step] = value
        else:
            place = place[step]
    with pytest.raises(CarnetError, match="abîmé"):
        Carnet.from_json(json.dumps(plain))
    carnet, lost = recovered(json.dumps(plain))
    assert lost == ("vagues 1 resultats",)
    first, second = carnet.waves
    assert not first.results and first.session == whole.waves[0].session and second == whole.waves[1]


def test_what_nothing_was_published_of_is_written_as_before() -> None:
    wave = Wave(session=SESSION)
    assert json.loads(Carnet(waves=(wave,)).to_json())["vagues"][0]["resultats"] == {}
