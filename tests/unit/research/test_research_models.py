"""Factor models, regression and reliability by level, against published figures and independent computations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import multivariate_normal
from statsmodels.formula.api import ols

from pasapas_widgets.research import (
    StatisticsError,
    again,
    cronbach_alpha,
    fit_table,
    invariance,
    invariance_table,
    language,
    methods,
    multilevel_alpha,
    multilevel_table,
    one_factor,
    paper_table,
    regression,
    regression_table,
    synthetic,
)
from pasapas_widgets.research.models.fitting import fitted, unrelated
from pasapas_widgets.research.models.moments import GroupMoments, Moments, moments_of, packed

HOLZINGER = np.zeros((9, 9))
HOLZINGER[np.tril_indices(9)] = [
    1.35837, 0.407371, 1.381784, 0.579899, 0.451064, 1.274865, 0.504835, 0.208923, 0.20817, 1.350665, 0.440616,
    0.211091, 0.112296, 1.097753, 1.659786, 0.454808, 0.247545, 0.244109, 0.895516, 1.014524, 1.196358, 0.084765,
    -0.096751, 0.088342, 0.219743, 0.143, 0.144078, 1.183139, 0.263838, 0.109659, 0.212323, 0.125593, 0.180605,
    0.165431, 0.535245, 1.021983, 0.458339, 0.244009, 0.373853, 0.243363, 0.295241, 0.235997, 0.373297, 0.457317,
    1.015004,
]  # fmt: skip
HOLZINGER += np.tril(HOLZINGER, -1).T
"""Holzinger and Swineford (1939): covariances (divisor n) of nine tests of 301 children, the example of lavaan."""


def normal_gamma(covariance: Any) -> Any:
    """The covariance of the moments of normal independent people: Σ, and σ_ik σ_jl + σ_il σ_jk."""
    k = len(covariance)
    rows, columns = np.tril_indices(k)
    of = covariance[np.ix_(rows, rows)] * covariance[np.ix_(columns, columns)]
    of = of + covariance[np.ix_(rows, columns)] * covariance[np.ix_(columns, rows)]
    whole = np.zeros((k + len(rows),) * 2)
    whole[:k, :k], whole[k:, k:] = covariance, of
    return whole


def people(
    sites: int = 40, size: int = 12, *, seed: int = 3, between: float = 0.0, own: float = 0.0
) -> tuple[Any, Any]:
    """Answers to five items of one factor; a share of the factor, and of each item's rest, is the establishment's."""
    rng = np.random.default_rng(seed)
    of = np.repeat(np.arange(sites), size)
    trait = between**0.5 * rng.normal(size=sites)[of] + (1 - between) ** 0.5 * rng.normal(size=len(of))
    rest = own**0.5 * rng.normal(size=(sites, 5))[of] + (1 - own) ** 0.5 * rng.normal(size=(len(of), 5))
    return 50 + 10 * (trait[:, None] * np.array([0.8, 0.7, 0.6, 0.75, 0.65]) + 0.6 * rest), of


class TestFit:
    def test_the_chi_square_of_lavaan_and_its_baseline(self) -> None:
        found = Moments((GroupMoments(np.zeros(9), HOLZINGER, 301),), normal_gamma(HOLZINGER), 301, None, 301, 0)
        model, apart = fitted(found), unrelated(found)
        assert (model.chi2, model.freedom) == (pytest.approx(312.264, abs=2e-3), 27)
        assert (apart.chi2, apart.freedom) == (pytest.approx(918.852, abs=2e-3), 36)

    def test_normal_independent_people_need_no_correction(self) -> None:
        """tr(UΓ)/df is 1 where Γ is that of normal people at the model."""
        implied = np.outer([2, 3, 1, 2.0], [2, 3, 1, 2.0]) + np.diag([1, 2, 3, 4.0])
        found = Moments((GroupMoments(np.zeros(4), implied, 500),), normal_gamma(implied), 500, None, 500, 0)
        made = fitted(found)
        assert made.scaling == pytest.approx(1, abs=1e-4) and made.chi2 == pytest.approx(0, abs=1e-6)
        assert np.abs(made.parts[0].loadings) == pytest.approx([2, 3, 1, 2], abs=1e-4)

    def test_indices_are_those_of_their_definitions(self) -> None:
        items, of = people(seed=8)
        items[:, 1] += 0.9 * (items[:, 0] - 50)  # two items share more than the factor
        made = one_factor(items, of)
        found = moments_of(items, of, missing="complete")
        model, apart = fitted(found), unrelated(found)
        assert made.freedom == 5 and made.chi2 == pytest.approx(model.chi2 / model.scaling)
        assert made.cfi == pytest.approx(1 - (model.scaled - 5) / (apart.scaled - 10))
        assert made.rmsea == pytest.approx(((model.scaled - 5) / (5 * len(items))) ** 0.5)
        assert made.rmsea_low < made.rmsea < made.rmsea_high and made.p < 0.01
        spread = np.sqrt(np.diagonal(found.groups[0].covariance))
        gaps = (found.groups[0].covariance - model.parts[0].covariance) / np.outer(spread, spread)
        assert made.srmr == pytest.approx((packed(gaps) ** 2).mean() ** 0.5)

    def test_the_statistic_of_a_true_model_has_the_mean_of_its_law_in_establishments(self) -> None:
        plain, scaled = [], []
        for seed in range(200):
            items, of = people(40, 12, seed=seed, between=0.2, own=0.3)
            made = one_factor(items, of)
            scaled.append(made.chi2)
            plain.append(made.chi2 * made.scaling)
        assert np.mean(plain) > 7, "people taken one by one would reject a true model"
        assert np.mean(scaled) == pytest.approx(5, abs=0.9)

    def test_pairs_are_the_same_where_nothing_is_missing_and_near_where_some_is(self) -> None:
        items, of = people(seed=4)
        assert one_factor(items, of, missing="pairwise").chi2 == pytest.approx(one_factor(items, of).chi2)
        items[np.random.default_rng(1).random(items.shape) < 0.2] = np.nan
        made = one_factor(items, of, missing="pairwise")
        assert made.loadings[0] == pytest.approx([0.8, 0.76, 0.71, 0.78, 0.73], abs=0.1)
        with pytest.raises(StatisticsError, match="moins de la moitié"):
            one_factor(items, of)

    def test_sentences_in_both_languages(self) -> None:
        made = one_factor(*people(), of="x")
        assert (
            made.sentence().startswith("Un seul facteur (x)\u00a0: χ²(5) = ") and "50 établissements" in made.sentence()
        )
        with language("en"):
            assert made.sentence().startswith("One factor (x): χ²(5) = ")

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (people(10, 40), "20 par groupe"),
            (people(20, 4), "100 personnes"),
            ((people()[0][:, :3], people()[1]), "au moins 4"),
            ((np.repeat(people()[0][:, :1], 5, axis=1), people()[1]), "contredisent"),
        ],
    )
    def test_too_few_or_too_alike_is_refused_in_a_sentence(self, data: Any, words: str) -> None:
        with pytest.raises(StatisticsError, match=words):
            one_factor(*data)


def raw_likelihood(items: Any, groups: Any, equal: str) -> float:
    """Twice the log-likelihood of a one-factor model by its first item's unit: another way to the same maximum."""
    k, parts = items.shape[1], [items[groups == one] for one in (0, 1)]

    def loss(vector: Any) -> float:
        place, told = 0, 0.0

        def take(count: int) -> Any:
            nonlocal place
            place += count
            return vector[place - count : place]

        shared_loadings = take(k - 1) if equal != "configural" else None
        shared_means = take(k) if equal == "scalar" else None
        for number, own in enumerate(parts):
            loadings = np.concatenate([[1.0], take(k - 1) if shared_loadings is None else shared_loadings])
            means = take(k) if shared_means is None else shared_means
            unique, variance = np.exp(take(k)), np.exp(take(1)[0])
            mean = take(1)[0] if equal == "scalar" and number else 0.0
            implied = variance * np.outer(loadings, loadings) + np.diag(unique)
            told += multivariate_normal(means + mean * loadings, implied).logpdf(own).sum()
        return -2 * told / len(items)

    blocks = {"configural": 2 * (3 * k), "metric": (k - 1) + 2 * (2 * k + 1), "scalar": (k - 1) + k + 2 * (k + 1) + 1}
    start = np.zeros(blocks[equal])
    start[: k - 1] = 1
    found = minimize(loss, start, method="BFGS", options={"gtol": 1e-6, "maxiter": 3000})
    return float(found.fun) * len(items)


