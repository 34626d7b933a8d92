"""Measure how often each interval of research holds the truth, on answers whose truth is known.

    python benchmarks/research_coverage.py [--replications 300] [--processes 2] [--only alpha omega] [--write]

Answers: eight items of four levels, latent share ``icc`` between establishments, about ten people in each, sizes from 2
to 30, each answer missing by chance. Rows: method × missing; columns: establishments × icc. A cell is the share of the
intervals given that hold the truth, in percent; «refused» where the method asks for more. ``--write`` keeps the tables
in results/research_coverage.md. The truth is that of 6,000 establishments drawn the same way.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

SITES, ICC, MISSING = (8, 20, 40), (0.0, 0.05, 0.15), (0.05, 0.40)
LOADINGS = np.array([0.8, 0.75, 0.7, 0.65, 0.7, 0.6, 0.75, 0.7])
LIMITS = np.array([[-1.2, -0.2, 0.8]]) + np.linspace(-0.4, 0.4, 8)[:, None]
CHANGE = 0.3
BAND = (0.93, 0.97)
KEPT = Path(__file__).with_name("results") / "research_coverage.json"


class Drawn(NamedTuple):
    """One study: answers from 1 to 4 (NaN missing), establishment, second date, profile; a score from 0 to 100."""

    answers: Any
    sites: Any
    after: Any
    focal: Any

    @property
    def points(self) -> Any:
        return (self.answers - 1) * 100 / 3

    @property
    def score(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            means = np.nanmean(self.points, axis=1)
        return np.where((~np.isnan(self.answers)).sum(axis=1) >= 5, means, np.nan)


def drawn(rng: np.random.Generator, sites: int, icc: float, missing: float) -> Drawn:
    sizes = np.clip(np.rint(10 * np.exp(rng.normal(-0.15, 0.55, sites))), 2, 30).astype(int)
    of = np.repeat(np.arange(sites), 2 * sizes)  # as many at each of the two dates
    after = np.concatenate([np.arange(2 * size) >= size for size in sizes])
    own = np.sqrt(icc) * rng.normal(size=sites)
    moved = np.sqrt(icc / 4) * rng.normal(size=sites)
    trait = own[of] + np.sqrt(1 - icc) * rng.normal(size=len(of)) + after * (CHANGE + moved[of])
    latent = LOADINGS * trait[:, None] + np.sqrt(1 - LOADINGS**2) * rng.normal(size=(len(of), 8))
    answers = 1.0 + (latent[:, :, None] > LIMITS).sum(axis=2)
    answers[rng.random(answers.shape) < missing] = np.nan
    return Drawn(answers, of, after, rng.random(len(of)) < 0.4)


def first_date(one: Drawn) -> Drawn:
    return Drawn(*(part[~one.after] for part in one))


Way = Callable[[Drawn], Any]


def ways() -> dict[str, Way]:
    """Return what is measured: each gives an estimate with its interval."""
    from pasapas_widgets import research as r
    from pasapas_widgets.research.means import lever_mean

    def with_change(method: Any) -> Way:
        return lambda one: r.wave_change(one.score, one.sites, one.after, method=method, resamples=399)

    def items(one: Drawn) -> Any:
        codes = np.nan_to_num(one.answers).astype(int)
        return r.item_analysis(codes[:, :3], one.sites, tops=4, names=list("abc"), missing="pairwise", resamples=200)[0]

    found: dict[str, Way] = {
        "cluster_mean, people": lambda one: r.cluster_mean(one.score, one.sites),
        "cluster_mean, establishments": lambda one: r.cluster_mean(one.score, one.sites, unit="establishments"),
        "mean of a lever (Study, clustering_table)": lambda one: lever_mean(one.points, one.sites, least=5),
        "mixed_mean": lambda one: r.mixed_mean(one.score, one.sites),
        "icc1": lambda one: r.icc1(one.score, one.sites),
        "icc2": lambda one: r.icc2(one.score, one.sites),
        "r_wg (teams of 10 answers)": lambda one: r.r_wg(one.answers[:, 0], one.sites, levels=4),
        "alpha, pairs, BCa 200": lambda one: r.cronbach_alpha(
            one.answers, one.sites, missing="pairwise", resamples=200
        ),
        "item-rest, pairs, BCa 200": lambda one: items(one).item_rest,
        "differential_item, BCa 200": lambda one: r.differential_item(
            one.answers[:, 0], one.answers[:, 1:4], one.focal, one.sites, resamples=200
        ),
        "omega, pairs, percentile 100": lambda one: r.mcdonald_omega(
            one.answers[:, :4], one.sites, missing="pairwise", resamples=100
        ),
    }
    both = {f"wave_change, {method}": with_change(method) for method in ("robust", "wild", "establishments", "mixed")}
    return {name: _at_first(way) for name, way in found.items()} | both


def _at_first(way: Way) -> Way:
    return lambda one: way(first_date(one))


def truths(icc: float, missing: float) -> dict[str, float]:
    """Return what each way estimates, from many establishments; a difference between profiles that is none is 0."""
    from pasapas_widgets import research as r

    one = drawn(np.random.default_rng(99), 6000, icc, missing)
    first = first_date(one)
    told = {name: float("nan") for name in ways()}
    for name, way in ways().items():
        if name.startswith(("cluster", "mean of", "icc", "r_wg")):
            told[name] = float(way(one).estimate) if name != "icc2" or icc else float("nan")
    complete = Drawn(*drawn(np.random.default_rng(98), 6000, icc, 0.0))
    whole = first_date(complete)
    told["alpha, pairs, BCa 200"] = r.cronbach_alpha(whole.answers).estimate
    told["item-rest, pairs, BCa 200"] = float(np.corrcoef(whole.answers[:, 0], whole.answers[:, 1:3].sum(axis=1))[0, 1])
    from pasapas_widgets.research.reliability import _omega_of, moments

    told["omega, pairs, percentile 100"] = _omega_of(moments(whole.answers[:, :4]).covariance())[0]
    told["differential_item, BCa 200"] = 0.0
    told["mixed_mean"] = r.cluster_mean(first.score, first.sites, unit="establishments").estimate
    later = Drawn(*(part[one.after] for part in one))
    moved = float(np.nanmean(later.score) - np.nanmean(first.score))
    by_site = r.wave_change(one.score, one.sites, one.after, method="establishments", resamples=10).estimate
    for method in ("robust", "wild"):
        told[f"wave_change, {method}"] = moved
    for method in ("establishments", "mixed"):
        told[f"wave_change, {method}"] = float(by_site)
    return told


def cell(asked: tuple[float, float, int, int, tuple[str, ...]]) -> tuple[tuple[float, float, int], dict[str, Any]]:
    """Return, for one design, how many intervals were given and how many hold the truth, way by way."""
    from pasapas_widgets.research import StatisticsError

    icc, missing, sites, replications, only = asked
    truth, all_ways = truths(icc, missing), ways()
    chosen = {name: way for name, way in all_ways.items() if not only or any(one in name for one in only)}
    counts: dict[str, Any] = {name: [0, 0] for name in chosen}
    for replication in range(replications):
        one = drawn(
            np.random.default_rng([replication, sites, int(100 * icc), int(100 * missing)]), sites, icc, missing
        )
        for name, way in chosen.items():
            if counts[name] is None or np.isnan(truth[name]):
                continue
            try:
                found = way(one)
            except StatisticsError:
                if replication == 19 and not counts[name][0]:  # twenty refusals: a condition, not chance
                    counts[name] = None
                continue
            counts[name][0] += 1
            counts[name][1] += found.low <= truth[name] <= found.high
    return (icc, missing, sites), counts


def lines(found: dict[tuple[float, float, int], dict[str, Any]], replications: int) -> Iterator[str]:
    yield f"Python {platform.python_version()}, {date.today().isoformat()}; {replications} replications of each cell."
    yield ""
    yield "Share of the 95 % intervals that hold the truth, in percent; bold: outside of 93 to 97. – : refused, or no"
    yield "truth to hold (ICC(2) without any difference). In brackets: intervals given, where some were refused."
    for missing in MISSING:
        yield ""
        yield f"## {100 * missing:.0f} % of the answers missing"
        yield ""
        heads = [f"{sites} estab., ICC {icc:g}" for sites, icc in product(SITES, ICC)]
        yield f"| method | {' | '.join(heads)} |"
        yield f"|---|{'---:|' * len(heads)}"
        for name in next(iter(found.values())):
            cells = [_told(found[icc, missing, sites][name], replications) for sites, icc in product(SITES, ICC)]
            yield f"| {name} | {' | '.join(cells)} |"


def _entry(row: list[Any]) -> tuple[tuple[float, float, int], dict[str, Any]]:
    icc, missing, sites, counts = row
    return (icc, missing, sites), counts


def _told(counts: Any, replications: int) -> str:
    if counts is None or counts[0] < replications / 3:
        return "–"
    given, held = counts
    share = held / given
    told = f"{100 * share:.1f}" if BAND[0] <= share <= BAND[1] else f"**{100 * share:.1f}**"
    return told if given == replications else f"{told} ({given})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    began = time.perf_counter()
    asked = [
        (icc, missing, sites, told.replications, tuple(told.only))
        for sites, missing, icc in product(SITES, MISSING, ICC)
    ]
    with ProcessPoolExecutor(told.processes) as pool:
        found = dict(pool.map(cell, asked))
    if told.only and KEPT.exists():  # ways measured again take the place of their old counts
        before = dict(map(_entry, json.loads(KEPT.read_text(encoding="utf-8"))))
        found = {design: before.get(design, {}) | counts for design, counts in found.items()}
    text = "\n".join(lines(found, told.replications)) + "\n"
    print(text, f"{time.perf_counter() - began:.0f} s", sep="\n")
    if told.write:
        KEPT.with_suffix(".md").write_text(text, encoding="utf-8")
        KEPT.write_text(json.dumps([[*design, counts] for design, counts in found.items()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
