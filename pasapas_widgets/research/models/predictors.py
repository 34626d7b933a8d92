"""What goes with a score: an ordinary regression whose errors allow for establishments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.research.cells import Shown, limits_of
from pasapas_widgets.research.conditions import (
    LEAST_CLUSTERS,
    MANY_CLUSTERS,
    Floats,
    Groups,
    StatisticsError,
    clustered,
    groups_of,
    need_choice,
    need_clusters,
    need_level,
    need_people,
    refuse,
)
from pasapas_widgets.research.covariates import checked_weights
from pasapas_widgets.research.estimates import Estimate, texts
from pasapas_widgets.research.weighing import is_uneven
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["Coefficient", "contrast", "regression"]

_ONE_SITE = 0.9
"""Of the sum of squares of a combination of predictors, the share of one establishment at which it is that one's."""


class Coefficient(Estimate, frozen=True, kw_only=True):
    """A coefficient of a regression.

    Parameters
    ----------
    name
        Of the predictor, with its value and the one that it is held against (:func:`contrast`).
    outcome
        What is explained.
    """

    name: str
    outcome: str

    def again(self, *data: Any, **more: Any) -> Estimate:
        """Return the coefficient computed again; parameters as for :meth:`Estimate.again`."""
        if self.asked is not None:
            return super().again(*data, **more)
        ask: Any = regression
        made: tuple[Coefficient, ...] = ask(*data, **more, **self.options, level=self.level, of=self.outcome)
        return next(one for one in made if one.name == self.name)


def contrast(name: str, value: str, reference: str) -> str:
    """Return how a value of a predictor is told."""
    return f"{name} : {value} / {reference}"


def regression(
    values: ArrayLike,
    predictors: Mapping[str, ArrayLike],
    clusters: Any,
    *,
    references: Mapping[str, str] | None = None,
    weights: ArrayLike | None = None,
    waves: Any = None,
    level: float = 0.95,
    of: str = "",
) -> tuple[Coefficient, ...]:
    """Return the coefficients of a regression, one estimate each, errors robust to establishments.

    Parameters
    ----------
    values
        One number a person, NaN where there is none.
    predictors
        By name: numbers (a coefficient for one unit), or labels (a coefficient for each value against the one with the
        most people). A person without one of them is left out; none is imputed.
    references
        By name, the value of a label against which the others are held, in place of the most frequent.
    weights
        What each person counts for, above 0, known and not estimated; left out, everybody counts the same.
    clusters, waves, level
        As for :func:`cluster_mean`.

    Raises
    ------
    StatisticsError
        Fewer than twenty establishments; a value of a label given by fewer than five establishments or twenty people,
        or by all; predictors that follow from one another, or that only small crossings of theirs tell apart; else as
        for :func:`cluster_mean`.

    Notes
    -----
    ``statsmodels`` ``OLS`` with ``cov_type="cluster"`` (Liang and Zeger 1986; correction m/(m-1) · (n-1)/(n-p)), law t
    with establishments - 1 degrees of freedom (Cameron and Miller 2015). A predictor that is the same for all people of
    an establishment, such as a type, rests on the number of establishments and not of people. No cause is shown.

    Coefficients give the sum of the values over each label, and so over what two labels differ by: whoever is in one
    class of age but not in one of seniority. Every combination that they leave has to keep a whole crossing of labels
    that may be shown; that is so where the crossings that may be shown tell all coefficients by themselves. Under
    weights, and for numbers, each mix of such a crossing has to hold too (``weighing``).
    """
    from statsmodels.regression.linear_model import WLS

    need_level(level)
    if not predictors:
        refuse("predicteurs")
    numbers = np.asarray(values, dtype=np.float64)
    known = np.ones(len(numbers), bool)
    for told in predictors.values():
        if len(np.asarray(told, dtype=object)) != len(numbers):
            refuse("longueurs", n=len(np.asarray(told, dtype=object)), people=len(numbers))
        known &= _known(told)
    found, groups, left_out = clustered(np.where(known, numbers, np.nan), clusters, waves)
    need_clusters(groups, least=LEAST_CLUSTERS, reason="regression_etablissements")
    kept = known & ~np.isnan(numbers) & (groups_of(clusters, len(numbers)).codes >= 0)
    columns: dict[str, Floats] = {}
    for name, told in predictors.items():
        columns |= _columns(name, np.asarray(told, dtype=object)[kept], groups, (references or {}).get(name))
    design = np.column_stack([np.ones(len(found)), *columns.values()])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        refuse("predicteurs_lies")
    own = None if weights is None else _weights(weights, len(numbers))[kept]
    _need_crossings([*columns.values()], groups, own)
    _need_spread(design if own is None else design * own[:, None], groups)
    fit = WLS(found, design, weights=1.0 if own is None else own).fit(
        cov_type="cluster", cov_kwds={"groups": groups.codes}, use_t=True
    )
    ends, words = fit.conf_int(1 - level), texts()["prudences"]
    cautions = (words["etroit_regression"],) if groups.count < MANY_CLUSTERS else ()
    return tuple(
        Coefficient(
            what="coefficient", estimate=float(fit.params[place]), low=float(ends[place][0]),
            high=float(ends[place][1]), p=float(fit.pvalues[place]), people=groups.people, sheets=groups.sheets,
            establishments=groups.count, left_out=left_out, method="regression", level=level,
            of=f"{of} – {name}" if of else name,
            cautions=(words["pas_de_cause"], *cautions, *(() if own is None else (words["poids"],))),
            options={"references": None if references is None else dict(references)}, name=name, outcome=of,
        )
        for place, name in enumerate(columns, start=1)
    )  # fmt: skip


