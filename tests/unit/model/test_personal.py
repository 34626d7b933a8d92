"""A reminder that flags what looks like a person: what it must see, and ordinary sentences that it must leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.model.field.actors import load_actors
from pasapas_widgets.model.field.personal import personal_traces, personal_words
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.precautions import load_precautions
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
        "« Qui a dit “Non” ? »",
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


CHILDREN = (
    "Kylian Rayan Ilyes Aminata Mamadou Kenza Noa Jade Fatoumata Awa Yanis Inaya Lina Timéo Maël Nolan Imran Ayoub "
    "Mariam Ousmane Ibrahima Sekou Bilal Amadou Souleymane Kadiatou Maëlys Lilou Louna Sofiane"
)
STAFF = "Sandrine Nathalie Stéphane Valérie Patrick Isabelle Laurence Mélanie Aurélie Nicolas Julien Karine"
NAMES = f"{CHILDREN} {STAFF}".split()
"""Common first names, of the children as of the teams, chosen apart from the list of content/field/personal.yaml."""

ORGANISATIONS = (
    "Nous avons appelé l'Opco Santé et Uniformation.",
    "La Croix-Rouge, la Sauvegarde et l'Aide sociale à l'enfance sont venues.",
    "Voir avec la Mission locale, le Collège et les Centres de formation.",
    "Les réseaux : Fédérations, Drieets, Défenseur des droits.",
    "On se voit Vendredi à Rennes, le groupe Snapchat est fermé.",
    "On a posé une pierre au jardin, la marine nationale est passée, il est clément.",
)


def test_common_first_names_are_found_at_the_beginning_of_a_sentence() -> None:
    missed = [name for name in NAMES if not personal_traces(f"{name} est venu au relais.")]
    assert len(missed) <= len(NAMES) // 20, missed


def test_most_are_found_in_small_letters_and_a_family_by_its_initial() -> None:
    names = [name.lower() for name in NAMES]
    missed = [name for name in names if not personal_traces(f"on a parlé de {name} hier soir")]
    assert len(missed) <= len(names) // 5, missed
    assert [one.text for one in personal_traces("la famille M. a appelé")] == ["M"]
    assert [one.text for one in personal_traces("voir le Dr ayoub demain")] == ["ayoub"]


@pytest.mark.parametrize("text", ORGANISATIONS)
def test_organisations_and_words_are_no_persons(text: str) -> None:
    assert [one.text for one in personal_traces(text)] == []


def test_our_own_actors_sessions_and_precautions_name_nobody() -> None:
    sentences = [actor.name for actor in load_actors().actors] + [one.question for one in load_precautions()]
    sentences += [line for one in load_precautions() for line in (one.do, *one.call)]
    for session in load_kit().sessions:
        sentences += [session.title, *session.before, *(step.trainer for step in session.sequences)]
    sentences += [line.then for line in load_kit().ground_rules.unexpected]
    flagged = {one: [found.text for found in personal_traces(one)] for one in sentences}
    assert {one: found for one, found in flagged.items() if found} == {}


def test_the_browser_is_held_to_what_python_tells() -> None:
    kept = json.loads((Path(__file__).parents[2] / "vectors" / "names.json").read_text(encoding="utf-8"))
    assert kept["mots"] == personal_words()
    for one in kept["cas"]:
        found = [{"genre": it.kind, "texte": it.text, "debut": it.start} for it in personal_traces(one["texte"])]
        assert found == one["traces"], one["texte"]
