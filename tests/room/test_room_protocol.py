"""The protocol of a phone over real HTTP: join, follow, answer, vote, comment, evaluate, read what is published."""

from __future__ import annotations

import io
import threading
import time
from typing import Any
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from salle import LAN, Phone, Q, Salle, Seen

from pasapas_widgets.live.client import RoomError
from pasapas_widgets.live.store import PHASES
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.kitwords import shortened
from pasapas_widgets.rules.aggregation import load_thresholds


@pytest.fixture
def session(salle: Salle) -> Seen:
    return salle.session()


def in_background(call: Any) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []

    def run() -> None:
        began = time.monotonic()
        found.extend([call(), time.monotonic() - began])

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def test_joining_twice_with_one_key_is_one_seat(session: Seen) -> None:
    phone = session.phone()
    assert phone.answer(L1_01=3, profil="educatif") == ["kept", "kept"]
    again = phone.post("join").json()
    assert again["own"]["sheet"]["reponses"] == {"L1-01": 3} and again["own"]["sheet"]["profil"] == "educatif"
    assert again["own"]["last_seq"] == 2 and again["state"]["phase"] == "reponses"
    assert session.salle.room.overview(session.id)["progress"]["joined"] == 1


def test_any_order_and_repetition_of_answers_ends_the_same(session: Seen) -> None:
    phone = session.phone()
    late = {"messages": [{"seq": 9, "item": "L1-01", "value": 4}, {"seq": 5, "item": "L1-02", "value": "NSP"}]}
    early = {"messages": [{"seq": 2, "item": "L1-01", "value": 1}, {"seq": 6, "item": "L1-02", "value": None}]}
    for body in (late, early, late, early):
        assert phone.post("answers", body).json() == {"outcomes": ["kept", "kept"]}
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 4}


def test_a_wrong_answer_is_named_and_holds_nothing_back(session: Seen) -> None:
    phone = session.phone()
    assert phone.answers({"L1-01": 3, "L9-99": 3, "L1-02": 7, "L1-03": "NC"}) == ["kept", "value", "value", "kept"]
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 3, "L1-03": "NC"}


def test_phones_follow_the_trainer_at_once(session: Seen) -> None:
    phone = session.phone()
    state = phone.get("state?tag=").json()
    assert state["phase"] == "reponses"
    thread, found = in_background(lambda: phone.get(f"state?tag={state['tag']}"))
    time.sleep(0.7)
    session.move("pause", focus="L1-04")
    thread.join()
    reply, seconds = found
    assert 0.7 <= seconds < 2.7
    assert {**reply.json(), "tag": ""} == {
        "tag": "",
        "phase": "pause",
        "version": state["version"] + 1,
        "focus": "L1-04",
        "ballot": None,
        "results": None,
        "comments": 0,
    }
    assert phone.get("state?tag=" + state["tag"]).json() == reply.json()


def test_a_phone_moves_nobody(session: Seen) -> None:
    """What a returning phone replays reaches its own seat and nothing else."""
    first, second = session.phone(), session.phone()
    first.answer(L1_01=2)
    before = second.get("state?tag=").json()
    for what in ("answers", "join", "time", "comment", "vote", "transfer"):
        first.post(what, {"phase": "fin", "version": 9})
        first.post(what, {"messages": [{"seq": 1, "item": "phase", "value": "fin"}]})
    assert second.get("state?tag=").json() == before
    assert second.own()["sheet"]["reponses"] == {}


def test_answers_wait_for_their_phase_and_end_with_the_results(salle: Salle) -> None:
    session = salle.session("attente")
    phone = session.phone()
    told = []
    for phase in PHASES:
        if phase != "attente":
            session.move(phase)
        told.append(phone.answer(L1_01=1)[0])
    assert told == ["phase", "kept", "kept", "kept", "phase", "phase", "phase", "phase", "phase"]


def full(session: Seen, number: int = 6, level: int = 3) -> list[Phone]:
    phones = [session.phone() for _ in range(number)]
    for phone in phones:
        assert set(phone.answers(dict.fromkeys(Q.item_ids, level))) == {"kept"}
    return phones


