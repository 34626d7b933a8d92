"""docs/etendre.md is followed to the letter: its files written, its commands run, its code executed, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from matplotlib import pyplot

from pasapas_widgets.cli import main
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.widgets.kit.widget import Widget

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "etendre.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE, flags=re.M | re.S)
EXAMPLE = ROOT / "pasapas_widgets" / "examples" / "thermometer.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with matplotlib.rc_context({"backend": "agg"}):
        yield tmp_path
    pyplot.close("all")


def test_the_page_is_followed_to_the_letter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [kind for kind, _, _ in BLOCKS] == ["yaml", "console", "console", "python", "python", "python", "python"]
    names: dict[str, Any] = {}
    for kind, file, text in BLOCKS:
        if kind == "yaml":
            (folder / file).write_text(text, encoding="utf-8")
        elif kind == "console":
            for line in text.splitlines():
                program, *args = line.removeprefix("$ ").split()
                assert program == "pasapas" and main(args) == 0, line
        elif not file:
            exec(compile(text, "docs/etendre.md", "exec"), names)
    said = capsys.readouterr().out
    assert "aucune faute" in said and (folder / "accueil.html").stat().st_size > 50_000
    # What the reader has at the end works with the rest.
    q, sheet = names["q"], names["sheet"]
    assert len(encode(sheet, q).replace("-", "")) == 24
    assert names["share_of_yes"](sheet) == 1 and len(names["ax"].get_yticklabels()) == 9
    assert "L'accueil" not in names["words"] and "A1" in names["words"] and "inventées" in names["words"]
    questionnaire, thermometer = names["page"]
    assert thermometer.follow == questionnaire.key and thermometer.lever in {lever.id for lever in q.levers}
    assert isinstance(thermometer, Widget) and set(thermometer.texts) == {"score", "attente"}
    for widget in names["page"]:
        widget.close()


def test_the_widget_of_the_page_is_the_one_that_ships_and_is_short() -> None:
    (shown,) = [text for _, file, text in BLOCKS if file == "thermometer.py"]
    assert shown == EXAMPLE.read_text(encoding="utf-8")
    lines = [line for line in shown.splitlines() if line.strip()]
    assert len(lines) <= 45


def test_a_fault_in_the_questionnaire_is_told_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (text,) = [text for kind, _, text in BLOCKS if kind == "yaml"]
    (folder / "accueil.yaml").write_text(
        text.replace("levier: accueil, texte", "levier: acceuil, texte", 1), encoding="utf-8"
    )
    assert main(["verifier", "accueil.yaml"]) == 1
    told = capsys.readouterr()
    assert "ligne 15" in told.out + told.err and "accueil" in told.out + told.err
