"""``pasapas analyser``: figures under the thresholds, or one French sentence and nothing else."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pasapas_widgets.cli import main
from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.rules.aggregation import aggregate_entries

SAMPLES = Path(__file__).parents[3] / "data" / "samples"
TEAM, SMALL, WAVES, FAULTS = (
    str(SAMPLES / f"{name}.csv") for name in ("equipe_24", "petite_maison_7", "deux_vagues", "fautes")
)


def test_json_is_what_the_library_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyser", TEAM, "--json"]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found == aggregate_entries(read_sheets("f", Path(TEAM).read_bytes()).entries).plain()
    assert found["n_feuilles"] == 24 and set(found) >= {"leviers", "effets", "items", "profils", "priorites"}
    assert err == "" and out.count("\n") == 1


def test_the_summary_says_differences_before_weaknesses_and_no_overall_mark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyser", TEAM]) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    titles = [
        "Les quatre leviers",
        "là où les regards diffèrent",
        "Points forts",
        "À améliorer",
        "Pratiques mal connues",
    ]
    places = [out.index(title) for title in titles]
    assert places == sorted(places)
    assert "Discuter du travail                     45  À consolider" in out
    assert "L1-03  Après un évènement difficile" in out and "7 au niveau 1, 4 au niveau 2" in re.sub(r"\s+", " ", out)
    assert "Nuit, maison, cuisine, entretien, transport, 6 feuilles" in out
    assert "Direction et encadrement" not in out
    assert max(len(line) for line in out.splitlines()) <= 100


def test_a_small_home_is_told_what_is_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyser", SMALL]) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert re.search(r"S'appuyer sur le territoire +pas assez de réponses", out)
    assert "9 énoncés sur 32 n'ont pas assez de réponses" in out
    assert "au niveau" not in out


def test_four_sheets_give_no_figure_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"s,{sheet},educatif,{item},3" for sheet in range(4) for item in load_questionnaire().item_ids]
    file = tmp_path / "quatre.csv"
    file.write_text("\n".join(["seance,feuille,profil,item,reponse", *rows]), "utf-8")
    assert main(["analyser", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    figures = [one["score"] for one in [*found["leviers"].values(), *found["effets"].values()]]
    figures += [one[key] for one in found["items"].values() for key in ("n_notes", "moyenne", "dispersion", "part_nsp")]
    assert set(figures) == {None}
    assert main(["analyser", str(file)]) == 0
    assert "32 énoncés sur 32" in capsys.readouterr().out


def test_several_files_are_one_group_and_sessions_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyser", TEAM, SMALL, TEAM]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("31 feuilles")
    assert "exemple-equipe, exemple-petite-maison" in out
    said = "24 feuilles présentes à l'identique dans plusieurs fichiers : comptées une seule fois.\n"
    assert err.replace("\u00a0", " ") == said


def test_the_same_few_people_in_two_sessions_stay_too_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three people in each of two sessions may be three people: nothing is shown of them."""
    rows = [f"{wave},{sheet},,L1-0{item},3" for wave in ("mars", "mai") for sheet in range(3) for item in range(1, 9)]
    file = tmp_path / "deux.csv"
    file.write_text("\n".join(["seance,feuille,profil,item,reponse", *rows]), "utf-8")
    assert main(["analyser", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["leviers"]["L1"]["score"] is None
    assert {one["n_notes"] for one in found["items"].values()} == {None}


def test_text_from_another_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(TEAM).read_bytes())))
    assert main(["analyser", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_feuilles"] == 24


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([FAULTS], r"fautes\.csv, ligne 4, colonne « item » : .+ \(et 12 autres lignes\)\.$"),
        ([TEAM, FAULTS], r"fautes\.csv, ligne 4"),
        (["/nulle/part.csv"], r"^/nulle/part\.csv : fichier introuvable ; vérifier"),
        ([str(SAMPLES)], r"c'est un dossier"),
    ],
)
def test_bad_data_is_one_sentence_and_nothing_else(
    files: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for mode in ([], ["--json"]):
        assert main(["analyser", *files, *mode]) == 1
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1
        assert re.search(said, err.replace("\u00a0", " ").rstrip("\n")), err


def test_what_was_understood_is_said_apart_from_the_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "excel.csv"
    file.write_bytes(Path(TEAM).read_text("utf-8").replace(",", ";").encode("utf-8-sig"))
    assert main(["analyser", str(file), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["n_feuilles"] == 24
    assert "point-virgule" in err


@pytest.mark.parametrize("arguments", [["analyser"], ["analyser", TEAM, "--xml"]])
def test_misuse_is_said_with_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().out == ""


def test_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["analyser", "--help"])
    assert stop.value.code == 0
    assert "Aucun chiffre ne vient" in re.sub(r"\s+", " ", capsys.readouterr().out)


def test_a_reader_that_stops_reading_is_no_error_to_show() -> None:
    command = f"{shlex.quote(sys.executable)} -m pasapas_widgets.cli analyser {shlex.quote(TEAM)} | head -1"
    run = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert run.stdout.startswith("24 feuilles") and run.stderr == ""