def test_results_are_refused_until_they_are_published_and_their_phase_has_come(session: Seen) -> None:
    room, phones = session.salle.room, full(session)
    told = [phones[0].get("results")]
    session.move("resultats")
    told.append(phones[0].get("results"))
    session.move("cloture")
    assert room.publish(session.id)["number"] == 1
    told.append(phones[0].get("results"))
    assert [(reply.status, reply.reason) for reply in told] == [(409, "phase")] * 3
    for phase in ("resultats", "vote", "resultats_vote", "evaluation", "fin"):
        session.move(phase)
        shown = phones[0].get("results").json()
        assert set(shown) == {"number", "day", "results", "comments"} and shown["results"]["n_feuilles"] == 6
    assert phones[0].get("state?tag=").json()["results"] == 1
    session.move("reponses")
    assert phones[0].get("results").status == 409


@pytest.mark.parametrize("id", ["F01", "M03"])
def test_the_card_that_is_open_reaches_phones_and_projector_and_no_other(session: Seen, id: str) -> None:
    phone, salle = session.phone(), session.salle
    projector = f"/salle/projection/{session.id}/card"

    def asked(query: str = "") -> list[Any]:
        return [phone.get("card" + query), salle.ask(projector + query, Cookie=salle.cookie())]

    def reasons() -> list[tuple[int, str]]:
        return [(reply.status, reply.reason) for reply in asked("?id=F02")]

    assert reasons() == [(409, "phase")] * 2, "nothing is open"
    session.move("resultats", focus="L1-03")
    assert reasons() == [(409, "phase")] * 2, "a statement is open"
    session.move("resultats", focus=id)
    assert phone.get("state?tag=").json()["focus"] == id
    kit = load_kit()
    (one,) = [one for one in (*kit.cards, *kit.methods) if one.id == id]
    for reply in (*asked(), *asked("?id=F02")):
        assert reply.status == 200 and reply.json() == shortened(one) and reply.json()["etapes"]
    assert salle.ask(f"/s/{session.code}/card").status == 401, "a seat is needed"
    assert salle.ask(projector).reason == "trainer"
    session.move("vote", focus=id)
    assert reasons() == [(409, "phase")] * 2, "the discussion is over"


@pytest.mark.parametrize("focus", ["La photo de notre mardi", "F99", "f01", "", "S01", "L1-01 ", "A01", "x" * 200])
def test_only_what_the_pages_can_show_is_opened(session: Seen, focus: str) -> None:
    phone = session.phone()
    session.move("resultats", focus="F01")
    before = phone.get("state?tag=").json()
    with pytest.raises(RoomError, match="choisir un énoncé, une fiche ou une méthode") as told:
        session.move("resultats", focus=focus)
    assert told.value.reason == "value" and "x" * 41 not in str(told.value)
    assert phone.get("state?tag=").json() == before


def test_a_vote_is_hidden_until_it_is_closed_and_shown_in_its_phase(session: Seen) -> None:
    room, phones = session.salle.room, full(session)
    ballot = room.open_vote(session.id, ["L1-01", "L1-02", "Des temps d'échange"], dots=2)
    session.move("vote")
    for phone in phones:
        dots = {"L1-01": 1, "Des temps d'échange": 1}
        body = {"seq": phone.numbered(), "ballot": ballot["id"], "dots": dots}
        assert [phone.post("vote", body).status for _ in range(2)] == [200, 200]
    seen = phones[0].get("vote").json()
    assert seen["own"] == {"L1-01": 1, "Des temps d'échange": 1} and seen["results"] is None
    too_many = {"seq": phones[0].numbered(), "ballot": ballot["id"], "dots": {"L1-01": 2}}
    assert (phones[0].post("vote", too_many).status, phones[0].post("vote", too_many).reason) == (429, "limit")
    assert room.close_vote(session.id)["voters"] == 6
    assert phones[0].get("vote").json()["results"] is None, "closed, but its phase has not come"
    late = {"seq": phones[0].numbered(), "ballot": ballot["id"], "dots": {"L1-02": 1}}
    assert phones[0].post("vote", late).reason == "phase"
    session.move("resultats_vote")
    results = phones[1].get("vote").json()["results"]
    assert [(one["choice"], one["dots"], one["rank"]) for one in results["choices"]] == [
        ("L1-01", 6, 1),
        ("Des temps d'échange", 6, 1),
        ("L1-02", 0, 3),
    ]
    assert room.vote_results(session.id)["results"] == results


