"""The cockpit's kernel side against the real room: orders, looks, a server that goes and comes back."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ports import free_port
from salle import Q, Salle

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.live.client import Room
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.widgets.cockpit.checks import checks_of
from pasapas_widgets.widgets.cockpit.cockpit import Cockpit
from pasapas_widgets.widgets.radar.radar import Radar
from pasapas_widgets.widgets.results.results import Results

NEW = {
    "title": "Équipe de nuit",
    "precautions": {"P1": "non", "P2": "non", "P3": "non", "P4": "non", "P5": "oui"},
    "variant": None,
    "mode": "individuel",
    "thresholds": {},
    "research": False,
    "months": 6,
    "rehearsal": False,
    "participants": 3,
}


def send(cockpit: Cockpit, *messages: dict[str, Any]) -> None:
    """Let a browser hand over numbered messages."""
    cockpit.set_state({"incoming": {"messages": list(messages)}})


class Page:
    """What the browser does: it asks by numbered messages, and reads ``told`` and the refusals."""

    def __init__(self, cockpit: Cockpit) -> None:
        self.cockpit = cockpit

    def ask(self, verb: str, **given: Any) -> dict[str, Any]:
        seq = self.cockpit.seen + 1
        send(self.cockpit, {"seq": seq, "verb": verb, **given})
        assert self.cockpit.seen == seq
        refused = [one["phrase"] for one in self.cockpit.refusals if one["seq"] == seq]
        if refused:
            (fault,) = refused
            return {"ok": False, "fault": fault}
        told: dict[str, Any] = self.cockpit.told
        assert verb == "here" or told["seq"] == seq
        return {"ok": True, "given": told.get("given")}

    def do(self, verb: str, **given: Any) -> Any:
        told = self.ask(verb, **given)
        assert told["ok"], told
        return told.get("given")

    def move(self, phase: str, **given: Any) -> None:
        self.do("move", phase=phase, version=self.cockpit.state["version"], **given)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    opened = Salle(tmp_path_factory.mktemp("salle"), port=free_port())
    yield opened
    opened.stop()


@pytest.fixture
def page(room: Salle) -> Iterator[Page]:
    cockpit = Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret))
    page = Page(cockpit)
    page.do("here", last="")
    yield page
    cockpit.close()


@pytest.fixture
def opened(page: Page) -> Page:
    page.do("create", **NEW)
    return page


def phones(room: Salle, page: Page, count: int, *, answers: int = 32) -> list[Any]:
    from salle import Phone

    found = []
    for number in range(count):
        phone = Phone(room.port, page.cockpit.about["code"])
        assert phone.post("join").status == 200
        phone.answers({item: 1 + (number + at) % 4 for at, item in enumerate(Q.item_ids[:answers])})
        found.append(phone)
    page.cockpit.refresh()
    return found


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


def test_a_session_erased_elsewhere_is_no_longer_shown(room: Salle, opened: Page) -> None:
    room.room.erase(opened.cockpit.opened)
    opened.cockpit.refresh()
    assert opened.cockpit.opened == "" and opened.cockpit.results == {} and opened.cockpit.link == {"state": "open"}


def test_a_server_that_goes_is_said_and_followed_again_when_it_is_back(tmp_path: Path) -> None:
    port = free_port()
    first = Salle(tmp_path, port=port)
    cockpit = Cockpit(Room(f"http://127.0.0.1:{port}", first.secret))
    page = Page(cockpit)
    page.do("here", last="")
    page.do("create", **NEW)
    page.move("reponses")
    first.kill()
    cockpit.refresh()
    assert cockpit.link == {"state": "lost"} and cockpit.about["title"] == "Équipe de nuit", "what was known stays"
    told = page.ask("move", phase="cloture", version=2)
    assert not told["ok"] and "ne répond pas" in told["fault"]
    second = Salle(tmp_path, port=port)
    cockpit.refresh()
    assert cockpit.link == {"state": "open"} and cockpit.state["phase"] == "reponses"
    cockpit.close()
    second.stop()


def test_a_kernel_follows_in_its_loop_and_stops_when_it_is_closed(room: Salle) -> None:
    async def story() -> None:
        cockpit = Cockpit(Room(f"http://127.0.0.1:{room.port}", room.secret))
        told: list[dict[str, Any]] = []
        cockpit.observe(lambda change: told.append(change.new), names="told")
        send(cockpit, {"seq": 1, "verb": "here", "last": ""})
        assert cockpit.seen == 1, "the page is answered without waiting for the server"
        send(cockpit, {"seq": 1, "verb": "here", "last": ""}, {"seq": 2, "verb": "create", **NEW})
        slowest = 0.0
        while not told:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            slowest = max(slowest, time.monotonic() - before)
        assert [one["seq"] for one in told] == [2]
        assert cockpit.opened and slowest < 0.5, "the kernel's loop is never blocked"
        state = room.room.overview(cockpit.opened)["state"]
        room.room.move(cockpit.opened, "reponses", version=state["version"])
        for _ in range(300):
            if cockpit.state.get("phase") == "reponses":
                break
            await asyncio.sleep(0.01)
        assert cockpit.state["phase"] == "reponses", "a move from another window is followed"
        cockpit.close()
        await asyncio.sleep(1.5)
        assert not cockpit._following

    asyncio.run(story())


def test_an_unknown_order_is_refused_without_a_traceback(opened: Page) -> None:
    told = opened.ask("nothing_such")
    assert not told["ok"] and "n'a pas été comprise" in told["fault"] and "Traceback" not in told["fault"]


def test_a_damaged_order_is_refused_without_a_traceback(opened: Page, caplog: pytest.LogCaptureFixture) -> None:
    told = opened.ask("moderate", nobody="knows")
    assert not told["ok"] and "Quelque chose" in told["fault"] and "Traceback" not in told["fault"]
    assert caplog.records


def test_a_rehearsal_calls_synthetic_participants(page: Page) -> None:
    page.do("create", **NEW | {"rehearsal": True, "participants": 3})
    page.move("reponses")
    for _ in range(100):
        page.cockpit.refresh()
        if page.cockpit.state["begun"] == 3:
            break
        time.sleep(0.1)
    assert page.cockpit.state["begun"] == 3 and page.cockpit.about["rehearsal"]
    assert page.cockpit.rehearsal["joined"] == 3
    page.do("rest")
    assert page.cockpit.rehearsal == {}


FACTS = {
    "address": "http://192.168.1.5:8866",
    "local": False,
    "reachable": True,
    "phone": {"mark": "m", "address": "a", "qr": "<svg/>", "seen": False},
    "disk": {"writable": True, "free_mb": 5000},
    "clock": 0.2,
    "versions": {"app": "0.1", "questionnaire": "1.0"},
}


@pytest.mark.parametrize(
    ("change", "line", "state"),
    [
        ({}, "telephone", "attente"),
        ({"phone": FACTS["phone"] | {"seen": True}}, "telephone", "bon"),  # type: ignore[operator]
        ({"local": True}, "adresse", "mauvais"),
        ({"reachable": False}, "joignable", "mauvais"),
        ({"disk": {"writable": False, "free_mb": None}}, "disque", "mauvais"),
        ({"disk": {"writable": True, "free_mb": 20}}, "disque", "attention"),
        ({"disk": {"writable": True, "free_mb": None}}, "disque", "bon"),
        ({"clock": -7200.0}, "heure", "attention"),
    ],
)
def test_each_check_says_what_to_do(change: dict[str, Any], line: str, state: str) -> None:
    lines = {one["id"]: one for one in checks_of(FACTS | change, Cockpit().texts["avant"]["verifications"])}
    assert lines[line]["state"] == state and "{" not in lines[line]["said"]
    assert bool(lines[line]["todo"]) == (state != "bon")


def test_the_self_test_of_a_real_room(page: Page) -> None:
    page.do("selftest", clock=time.time())
    states = {one["id"]: one["state"] for one in page.cockpit.checks}
    assert states["telephone"] == "attente" and states["disque"] == "bon" and states["heure"] == "bon"
    page.do("create", **NEW)


def test_the_parts_of_the_browser_side_make_one_module() -> None:
    whole = str(vars(Cockpit)["_esm"])
    assert "import {" not in "\n".join(line for line in whole.splitlines() if not line.lstrip().startswith(("*", "/*")))
    assert whole.count("export default") == 1
    assert json.dumps(Cockpit().texts), "every text can be sent"
