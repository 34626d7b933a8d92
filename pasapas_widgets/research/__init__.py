"""Many sessions at once, for research: data frames, thresholds, statistics and figures for papers. Pandas is here."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pasapas_widgets.content import interface

_HOMES: dict[str, str] = {
    "Corpus": "corpus",
    "Estimate": "estimates",
    "ResearchError": "sessions",
    "StatisticsError": "conditions",
    "Study": "study",
    "StudyError": "study",
    "adjust": "comparisons",
    "agreement_table": "levers",
    "average_deviation": "agreement",
    "change_table": "levers",
    "cluster_mean": "multilevel",
    "clustering_table": "levers",
    "cronbach_alpha": "reliability",
    "design_effect": "clusters",
    "differential_item": "differential",
    "differential_table": "levers",
    "estimates_frame": "estimates",
    "feldt_interval": "reliability",
    "icc1": "clusters",
    "icc2": "clusters",
    "item_analysis": "items",
    "item_table": "levers",
    "mcdonald_omega": "reliability",
    "mixed_mean": "multilevel",
    "null_variance": "agreement",
    "oriented": "items",
    "r_wg": "agreement",
    "reliability_table": "levers",
    "read": "reader",
    "picture": "display",
    "show_table": "display",
    "synthetic": "invented",
    "describe": "figures",
    "dots": "figures",
    "evolution": "figures",
    "heat_map": "figures",
    "level_bars": "figures",
    "radars": "figures",
    "wave_change": "change",
    "write": "package",
}


class MissingPartError(ImportError):
    """The libraries of research are not installed; the text is one sentence, with the command that adds them."""

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the sentence and nothing else: IPython asks for this by name."""
        return [str(self)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    missing = [one for one in ("pandas", "scipy", "statsmodels") if find_spec(one) is None]
    if missing:
        raise MissingPartError(interface("research")["extra"].format(absentes=", ".join(missing)))
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
