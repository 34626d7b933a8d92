"""The cockpit by keyboard alone, on every screen, in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, covered, focus, own_faults
from jupyter import Lab, jupyterlab, run_all
from live import LAPTOP, PHONE
from salle import Salle
from trainers import PROJECTOR, Trainer

from pasapas_widgets.model.kit.precautions import load_precautions

pytestmark = pytest.mark.browser


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
    t.page.wait_for_timeout(900)
    reach("Aller au pas suivant")
    keys.press("Enter")
    reach("ouvrir les réponses")
    keys.press("Enter")
    t.says("Pendant la séance")
    t.phones(5, code=t.session["code"])
    t.page.wait_for_timeout(900)
    reach("dernière minute")
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
    t.part("Réponses")
    t.main("Suivant : dernière minute")
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
    if device == "320 px":  # and 1280 by 1024 enlarged four times, while what was just done is still said
        t.page.set_viewport_size({"width": 320, "height": 256})
        faults["agrandi"] = covered(t.page)
        t.page.set_viewport_size({"width": 320, "height": 640})
    t.main("Suivant : dernière minute")
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


SOON = """(button) => new MutationObserver((_, watcher) => {
    watcher.disconnect();
    setTimeout(() => button.click(), 300);
  }).observe(button, { childList: true, characterData: true, subtree: true })"""


def test_a_press_on_a_button_that_has_just_changed_does_nothing_and_says_so(
    trainer: Callable[..., Trainer],
) -> None:
    one = trainer()
    one.create()
    one.cockpit.locator(".pap-cockpit-bar .pap-button-main:visible").first.evaluate(SOON)
    one.main("Suivant : ouvrir les réponses")
    one.says("Ce bouton vient de changer")
    assert one.state["phase"] == "reponses"
    one.main("Suivant : dernière minute")
    one.says("Suivant : répondre ensemble")  # nobody has answered
