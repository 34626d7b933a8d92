"""The widgets of the interview without a browser: what each sends to its page, what it takes, what it never shows."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from published import published
from taken_home import carnet, wave

from pasapas_widgets import AdviserDesk, CarnetDesk, Interview
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.interview.columns import LINES, carnet_column
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Discussion
from pasapas_widgets.model.carnet.interview import Outcome

DAY = dt.date(2026, 11, 23)
SECRET = "ne-sort-jamais-7f3a"


@pytest.fixture
def desk(tmp_path: Path) -> CarnetDesk:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(sample_carnet())
    return CarnetDesk(carnets)


def send(widget: Any, *messages: dict[str, Any]) -> None:
    first = widget.seen + 1
    widget.incoming = {"messages": [{"seq": first + n} | one for n, one in enumerate(messages)]}


def setting(path: list[str], value: Any) -> dict[str, Any]:
    return {"verb": "change", "changes": [{"op": "set", "path": path, "value": value}]}


def hidden(found: Carnet) -> Carnet:
    """Return a carnet with everything that must not be shown to others."""
    talk = Discussion(id="d9", day=DAY, items=("L1-01",), situation=SECRET, facts=(SECRET,))
    outcome = Outcome(private=SECRET)
    meeting = replace(found.interview, outcome=outcome, answers={"maintenant": SECRET})
    return replace(found, discussions=(*found.discussions, talk), interview=meeting)


def test_the_group_s_words_are_saved_and_a_person_is_flagged(desk: CarnetDesk) -> None:
    interview = Interview(desk, today=DAY)
    send(interview, setting(["entretien", "rubriques", "dialogue"], "Mme Durand anime le groupe."))
    assert desk.desk.carnets.read(desk.desk.id).carnet.interview.sections["dialogue"] == "Mme Durand anime le groupe."
    assert interview.traces == {"rubriques.dialogue": ["Durand"]}
    send(interview, setting(["entretien", "rubriques", "dialogue"], "x" * 1001))
    assert interview.refusals and interview.carnet["entretien"]["rubriques"]["dialogue"].startswith("Mme Durand")
    send(interview, setting(["actions", "a1", "enseignement"], "Le dire à Mme Durand."))
    (tried,) = [one for one in interview.note if one["id"] == "essaye"]
    assert tried["traces"] == ["Durand"]


def test_the_dates_follow_the_day_of_the_interview(desk: CarnetDesk) -> None:
    interview = Interview(desk, today=DAY)
    send(interview, setting(["entretien", "jour"], "2027-01-28"))
    assert interview.days == {
        "avant": {"autodiagnostic": "2027-01-07", "discussion": "2027-01-14", "envoi": "2027-01-21"},
        "retour": "2027-02-12",
    }
    send(interview, setting(["entretien", "jour"], None))
    assert interview.days == {}


def test_the_pages_are_measured_when_asked(desk: CarnetDesk) -> None:
    interview = Interview(desk, today=DAY)
    assert interview.fit == {}
    lines = "une ligne\n" * 99
    send(interview, *(setting(["entretien", "rubriques", id], lines) for id in ("travail", "limites")))
    send(interview, {"verb": "measure"})
    assert interview.fit["coupe"] == ["travail", "limites"] and interview.fit["sortie"]


@pytest.mark.parametrize("sheet", ["pdf/entretien", "docx/entretien", "pdf/sortie", "docx/sortie", "ics/entretien"])
def test_each_file_is_handed_over(desk: CarnetDesk, sheet: str) -> None:
    interview = Interview(desk, today=DAY)
    send(interview, {"verb": "file", "sheet": sheet})
    assert interview.file_name.endswith(sheet.partition("/")[0]) and len(interview.file) > 500
    assert not interview.refusals


@pytest.mark.parametrize("sheet", ["json/carnet", "pdf/plan-a4", "pdf/absent", "", None])
def test_no_other_file_is(desk: CarnetDesk, sheet: Any) -> None:
    interview = Interview(desk, today=DAY)
    send(interview, {"verb": "file", "sheet": sheet})
    assert interview.refusals and interview.file is None


def test_an_adviser_reads_carnets_in_the_order_of_opening_and_nothing_is_stored(tmp_path: Path) -> None:
    desk = AdviserDesk(Carnets(tmp_path / "carnets"))
    titles = ["Zèbre", "Abeille", "Merle"]
    for title in titles:
        desk.add(replace(sample_carnet(), title=title))
    assert [one["titre"] for one in desk.columns] == titles
    assert all(list(one["lignes"]) == list(LINES) for one in desk.columns)
    assert desk.carnets.all() == () and not list(tmp_path.rglob("carnet.json"))
    send(desk, {"verb": "keep", "id": desk.columns[1]["id"]})
    assert [one.title for one in desk.carnets.all()] == ["Abeille"] and desk.kept[0]["titre"] == "Abeille"
    send(desk, {"verb": "remove", "id": desk.columns[0]["id"]})
    assert [one["titre"] for one in desk.columns] == ["Abeille", "Merle"] and desk.ack == 2


def test_an_adviser_never_reads_what_was_not_agreed_nor_a_score() -> None:
    column = carnet_column(hidden(carnet()), day=DAY)
    told = json.dumps(column.lines, ensure_ascii=False)
    assert SECRET not in told and "Deux personnes pour trois maisons" in told
    assert "sur 100" not in told
    scores = [one.score for one in wave().results.levers.values() if one.score]
    assert scores and not [one for one in scores if f"{one:.0f} " in " ".join(column.lines["leviers"])]


def test_what_is_withheld_is_said_to_the_adviser() -> None:
    results = wave().results.plain()
    results["leviers"]["L2"] = {"score": None, "classe": None, "n_items": 0, "motif": "n < 5"}
    told = carnet_column(carnet(waves=(replace(wave(), results=published(results)),)), day=DAY).lines["leviers"]
    assert [("trop peu" in one) for one in told[:4]] == [False, True, False, False] and "24 feuilles" in told[4]
    results["n_feuilles"] = 4
    (few,) = carnet_column(carnet(waves=(replace(wave(), results=published(results)),)), day=DAY).lines["leviers"]
    assert "au moins 5" in few


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"{}", b'{"format": 99}', b'{"format": 3, "titre": 12}'])
def test_a_file_that_is_no_carnet_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    desk = AdviserDesk(Carnets(tmp_path / "carnets"))
    send(desk, {"verb": "file", "name": "photo.json", "data": data})
    (said,) = (one["phrase"] for one in desk.refusals)
    assert said.startswith("photo.json") and desk.ack == 1 and desk.columns == []


def test_six_at_most_and_each_once(tmp_path: Path) -> None:
    desk = AdviserDesk(Carnets(tmp_path / "carnets"))
    for number in range(6):
        desk.add(Carnet(title=f"Maison {number}"))
    with pytest.raises(FrenchError, match="déjà ouvert"):
        desk.add(Carnet(title="Maison 3"))
    with pytest.raises(FrenchError, match="6 carnets"):
        desk.add(Carnet(title="Maison 7"))
    gone = interface("carnet")["fautes"]["inconnu"], desk.texts["fautes"]["parti"]
    for number, message in enumerate(({"verb": "kept", "id": "../.."}, {"verb": "remove", "id": "absent"}), start=1):
        send(desk, message)
        assert desk.refusals[-1] == {"seq": number, "phrase": gone[number - 1]} and desk.ack == number
