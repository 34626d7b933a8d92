"""Measure how often a study of the size that research.sample_size asks for finds its difference.

    python benchmarks/research_power.py [--replications 1000] [--write]

Scores: 50 points on average, standard deviation 20, a share ``icc`` between establishments, sizes of the coefficient of
variation of the plan (law gamma, at least one person), the second date 5 points above. Compared by ``wave_change``
(robust). Beside the power that the plan says: the share of replications with p < 0.05, and with no difference the share
of false findings. ``--write`` keeps the table in results/research_power.md.
"""

from __future__ import annotations

import argparse
import platform
import time
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np

from pasapas_widgets.research import Plan, StatisticsError, sample_size, wave_change

KEPT = Path(__file__).with_name("results") / "research_power.md"
CASES = tuple(product((0.05, 0.1, 0.2), (0.0, 0.6), (True, False)))


def share_found(plan: Plan, difference: float, replications: int, seed: int) -> float:
    """Return the share of simulated studies that find a difference."""
    rng, found, done = np.random.default_rng(seed), 0, 0
    between, within = plan.sd * plan.icc**0.5, plan.sd * (1 - plan.icc) ** 0.5
    count = plan.establishments
    for _ in range(replications):
        sizes = [sizes_of(rng, plan) for _ in range(2)]
        kept = rng.normal(size=count) if plan.same else None
        levels, codes, later = [], [], []
        for when in range(2):
            own = rng.normal(size=count)
            if kept is not None:
                sizes[when] = sizes[0]
                own = plan.stability**0.5 * kept + (1 - plan.stability) ** 0.5 * own
            of = np.repeat(np.arange(count), sizes[when])
            levels.append(50 + when * difference + between * own[of] + within * rng.normal(size=len(of)))
            codes.append(of if plan.same else of + when * count)
            later.append(np.full(len(of), when == 1))
        try:
            made = wave_change(np.concatenate(levels), np.concatenate(codes), np.concatenate(later), level=plan.level)
        except StatisticsError:
            continue
        done += 1
        found += made.p is not None and made.p < 1 - plan.level
    return found / max(done, 1)


def sizes_of(rng: np.random.Generator, plan: Plan) -> np.ndarray:
    if plan.size_variation == 0:
        return np.full(plan.establishments, round(plan.people))
    shape = plan.size_variation**-2
    return np.maximum(np.rint(rng.gamma(shape, plan.people / shape, plan.establishments)), 1).astype(int)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=1000)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    begun, lines = time.perf_counter(), []
    for rank, (icc, variation, same) in enumerate(CASES):
        plan = sample_size(5, people=15, icc=icc, size_variation=variation, same=same)
        power = share_found(plan, 5, asked.replications, rank)
        false = share_found(plan, 0, asked.replications, 100 + rank)
        lines.append(
            f"| {icc} | {variation} | {'same' if same else 'others'} | {plan.establishments} | {100 * plan.power:.1f} "
            f"| {100 * power:.1f} | {100 * false:.1f} |"
        )
        print(lines[-1], flush=True)
    noise = 100 * 1.96 * (0.8 * 0.2 / asked.replications) ** 0.5
    text = "\n".join(
        [
            "# Power of a comparison of two dates", "",
            f"{asked.replications} replications a cell (± {noise:.1f} points at 80 %), 15 people an establishment and "
            f"date, 5 points, standard deviation 20, stability 0.7; Python {platform.python_version()}, "
            f"{date.today().isoformat()}, {time.perf_counter() - begun:.0f} s.", "",
            "| ICC | variation of sizes | establishments at the second date | establishments | power said, % "
            "| found, % | found without a difference, % |",
            "|---:|---:|---|---:|---:|---:|---:|", *lines,
        ]
    )  # fmt: skip
    if asked.write:
        KEPT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
