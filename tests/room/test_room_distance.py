"""A session at a distance over HTTP: a server that restarts over days, an end that passes, nothing counted."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from salle import Q, Salle, Seen

from pasapas_widgets.live.client import RoomError
from pasapas_widgets.model.deadline import Deadline, utc_now

FOUR_DAYS = Deadline.of_moment(utc_now() + dt.timedelta(days=4), "Indian/Reunion")


def remote(salle: Salle, **decided: object) -> Seen:
    return salle.session("attente", **{"until": FOUR_DAYS, "expected": 12, **decided})


def move_end(data: Path, session: str, **ago: float) -> None:
    """Let the end have passed, or come nearer, as the clock would: the store keeps it and nothing else does."""
    (path,) = data.rglob("*.sqlite")
    end = Deadline.of_moment(utc_now() - dt.timedelta(**ago), FOUR_DAYS.zone)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE sessions SET closes = ? WHERE id = ?", [end.at.isoformat(timespec="minutes"), session])
    raw.close()


def test_it_is_open_at_once_says_until_when_and_closes_by_itself(salle: Salle) -> None:
    session = remote(salle)
    phone = session.phone()
    state = phone.get("state?tag=").json()
    assert state["phase"] == "reponses" and state["until"] == {"words": FOUR_DAYS.words, "closed": False}
    assert phone.answer(L1_01=3) == ["kept"]
    move_end(salle.data, session.id, days=1)
    later = phone.get(f"state?tag={state['tag']}").json()  # who waits is told within a second
    assert later["until"]["closed"] and later["version"] == state["version"]
    assert phone.answer(L1_01=1) == ["phase"]
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 3}
    assert salle.room.results(session.id) is None


def test_the_same_phone_finds_its_answers_after_days_and_a_restart(open_salle: Callable[..., Salle]) -> None:
    salle = open_salle()
    session = remote(salle)
    phone = session.phone()
    phone.answer(L1_01=3, L1_02="NSP")
    salle.kill()
    again = open_salle(port=salle.port)
    move_end(again.data, session.id, hours=-12)  # days later, the last morning
    assert phone.own()["sheet"]["reponses"] == {"L1-01": 3, "L1-02": "NSP"}
    assert phone.answer(L1_01=4) == ["kept"]
    again.stop()
    last = open_salle(port=salle.port)
    move_end(last.data, session.id, minutes=5)
    assert phone.answer(L1_01=1) == ["phase"] and phone.own()["sheet"]["reponses"]["L1-01"] == 4


def test_nothing_is_counted_nor_shown_before_the_end(salle: Salle) -> None:
    session = remote(salle)
    cookie = salle.cookie()
    seen = []
    for _ in range(7):
        session.phone().answers(dict.fromkeys(Q.item_ids, 3))
        overview = salle.room.overview(session.id)
        wall = salle.ask(f"/salle/projection/{session.id}/state?tag=", Cookie=cookie).json()
        progress = overview["progress"]
        assert {progress[name] for name in ("joined", "begun", "finished", "more_time", "answered")} == {0}
        assert wall["counts"] == {"expected": 12}
        seen.append(progress["at_least"])
    assert seen == [0, 0, 0, 0, 5, 5, 5]
    with pytest.raises(RoomError) as refused:
        salle.room.publish(session.id)
    assert refused.value.reason == "phase" and "jusqu'au" in str(refused.value).replace("’", "'")
    with pytest.raises(RoomError):
        session.move("resultats")
    salle.room.close_answers(session.id)
    assert salle.room.publish(session.id)["results"]["n_feuilles"] == 7
    with pytest.raises(RoomError):
        salle.room.prolong(session.id, FOUR_DAYS)


def test_a_newcomer_after_the_end_waits_with_the_others_and_is_in_no_figure(salle: Salle) -> None:
    session = remote(salle)
    for _ in range(5):
        session.phone().answers(dict.fromkeys(Q.item_ids, 3))
    salle.room.close_answers(session.id)
    late = session.phone()
    assert late.answer(L1_01=1) == ["phase"]
    assert salle.room.publish(session.id)["results"]["items"]["L1-01"]["n_notes"] == 5
    session.move("resultats")
    assert late.get("results").json()["results"]["n_feuilles"] == 5


def test_the_sheet_to_hand_over_has_the_address_the_code_and_the_hour_in_words(salle: Salle) -> None:
    session = remote(salle, contact="secrétariat, contact@tilleuls.fr", responsible="Les Tilleuls")
    page = salle.ask(f"/salle/affiche/{session.id}", Cookie=salle.cookie()).body.decode().replace("&#39;", "'")
    for words in (FOUR_DAYS.words, session.code, "/s/</dd>", "contact@tilleuls.fr", "Les Tilleuls", "moins de 5"):
        assert words in page, words
    assert "i=" not in page.partition("<main")[2].partition("</main>")[0], "what is typed is the code, no invitation"


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (Deadline.of_moment(utc_now() - dt.timedelta(days=1), "Europe/Paris"), 12),
        (Deadline.of_moment(utc_now() + dt.timedelta(days=90), "Europe/Paris"), 12),
        (FOUR_DAYS, None),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(salle: Salle, until: Deadline, expected: int | None) -> None:
    before = len(salle.room.sessions())
    with pytest.raises(RoomError) as refused:
        salle.room.create("Familles d'accueil", until=until, expected=expected)
    assert refused.value.reason == "value" and str(refused.value).endswith(".")
    assert len(salle.room.sessions()) == before
