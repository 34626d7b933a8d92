"""What comes to a session by hand, what is compared with it, where it is filed and how it is erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from cockpit_page import NEW, Page, phones
from salle import Q, Salle

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.widgets.radar.radar import Radar


def test_paper_codes_and_files_are_merged_once_with_their_origin(opened: Page) -> None:
    cockpit = opened.cockpit
    answers = dict.fromkeys(Q.item_ids, 3) | {"L1-01": "NSP", "L1-02": "NC"}
    given = {"number": "7", "profile": "educatif", "answers": answers}
    assert opened.do("paper", **given)["new"] == 1
    assert opened.do("paper", **given)["known"] == 1
    assert opened.do("paper", **given | {"answers": {"L1-01": 2}})["changed"] == 1
    bad = opened.ask("paper", **given | {"answers": {"L1-01": 9}})
    assert not bad["ok"] and "L1-01" in bad["fault"]
    code = encode(Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, 2)))
    done = opened.do("codes", text=f"[10:02] A : {code} merci\n[10:03] B : {code[:-1]}Z")
    assert done["new"] == 1 and [one["line"] for one in done["faults"]] == [2]
    assert "Aucun code" in opened.ask("codes", text="bonjour")["fault"]
    file = b"seance,feuille,profil,item,reponse\ns,1,educatif,L1-01,2\ns,2,educatif,L1-01,3\n"
    assert opened.do("file", name="deux.csv", data=memoryview(file))["new"] == 2
    broken = opened.ask("file", name="coupe.csv", data=memoryview(b"seance,feuille\n"))
    assert not broken["ok"] and "coupe.csv" in broken["fault"]
    assert cockpit.state["brought"] == {"papier": 1, "code": 1, "fichier": 2} and cockpit.state["sheets"] == 4
    opened.do("remove", origin="papier", mark="7")
    assert cockpit.state["brought"].get("papier", 0) == 0


def test_a_group_that_answers_together_has_its_table_and_its_radar(page: Page) -> None:
    page.do("create", **NEW | {"mode": "collectif"})
    cockpit, radar = page.cockpit, Radar.of(page.cockpit)
    assert radar.layers == []
    few = page.ask("tally", item="L1-01", counts={"2": 3}, kept=None, note=None)
    assert not few["ok"] and "5 votants" in few["fault"]
    for at, item in enumerate(Q.item_ids[:5]):
        page.do("tally", item=item, counts={"2": 4, "3": 2} if at else {"2": 3}, kept=2, note=None)
    page.do("tally", item="L2-01", counts={}, kept=None, note="Pas la même vue de nuit")
    tallies = {one["item"]: one for one in cockpit.tallies}
    assert tallies["L1-01"]["counts"] is None, "three hands are not kept"
    assert tallies["L1-02"]["counts"] == {"2": 4, "3": 2}
    assert tallies["L2-01"]["note"] == "Pas la même vue de nuit"
    assert cockpit.kept["scores"]["L1"] == pytest.approx(100 / 3) and cockpit.kept["scores"]["L2"] is None
    (layer,) = radar.layers
    assert layer["label"] == "Ce que le groupe retient" and layer["scores"]["L1"] == pytest.approx(100 / 3)


def test_before_and_now(room: Salle, page: Page) -> None:
    page.do("create", **NEW | {"title": "Printemps"})
    first = page.cockpit.opened
    page.move("reponses")
    phones(room, page, 5)
    page.do("publish")
    carnet = page.do("carnet")
    assert Carnet.from_json(carnet).waves[0].results.plain() == page.cockpit.results
    page.do("create", **NEW)
    assert page.cockpit.results == {}
    page.do("compare", **{"with": first})
    assert page.cockpit.earlier["label"].startswith("Printemps, ")
    page.do("compare", **{"with": None})
    assert page.cockpit.earlier == {}
    page.do("compare_carnet", text=carnet)
    assert page.cockpit.earlier["results"]["n_feuilles"] == 5
    damaged = page.ask("compare_carnet", text=carnet[:40])
    assert not damaged["ok"] and "carnet" in damaged["fault"]


def test_a_session_is_filed_among_the_carnets(
    room: Salle, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path))
    carnets = Carnets(tmp_path / "carnets")
    page.do("create", **NEW | {"title": "Printemps"})
    page.move("reponses")
    phones(room, page, 5)
    page.do("publish")
    made = page.do("file_carnet", id="")
    assert made["titre"] == "Printemps" and [one["id"] for one in page.do("carnets")] == [made["id"]]
    assert [one.results.plain() for one in carnets.read(made["id"]).carnet.waves] == [page.cockpit.results]
    page.do("file_carnet", id=made["id"])
    assert len(carnets.read(made["id"]).carnet.waves) == 1, "filed twice, kept once"
    page.do("create", **NEW | {"title": "Automne"})
    page.do("file_carnet", id=made["id"])
    kept = carnets.read(made["id"]).carnet
    assert sorted(one.session.title for one in kept.waves) == ["Automne", "Printemps"] and kept.title == "Printemps"
    refused = page.ask("file_carnet", id="0" * 16)
    assert not refused["ok"] and "n'est plus sur cet ordinateur" in refused["fault"]


def test_erasing_gives_a_receipt_and_closes_the_session(opened: Page) -> None:
    session = opened.cockpit.opened
    receipt = opened.do("erase", session=session)
    assert len(receipt["empreinte"]) == 64
    assert opened.cockpit.opened == "" and opened.cockpit.about == {} and opened.cockpit.state == {}
    assert session not in [one["id"] for one in opened.cockpit.sessions]
    assert receipt["empreinte"] in [one["empreinte"] for one in opened.cockpit.receipts]
