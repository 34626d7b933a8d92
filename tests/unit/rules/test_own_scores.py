"""Any questionnaire of the schema: scores, groups and comparisons agree with a plain computation in fractions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import ceil

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import changed
from strategies import questionnaires, sheets_of

from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.carnet.territory import Territory
from pasapas_widgets.model.questionnaire.faults import faults_of
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Earlier, Item, Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.comparison import compare_items, compare_levers, read_here
from pasapas_widgets.rules.orientation import orient_carnet
from pasapas_widgets.rules.priorities import propose
from pasapas_widgets.rules.reading import results_of
from pasapas_widgets.rules.scoring import load_rules, score_sheet, told
from pasapas_widgets.rules.sharing import site_of
from pasapas_widgets.rules.territory import exchange_ideas, weak_items

TEAM, HSE = load_questionnaire("equipe-5"), load_questionnaire("hse-35")


def share(q: Questionnaire, item: Item, level: int) -> Fraction:
    """Return where an answer lies between the worst (0) and the best (100): written without the package's own steps."""
    top = len((q.other_scales[item.scale] if item.scale else q.scale).levels)
    place = Fraction(level - 1, top - 1)
    return 100 * (1 - place if item.reversed else place)


def least_of(q: Questionnaire, n: int) -> int:
    wanted = Fraction(str(q.scoring.least_share or load_rules().least_share)) * n
    return ceil(wanted)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_sheet_scores_as_fractions_say(data: st.DataObject) -> None:
    q = data.draw(questionnaires())
    assert not list(faults_of(q))
    sheet = data.draw(sheets_of(q))
    scores = score_sheet(sheet, q)
    for lever in q.levers:
        items = [item for item in q.items if item.lever == lever.id]
        given_ = [share(q, item, a) for item in items if isinstance(a := sheet.answers.get(item.id), int)]
        found = scores[lever.id]
        assert found.n_answers == len(given_)
        if len(given_) < least_of(q, len(items)):
            assert found.score is None and found.level_class is None
        else:
            assert found.score == pytest.approx(float(sum(given_) / len(given_)), abs=1e-9)
            assert (found.level_class is None) == (not q.scoring.has_classes)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_group_scores_as_fractions_say(data: st.DataObject) -> None:
    q = data.draw(questionnaires(most_levers=3, most_items=3))
    group = data.draw(st.lists(sheets_of(q), min_size=5, max_size=14))
    results = aggregate(group, questionnaire=q)
    means: dict[str, Fraction] = {}
    for item in q.items:
        levels = [a for sheet in group if isinstance(a := sheet.answers.get(item.id), int)]
        found = results.items[item.id]
        if len(levels) < 5:
            assert found.mean is None and found.distribution is None
            continue
        means[item.id] = sum((share(q, item, level) for level in levels), Fraction()) / len(levels)
        assert found.n_answers == len(levels) and found.mean == pytest.approx(float(means[item.id]), abs=1e-9)
        if found.distribution is not None:
            top = q.scale_of(item).top
            counted = {str(level): levels.count(level) for level in range(1, top + 1)}
            assert found.distribution == counted, "levels stay as people gave them"
    for lever in q.levers:
        known = [means[one.id] for one in q.items if one.lever == lever.id and one.id in means]
        total = sum(one.lever == lever.id for one in q.items)
        score = results.levers[lever.id].score
        assert (score is None) == (len(known) < least_of(q, total))
        assert score is None or score == pytest.approx(float(sum(known) / len(known)), abs=1e-9)
    assert set(results.effects) == {one.id for one in q.effects}
    assert list(results.priorities) == sorted(results.priorities, key=lambda id: results.priorities.index(id))
    assert set(results.priorities) == set(means)
    assert results.plain().get("unite") == ("moyenne" if q.scoring.unit == "moyenne" else None)


@given(st.data())
def test_a_mean_level_is_said_in_the_main_scale(data: st.DataObject) -> None:
    q = data.draw(questionnaires(most_levers=1, most_items=1))
    level = data.draw(st.integers(1, q.top))
    score = 100 * (level - 1) / (q.top - 1)
    if q.scoring.unit == "moyenne":
        assert told(score, q) == f"{level},0 sur {q.top}" and told(score, q, bare=True) == f"{level},0"
    else:
        assert told(score, q).endswith(" sur 100")