def _weights(weights: ArrayLike, n: int) -> Floats:
    try:
        return checked_weights(weights, n)
    except FrenchError as error:
        raise StatisticsError(str(error)) from error


def _need_crossings(columns: Sequence[Floats], groups: Groups, weights: Floats | None) -> None:
    """Refuse a design whose coefficients rest on crossings of labels that are too few people to be shown."""
    waves = np.zeros(len(groups.codes), np.int64) if groups.waves is None else groups.waves
    labels = [one for one in columns if np.isin(one, (0.0, 1.0)).all()]
    numbers = [one for one in columns if not any(one is other for other in labels)]
    cells, of = np.unique(np.column_stack([np.ones(len(waves)), *labels]), axis=0, return_inverse=True)
    of, limits = of.ravel(), limits_of(lifted=False)
    shown = [one is None for one in Shown(groups.codes, waves, limits).each_lacking(of + 1)]
    for cell in np.flatnonzero(shown):
        here = of == cell
        mixed = [one[here] for one in (*numbers, *([] if weights is None else [weights]))]
        shown[cell] = not any(is_uneven(one, groups.codes[here], waves[here], limits) for one in mixed)
    if not any(shown) or np.linalg.matrix_rank(cells[shown]) < cells.shape[1]:
        refuse("predicteurs_croises", sites=limits.sites, personnes=limits.people)


def _need_spread(design: Floats, groups: Groups) -> None:
    """Refuse a design of which some combination of columns rests on fewer than five people, or on one establishment.

    Coefficients give the sum of the values under each combination. One that is nothing but on four people is its own
    projection, so that their leverages add up to 1 at least, one of them to a quarter: all below a fifth is enough.
    On an establishment, the largest eigenvalue of its part of the projection is the share that it may make.
    """
    limits = limits_of(lifted=False)
    base = np.linalg.qr(design)[0]
    alone = float((base**2).sum(axis=1).max()) >= 1 / load_thresholds().mean
    order = np.argsort(groups.codes, kind="stable")
    parts = np.split(base[order], np.cumsum(groups.sizes)[:-1])
    if alone or any(np.linalg.norm(part, 2) ** 2 >= _ONE_SITE for part in parts):
        refuse("predicteurs_croises", sites=limits.sites, personnes=limits.people)


def _known(told: ArrayLike) -> NDArray[np.bool_]:
    return np.array([one is not None and one == one and one != "" for one in np.asarray(told, dtype=object)])


def _columns(name: str, told: NDArray[Any], groups: Groups, wanted: str | None) -> dict[str, Floats]:
    """Return the columns of a predictor: itself, or one a value but for the most frequent."""
    try:
        numbers = np.array([float(one) for one in told])
        is_text = any(isinstance(one, str) for one in told)
    except (TypeError, ValueError):
        is_text = True
    if not is_text:
        if np.ptp(numbers) == 0:
            refuse("predicteur_constant", nom=name)
        return {name: numbers}
    labels, codes = np.unique(told.astype(str), return_inverse=True)
    if len(labels) < 2:
        refuse("predicteur_constant", nom=name)
    for place, label in enumerate(labels):
        here = groups.only(codes == place)
        try:
            need_people(here.people, 0, share=False)
            need_clusters(here)
        except StatisticsError:
            limits = load_thresholds().sites
            refuse("predicteur_rare", nom=name, valeur=label, sites=limits.sites, personnes=limits.people)
    if wanted is not None:
        need_choice("references", wanted, labels.tolist())
    reference = int(np.bincount(codes).argmax()) if wanted is None else labels.tolist().index(wanted)
    return {
        contrast(name, str(label), str(labels[reference])): (codes == place).astype(np.float64)
        for place, label in enumerate(labels)
        if place != reference
    }
