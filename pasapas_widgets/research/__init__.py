"""Many sessions at once, for research: data frames, thresholds, statistics and figures for papers. Pandas is here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES: dict[str, str] = {
    "Estimate": "estimates",
    "StatisticsError": "conditions",
    "adjust": "comparisons",
    "average_deviation": "agreement",
    "cluster_mean": "multilevel",
    "cronbach_alpha": "reliability",
    "design_effect": "clustering",
    "differential_item": "differential",
    "estimates_frame": "estimates",
    "feldt_interval": "reliability",
    "icc1": "clustering",
    "icc2": "clustering",
    "item_analysis": "items",
    "mcdonald_omega": "reliability",
    "mixed_mean": "multilevel",
    "null_variance": "agreement",
    "oriented": "items",
    "r_wg": "agreement",
    "wave_change": "change",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
