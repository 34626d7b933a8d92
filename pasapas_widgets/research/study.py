"""A study: the tables that may leave a corpus, under the thresholds of research, with what was withheld and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.typography import FrenchError, typeset
from pasapas_widgets.research.cells import Shown, limits_of
from pasapas_widgets.research.conditions import LEAST_CLUSTERS
from pasapas_widgets.research.corpus import NSP, Corpus
from pasapas_widgets.scoring import rules_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Study", "StudyError"]

KINDS = ("leviers", "effets", "enonces", "nsp", "niveaux")
Kind = Literal["leviers", "effets", "enonces", "nsp", "niveaux"]
BY = ("type", "region", "vague", "profil", "variante")
"""Columns by which people may be grouped. Never an establishment: a figure of one is no figure of research."""


class StudyError(FrenchError):
    """A table that cannot be made; ``str(error)`` is one French sentence."""


class Study:
    """All that a study shows of a corpus. What it showed first limits what it shows later.

    Known gap: tables of levers or effects and tables of items (or levels) are not yet held together. Whoever has both
    may work out the answers of a person who skipped an item: give out one kind only (:mod:`.cells`).

    Parameters
    ----------
    corpus
        What was read.
    bypass
        Why the thresholds of research are lifted, in your own words: it then stands in every table and figure. Five
        people remain the least whatever is written here. Left out, the thresholds hold.

    Examples
    --------
    >>> from pasapas_widgets.research import synthetic
    >>> study = Study(synthetic(40, 12))
    >>> study.table("leviers", by="type").columns[:3].tolist()
    ['leviers', 'type', 'n_etablissements']
    """

    def __init__(self, corpus: Corpus, *, bypass: str | None = None) -> None:
        texts = interface("recherche")["etude"]
        if bypass is not None and not bypass.strip():
            raise StudyError(texts["sans_raison"])
        self.corpus = corpus
        self._limits = limits_of(lifted=bypass is not None)
        self.notes: tuple[str, ...] = corpus.notes
        if bypass is not None:
            told = texts["leves"].format(raison=bypass.strip(), seuil=self._limits.people)
            self.notes = (typeset(told), *self.notes)
        codes = corpus.sheets["etablissement"].cat.codes.to_numpy().astype(np.int64)
        self._sites = np.where(codes < 0, codes.max(initial=-1) + 1, codes)  # those not known are one establishment
        waves = corpus.sheets["vague"].cat.codes.to_numpy().astype(np.int64)
        self._waves = np.where(waves < 0, waves.max(initial=-1) + 1, waves)
        self._groups = self._ledger()
        self._figures: dict[str, Shown] = {}
        self._journal: list[dict[str, Any]] = []

    def _ledger(self) -> Shown:
        return Shown(self._sites, self._waves, self._limits)

    def table(
        self, of: Kind = "leviers", *, by: str | Sequence[str] = (), items: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Return a table, one row a figure and group, in the order of the questionnaire.

        Parameters
        ----------
        of
            ``leviers`` or ``effets`` (mean of people's scores, 0 to 100), ``enonces`` (mean of people's answers, 0 to
            100), ``nsp`` (share of «Je ne sais pas» among those asked, 0 to 100), ``niveaux`` (share of each level as
            people gave it, 0 to 100).
        by
            Columns to group people by, among ``type``, ``region``, ``vague``, ``profil``, ``variante``; none: all.
        items
            Only these items; every one where left out.

        Returns
        -------
        DataFrame
            The figure, the groups, ``n_etablissements``, ``n_personnes``, ``estimation``, ``bas`` and ``haut`` (95 %,
            robust to establishments: Liang and Zeger 1986, law t, from twenty of them on; not for ``niveaux``),
            ``motif`` where it is withheld. ``attrs["notes"]`` are the sentences that go with it.

        Raises
        ------
        StudyError
            No such kind, column or item.
        """
        texts = interface("recherche")["etude"]
        by = (by,) if isinstance(by, str) else tuple(by)
        if of not in KINDS:
            raise StudyError(texts["sorte"].format(sorte=of, connues=", ".join(KINDS)))
        for column in by:
            if column not in BY:
                raise StudyError(texts["colonne"].format(colonne=column, connues=", ".join(BY)))
        unknown = [one for one in items or () if one not in self.corpus.questionnaire.item_ids]
        if unknown:
            raise StudyError(texts["enonce"].format(enonce=unknown[0]))
        groups, names = self._grouped(by)
        shown = self._published(self._groups, groups, len(names))
        rows: list[dict[str, Any]] = []
        for name, told, values in self._figures_of(of, items):
            rows.extend(self._rows(of, name, told, values, groups, names, by, shown))
        return self._frame(of, by, rows)

    def journal(self) -> pd.DataFrame:
        """Return what the study showed and withheld so far: one row a table, with counts by reason."""
        import pandas as pd

        frame = pd.DataFrame(self._journal, columns=["tableau", "groupes", "montres", "retenus", "motifs"])
        frame.attrs["notes"] = self.notes
        return frame

    # ---------------------------------------- groups and figures

    def _grouped(self, by: tuple[str, ...]) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
        """Return the group of each sheet (0: in none, a value is not known) and the groups' names, in order."""
        codes = np.zeros(len(self.corpus), np.int64)
        known = np.ones(len(self.corpus), bool)
        categories: list[list[str]] = []
        for column in by:
            told = self.corpus.sheets[column].cat
            own = told.codes.to_numpy().astype(np.int64)
            known &= own >= 0
            codes = codes * max(1, len(told.categories)) + np.maximum(own, 0)
            categories.append([str(one) for one in told.categories])
        met = np.unique(codes[known])
        names = []
        for code in met.tolist():
            name: list[str] = []
            for told_ in reversed(categories):
                code, place = divmod(code, max(1, len(told_)))
                name.insert(0, told_[place])
            names.append(tuple(name))
        groups = np.where(known, np.searchsorted(met, codes) + 1, 0)
        return groups, names

    def _published(self, ledger: Shown, groups: NDArray[np.int64], count: int) -> list[str | None]:
        """Show the groups, all at once where that holds, else the largest first; return why each is withheld."""
        if ledger.publish(groups):
            sizes = np.bincount(groups, minlength=count + 1)
            return [None if sizes[number] else "personnes" for number in range(1, count + 1)]
        sizes = np.bincount(groups, minlength=count + 1)
        reasons: list[str | None] = [None] * count
        for number in sorted(range(1, count + 1), key=lambda one: (-sizes[one], one)):
            members = groups == number
            alone = ledger.lacking(members)
            if alone is not None or not ledger.publish(members.astype(np.int64)):
                reasons[number - 1] = alone or "difference"
        return reasons

    def _figures_of(
        self, of: Kind, items: Sequence[str] | None
    ) -> Iterator[tuple[str, dict[str, str], NDArray[np.float64]]]:
        """Give each figure: the set of people it is about, what tells it, and one value a sheet (NaN: not in it)."""
        corpus, q = self.corpus, self.corpus.questionnaire
        wanted = [place for place, item in enumerate(q.items) if items is None or item.id in items]
        if of == "leviers":
            scores = corpus.scores()
            for lever in q.levers:
                yield f"levier {lever.id}", {"leviers": lever.id}, scores[lever.id].to_numpy()
        elif of == "effets":
            rules = rules_of(q)
            for effect in q.effects:
                of_effect = [place for place, item in enumerate(q.items) if item.effect == effect.id]
                if of_effect:
                    values = self._mean_of(of_effect, rules.least_of_effect(len(of_effect)))
                    yield f"effet {effect.id}", {"effets": effect.id}, values
        elif of == "nsp":
            for place in wanted:
                level = corpus.levels[:, place]
                values = np.where((level > 0) | (level == NSP), (level == NSP) * 100.0, np.nan)
                yield f"nsp {q.items[place].id}", {"nsp": q.items[place].id}, values
        else:
            for place in wanted:
                item, steps = q.items[place], corpus.steps(place)
                if of == "enonces":
                    values = np.where(steps < 0, np.nan, steps * (100 / q.span))
                    yield f"enonce {item.id}", {"enonces": item.id}, values
                    continue
                level = corpus.levels[:, place]
                for one in q.scale_of(item).levels:
                    values = np.where(level <= 0, np.nan, (level == one.value) * 100.0)
                    yield f"enonce {item.id}", {"niveaux": item.id, "niveau": str(one.value)}, values

    def _mean_of(self, columns: list[int], least: int) -> NDArray[np.float64]:
        total, n = np.zeros(len(self.corpus)), np.zeros(len(self.corpus), np.int64)
        for column in columns:
            steps = self.corpus.steps(column)
            there = steps >= 0
            total[there] += steps[there]
            n += there
        score = total * 100 / (self.corpus.questionnaire.span * np.maximum(n, 1))
        return np.where(n >= least, score, np.nan)

    # ---------------------------------------- rows

    def _rows(
        self,
        of: Kind,
        people: str,
        told: dict[str, str],
        values: NDArray[np.float64],
        groups: NDArray[np.int64],
        names: list[tuple[str, ...]],
        by: tuple[str, ...],
        shown: list[str | None],
    ) -> Iterator[dict[str, Any]]:
        """Give one row a group: what may be shown of one figure."""
        allowed = np.array([False, *[reason is None for reason in shown]])
        inside = np.where(~np.isnan(values) & allowed[groups], groups, 0)
        ledger = self._figures.setdefault(people, self._ledger())
        reasons = self._published(ledger, inside, len(names))
        kept = inside > 0
        sums = _sums(values[kept], inside[kept], self._sites[kept], len(names), int(self._sites.max(initial=0)) + 1)
        for number, name in enumerate(names):
            reason = shown[number] or reasons[number]
            row: dict[str, Any] = {**told, **dict(zip(by, name, strict=True))}
            if reason is None:
                sites, n, mean, error = (one[number] for one in sums)
                half = _half(error, sites) if of != "niveaux" and sites >= LEAST_CLUSTERS else np.nan
                row |= {
                    "n_etablissements": int(sites), "n_personnes": int(n), "estimation": float(mean),
                    "bas": np.maximum(0.0, mean - half), "haut": np.minimum(100.0, mean + half),
                }  # fmt: skip
            yield row | {"motif": None if reason is None else self._reason(reason)}

    def _reason(self, reason: str) -> str:
        words = interface("recherche")["etude"]["motifs"][reason]
        limits = self._limits
        told = words.format(sites=limits.sites, personnes=limits.people, part=round(100 * limits.share))
        return typeset(told)

    def _frame(self, of: Kind, by: tuple[str, ...], rows: list[dict[str, Any]]) -> pd.DataFrame:
        import pandas as pd

        first = [of, "niveau"] if of == "niveaux" else [of]
        numbers = ["n_etablissements", "n_personnes", "estimation", "bas", "haut"]
        frame = pd.DataFrame(rows, columns=[*first, *by, *numbers, "motif"])
        frame = frame.astype({"n_etablissements": "Int64", "n_personnes": "Int64"})
        frame = frame.astype(dict.fromkeys(numbers[2:], "float64"))
        frame["motif"] = pd.Series([row["motif"] for row in rows], dtype=object)  # None where nothing is withheld
        held = [row["motif"] for row in rows if row["motif"]]
        self._journal.append(
            {
                "tableau": of,
                "groupes": ", ".join(by),
                "montres": len(rows) - len(held),
                "retenus": len(held),
                "motifs": " ; ".join(dict.fromkeys(held)),
            }
        )
        frame.attrs["notes"] = self.notes
        frame.attrs["etude"] = {"sorte": of, "par": by, "questionnaire": self.corpus.questionnaire}
        return frame


