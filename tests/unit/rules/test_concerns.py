"""The entry by concern: what brings people here, and where each leads."""

from __future__ import annotations

from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.rules.concerns import load_concerns

CONCERNS = load_concerns()


def test_the_concerns_are_those_that_people_come_with() -> None:
    assert [one.id for one in CONCERNS] == [
        "recruter", "garder", "absences", "jour_nuit", "violences", "nouveaux", "planning", "isolement",
    ]  # fmt: skip


def test_each_leads_to_statements_that_its_cards_answer() -> None:
    kit = load_kit()
    for one in CONCERNS:
        answered = {item for card in kit.cards if card.id in one.cards for item in card.items}
        assert set(one.items) <= answered, one.id
        assert one.question.endswith("?") and len({*one.cards}) == len(one.cards)
