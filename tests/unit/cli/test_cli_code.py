"""``pasapas code``: a sheet to its share code and back, by hand or by another command."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import Q, sheets

from pasapas_widgets.cli import main
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.sheet import Sheet


def receive(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(sheet=sheets())
def test_a_sheet_goes_and_comes_back(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(monkeypatch, sheet.to_json())
    assert main(["code", "encoder"]) == 0
    code = capsys.readouterr().out
    assert code == encode(sheet) + "\n"
    receive(monkeypatch, code)
    assert main(["code", "decoder"]) == 0
    assert Sheet.checked(capsys.readouterr().out, Q) == sheet


def test_a_code_may_be_typed_as_it_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = Sheet(questionnaire=Q.id, version=Q.version, profile="support", answers={"L1-01": 3, "L4-08": "NSP"})
    code = encode(sheet)
    for typed in ([code], [code.lower()], code.split("-"), [code.replace("0", "o").replace("-", "")]):
        assert main(["code", "decoder", *typed]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["reponses"] == {"L1-01": 3, "L4-08": "NSP"} and found["profil"] == "support"


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        (["encoder"], "", "texte reçu : le fichier est vide"),
        (["encoder"], '{"questionnaire": "pas-a-pas"', "ligne 1, caractère 30 : ce n'est pas du JSON complet"),
        (["encoder"], '{"questionnaire": "pas-a-pas", "version": "9.0"}', "la feuille répond à la version 9.0"),
        (["encoder"], '[{"questionnaire":"pas-a-pas","version":"1.1"},{"questionnaire":"pas-a-pas","version":"1.1"}]',
         "texte reçu : 2 feuilles, alors qu'un code en tient une seule"),
        (["decoder"], "", "Un code de partage a 24 caractères, celui-ci en a 0"),
        (["decoder", "0YHA-MHF6-1VSW-3M00-0000-Q0K4"], "", "Ce code contient une faute de frappe"),
    ],
)  # fmt: skip
def test_bad_data_is_one_sentence_and_nothing_else(
    arguments: list[str], text: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(monkeypatch, text)
    assert main(["code", *arguments]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert said in err.replace("\u00a0", " ")


@pytest.mark.parametrize("arguments", [["code"], ["code", "traduire"], ["code", "encoder", "feuille.json"]])
def test_misuse_is_said_with_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"questionnaire": "pas-a-pas", "version": "1.1", "\\ud800": 1}',
        '{"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"\\ud800": 3}}',
        '{"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"L1-01": "\\udfff"}}',
        '{"questionnaire": "\\ud800", "version": "1.0"}',
        '{"questionnaire": "pas-a-pas", "version": "1.1", "profil": "\\udc00"}',
    ],
)
def test_half_a_character_is_one_sentence_too(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(monkeypatch, text)
    assert main(["code", "encoder"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.encode() and "Traceback" not in told.err