def test_scores_of_the_examples_by_hand() -> None:
    answers = {"R1": 5, "R2": 4, "R4": 5, "R5": 3}  # R4 is reversed: 5 is worst
    sheet = Sheet(questionnaire="equipe-5", version=TEAM.version, answers=answers)
    score = score_sheet(sheet, TEAM)["releve"].score
    assert score == pytest.approx((100 + 75 + 0 + 50) / 4)
    assert told(score or 0, TEAM) == "56 sur 100"
    whole = {item.id: 1 if item.reversed else 5 for item in HSE.items}
    best = score_sheet(Sheet(questionnaire="hse-35", version=HSE.version, answers=whole), HSE)
    assert {told(one.score or 0, HSE) for one in best.values()} == {"5,0 sur 5"}
    assert told(60.0, HSE) == "3,4 sur 5"


def group_of(q: Questionnaire, level: int, n: int = 24) -> GroupResults:
    sheet = Sheet(questionnaire=q.id, version=q.version, answers={item.id: level for item in q.items})
    return aggregate([sheet] * n, questionnaire=q)


def test_a_change_is_counted_in_the_levels_of_each_scale() -> None:
    one, other = group_of(HSE, 2), group_of(HSE, 3)
    found = {it.id: it for it in compare_items(one, other, HSE.item_ids, HSE)}
    assert {it.people for it in found.values()} == {24}, "all moved by one level of five"
    assert found["HSE-01"].points == pytest.approx(25) and found["HSE-03"].points == pytest.approx(-25)
    assert {it.verdict for it in compare_levers(one, other, HSE)} <= {"depasse", "egal"}


def test_two_versions_are_compared_where_nothing_changed() -> None:
    newer = msgspec.structs.replace(
        TEAM, version="1.1", earlier=(Earlier(version="1.0", changed=("R2",), renamed={"R1": "R9"}),),
        items=tuple(msgspec.structs.replace(it, id="R9") if it.id == "R1" else it for it in TEAM.items),
    )  # fmt: skip
    before, after = group_of(TEAM, 2), group_of(newer, 4)
    found = {it.id: it for it in compare_items(before, after, newer.item_ids, newer)}
    assert found["R9"].points == pytest.approx(50) and found["R9"].verdict == "depasse"
    assert found["R2"].verdict == "autre_questionnaire" and found["R2"].points is None
    assert compare_levers(before, after, newer)[0].verdict == "autres_enonces"
    read = read_here(before, newer)
    assert set(read.items) == {"R9", "R3", "R4", "R5"} and read.levers == {} and "R2" not in read.priorities
    unknown = changed(before, version="0.9")
    assert not read_here(unknown, newer), "a version that nothing is said of is not read"
    assert compare_items(group_of(HSE, 2), after, ["R9"], newer)[0].verdict == "autre_questionnaire"


def test_a_lever_of_the_same_statements_is_compared_across_versions() -> None:
    newer = msgspec.structs.replace(TEAM, version="1.1", earlier=(Earlier(version="1.0"),))
    (lever,) = compare_levers(group_of(TEAM, 1), group_of(newer, 5), newer)
    assert lever.points == pytest.approx(60), "four of five statements rise by 100 points, the reversed one falls"


@pytest.mark.parametrize("q", [HSE, TEAM], ids=lambda q: q.id)
def test_a_rule_given_another_questionnaire_asks_the_process_for_none(q: Questionnaire) -> None:
    """Two questionnaires side by side in one process, whose own is the self-diagnosis."""
    day = dt.date(2026, 11, 23)
    session = Session(title="Mars", questionnaire=q.id, version=q.version, day=day, kept_until=day)
    results = group_of(q, 2)
    wave = Wave(session=session, results=results)
    carnet = Carnet(waves=(wave,), territory=Territory(shares=True))
    assert [one.item for one in propose(results, q)] == list(results.priorities)
    assert results_of(wave, q) == results and results_of(wave) is None
    assert set(weak_items(results, q)) <= set(q.item_ids) and not weak_items(results)
    assert exchange_ideas(results, questionnaire=q)[0] == tuple(weak_items(results, q))[:3]
    assert set(site_of(carnet, 1, q).figures) == set(q.item_ids) and not site_of(carnet, 1).figures
    assert carnet.answers_other_than(q) is None and carnet.other_questionnaire
    assert orient_carnet(carnet, questionnaire=q).elsewhere and not orient_carnet(Carnet()).elsewhere
