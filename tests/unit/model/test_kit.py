"""The kit is whole: every statement leads to a card and an action, every link leads somewhere, every minute is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pasapas_widgets.content import ContentError
from pasapas_widgets.model.kit import kit as module
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.readysessions import ReadySession
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

KIT = load_kit()


def test_every_statement_has_a_card_and_an_action_of_that_card() -> None:
    for item in load_questionnaire().item_ids:
        cards = {card.id for card in KIT.cards_for(item)}
        assert cards, item
        assert {action.card for action in KIT.actions_for(item)} <= cards
        assert KIT.actions_for(item), item


def test_every_card_has_a_statement_of_its_own_lever_first() -> None:
    for card in KIT.cards:
        assert card.items[0].startswith(card.lever), card.id
        assert card.minutes > 0


def test_the_rules_of_a_plan_can_be_kept() -> None:
    rules = KIT.rules
    assert rules.fewest_open <= rules.most_open
    quick = [action for action in KIT.actions if action.days <= rules.quick_days]
    levers = {item[:2] for action in quick for item in action.items}
    assert levers == {"L1", "L2", "L3", "L4"}, "a quick action for each lever"


def test_a_document_that_small_employers_lack_is_replaced() -> None:
    assert [document.id for document in KIT.documents if document.small] == ["papripact"]


@pytest.mark.parametrize("session", KIT.sessions, ids=lambda session: session.id)
def test_a_ready_session_asks_of_a_method_no_more_than_it_gives(session: ReadySession) -> None:
    workbooks = {sequence.workbook for sequence in session.sequences if sequence.workbook}
    whole = {"S-2H", "S-DEMI", "S-JOUR"}
    assert {"00_accueil", "05_plan_action"} | ({"02_resultats"} if session.id in whole else set()) <= workbooks
    for sequence in session.sequences:
        assert (sequence.workbook is None) <= (sequence.method is None), "a break has no method"


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("cards", "[L1-03, L1-08]", "[L1-03, L9-08]", r"cards\.yaml, F03\s: «\sL9-08\s» n'existe pas\."),
        (
            "readysessions",
            "- debut: 10\n        duree: 10",
            "- debut: 10\n        duree: 15",
            r"readysessions\.yaml, S-2H\s: «\sLecture silencieuse\s» devrait commencer à 25\smin\.",
        ),
        ("methods", "- id: M02", "- id: M01", r"methods\.yaml, M01\s: cet identifiant est déjà pris\."),
    ],
)
def test_a_fault_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, before: str, after: str, sentence: str
) -> None:
    (tmp_path / "kit").mkdir()
    for name in ("cards", "methods", "actions", "readysessions"):
        shutil.copy(module.CONTENT / "kit" / f"{name}.yaml", tmp_path / "kit")
    changed = tmp_path / "kit" / f"{file}.yaml"
    text = changed.read_text(encoding="utf-8")
    assert before in text
    changed.write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(module, "CONTENT", tmp_path)
    with pytest.raises(ContentError, match=f"^{sentence}$"):
        module.shipped_kit.__wrapped__()