class TestInvariance:
    def test_the_statistics_are_those_of_the_likelihood_of_the_answers(self) -> None:
        items, of = people(40, 12, seed=5)
        items = (items[:, :4] - 50) / 10
        groups = (np.arange(len(of)) % 2).astype(int)
        items[groups == 1, 2] += 0.4
        full = 0.0
        for one in (0, 1):
            own = items[groups == one]
            full += -2 * multivariate_normal(own.mean(axis=0), np.cov(own.T, bias=True)).logpdf(own).sum()
        for made in invariance(items, of, groups.astype(str)):
            expected = raw_likelihood(items, groups, made.equal) - full
            assert made.chi2 * made.scaling == pytest.approx(expected, abs=0.02), made.equal

    def test_degrees_of_freedom(self) -> None:
        items, of = people(40, 12)
        made = invariance(items, of, np.where(np.arange(len(of)) % 2, "a", "b"))
        assert [one.freedom for one in made] == [10, 14, 18] and [one.equal for one in made][1:] == ["metric", "scalar"]
        assert made[1].change is not None and made[1].change[1] == 4 and all(one.holds for one in made)
        assert made[0].groups == ("a", "b")

    def test_an_item_that_a_group_reads_otherwise_is_found_where_it_differs(self) -> None:
        items, of = people(40, 30, seed=6)
        groups = np.where(np.arange(len(of)) % 2, "a", "b")
        shifted = items.copy()
        shifted[groups == "a", 0] += 6
        pattern, loadings, intercepts = invariance(shifted, of, groups)
        assert pattern.p > 0.01 and loadings.holds and not intercepts.holds
        assert intercepts.change is not None and intercepts.change[2] < 0.001
        apart = items.copy()
        apart[groups == "a", 0] = np.random.default_rng(2).permutation(apart[groups == "a", 0])  # nothing in common
        assert not invariance(apart, of, groups)[1].holds

    def test_small_groups_are_left_out_and_one_is_not_enough(self) -> None:
        items, of = people(40, 12)
        groups = np.array(["a"] * 300 + ["b"] * 150 + ["c"] * 30, dtype=object)
        np.random.default_rng(1).shuffle(groups)
        assert invariance(items, of, groups)[0].groups == ("a", "b")
        with pytest.raises(StatisticsError, match="il en faut deux"):
            invariance(items, of, np.array(["a"] * 470 + ["b"] * 10))


