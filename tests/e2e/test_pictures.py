"""Seven screens beside the pictures kept of them (``tests/pictures``): what no test of a text or of a measure sees.

A picture is small and grey, and compared block by block, so that a letter drawn otherwise changes nothing and a bar of
another width does. ``make pictures`` takes them anew; they are to be looked at before they are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from carnet_pages import CarnetApp
from live import LAPTOP, PHONE, App, questionnaire_ready
from phone_page import twelve
from PIL import Image
from salle import Salle
from stages import reach

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.places.shipped import samples_dir

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parents[1] / "pictures"
WIDTH, BLOCK = 640, 16
NEAR, PART = 20, 0.02
"""How many of 255 shades a block may be off, and the part of the blocks that may be further off."""

FONT = "DejaVu Sans"
STYLE = f"""*, *::before, *::after {{ font-family: "{FONT}" !important; transition: none !important; }}
.pap-projector-join, #pap-counts, .pap-room-qr {{ visibility: hidden !important; }}"""
HAS_FONT = """name => { const width = (family) => { const pen = document.createElement('canvas').getContext('2d');
  pen.font = `40px ${family}`; return pen.measureText('Carnets Pas à pas, mmmiii').width; };
  return width(`"${name}", monospace`) !== width('monospace') && width(`"${name}", serif`) !== width('serif'); }"""
"""One font for all machines; what changes from one session to the next is not in the picture."""


def grey(shot: bytes) -> Image.Image:
    """Return a screen as it is kept: grey, and no wider than the pictures are."""
    image = Image.open(BytesIO(shot)).convert("L")
    image.thumbnail((WIDTH, image.height), Image.Resampling.LANCZOS)
    return image


def blocks(image: Image.Image) -> np.ndarray[Any, Any]:
    """Return the mean shade of each block, rows by columns; what is left at the edges is dropped."""
    shades = np.asarray(image, dtype=float)
    rows, columns = (length // BLOCK for length in shades.shape)
    cut = shades[: rows * BLOCK, : columns * BLOCK]
    found: np.ndarray[Any, Any] = cut.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    return found


def is_like(taken: Image.Image, kept: Image.Image) -> bool:
    """Are two pictures of one screen alike?"""
    if taken.size != kept.size:
        return False
    return bool((np.abs(blocks(taken) - blocks(kept)) > NEAR).mean() <= PART)


def compared(page: Any, name: str, tmp_path: Path) -> None:
    """Compare what a window shows with the picture kept of it, or keep it as the new one."""
    if not page.evaluate(HAS_FONT, FONT):
        pytest.skip(f"the pictures are drawn with {FONT}, which this machine does not have (make browser)")
    page.add_style_tag(content=STYLE)
    page.evaluate("() => document.fonts.ready")
    page.mouse.move(0, 0)
    taken = grey(page.screenshot(animations="disabled", caret="hide", scale="css"))
    if os.environ.get("PICTURES") == "new":
        KEPT.mkdir(exist_ok=True)
        taken.point(lambda shade: round(shade / 17) * 17).save(KEPT / f"{name}.png", optimize=True)
        return
    with Image.open(KEPT / f"{name}.png") as kept:
        alike = is_like(taken, kept.convert("L"))
    if not alike:
        taken.save(tmp_path / f"{name}.png")
    assert alike, f"{tmp_path / name}.png is not as {KEPT / name}.png; if it should be so: make pictures"


def to_top(node: Any) -> None:
    node.evaluate("node => node.scrollIntoView({ block: 'start', behavior: 'instant' })")


def test_a_small_difference_is_none_and_a_bar_of_another_width_is_one() -> None:
    page = Image.new("L", (WIDTH, 400), 240)
    page.paste(40, (40, 40, 400, 60))
    softer, wider, longer = page.copy(), page.copy(), page.resize((WIDTH, 416))
    softer.paste(50, (40, 40, 400, 60))
    wider.paste(40, (40, 40, 600, 72))
    assert is_like(softer, page) and not is_like(wider, page) and not is_like(longer, page)


def test_home(app: App, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(app.address, bypass_csp=True)
    page.locator(".pap-doors").wait_for()
    compared(page, "accueil", tmp_path)


def test_a_statement_on_a_phone(app: App, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(app.workbook("01_autodiagnostic"), device=PHONE, bypass_csp=True)
    questionnaire_ready(page)
    item = page.locator('.pap-questionnaire-item[data-item="L1-01"]')
    item.locator("label").nth(2).click()
    to_top(item)
    compared(page, "enonce-360", tmp_path)


def test_the_radar_and_the_results(app: App, open_page: Callable[..., Any], tmp_path: Path) -> None:
    tall = {"viewport": {"width": LAPTOP["viewport"]["width"], "height": 1800}}
    page = open_page(app.workbook("02_resultats"), device=tall, bypass_csp=True)
    box = page.locator(".pap-opensheets input[type=file]")
    box.wait_for(state="attached", timeout=60_000)
    box.set_input_files(samples_dir() / "equipe_24.csv")
    page.locator(".pap-results h3", has_text="Là où les regards diffèrent").wait_for(state="attached", timeout=60_000)
    to_top(reach(page.locator(".pap-radar")).first)
    compared(page, "radar", tmp_path)
    to_top(reach(page.locator(".pap-results")).first)
    compared(page, "resultats", tmp_path)


@pytest.fixture
def talk_app(tmp_path: Path) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path)
    app.carnets.create(sample_carnet())
    yield app
    app.stop()


def test_the_discussion(talk_app: CarnetApp, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(talk_app.workbook("03_discussion"), bypass_csp=True)
    page.locator(".pap-runsheet").wait_for(timeout=60_000)
    reach(page.locator(".pap-discussion .pap-discussion-subject")).first.wait_for(timeout=60_000)
    to_top(page.locator(".pap-discussion"))
    compared(page, "discussion", tmp_path)


def test_the_cockpit_before_a_session(salle: Salle, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page(f"http://127.0.0.1:{salle.port}/?jeton={salle.secret}", bypass_csp=True)
    page.goto(f"http://127.0.0.1:{salle.port}/voila/render/seance.ipynb")
    page.locator(".pap-cockpit h3:visible").first.wait_for(timeout=60_000)
    to_top(page.locator(".pap-cockpit"))
    compared(page, "cockpit", tmp_path)


def test_the_projector(salle: Salle, open_page: Callable[..., Any], tmp_path: Path) -> None:
    seen = salle.session("reponses")
    twelve(seen)
    seen.move("cloture")
    seen.move("resultats")
    salle.room.publish(seen.id)
    page = open_page(f"http://127.0.0.1:{salle.port}/?jeton={salle.secret}", bypass_csp=True)
    page.goto(f"http://127.0.0.1:{salle.port}/salle/projection/{seen.id}")
    page.locator(".pap-radar-picture").wait_for()
    page.locator(".pap-projector-results li").first.wait_for()
    compared(page, "projecteur", tmp_path)
    salle.room.erase(seen.id)
