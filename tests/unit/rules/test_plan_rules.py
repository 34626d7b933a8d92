"""The rules of a plan: they say what is missing, where, and never for a plan that keeps them."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.rules.plan import advise, entered_in, is_open, is_quick, new_action, review_limit

DAY = dt.date(2026, 11, 23)
KIT = load_kit()


def plan(*templates: str) -> list[Action]:
    models = {one.id: one for one in KIT.actions}
    return [new_action(f"a{n}", models[one].items, opened=DAY, template=one) for n, one in enumerate(templates)]


def rules(actions: list[Action]) -> list[tuple[str, str | None]]:
    return [(one.rule, one.action) for one in advise(actions)]


def test_a_plan_from_models_with_a_quick_action_keeps_every_rule() -> None:
    assert rules(plan("A13", "A01", "A03")) == []


@pytest.mark.parametrize("template", [one.id for one in KIT.actions])
def test_no_model_names_a_person_or_lacks_an_owner(template: str) -> None:
    assert {rule for rule, action in rules(plan(template)) if action} == set()


def test_too_many_too_few_and_none_quick() -> None:
    assert rules([]) == []
    assert ("ouvertes", None) in rules(plan("A13"))
    assert ("ouvertes", None) in rules(plan("A13", "A01", "A03", "A04", "A05", "A06"))
    assert rules(plan("A01", "A03", "A05")) == [("rapide", None)]


def test_too_few_open_actions_are_not_told_that_they_are_too_many() -> None:
    (few,) = [one for one in advise(plan("A13")) if one.rule == "ouvertes"]
    (many,) = [one for one in advise(plan("A13", "A01", "A03", "A04", "A05", "A06")) if one.rule == "ouvertes"]
    assert "au-delà" in many.sentence and "au-delà" not in few.sentence
    assert "manque" in few.sentence and "manque" not in many.sentence


def test_what_is_done_or_stopped_no_longer_counts() -> None:
    six = plan("A13", "A01", "A03", "A04", "A05", "A06")
    six[5] = msgspec.structs.replace(six[5], state="fait", owner="", review=None)
    assert not is_open(six[5])
    assert rules(six) == []


def test_an_owner_a_review_and_no_name() -> None:
    (action,) = plan("A13")
    changed = msgspec.structs.replace(
        action, owner=" ", review=DAY + dt.timedelta(days=120), situation="Sophie reste seule la nuit"
    )
    told = [one for one in advise([changed, *plan("A01", "A03")]) if one.action]
    assert [(one.rule, one.field) for one in told] == [
        ("responsable", "owner"),
        ("revue", "review"),
        ("noms", "situation"),
    ]
    assert "Sophie" in told[2].sentence


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)), st.sampled_from([one.id for one in KIT.actions]))
def test_an_action_from_a_model_traces_to_statements_and_is_reviewed_in_time(day: dt.date, template: str) -> None:
    model = {one.id: one for one in KIT.actions}[template]
    action = new_action("a1", model.items[:1], opened=day, template=template)
    assert set(action.items) <= set(load_questionnaire().item_ids)
    assert action.opened <= (action.review or day) <= review_limit(action)
    assert is_quick(action) == (model.days <= 30)
    again = msgspec.json.decode(msgspec.json.encode(action), type=Action)
    assert again == action


def test_an_action_without_statement_cannot_be() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "a1", "titre": "Sans fil", "enonces": [], "ouverte_le": "2026-11-23"}, Action)


def test_where_it_is_entered_depends_on_the_employer() -> None:
    (action,) = plan("A01")
    assert any("PAPRIPACT" in (one.short or "") for one in KIT.documents)
    assert "Programme annuel" in " ".join(entered_in(action, staff=120))
    small = entered_in(msgspec.structs.replace(action, consultation="a_faire"), staff=12, employer="public")
    assert "Liste d'actions du document unique" in small
    assert not any("Programme annuel" in one for one in small)
    assert small[-1].startswith("Comité social territorial")
