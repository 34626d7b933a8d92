"""The results of a group in three steps on a phone, and the radar that one keeps at the end."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, covered, own_faults
from live import PHONE
from phone_page import ANSWERS, answer, in_phase, says, twelve
from PIL import Image
from salle import Q, Salle, Seen

pytestmark = pytest.mark.browser

STEPS = ("Vous et le groupe", "Ce que le groupe dit", "La suite, et vos réponses")


def shared(salle: Salle, phone: Callable[..., Any], own: dict[str, Any], **more: Any) -> tuple[Seen, Any]:
    """Return a session whose results are out, and the page of one of its twelve people."""
    seen = salle.session()
    page = phone(seen, **more)
    twelve(seen)
    answer(page, own)
    says(page, f"{len(own)} réponse")
    salle.room.publish(seen.id)
    seen.move("resultats")
    page.get_by_role("heading", name=STEPS[0]).wait_for()
    return seen, page


def step(page: Any) -> str:
    """Return the heading of the step that is shown."""
    return str(page.locator(".pap-room-steps-shown > section:visible > h2").inner_text())


def press(page: Any, name: str) -> None:
    page.locator(".pap-room-turns").get_by_role("button", name=name).click()


@pytest.mark.parametrize("device", [PHONE, PHONE | {"color_scheme": "dark"}], ids=["phone", "dark phone"])
def test_three_steps_each_about_a_screen(salle: Salle, phone: Callable[..., Any], device: dict[str, Any]) -> None:
    _, page = shared(salle, phone, dict.fromkeys(list(ANSWERS)[:8], 4), device=device)
    for number, title in enumerate(STEPS, 1):
        assert step(page) == title and page.locator(".pap-room-turns p").inner_text() == f"{number} sur 3"
        height = page.locator(".pap-room-steps-shown").bounding_box()["height"]
        assert height <= 1.25 * 740, f"«{title}» is {height:.0f} pixels high"
        assert own_faults(page) == [] and axe_faults(page) == [] and covered(page) == []
        if number < len(STEPS):
            press(page, "Suivante")
            assert page.evaluate("document.activeElement.textContent") == STEPS[number]
    assert page.locator(".pap-room-turns").get_by_role("button", name="Suivante").is_disabled()


def test_back_and_a_reload_keep_the_step(salle: Salle, phone: Callable[..., Any]) -> None:
    _, page = shared(salle, phone, dict.fromkeys(list(ANSWERS)[:8], 4))
    press(page, "Suivante")
    press(page, "Suivante")
    page.go_back()
    page.wait_for_function("location.hash === '#resultats-2'")
    assert step(page) == STEPS[1]
    page.go_back()
    assert step(page) == STEPS[0]
    page.go_forward()
    page.reload()
    page.get_by_role("heading", name=STEPS[1]).wait_for()
    press(page, "Précédente")
    assert step(page) == STEPS[0]


def test_what_is_said_most_differently_comes_first_then_most_alike(salle: Salle, phone: Callable[..., Any]) -> None:
    _, page = shared(salle, phone, {"L1-03": 4})
    press(page, "Suivante")
    rows = page.locator(".pap-room-opened")
    assert Q.item("L1-03").text in rows.first.inner_text() and rows.first.get_attribute("open") is not None
    headings = page.locator(".pap-room-steps-shown section:visible h3").all_inner_texts()
    assert headings == ["Là où les regards diffèrent", "Là où les réponses se ressemblent le plus"]
    assert rows.count() <= 6
    press(page, "Suivante")
    said = " ".join(page.locator(".pap-room-steps-shown section:visible").inner_text().split())
    assert "« Oui, toujours »" in said and Q.item("L1-03").text in said
    page.locator("summary", has_text="Tous les résultats").click()
    page.locator(".pap-results h2", has_text="Résultats du groupe").wait_for()


def test_too_few_answers_of_ones_own_are_said_once(salle: Salle, phone: Callable[..., Any]) -> None:
    _, page = shared(salle, phone, {"L1-01": 3, "L1-02": 3, "L1-03": 3})
    told = page.locator(".pap-radar")
    assert told.locator(".pap-radar-note").count() == 0
    assert told.locator("figure").inner_text().count("pas assez de réponses") == 1


def test_the_radar_is_kept_as_a_picture_that_names_nobody(
    salle: Salle, phone: Callable[..., Any], tmp_path: Path
) -> None:
    seen = salle.session()
    page = phone(seen)
    answer(page, {one.id: 3 for one in Q.items[:8]})
    says(page, "8 réponses enregistrées")
    seen.move("fin")
    in_phase(page, "fin")
    with page.expect_download() as download:
        page.get_by_role("button", name="Garder mon radar en image").click()
    assert download.value.suggested_filename == "mon-radar-pas-a-pas.png"
    download.value.save_as(tmp_path / "radar.png")
    data = (tmp_path / "radar.png").read_bytes()
    assert data.startswith(b"\x89PNG") and b"tEXt" not in data
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    assert picture.width >= 900 and len(picture.resize((90, 90)).getcolors(8100) or []) > 10, "something is drawn"
    assert page.get_by_role("button", name="Garder ma page en PDF").is_visible()
    assert own_faults(page) == [] and axe_faults(page) == []