def test_more_time_is_a_count_and_can_be_cleared(session: Seen) -> None:
    room, phone = session.salle.room, session.phone()
    assert phone.post("time", {"seq": 1, "wanted": True}).json() == {}
    assert room.overview(session.id)["progress"]["more_time"] == 1
    room.clear_time(session.id)
    phone.post("time", {"seq": 1, "wanted": True})
    assert room.overview(session.id)["progress"]["more_time"] == 0


def test_comments_pass_moderation(session: Seen) -> None:
    room, phones = session.salle.room, full(session, load_thresholds().free_text)
    phones[0].post("comment", {"seq": 90, "body": "Les relèves sont trop courtes.", "about": "seance"})
    phones[1].post("comment", {"seq": 90, "body": "Il manquait du temps.", "about": "evaluation"})
    room.publish(session.id)
    session.move("resultats")
    assert phones[2].get("results").json()["comments"] == []
    for comment in room.comments(session.id):
        room.moderate(session.id, comment["id"], "montre")
    assert phones[2].get("results").json()["comments"] == ["Les relèves sont trop courtes."]
    assert room.overview(session.id)["comments"] == {"attente": 0, "montre": 2, "ecarte": 0}


def test_the_evaluation_closes_with_its_figures(session: Seen) -> None:
    room, phones = session.salle.room, full(session)
    assert phones[0].answers({"EV-1": 4}) == ["phase"]
    session.move("evaluation")
    for phone in phones:
        assert phone.answers({"EV-1": 4, "EV-2": 2}) == ["kept", "kept"]
    assert phones[0].own()["evaluation"] == {"EV-1": 4, "EV-2": 2}
    assert room.overview(session.id)["evaluated"] == 6
    assert [(one["item"], one["mean"]) for one in room.evaluation(session.id)] == [("EV-1", 4.0), ("EV-2", 2.0)]
    assert phones[0].answers({"EV-1": 1}) == ["phase"]


def test_a_second_phone_takes_the_seat_once(session: Seen) -> None:
    first = session.phone()
    first.answer(L1_01=3)
    code = first.post("transfer").json()["code"]
    second, third = (Phone(session.salle.port, session.code) for _ in range(2))
    taken = second.post("take-over", {"code": code.lower()}).json()
    assert taken["own"]["sheet"]["reponses"] == {"L1-01": 3} and taken["state"]["phase"] == "reponses"
    assert (third.post("take-over", {"code": code}).status, third.get("state?tag=").status) == (401, 401)
    assert second.answers({"L1-02": 1}) == ["kept"]  # seq 1 of an item that had none
    assert session.salle.room.overview(session.id)["progress"]["joined"] == 1


def test_the_code_is_forgiven_and_the_address_made_plain(session: Seen) -> None:
    salle, code = session.salle, session.code
    reply = salle.ask(f"/s/?code=%20{code[:2].lower()}-{code[2:]}")
    assert (reply.status, reply.headers["Location"]) == (303, f"/s/{code}")
    reply = salle.ask(f"/s/{code.lower()}")
    assert (reply.status, reply.headers["Location"]) == (303, f"/s/{code}")
    phone = Phone(salle.port, code.lower())
    assert phone.post("join").status == 200


