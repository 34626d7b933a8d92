"""The statistics of research against published tables and independent implementations."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pasapas_widgets.research import (
    StatisticsError,
    adjust,
    average_deviation,
    cluster_mean,
    cronbach_alpha,
    design_effect,
    differential_item,
    estimates_frame,
    feldt_interval,
    icc1,
    icc2,
    item_analysis,
    mcdonald_omega,
    mixed_mean,
    null_variance,
    oriented,
    r_wg,
    wave_change,
)

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
"""Shrout and Fleiss (1979), *Psychological Bulletin* 86, table 2: four ratings on six targets."""

BENJAMINI_HOCHBERG = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
                      0.6528, 0.7590, 1.0000]  # fmt: skip
"""Benjamini and Hochberg (1995), *Journal of the Royal Statistical Society B* 57, section 4: fifteen p values."""


def people_of(establishments: int, people: int, *, between: float = 0.4, seed: int = 5) -> tuple[Any, Any]:
    """Return answers (people × 5 items, 0 to 100 by thirds) that share one factor, and the establishments."""
    rng = np.random.default_rng(seed)
    sites = np.repeat(np.arange(establishments), people)
    trait = between * rng.normal(size=establishments)[sites] + rng.normal(size=len(sites))
    noisy = trait[:, None] * np.array([0.9, 0.8, 0.7, 0.6, 1.0]) + rng.normal(size=(len(sites), 5))
    return (np.digitize(noisy, [-1, 0, 1]) * 100 / 3), sites


ANSWERS, SITES = people_of(40, 15)
SCORES = ANSWERS.mean(axis=1)


class TestPublished:
    """Figures printed in a paper or a manual."""

    def test_icc_of_shrout_and_fleiss(self) -> None:
        values, targets = SHROUT_FLEISS.ravel(), np.repeat(np.arange(6), 4)
        one, mean = icc1(values, targets), icc2(values, targets)
        # Table 4 of the paper: ICC(1,1) = .17, ICC(1,4) = .44.
        assert (round(one.estimate, 2), round(mean.estimate, 2)) == (0.17, 0.44)
        # By hand from its mean squares: BMS = 11.24 and WMS = 6.26 (table 3), as exact fractions here.
        between, within = Fraction(2698, 240), Fraction(2705, 432)
        assert (round(float(between), 2), round(float(within), 2)) == (11.24, 6.26)
        assert one.people == 24 and one.establishments == 6

    def test_interval_of_alpha_of_feldt(self) -> None:
        # MRC Cognition and Brain Sciences Unit, Cambridge, statistics wiki, «cafun»: alpha 0.913, 873 people, 20 items.
        assert feldt_interval(0.913, people=873, items=20) == pytest.approx((0.9044024, 0.9211588), abs=1e-7)

    def test_comparisons_of_benjamini_and_hochberg(self) -> None:
        tests = {f"h{rank}": p for rank, p in enumerate(BENJAMINI_HOCHBERG, 1)}
        # Section 4 of the paper: at .05 their procedure rejects the first four, Bonferroni the first three.
        by_rate = adjust({"suites": tests}, method="bh")[0]
        by_family = adjust({"suites": tests})[0]
        assert [one.name for one in by_rate.comparisons if one.kept] == ["h1", "h2", "h3", "h4"]
        assert [one.name for one in by_family.comparisons if one.kept] == ["h1", "h2", "h3"]
        assert by_rate.comparisons[3].adjusted == pytest.approx(0.0095 * 15 / 4)
        assert by_family.comparisons[1].adjusted == pytest.approx(0.0004 * 14)

    @pytest.mark.parametrize(
        ("shares", "variance"),
        [
            (None, 2.00),
            ((0.05, 0.15, 0.20, 0.35, 0.25), 1.34),
            ((0.00, 0.10, 0.15, 0.40, 0.35), 0.90),
            ((0.00, 0.00, 0.10, 0.40, 0.50), 0.44),
        ],
    )
    def test_null_variances_of_lebreton_and_senter(self, shares: Any, variance: float) -> None:
        # LeBreton and Senter (2008), *Organizational Research Methods* 11, table 2, five levels: uniform, slightly,
        # moderately and heavily skewed.
        assert null_variance(5, shares) == pytest.approx(variance, abs=0.005)

    def test_an_icc_of_4_hundredths_in_clinics_of_a_hundred_costs_five_times_the_people(self) -> None:
        # Ip, Wasserman and Barkin (2011), *Contemporary Clinical Trials* 32, introduction.
        sites = np.repeat(np.arange(10), 100)
        within = np.tile([-1.0, 1.0], 500)  # mean square within: 1000 / 990
        means = np.linspace(-1, 1, 10)
        ratio = (1 + 99 * 0.04) / (1 - 0.04)  # the F that makes the ICC
        means *= math.sqrt(ratio * (1000 / 990) / (100 * means.var(ddof=1)))
        found = design_effect(within + means[sites], sites)
        assert icc1(within + means[sites], sites).estimate == pytest.approx(0.04)
        assert found.estimate == pytest.approx(4.96) and round(found.people / found.effective) == 5

    def test_design_effect_of_equal_sizes_is_that_of_kish(self) -> None:
        found = design_effect(SCORES, SITES)
        assert found.estimate == pytest.approx(1 + 14 * icc1(SCORES, SITES).estimate)
        assert found.effective == pytest.approx(600 / found.estimate) and found.size_variation == 0


class TestIndependent:
    """The same figure by other people's code, or by hand."""

    def test_alpha_is_that_of_pingouin_complete_and_pairwise(self) -> None:
        import pandas as pd
        import pingouin

        holed = ANSWERS.copy()
        holed[np.random.default_rng(2).random(holed.shape) < 0.05] = np.nan
        frame = pd.DataFrame(holed)
        for missing, policy in (("complete", "listwise"), ("pairwise", "pairwise")):
            theirs, _ = pingouin.cronbach_alpha(frame, nan_policy=policy)
            ours = cronbach_alpha(holed, missing=missing)  # type: ignore[arg-type]
            assert ours.estimate == pytest.approx(theirs, abs=1e-10)
        whole, (low, high) = cronbach_alpha(ANSWERS), pingouin.cronbach_alpha(pd.DataFrame(ANSWERS))[1]
        assert (whole.low, whole.high) == pytest.approx((low, high), abs=6e-4)  # theirs is rounded
        assert cronbach_alpha(holed).left_out == int(np.isnan(holed).any(axis=1).sum())

    def test_omega_is_that_of_the_factor_analysis_of_scikit_learn(self) -> None:
        from sklearn.decomposition import FactorAnalysis

        theirs = FactorAnalysis(n_components=1, tol=1e-10, max_iter=20000, svd_method="lapack").fit(ANSWERS / 100)
        common = theirs.components_[0].sum() ** 2
        omega = common / (common + theirs.noise_variance_.sum())
        assert mcdonald_omega(ANSWERS, SITES, resamples=50).estimate == pytest.approx(omega, abs=1e-4)

    def test_omega_recovers_a_factor_model_that_holds_exactly(self) -> None:
        loadings = np.array([0.9, 0.8, 0.7, 0.6])
        covariance = np.outer(loadings, loadings) + np.diag([0.5, 0.4, 0.6, 0.7])
        raw = np.random.default_rng(1).normal(size=(200, 4))
        raw -= raw.mean(axis=0)
        white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
        exact = white @ np.linalg.cholesky(covariance).T  # its covariance is exactly the model's
        known = Fraction(30, 10) ** 2 / (Fraction(30, 10) ** 2 + Fraction(22, 10))
        found = mcdonald_omega(exact, np.repeat(np.arange(25), 8), resamples=20)
        assert found.estimate == pytest.approx(float(known), abs=1e-4)

    def test_icc_is_that_of_pingouin_with_its_interval(self) -> None:
        import pandas as pd
        import pingouin

        frame = pd.DataFrame({"cible": SITES, "juge": np.tile(np.arange(15), 40), "note": SCORES})
        table = pingouin.intraclass_corr(frame, targets="cible", raters="juge", ratings="note")
        for theirs, ours in ((table.iloc[0], icc1(SCORES, SITES)), (table.iloc[3], icc2(SCORES, SITES))):
            interval = theirs[next(name for name in table.columns if name.startswith("CI95"))]
            assert ours.estimate == pytest.approx(theirs["ICC"], abs=1e-9)
            assert (ours.low, ours.high) == pytest.approx(tuple(interval), abs=0.0051)  # theirs is rounded

    def test_icc_of_unequal_sizes_by_fractions(self) -> None:
        groups = [[1, 2, 4, 4], [2, 3, 3, 5, 5, 6], [4, 4, 5, 6, 6], [1, 1, 2], [3, 5, 6, 6, 7]]
        every = [Fraction(value) for one in groups for value in one]
        people, count = len(every), len(groups)
        means = [Fraction(sum(one), len(one)) for one in groups]
        within = sum((value - mean) ** 2 for one, mean in zip(groups, means, strict=True) for value in one)
        whole = Fraction(sum(every), people)
        between = sum(len(one) * (mean - whole) ** 2 for one, mean in zip(groups, means, strict=True))
        msb, msw = between / (count - 1), within / (people - count)
        size = (people - Fraction(sum(len(one) ** 2 for one in groups), people)) / (count - 1)
        sites = np.repeat(np.arange(count), [len(one) for one in groups])
        values = [value for one in groups for value in one]
        assert icc1(values, sites).estimate == pytest.approx(float((msb - msw) / (msb + (size - 1) * msw)))
        assert icc2(values, sites).estimate == pytest.approx(float((msb - msw) / msb))
        effect = design_effect(values, sites)
        # Donner and Klar's form for unequal sizes: 1 + (sum of squares / sum - 1) · ICC.
        mean_size = sum(len(one) ** 2 for one in groups) / people
        assert effect.estimate == pytest.approx(1 + (mean_size - 1) * icc1(values, sites).estimate)

    def test_mean_of_equal_establishments_is_a_t_test_of_their_means(self) -> None:
        from scipy import stats

        means = SCORES.reshape(40, 15).mean(axis=1)
        known = stats.ttest_1samp(means, 0).confidence_interval(0.95)
        for unit in ("people", "establishments"):
            ours = cluster_mean(SCORES, SITES, unit=unit)  # type: ignore[arg-type]
            assert ours.estimate == pytest.approx(means.mean())
            # The robust variance has the factor (N - 1) / (N - k) of a regression, here 1.
            assert (ours.low, ours.high) == pytest.approx((known.low, known.high), rel=1e-9)

    def test_mixed_mean_of_equal_establishments_is_that_of_the_analysis_of_variance(self) -> None:
        ours = mixed_mean(SCORES, SITES)
        assert ours.estimate == pytest.approx(SCORES.mean())
        assert ours.icc == pytest.approx(icc1(SCORES, SITES).estimate, abs=1e-4)

    def test_item_analysis_is_that_of_numpy_and_pingouin(self) -> None:
        import pandas as pd
        import pingouin

        codes = np.rint(ANSWERS * 3 / 100).astype(int) + 1
        found = item_analysis(codes, SITES, tops=4, names=list("abcde"), resamples=200)
        for place, one in enumerate(found):
            others = np.delete(ANSWERS, place, axis=1)
            assert one.item_rest.estimate == pytest.approx(np.corrcoef(ANSWERS[:, place], others.sum(axis=1))[0, 1])
            assert one.alpha_without == pytest.approx(pingouin.cronbach_alpha(pd.DataFrame(others))[0])
            assert one.item_rest.low < one.item_rest.estimate < one.item_rest.high
            assert one.floor == pytest.approx((codes[:, place] == 1).mean())

    def test_differential_item_of_two_levels_is_mantel_and_haenszel(self) -> None:
        from statsmodels.stats.contingency_tables import StratifiedTable

        rng = np.random.default_rng(9)
        focal = rng.random(600) < 0.4
        high = (ANSWERS[:, 0] > 50).astype(float)
        rest = (ANSWERS[:, 1:] > 50).astype(float)
        tables = []
        for score in range(5):
            here = rest.sum(axis=1) == score
            table = [[((high == one) & (focal == side) & here).sum() for one in (1, 0)] for side in (True, False)]
            tables.append(np.array(table))
        ours = differential_item(high, rest, focal, SITES, resamples=200)
        assert ours.estimate == pytest.approx(StratifiedTable(tables).logodds_pooled)
        # The interval by establishments is close to the classical one, since this profile is drawn at random.
        theirs = StratifiedTable(tables).logodds_pooled_confint()
        assert (ours.low, ours.high) == pytest.approx(theirs, abs=0.25)

    def test_differential_item_of_one_stratum_is_the_hand_formula(self) -> None:
        rng = np.random.default_rng(4)
        own, focal = rng.integers(0, 3, 600).astype(float), rng.random(600) < 0.5
        own[focal] = np.maximum(own[focal], rng.integers(0, 3, int(focal.sum())))
        up, down = Fraction(0), Fraction(0)
        for cut in (0, 1):
            above = {side: int((own[focal == side] > cut).sum()) for side in (True, False)}
            below = {side: int((own[focal == side] <= cut).sum()) for side in (True, False)}
            up += Fraction(above[True] * below[False], 600)
            down += Fraction(above[False] * below[True], 600)
        ours = differential_item(own, np.ones((600, 1)), focal, SITES, resamples=200)
        assert ours.estimate == pytest.approx(math.log(up / down))
        assert ours.size == "large" and ours.p is not None and ours.p < 0.001

    def test_agreement_by_hand(self) -> None:
        rng = np.random.default_rng(3)
        teams = np.repeat(np.arange(6), 10)
        answers = np.clip(rng.integers(2, 4, (60, 3)) + (rng.random((60, 3)) < 0.1), 1, 4).astype(float)
        single, several, deviations = [], [], []
        for team in range(6):
            own = answers[teams == team]
            share = np.var(own, axis=0, ddof=1) / 1.25
            single.append(1 - share[0])
            several.append(3 * (1 - share.mean()) / (3 * (1 - share.mean()) + share.mean()))
            deviations.append(np.abs(own - own.mean(axis=0)).mean())
        assert r_wg(answers[:, 0], teams, levels=4).estimate == pytest.approx(np.mean(single))
        assert r_wg(answers, teams, levels=4).estimate == pytest.approx(np.mean(several))
        assert average_deviation(answers, teams, levels=4).estimate == pytest.approx(np.mean(deviations))

    def test_change_of_establishments_present_twice_is_a_paired_t_test(self) -> None:
        import pingouin

        after = np.tile(np.arange(15) >= 7, 40)
        means = [SCORES[after == late].reshape(40, -1).mean(axis=1) for late in (True, False)]
        theirs = pingouin.ttest(*means, paired=True).iloc[0]
        ours = wave_change(SCORES, SITES, after, method="establishments")
        name = "p_val" if "p_val" in theirs.index else "p-val"
        assert ours.p == pytest.approx(theirs[name], abs=1e-6)
        assert ours.estimate == pytest.approx((means[0] - means[1]).mean())

    def test_robust_change_by_the_hand_formula_of_the_sandwich(self) -> None:
        after = np.random.default_rng(8).random(600) < 0.5
        design = np.column_stack([np.ones(600), after])
        inverse = np.linalg.inv(design.T @ design)
        beta = inverse @ design.T @ SCORES
        residual = SCORES - design @ beta
        scores = np.array([design[site == SITES].T @ residual[site == SITES] for site in range(40)])
        variance = inverse @ (scores.T @ scores) @ inverse * (40 / 39) * (599 / 598)
        ours = wave_change(SCORES, SITES, after)
        assert ours.estimate == pytest.approx(SCORES[after].mean() - SCORES[~after].mean())
        assert (ours.high - ours.low) / 2 == pytest.approx(2.0226909 * math.sqrt(variance[1, 1]), rel=1e-6)

    def test_wild_bootstrap_is_the_regression_made_again_on_each_drawn_sample(self) -> None:
        from statsmodels.regression.linear_model import OLS

        from pasapas_widgets.research.change import _checked, _WildTest

        few = SITES < 9
        values, sites = SCORES[few], SITES[few]
        after = np.random.default_rng(3).random(len(values)) < 0.4
        test = _WildTest(_checked(values, sites, after), 99, 7)
        design, null = np.column_stack([np.ones(len(values)), after]), 2.5

        def t_of(outcome: Any, tested: float) -> float:
            fit = OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": sites}, use_t=True)
            return abs(float((fit.params[1] - tested) / fit.bse[1]))

        restricted = (values - null * after).mean() + null * after
        drawn = [t_of(restricted + weights[sites] * (values - restricted), null) for weights in test.weights]
        assert test.p(null) == pytest.approx((1 + sum(one >= t_of(values, null) for one in drawn)) / 100)

    def test_the_three_other_ways_agree_with_many_equal_establishments(self) -> None:
        after = np.tile(np.arange(15) >= 7, 40)
        values = SCORES + 15 * after
        robust, wild, mixed, paired = (
            wave_change(values, SITES, after, method=way) for way in ("robust", "wild", "mixed", "establishments")
        )
        for other in (wild, mixed, paired):
            assert other.estimate == pytest.approx(robust.estimate, abs=1e-3)
            assert (other.low, other.high) == pytest.approx((robust.low, robust.high), abs=0.6)
            assert other.p is not None and other.p < 0.01


