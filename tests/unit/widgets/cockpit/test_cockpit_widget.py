"""The cockpit's kernel side against the real room: a session made, led, voted in and looked at."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cockpit_page import NEW, Page, phones
from salle import Q, Salle

from pasapas_widgets.live.client import Room
from pasapas_widgets.model.session import delete_on
from pasapas_widgets.widgets.cockpit.cockpit import Cockpit
from pasapas_widgets.widgets.radar.radar import Radar
from pasapas_widgets.widgets.results.results import Results


def test_without_a_room_it_says_so_and_finds_one_later(
    room: Salle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path))
    cockpit = Cockpit()
    page = Page(cockpit)
    page.do("here", last=None)
    assert cockpit.link == {"state": "absent"} and cockpit.sessions == []
    told = page.ask("create", **NEW)
    assert not told["ok"] and "pasapas salle" in told["fault"]
    monkeypatch.setenv("PASAPAS_SALLE_URL", f"http://127.0.0.1:{room.port}")
    monkeypatch.setenv("PASAPAS_SALLE_JETON", room.secret)
    page.do("here", last=None)
    assert cockpit.link == {"state": "open"}
    cockpit.close()


def test_a_session_is_created_as_it_was_decided(page: Page) -> None:
    decided = NEW | {"variant": "milieu_ouvert", "mode": "collectif", "thresholds": {"moyenne": 6}, "months": 1}
    page.do("create", **decided)
    about = page.cockpit.about
    assert (about["title"], about["variant"], about["mode"]) == ("Équipe de nuit", "milieu_ouvert", "collectif")
    assert about["thresholds"] == {"moyenne": 6} and len(about["code"]) == 5
    assert page.cockpit.questionnaire["variante"] == "milieu_ouvert"
    assert page.cockpit.sessions[0]["kept_until"] == about["kept_until"]
    assert page.cockpit.crew == {}, "nobody has an account on a computer of one's own"
    assert repr(page.cockpit) == "<Cockpit : séance « Équipe de nuit »>"
    refused = page.ask("create", **NEW | {"thresholds": {"distribution": 6}})
    assert not refused["ok"] and "jamais abaissé" in refused["fault"]


def test_no_session_without_the_answers_of_prudence_nor_against_them(page: Page) -> None:
    before = len(page.cockpit.sessions)
    for answers, said in (
        ({}, "cinq questions de prudence"),
        (NEW["precautions"] | {"P2": "oui"}, "Les personnes d'abord"),
        (NEW["precautions"] | {"P5": "non"}, "trois lignes signées"),
    ):
        told = page.ask("create", **NEW | {"precautions": answers})
        assert not told["ok"] and said in told["fault"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), told
    assert len(page.cockpit.sessions) == before
    page.do("create", **NEW | {"precautions": NEW["precautions"] | {"P3": "oui"}})
    assert "P3" not in str(page.cockpit.about), "the answers are kept nowhere"
    page.do("create", **NEW | {"precautions": {}, "rehearsal": True})


def test_the_box_of_a_paper_sheet_goes_with_it(page: Page) -> None:
    page.do("create", **NEW | {"research": True})
    assert page.cockpit.about["research"] is True
    page.move("reponses")
    sheet = {"number": "7", "profile": None, "answers": {"L1-01": 3}}
    assert page.do("paper", **sheet, research=True)["new"] == 1
    assert page.do("paper", **sheet, research=True)["known"] == 1
    assert page.do("paper", **sheet)["changed"] == 1, "typed again without its box, it says no"


def test_the_way_in_is_the_picture_of_the_wall(room: Salle, opened: Page) -> None:
    wall = room.ask(f"/salle/qr/{opened.cockpit.opened}.svg", Cookie=room.cookie())
    assert wall.status == 200 and wall.body.decode() == opened.cockpit.about["join"]


def test_a_title_that_may_be_a_name_is_flagged(page: Page) -> None:
    assert "Durand" in page.do("read_title", title="Équipe de Mme Durand")
    assert page.do("read_title", title="Équipe de nuit, novembre") == ""


def test_the_session_opens_again_after_the_kernel_is_gone(room: Salle, opened: Page) -> None:
    session = opened.cockpit.opened
    opened.move("reponses")

    def again(last: str | None) -> Cockpit:
        cockpit = Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret))
        Page(cockpit).do("here", last=last)
        return cockpit

    same = again(session)
    assert same.opened == session and same.state["phase"] == "reponses"
    newest = again(None)
    assert newest.opened and newest.state["phase"] != "fin"
    assert again("").opened == "" and again("0" * 32).opened == ""


def test_a_session_of_an_earlier_version_is_shown_with_what_it_asked(room: Salle, page: Page) -> None:
    page.do("create", **NEW)
    assert page.cockpit.about["version"] == page.cockpit.questionnaire["version"] == "1.1"
    (path,) = room.data.rglob("*.sqlite")
    with sqlite3.connect(path) as raw:
        raw.execute(
            """UPDATE sessions SET decided = replace(decided, '"version":"1.1"', '"version":"1.0"') WHERE id = ?""",
            [page.cockpit.opened],
        )
    raw.close()
    page.cockpit.refresh()
    assert page.cockpit.questionnaire["version"] == "1.0"
    typed = {"number": "7", "profile": None, "answers": {"L1-01": 4, "L2-02": 3}}
    assert page.do("paper", **typed)["new"] == 1, "a sheet of paper is typed in the version that was printed"
    refused = page.ask("paper", **typed | {"number": "8", "answers": {"L2-09": 3}})
    assert not refused["ok"] and "L2-09" in refused["fault"], "version 1.0 has no such statement"
    assert "facile" not in page.cockpit.about["pages"], "nor short sentences"
    assert "L2-02" in [item["id"] for item in page.cockpit.questionnaire["items"]]
    page.do("create", **NEW)
    assert page.cockpit.questionnaire["version"] == "1.1"


def test_too_few_sheets_pass_to_the_group_in_one_gesture(room: Salle, opened: Page) -> None:
    opened.move("reponses")
    phones(room, opened, 3)
    opened.move("cloture")
    opened.do("together", version=opened.cockpit.state["version"])
    assert (opened.cockpit.about["mode"], opened.cockpit.state["phase"]) == ("collectif", "resultats")


def test_it_shows_counts_and_publishes_only_enough(room: Salle, opened: Page) -> None:
    cockpit = opened.cockpit
    results, radar = Results(cockpit), Radar.of(cockpit)
    opened.move("reponses")
    late = phones(room, opened, 4)
    assert (cockpit.state["joined"], cockpit.state["finished"], cockpit.state["sheets"]) == (4, 4, 4)
    late[0].post("time", {"seq": late[0].numbered(), "wanted": True})
    cockpit.refresh()
    assert cockpit.state["more_time"] == 1
    opened.do("clear_time")
    assert cockpit.state["more_time"] == 0
    opened.move("cloture")
    opened.do("publish")
    assert all(one["moyenne"] is None for one in cockpit.results["items"].values()), "four sheets show nothing"
    opened.move("reponses")
    phones(room, opened, 3)
    opened.move("cloture")
    opened.do("publish_and_show", version=cockpit.state["version"])
    assert cockpit.state["phase"] == "resultats" and cockpit.state["published"]["sheets"] == 7
    assert results.results == cockpit.results and results.session == "Équipe de nuit"
    assert radar.layers[0]["kind"] == "group" and radar.layers[0]["n"] == 7
    before = cockpit.results
    for number in range(2):
        opened.do("paper", number=str(number), profile=None, answers=dict.fromkeys(Q.item_ids, 4))
    opened.do("publish")
    assert cockpit.results == before and cockpit.state["published"]["waiting"] is True


def test_an_old_view_moves_nothing(opened: Page) -> None:
    opened.move("reponses")
    told = opened.ask("move", phase="fin", version=1)
    assert not told["ok"] and "autre fenêtre" in told["fault"]
    assert opened.cockpit.state["phase"] == "reponses"
    assert not opened.ask("vote", choices=["a", "b"], dots=1, dots_on_one=1, version=1)["ok"]
    assert opened.cockpit.state["ballot"] is None, "a refused vote is not opened"


def test_focus_goes_to_every_phone(room: Salle, opened: Page) -> None:
    opened.move("reponses")
    phone = phones(room, opened, 1)[0]
    opened.move("resultats")
    opened.move("resultats", focus="L2-03")
    assert phone.get("state?tag=").json()["focus"] == "L2-03" and opened.cockpit.state["focus"] == "L2-03"


def test_a_vote_that_another_window_has_opened_is_not_closed_by_a_second_one(room: Salle, opened: Page) -> None:
    cockpit = opened.cockpit
    opened.move("vote")
    other = Page(Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret)))
    other.do("here", last=cockpit.opened)
    given = {"choices": ["a", "b"], "dots": 1, "dots_on_one": 1, "version": cockpit.state["version"], "ballot": None}
    opened.do("vote", **given)
    refused = other.ask("vote", **given)
    assert not refused["ok"] and refused["fault"] == cockpit.texts["etat"]["a_avance"]
    cockpit.refresh()
    assert not cockpit.state["ballot"]["closed"]
    other.do("vote", **given | {"ballot": cockpit.state["ballot"]["id"]})  # seen, and ended on purpose


def test_a_vote_is_hidden_until_it_is_closed_and_shows_ties(room: Salle, opened: Page) -> None:
    cockpit = opened.cockpit
    opened.move("reponses")
    people = phones(room, opened, 5, answers=1)
    given = {"choices": ["L1-01", "L2-03", "Un café"], "dots": 2, "dots_on_one": 1}
    opened.do("vote", **given, version=cockpit.state["version"])
    assert cockpit.state["phase"] == "vote"
    ballot = cockpit.state["ballot"]["id"]
    for number, phone in enumerate(people):
        dots = {"L1-01": 1, "L2-03": 1} if number < 4 else {"Un café": 1}
        assert phone.post("vote", {"seq": phone.numbered(), "ballot": ballot, "dots": dots}).status == 200
    cockpit.refresh()
    assert cockpit.state["ballot"]["voted"] == 5 and cockpit.voted == {}
    opened.do("end_vote", ballot=ballot, version=cockpit.state["version"])
    assert [(one["choice"], one["rank"]) for one in cockpit.voted["choices"]] == [
        ("L1-01", 1),
        ("L2-03", 1),
        ("Un café", 3),
    ]
    again = Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret))
    Page(again).do("here", last=cockpit.opened)
    assert again.voted == cockpit.voted


def test_comments_wait_for_the_trainer(room: Salle, opened: Page) -> None:
    opened.move("reponses")
    phone = phones(room, opened, 10, answers=1)[0]
    phone.post("comment", {"seq": phone.numbered(), "body": "Les relais du matin", "about": "seance"})
    opened.cockpit.refresh()
    (comment,) = opened.cockpit.comments
    assert comment["state"] == "attente"
    opened.do("moderate", comment=comment["id"], state="montre")
    assert opened.cockpit.comments[0]["state"] == "montre"
    assert phone.get("state?tag=").json()["comments"] == 1


def test_the_evaluation_is_read_once_it_is_closed(room: Salle, opened: Page) -> None:
    opened.move("reponses")
    people = phones(room, opened, 5, answers=1)
    assert not opened.ask("evaluation")["ok"], "not before its phase"
    opened.move("evaluation")
    for phone in people:
        assert phone.answers({"EV-1": 4, "EV-2": 2}) == ["kept", "kept"]
    opened.cockpit.refresh()
    assert opened.cockpit.state["evaluated"] == 5
    opened.do("evaluation")
    assert [one["mean"] for one in opened.cockpit.evaluation] == [4, 2]
    assert people[0].answers({"EV-1": 1}) == ["phase"]


def test_an_unknown_order_is_refused_without_a_traceback(opened: Page) -> None:
    told = opened.ask("nothing_such")
    assert not told["ok"] and "n'a pas été comprise" in told["fault"] and "Traceback" not in told["fault"]


def test_a_damaged_order_is_refused_without_a_traceback(opened: Page, caplog: pytest.LogCaptureFixture) -> None:
    told = opened.ask("moderate", nobody="knows")
    assert not told["ok"] and "Quelque chose" in told["fault"] and "Traceback" not in told["fault"]
    assert caplog.records


def test_the_parts_of_the_browser_side_make_one_module() -> None:
    whole = str(vars(Cockpit)["_esm"])
    assert "import {" not in "\n".join(line for line in whole.splitlines() if not line.lstrip().startswith(("*", "/*")))
    assert whole.count("export default") == 1
    assert json.dumps(Cockpit().texts), "every text can be sent"


def test_a_session_at_a_distance_has_its_link_and_its_texts(room: Salle, page: Page) -> None:
    until = {"day": "2999-01-01", "hour": "18:00", "zone": "Indian/Reunion"}
    far = page.ask("create", **NEW | {"until": until, "expected": 12})
    assert not far["ok"] and "60 jours" in far["fault"]
    nowhere = page.ask("create", **NEW | {"until": until | {"zone": "Asia/Tokyo"}, "expected": 12})
    assert not nowhere["ok"] and "fuseau" in nowhere["fault"]
    day = dt.date.today() + dt.timedelta(days=3)
    page.do("create", **NEW | {"until": until | {"day": day.isoformat()}, "expected": 12, "contact": "dpo@tilleuls.fr"})
    about, state = page.cockpit.about, page.cockpit.state
    assert (state["phase"], state["at_least"], state["until"]["closed"]) == ("reponses", 0, False)
    assert about["day"] == day.isoformat(), "kept from its end on"
    assert about["kept_until"] == delete_on(day, months=6).isoformat()
    link = about["link"]
    assert room.ask(urlsplit(link).path + "?" + urlsplit(link).query).status == 200
    assert set(about["messages"]) == {"invitation", "relance", "dernier_jour"}
    for one in about["messages"].values():
        text = one["texte"].replace("\N{NO-BREAK SPACE}", " ")
        until_words = state["until"]["words"].replace("\N{NO-BREAK SPACE}", " ")
        for words in (link, until_words, "moins de 5 personnes", "dpo@tilleuls.fr", "15 minutes"):
            assert words in text, words
    phones(room, page, 6)
    assert (page.cockpit.state["begun"], page.cockpit.state["sheets"]) == (0, 5)
    later = {"day": (day + dt.timedelta(days=2)).isoformat(), "hour": "12:30", "zone": "Indian/Reunion"}
    page.do("prolong", until=later)
    assert (
        page.cockpit.about["until"] == later
        and "12\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in page.cockpit.state["until"]["words"]
    )
    page.do("close_answers")
    assert page.cockpit.state["until"]["closed"]
    page.do("publish_and_show", version=page.cockpit.state["version"])
    assert page.cockpit.state["at_least"] is None and page.cockpit.state["published"]["sheets"] == 6


def test_what_the_page_shows_of_a_session_it_paints_again_when_it_changes() -> None:
    folder = Path(__file__).parents[4] / "pasapas_widgets" / "widgets" / "cockpit"
    code = {path.name: path.read_text("utf-8") for path in folder.glob("*.js")}
    read = set(re.findall(r'model\.get\("(\w+)"\)', "\n".join(code.values())))
    painted = set(re.findall(r'"(\w+)"', code["cockpit.js"].partition("const TRAITS = [")[2].partition("]")[0]))
    always_the_same = {"texts", "limits", "rules", "modes", "cards", "precautions", "services"}
    assert read - painted - always_the_same == {"told"}, "told is heard by the courier"
    assert painted <= set(Cockpit.class_traits(sync=True))
