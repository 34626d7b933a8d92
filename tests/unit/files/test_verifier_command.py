"""The command ``pasapas verifier``: what it prints, its status, files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from verified import TEXT, VECTORS, line_of, plain

from pasapas_widgets.cli import main
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS


def test_the_command_says_what_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verifier", "hse-35"]) == 0
    told = plain(capsys.readouterr().out)
    for part in ("aucune faute", "énoncés : 35 ; inversés : 12", "Changement (3)", "moyenne de 1 à 5", "24 caractères",
                 "Open Government Licence v3.0", "non validée", "À regarder"):  # fmt: skip
        assert part in told


def test_the_command_tells_faults_and_ends_in_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "q.yaml"
    path.write_text(TEXT.replace("numero: 2 ", "numero: 99 ").replace("levier: appui, texte", "levier: apui, texte"))
    assert main(["verifier", str(path)]) == 1
    told = plain(capsys.readouterr().out)
    assert "3 fautes" in told and f"ligne {line_of(path.read_text(), 'numero: 99')}, colonne 9, numero" in told
    assert "peut-être « appui »" in told
    assert main(["verifier", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["valable"] is False and found["resume"] is None and len(found["fautes"]) == 3
    assert set(found["fautes"][0]) == {"ligne", "colonne", "champ", "raison", "correction"}


def test_the_command_compares_two_versions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = VECTORS / "autodiagnostic-1.2.yaml"
    assert main(["verifier", str(new), "--anterieure", str(SELF_DIAGNOSIS)]) == 0
    told = plain(capsys.readouterr().out)
    assert "L2-08 : s'appelle maintenant L2-11" in told and "30 sur 32" in told and "À regarder" not in told
    assert main(["verifier", str(new), "--anterieure", str(SELF_DIAGNOSIS), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["comparables"] == 30
    bad = tmp_path / "ancien.yaml"
    bad.write_text("id: x\n")
    assert main(["verifier", str(new), "--anterieure", str(bad)]) == 1
    assert "la vérifier d'abord" in plain(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "introuvable"),
        (lambda path: path.mkdir(), "dossier"),
        (lambda path: path.write_bytes("titre: é".encode("latin-1")), "octet 8"),
        (lambda path: path.write_bytes(b"# " + b"x" * 1_000_001), "plus de 1000 Ko"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    make: object, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.yaml"
    make(path)  # type: ignore[operator]
    assert main(["verifier", str(path)]) == 1
    said = plain(capsys.readouterr().err)
    assert told in said and said.count("\n") == 1


def test_misuse_ends_in_2_and_the_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["verifier"])
    assert stopped.value.code == 2 and "Il manque" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["verifier", "--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    assert "equipe-5, hse-35" in told and "--anterieure" in told and "usage:" not in told