class TestInvariance:
    """What must change nothing."""

    @pytest.mark.parametrize("seed", range(3))
    def test_order_of_people_and_names_of_establishments(self, seed: int) -> None:
        order = np.random.default_rng(seed).permutation(600)
        names = np.array([f"etab-{site}" for site in SITES], dtype=object)[order]
        after = np.tile(np.arange(15) >= 7, 40)
        for before, later in (
            (icc1(SCORES, SITES), icc1(SCORES[order], names)),
            (cluster_mean(SCORES, SITES), cluster_mean(SCORES[order], names)),
            (wave_change(SCORES, SITES, after), wave_change(SCORES[order], names, after[order])),
        ):
            assert (later.estimate, later.low, later.high) == pytest.approx((before.estimate, before.low, before.high))
        assert cronbach_alpha(ANSWERS[order]).estimate == pytest.approx(cronbach_alpha(ANSWERS).estimate)

    def test_shift_and_unit(self) -> None:
        assert icc1(SCORES * 0.1 - 3, SITES).estimate == pytest.approx(icc1(SCORES, SITES).estimate)
        assert cronbach_alpha(ANSWERS / 7 + 1000).estimate == pytest.approx(cronbach_alpha(ANSWERS).estimate)
        moved = mcdonald_omega(ANSWERS / 7 + 1000, SITES, resamples=30)
        assert moved.estimate == pytest.approx(mcdonald_omega(ANSWERS, SITES, resamples=30).estimate, abs=1e-6)
        shifted, still = cluster_mean(SCORES + 5, SITES), cluster_mean(SCORES, SITES)
        assert (shifted.estimate - 5, shifted.low - 5) == pytest.approx((still.estimate, still.low))

    def test_change_turns_its_sign_with_time(self) -> None:
        after = np.random.default_rng(8).random(600) < 0.5
        for way in ("robust", "wild"):
            there = wave_change(SCORES, SITES, after, method=way)  # type: ignore[arg-type]
            back = wave_change(SCORES, SITES, ~after, method=way)  # type: ignore[arg-type]
            assert (back.estimate, back.low, back.high) == pytest.approx(
                (-there.estimate, -there.high, -there.low), abs=0.05
            )

    def test_reversed_items_are_turned_round(self) -> None:
        codes = np.array([[1, 4], [4, 1], [0, -1], [-2, 2]])
        turned = np.where(codes[:, :1] > 0, 5 - codes[:, :1], codes[:, :1])
        both = np.hstack([turned, codes[:, 1:]])
        assert np.array_equal(oriented(codes, 4), oriented(both, 4, [True, False]), equal_nan=True)

    def test_the_same_data_give_the_same_interval(self) -> None:
        one, two = (cronbach_alpha(ANSWERS, SITES) for _ in range(2))
        assert one == two
        assert cronbach_alpha(ANSWERS, SITES, seed=1) != one


