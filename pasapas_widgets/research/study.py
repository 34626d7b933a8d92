"""A study: the tables that may leave a corpus, under the thresholds of research, with what was withheld and why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, typeset
from pasapas_widgets.research.cells import Shares, limits_of
from pasapas_widgets.research.coded import renumbered
from pasapas_widgets.research.conditions import LEAST_CLUSTERS
from pasapas_widgets.research.corpus import NSP, Corpus
from pasapas_widgets.research.figuresof import Part, figures_of
from pasapas_widgets.research.history import GROUPS, keep, open_file, others, spread, written
from pasapas_widgets.research.means import Means, half_width
from pasapas_widgets.research.tableof import named
from pasapas_widgets.research.weighing import DECIMALS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Study", "StudyError"]

KINDS = ("leviers", "effets", "enonces", "nsp", "niveaux")
Kind = Literal["leviers", "effets", "enonces", "nsp", "niveaux"]
BY = ("type", "region", "vague", "profil", "variante")
"""Columns by which people may be grouped, and covariates. Never an establishment: it is no figure of research."""
COUNTS = ("n_etablissements", "n_personnes", "n_feuilles")
NUMBERS = ("estimation", "bas", "haut")


class StudyError(FrenchError):
    """A table that cannot be made; ``str(error)`` is one French sentence."""


class Study:
    """All that a study shows of a corpus. What it showed first limits what it shows later.

    A lever's or an effect's score is the plain mean of the means of its items that may be shown, as a group's is in
    :mod:`pasapas_widgets.rules.aggregation`: it tells nothing that these means do not. A mean of people's own scores
    would: set beside the items, it would give the answers of the one person who skipped an item.

    Parameters
    ----------
    corpus
        What was read.
    bypass
        Why the thresholds of research are lifted, in your own words: it then stands in every table and figure. Five
        people remain the least whatever is written here. Left out, the thresholds hold.
    history
        The file that keeps what was shown of these data from one day to the next; it is made where it is not there. In
        one process all studies of the same data share their history anyway.

    Raises
    ------
    StudyError, ResearchError
        An empty reason; a file that is no history, or that of other data.

    Examples
    --------
    >>> from pasapas_widgets.research import synthetic
    >>> study = Study(synthetic(40, 12))
    >>> study.table("leviers", by="type").columns[:3].tolist()
    ['leviers', 'type', 'n_etablissements']
    """

    def __init__(self, corpus: Corpus, *, bypass: str | None = None, history: Path | str | None = None) -> None:
        texts = interface("research")["etude"]
        if bypass is not None and not bypass.strip():
            raise StudyError(texts["sans_raison"])
        self.corpus = corpus
        self._limits = limits_of(lifted=bypass is not None)
        self._notes: tuple[str, ...] = corpus.notes
        if bypass is not None:
            told = texts["leves"].format(raison=bypass.strip(), seuil=self._limits.people)
            self._notes = (typeset(told), *self._notes)
        self._lifted = bypass is not None
        self._history, self._rows_of = corpus.history()
        n = len(self._history)
        self._whole = len(self._rows_of) == n and bool((self._rows_of == np.arange(n)).all())
        self._file = None if history is None else Path(history)
        if self._file is not None:
            open_file(self._history, self._file)
        self._sites, self._waves = self._history.sites[self._rows_of], self._history.waves[self._rows_of]
        self._journal: list[dict[str, Any]] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences that go with every table."""
        return (*self._notes, *map(typeset, others(self._history, lifted=self._lifted)))

    def table(
        self,
        of: Kind = "leviers",
        *,
        by: str | Sequence[str] = (),
        items: Sequence[str] | None = None,
        weighted: bool = False,
    ) -> pd.DataFrame:
        """Return a table, one row a figure and group, in the order of the questionnaire.

        Parameters
        ----------
        of
            ``leviers`` or ``effets`` (mean of their items' means, 0 to 100), ``enonces`` (mean of people's answers, 0
            to 100), ``nsp`` (share of «Je ne sais pas» among those asked, 0 to 100), ``niveaux`` (share of each level
            as people gave it, 0 to 100).
        by
            Columns to group people by, among ``type``, ``region``, ``vague``, ``profil``, ``variante`` and the
            corpus' covariates; none: all.
        items
            Only these items; every one where left out.
        weighted
            Each sheet counts its weight (``leviers``, ``effets``, ``enonces``); figures are then rounded to a tenth.

        Returns
        -------
        DataFrame
            The figure, the groups, ``n_etablissements``, ``n_personnes`` (those of the date with the most),
            ``n_feuilles``, ``estimation``, ``bas`` and ``haut`` (95 %,
            robust to establishments: Liang and Zeger 1986, law t, from twenty of them on; not for ``niveaux``),
            ``motif`` where it is withheld. ``attrs["notes"]`` are the sentences that go with it.

        Raises
        ------
        StudyError
            No such kind, column or item.
        """
        rows = self._told(of, by, items, weighted=weighted)
        return self._frame(of, rows, (by,) if isinstance(by, str) else tuple(by), weighted=weighted)

    def rows(
        self,
        of: Kind = "leviers",
        *,
        by: str | Sequence[str] = (),
        items: Sequence[str] | None = None,
        weighted: bool = False,
    ) -> list[dict[str, Any]]:
        """Return the same table as plain rows, ``None`` where a cell is empty: pandas, which takes longer to load than
        a sector to read, is left alone. ``polars.DataFrame(rows)`` and ``pyarrow.Table.from_pylist(rows)`` take them.

        Parameters and columns are those of :meth:`table`; what has to be said with them is in :attr:`notes`.

        Examples
        --------
        >>> from pasapas_widgets.research import synthetic
        >>> [row["leviers"] for row in Study(synthetic(40, 12)).rows("leviers")]
        ['L1', 'L2', 'L3', 'L4']
        """
        names = _columns(of, (by,) if isinstance(by, str) else tuple(by))
        told = [dict.fromkeys(names) | row for row in self._told(of, by, items, weighted=weighted)]
        return [{name: None if one != one else one for name, one in row.items()} for row in told]

    def _told(
        self, of: Kind, by: str | Sequence[str], items: Sequence[str] | None, *, weighted: bool
    ) -> list[dict[str, Any]]:
        """Return the rows of a table, written down in the journal as shown."""
        texts = interface("research")["etude"]
        by = (by,) if isinstance(by, str) else tuple(by)
        if of not in KINDS:
            raise StudyError(texts["sorte"].format(sorte=of, connues=", ".join(KINDS)))
        allowed = (*BY, *self.corpus.covariates)
        for column in by:
            if column not in allowed:
                raise StudyError(texts["colonne"].format(colonne=column, connues=", ".join(allowed)))
        unknown = [one for one in items or () if one not in self.corpus.questionnaire.item_ids]
        if unknown:
            raise StudyError(texts["enonce"].format(enonce=unknown[0]))
        self._need_weights(of, weighted=weighted)
        groups, names = self._grouped(by)
        if not names:
            raise StudyError(texts["sans_valeur"].format(colonnes=", ".join(by)))
        shown = self._published(GROUPS, groups, len(names))
        rows: list[dict[str, Any]] = []
        for told, parts, least in figures_of(self.corpus, of, items):
            rows.extend(self._rows(of, told, parts, least, groups, names, by, shown, weighted=weighted))
        self._note(of, by, rows, weighted=weighted)
        return rows

    def _need_weights(self, of: Kind, *, weighted: bool) -> None:
        """Refuse a weighted table without weights or of shares, and any where weights of before are not at hand."""
        texts = interface("research")["etude"]
        if weighted and self.corpus.weights is None:
            raise StudyError(texts["poids_sans"])
        if weighted and of not in KINDS[:3]:
            raise StudyError(texts["poids_sorte"])
        own = self.corpus.weights
        if (weighted and not self._history.weigh(own, self._rows_of)) or not self._history.knows_weights:
            raise StudyError(texts["poids_autres"])

    def __repr__(self) -> str:
        told = interface("research")["etude"]["repr"]
        return str(
            told.format(
                corpus=repr(self.corpus).strip("<>"), tableaux=len(self._journal),
                montres=sum(one["montres"] for one in self._journal),
                retenus=sum(one["retenus"] for one in self._journal),
            )
        )  # fmt: skip

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(typeset(one))}</p>" for one in (repr(self).strip("<>"), *self.notes))

    def journal(self) -> pd.DataFrame:
        """Return what the study showed and withheld so far: one row a table, with counts by reason.

        ``attrs["histoire"]`` is the same for all studies of these data, with dates.
        """
        import pandas as pd

        frame = pd.DataFrame(self._journal, columns=["tableau", "groupes", "montres", "retenus", "motifs"])
        kept = () if self._file is not None else (typeset(interface("research")["histoire"]["sans_fichier"]),)
        frame.attrs["notes"] = (*self.notes, *kept)
        frame.attrs["histoire"] = list(self._history.journal)
        return frame

    # ---------------------------------------- groups and figures

    def _grouped(self, by: tuple[str, ...]) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
        """Return the group of each sheet (0: in none, a value is not known) and the groups' names, in order."""
        codes = np.zeros(len(self.corpus), np.int64)
        known = np.ones(len(self.corpus), bool)
        categories: list[list[str]] = []
        for column in by:
            own, values = self.corpus.coded(column)
            known &= own >= 0
            codes = codes * max(1, len(values)) + np.maximum(own, 0)
            categories.append(values)
        met = renumbered(codes[known], math.prod(max(1, len(one)) for one in categories))[0]
        names = []
        for code in met.tolist():
            name: list[str] = []
            for told_ in reversed(categories):
                code, place = divmod(code, max(1, len(told_)))
                name.insert(0, told_[place])
            names.append(tuple(name))
        groups = np.where(known, np.searchsorted(met, codes) + 1, 0)
        return groups, names

    def _spread(self, groups: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return groups of the sheets of this study as groups of all the sheets of their history."""
        return groups if self._whole else spread(groups, self._rows_of, len(self._history))

    def _published(self, name: str, own: NDArray[np.int64], count: int, *, weighted: bool = False) -> list[str | None]:
        """Show the groups, all at once where that holds, else the largest first; return why each is withheld."""
        ledger = self._history.ledger(name, lifted=self._lifted)
        groups = self._spread(own)
        how = {"lifted": self._lifted, "weighted": weighted}
        if self._history.publish(name, groups, **how):
            sizes = np.bincount(groups, minlength=count + 1)
            return [None if sizes[number] else "personnes" for number in range(1, count + 1)]
        sizes = np.bincount(groups, minlength=count + 1)
        reasons: list[str | None] = [None] * count
        for number in sorted(range(1, count + 1), key=lambda one: (-sizes[one], one)):
            members = groups == number
            alone = ledger.lacking(members, weighted=weighted)
            if alone is not None or not self._history.publish(name, members.astype(np.int64), **how):
                reasons[number - 1] = alone or "difference"
        return reasons

    # ---------------------------------------- rows

    def _rows(
        self,
        of: Kind,
        told: dict[str, str],
        parts: list[Part],
        least: int,
        groups: NDArray[np.int64],
        names: list[tuple[str, ...]],
        by: tuple[str, ...],
        shown: list[str | None],
        *,
        weighted: bool,
    ) -> Iterator[dict[str, Any]]:
        """Give one row a group: what may be shown of one figure."""
        allowed = np.array([False, *[reason is None for reason in shown]])
        made = Means(len(names), int(self._sites.max(initial=0)) + 1, self._waves)
        reasons: list[list[str | None]] = []
        open_groups = np.where(allowed[groups], groups, 0)
        for people, values, there in parts:
            inside = open_groups * there
            found = self._allowed(of, people, inside, len(names), weighted=weighted)
            reasons.append(found)
            weights = self.corpus.weights if weighted else None
            made.add(values, inside, self._sites, np.array([reason is None for reason in found]), weights)
        sites, people_, sheets, mean, error = made.told()
        for number, name in enumerate(names):
            held = [one[number] for one in reasons if one[number] is not None]
            reason = shown[number] or (held[0] if len(reasons) - len(held) < least else None)
            row: dict[str, Any] = {**told, **dict(zip(by, name, strict=True))}
            if reason is None:
                wide = of != "niveaux" and sites[number] >= LEAST_CLUSTERS
                half = half_width(error[number], sites[number]) if wide else np.nan
                figures = (mean[number], np.maximum(0.0, mean[number] - half), np.minimum(100.0, mean[number] + half))
                told_ = [float(round(one, DECIMALS)) if weighted else float(one) for one in figures]
                row |= {
                    "n_etablissements": int(sites[number]), "n_personnes": int(people_[number]),
                    "n_feuilles": int(sheets[number]),
                    **dict(zip(NUMBERS, told_, strict=True)),
                }  # fmt: skip
            yield row | {"motif": None if reason is None else self._reason(reason)}

    def _allowed(
        self, of: Kind, people: str, inside: NDArray[np.int64], count: int, *, weighted: bool
    ) -> list[str | None]:
        """Show the groups of one figure; shares of answers need more than means, and tell them too."""
        if of not in ("niveaux", "nsp"):
            return self._published(people, inside, count, weighted=weighted)
        item = people.split(" ")[0]
        level = self.corpus.levels[:, self.corpus.questionnaire.item_ids.index(item)]
        answers = (level == NSP) if of == "nsp" else np.maximum(level, 0)
        name = f"{item} {of}"
        ledger = self._history.ledger(name, lifted=self._lifted)
        assert isinstance(ledger, Shares)
        told = self._spread(answers.astype(np.int64))
        ledger.about(told if ledger.answers is None else np.maximum(told, ledger.answers), 0 if of == "nsp" else None)
        found = self._published(name, inside, count)
        if of == "nsp":
            return found
        allowed = np.array([False, *[one is None for one in found]])
        means = self._published(people, np.where(allowed[inside], inside, 0), count)
        return [one or other for one, other in zip(found, means, strict=True)]

    def _reason(self, reason: str) -> str:
        words = interface("research")["etude"]["motifs"][reason]
        limits = self._limits
        told = words.format(
            sites=limits.sites, personnes=limits.people, part=round(100 * limits.share), cellule=limits.cell
        )
        return typeset(told)

    def _note(self, of: Kind, by: tuple[str, ...], rows: list[dict[str, Any]], *, weighted: bool) -> None:
        """Write a table in the journals of the study and of the data."""
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
        how = {"groupes": ", ".join(by), "leves": self._lifted} | ({"poids": True} if weighted else {})
        written(self._history, self.corpus, of, len(rows) - len(held), held, how)
        if self._file is not None:
            keep(self._history, self._file)

    def _frame(self, of: Kind, rows: list[dict[str, Any]], by: tuple[str, ...], *, weighted: bool) -> pd.DataFrame:
        import pandas as pd

        frame = pd.DataFrame(rows, columns=_columns(of, by))
        frame = frame.astype(dict.fromkeys(COUNTS, "Int64"))
        frame = frame.astype(dict.fromkeys(NUMBERS, "float64"))
        frame["motif"] = pd.Series([row["motif"] for row in rows], dtype=object)  # None where nothing is withheld
        frame.attrs.update(self._attributes(of, by, weighted=weighted))
        return frame

    def _attributes(self, of: Kind, by: tuple[str, ...], *, weighted: bool) -> dict[str, Any]:
        return {
            "notes": (*self.notes, *([typeset(interface("research")["etude"]["poids"])] if weighted else [])),
            "definition": typeset(interface("research")["etude"]["levier"]) if of in KINDS[:2] else "",
            "etude": {"sorte": of, "par": by, "questionnaire": named(self.corpus.questionnaire)},
        }


def _columns(of: Kind, by: tuple[str, ...]) -> list[str]:
    return [of, *(["niveau"] if of == "niveaux" else []), *by, *COUNTS, *NUMBERS, "motif"]
