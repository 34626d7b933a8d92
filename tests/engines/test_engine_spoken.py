"""What Firefox hands to a screen reader along the main stories, against the transcripts that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import firefox
import pytest
from firefox import Firefox
from firefox_listener import FirefoxListener
from ports import free_port
from salle import LAN, Salle
from spoken import same
from stories import page_story, phone_story
from window import PHONE

from pasapas_widgets.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A window of Firefox, which alone of the two others says what it hands to a screen reader."""
    if lacking := firefox.missing():
        pytest.skip(f"no Firefox on this machine: {lacking}")
    window = Firefox(tmp_path_factory.mktemp("firefox"))
    yield window
    window.close()


def test_the_one_file_page(opened: Firefox, tmp_path: Path) -> None:
    path = tmp_path / "autodiagnostic.html"
    assert main(["page", "-o", str(path)]) == 0
    opened.resize(PHONE)
    opened.goto(path.as_uri())
    opened.find(".pap-questionnaire-item")
    listener = FirefoxListener(opened)
    page_story(listener)
    same("page", listener)


def test_a_phone_in_the_room(opened: Firefox, tmp_path: Path) -> None:
    salle = Salle(tmp_path, port=free_port())
    try:
        seen = salle.session("attente")
        opened.resize(PHONE)
        opened.goto(f"http://{LAN}:{salle.port}/s/{seen.code}")
        opened.find("#pap-phone[data-phase]")
        listener = FirefoxListener(opened)
        phone_story(listener, seen)
        same("phone", listener)
    finally:
        salle.stop()
