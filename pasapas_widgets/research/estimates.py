"""An estimate as it is handed over: the figure, its interval, on whom it rests, how it was made, and its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.research.language import plain, said, spoken, tell_number, tell_p, texts_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "Estimate", "estimates_frame", "tell_number", "tell_p", "texts"]


def texts() -> dict[str, Any]:
    """Return the French texts of the statistics (content/interface/research.yaml, «statistiques»).

    Cautions and refusals are made of them, whatever the language in which they are told afterwards.
    """
    found: dict[str, Any] = interface("research")["statistiques"]
    return found


class Estimate(Struct, frozen=True, kw_only=True):
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
    "mises_de_cote", "methode", "phrase", "prudences",
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
        }
        for one in estimates
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
