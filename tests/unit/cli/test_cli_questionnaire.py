"""``--questionnaire``: one process works with the questionnaire that its command names, and so do its kernels."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pasapas_widgets.app.instance import Instance
from pasapas_widgets.app.kernels import inherited
from pasapas_widgets.app.startup import StartError, same_questionnaire
from pasapas_widgets.cli import main
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.live.rehearsal.people import Draw, team_of
from pasapas_widgets.model.questionnaire.loading import CHOSEN, EXAMPLES, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet

VECTORS = Path(__file__).parents[2] / "vectors"


@pytest.mark.parametrize("name", ["equipe-5", "hse-35"])
def test_the_page_is_that_of_the_questionnaire(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["page", "--questionnaire", name, "-o", "page.html"]) == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    q = load_questionnaire(name)
    assert q.title in page and json.dumps(q.items[-1].id) in page and '"L1-01"' not in page
    assert CHOSEN not in os.environ


def test_a_file_is_named_from_anywhere_in_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "le nôtre.yaml").write_bytes((EXAMPLES / "equipe-5.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    q = load_questionnaire("equipe-5")
    code = encode(Sheet(questionnaire=q.id, version=q.version, answers={"R4": 2, "R5": "NSP"}), q)
    for command in (
        ["--questionnaire", "le nôtre.yaml", "code", "decoder", code],
        ["code", "decoder", code, "--questionnaire", "le nôtre.yaml"],
        ["--questionnaire", "hse-35", "code", "decoder", "--questionnaire", "le nôtre.yaml", code],
    ):
        assert main(command) == 0
        assert json.loads(capsys.readouterr().out)["reponses"] == {"R4": 2, "R5": "NSP"}
    assert main(["code", "decoder", code]) == 1
    assert "autre questionnaire" in capsys.readouterr().err


def test_the_environment_names_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(CHOSEN, "hse-35")
    assert main(["code", "decoder", "0" * 24]) == 1
    assert "Management Standards" in capsys.readouterr().err
    assert inherited()[CHOSEN] == "hse-35" and load_questionnaire().id == "hse-35"


def test_the_analysis_is_in_the_questionnaires_own_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    q = load_questionnaire("hse-35")
    sheets = [
        {"questionnaire": q.id, "version": q.version, "reponses": person.answers(Draw(str(number)))}
        for number, person in enumerate(team_of(8, seed=4, questionnaire=q))
    ]
    file = tmp_path / "feuilles.json"
    file.write_text(json.dumps(sheets), encoding="utf-8")
    assert main(["analyser", str(file), "--json", "--questionnaire", "hse-35"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert list(results["leviers"]) == [lever.id for lever in q.levers] and set(results["items"]) == set(q.item_ids)
    assert main(["analyser", str(file), "--questionnaire", "hse-35"]) == 0
    assert "Soutien des collègues" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["page"], ["analyser", "f.csv"], ["salle", "--no-browser"], [], ["repetition"]])
@pytest.mark.parametrize("text", [None, "id: x\n", "leviers: [}"])
def test_one_that_cannot_be_used_stops_the_command_in_a_sentence(
    command: list[str], text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    if text is not None:
        (tmp_path / "q.yaml").write_text(text, encoding="utf-8")
    assert main([*command, "--questionnaire", "q.yaml"]) == 1
    told = capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("q.yaml") and told.count("\n") == 1 and "Traceback" not in told
    assert ("introuvable" if text is None else "pasapas verifier q.yaml") in told


def test_an_app_that_runs_with_another_questionnaire_is_not_shown_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    running = Instance.here(port=1, run_folder="", questionnaire="hse-35")
    with pytest.raises(StartError, match="autre questionnaire"):
        same_questionnaire(running)
    monkeypatch.setenv(CHOSEN, "hse-35")
    same_questionnaire(running)
    same_questionnaire(None)


@pytest.mark.parametrize("name", ["equipe-5", "hse-35", VECTORS / "sept-points.yaml"])
def test_people_who_do_not_exist_answer_any_questionnaire(name: str | Path) -> None:
    q = load_questionnaire(name)
    team = team_of(60, seed=7, questionnaire=q)
    sheets = [
        Sheet(questionnaire=q.id, version=q.version, profile=one.profile, answers=one.answers(Draw(f"{number}")))
        for number, one in enumerate(team)
    ]
    for sheet in sheets:
        sheet.check(q)
    assert {one.profile for one in team} == {None, *q.profile_ids}
    again = [one.answers(Draw(f"{number}")) for number, one in enumerate(team_of(60, seed=7, questionnaire=q))]
    assert again == [sheet.answers for sheet in sheets]
    given = {(item.id, answer) for sheet in sheets for item in q.items if (answer := sheet.answers.get(item.id))}
    for item in q.items:  # people of a team agree more or less: not all levels of an item, yet more than one
        assert len([answer for id, answer in given if id == item.id]) > 1
