"""Trainers of one server: who comes in, by the Hub's own log-in; whose a session is, whatever tools somebody has."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import quote

import pytest
from serveur import PASSWORD, Serveur
from tornado.web import create_signed_value

from pasapas_widgets.live.client import Room, RoomError
from pasapas_widgets.live.verbs import Selftest


def room_of(serveur: Serveur, name: str, known: dict[str, Room] = {}) -> Room:  # noqa: B006 - one each, on purpose
    """Return the room as the kernels of somebody's own server reach it."""
    if name not in known:
        token = serveur.token(serveur.account(name))
        known[name] = Room(serveur.variables["PASAPAS_SALLE_URL"], token)
    return known[name]


def inside(serveur: Serveur, name: str) -> dict[str, str]:
    """Return the cookies of somebody who is logged in at the Hub, and came to the room by it."""
    cookies = serveur.log_in(serveur.account(name))
    assert serveur.follow("/salle/seances", cookies).status == 200
    return cookies


def test_each_trainer_has_own_sessions_and_invites(serveur: Serveur) -> None:
    nadia, omar = room_of(serveur, "nadia"), room_of(serveur, "omar")
    before = {one["id"] for room in (nadia, omar) for one in room.sessions()}  # other tests have led theirs

    def new(room: Room) -> set[str]:
        return {one["id"] for one in room.sessions()} - before

    hers, his = nadia.create("Tilleuls")["id"], omar.create("Érables")["id"]
    assert new(nadia) == {hers} and new(omar) == {his}
    for verb in (omar.overview, omar.carnet, omar.erase, omar.results, omar.comments, omar.trainers):
        with pytest.raises(RoomError) as refused:
            verb(hers)
        assert refused.value.reason == "session", verb
    nadia.invite(hers, serveur.account("omar"))
    assert new(omar) == {hers, his}
    with pytest.raises(RoomError, match="qui a ouvert la séance"):
        omar.erase(hers)
    nadia.withdraw(hers, serveur.account("omar"))
    assert new(omar) == {his}


def test_the_pages_of_a_session_are_its_trainers_own(serveur: Serveur) -> None:
    session = room_of(serveur, "nadia").create("Tilleuls")["id"]
    nadia, omar = inside(serveur, "nadia"), inside(serveur, "omar")
    pages = [f"/salle/{page}" for page in (f"projection/{session}", f"affiche/{session}", f"qr/{session}.svg",
             f"projection/{session}/state", f"projection/{session}/results", f"projection/{session}/vote")]  # fmt: skip
    for page in pages:
        theirs, none = serveur.get(page, cookies=omar), serveur.get(page.replace(session, "0" * 32), cookies=omar)
        assert (theirs.status, theirs.text) == (none.status, none.text) and theirs.status == 404, page
        assert serveur.get(page, cookies=nadia).status in (200, 409), page
    own = serveur.get("/salle/seances", cookies=nadia).text
    assert session in own and session not in serveur.get("/salle/seances", cookies=omar).text
    assert "Toutes les séances" not in own
    assert 'name="referrer" content="same-origin"' in own  # with none, browsers send its forms with no origin


def test_forms_of_another_trainer_and_of_another_site_do_nothing(serveur: Serveur) -> None:
    room = room_of(serveur, "nadia")
    session = room.create("Tilleuls")["id"]
    nadia, omar = inside(serveur, "nadia"), inside(serveur, "omar")
    acts = f"/salle/seances/{session}"
    for act, form in (("effacer", {"sur": "oui"}), ("inviter", {"compte": serveur.account("omar")})):
        assert serveur.send("POST", f"{acts}/{act}", form, cookies=omar, Origin=serveur.address).status == 404
        elsewhere = serveur.send("POST", f"{acts}/{act}", form, cookies=nadia, Origin="https://pirate.example")
        assert elsewhere.status == 403
        embedded = serveur.send("POST", f"{acts}/{act}", form, cookies=nadia, Sec_Fetch_Site="cross-site")
        assert embedded.status == 403
    assert len(room.trainers(session)) == 1
    unsure = serveur.send("POST", f"{acts}/effacer", {}, cookies=nadia, Origin=serveur.address)
    assert unsure.status == 400 and 'role="alert"' in unsure.text
    invited = serveur.send(
        "POST", f"{acts}/inviter", {"compte": serveur.account("lea")}, cookies=nadia, Origin=serveur.address
    )
    assert invited.status == 303 and len(room.trainers(session)) == 2
    done = serveur.send("POST", f"{acts}/effacer", {"sur": "oui"}, cookies=nadia, Origin=serveur.address)
    assert done.status == 303 and session not in {one["id"] for one in room.sessions()}


