"""The room in Firefox and WebKit: a trainer, two phones, a killed server, the results, the erasure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from salle import LAN, Q, Salle, Seen
from waits import until
from window import DESKTOP, PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CALM_SECONDS = 0.8
"""The main button is deaf for 0.7 s after it has changed."""

ANSWERED = "return document.querySelectorAll('.pap-questionnaire-item input:checked').length"
LEFT = "return Object.keys(localStorage).map((one) => one.split(':').slice(2).join(':')).sort().join()"


@pytest.fixture
def open_salle(tmp_path: Path) -> Iterator[Callable[..., Salle]]:
    """Open the room, and open it again where it was killed."""
    opened: list[Salle] = []

    def start(**options: int) -> Salle:
        opened.append(Salle(tmp_path / "salle", **options))
        return opened[-1]

    yield start
    opened[-1].kill()


class Someone:
    """A person with a phone of the engine."""

    def __init__(self, page: Window, seen: Seen) -> None:
        self.page = page
        page.goto(f"http://{LAN}:{seen.salle.port}/s/{seen.code}")
        page.find("#pap-phone[data-phase]")

    def phase(self, name: str) -> None:
        self.page.find(f'#pap-phone[data-phase="{name}"]')

    def answers(self, *levers: str) -> None:
        """Answer «3» to every statement of some levers."""
        for lever in Q.levers:
            if lever.id not in levers:
                continue
            self.page.click(".pap-questionnaire nav button", lever.name)
            for item in (one.id for one in Q.items if one.lever == lever.id):
                self.page.click(f'.pap-questionnaire-item[data-item="{item}"] label:has(input[value="3"])')
                self.page.click(".pap-questionnaire-steps .pap-button-main")

    def says(self, words: str) -> None:
        self.page.find(".pap-room-line", words)


def main_button(page: Window, words: str) -> None:
    """Press the main button of the cockpit once it says this, as a person does who has read it."""
    page.find(".pap-cockpit-bar .pap-button-main", words)
    time.sleep(CALM_SECONDS)
    page.click(".pap-cockpit-bar .pap-button-main", words)


def test_the_story_of_a_session(open_salle: Callable[..., Salle], window: Callable[..., Window]) -> None:
    salle = open_salle()
    seen = salle.session("attente")
    trainer = window(DESKTOP)
    wide: dict[str, list[str]] = {}

    def look(where: str, page: Window, size: tuple[int, int]) -> None:
        """Look at both widths for what scrolls sideways, and leave the page at its own."""
        if found := page.sideways(*(one for one in (PHONE, DESKTOP) if one != size), size):
            wide[where] = found

    trainer.goto(f"http://127.0.0.1:{salle.port}/?jeton={salle.secret}")
    wall = f"http://127.0.0.1:{salle.port}/salle/projection/{seen.id}"
    trainer.goto(wall)
    look("wall, waiting", trainer, DESKTOP)
    trainer.goto(f"http://127.0.0.1:{salle.port}/voila/render/seance.ipynb")
    trainer.find(".pap-cockpit nav button", seconds=120)
    anna, bruno = (Someone(window(PHONE), seen) for _ in range(2))
    for someone in (anna, bruno):
        someone.phase("attente")
    look("phone, waiting", anna.page, PHONE)
    others = [seen.phone() for _ in range(5)]

    look("cockpit, before", trainer, DESKTOP)
    main_button(trainer, "Suivant : ouvrir les réponses")
    look("cockpit, during", trainer, DESKTOP)
    for someone in (anna, bruno):
        someone.phase("reponses")
    look("phone, answering", bruno.page, PHONE)
    for phone in others:
        assert set(phone.answers(dict.fromkeys(Q.item_ids, 2))) == {"kept"}

    # The server dies in the middle of Anna's answers; what she answers meanwhile waits, and it is said.
    anna.answers("L1", "L2")
    anna.says("16 réponses enregistrées")
    salle.kill()
    anna.answers("L3")
    anna.says("attendent le réseau")
    salle = open_salle(port=salle.port)
    anna.says("24 réponses enregistrées")
    anna.page.reload()
    anna.page.until(f"{ANSWERED} === 24")
    anna.answers("L4")
    anna.says("32 réponses enregistrées")

    trainer.reload()
    trainer.find(".pap-cockpit nav button", seconds=120)
    main_button(trainer, "Suivant : dernière minute")
    main_button(trainer, "Suivant : publier les résultats")
    anna.phase("resultats")
    anna.page.find("#pap-phone", "Vous et le groupe")
    look("phone, results", anna.page, PHONE)
    assert until(lambda: salle.room.results(seen.id)["results"]["n_feuilles"] == 6)
    for name in ("Papier et codes", "Terminer"):
        trainer.click(".pap-cockpit nav button", name)
        look(f"cockpit, {name}", trainer, DESKTOP)
    trainer.goto(wall)
    look("wall, results", trainer, DESKTOP)

    # The end: the session is erased, and the phone keeps nothing of anybody's.
    salle.room.erase(seen.id)
    assert until(lambda: anna.page.eval(LEFT) == "key,until"), "a random number, and the day on which it goes"
    assert salle.room.sessions() == []
    look("phone, erased", anna.page, PHONE)
    assert not wide, "where → at which width, by how much"