def _sums(
    values: NDArray[np.float64],
    groups: NDArray[np.int64],
    sites: NDArray[np.int64],
    count: int,
    n_sites: int,
) -> tuple[NDArray[np.float64], ...]:
    """Return, for each group: establishments, people, mean, and its standard error robust to establishments.

    The error is that of an ordinary regression on a constant with the sandwich of Liang and Zeger (1986) and the
    correction m/(m-1) · (n-1)/(n-1) of one coefficient: the square root of m/(m-1) · Σ (sum of residuals)² / n².
    """
    cell = (groups - 1) * n_sites + sites
    n = np.bincount(cell, minlength=count * n_sites).reshape(count, n_sites)
    total = np.bincount(cell, weights=values, minlength=count * n_sites).reshape(count, n_sites)
    people, establishments = n.sum(axis=1), (n > 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total.sum(axis=1) / people
        residuals = ((total - n * mean[:, None]) ** 2).sum(axis=1)
        error = np.sqrt(residuals * establishments / (establishments - 1)) / people
    return establishments.astype(np.float64), people.astype(np.float64), mean, error


def _half(error: float, sites: float) -> float:
    """Return half the width of a 95 % interval: t with establishments - 1 degrees of freedom."""
    from scipy import stats

    return float(stats.t.ppf(0.975, sites - 1) * error)
