"""The typeface of the trainer's screens is drawn where it is promised, and a phone asks for none of its bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from live import LAPTOP, PHONE, App
from salle import Salle

from pasapas_widgets.design.typeface import SCREEN

pytestmark = pytest.mark.browser

NAME = "Atkinson Hyperlegible Next"
SEEN = """async ([chosen, file]) => {
  await document.fonts.ready;
  const first = (node) => getComputedStyle(node).fontFamily.split(",")[0].replaceAll('"', "");
  return {
    families: [...document.querySelectorAll(chosen)].filter((node) => node.innerText).map(first),
    loaded: [...document.fonts].some((font) => font.status === "loaded"),
    fetched: performance.getEntriesByType("resource").filter((one) => one.name.endsWith(file)).length,
  };
}"""


def seen(page: Any, chosen: str, ready: str = "h1") -> dict[str, Any]:
    """Return the families that some words are set in, if a typeface was loaded, and how often it was fetched."""
    page.locator(ready).first.wait_for(state="attached", timeout=60_000)
    found: dict[str, Any] = page.evaluate(SEEN, [chosen, SCREEN.name])
    assert found["families"], f"no words in {chosen}"
    return found | {"families": set(found["families"])}


ALL_IN_IT = {"families": {NAME}, "loaded": True, "fetched": 1}


@pytest.mark.parametrize("workbook", ["01_autodiagnostic", "02_resultats"])
def test_a_laptop_draws_page_and_widgets_in_it(app: App, open_page: Callable[..., Any], workbook: str) -> None:
    page = open_page(app.workbook(workbook), device=LAPTOP)
    assert seen(page, "h1, .pap h2, .pap button", "body.pap-ready") == ALL_IN_IT


def test_a_phone_keeps_its_own_and_fetches_nothing(app: App, open_page: Callable[..., Any]) -> None:
    page = open_page(app.workbook("01_autodiagnostic"), device=PHONE)
    found = seen(page, "h1, .pap h2", "body.pap-ready")
    assert NAME not in found.pop("families") and found == {"loaded": False, "fetched": 0}


def test_a_page_without_kernel_is_in_it(app: App, open_page: Callable[..., Any]) -> None:
    assert seen(open_page(app.address, device=LAPTOP), "h1, main a") == ALL_IN_IT


def test_the_wall_is_in_it_and_the_phones_of_the_room_are_not(salle: Salle, open_page: Callable[..., Any]) -> None:
    session = salle.session("reponses")
    page = open_page(f"http://127.0.0.1:{salle.port}/?jeton={salle.secret}", device=LAPTOP)
    page.goto(f"http://127.0.0.1:{salle.port}/salle/projection/{session.id}")
    assert seen(page, "h1, main p") == ALL_IN_IT
    phone = open_page(f"http://127.0.0.1:{salle.port}/s/{session.code}", device=PHONE)
    found = seen(phone, "h1, main button")
    assert NAME not in found.pop("families") and found == {"loaded": False, "fetched": 0}
    salle.room.erase(session.id)
