"""The people of the story of a session: the trainer at the cockpit, and somebody with a phone."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from live import LAPTOP, PHONE, answers_with_prudence, choose
from playwright.sync_api import expect
from salle import LAN, Phone, Salle, Seen

from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.rules.scoring import load_rules

CALM_SECONDS = 0.8
"""The main button is deaf for 0.7 s after it has changed: a person reads it first."""
SOON = 15_000
"""Milliseconds that a page is given to follow, on a busy machine."""


def seen(where: Any, text: str) -> None:
    """Wait until a text can be seen somewhere."""
    expect(where.get_by_text(text).locator("visible=true").first, f"«{text}»").to_be_visible(timeout=SOON)


class Trainer:
    """The person who leads, at the cockpit."""

    def __init__(self, salle: Salle, open_page: Callable[..., Any]) -> None:
        self.salle, address = salle, f"http://{LAN}:{salle.port}"
        self.page = open_page(f"{address}/?jeton={salle.secret}", device=LAPTOP)
        self.page.goto(f"{address}/voila/render/workbooks/seance.ipynb")
        self.cockpit = self.page.locator(".pap-cockpit")
        self.cockpit.wait_for(timeout=60_000)

    def press(self, name: str) -> None:
        """Press a button of the part on screen."""
        self.cockpit.get_by_role("button", name=name, exact=True).click()

    def reads(self, *sentences: str) -> None:
        """Wait until the cockpit says this."""
        for sentence in sentences:
            seen(self.cockpit, sentence)

    def counts(self, **numbers: int) -> None:
        """Wait until the counts of the room are these; ``ont_fini=3`` stands for «ont fini»."""
        for name, number in numbers.items():
            term = self.cockpit.get_by_role("term").filter(has_text=re.compile(rf"^{name.replace('_', ' ')}$"))
            expect(term.locator("xpath=following-sibling::dd")).to_have_text(str(number), timeout=SOON)

    def creates(self, title: str) -> Seen:
        """Create a session; return the test's own view of it."""
        answers_with_prudence(self.cockpit)
        self.cockpit.get_by_label("Comment l'appeler ?").fill(title)
        self.press("Créer la séance")
        self.reads(f"La séance « {title} » est créée.")
        (listed,) = self.salle.room.sessions()
        return Seen(self.salle, listed["id"], listed["code"])

    def projector(self) -> Any:
        """Open the window for the room."""
        with self.page.expect_popup() as opened:
            self.cockpit.get_by_role("link", name="L'écran pour la salle").click()
        return opened.value

    def finds_the_session_again(self, title: str) -> None:
        """Read that the page was cut, load it again, and be where the session is."""
        expect(self.cockpit.get_by_role("alert").first).to_be_visible(timeout=SOON)
        self.page.reload()
        self.cockpit.wait_for(timeout=60_000)
        self.reads(title)

    def types_a_paper_sheet(self, number: str, keys: str) -> None:
        """Type a sheet by the keyboard alone, once in its first cell."""
        self.press("Papier et codes")
        self.cockpit.get_by_label("Numéro de la feuille").fill(number)
        self.cockpit.locator(".pap-cockpit-sheet input").first.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def pastes(self, text: str) -> None:
        """Paste a conversation with share codes in it."""
        self.cockpit.get_by_label("Coller les codes, ou toute la conversation qui les contient").fill(text)
        self.press("Lire les codes")

    def shows_the_word(self, word: str) -> None:
        """Read a word, and show it to the group."""
        self.cockpit.get_by_role("button", name=re.compile("^Mots 1 à lire$")).click()
        self.reads(word)
        self.cockpit.get_by_role("listitem").filter(has_text=word).get_by_role(
            "button", name="Montrer au groupe"
        ).click()

    def opens_on_phones(self, item: str) -> None:
        """Open a statement before everybody's eyes."""
        self.press("Résultats")
        self.cockpit.get_by_label("Quelle pratique, quelle fiche ?").select_option(item)
        self.press("Ouvrir sur les téléphones")

    def opens_a_vote(self, ideas: tuple[str, ...], *, dots: int) -> None:
        """Put ideas to the vote, and nothing else."""
        self.press("Suivant : préparer un vote")
        proposed = self.cockpit.get_by_role("checkbox", checked=True)
        while proposed.count():
            proposed.first.uncheck()
        self.cockpit.get_by_label("Des idées du groupe, une par ligne").fill("\n".join(ideas))
        self.cockpit.get_by_label("Gommettes par personne").fill(str(dots))
        time.sleep(CALM_SECONDS)
        self.press("Suivant : ouvrir le vote")
        self.reads("Le vote est ouvert.")

    def downloads_the_carnet(self, place: Path) -> Carnet:
        """Take the group's carnet along; return it as it opens again."""
        self.press("Suivant : emporter le carnet")
        with self.page.expect_download() as taken:
            self.press("Télécharger le carnet")
        taken.value.save_as(place)
        return Carnet.from_json(place.read_text(encoding="utf-8"))

    def erases(self, title: str) -> dict[str, Any]:
        """Erase the session; return the receipt that is downloaded."""
        self.press("Effacer la séance…")
        dialog = self.cockpit.get_by_role("dialog")
        expect(dialog).to_contain_text(f"Effacer « {title} » ?")
        dialog.get_by_label("Le groupe a ce qu'il doit garder : on peut effacer").check()
        dialog.get_by_role("button", name="Effacer définitivement").click()
        expect(dialog).to_contain_text("La séance est effacée : voici le reçu", timeout=SOON)
        with self.page.expect_download() as taken:
            dialog.get_by_role("button", name="Télécharger le reçu").click()
        receipt: dict[str, Any] = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))
        dialog.get_by_role("button", name="Fermer").click()
        return receipt


