"""The attack of test_disclosure.py on other scales: five levels, reversed, random; nobody under five is isolated."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import questionnaires, sheets_of
from test_disclosure import Entry, arrivals, isolated

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Item, Questionnaire
from pasapas_widgets.rules.aggregation import Publication, publish

TEAM = load_questionnaire("equipe-5")


def score(q: Questionnaire, item: Item, level: int) -> Fraction:
    place = Fraction(level - 1, q.scale_of(item).top - 1)
    return 100 * (1 - place if item.reversed else place)


def sums(publication: Publication, entries: list[Entry], q: Questionnaire, item: Item) -> list[frozenset[int]]:
    """Return the sets of people whose sums are told of an item, each checked against its figure."""
    index = {entry.sheet_id: number for number, entry in enumerate(entries)}
    labels = publication.answered[:, q.item_ids.index(item.id)]
    counted = [entry for entry, label in zip(publication.entries, labels, strict=True) if label]
    shown = publication.results.items[item.id]
    if shown.n_answers is None:
        return []
    groups = [(shown.n_answers, shown.mean, counted)]
    for name, profile in publication.results.profiles.items():
        if item.id in profile.items:
            cell = profile.items[item.id]
            groups.append((cell.n_answers, cell.mean, [e for e in counted if e.sheet.profile == name]))
    for count, mean, people in groups:
        scores = [score(q, item, int(person.sheet.answers[item.id])) for person in people]
        assert count == len(scores) and mean == pytest.approx(float(sum(scores) / len(scores)))
    return [frozenset(index[person.sheet_id] for person in people) for _, _, people in groups]


@settings(max_examples=30, deadline=None)
@given(st.data())
@pytest.mark.parametrize("drawn", [False, True], ids=["reversed, five levels", "any"])
def test_no_combination_of_successive_tables_isolates_anyone(drawn: bool, data: st.DataObject) -> None:
    q = data.draw(questionnaires(most_levers=1, most_items=1)) if drawn else TEAM
    item = q.items[0] if drawn else TEAM.item("R4")
    group = data.draw(st.lists(sheets_of(q, (item.id,)), min_size=5, max_size=14))
    entries = arrivals(group)
    moments = sorted(data.draw(st.lists(st.integers(1, len(entries)), max_size=4)))
    publication, known = None, []
    for moment in [*moments, len(entries)]:
        publication = publish(entries[:moment], publication, questionnaire=q)
        known += sums(publication, entries, q, item)
    assert isolated(known, len(entries)) is None
