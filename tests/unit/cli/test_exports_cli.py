"""``pasapas exporter``: every file whole or not at all, one French sentence when it cannot be."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from taken_home import FIVE, KIT, carnet, plain

from pasapas_widgets.cli import main
from pasapas_widgets.exports.catalogue import SHEETS
from pasapas_widgets.exports.formats.calendars import stamps
from pasapas_widgets.exports.plan import ics
from pasapas_widgets.model.carnet.carnet import FORMAT, Carnet

EVERY = [(format, sheet) for format, sheets in SHEETS.items() for sheet in sheets]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "carnet.json"
    path.write_text(carnet().to_json(), encoding="utf-8")
    return path


def ran(capsys: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, str, str]:
    """Run the command and return its status, what it said and its complaints."""
    try:
        status = main(["exporter", *map(str, arguments)])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    said = capsys.readouterr()
    return status, plain(said.out), plain(said.err)


def text_of(path: Path) -> str:
    """Return all text of a file, whatever its format."""
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return data.decode("utf-8-sig").replace("\r\n ", "")


@pytest.mark.parametrize(("format", "sheet"), EVERY)
def test_every_sheet_is_written_and_holds_no_more_than_was_agreed(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str, sheet: str
) -> None:
    before = kept.read_bytes()
    output = tmp_path / f"sortie.{format}"
    status, said, _ = ran(
        capsys, kept, "--format", format, "--feuille", sheet, "-o", output, "--adresse", "http://192.168.1.20:8866/s/"
    )
    assert status == 0 and re.fullmatch(rf"Écrit : .*sortie\.{format} \(\d+ Ko\)\.", said)
    text = text_of(output)
    assert text and "Un fait sans accord" not in text
    assert kept.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"carnet.json", output.name}


def test_without_a_sheet_the_first_is_meant(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = stamps()
    monkeypatch.setattr(ics, "stamps", lambda _now: at_once)  # a calendar holds the second of its export
    for format, sheets in SHEETS.items():
        ran(capsys, kept, "--format", format, "-o", tmp_path / "un")
        ran(capsys, kept, "--format", format, "--feuille", next(iter(sheets)), "-o", tmp_path / "deux")
        assert (tmp_path / "un").read_bytes() == (tmp_path / "deux").read_bytes()


def test_options_reach_their_sheet(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def made(*options: str) -> str:
        output = tmp_path / "sortie.pdf"
        assert ran(capsys, kept, "--format", "pdf", "-o", output, *options)[0] == 0
        return plain(text_of(output))

    assert "Méthode M06" in made("--feuille", "fiches", "--fiches", "F01, M06")
    said = made("--feuille", "fiches", "--fiches", "toutes")
    assert all(f"Fiche {card.id}" in said for card in KIT.cards)
    assert "Milieu ouvert" in made("--feuille", "questionnaire", "--variante", "milieu_ouvert")
    assert "Énoncés pour l'hébergement" in made("--feuille", "questionnaire", "--variante", "base")
    assert "durée : 3 h 30" in made("--feuille", "attestation", "--duree", "3 h 30")
    assert "K7P4QX" in made("--feuille", "affiche", "--adresse", "http://x/s/", "--code", "K7P4QX")


REFUSED: list[tuple[list[str], str]] = [
    (["--format", "pdf", "--feuille", "affiche"], "a besoin de l'adresse"),
    (["--format", "pdf", "--feuille", "fiches", "--fiches", "F99"], "« F99 » n'est ni une fiche ni une méthode"),
    (["--format", "pdf", "--feuille", "fiches", "--fiches", ","], "Aucune fiche"),
    (["--format", "pdf", "--feuille", "questionnaire", "--variante", "mer"], "« mer » n'est pas une variante"),
]


@pytest.mark.parametrize(("options", "sentence"), REFUSED)
def test_what_cannot_be_made_is_said_in_one_sentence(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], sentence: str
) -> None:
    output = tmp_path / "sortie"
    output.write_text("avant")
    status, said, complaint = ran(capsys, kept, *options, "-o", output)
    assert (status, said) == (1, "") and sentence in complaint
    assert output.read_text() == "avant" and len(list(tmp_path.iterdir())) == 2


def test_a_sheet_of_another_format_is_a_misuse(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, complaint = ran(capsys, kept, "--format", "csv", "--feuille", "plan-a3", "-o", tmp_path / "x")
    assert status == 2 and "« plan-a3 » n'existe pas en csv ; choisir parmi : plan, dictionnaire" in complaint
    for missing in ([kept, "-o", "x"], [kept, "--format", "csv"], [kept, "--format", "odt", "-o", "x"]):
        assert ran(capsys, *missing)[0] == 2
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"format": 99}', "application plus récente (format 99"),
        ("ceci n'est pas un carnet", "n'est pas un carnet complet"),
        ("[1, 2]", "n'est pas un carnet"),
        ("", "n'est pas un carnet complet"),
    ],
)
def test_a_newer_carnet_and_what_is_none_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    path, output = tmp_path / "carnet.json", tmp_path / "plan.csv"
    path.write_text(content, encoding="utf-8")
    status, said, complaint = ran(capsys, path, "--format", "csv", "-o", output)
    assert (status, said) == (1, "") and sentence in complaint and "carnet.json" in complaint
    assert not output.exists() and path.read_text(encoding="utf-8") == content


def test_a_damaged_carnet_gives_what_can_be_read_and_says_what_was_lost(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(kept.read_text(encoding="utf-8"))
    told["actions"][1]["echeance"] = "demain"
    told["effectif"] = "beaucoup"
    kept.write_text(json.dumps(told), encoding="utf-8")
    before, output = kept.read_bytes(), tmp_path / "plan.csv"
    status, _, complaint = ran(capsys, kept, "--format", "csv", "-o", output)
    assert status == 0 and "abîmé" in complaint
    assert "actions 2" in complaint and "effectif" in complaint
    rows = list(csv.DictReader(io.StringIO(text_of(output)), delimiter=";"))
    assert [row["id"] for row in rows] == [one.id for one in FIVE if one.id != "a2"]
    assert kept.read_bytes() == before
    kept.write_bytes(carnet().to_json().encode()[:-700])
    status, _, complaint = ran(capsys, kept, "--format", "pdf", "--feuille", "synthese", "-o", tmp_path / "s.pdf")
    assert status == 0 and "Ce qui a pu être lu est exporté" in complaint


def test_an_older_carnet_is_brought_forward(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, output = tmp_path / "ancien.json", tmp_path / "neuf.json"
    path.write_text('{"format": 1, "titre": "Équipe de nuit"}', encoding="utf-8")
    assert ran(capsys, path, "--format", "json", "-o", output)[0] == 0
    assert Carnet.from_json(output.read_bytes()) == Carnet(title="Équipe de nuit")
    assert json.loads(output.read_bytes())["format"] == FORMAT


def test_the_carnet_itself_leaves_out_what_was_not_agreed_and_says_so(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "copie.json"
    status, _, complaint = ran(capsys, kept, "--format", "json", "-o", output)
    assert status == 0 and "Une discussion gardée sans l'accord du groupe" in complaint
    copy = Carnet.from_json(output.read_bytes())
    assert [one.id for one in copy.discussions] == ["d1"] and copy.actions == carnet().actions


def test_the_carnet_is_never_written_over(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept.read_bytes()
    other = kept.parent / "lien.json"
    other.symlink_to(kept)
    for output in (kept, other):
        status, _, complaint = ran(capsys, kept, "--format", "json", "-o", output)
        assert status == 1 and "c'est le carnet lui-même" in complaint
    assert kept.read_bytes() == before


def test_files_that_cannot_be_read_or_written(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    big = tmp_path / "gros.json"
    big.write_bytes(b" " * (5 * 2**20 + 1))
    for path, sentence in (
        (tmp_path / "rien.json", "fichier introuvable"), (tmp_path, "c'est un dossier"), (big, "plus de 5 Mo"),
    ):  # fmt: skip
        status, _, complaint = ran(capsys, path, "--format", "csv", "-o", tmp_path / "x.csv")
        assert status == 1 and sentence in complaint
    for output, sentence in ((tmp_path, "c'est un dossier"), (tmp_path / "absent" / "x.csv", "n'existe pas")):
        status, _, complaint = ran(capsys, kept, "--format", "csv", "-o", output)
        assert status == 1 and sentence in complaint
    assert {path.name for path in tmp_path.iterdir()} == {"carnet.json", "gros.json"}


def test_help_loads_none_of_the_libraries() -> None:
    code = (
        "import sys; from pasapas_widgets.cli import build_parser; build_parser().format_help();"
        "import pasapas_widgets.exports.catalogue;"
        "print([m for m in ('docx', 'lxml', 'xlsxwriter', 'icalendar', 'typst', 'matplotlib', 'numpy', 'segno')"
        " if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
