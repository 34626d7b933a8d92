"""An estimate as it is handed over: the figure, its interval, on whom it rests, how it was made, and its sentence."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.research.bilingual import Told, plain, said, spoken, tell_number, tell_p, texts_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "FUNCTIONS", "Asked", "Estimate", "estimates_frame", "tell_number", "tell_p", "texts", "versions"]

FUNCTIONS = {
    "alpha": "cronbach_alpha", "omega": "mcdonald_omega", "icc1": "icc1", "icc2": "icc2", "plan": "design_effect",
    "moyenne": "cluster_mean", "moyenne_etablissements": "cluster_mean", "moyenne_levier": "lever_mean",
    "moyenne_mixte": "mixed_mean", "item_reste": "item_analysis", "differentiel": "differential_item", "rwg": "r_wg",
    "rwgj": "r_wg", "ad": "average_deviation", "changement": "wave_change",
    "changement_etablissements": "wave_change", "coefficient": "regression", "alpha_dans": "multilevel_alpha",
    "alpha_entre": "multilevel_alpha",
}  # fmt: skip
"""The function of this package that makes each measure."""
LIBRARIES = ("pasapas-widgets", "numpy", "scipy", "statsmodels", "pandas")


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    return (("python", platform.python_version()), *((name, version_of(name)) for name in LIBRARIES))


def versions() -> dict[str, str]:
    """Return the versions on which a figure rests: Python, this package and the libraries that compute."""
    return dict(_versions())


class Asked(Struct, frozen=True):
    """Where an estimate stands among those of a table, so that its row alone can be computed again.

    Parameters
    ----------
    table
        The function that made the table (:func:`reliability_table`).
    options
        What it was asked.
    rank
        The row, from 0.
    """

    table: str
    options: dict[str, Any]
    rank: int


def texts() -> dict[str, Any]:
    """Return the French texts of the statistics (content/interface/research.yaml, «statistiques»).

    Cautions and refusals are made of them, whatever the language in which they are told afterwards.
    """
    found: dict[str, Any] = interface("research")["statistiques"]
    return found


class Estimate(Struct, Told, frozen=True, kw_only=True):
    """A figure with its interval.

    Parameters
    ----------
    what
        What is estimated: a key of content/interface/research.yaml, «statistiques», «mesures».
    estimate, low, high
        The figure and the ends of its interval, in the unit of what was measured.
    people
        People it rests on, for certain: with several dates, those of the date with the most, since one person may have
        a sheet at each. Where pairs of answers were used, the least number that any pair has.
    establishments
        Their establishments; ``None`` where people were taken as independent.
    left_out
        People set aside because an answer (NSP, NC or empty) or their establishment is missing. None is ever imputed.
    method
        How the interval was made: a key of «methodes».
    level
        Level of confidence of the interval.
    p
        p value of the hypothesis that the figure is 0, where the method gives one.
    of
        What was measured, as people name it: a lever, an item.
    sheets
        Their sheets, where these are of several dates; ``None``: as many as people.
    cautions
        Sentences that must go with the figure.
    options
        What the function was asked besides the data and the level: ``missing``, ``resamples``, ``seed``, ``method``…
    asked
        Where it stands in the table of a corpus that it comes from; ``None`` for an estimate made alone.
    versions
        On which it rests (:func:`versions`).
    """

    what: str
    estimate: float
    low: float
    high: float
    people: int
    establishments: int | None
    method: str
    left_out: int = 0
    level: float = 0.95
    p: float | None = None
    sheets: int | None = None
    of: str = ""
    cautions: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    asked: Asked | None = None
    versions: dict[str, str] = field(default_factory=versions)

    @property
    def function(self) -> str:
        """The function of this package that made it."""
        return FUNCTIONS[self.what]

    def __repr__(self) -> str:
        """Return what a table of results needs; the sentence says all."""
        told = {name: getattr(self, name) for name in ("estimate", "low", "high", "p", "people", "establishments")}
        shown = ", ".join(f"{k}={v:.6g}" if isinstance(v, float) else f"{k}={v}" for k, v in told.items())
        return f"<{self.function}{f' {self.of!r}' if self.of else ''}: {shown}>"

    def again(self, *data: Any, **more: Any) -> Estimate:
        """Return the estimate computed again, with the options that it carries.

        Parameters
        ----------
        data
            The corpus, where the estimate comes from a table of one; else what its function was given.
        more
            Named data of that function, such as ``waves``.

        Examples
        --------
        >>> from pasapas_widgets.research import reliability_table, synthetic
        >>> corpus = synthetic(20, 12)
        >>> first = reliability_table(corpus, resamples=20).iloc[0]
        >>> from pasapas_widgets.research import again
        >>> bool(again(corpus, first).low == first["bas"])
        True
        """
        if self.asked is not None:
            from pasapas_widgets.research.entries import asked_again

            return asked_again(data[0], self.asked)
        from pasapas_widgets import research
        from pasapas_widgets.research.means import lever_mean

        ask: Any = lever_mean if self.what == "moyenne_levier" else getattr(research, self.function)
        found: Estimate = ask(*data, **more, **self.options, level=self.level, of=self.of)
        return found

    @property
    def method_name(self) -> str:
        """The method in words, with its source."""
        return str(texts_of("statistiques")["methodes"][self.method])

    def sentence(self) -> str:
        """Return the estimate as sentences, method and cautions included, in the language in force."""
        words = texts_of("statistiques")
        decimals = texts()["mesures"][self.what]["decimales"]
        told = [
            words["phrase"].format(
                nom=words["mesures"][self.what]["nom"] + (f" ({self.of})" if self.of else ""),
                valeur=tell_number(self.estimate, decimals),
                niveau=plain(100 * self.level, 0),
                bas=tell_number(self.low, decimals),
                haut=tell_number(self.high, decimals),
                p="" if self.p is None else f", {tell_p(self.p)}",
                personnes=plain(self.people, 0) if self.sheets is None else self._people_and_sheets(),
                ou=words["independants"]
                if self.establishments is None
                else words["etablissements"].format(n=plain(self.establishments, 0)),
            ),
            words["methode"].format(nom=self.method_name),
        ]
        if self.left_out:
            told.append(counted(words["laissees"], self.left_out, n=plain(self.left_out, 0)))
        if self.sheets is not None and not self.what.startswith("changement"):
            told.append(words["dates_reunies"])
        whole = " ".join([*told, *map(said, self.cautions)])
        return typeset(whole) if spoken() == "fr" else whole

    def _people_and_sheets(self) -> str:
        told = texts_of("statistiques")["feuilles"]
        return str(told.format(feuilles=plain(self.sheets or 0, 0), personnes=plain(self.people, 0)))


COLUMNS = (
    "objet", "mesure", "estimation", "bas", "haut", "niveau", "p", "personnes", "feuilles", "etablissements",
    "mises_de_cote", "methode", "phrase", "prudences", "fonction", "options", "versions",
)  # fmt: skip
"""The columns of :func:`estimates_frame`."""


def estimates_frame(estimates: Iterable[Estimate]) -> pd.DataFrame:
    """Return estimates as a frame, one row each, with the sentence of each: for a table of a paper.

    Parameters
    ----------
    estimates
        What the functions of this package return.
    """
    import pandas as pd

    words = texts_of("statistiques")["mesures"]
    rows = [
        {
            "objet": one.of,
            "mesure": words[one.what]["nom"],
            "estimation": one.estimate,
            "bas": one.low,
            "haut": one.high,
            "niveau": one.level,
            "p": one.p,
            "personnes": one.people,
            "feuilles": one.people if one.sheets is None else one.sheets,
            "etablissements": one.establishments,
            "mises_de_cote": one.left_out,
            "methode": one.method_name,
            "phrase": one.sentence(),
            "prudences": "\n".join(map(said, one.cautions)),
            "fonction": one.function if one.asked is None else one.asked.table,
            "options": json.dumps(
                one.options | {"level": one.level}
                if one.asked is None
                else one.asked.options | {"level": one.level, "ligne": one.asked.rank}
            ),
            "versions": json.dumps(one.versions),
        }
        for one in estimates
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
