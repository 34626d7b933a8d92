"""A reminder that flags what looks like a person: what it must see, and ordinary sentences that it must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import load_questionnaire


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Sophie a dit que la nuit était longue", ["Sophie"]),
        ("la nuit, c'est Karim qui reste seul", ["Karim"]),
        ("M. Lefèvre ne répond pas", ["Lefèvre"]),
        ("madame LEROY décide", ["LEROY"]),
        ("le planning d'Océane change", ["Océane"]),
        ("Jean-Pierre et l’équipe", ["Jean-Pierre"]),
        ("écrire à nuit.foyer@exemple.fr avant lundi", ["nuit.foyer@exemple.fr"]),
        ("appeler le 06.12.34.56.78 ou le +33 6 12 34 56 78", ["06.12.34.56.78", "+33 6 12 34 56 78"]),
        ("on appelle 0612345678", ["0612345678"]),
        ("le groupe de Kaïs, sept ans", ["Kaïs"]),
    ],
)
def test_it_flags_what_looks_like_a_person(text: str, seen: list[str]) -> None:
    traces = personal_traces(text)
    assert [trace.text for trace in traces] == seen
    assert all(text[trace.start : trace.end] == trace.text for trace in traces)


@pytest.mark.parametrize(
    "text",
    [
        "À 22 heures, une seule personne pour douze enfants. La relève arrive tard.",
        "Le CSE, le DUERP et l'Aract : rien de neuf.",
        "Nous avons 32 énoncés, en 2026, et 10 000 euros (12,34 par jour)",
        "On a pris la fiche F08, la méthode M12 et l'énoncé L2-05 pour en parler.",
        "On attend. « Personne ne répond », dit la surveillante de nuit.",
        "",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert personal_traces(text) == ()


def test_our_own_content_names_nobody() -> None:
    """Every sentence of the questionnaire and of the kit passes, so that the check does not cry wolf."""
    q, kit = load_questionnaire(), load_kit()
    sentences = [item.text for item in q.items] + [item.prompt for item in q.items]
    sentences += [step.detail for card in kit.cards for step in card.steps] + [card.when for card in kit.cards]
    sentences += [text for action in kit.actions for text in (action.title, action.first_steps, action.owner)]
    flagged = {sentence: [one.text for one in personal_traces(sentence)] for sentence in sentences}
    assert {sentence: traces for sentence, traces in flagged.items() if traces} == {}


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    traces = personal_traces(text)
    assert all(text[one.start : one.end] == one.text for one in traces)
    assert [one.start for one in traces] == sorted(one.start for one in traces)
