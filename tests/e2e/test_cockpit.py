"""A trainer leads a session from the cockpit: the real room, phones that speak its protocol, a real browser."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from checks import axe_faults, focus, own_faults
from jupyter import Lab, jupyterlab, run_all
from live import LAPTOP, PHONE, App, answers_with_prudence
from ports import free_port
from salle import Phone, Q, Salle
from tool_exports import GUESSED

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.kit.precautions import load_precautions
from pasapas_widgets.model.questionnaire.sheet import Sheet

pytestmark = pytest.mark.browser
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
        button = self.cockpit.locator(".pap-cockpit-now .pap-button-main:visible", has_text=name)
        button.wait_for()
        self.page.wait_for_timeout(800)
        button.click()

    def part(self, name: str) -> None:
        self.cockpit.locator("nav").get_by_role("button", name=name, exact=True).click()

    def says(self, text: str) -> None:
        self.cockpit.get_by_text(text, exact=False).locator("visible=true").first.wait_for()

    def create(self, title: str = "Équipe de nuit", **chosen: str) -> None:
        box = self.cockpit.get_by_label("Comment l'appeler ?")
        if not box.is_visible():
            self.part("Séances")
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
            phone.answers({item: 1 + (number + at) % 4 for at, item in enumerate(Q.item_ids[:answers])})
        return found


@pytest.fixture(scope="module")
def salle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Salle]:
    opened = Salle(tmp_path_factory.mktemp("salle"), port=free_port())
    yield opened
    opened.stop()


@pytest.fixture
def trainer(open_page: Callable[..., Any], salle: Salle) -> Iterator[Callable[..., Trainer]]:
    """Open the cockpit in a browser; the store begins and ends empty."""

    def opened(**options: Any) -> Trainer:
        page = open_page(f"http://127.0.0.1:{salle.port}/?jeton={salle.secret}", **options)
        return Trainer(page, salle).open()

    yield opened
    for session in salle.room.sessions():
        salle.room.erase(session["id"])


def test_a_session_from_its_creation_to_its_erasure(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Équipe de nuit")
    code = t.session["code"]
    t.says(code)

    t.press("Vérifier la salle")
    line = t.cockpit.locator(".pap-cockpit-checks li", has_text="téléphone").last
    line.wait_for()
    assert line.get_attribute("data-state") == "attente"
    trial = t.cockpit.locator(".pap-cockpit-scan img").get_attribute("alt").split()[-1]
    assert t.salle.ask(urlsplit(trial).path).status == 200, "a phone opens what the picture says"
    t.cockpit.locator(".pap-cockpit-checks li[data-state=bon]", has_text="Un téléphone a joint").wait_for()
    t.says("La salle est prête.")
    t.cockpit.locator(".pap-cockpit-links a").first.wait_for()
    for link in t.cockpit.locator(".pap-cockpit-links a").all():
        reply = t.page.request.get(link.evaluate("node => node.href"))
        assert reply.status == 200 and "pap" in reply.text(), link.inner_text()

    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    people = t.phones(6, code=code)
    people[0].post("time", {"seq": people[0].numbered(), "wanted": True})
    joined = t.cockpit.locator(".pap-cockpit-counts > div", has_text="ont fini").locator("dd")
    t.page.wait_for_function("node => node.textContent === '6'", arg=joined.element_handle())
    t.press("Baisser toutes les mains")
    t.says("Les demandes de temps sont retirées.")
    assert t.salle.room.overview(t.session["id"])["progress"]["more_time"] == 0

    t.page.reload()  # in the middle of it all
    t.says("6")
    assert "Équipe de nuit" in t.cockpit.locator("h2").inner_text()
    t.main("Suivant : fermer les réponses")
    t.press("Revenir à : Réponses")
    t.main("Suivant : fermer les réponses")
    assert t.page.locator(".pap-results details").count() == 0, "nothing is shown before it is published"
    t.main("Suivant : publier les résultats")
    t.says("6 feuilles comptées")
    t.page.locator(".pap-results details").first.wait_for()
    assert "33" in t.page.locator(".pap-radar").inner_text() or "50" in t.page.locator(".pap-radar").inner_text()

    t.cockpit.get_by_label("Quelle pratique, quelle fiche ?").select_option("L2-03")
    t.press("Ouvrir sur les téléphones")
    t.says("En discussion maintenant")
    assert people[0].get("state?tag=").json()["focus"] == "L2-03"
    t.cockpit.get_by_label("Quelle pratique, quelle fiche ?").select_option(
        label="F01 – Ouvrir un espace de discussion sur le travail"
    )
    t.press("Ouvrir sur les téléphones")
    t.says("En discussion maintenant : Ouvrir un espace de discussion")
    assert people[0].get("card").json()["id"] == "F01"

    people[1].post("comment", {"seq": people[1].numbered(), "body": "Les relais du matin", "about": "seance"})
    t.says("Les relais du matin")
    t.press("Montrer au groupe")
    t.says("1 mot déjà lu")

    t.main("Suivant : préparer un vote")
    t.cockpit.get_by_label("Des idées du groupe, une par ligne").fill("Un café\nUn banc")
    ticked = t.cockpit.locator(".pap-cockpit-tick input:checked").count()
    t.says(f"{ticked + 2} choix.")
    t.press("Ouvrir le vote sur les téléphones")
    t.says("ont voté")
    ballot = t.state["ballot"]
    assert {"Un café", "Un banc"} < set(ballot["choices"]) and t.state["phase"] == "vote"
    for phone in people:
        dots = {"Un café": 1, "Un banc": 1}
        assert phone.post("vote", {"seq": phone.numbered(), "ballot": ballot["id"], "dots": dots}).status == 200
    t.page.wait_for_function(
        "() => [...document.querySelectorAll('.pap-cockpit-counts > div:not([hidden]) dd')]"
        ".every(n => n.textContent === '6')"
    )
    t.main("Suivant : clore le vote")
    t.says("6 personnes ont voté.")
    assert t.cockpit.locator("tbody tr", has_text="Un café").get_by_text("à égalité").is_visible()

    t.main("Suivant : évaluer la séance")
    t.says("L'évaluation de la séance")
    for phone in people:
        phone.answers({"EV-1": 4, "EV-2": 3})
    t.press("Fermer l'évaluation et la lire")
    t.says("4,0 sur 4, 6 personnes")

    t.main("Suivant : finir la séance")
    t.main("Suivant : emporter le carnet")
    with t.page.expect_download() as download:
        t.press("Télécharger le carnet")
    carnet = Carnet.from_json(download.value.path().read_bytes())
    assert carnet.title == "Équipe de nuit" and carnet.waves[0].results.n_sheets == 6
    t.press("Le ranger sur cet ordinateur")
    link = t.page.get_by_role("link", name="choisir par quoi commencer")
    link.wait_for()
    beside = t.page.context.new_page()
    beside.goto(link.evaluate("node => node.href"))
    beside.get_by_text("Carnet ouvert : Équipe de nuit").wait_for(timeout=60_000)
    assert "carnet=" not in beside.url
    beside.close()

    t.press("Effacer la séance…")
    dialog = t.page.locator(".pap-dialog[open]")
    sure = dialog.get_by_role("button", name="Effacer pour de bon")
    sure.click(force=True)
    assert t.session["code"] == code, "an unticked box erases nothing"
    dialog.get_by_label("Le groupe a ce qu'il doit garder").check()
    sure.click()
    dialog.get_by_text("voici le reçu").wait_for()
    with t.page.expect_download() as download:
        dialog.get_by_role("button", name="Télécharger le reçu").click()
    assert len(json.loads(download.value.path().read_text())["empreinte"]) == 64
    assert t.salle.room.sessions() == []
    dialog.get_by_role("button", name="Fermer").click()
    t.says("Aucune séance sur cet ordinateur.")


def test_a_kernel_that_is_killed_loses_nothing(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Service de jour")
    code = t.session["code"]
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    people = t.phones(3, code=code)
    app = App(t.salle.process, "")
    for kernel in app.kernels():
        os.kill(kernel, signal.SIGKILL)
    alert = t.cockpit.locator(".pap-cockpit-alert", has_text="Cette page ne répond plus")
    alert.wait_for(timeout=40_000)
    assert people[0].answer(L1_01=4) == ["kept"], "phones need no kernel"
    alert.get_by_role("button", name="Recharger la page").click()
    t.says("Pendant la séance")
    assert "Service de jour" in t.cockpit.locator("h2").inner_text()
    t.main("Suivant : fermer les réponses")
    t.says("Réponses fermées")
    assert t.state["phase"] == "cloture"


def test_a_restarted_room_is_found_again(open_page: Callable[..., Any], tmp_path: Path) -> None:
    first = Salle(tmp_path, port=free_port())
    t = Trainer(open_page(f"http://127.0.0.1:{first.port}/?jeton={first.secret}"), first).open()
    t.create("Internat")
    first.kill()
    t.cockpit.locator(".pap-cockpit-alert:visible").wait_for(timeout=40_000)
    again = Salle(tmp_path, port=first.port)
    try:
        t.cockpit.get_by_role("button", name="Recharger la page").click()
        t.says("Avant que les gens arrivent")
        assert "Internat" in t.cockpit.locator("h2").inner_text()
    finally:
        again.stop()


def test_paper_is_typed_by_keyboard_and_survives_a_reload(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create()
    t.part("Papier et codes")
    number = t.cockpit.get_by_label("Numéro de la feuille", exact=True)
    number.fill("12")
    number.press("Enter")
    keys = t.page.keyboard
    for key in ("1", "2", "3", "4", "n", "C", " ", "9", "2"):  # 9 is no level: nothing happens
        keys.press(key)
    t.says("Réponses : 7 sur 32")
    keys.press("ArrowLeft")
    keys.press("4")
    t.page.reload()
    t.part("Papier et codes")
    t.says("Réponses : 7 sur 32")
    assert number.input_value() == "12"
    cells = t.cockpit.locator(".pap-cockpit-cell input")
    assert [cell.input_value() for cell in cells.all()[:9]] == ["1", "2", "3", "4", "N", "C", "", "4", ""]
    cells.nth(6).focus()
    for key in ["3", "4", *"2" * 24]:
        keys.press(key)
    t.says("Feuille 12 enregistrée (32 sur 32).")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"papier": 1}
    assert number.input_value() == "13" and cells.first.evaluate("node => node === document.activeElement")
    number.fill("12")
    t.says("La feuille 12 a déjà été saisie")
    cells.first.focus()
    keys.press("1")
    t.press("Enregistrer la feuille")
    t.says("Feuille 12 remplacée (1 sur 32).")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"papier": 1}


def test_a_chat_log_of_codes_and_a_file(trainer: Callable[..., Trainer], tmp_path: Path) -> None:
    t = trainer()
    t.create()
    t.part("Papier et codes")
    codes = [
        encode(Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, level)))
        for level in (1, 2, 3)
    ]
    chat = [f"[10:0{n}] participant {n} : voici {code} merci" for n, code in enumerate(codes)]
    damaged = chat[2].replace(codes[2][-1] + " merci", ("A" if codes[2][-1] != "A" else "B") + " merci")
    t.cockpit.get_by_label("Coller les codes").fill("\n".join([*chat[:2], "bonjour", damaged]))
    t.press("Lire les codes")
    t.says("Feuilles ajoutées : 2.")
    t.says("Ligne 4")
    t.cockpit.get_by_label("Coller les codes").fill("\n".join(chat))
    t.press("Lire les codes")
    t.says("Feuilles ajoutées : 1. Déjà connues : 2.")
    path = tmp_path / "deux.csv"
    path.write_text("seance,feuille,profil,item,reponse\ns,1,educatif,L1-01,2\ns,2,educatif,L1-01,3\n")
    t.cockpit.locator("input[type=file][multiple]").set_input_files(path)
    t.says("deux.csv – feuilles ajoutées : 2")
    t.says("3 feuilles par code")
    broken = tmp_path / "coupe.csv"
    broken.write_text("seance,feuille\n")
    t.cockpit.locator("input[type=file][multiple]").set_input_files(broken)
    t.cockpit.locator(".pap-cockpit-faults li", has_text="coupe.csv").wait_for()
    assert t.salle.room.overview(t.session["id"])["brought"] == {"code": 3, "fichier": 2}
    form = tmp_path / "formulaire.csv"
    form.write_bytes(GUESSED["other words"]())
    t.cockpit.locator("input[type=file][multiple]").set_input_files(form)
    t.says("formulaire.csv : vérifiez les colonnes avant de compter")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"code": 3, "fichier": 2}
    t.press("Accepter et compter")
    t.says("formulaire.csv – feuilles ajoutées : 7")
    t.cockpit.locator(".pap-kit-asked").wait_for(state="hidden")
    assert t.salle.room.overview(t.session["id"])["brought"] == {"code": 3, "fichier": 9}


def test_a_group_answers_together_by_a_show_of_hands(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    t.create("Petite maison", mode="Réponse construite en groupe")
    t.main("Suivant : répondre ensemble")
    t.says("1 sur 12")
    t.cockpit.get_by_label("Toutes les pratiques").check()
    t.says("1 sur 32")
    for number in range(5):
        t.says(f"{number + 1} sur 32")
        hands = t.cockpit.locator(".pap-cockpit-hands input")
        hands.nth(1).fill("4")
        hands.nth(2).fill("2")
        t.cockpit.get_by_label(re.compile("^2 – ")).check()
        t.press("Noter et passer à la suivante")
    t.says("5 pratiques notées.")
    t.says("Discuter du travail : 33 sur 100")
    t.page.locator(".pap-radar", has_text="Ce que le groupe retient").wait_for()
    t.press("Ouvrir à l'écran")
    t.says("La pratique est à l'écran")
    assert t.state["focus"] == "L1-06" and t.state["phase"] == "resultats"
    t.page.reload()
    t.says("5 pratiques notées.")


def test_by_keyboard_alone(trainer: Callable[..., Trainer]) -> None:
    t = trainer()
    keys = t.page.keyboard

    def reach(text: str) -> None:
        for _ in range(120):
            where = focus(t.page)
            if where["tag"] != "body":
                assert where["seen"], where
            if text in where.get("text", "") or t.page.evaluate(
                "text => (document.activeElement.labels?.[0]?.textContent || '').includes(text)", text
            ):
                return
            keys.press("Tab")
        raise AssertionError(f"{text} was not reached")

    for one in load_precautions():
        reach(one.question)
        keys.press("Space" if one.safe == "oui" else "ArrowDown")
    reach("Comment l'appeler")
    keys.type("Équipe du soir")
    reach("Créer la séance")
    keys.press("Enter")
    t.says("Avant que les gens arrivent")
    reach("ouvrir les réponses")
    keys.press("Enter")
    t.says("Pendant la séance")
    t.page.wait_for_timeout(900)
    reach("fermer les réponses")
    keys.press("Enter")
    t.says("Suivant : publier les résultats")
    assert t.state["phase"] == "cloture" and t.session["session"]["titre"] == "Équipe du soir"
    t.page.wait_for_timeout(900)
    reach("publier les résultats")
    keys.press("Enter")
    for _ in range(20):  # presses that come too early go no further than the results
        keys.press("Enter")
        t.page.wait_for_timeout(20)
    t.says("Suivant : préparer un vote")
    assert t.state["phase"] == "resultats"


@pytest.fixture
def lab(salle: Salle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """JupyterLab beside the room, on the same data folder."""
    monkeypatch.setenv("PASAPAS_DATA", str(salle.data))
    with jupyterlab(tmp_path) as opened:
        yield opened


def test_in_jupyterlab_beside_the_room(lab: Lab, salle: Salle, open_page: Callable[..., Any]) -> None:
    page = open_page(lab.begun("seance"))
    run_all(page)
    t = Trainer(page, salle)
    shown = t.cockpit.locator("h3:visible").first
    for _ in range(240):  # JupyterLab takes cells that are out of sight off the page
        page.locator(".jp-WindowedPanel-outer").evaluate("node => node.scrollTo(0, 0)")
        if shown.is_visible():
            break
        page.wait_for_timeout(500)
    t.create("Depuis JupyterLab")
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    t.phones(5, code=t.session["code"])
    t.part("Papier et codes")
    number = t.cockpit.get_by_label("Numéro de la feuille", exact=True)
    number.fill("1")
    number.press("Enter")
    for key in ("1", "2", "n", "a", "x", "d"):  # letters that JupyterLab would take for its own commands
        page.keyboard.press(key)
    t.says("Réponses : 3 sur 32")
    t.part("Pendant")
    t.main("Suivant : fermer")
    t.main("Suivant : publier")
    t.says("5 feuilles comptées")
    href = t.cockpit.locator(".pap-cockpit-links a").first.evaluate("node => node.href")
    assert href.startswith(f"http://127.0.0.1:{salle.port}/salle/projection/"), "the room is on another port"
    salle.room.erase(t.session["id"])
    t.says("Aucune séance sur cet ordinateur.")


DEVICES = {
    "laptop": LAPTOP,
    "phone": PHONE,
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "dark": LAPTOP | {"color_scheme": "dark"},
    "projector": PROJECTOR,
}


@pytest.mark.parametrize("device", DEVICES)
def test_each_part_is_accessible(trainer: Callable[..., Trainer], device: str) -> None:
    t = trainer(device=DEVICES[device])
    faults: dict[str, list[str]] = {"préparer": own_faults(t.page) + axe_faults(t.page)}
    t.create()
    code = t.session["code"]
    t.press("Vérifier la salle")
    t.cockpit.locator(".pap-cockpit-checks li").first.wait_for()
    faults["avant"] = own_faults(t.page) + axe_faults(t.page)
    t.main("Suivant : ouvrir les réponses")
    t.says("Pendant la séance")
    people = t.phones(10, code=code)
    people[0].post("comment", {"seq": people[0].numbered(), "body": "Les relais", "about": "seance"})
    t.says("à lire")
    faults["réponses"] = own_faults(t.page) + axe_faults(t.page)
    t.main("Suivant : fermer")
    t.main("Suivant : publier")
    t.page.locator(".pap-results details").first.wait_for()
    t.main("Suivant : préparer un vote")
    t.cockpit.locator(".pap-cockpit-fold summary", has_text="Toutes les autres").click()
    faults["vote"] = own_faults(t.page) + axe_faults(t.page)
    t.part("Papier et codes")
    faults["papier"] = own_faults(t.page) + axe_faults(t.page)
    t.part("Terminer")
    t.press("Effacer la séance…")
    faults["effacer"] = own_faults(t.page) + axe_faults(t.page)
    assert not any(faults.values()), {part: found for part, found in faults.items() if found}