class TestRegression:
    RNG = np.random.default_rng(4)
    SITES = np.repeat(np.arange(30), 15)
    KIND = np.where(SITES % 3 == 0, "x", np.where(SITES % 3 == 1, "y", "z"))
    AGE = RNG.normal(40, 10, len(SITES))
    SCORE = 50 + 4 * (KIND == "y") + 0.2 * AGE + 5 * RNG.normal(size=30)[SITES] + RNG.normal(0, 10, len(SITES))

    def test_it_is_the_regression_of_statsmodels_by_formula(self) -> None:
        frame = pd.DataFrame({"y": self.SCORE, "kind": self.KIND, "age": self.AGE})
        fit = ols("y ~ C(kind) + age", frame).fit(cov_type="cluster", cov_kwds={"groups": self.SITES}, use_t=True)
        made = regression(self.SCORE, {"kind": self.KIND, "age": self.AGE}, self.SITES)
        assert [one.name for one in made] == ["kind : y / x", "kind : z / x", "age"]
        ends = fit.conf_int().to_numpy()
        for place, one in enumerate(made, start=1):
            assert one.estimate == pytest.approx(fit.params.iloc[place])
            assert (one.low, one.high) == pytest.approx(tuple(ends[place]))
            assert one.p == pytest.approx(fit.pvalues.iloc[place])

    def test_its_errors_are_the_sandwich_written_by_hand(self) -> None:
        design = np.column_stack([np.ones(len(self.AGE)), self.AGE])
        inverse = np.linalg.inv(design.T @ design)
        gaps = self.SCORE - design @ inverse @ design.T @ self.SCORE
        sums = np.array([design[g == self.SITES].T @ gaps[g == self.SITES] for g in range(30)])
        n = len(gaps)
        variance = inverse @ (sums.T @ sums) @ inverse * 30 / 29 * (n - 1) / (n - 2)
        from scipy import stats

        (made,) = regression(self.SCORE, {"age": self.AGE}, self.SITES)
        assert made.high - made.estimate == pytest.approx(stats.t.ppf(0.975, 29) * variance[1, 1] ** 0.5)

    def test_it_is_made_again_alone(self) -> None:
        data = (self.SCORE, {"kind": self.KIND}, self.SITES)
        made = regression(*data, references={"kind": "z"}, of="score")
        assert [one.name for one in made] == ["kind : x / z", "kind : y / z"] and made[1].again(*data) == made[1]

    def test_what_cannot_be_told_is_refused(self) -> None:
        rare = self.KIND.astype(object).copy()
        rare[self.SITES == 0] = "w"
        for predictors, words in (
            ({"k": rare}, "valeur « w »"), ({"k": np.full(len(rare), "a")}, "même valeur"), ({}, "au moins un"),
            ({"a": self.AGE, "b": 2 * self.AGE}, "se déduisent"), ({"k": rare[:5]}, "il en faut une"),
        ):  # fmt: skip
            with pytest.raises(StatisticsError, match=words.replace(" ", r"\s")):
                regression(self.SCORE, predictors, self.SITES)
        with pytest.raises(StatisticsError, match="au moins 20"):
            regression(self.SCORE[:150], {"a": self.AGE[:150]}, self.SITES[:150])


