"""How many establishments a difference needs, against t tests of statsmodels, published formulas and simulation."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from statsmodels.stats.power import TTestIndPower, TTestPower

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.research import Plan, StatisticsError, language, plan_table, preregistration, sample_size

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
from research_power import share_found


class TestFormula:
    def test_with_nobody_alike_it_is_the_t_test_of_two_groups(self) -> None:
        plan = Plan(establishments=60, people=1, difference=8, icc=0, size_variation=0, same=False)
        assert plan.power == pytest.approx(TTestIndPower().power(8 / 20, 60, 0.05), abs=1e-9)

    def test_one_person_seen_twice_is_the_paired_t_test(self) -> None:
        plan = Plan(establishments=60, people=1, difference=8, icc=0.99, stability=0.6, size_variation=0)
        spread = (2 * (1 - 0.99 * 0.6)) ** 0.5 * 20
        assert plan.power == pytest.approx(TTestPower().power(8 / spread, 60, 0.05), abs=1e-9)

    def test_the_design_effect_is_that_of_kish_and_of_eldridge(self) -> None:
        equal = Plan(establishments=30, people=20, difference=5, icc=0.05, size_variation=0, same=False)
        assert equal.design_effect == pytest.approx(1 + 19 * 0.05)
        unequal = Plan(establishments=30, people=20, difference=5, icc=0.05, size_variation=0.65, same=False)
        assert unequal.design_effect == pytest.approx(1 + ((0.65**2 + 1) * 20 - 1) * 0.05)

    def test_a_cluster_seen_again_is_worth_its_stability(self) -> None:
        """Hooper and Bourke: 1 + (m - 1) icc, less m · icc · (correlation of the cluster's own level)."""
        plan = Plan(establishments=30, people=20, difference=5, icc=0.05, size_variation=0, stability=0.8)
        assert plan.design_effect == pytest.approx(1 + 19 * 0.05 - 20 * 0.05 * 0.8)

    @pytest.mark.parametrize("same", [True, False])
    def test_it_is_the_fewest_that_reach_the_power(self, same: bool) -> None:
        plan = sample_size(5, icc=0.1, same=same, power=0.9)
        fewer = Plan(establishments=plan.establishments - 1, people=15, difference=5, same=same)
        assert fewer.power < 0.9 <= plan.power

    def test_what_is_detectable_is_found_with_that_power(self) -> None:
        plan = sample_size(5)
        assert 4.9 < plan.detectable() <= 5
        least = plan.detectable(0.95)
        assert Plan(establishments=plan.establishments, people=15, difference=least).power == pytest.approx(0.95)
        assert Plan(establishments=5, people=15, difference=5).detectable(0.999) > 0

    def test_more_people_cannot_replace_establishments(self) -> None:
        table = plan_table(5, icc=[0.1], people=[10, 100, 1000], same=False)
        needed = table["establishments"].tolist()
        assert needed[1] < needed[0] and needed[2] > 0.6 * needed[1] and table["power"].ge(0.8).all()


@pytest.mark.parametrize(("same", "variation"), [(True, 0.6), (False, 0.0)])
def test_simulated_studies_find_it_as_often_as_said(same: bool, variation: float) -> None:
    plan = sample_size(5, people=15, icc=0.1, size_variation=variation, same=same)
    found = share_found(plan, 5, 300, seed=12)
    assert abs(found - plan.power) < 3.3 * (0.8 * 0.2 / 300) ** 0.5


class TestWords:
    def test_it_says_what_is_asked_in_both_languages(self) -> None:
        plan = sample_size(5, response=0.6)
        told = plan.sentence().replace("\u00a0", " ")
        assert f"{plan.establishments} établissements qui répondent aux deux dates" in told and "solliciter 25" in told
        with language("en"):
            assert f"{plan.establishments} establishments that answer at both dates" in plan.sentence()
        assert "wild" in Plan(establishments=8, people=15, difference=15).sentence()
        assert "wild" not in told

    @pytest.mark.parametrize(
        "wrong",
        [{"icc": 1.0}, {"people": 0}, {"sd": 0}, {"power": 1.0}, {"stability": -0.1}, {"response": 0}, {"level": 95},
         {"size_variation": -1}, {"difference": 0}],
    )  # fmt: skip
    def test_values_out_of_range_are_refused(self, wrong: dict[str, Any]) -> None:
        asked = {"difference": 5.0} | wrong
        with pytest.raises(StatisticsError):
            sample_size(asked.pop("difference"), **asked)

    def test_what_the_whole_sector_could_not_find_is_refused(self) -> None:
        with pytest.raises(StatisticsError, match="ne suffiraient pas"):
            sample_size(0.1)


class TestPreregistration:
    @pytest.mark.parametrize(("code", "mark"), [("fr", "À COMPLÉTER"), ("en", "TO BE COMPLETED")])
    def test_the_plan_is_filled_in_and_the_rest_marked(self, code: Any, mark: str) -> None:
        plan, q = sample_size(5), load_questionnaire()
        told = preregistration(plan, levers=["L1", "L3"], language=code)
        assert q.fingerprint in told and mark in told and told.count("\n## ") == 10
        assert str(plan.establishments) in told and q.levers[0].name in told and q.levers[1].name not in told
        assert '"robust"' in told and "level=0.975" in told.replace("\u00a0", " ")
        assert not re.search(r"\{\w+\}", told)
        if code == "en":
            assert not re.search(
                "[éèàç]", re.sub("«.*?»|" + "|".join([q.title, *(x.name for x in q.levers)]), "", told)
            )

    def test_few_establishments_take_the_method_that_holds(self) -> None:
        assert '"wild"' in preregistration(Plan(establishments=8, people=15, difference=15))

    def test_a_question_replaces_its_mark_and_an_unknown_lever_is_refused(self) -> None:
        assert "Que change le temps ?" in preregistration(sample_size(5), question="Que change le temps ?").replace(
            "\u00a0", " "
        )
        with pytest.raises(StatisticsError, match="L9"):
            preregistration(sample_size(5), levers=["L9"])
