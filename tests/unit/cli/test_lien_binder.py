"""Launch addresses on Binder: their form, their QR codes read back, and what bad input is told."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.cli import main
from pasapas_widgets.places import binder

ROOT = Path(__file__).parents[3]
BOOK = "https://mybinder.org/v2/gh/une-org/un-depot/v1.0?urlpath=voila%2Frender%2Fworkbooks%2F01_autodiagnostic.ipynb"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command and return its status, what it printed and what it complained of."""
    try:
        status = main(["lien-binder", *arguments])
    except SystemExit as stop:
        status = int(str(stop.code))
    out, err = capsys.readouterr()
    return status, out, err


def test_one_workbook_of_a_repository_and_a_tag(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--depot", "une-org/un-depot", "--ref", "v1.0", "--classeur", "01_autodiagnostic"]
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == BOOK
    assert out.splitlines()[-1] == f"[![Essayer sur Binder](https://mybinder.org/badge_logo.svg)]({BOOK})"
    assert run(capsys, *arguments[:-1], "01_autodiagnostic.ipynb")[1] == out


def test_every_workbook_after_the_index(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "--depot", "https://github.com/une-org/un-depot.git", "--ref", "essai/1")[1]
    links = re.findall(r"^https\S+$", out, re.MULTILINE)
    paths = [parse_qs(urlsplit(link).query)["urlpath"][0] for link in links]
    books = sorted(f"voila/render/workbooks/{path.name}" for path in (ROOT / "workbooks").glob("*.ipynb"))
    assert paths == ["pasapas/", *books]
    assert {urlsplit(link).path for link in links} == {"/v2/gh/une-org/un-depot/essai%2F1"}


def test_the_default_repository_is_the_one_of_pyproject(capsys: pytest.CaptureFixture[str]) -> None:
    url = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Repository"]
    depot = url.removeprefix("https://github.com/")
    assert binder.default_repository() == depot
    assert f"https://mybinder.org/v2/gh/{depot}/HEAD?" in run(capsys)[1]


def test_pictures_hold_the_address_and_nothing_is_left_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import segno

    png, svg = tmp_path / "code.png", tmp_path / "code.svg"
    given_ = ["--depot", "une-org/un-depot", "--ref", "v1.0", "--classeur", "01_autodiagnostic"]
    assert run(capsys, *given_, "--png", str(png), "--svg", str(svg))[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["code.png", "code.svg"]
    assert f"<title>{BOOK}</title>" in svg.read_text(encoding="utf-8")
    assert dark_squares(png) == [[bool(cell) for cell in row] for row in segno.make_qr(BOOK, error="m").matrix]


def dark_squares(png: Path) -> list[list[bool]]:
    """Read the squares of a QR code back from its picture, without its margin of four squares."""
    from matplotlib.image import imread

    pixels = imread(png)
    grey = pixels if pixels.ndim == 2 else pixels[..., 0]
    cells = grey[4::8, 4::8]
    return [[bool(value < 0.5) for value in row] for row in cells[4:-4, 4:-4]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--depot", "sans-barre"], "n'a pas la forme ORG/REPO"),
        (["--depot", ""], "n'a pas la forme ORG/REPO"),
        (["--depot", "org/depot/de-trop"], "n'a pas la forme ORG/REPO"),
        (["--depot", "org/.."], "n'a pas la forme ORG/REPO"),
        (["--depot", "https://ailleurs.example/org/depot"], "n'a pas la forme ORG/REPO"),
        (["--depot", "org/dé pôt"], "n'a pas la forme ORG/REPO"),
        (["--ref", "une étiquette"], "ne peut pas être une étiquette"),
        (["--ref", ""], "ne peut pas être une étiquette"),
        (["--classeur", "99_absent"], "choisir parmi\u00a0: 00_accueil"),
        (["--classeur", "../pyproject"], "choisir parmi"),
        (["--png"], "attend une valeur"),
        (["--couleur", "rouge"], "Argument inconnu"),
    ],
)
def test_bad_input_is_one_french_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    status, out, err = run(capsys, *arguments)
    assert status in (1, 2)
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_a_file_that_cannot_be_written_leaves_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "dossier.svg").mkdir()
    for svg in (tmp_path / "absent" / "code.svg", tmp_path / "dossier.svg"):
        status, out, err = run(capsys, "--png", str(tmp_path / "code.png"), "--svg", str(svg))
        assert (status, out) == (1, "")
        assert err.count("\n") == 1
        assert f"Le fichier {svg} ne peut pas être écrit" in err
        assert [path.name for path in tmp_path.iterdir()] == ["dossier.svg"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_the_right_to_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    assert run(capsys, "--png", str(tmp_path / "code.png"))[0] == 1


@given(
    org=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}", fullmatch=True),
    name=st.from_regex(r"[A-Za-z0-9._-]{1,100}", fullmatch=True).filter(lambda one: one not in (".", "..")),
    ref=st.from_regex(r"[A-Za-z0-9._/+@-]{1,60}", fullmatch=True),
)
def test_what_goes_in_comes_out_of_the_address(org: str, name: str, ref: str) -> None:
    name = name.removesuffix(".git") or "x"
    if name in (".", ".."):
        name = "x"
    parts = urlsplit(binder.launch_url(f"{org}/{name}", ref=ref)).path.split("/")
    assert [unquote(part) for part in parts] == ["", "v2", "gh", org, name, ref]


PUBLIC = {
    "BINDER_LAUNCH_HOST": "https://mybinder.org/",
    "BINDER_REQUEST": "v2/gh/o/r/HEAD",
    "BINDER_PERSISTENT_REQUEST": "v2/gh/o/r/0123abc",
}


def test_public_binder_is_known_by_its_variables() -> None:
    found = binder.demonstration(PUBLIC)
    assert found
    assert found.again("pasapas/") == "https://mybinder.org/v2/gh/o/r/0123abc?urlpath=pasapas%2F"
    for host in ("https://mybinder.org", "https://staging.mybinder.org/"):
        assert binder.demonstration(PUBLIC | {"BINDER_LAUNCH_HOST": host})


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"JUPYTERHUB_USER": "moi", "BINDER_SERVICE_HOST": "10.0.0.1"},
        PUBLIC | {"BINDER_LAUNCH_HOST": "https://binder.mon-organisme.example/"},
        PUBLIC | {"BINDER_LAUNCH_HOST": "https://pasmybinder.org/"},
        PUBLIC | {"BINDER_LAUNCH_HOST": "https://mybinder.org.example/"},
        PUBLIC | {"BINDER_LAUNCH_HOST": "javascript:alert(1)//mybinder.org"},
    ],
)
def test_nothing_else_is_taken_for_it(environment: dict[str, str]) -> None:
    assert binder.demonstration(environment) is None


def test_on_public_binder_the_questionnaire_keeps_less_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from pasapas_widgets import Questionnaire

    at_home = Questionnaire()
    assert (at_home.privacy["lieu"], at_home.keep_days) == ("local", 7)
    for name, value in PUBLIC.items():
        monkeypatch.setenv(name, value)
    there = Questionnaire()
    assert (there.privacy["lieu"], there.keep_days) == ("binder", 1)
    assert "mybinder.org peuvent les lire" in there.texts["confidentialite"]["lieu"]["binder"]
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://binder.mon-organisme.example/")
    assert (Questionnaire().privacy["lieu"], Questionnaire().keep_days) == ("distant", 7)
