"""The models on a corpus: fit and invariance of each lever, what goes with scores, reliability by level."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from pasapas_widgets.content import interface
from pasapas_widgets.research.bootstrap import SEED
from pasapas_widgets.research.conditions import StatisticsError, need_choice, need_level, need_resamples, refuse
from pasapas_widgets.research.entries import Sheets, scales_of
from pasapas_widgets.research.estimates import versions
from pasapas_widgets.research.history import written
from pasapas_widgets.research.levers import corrected, table_of
from pasapas_widgets.research.models.factor import FactorFit, invariance, one_factor
from pasapas_widgets.research.models.fitting import EQUAL
from pasapas_widgets.research.reliability import Missing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FIT_COLUMNS", "fit_table", "invariance_table", "multilevel_table", "regression_table"]

FIT_COLUMNS = (
    "objet", "groupes", "egal", "khi2", "ddl", "p", "correction", "cfi", "tli", "rmsea", "rmsea_bas", "rmsea_haut",
    "srmr", "delta_khi2", "delta_ddl", "delta_p", "delta_cfi", "delta_rmsea", "tient", "personnes", "feuilles",
    "etablissements", "mises_de_cote", "phrase", "fonction", "options", "versions",
)  # fmt: skip
"""The columns of :func:`fit_table` and :func:`invariance_table`."""
Group = Literal["profil", "variante", "vague", "type"]
PREDICTORS = ("type", "region", "vague", "profil", "variante")


def fit_table(corpus: Sheets, *, missing: Missing = "pairwise") -> pd.DataFrame:
    """Return how well one factor describes each lever, one row each (:func:`one_factor`).

    Parameters
    ----------
    missing
        As for :func:`reliability_table`.

    Returns
    -------
    DataFrame
        Columns :data:`FIT_COLUMNS`; where a model is refused, «phrase» says why and figures are missing.
    """
    need_choice("missing", missing, get_args(Missing))
    rows: list[tuple[str, str, FactorFit | str]] = []
    for scale in scales_of(corpus):
        try:
            sheets = corpus.sheets
            made = one_factor(
                scale.answers, sheets["etablissement"], missing=missing, waves=sheets["vague"], of=scale.name
            )
            rows.append((scale.name, EQUAL[0], made))
        except StatisticsError as error:
            rows.append((scale.name, EQUAL[0], str(error)))
    return _fits(corpus, "fit_table", {"missing": missing}, rows)


def invariance_table(corpus: Sheets, *, by: Group, missing: Missing = "pairwise") -> pd.DataFrame:
    """Return whether each lever is measured alike in groups of people, three rows each (:func:`invariance`).

    Parameters
    ----------
    by
        ``profil``, ``variante``, ``vague`` or ``type``; values of fewer than 100 people are left out.
    missing
        As for :func:`reliability_table`.
    """
    need_choice("by", by, get_args(Group))
    need_choice("missing", missing, get_args(Missing))
    groups = corpus.sheets[by].astype(object).to_numpy()
    rows: list[tuple[str, str, FactorFit | str]] = []
    for scale in scales_of(corpus):
        try:
            sheets = corpus.sheets
            made = invariance(
                scale.answers, sheets["etablissement"], groups, missing=missing, waves=sheets["vague"], of=scale.name
            )
            rows.extend((scale.name, one.equal, one) for one in made)
        except StatisticsError as error:
            rows.extend((scale.name, equal, str(error)) for equal in EQUAL)
    return _fits(corpus, "invariance_table", {"by": by, "missing": missing}, rows)


def _fits(
    corpus: Sheets, name: str, options: dict[str, Any], rows: Iterable[tuple[str, str, FactorFit | str]]
) -> pd.DataFrame:
    import pandas as pd

    told, reasons = list[dict[str, Any]](), list[str]()
    for of, equal, one in rows:
        if isinstance(one, str):
            reasons.append(one)
            told.append({"objet": of, "egal": equal, "phrase": one})
            continue
        change: tuple[float, ...] = one.change or (np.nan,) * 5
        told.append(
            {
                "objet": of, "groupes": ", ".join(one.groups), "egal": equal, "khi2": one.chi2, "ddl": one.freedom,
                "p": one.p, "correction": one.scaling, "cfi": one.cfi, "tli": one.tli, "rmsea": one.rmsea,
                "rmsea_bas": one.rmsea_low, "rmsea_haut": one.rmsea_high, "srmr": one.srmr,
                **dict(zip(FIT_COLUMNS[13:18], change, strict=True)),
                "tient": None if one.change is None else one.holds, "personnes": one.people,
                "feuilles": one.sheets or one.people, "etablissements": one.establishments,
                "mises_de_cote": one.left_out, "phrase": one.sentence(), "fonction": name,
                "options": json.dumps(options), "versions": json.dumps(versions()),
            }
        )  # fmt: skip
    table = pd.DataFrame(told, columns=list(FIT_COLUMNS))
    counts = ["ddl", "delta_ddl", "personnes", "feuilles", "etablissements", "mises_de_cote"]
    figures = [name for name in FIT_COLUMNS[3:18] if name not in counts]
    table = table.astype(dict.fromkeys(figures, float)).astype(dict.fromkeys(counts, "Int64"))
    how = {"methodes": [], "options": options}
    written(corpus.history()[0], corpus, name, len(told) - len(reasons), reasons, how)  # type: ignore[arg-type]
    table.attrs["notes"] = list(corpus.notes)
    return table


def regression_table(
    corpus: Sheets,
    *,
    predictors: Sequence[str] = ("type", "profil"),
    weighted: bool = False,
    level: float = 0.95,
    rate: float = 0.05,
) -> pd.DataFrame:
    """Return what goes with the score of each lever, one row a coefficient (:func:`regression`), Holm over them all.

    Parameters
    ----------
    predictors
        Among ``type``, ``region``, ``vague``, ``profil``, ``variante`` and the corpus' covariates; each value against
        the most frequent one. With a covariate or weights, a lever is refused where the study's table of one of its
        items, crossed by all predictors, would withhold a cell; it counts as shown.
    weighted
        Each sheet counts its weight; figures are then rounded to a tenth.
    level, rate
        As for :func:`change_table`.

    Returns
    -------
    DataFrame
        Columns of :func:`estimates_frame`, then «p_holm» and «reste»; the family is in ``attrs["famille"]``.
    """
    predictors = [predictors] if isinstance(predictors, str) else list(predictors)
    need_level(level)
    if not predictors:
        refuse("predicteurs")
    for name in predictors:
        need_choice("predictors", name, (*PREDICTORS, *corpus.covariates))
    if weighted and corpus.weights is None:
        raise StatisticsError(interface("research")["etude"]["poids_sans"])
    more = {"weighted": True} if weighted else {}
    table = table_of(corpus, "regression_table", predictors=predictors, level=level, **more)
    return corrected(table, ", ".join(predictors), "holm", rate) if len(table) else table


def multilevel_table(corpus: Sheets, *, resamples: int = 500, seed: int = SEED, level: float = 0.95) -> pd.DataFrame:
    """Return alpha of each lever within establishments and between them, one row each (:func:`multilevel_alpha`).

    Complete sheets only; parameters and columns are those of :func:`reliability_table`.
    """
    need_resamples(resamples)
    need_level(level)
    return table_of(corpus, "multilevel_table", resamples=resamples, seed=seed, level=level)
