"""Many sessions at once, for research: data frames, thresholds, statistics and figures for papers. Pandas is here.

In the order of a study (the guide: docs/recherche.md); ``help(research.icc1)`` says each with its source.

Before
    :func:`sample_size`, :class:`Plan`, :func:`plan_table`, :func:`preregistration`, :func:`synthetic`
Data
    :func:`read`, :class:`Corpus`, :func:`write`, :func:`oriented`, :func:`citation`
Tables and figures under the thresholds
    :class:`Study`, :func:`describe`, :func:`dots`, :func:`evolution`, :func:`heat_map`, :func:`level_bars`,
    :func:`radars`, :func:`show_table`, :func:`picture`
Statistics of a corpus, one table for all levers or items
    :func:`reliability_table`, :func:`clustering_table`, :func:`item_table`, :func:`agreement_table`,
    :func:`change_table`, :func:`differential_table`, :func:`fit_table`, :func:`invariance_table`,
    :func:`regression_table`, :func:`multilevel_table`, :func:`again`
Statistics of your own columns
    :func:`cronbach_alpha`, :func:`mcdonald_omega`, :func:`multilevel_alpha`, :func:`feldt_interval`,
    :func:`item_analysis`, :func:`icc1`, :func:`icc2`, :func:`design_effect`, :func:`cluster_mean`,
    :func:`mixed_mean`, :func:`r_wg`, :func:`average_deviation`, :func:`null_variance`, :func:`wave_change`,
    :func:`differential_item`, :func:`regression`, :func:`one_factor`, :func:`invariance`, :func:`adjust`
What they return
    :class:`Estimate`, :class:`FactorFit`, :func:`estimates_frame`
For the paper
    :func:`paper_table`, :class:`PaperTable`, :func:`save_figure`, :func:`methods`, :func:`language`,
    :func:`english_columns`
What is refused
    :class:`StatisticsError`, :class:`StudyError`, :class:`ResearchError`, :class:`PaperError`,
    :class:`MissingPartError`
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import lazy_loader

from pasapas_widgets.content import interface

_bring, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


class MissingPartError(ImportError):
    """The libraries of research are not installed; the text is one sentence, with the command that adds them."""

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the sentence and nothing else: IPython asks for this by name."""
        return [str(self)]


def __getattr__(name: str) -> Any:
    missing = [one for one in ("pandas", "scipy", "statsmodels") if find_spec(one) is None] if name in __all__ else []
    if missing:
        raise MissingPartError(interface("research")["extra"].format(absentes=", ".join(missing)))
    return _bring(name)
