"""The trainer's browser, and what the store holds behind it."""

from __future__ import annotations

import re
from typing import Any

from live import answers_with_prudence
from salle import Phone, Q, Salle

PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}


class Trainer:
    """The trainer's browser, and what the store holds behind it."""

    def __init__(self, page: Any, salle: Salle) -> None:
        self.page, self.salle = page, salle
        page.set_default_timeout(15_000)

    @property
    def cockpit(self) -> Any:
        return self.page.locator(".pap-cockpit")

    def open(self) -> Trainer:
        self.page.goto(f"http://127.0.0.1:{self.salle.port}/voila/render/seance.ipynb")
        self.cockpit.locator("h3:visible").first.wait_for(timeout=60_000)
        return self

    def press(self, name: str) -> None:
        self.cockpit.get_by_role("button", name=name).first.click()

    def main(self, name: str) -> None:
        """Press the main button once it says this, as a person does who has read it."""
        button = self.cockpit.locator(".pap-cockpit-bar .pap-button-main:visible", has_text=name)
        button.wait_for()
        self.page.wait_for_timeout(800)
        button.click()

    def part(self, name: str) -> None:
        """Go to a part by the rail, which is a line that opens where the screen is narrow."""
        line = self.cockpit.locator(".pap-cockpit-rail > button")
        if line.is_visible() and line.get_attribute("aria-expanded") == "false":
            line.click()
        found = re.compile(f"^{re.escape(name)}( \\d+ à lire)?$")
        self.cockpit.locator("nav .pap-cockpit-parts").get_by_role("button", name=found).click()

    def says(self, text: str) -> None:
        self.cockpit.get_by_text(text, exact=False).locator("visible=true").first.wait_for()

    def create(self, title: str = "Équipe de nuit", **chosen: str) -> None:
        box = self.cockpit.get_by_label("Comment l'appeler ?")
        if not box.is_visible():
            self.press("Séances")
        answers_with_prudence(self.cockpit)
        box.fill(title)
        for label in chosen.values():
            self.cockpit.get_by_label(label).check()
        self.press("Créer la séance")
        self.says("Avant que les gens arrivent")

    @property
    def session(self) -> dict[str, Any]:
        return self.salle.room.sessions()[0]

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.salle.room.overview(self.session["id"])["state"]
        return state

    def phones(self, count: int, *, code: str, answers: int = 32) -> list[Phone]:
        found = [Phone(self.salle.port, code) for _ in range(count)]
        for number, phone in enumerate(found):
            assert phone.post("join").status == 200
            given = {item: 1 + (number + at) % 4 for at, item in enumerate(Q.item_ids[:answers])}
            assert set(phone.answers(given)) <= {"kept"}
        return found