def test_the_address_leads_to_the_session_however_a_message_or_a_keyboard_wrote_it(session: Seen) -> None:
    salle, code = session.salle, session.code
    low = code.lower()
    for path in (
        f"/s/{code}/", f"/S/{code}", f"/S/{low}/", f"/s/{code}.", f"/s/{code}/.", f"/s/{code})", f"/s/{low}%C2%A0!",
        f"/s//{code}", f"//s/{code}", f"/s/{code}%E2%80%8B", f"/s/%C2%AB{code}%C2%BB", f"/s/{code[:2]}%C2%AD{code[2:]}",
        f"/s./{code}", f"/{code}", f"/{low}/", f"/{code}.",
    ):  # fmt: skip
        reply = salle.ask(path, Accept="text/html", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document")
        assert (reply.status, reply.headers.get("Location"), reply.body) == (303, f"/s/{code}", b""), path
    for path in ("/S", "/S/", "/s.", "/s//", "/s/.", "/s/)/"):
        assert salle.ask(path, Accept="text/html").headers["Location"] == "/s/", path
    for pasted in (f"http://{LAN}:{salle.port}/s/{code}", f"{LAN}:{salle.port}/S/{low}/.", f"…/s/{code}?a=b"):
        assert salle.ask(f"/s/?code={quote(pasted)}").headers["Location"] == f"/s/{code}", pasted
    assert salle.ask(f"/s/{code}").status == 200 and salle.ask("/s/").status == 200


def test_an_address_that_resembles_the_phones_opens_nothing(salle: Salle) -> None:
    for path in (
        "/salle",
        "/SALLE/",
        "/S/../voila/render/00_accueil.ipynb",
        "/s/K7MQP/../../voila",
        "/salle.",
        "/voila",
    ):
        reply = salle.ask(path, Accept="text/html")
        assert reply.status != 200 and not reply.headers.get("Location", "").startswith("/s/K"), path
    assert salle.ask(f"/{'/' * 5000}s{'/' * 5000}x", Accept="text/html", seconds=2).status in (303, 302, 404)


def test_synthetic_participants_enter_rehearsals_only(salle: Salle) -> None:
    real, rehearsal = salle.session(), salle.session(rehearsal=True)
    invented = {"repetition": True}
    assert Phone(salle.port, real.code).post("join", invented).reason == "value"
    assert Phone(salle.port, rehearsal.code).post("join", invented).status == 200


def test_people_enter_no_rehearsal_and_read_why(salle: Salle) -> None:
    rehearsal = salle.session(rehearsal=True)
    refused = Phone(salle.port, rehearsal.code).post("join")
    assert (refused.status, refused.reason) == (400, "value") and "répétition" in refused.json()["sentence"]
    assert salle.room.overview(rehearsal.id)["progress"]["joined"] == 0
    page = salle.ask(f"/s/{rehearsal.code}").body.decode()
    assert "C&#39;est une répétition" in page and "<script" not in page
    assert '"rehearsal":true' in salle.ask(f"/s/{rehearsal.code}?repetition=").body.decode().replace(" ", "")
    assert "<script" in salle.ask(f"/s/{salle.session().code}").body.decode()


def test_a_rehearsal_is_marked_on_every_surface(salle: Salle) -> None:
    rehearsal, cookie = salle.session(rehearsal=True), salle.cookie()
    assert salle.room.overview(rehearsal.id)["session"]["session"]["titre"] == "Répétition – Maison des Tilleuls"
    assert "Répétition – " in salle.room.carnet(rehearsal.id)["titre"]

    def said(path: str) -> str:
        body = salle.ask(path, Cookie=cookie).body
        if not body.startswith(b"%PDF"):
            return body.decode()
        return " ".join(PdfReader(io.BytesIO(body)).pages[0].extract_text().split())

    pages = [f"/salle/{page}/{rehearsal.id}" for page in ("projection", "affiche", "papier")]
    for path in [*pages, f"/s/{rehearsal.code}?repetition="]:
        assert said(path).count("RÉPÉTITION") == 1 and "Répétition – Maison des Tilleuls" in said(path), path
    for page in ("projection", "affiche", "papier"):
        assert "RÉPÉTITION" not in said(f"/salle/{page}/{salle.session().id}")


def test_an_erased_session_ends_for_its_phones(session: Seen) -> None:
    phone = session.phone()
    tag = phone.get("state?tag=").json()["tag"]
    thread, found = in_background(lambda: phone.get(f"state?tag={tag}"))
    time.sleep(0.3)
    receipt = session.salle.room.erase(session.id)
    thread.join()
    assert (found[0].status, found[0].reason) == (404, "session") and found[1] < 3
    assert receipt in session.salle.room.receipts() and session.salle.room.erase(session.id) == receipt
    assert phone.post("join").status == 404
    assert phone.answers({"L1-01": 1}) == ["session"]


def test_what_the_projector_follows_is_counts(session: Seen) -> None:
    salle = session.salle
    session.phone().answer(L1_01=1)
    state = salle.ask(f"/salle/projection/{session.id}/state?tag=", Cookie=salle.cookie()).json()
    assert state["title"] == "Maison des Tilleuls"
    assert state["counts"] == {"joined": 1, "begun": 1, "finished": 0, "more_time": 0, "voters": 0}
    thread, found = in_background(
        lambda: salle.ask(f"/salle/projection/{session.id}/state?tag={state['tag']}", Cookie=salle.cookie())
    )
    session.phone()
    thread.join()
    assert found[0].json()["counts"]["joined"] == 2 and found[1] < 2


def test_paper_codes_files_and_tallies_come_in_by_the_client(session: Seen) -> None:
    from pasapas_widgets.files.sharecode import encode
    from pasapas_widgets.model.questionnaire.sheet import Sheet

    room = session.salle.room
    sheet = {"questionnaire": Q.id, "version": Q.version, "reponses": {"L1-01": 3}}
    assert room.paper(session.id, "1", sheet)["new"] == 1
    assert room.paper(session.id, "1", sheet)["known"] == 1
    code = encode(Sheet.checked(sheet, Q), Q)
    found = room.codes(session.id, f"Anne : voici mon code {code}\nLuc : {code[:-1]}X")
    assert found["new"] == 1 and [one["line"] for one in found["faults"]] == [2]
    file = b"seance,feuille,profil,item,reponse\nmars,01,educatif,L1-01,3\n"
    assert room.file(session.id, "mars.csv", file)["new"] == 1
    assert room.overview(session.id)["brought"] == {"papier": 1, "code": 1, "fichier": 1}
    room.remove(session.id, "papier", "1")
    assert room.overview(session.id)["brought"] == {"code": 1, "fichier": 1}
    room.tally(session.id, "L1-01", {"3": 6, "2": 1}, kept=3, note="La nuit, c'est autre chose.")
    tallies = room.tallies(session.id)
    assert tallies["sheet"]["reponses"] == {"L1-01": 3} and tallies["tallies"][0]["counts"] == {"3": 6, "2": 1}
    room.remove(session.id, "decompte", "L1-01")
    assert room.tallies(session.id)["tallies"] == []


def test_the_carnet_holds_what_was_published(session: Seen) -> None:
    full(session)
    session.salle.room.publish(session.id)
    carnet = session.salle.room.carnet(session.id)
    assert carnet["vagues"][0]["resultats"]["n_feuilles"] == 6


def test_the_self_test_tells_when_a_phone_has_come(salle: Salle) -> None:
    found = salle.room.selftest(clock=time.time() - 90)
    assert found["reachable"] and not found["local"] and found["disk"]["writable"] and found["disk"]["free_mb"] > 0
    assert abs(found["clock"] + 90) < 3 and not found["phone"]["seen"]
    assert set(found["versions"]) == {"app", "questionnaire", "store"}
    path = found["phone"]["address"].partition(str(salle.port))[2]
    assert salle.ask(path).status == 200
    assert salle.room.selftest(mark=found["phone"]["mark"])["phone"]["seen"]
    assert salle.ask("/s/essai/00000000").status == 404


def test_qr_codes_are_drawn_and_the_wifi_is_kept_nowhere(salle: Salle) -> None:
    session, cookie = salle.session(), salle.cookie()
    joined = salle.ask(f"/salle/qr/{session.id}.svg", Cookie=cookie)
    assert joined.headers["Content-Type"] == "image/svg+xml" and joined.body.startswith(b"<svg")
    wifi = {"ssid": "Salle du conseil", "password": "quatorze-lapins"}
    drawn = salle.ask("/salle/wifi", method="POST", body=wifi, Cookie=cookie, Content_Type="application/json")
    assert drawn.status == 200 and drawn.body.startswith(b"<svg")
    form = "ssid=Salle+du+conseil&password=quatorze-lapins"
    kind = "application/x-www-form-urlencoded"
    assert salle.ask("/salle/wifi", method="POST", body=form, Cookie=cookie, Content_Type=kind).body == drawn.body
    refused = salle.ask("/salle/wifi", method="POST", body="ssid=&password=court", Cookie=cookie, Content_Type=kind)
    assert refused.reason == "value"
    for file in salle.data.rglob("*"):
        assert not file.is_file() or b"lapins" not in file.read_bytes(), file