class TestLevels:
    ITEMS, OF = people(60, 12, seed=11, between=0.25)

    @staticmethod
    def anova(values: Any, of: Any) -> tuple[float, float]:
        """Variances within and between establishments of one column, from mean squares."""
        sizes = np.bincount(of)
        means = np.bincount(of, weights=values) / sizes
        within = ((values - means[of]) ** 2).sum() / (len(of) - len(sizes))
        between = (sizes * (means - values.mean()) ** 2).sum() / (len(sizes) - 1)
        size = (len(of) - (sizes**2).sum() / len(of)) / (len(sizes) - 1)
        return within, (between - within) / size

    @pytest.mark.parametrize(("part", "place"), [("within", 0), ("between", 1)])
    def test_it_is_alpha_of_the_variances_of_an_analysis_of_variance(self, part: Any, place: int) -> None:
        keep = np.random.default_rng(2).random(len(self.OF)) < 0.8  # unequal sizes
        items, of = self.ITEMS[keep], self.OF[keep]
        each = sum(self.anova(column, of)[place] for column in items.T)
        whole = self.anova(items.sum(axis=1), of)[place]
        made = multilevel_alpha(items, of, part=part, resamples=50)
        assert made.estimate == pytest.approx(min(5 / 4 * (1 - each / whole), 1)) and made.low < made.high
        assert made.again(items, of) == made

    def test_within_is_what_alpha_is_once_establishments_are_taken_out(self) -> None:
        means = np.array([self.ITEMS[g == self.OF].mean(axis=0) for g in range(60)])
        centred = cronbach_alpha(self.ITEMS - means[self.OF]).estimate
        assert multilevel_alpha(self.ITEMS, self.OF, part="within", resamples=20).estimate == pytest.approx(centred)

    def test_refusals(self) -> None:
        with pytest.raises(StatisticsError, match="une personne"):
            multilevel_alpha(self.ITEMS[::12], self.OF[::12], part="within")
        with pytest.raises(StatisticsError, match="between"):
            multilevel_alpha(self.ITEMS, self.OF, part="entre")  # type: ignore[arg-type]
        flat = np.random.default_rng(1).normal(size=(240, 4))
        with pytest.raises(StatisticsError, match="par hasard"):
            multilevel_alpha(flat - flat.mean(), np.repeat(np.arange(24), 10), part="between", resamples=20)


class TestTables:
    CORPUS = synthetic(40, 12, waves=2, seed=14, change=0.5)

    def test_each_lever_has_its_row_and_the_journal_says_so(self) -> None:
        fits, groups = fit_table(self.CORPUS), invariance_table(self.CORPUS, by="vague")
        assert len(fits) == 4 and len(groups) == 12 and fits["cfi"].gt(0.95).all()
        assert set(groups["egal"]) == {"configural", "metric", "scalar"} and groups["delta_ddl"].dropna().eq(7).all()
        told = methods(self.CORPUS, language="en")
        assert "Fit of one factor" in told and "groups: vague" in told
        made = paper_table(groups, "Invariance", language="en")
        assert made.heads[:6] == ("Scale or item", "Held equal", "χ²", "df", "p", "CFI") and len(made.rows) == 12

    def test_regression_and_levels_are_estimates_that_can_be_redone(self) -> None:
        table = regression_table(self.CORPUS, predictors="vague")
        assert len(table) == 4 and table["p_holm"].ge(table["p"]).all()
        assert again(self.CORPUS, table.iloc[2]).estimate == table["estimation"][2]
        levels = multilevel_table(synthetic(40, 12, seed=15, missing=0.2), resamples=30)
        assert len(levels) == 8 and levels["estimation"].dropna().between(0, 1).all()
        assert paper_table(table, "x", language="en").notes[0].count("does not") == 0

    def test_a_pilot_keeps_its_columns(self) -> None:
        few = synthetic(6, 12, seed=16)
        for table in (fit_table(few), invariance_table(few, by="profil"), regression_table(few, predictors=["region"]),
                      multilevel_table(few, resamples=20)):  # fmt: skip
            assert table["phrase"].str.len().gt(20).all()
            for name in ("cfi", "estimation"):
                assert name not in table or table[name].isna().all()
