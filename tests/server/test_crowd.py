"""A hundred people answer while what serves them falls: nothing acknowledged is lost, nobody is counted twice."""

from __future__ import annotations

import threading

import pytest
from serveur import Serveur
from test_accounts import inside, room_of

from pasapas_widgets.live.rehearsal import Report, rehearse

PEOPLE = 100


def test_nothing_is_lost_while_each_part_falls_in_turn(serveur: Serveur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(serveur.certificate))
    room = room_of(serveur, "nadia")
    made = room.create("Répétition", rehearsal=True, expected=PEOPLE)
    session = made["id"]
    room.move(session, "reponses", version=1)
    left = inside(serveur, "omar")
    serveur.follow("/hub/logout", left)
    reports: list[Report] = []
    ended: list[Report] = []
    people = {"participants": PEOPLE, "pace": 0.4, "report": reports.append}
    crowd = threading.Thread(
        target=lambda: ended.append(rehearse(serveur.address, made["code"], **people)), daemon=True
    )
    crowd.start()

    def so_far() -> int:
        return reports[-1].acknowledged if reports else 0

    def goes_on(what: str) -> None:
        before = so_far()
        serveur.until(lambda: so_far() > before + PEOPLE or (bool(reports) and reports[-1].finished == PEOPLE), what)

    goes_on("the crowd")
    serveur.kill("first")
    goes_on("one room process alone")
    serveur.start_one("first")
    serveur.until_room("first")
    serveur.reload()
    goes_on("nginx after a reload")
    serveur.cluster.stop("immediate")
    serveur.cluster.start()
    goes_on("the room after PostgreSQL fell")
    for _ in range(8):
        room.overview(session)  # as a cockpit does each second: both processes have asked the Hub whose token it is
    serveur.kill("hub")
    serveur.kill("second")
    goes_on("the first process, without the Hub")
    assert room.overview(session)["progress"]["joined"] == PEOPLE  # what the Hub said before still holds
    serveur.start_one("second")
    serveur.start_one("hub")
    serveur.until(lambda: bool(reports) and reports[-1].finished == PEOPLE, "the last answer", 150)
    serveur.until(lambda: serveur.get("/hub/login").status == 200, "the Hub after its fall")
    version = room.overview(session)["state"]["version"]
    room.publish(session)
    room.move(session, "resultats", version=version)
    serveur.until(lambda: reports[-1].checked == PEOPLE, "those who read their answers again")
    room.move(session, "fin", version=version + 1)
    crowd.join(60)
    report = ended[0]
    assert (report.joined, report.finished, report.lost, report.refused) == (PEOPLE, PEOPLE, 0, 0)
    assert report.acknowledged == report.sent >= 32 * PEOPLE and report.again > 0
    progress = room.overview(session)["progress"]
    assert (progress["joined"], progress["begun"]) == (PEOPLE, PEOPLE)
    assert room.results(session)["results"]["n_feuilles"] == PEOPLE
    assert serveur.get("/salle/seances", cookies=left).status == 303  # who logged out at the Hub is out here too
