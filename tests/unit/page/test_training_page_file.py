"""A module of the course in one file: what is in it, and the command that writes it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pasapas_widgets.cli import main
from pasapas_widgets.page.training import KEEP_DAYS, module_page


@pytest.fixture(scope="module")
def html() -> str:
    return module_page("lire-un-radar")


def test_the_module_is_inside_with_its_figures_and_nothing_answers(html: str) -> None:
    (data,) = re.findall(r'<script type="application/json" id="pap-data">(.*?)</script>', html, re.DOTALL)
    state = json.loads(data)
    assert state["linked"] is False and state["keep_days"] == KEEP_DAYS and state["names"]["prenoms"]
    exercises = [one for step in state["module"]["etapes"] for one in step["exercices"]]
    assert sum(bool(one["figure"]) for one in exercises) == 3
    assert all(one["figure"]["svg"].startswith("<svg") for one in exercises if one["figure"])
    assert html == module_page("lire-un-radar"), "the same module is the same page"


def test_nothing_is_asked_of_another_host(html: str) -> None:
    assert "default-src 'none'" in html
    (style,) = re.findall(r"<style>(.*?)</style>", html.partition("<body")[0], re.DOTALL)
    assert not re.search(r"@import|url\(", style)
    assert not re.search(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?!data:,)", html)
    assert len(html.encode()) < 500_000


def test_the_command_writes_it_or_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["page", "--module", "lire-un-radar"]) == 0
    assert (tmp_path / "lire-un-radar.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "reste dans son" in capsys.readouterr().out
    assert main(["page", "--module", "absent.yaml", "-o", "x.html"]) == 1
    assert "absent.yaml" in capsys.readouterr().err and not (tmp_path / "x.html").exists()
