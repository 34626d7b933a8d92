"""What the research statistics refuse, one by one, and how often their intervals hold the truth."""

from __future__ import annotations

import math
from collections.abc import Callable
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
    icc1,
    item_analysis,
    mcdonald_omega,
    mixed_mean,
    null_variance,
    oriented,
    r_wg,
    wave_change,
)

RNG = np.random.default_rng(11)
SITES = np.repeat(np.arange(25), 12)
TRAIT = 0.5 * RNG.normal(size=25)[SITES] + RNG.normal(size=300)
ITEMS = TRAIT[:, None] + RNG.normal(size=(300, 4))
CODES = np.digitize(ITEMS, [-1, 0, 1]) + 1
VALUES = ITEMS.mean(axis=1)
AFTER = np.tile(np.arange(12) >= 6, 25)
FOCAL = np.arange(300) % 3 == 0


def holed(share: float, values: Any = VALUES) -> Any:
    """Return values of which a share is missing."""
    made = np.array(values, dtype=float)
    made[: int(share * len(made))] = np.nan
    return made


def one_site(values: Any) -> Any:
    """Return labels that put everybody in one establishment."""
    return np.zeros(len(values), dtype=int)


def big(values: Any) -> Any:
    """Return labels of which one is more than half of the people."""
    return np.where(np.arange(len(values)) < 0.6 * len(values), 99, np.arange(len(values)) % 24)