class Someone:
    """Somebody with a phone."""

    def __init__(self, page: Any, session: Seen) -> None:
        self.page, self.session = page, session

    @classmethod
    def who_joins(cls, open_page: Callable[..., Any], session: Seen) -> Someone:
        """Type the session's code, as people type."""
        page, code = open_page(f"http://{LAN}:{session.salle.port}/s/", device=PHONE), session.code.lower()
        page.get_by_label("Code de la séance").fill(f" {code[:2]}-{code[2:]} ")
        page.get_by_role("button", name="Rejoindre").click()
        someone = cls(page, session)
        someone.reads("Vous êtes dans la séance")
        return someone

    def opens_a_second_tab(self) -> Someone:
        """Open the same page beside the first one."""
        tab = self.page.context.new_page()
        tab.goto(self.page.url)
        return Someone(tab, self.session)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def reads(self, *sentences: str) -> None:
        """Wait until the page says this."""
        for sentence in sentences:
            seen(self.page, sentence)

    def answers(self, *items: str, value: int | str = 3) -> None:
        """Touch the same answer to some statements; `choose` turns to each where one is shown at a time."""
        expect(self.page.locator(".pap-questionnaire")).to_be_visible(timeout=SOON)
        is_list = self.page.locator(".pap-questionnaire-one").count() == 0
        for item in items:
            while is_list and not self.page.locator(f'.pap-questionnaire-item[data-item="{item}"]').is_visible():
                self.page.locator(".pap-questionnaire-steps .pap-button-main").click()
            choose(self.page, item, value)

    def shows(self, item: str, value: int | str) -> None:
        """Wait until the page shows that answer."""
        radio = self.page.locator(f'.pap-questionnaire-item[data-item="{item}"] input[value="{value}"]')
        expect(radio).to_be_checked(timeout=SOON)

    def reloads(self) -> None:
        self.page.reload()
        expect(self.page.locator("#pap-phone")).to_be_visible(timeout=SOON)

    def loses_the_network(self) -> None:
        self.page.context.set_offline(True)

    def finds_the_network(self) -> None:
        self.page.context.set_offline(False)

    def sleeps(self, seconds: float) -> None:
        """Lie in a pocket: the browser freezes the page."""
        cdp = self.page.context.new_cdp_session(self.page)
        cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
        time.sleep(seconds)
        cdp.send("Page.setWebLifecycleState", {"state": "active"})

    def kept(self) -> dict[str, Any]:
        """Return what the server holds of this seat, asked with this phone's own key."""
        key = self.page.evaluate("Object.entries(localStorage).find(([name]) => name.endsWith(':key'))[1]")
        own: dict[str, Any] = Phone(self.session.salle.port, self.session.code, key=key).own()
        return dict(own["sheet"]["reponses"])

    def keeps(self) -> set[str]:
        """Return the names of what this phone keeps."""
        names: list[str] = self.page.evaluate("Object.keys(localStorage)")
        return {name.split(":", 2)[2] for name in names}

    def kept_here(self) -> int:
        """Return how many messages wait in this phone's own storage."""
        return sum(name.startswith("out:") for name in self.keeps())

    def writes(self, word: str) -> None:
        """Leave a word."""
        self.page.get_by_text("Laisser un mot", exact=True).click()
        self.page.get_by_label("Votre mot").fill(word)
        self.press("Envoyer")
        self.reads("Votre mot est enregistré. Merci.")

    def asks_for_a_code(self) -> str:
        """Return the code by which another phone takes this seat."""
        self.page.get_by_text("Changer de téléphone", exact=True).click()
        self.press("Obtenir un code")
        said = self.page.get_by_text(re.compile(r"^Votre code de changement de téléphone"))
        said.wait_for(timeout=SOON)
        return str(said.inner_text().rpartition(":")[2].strip())

    def takes_over(self, code: str) -> None:
        """Take the seat of another phone."""
        self.page.get_by_text("Changer de téléphone", exact=True).click()
        self.page.get_by_label("Code de changement de téléphone").fill(code)
        self.press("Reprendre ma place")
        self.reads("vous avez repris votre place")

    def reads_the_radar(self, *, own: float | None, group: float | None) -> None:
        """Find one's own result, in words, and the group's, a figure and the same kind of words, in the table."""
        assert own is not None and group is not None
        cells = self.page.locator(".pap-radar table tbody tr").first
        mine, theirs = cells.locator("td").all()
        expect(mine).to_have_text(load_rules().label_of(own) or "", timeout=SOON)
        expect(theirs).to_contain_text(f"{int(group + 0.5)} (« {load_rules().label_of(group)} »)", timeout=SOON)

    def votes(self, *choices: str) -> None:
        """Place a dot on each choice, and see that it is kept."""
        self.reads("Placez vos gommettes")
        for choice in choices:
            self.page.get_by_role("checkbox", name=choice).check()
        self.reads("Ce que vous avez fait est enregistré.")

    def cannot_vote_for(self, choice: str) -> None:
        """Try one dot too many, and read why not."""
        self.page.get_by_role("checkbox", name=choice).click()
        self.reads("Retirez d'abord une gommette")
        expect(self.page.get_by_role("checkbox", name=choice)).not_to_be_checked()

    def evaluates(self, *marks: int) -> None:
        """Give the marks of the evaluation."""
        self.reads("Votre avis sur la séance")
        questions = self.page.locator(".pap-room-marks")
        for question, mark in zip(questions.all(), marks, strict=True):
            question.get_by_role("radio").nth(mark - 1).check()
        self.reads("Ce que vous avez fait est enregistré.")
