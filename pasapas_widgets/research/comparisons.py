"""Several comparisons at once: the more are made, the more look remarkable by chance. Families are declared first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from pasapas_widgets.research.bilingual import Told, plain, tell_p, texts_of
from pasapas_widgets.research.conditions import need_choice, refuse

__all__ = ["Compared", "Family", "adjust"]


class Compared(Struct, frozen=True, kw_only=True):
    """One comparison: its p value as found, and once the others of its family are counted."""

    name: str
    p: float
    adjusted: float
    kept: bool


class Family(Struct, Told, frozen=True, kw_only=True):
    """The comparisons that answer one question, corrected together.

    Parameters
    ----------
    rate
        The share of errors that is accepted: of one false finding in the family (Holm), or of false findings among
        findings (Benjamini-Hochberg).
    """

    name: str
    method: Literal["holm", "bh"]
    rate: float
    comparisons: tuple[Compared, ...]

    def sentence(self) -> str:
        """Return the family as a sentence."""
        words = texts_of("statistiques")["comparaisons"]
        kept = [f"{one.name} ({tell_p(one.adjusted)})" for one in self.comparisons if one.kept]
        said = words["phrase"].format(
            famille=self.name, n=len(self.comparisons), methode=words[self.method], taux=plain(100 * self.rate, 0)
        )
        return f"{said} {words['restent'].format(noms=', '.join(kept)) if kept else words['aucune']}"


def adjust(
    families: Mapping[str, Mapping[str, float]], *, method: Literal["holm", "bh"] = "holm", rate: float = 0.05
) -> tuple[Family, ...]:
    """Return comparisons corrected within each declared family (``statsmodels`` ``multipletests``).

    Parameters
    ----------
    families
        Name of a family (one question) → name of a comparison → its p value. All the comparisons that were made for the
        question, not only those that came out: leaving some out undoes the correction.
    method
        ``holm``: the chance of one false finding in the family stays under ``rate``, whatever the dependence. ``bh``:
        the share of false findings among findings stays under it on average, for independent or positively dependent
        tests: for exploring.
    rate
        See :class:`Family`.

    Raises
    ------
    StatisticsError
        No family, an empty one, a p value that is none, a rate that is no share, another method.

    Notes
    -----
    Holm (1979), *Scandinavian Journal of Statistics* 6; Benjamini and Hochberg (1995), *Journal of the Royal
    Statistical Society B* 57.

    Examples
    --------
    >>> family = adjust({"leviers": {"L1": 0.010, "L2": 0.020, "L3": 0.030, "L4": 0.005}})[0]
    >>> [round(one.adjusted, 3) for one in family.comparisons], [one.kept for one in family.comparisons]
    ([0.03, 0.04, 0.04, 0.02], [True, True, True, True])
    """
    from statsmodels.stats.multitest import multipletests

    need_choice("method", method, ("holm", "bh"), reason="methode")
    if isinstance(rate, str) or not 0 < rate < 1:
        refuse("taux")
    if not families or not all(families.values()):
        refuse("famille")
    made = []
    for name, tests in families.items():
        wrong = [which for which, p in tests.items() if p is None or not 0 <= p <= 1]
        if wrong:
            refuse("valeur_p", nom=wrong[0])
        known_as = {"holm": "holm", "bh": "fdr_bh"}[method]
        kept, adjusted, *_ = multipletests(list(tests.values()), alpha=rate, method=known_as)
        compared = tuple(
            Compared(name=which, p=float(p), adjusted=float(after), kept=bool(holds))
            for (which, p), after, holds in zip(tests.items(), adjusted, kept, strict=True)
        )
        made.append(Family(name=name, method=method, rate=rate, comparisons=compared))
    return tuple(made)