class TestSentences:
    def test_an_estimate_says_figure_interval_people_method_and_missing(self) -> None:
        holed = ANSWERS.copy()
        holed[0, 0] = np.nan
        said = cronbach_alpha(holed, SITES, of="Organisation").sentence().replace("\u00a0", " ")
        for part in ("Alpha de Cronbach (Organisation) : 0,", "à 95 %", "599 personnes de 40 établissements",
                     "Efron 1987", "1 personne mise de côté", "rien n'est imputé"):  # fmt: skip
            assert part in said, said

    def test_people_taken_one_by_one_carry_a_caution(self) -> None:
        assert "trop étroit" in cronbach_alpha(ANSWERS).sentence()

    def test_change_says_that_nobody_is_followed_and_who_came_twice(self) -> None:
        after = np.tile(np.arange(15) >= 7, 40) | (SITES < 3)
        said = wave_change(SCORES, SITES, after).sentence().replace("\u00a0", " ")
        assert "ne sont pas suivies" in said and "aux deux dates : 37 sur 40" in said

    def test_a_family_says_what_stays(self) -> None:
        said = adjust({"leviers": {"L1": 0.001, "L2": 0.5}})[0].sentence().replace("\u00a0", " ")
        assert "Famille « leviers » : 2 comparaisons" in said and "L1 (p = 0,002)" in said and "L2" not in said
        assert "Aucune ne reste" in adjust({"leviers": {"L1": 0.9}})[0].sentence()

    def test_estimates_make_a_table(self) -> None:
        frame = estimates_frame([icc1(SCORES, SITES, of="L1"), cluster_mean(SCORES, SITES, of="L1")])
        assert list(frame["mesure"]) == ["Corrélation intra-classe ICC(1)", "Moyenne par personne"]
        assert frame["etablissements"].tolist() == [40, 40] and frame["phrase"].str.contains("95").all()

    def test_negative_icc_and_negative_alpha_are_told(self) -> None:
        flat = np.tile(np.arange(15.0), 40)
        assert "négatif" in icc1(flat, SITES).sentence() and icc1(flat, SITES).estimate < 0
        assert design_effect(flat, SITES).estimate == 1
        opposed = np.column_stack([SCORES, 100 - SCORES + np.random.default_rng(1).normal(size=600)])
        assert "à retourner" in cronbach_alpha(opposed, SITES).sentence()


def test_every_refusal_is_one_french_sentence() -> None:
    from pasapas_widgets.content import interface

    for reason, sentence in interface("research")["statistiques"]["refus"].items():
        assert sentence.endswith(".") and sentence.count(". ") == 0, reason
    assert issubclass(StatisticsError, ValueError)
