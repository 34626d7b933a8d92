"""The story of one session: a trainer, a projector, phones, a bad Wi-Fi, a computer that dies, paper, codes, an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from salle import Phone, Q, Salle, Seen
from seance_people import Someone, Trainer, seen

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.scoring import score_sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Équipe des Tilleuls"
WORD = "Un temps pour les relais du matin nous aiderait beaucoup."
RELAY, WELCOME, NIGHT = IDEAS = ("Relais du matin", "Accueil des remplaçants", "Réunion de nuit")
L1, L2, L3, L4 = (Q.item_ids[start : start + 8] for start in range(0, 32, 8))


@pytest.fixture
def open_salle(tmp_path: Path) -> Iterator[Callable[..., Salle]]:
    """Open the room of this story, and open it again where it was killed."""
    opened: list[Salle] = []

    def start(**options: Any) -> Salle:
        opened.append(Salle(tmp_path / "salle", **options))
        return opened[-1]

    yield start
    opened[-1].kill()


def sheet(level: int, **more: Any) -> Sheet:
    """A sheet that answers every statement alike."""
    return Sheet(questionnaire=Q.id, version=Q.version, answers={**dict.fromkeys(Q.item_ids, level), **more})


def holds(folder: Path, text: str) -> list[str]:
    """Return the files of the room's folder in whose bytes a text stands."""
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_the_story_of_a_session(
    open_salle: Callable[..., Salle], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    salle = open_salle()
    # A trainer creates a session and opens the window for the wall. Nine people come in: three with the phones of
    # this story, six colleagues who speak the same protocol.
    trainer = Trainer(salle, open_page)
    session = trainer.creates(TITLE)
    wall = trainer.projector()
    seen(wall, session.code)
    anna, bruno, chloe = (Someone.who_joins(open_page, session) for _ in range(3))
    colleagues = [session.phone() for _ in range(6)]
    seen(wall, "9 personnes dans la séance")

    # She opens the answers: every phone follows. What nobody may see yet, nobody gets.
    trainer.press("Suivant : ouvrir les réponses")
    for someone in (anna, bruno, chloe):
        someone.reads("À vous de répondre")
    for phone in colleagues:
        assert phone.get("results").status == 409
        assert set(phone.answers(dict.fromkeys(Q.item_ids, 2))) == {"kept"}
    trainer.counts(entrés=9, ont_fini=6)

    anna_reloads(anna)
    bruno_sleeps_and_opens_a_second_tab(bruno)
    chloe_loses_the_network(chloe)
    a_colleague_sends_everything_twice(colleagues[0])
    trainer.counts(entrés=9, ont_commencé=9)

    # The computer dies in the middle of Anna's answers, and is started again with the same secret.
    salle.kill()
    anna.answers(*L2)
    anna.reads("attendent le réseau")
    salle = open_salle(port=salle.port)
    anna.reloads()
    anna.shows(L2[7], 3)
    anna.answers(*L3, *L4)
    anna.reads("32 réponses enregistrées.")
    assert anna.kept() == sheet(3).answers

    # The trainer's page says that it was cut; loaded again, it is where the session is. She takes a break.
    trainer.finds_the_session_again(TITLE)
    chloe.press("J'ai besoin de plus de temps")
    trainer.counts(entrés=9, demande_du_temps=1)
    trainer.press("Faire une pause")
    chloe.reads("Petite pause")

    # Somebody comes late, and answers all the same. Chloé changes phones, and still is one person.
    late = session.phone()
    assert set(late.answers(dict.fromkeys(Q.item_ids, 4))) == {"kept"}
    chloe = changes_phones(chloe, open_page, session)
    trainer.counts(entrés=10, ont_fini=8)
    trainer.press("Suivant : reprendre les réponses")

    # A paper sheet, typed; a conversation with two codes in it, one of them Anna's own sheet.
    trainer.types_a_paper_sheet("1", "1" * 32)
    trainer.reads("Feuille 1 enregistrée (32 sur 32).")
    trainer.pastes(
        f"Marc : bonjour !\n{encode(sheet(3))}\nNadia : voilà le mien\n> {encode(sheet(4, **{'L1-01': 'NSP'}))}"
    )
    trainer.reads("Feuilles ajoutées : 2.")

    # A word for the group; then the answers are closed and the results shown: on every phone, with one's own line.
    bruno.writes(WORD)
    trainer.press("Réponses")
    trainer.press("Suivant : dernière minute")
    trainer.press("Suivant : publier les résultats")
    trainer.reads("Les résultats sont publiés et montrés.")
    published = salle.room.results(session.id)
    assert published and published["results"]["n_feuilles"] == 13, "ten phones, a paper sheet, two codes"
    anna.reads("Les résultats du groupe", "Vous et le groupe")
    anna.reads_the_radar(own=score_sheet(sheet(3), Q)["L1"].score, group=published["results"]["leviers"]["L1"]["score"])
    assert colleagues[1].answers({"L1-01": 1}) == ["phase"], "too late to change what was shown"
    seen(wall, "Les résultats du groupe")

    # The word passes her reading first. Then she opens a statement: everybody has it before their eyes.
    trainer.shows_the_word(WORD)
    anna.reads(WORD)
    trainer.opens_on_phones("L1-02")
    for someone in (anna, bruno, chloe):
        someone.reads("En discussion maintenant", Q.items[1].text)
    seen(wall, Q.items[1].text)

    # They vote, two dots each. Three are refused, by the page and by the server. Two ideas end level.
    trainer.opens_a_vote(IDEAS, dots=2)
    anna.votes(RELAY, WELCOME)
    anna.cannot_vote_for(NIGHT)
    bruno.votes(WELCOME, RELAY)
    chloe.votes(NIGHT)
    assert a_vote(colleagues[0], *IDEAS) == "limit"
    for phone in colleagues:
        assert a_vote(phone, RELAY, WELCOME) is None
    assert colleagues[0].get("vote").json()["results"] is None, "hidden until it is closed"
    trainer.counts(ont_voté=9)
    trainer.press("Suivant : clore le vote et le montrer")
    anna.reads("9 personnes ont voté.", "Même rang : à égalité.")
    assert a_vote(colleagues[0], NIGHT) == "phase"

    # Three questions at the end.
    trainer.press("Suivant : évaluer la séance")
    anna.evaluates(4, 3)
    for phone in colleagues:
        assert phone.answers({"EV-1": 4, "EV-2": 2}) == ["kept", "kept"]
    trainer.counts(ont_évalué=7)
    trainer.press("Fermer l'évaluation et la lire")
    trainer.reads("4,0 sur 4, 7 personnes")
    trainer.press("Suivant : finir la séance")
    anna.reads("Merci", "Télécharger ma feuille")

    # The group keeps its carnet. The rest is erased, with a receipt: nothing is left in the store's files.
    carnet = trainer.downloads_the_carnet(tmp_path / "carnet.json")
    (wave,) = carnet.waves
    assert wave.results.plain() == published["results"] and WORD not in carnet.to_json()
    assert holds(salle.data, WORD) and holds(salle.data, TITLE)
    receipt = trainer.erases(TITLE)
    assert receipt["efface"]["places"] == 10 and receipt["efface"]["votes"] == 9
    assert salle.room.sessions() == [] and salle.room.receipts() == [receipt]
    assert not holds(salle.data, WORD) and not holds(salle.data, TITLE) and not holds(salle.data, RELAY)
    for someone in (anna, bruno, chloe):
        someone.reads("Cette séance n'est plus là")
        assert someone.keeps() == {"key", "until"}, "the seat that leads nowhere any more, and nothing of what was said"
    seen(wall, "Cette séance a été effacée.")


def anna_reloads(anna: Someone) -> None:
    """What was answered before a reload is there after it."""
    anna.answers(*L1[:3])
    anna.reads("3 réponses enregistrées.")
    anna.reloads()
    anna.shows(L1[2], 3)
    anna.answers(*L1[3:])
    anna.reads("8 réponses enregistrées.")


def bruno_sleeps_and_opens_a_second_tab(bruno: Someone) -> None:
    """A phone that slept goes on; a second tab is the same person."""
    bruno.answers(L1[0], value=1)
    bruno.sleeps(2)
    bruno.answers(L1[1], value=2)
    bruno.reads("2 réponses enregistrées.")
    second = bruno.opens_a_second_tab()
    second.shows(L1[1], 2)
    second.answers(L1[1], value=4)
    second.reads("2 réponses enregistrées.")
    bruno.shows(L1[1], 4)
    second.page.close()
    assert bruno.kept() == {L1[0]: 1, L1[1]: 4}


def chloe_loses_the_network(chloe: Someone) -> None:
    """What is answered without a network is kept in the phone, said to be so, and sent when the network is back."""
    chloe.loses_the_network()
    chloe.answers(*L1[:4], value=2)
    chloe.reads("4 réponses attendent le réseau : elles sont gardées dans ce téléphone")
    assert chloe.kept_here() == 4
    chloe.finds_the_network()
    chloe.reads("4 réponses enregistrées.")
    assert chloe.kept() == dict.fromkeys(L1[:4], 2)


def a_colleague_sends_everything_twice(phone: Phone) -> None:
    """The same messages again change nothing."""
    before, messages = phone.own(), [{"seq": seq, "item": item, "value": 2} for seq, item in enumerate(Q.item_ids, 1)]
    assert set(phone.post("answers", {"messages": messages}).json()["outcomes"]) == {"kept"}
    assert phone.own() == before


def changes_phones(someone: Someone, open_page: Callable[..., Any], session: Seen) -> Someone:
    """Continue on another phone; return the person with it."""
    held, code = someone.kept(), someone.asks_for_a_code()
    other = Someone.who_joins(open_page, session)
    other.takes_over(code)
    other.shows(L1[3], 2)
    assert other.kept() == held
    someone.page.close()
    return other


def a_vote(phone: Phone, *choices: str) -> str | None:
    """Place a dot on each choice; return why the server refuses it, if it does."""
    ballot = phone.get("vote").json()["ballot"]["id"]
    reply = phone.post("vote", {"seq": phone.numbered(), "ballot": ballot, "dots": dict.fromkeys(choices, 1)})
    return None if reply.status == 200 else reply.reason