def test_an_administrator_counts_and_erases_and_opens_nothing(serveur: Serveur) -> None:
    nadia = room_of(serveur, "nadia")
    made = nadia.create("Un titre à nous")
    admin = inside(serveur, "admin")
    page = serveur.get("/salle/seances", cookies=admin).text
    assert "Toutes les séances" in page and made["id"] in page and serveur.account("nadia") in page
    assert "Un titre à nous" not in page and made["code"] not in page
    assert serveur.get(f"/salle/projection/{made['id']}", cookies=admin).status == 404
    with pytest.raises(RoomError) as refused:
        room_of(serveur, "admin").carnet(made["id"])
    assert refused.value.reason == "session"
    erase = f"/salle/seances/{made['id']}/effacer"
    assert serveur.send("POST", erase, {"sur": "oui"}, cookies=admin, Origin=serveur.address).status == 303
    assert made["id"] in {one["seance"] for one in nadia.receipts()}
    assert made["id"] not in {one["seance"] for one in room_of(serveur, "omar").receipts()}


def test_who_is_withdrawn_while_the_wall_waits_reads_no_more_of_it(serveur: Serveur) -> None:
    room, omar = room_of(serveur, "nadia"), serveur.account("omar")
    session = room.create("Tilleuls")["id"]
    room.invite(session, omar)
    cookies, state = inside(serveur, "omar"), f"/salle/projection/{session}/state"
    tag = json.loads(serveur.get(state, cookies=cookies).text)["tag"]
    with ThreadPoolExecutor() as threads:
        waits = threads.submit(serveur.get, f"{state}?tag={tag}", cookies=cookies)
        assert not wait([waits], timeout=1).done
        room.withdraw(session, omar)
        room.move(session, "reponses", version=1)
        assert waits.result().status == 404 and "Tilleuls" not in waits.result().text


def test_no_account_of_the_hub_speaks_in_anothers_name(serveur: Serveur) -> None:
    made, nadia = room_of(serveur, "nadia").create("Tilleuls"), serveur.account("nadia")
    for name in ("admin", "omar"):
        cookies = serveur.log_in(serveur.account(name))
        serveur.follow("/hub/home", cookies)
        for method, path, body in (
            ("POST", f"users/{nadia}/tokens", {"scopes": ["access:services!service=salle"]}),
            ("POST", f"users/{nadia}/server", {}),
            ("PATCH", f"users/{nadia}", {"name": f"{nadia}x"}),
            ("DELETE", f"users/{nadia}", None),
            ("GET", "users", None),
        ):
            assert serveur.hub(method, path, cookies, body)[0] in (403, 404), (name, method, path)
        theirs = serveur.follow(f"/user/{nadia}/api/contents", cookies)
        assert theirs.status in (403, 404) and made["id"] not in theirs.text


def test_an_account_that_root_has_taken_away_opens_nothing_more(serveur: Serveur) -> None:
    rose = serveur.account("rose")
    subprocess.run(["useradd", "-M", "-G", serveur.mark, rose], check=True)
    try:
        subprocess.run(["chpasswd"], input=f"{rose}:{PASSWORD}\n".encode(), check=True)
        kept, token = serveur.log_in(rose), serveur.token(rose)
        assert serveur.hub("GET", f"users/{rose}", kept)[0] == 200
    finally:
        subprocess.run(["userdel", "-f", rose], check=True)
    serveur.restart_hub()
    with pytest.raises(RoomError) as refused:
        Room(serveur.variables["PASAPAS_SALLE_URL"], token).sessions()
    assert refused.value.reason == "seat"
    assert serveur.hub("GET", f"users/{rose}", kept)[0] == 403
    assert room_of(serveur, "nadia").sessions() is not None, "those of the others are as they were"


def test_no_token_lasts_longer_than_a_log_in(serveur: Serveur) -> None:
    cookies, tokens = serveur.log_in(serveur.account("nadia")), f"users/{serveur.account('nadia')}/tokens"
    serveur.follow("/hub/home", cookies)
    status, said = serveur.hub("POST", tokens, cookies, {"scopes": ["access:services!service=salle"]})
    made = json.loads(said)
    last = dt.datetime.fromisoformat(made["expires_at"]) - dt.datetime.fromisoformat(made["created"])
    assert status == 201 and last <= dt.timedelta(days=1, minutes=1)
    assert serveur.hub("POST", tokens, cookies, {"expires_in": 90 * 86400})[0] == 400


