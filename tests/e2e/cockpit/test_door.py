"""Who is in the room, from the cockpit: expected people, the door, empty seats, a decision that everybody sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from checks import axe_faults, description, own_faults
from live import PHONE
from salle import Phone, Q
from trainers import PROJECTOR, Trainer

pytestmark = pytest.mark.browser
WARNING = "Plus de places sont prises"


def expecting(trainer: Callable[..., Trainer], people: int) -> Trainer:
    t = trainer()
    t.cockpit.locator("summary", has_text="Autres réglages").click()
    t.cockpit.get_by_label("Combien de personnes attendez-vous ?").fill(str(people))
    t.create("Équipe comptée")
    t.main("Suivant : ouvrir les réponses")
    t.says(f"{people} personnes attendues.")
    t.says("La séance en est à : Réponses")
    return t


def joined(t: Trainer) -> int:
    return int(t.salle.room.overview(t.session["id"])["progress"]["joined"])


def opened(t: Trainer, path: str, **device: Any) -> Any:
    """Open a page beside the cockpit, in the trainer's browser."""
    page = t.page.context.new_page()
    page.set_viewport_size(device.get("viewport") or PROJECTOR["viewport"])
    page.goto(f"http://127.0.0.1:{t.salle.port}{path}")
    return page


def test_the_number_of_people_is_said_changed_and_shown_to_the_room(trainer: Callable[..., Trainer]) -> None:
    t = expecting(trainer, 12)
    wall = opened(t, f"/salle/projection/{t.session['id']}")
    wall.locator("#pap-counts", has_text="12").wait_for()
    t.part("Qui est là")
    number = t.cockpit.get_by_label("Combien êtes-vous ?")
    number.fill("0")
    t.press("Noter ce nombre")
    t.says("Donnez un nombre entre 1 et 3000.")
    assert number.get_attribute("aria-invalid") == "true" and "entre 1 et 3000" in description(number)
    assert axe_faults(t.page) + own_faults(t.page) == []
    number.fill("9")
    assert number.get_attribute("aria-invalid") is None and "entre 1 et 3000" not in description(number)
    t.press("Noter ce nombre")
    t.says("C'est noté, et dit à l'écran.")
    t.says("9 personnes attendues.")
    wall.locator("#pap-counts", has_text="9").wait_for()
    t.page.reload()
    t.says("9 personnes attendues.")
    assert axe_faults(t.page) + own_faults(t.page) == []
    wall.close()


def test_the_door_closes_for_newcomers_and_opens_again(trainer: Callable[..., Trainer]) -> None:
    t = expecting(trainer, 6)
    code = t.session["code"]
    (inside,) = t.phones(1, code=code, answers=2)
    t.part("Qui est là")
    door = t.cockpit.get_by_role("button", name="Fermer la porte")
    door.click()
    t.says("La porte est fermée")
    late = opened(t, f"/s/{code}", **PHONE)
    late.get_by_role("alert").filter(has_text="porte").wait_for()
    assert axe_faults(late) + own_faults(late) == []
    assert inside.answer(L1_03=4) == ["kept"] and joined(t) == 1 and door.is_hidden()
    t.press("Rouvrir la porte")
    t.says("La porte est ouverte.")
    late.get_by_role("heading", name="Vous êtes dans la séance").or_(
        late.locator(".pap-questionnaire")
    ).first.wait_for()
    assert joined(t) == 2, "the phone that waited came in by itself"
    late.close()


def test_more_seats_than_people_show_nothing_until_it_is_decided_before_everybody(
    trainer: Callable[..., Trainer],
) -> None:
    t = expecting(trainer, 5)
    code = t.session["code"]
    t.phones(5, code=code)
    warned = t.cockpit.locator(".pap-cockpit-warn", has_text=WARNING)
    assert warned.is_hidden()
    for _ in range(3):
        assert Phone(t.salle.port, code).post("join").status == 200  # who says nothing
    warned.wait_for()
    t.press("Voir qui est là")
    t.press("Libérer les places qui n'ont rien répondu")
    t.says("Les places vides sont libérées.")
    warned.wait_for(state="hidden")
    assert joined(t) == 5

    (neighbour,) = t.phones(1, code=code)
    warned.wait_for()
    t.main("Suivant : dernière minute")
    t.main("Suivant : publier les résultats")
    t.cockpit.locator("[role=alert]:visible, .pap-cockpit-alert:visible").filter(has_text="attendues").first.wait_for()
    assert t.state["phase"] == "cloture" and t.state["results"] is None, "nothing is shown without a decision"
    t.press("Voir qui est là")
    t.press("Montrer quand même : ce sera dit à tous")
    t.says("C'est décidé")
    t.main("Suivant : publier les résultats")
    t.says("6 feuilles comptées")
    assert neighbour.get("state?tag=").json()["more"] is True
    wall = opened(t, f"/salle/projection/{t.session['id']}")
    wall.get_by_text("Il y a plus de places prises que de personnes attendues", exact=False).wait_for()
    phone = opened(t, f"/s/{code}", **PHONE)
    phone.get_by_role("alert").filter(has_text="place").or_(phone.get_by_text(WARNING)).first.wait_for()
    for page in (wall, phone):
        page.close()


def test_the_wall_says_how_many_sheets_were_brought(trainer: Callable[..., Trainer]) -> None:
    t = expecting(trainer, 6)
    t.phones(6, code=t.session["code"])
    answers = dict.fromkeys([f"L1-{n:02d}" for n in range(1, 9)], 3)
    sheet = {"questionnaire": Q.id, "version": Q.version, "reponses": answers}
    for number in range(6):
        t.salle.room.paper(t.session["id"], str(number), sheet)
    t.main("Suivant : dernière minute")
    t.main("Suivant : publier les résultats")
    t.page.get_by_text("Dont 6 feuilles apportées", exact=False).first.wait_for()
    wall = opened(t, f"/salle/projection/{t.session['id']}")
    wall.get_by_text("Dont 6 feuilles apportées", exact=False).first.wait_for()
    wall.close()
