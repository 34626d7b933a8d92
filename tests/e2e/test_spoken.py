"""What Chromium hands to a screen reader along the main stories, against the transcripts that are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chromium_tree import Chromium
from live import PHONE
from salle import LAN, Salle
from spoken import same
from stories import page_story, phone_story

from pasapas_widgets.cli import main

pytestmark = pytest.mark.browser


def test_the_one_file_page(open_page: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "autodiagnostic.html"
    assert main(["page", "-o", str(path)]) == 0
    opened = open_page(path.as_uri(), device=PHONE)
    opened.locator(".pap-radar").wait_for(state="attached")
    listener = Chromium(opened)
    page_story(listener)
    same("page", listener)


def test_a_phone_in_the_room(open_page: Callable[..., Any], salle: Salle) -> None:
    seen = salle.session("attente")
    opened = open_page(f"http://{LAN}:{salle.port}/s/{seen.code}", device=PHONE)
    opened.locator("#pap-phone[data-phase]").wait_for()
    listener = Chromium(opened)
    phone_story(listener, seen)
    same("phone", listener)