def test_closed_pages_lead_to_the_hub_and_back(serveur: Serveur) -> None:
    led = serveur.get("/salle/seances")
    assert (led.status, led.headers["Location"]) == (303, "/salle/entrer?suite=%2Fsalle%2Fseances")
    kept: dict[str, str] = {}
    hub = serveur.get("/salle/entrer?suite=/salle/seances", cookies=kept)
    assert hub.headers["Location"].startswith("/hub/api/oauth2/authorize?") and "S256" in hub.headers["Location"]
    assert "HttpOnly" in hub.headers["Set-Cookie"] and "Secure" in hub.headers["Set-Cookie"]
    assert "samesite=lax" in hub.headers["Set-Cookie"].lower()
    for elsewhere in ("//pirate.example/", "https://pirate.example/", "/hub/logout", "/salle/retour"):
        cookies = serveur.log_in(serveur.account("nadia"))
        assert serveur.follow(f"/salle/entrer?suite={quote(elsewhere, safe='')}", cookies).status == 200, elsewhere


def test_nothing_else_opens_the_room(serveur: Serveur) -> None:
    forged = create_signed_value("un autre secret", "pasapas-compte", "0" * 32).decode()
    for cookies in ({"pasapas-compte": forged}, {"pasapas-compte": "0" * 32}, {"pasapas-compte": "2|1:0|10:1|é"[:12]}):
        assert serveur.get("/salle/seances", cookies=cookies).status == 303
    service = (serveur.folder / "salle.jeton").read_text(encoding="ascii")
    assert serveur.get(f"/salle/seances?jeton={service}").status == 303  # the machine's own opens no trainer's door
    for token in (service, "0" * 32, "", "é"):
        with pytest.raises(RoomError) as refused:
            Room(serveur.variables["PASAPAS_SALLE_URL"], quote(token)).sessions()
        assert refused.value.reason == "seat"
    for wrong in ("?code=1&state=2", "?error=access_denied", "", "?state=%E9&code=1"):
        assert serveur.get(f"/salle/retour{wrong}").status == 400
    assert serveur.get("/salle/seances", Host="pirate.example").status == 400
    assert serveur.get("/pasapas/instance/x").status == 302  # to the Hub: not the room's for who comes from outside


def test_only_the_trainers_group_logs_in(serveur: Serveur) -> None:
    for account, password in ((serveur.outside, None), (serveur.account("nadia"), "faux"), ("root", "faux")):
        cookies = serveur.log_in(account, password) if password else serveur.log_in(account)
        assert serveur.reply.status == 403 and "jupyterhub-hub-login" not in cookies, account


def test_phones_come_without_an_account_and_leave_no_trace(serveur: Serveur) -> None:
    made = room_of(serveur, "nadia").create("Tilleuls")
    cookies: dict[str, str] = {}
    for page in ("/s/", f"/s/{made['code']}", "/pasapas/confidentialite", "/pasapas/accessibilite"):
        reply = serveur.get(page, cookies=cookies)
        assert reply.status == 200 and not cookies, page
    assert serveur.get(f"/{made['code']}").headers["Location"] == f"/s/{made['code']}"
    link = http.client.HTTPConnection("127.0.0.1", serveur.ports["plain"])
    link.request("GET", "/s/", headers={"Host": "localhost"})
    moved = link.getresponse()
    assert (moved.status, moved.headers["Location"]) == (301, f"{serveur.address}/s/")
    written = [path.read_text(errors="replace") for path in serveur.folder.glob("nginx*.log")] + [serveur.said()]
    assert not [one for one in written if made["code"] in one or re.search(r"127\.0\.0\.1 - |Mozilla", one)]


def test_the_phone_of_the_self_test_is_seen_whichever_process_it_comes_to(serveur: Serveur) -> None:
    room = room_of(serveur, "nadia")
    for _ in range(6):
        mark = room.ask(Selftest())["phone"]["mark"]
        assert not room.ask(Selftest(mark=mark))["phone"]["seen"]
        assert serveur.get(f"/s/essai/{mark}").status == 200
        assert room.ask(Selftest(mark=mark))["phone"]["seen"]


def test_participants_read_where_their_answers_are_kept(serveur: Serveur) -> None:
    made = room_of(serveur, "nadia").create("Tilleuls")
    nadia = inside(serveur, "nadia")
    pages = [f"/s/{made['code']}", f"/pasapas/confidentialite?seance={made['code']}", f"/salle/affiche/{made['id']}"]
    for page in pages:
        told = serveur.get(page, cookies=nadia).text.replace("&#39;", "'")
        assert "ordinateur de la personne qui anime" not in told and "tient l'ordinateur" not in told, page
        assert "Le serveur de l'organisme" in told and "peut en lire la base" in told, page