REFUSALS: list[tuple[str, Callable[[], Any], str]] = [
    ("no numbers", lambda: icc1(["a"] * 300, SITES), "Il faut des nombres"),
    ("a number without end", lambda: icc1(np.where(FOCAL, np.inf, VALUES), SITES), "Il faut des nombres"),
    ("a table where a column is due", lambda: cluster_mean(ITEMS, SITES), "Il faut des nombres"),
    ("labels of other people", lambda: icc1(VALUES, SITES[:-1]), "Valeurs : 299 pour 300"),
    ("a level that is none", lambda: icc1(VALUES, SITES, level=95), "niveau de confiance"),
    ("too few people", lambda: icc1(VALUES[:19], np.arange(19) % 5), "19, il en faut au moins 20"),
    ("half of the values missing", lambda: icc1(holed(0.6), SITES), "60 % des personnes"),
    ("establishments not known", lambda: icc1(VALUES, holed(0.6, SITES)), "établissement connu"),
    ("one establishment", lambda: icc1(VALUES, one_site(VALUES)), "un seul établissement"),
    ("four establishments", lambda: icc1(VALUES, np.arange(300) % 4), "4, il en faut au moins 5"),
    ("one of more than half", lambda: cluster_mean(VALUES, big(VALUES)), "plus de la moitié des personnes"),
    ("no variance", lambda: cluster_mean(np.full(300, 3.0), SITES), "Toutes les valeurs sont les mêmes"),
    ("one person each", lambda: icc1(VALUES, np.arange(300)), "n'a qu'une personne"),
    ("no variance within", lambda: design_effect(SITES.astype(float), SITES), "a la même valeur"),
    ("robust mean of few", lambda: cluster_mean(VALUES, np.arange(300) % 10), 'unit="establishments"'),
    ("mixed mean of few", lambda: mixed_mean(VALUES, np.arange(300) % 10), "au moins 20"),
    ("one item", lambda: cronbach_alpha(ITEMS[:, :1], SITES), "il en faut au moins 2"),
    ("omega of two items", lambda: mcdonald_omega(ITEMS[:, :2], SITES), "il en faut au moins 3"),
    ("an item that does not vary", lambda: cronbach_alpha(np.column_stack([ITEMS, np.ones(300)]), SITES), "rang 5"),
    ("sheets incomplete", lambda: cronbach_alpha(np.column_stack([ITEMS, holed(0.6)]), SITES), 'missing="pairwise"'),
    ("alpha of few", lambda: cronbach_alpha(ITEMS, np.arange(300) % 10), "Feldt"),
    ("alpha of few people", lambda: cronbach_alpha(ITEMS[:15]), "au moins 20"),
    ("codes that are none", lambda: oriented(CODES.astype(float), 4), "Corpus.levels"),
    ("a level above the scale", lambda: oriented(CODES + 1, 4), "Corpus.levels"),
    ("a name too few", lambda: item_analysis(CODES, SITES, tops=4, names=list("abc")), "3 pour 4 énoncés"),
    ("a scale too few", lambda: oriented(CODES, [4, 4, 4]), "3 pour 4 énoncés"),
    ("a sense too many", lambda: oriented(CODES, 4, [True] * 5), "5 pour 4 énoncés"),
    ("items of few", lambda: item_analysis(CODES, np.arange(300) % 10, tops=4, names=list("abcd")), "au moins 20"),
    ("a profile of few", lambda: differential_item(CODES[:, 0], CODES[:, 1:], np.arange(300) < 8, SITES), "profil"),
    ("a profile without the others' dates", lambda: differential_item(VALUES, ITEMS, FOCAL[:9], SITES), "Valeurs"),
    ("an item without levels", lambda: differential_item(np.ones(300), CODES[:, 1:], FOCAL, SITES), "les mêmes"),
    ("a scale of one level", lambda: null_variance(1), "au moins 2 niveaux"),
    ("shares that do not add up", lambda: null_variance(4, [0.5, 0.5, 0.5, 0.5]), "somme est 1"),
    ("shares without spread", lambda: null_variance(4, [0, 0, 0, 1]), "dispersion"),
    ("answers off the scale", lambda: r_wg(CODES, SITES, levels=3), "hors de l'échelle"),
    (
        "teams too small",
        lambda: average_deviation(CODES[:, 0], np.arange(300) // 8, levels=4),
        "réponses à chaque énoncé",
    ),
    ("dates that are no dates", lambda: wave_change(VALUES, SITES, AFTER.astype(int)), "vrai ou faux"),
    ("few people after", lambda: wave_change(VALUES, SITES, np.arange(300) < 9), "au moins 20"),
    ("few establishments after", lambda: wave_change(VALUES, SITES, SITES < 4), "à l'une des dates : 4"),
    ("robust change of few", lambda: wave_change(VALUES, np.arange(300) % 12, AFTER), 'method="wild"'),
    ("mixed change of few", lambda: wave_change(VALUES, np.arange(300) % 12, AFTER, method="mixed"), 'method="wild"'),
    ("nobody twice", lambda: wave_change(VALUES, SITES, SITES < 12, method="establishments"), "deux dates : 0"),
    ("a way that is none", lambda: wave_change(VALUES, SITES, AFTER, method="other"), "n'est pas une méthode"),  # type: ignore[arg-type]
    ("no family", lambda: adjust({}), "au moins une famille"),
    ("an empty family", lambda: adjust({"leviers": {}}), "au moins une famille"),
    ("a p that is none", lambda: adjust({"leviers": {"L1": math.nan}}), "« L1 »"),
    ("a rate that is none", lambda: adjust({"leviers": {"L1": 0.1}}, rate=5), "taux d'erreur"),
    ("a correction that is none", lambda: adjust({"a": {"b": 0.1}}, method="bonferroni"), "« bonferroni »"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("call", "told"), [pytest.param(one[1], one[2], id=one[0]) for one in REFUSALS])
def test_refusal(call: Callable[[], Any], told: str) -> None:
    with pytest.raises(StatisticsError) as raised:
        call()
    said = str(raised.value).replace("\u00a0", " ")
    assert told in said and said.endswith(".") and "{" not in said


def test_omega_of_two_factors_without_a_common_one_is_refused_or_low() -> None:
    rng = np.random.default_rng(1)
    unrelated = rng.normal(size=(300, 4))
    try:
        found = mcdonald_omega(unrelated, SITES, resamples=50)
    except StatisticsError as error:
        assert "facteur" in str(error) or "tirages" in str(error)
    else:
        assert found.estimate < 0.5


def test_pairs_that_contradict_each_other_are_refused() -> None:
    rng = np.random.default_rng(2)
    shared = rng.normal(size=(300, 1))
    answers = np.full((300, 3), np.nan)
    answers[:75] = 0.1 * rng.normal(size=(75, 3))  # those who answered all three: nearly nothing to see
    for place, (first, second, sign) in enumerate(((0, 1, 1), (1, 2, 1), (0, 2, -1)), 1):
        some = slice(75 * place, 75 * place + 75)
        answers[some, first] = shared[some, 0]
        answers[some, second] = sign * shared[some, 0]
    with pytest.raises(StatisticsError, match="se contredisent"):
        cronbach_alpha(answers, missing="pairwise")


def test_a_factor_model_that_fails_in_few_samples_keeps_its_interval() -> None:
    from pasapas_widgets.research.bootstrap import cluster_bootstrap

    totals = np.column_stack([np.arange(30.0), np.ones(30)])

    def mean(sums: Any, lost: float) -> Any:
        found = sums[:, 0] / sums[:, 1]
        return np.where(found < np.quantile(found, lost), np.nan, found) if len(found) > 1 else found

    low, high, _ = cluster_bootstrap(totals, lambda sums: mean(sums, 0.03), method="percentile")
    assert 11 < low < 14.5 < high < 18
    with pytest.raises(StatisticsError, match="tirages"):
        cluster_bootstrap(totals, lambda sums: mean(sums, 0.2), method="percentile")


def test_nothing_is_imputed_and_what_is_left_out_is_counted() -> None:
    gaps = VALUES.copy()
    gaps[::10] = np.nan
    names = np.array([f"e{site}" for site in SITES], dtype=object)
    names[1::20] = None
    names[2::20] = ""
    found = cluster_mean(gaps, names)
    kept = ~np.isnan(gaps) & np.array([bool(name) for name in names])
    assert found.people == kept.sum() and found.left_out == 300 - kept.sum()
    assert found.estimate == pytest.approx(gaps[kept].mean())


class TestTruth:
    """Simulated data of a known truth: estimates near it, intervals that hold it about as often as they say."""

    def test_icc_interval_holds_the_truth_with_unequal_sizes(self) -> None:
        rng = np.random.default_rng(20)
        sizes = np.tile([8, 15, 30, 60], 8)
        sites = np.repeat(np.arange(32), sizes)
        held, close = 0, []
        for _ in range(300):
            values = math.sqrt(0.1) * rng.normal(size=32)[sites] + math.sqrt(0.9) * rng.normal(size=len(sites))
            found = icc1(values, sites)
            held += found.low <= 0.1 <= found.high
            close.append(found.estimate)
        assert 0.91 <= held / 300 <= 0.98
        assert np.mean(close) == pytest.approx(0.1, abs=0.01)

    def test_alpha_by_establishment_holds_the_truth_where_feldt_does_not(self) -> None:
        rng = np.random.default_rng(21)
        sites = np.repeat(np.arange(30), 20)
        # The trait is mostly the establishment's, so that people say nearly the same thing twenty times.
        signal = 0.5 + 0.1
        truth = 4 / 3 * (1 - 4 * (signal + 1) / (16 * signal + 4))
        held, by_person = 0, 0
        for _ in range(100):
            trait = math.sqrt(0.5) * rng.normal(size=30)[sites] + math.sqrt(0.1) * rng.normal(size=600)
            answers = trait[:, None] + rng.normal(size=(600, 4))
            found = cronbach_alpha(answers, sites, resamples=300)
            alone = cronbach_alpha(answers)
            held += found.low <= truth <= found.high
            by_person += alone.low <= truth <= alone.high
        assert held / 100 >= 0.87 and by_person < held - 15

    @pytest.mark.parametrize(("method", "count"), [("robust", 40), ("wild", 10), ("establishments", 10)])
    def test_change_holds_the_truth(self, method: Any, count: int) -> None:
        rng = np.random.default_rng(22)
        sites = np.repeat(np.arange(count), 24)
        after = np.tile(np.arange(24) >= 12, count)
        held = 0
        for _ in range(150):
            own = 3 * rng.normal(size=count)
            values = (
                50 + 5 * rng.normal(size=count)[sites] + (4 + own[sites]) * after + 15 * rng.normal(size=len(sites))
            )
            found = wave_change(values, sites, after, method=method, resamples=399)
            held += found.low <= 4 <= found.high
        assert 0.90 <= held / 150 <= 0.99, held

    def test_a_naive_interval_is_too_narrow_and_ours_is_not(self) -> None:
        from scipy import stats

        rng = np.random.default_rng(23)
        sites = np.repeat(np.arange(30), 25)
        naive, ours = 0, 0
        for _ in range(150):
            values = 50 + 6 * rng.normal(size=30)[sites] + 15 * rng.normal(size=750)
            found = cluster_mean(values, sites)
            ends = stats.ttest_1samp(values, 50).confidence_interval()
            ours += found.low <= 50 <= found.high
            naive += ends.low <= 50 <= ends.high
        assert ours / 150 >= 0.90 and naive / 150 < 0.80

    def test_differential_reading_is_found_where_it_is_and_only_there(self) -> None:
        rng = np.random.default_rng(24)
        sites = np.repeat(np.arange(60), 20)
        focal = rng.random(1200) < 0.4
        trait = 0.5 * rng.normal(size=60)[sites] + rng.normal(size=1200) - 0.5 * focal  # the profile is lower overall
        answers = trait[:, None] + rng.logistic(size=(1200, 8)) * 0.6
        answers[:, 0] += 0.6 * focal  # and reads this one higher: log odds 0.6 / 0.6 = 1
        steps = np.digitize(answers, [-1, 0, 1]).astype(float)
        read = [
            differential_item(steps[:, place], np.delete(steps, place, axis=1), focal, sites, resamples=300)
            for place in range(8)
        ]
        assert read[0].size == "large" and read[0].low > 0.5
        family = adjust({"énoncés": {str(place): one.p or 0.0 for place, one in enumerate(read)}})[0]
        assert family.comparisons[0].kept and all(one.size == "negligible" for one in read[1:])
