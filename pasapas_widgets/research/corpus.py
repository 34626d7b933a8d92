"""Many sessions at once: what people answered, as arrays and tidy frames, with where each sheet comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.entry import CODES, EMPTY
from pasapas_widgets.model.questionnaire.structure import NOT_CONCERNED, NOT_KNOWN, Questionnaire
from pasapas_widgets.research.coded import Coded
from pasapas_widgets.research.conditions import refuse
from pasapas_widgets.research.covariates import CONTEXT, WEIGHT, check_covariates, checked_weights, covariates_in
from pasapas_widgets.rules.scoring import rules_of

if TYPE_CHECKING:
    import pandas as pd

    from pasapas_widgets.research.history import History

__all__ = ["CONTEXT", "EMPTY", "MISSING", "NC", "NSP", "Context", "Corpus"]

NSP, NC = CODES[NOT_KNOWN], CODES[NOT_CONCERNED]
"""The three kinds of missing answer in :attr:`Corpus.levels`: never merged, never imputed."""
MISSING = {NSP: "nsp", NC: "nc", EMPTY: "vide"}
Levels = NDArray[np.int32]
"""Of a type in which the first formula that one writes, «(levels - 1) * 100 / 3», does not overflow."""


class Context:
    """The columns of :attr:`Corpus.sheets` as codes and texts, of which the frame is made when it is asked for: to
    import pandas takes longer than to read the sheets of a sector.

    Parameters
    ----------
    columns
        Some of :data:`CONTEXT`, in its order; the others are empty. Then covariates.
    """

    def __init__(self, columns: dict[str, Coded]) -> None:
        self.columns = columns

    def frame(self) -> pd.DataFrame:
        """Return the columns as categories."""
        import pandas as pd

        n = max((len(one.codes) for one in self.columns.values()), default=0)
        nothing = Coded(np.full(n, -1, np.int8), [])
        given = {name: self.columns.get(name, nothing) for name in (*CONTEXT, *covariates_in(self.columns))}
        return pd.DataFrame({name: pd.Categorical.from_codes(one.codes, one.values) for name, one in given.items()})


class _Sheets:
    """The field ``sheets`` of a corpus: a frame, or a context until somebody asks for it."""

    def __get__(self, corpus: Corpus | None, owner: type[Corpus]) -> Any:
        if corpus is None:
            return self
        told = vars(corpus)["sheets"]
        if isinstance(told, Context):
            told = vars(corpus)["sheets"] = told.frame()
        return told

    def __set__(self, corpus: Corpus, told: pd.DataFrame | Context) -> None:
        vars(corpus)["sheets"] = told


@dataclass(frozen=True)
class Corpus:
    """Sheets of many sessions and what is known of them.

    Parameters
    ----------
    questionnaire
        What the sheets answer, in one version.
    sheets
        One row a sheet, columns :data:`CONTEXT`, then covariates, all categories.
    levels
        Sheets × items, in the order of both: 1 … top as the person gave it, 0 left empty, -1 NSP, -2 NC.
    published
        Figures that groups had published in their carnets, one row a session and item: no sheet is behind them here.
    notes
        French sentences that every output made of this corpus has to carry.
    sources
        What was read, one mapping a file or database: name, size, digest, sessions and sheets read and left out.
    origin
        The history of the data that the sheets are of, and where they stand in them; made when it is first asked for.
    weights
        What each sheet counts for in weighted figures, above 0; ``None`` where nothing says it.
    """

    questionnaire: Questionnaire
    sheets: pd.DataFrame
    levels: Levels
    published: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[dict[str, Any], ...] = field(default=())
    origin: tuple[History, NDArray[np.int64]] | None = field(default=None, repr=False, compare=False)
    weights: NDArray[np.float64] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        shape = (len(self), len(self.questionnaire.items))
        if self.levels.shape != shape:
            raise ValueError(f"levels {self.levels.shape} do not fit {shape[0]} sheets × {shape[1]} items")
        if not np.issubdtype(self.levels.dtype, np.integer):
            raise ValueError(f"levels are whole numbers, not {self.levels.dtype}")
        q = self.questionnaire
        if any(item.weight for item in q.items) or any(
            level.points is not None for scale in (q.scale, *q.other_scales.values()) for level in scale.levels
        ):
            refuse("calcul_propre")
        tops = np.array([self.questionnaire.scale_of(item).top for item in self.questionnaire.items])
        if len(self) and ((self.levels.min(axis=0) < NC) | (self.levels.max(axis=0) > tops)).any():
            raise ValueError("a level lies outside of its item's scale")
        object.__setattr__(self, "levels", np.asarray(self.levels, np.int32))
        check_covariates({name: self.coded(name) for name in self.covariates}, q)
        if self.weights is not None:
            object.__setattr__(self, "weights", checked_weights(self.weights, len(self)))

    def __len__(self) -> int:
        told = vars(self)["sheets"]
        if isinstance(told, Context):
            return max((len(one.codes) for one in told.columns.values()), default=0)
        return len(told)

    @property
    def covariates(self) -> tuple[str, ...]:
        """The names of what is known of people besides :data:`CONTEXT`: age class, seniority…"""
        told = vars(self)["sheets"]
        return covariates_in(told.columns)

    def coded(self, column: str) -> Coded:
        """Return a column of :data:`CONTEXT` as codes and texts, without a frame where none was asked for yet."""
        told = vars(self)["sheets"]
        if isinstance(told, Context):
            return told.columns.get(column, Coded(np.full(len(self), -1, np.int8), []))
        own = told[column].cat
        return Coded(own.codes.to_numpy(), [str(one) for one in own.categories])

    def __repr__(self) -> str:
        words, q = interface("research")["corpus"], self.questionnaire
        return str(
            words["repr"].format(
                feuilles=len(self), seances=self.count("seance"), etablissements=self.count("etablissement"),
                questionnaire=f"{q.id} {q.version}",
            )
        )  # fmt: skip

    def _repr_html_(self) -> str:
        q, words = self.questionnaire, interface("research")["corpus"]["lu"]
        told = words.format(
            feuilles=len(self), seances=self.count("seance"), etablissements=self.count("etablissement"), titre=q.title,
            version=q.version,
        )  # fmt: skip
        return "".join(f"<p>{escape(typeset(one))}</p>" for one in (told, *self.notes))

    def count(self, column: str) -> int:
        """Return how many different values a column of :data:`CONTEXT` has among the sheets."""
        codes = self.coded(column).codes
        return len(np.unique(codes[codes >= 0]))

    def where(self, kept: ArrayLike) -> Corpus:
        """Return the corpus of some sheets only, chosen by a mask or by positions."""
        chosen = np.asarray(kept)
        history, rows = self.history()
        told = vars(self)["sheets"]
        if isinstance(told, Context):
            sheets: Any = Context({name: one.only(chosen) for name, one in told.columns.items()})
        else:
            sheets = told.iloc[chosen].reset_index(drop=True)
        weights = None if self.weights is None else self.weights[chosen]
        return replace(self, sheets=sheets, levels=self.levels[chosen], origin=(history, rows[chosen]), weights=weights)

    def history(self) -> tuple[History, NDArray[np.int64]]:
        """Return the history of the data, shared by all that is made of them, and where these sheets stand in it."""
        from pasapas_widgets.research.history import history_of

        if self.origin is None or len(self.origin[1]) != len(self):
            object.__setattr__(self, "origin", (history_of(self), np.arange(len(self))))
        assert self.origin is not None
        return self.origin

    def steps(self, column: int) -> NDArray[np.int32]:
        """Return one item's answers in whole steps above the worst one (``Questionnaire.steps``), -1 where missing."""
        item = self.questionnaire.items[column]
        top = self.questionnaire.scale_of(item).top
        told = np.full(top + 3, -1, np.int32)  # an index of -1 or -2 reads from the end
        told[1 : top + 1] = [self.questionnaire.steps(item, level) for level in range(1, top + 1)]
        found: NDArray[np.int32] = told[self.levels[:, column]]
        return found

    def points(self) -> NDArray[np.float64]:
        """Return sheets × items from 0 to 100, reversed items turned round, NaN for each kind of missing."""
        found = np.empty(self.levels.shape)
        for column in range(len(self.questionnaire.items)):
            steps = self.steps(column)
            found[:, column] = np.where(steps < 0, np.nan, steps * (100 / self.questionnaire.span))
        return found

    def scores(self) -> pd.DataFrame:
        """Return sheets × levers, 0 to 100, NaN where fewer items were answered than a score needs: what
        :func:`pasapas_widgets.rules.scoring.score_sheet` gives each of them, to the bit."""
        import pandas as pd

        q = self.questionnaire
        rules, made = rules_of(q), dict[str, NDArray[np.float64]]()
        for lever in q.levers:
            of = {q.item_ids.index(item.id): q.weight(lever, item) for item in q.scored_items(lever)}
            total, n, weights = (np.zeros(len(self), np.int64) for _ in range(3))
            for column, weight in of.items():
                steps = self.steps(column)
                there = steps >= 0
                total[there] += weight * steps[there]
                n += there
                weights += weight * there
            if lever.is_unfavourable:
                total = q.span * weights - total
            score = total * 100 / (q.span * np.maximum(weights, 1))
            made[lever.id] = np.where(n >= rules.least(len(of), lever), score, np.nan)
        return pd.DataFrame(made, index=self.sheets.index)

    def tidy(self) -> pd.DataFrame:
        """Return one row a sheet and item: :data:`CONTEXT`, ``item``, ``levier``, ``reponse`` (a level, Int64, empty
        where there is none) and ``manque`` (``nsp``, ``nc``, ``vide``, or empty); covariates and ``poids`` too."""
        import pandas as pd

        q, (rows, columns) = self.questionnaire, self.levels.shape
        made = {}
        for name in self.sheets.columns:
            column = self.sheets[name].cat
            made[name] = pd.Categorical.from_codes(np.repeat(column.codes.to_numpy(), columns), column.categories)
        levers = [lever.id for lever in q.levers]
        of = np.array([levers.index(item.lever) for item in q.items], np.int8)
        made["item"] = pd.Categorical.from_codes(np.tile(np.arange(columns, dtype=np.int16), rows), list(q.item_ids))
        made["levier"] = pd.Categorical.from_codes(np.tile(of, rows), levers)
        levels = self.levels.ravel()
        there = np.where(self.levels > EMPTY, self.levels, 0)
        for column, item in enumerate(q.items):
            there[:, column] = np.array([0, *(one.written for one in q.scale_of(item).levels)])[there[:, column]]
        made["reponse"] = pd.arrays.IntegerArray(there.ravel().astype(np.int64), levels <= EMPTY)
        kinds = np.full(len(levels), -1, np.int8)
        for place, kind in enumerate(MISSING):
            kinds[levels == kind] = place
        made["manque"] = pd.Categorical.from_codes(kinds, list(MISSING.values()))
        if self.weights is not None:
            made[WEIGHT] = np.repeat(self.weights, columns)
        return pd.DataFrame(made)

    def write(
        self,
        folder: Path | str,
        *,
        format: Literal["csv", "parquet"] = "csv",
        also: Sequence[Literal["sav", "dta"]] = (),
        authors: Sequence[str] = (),
        seed: int | None = None,
        linked: str | None = None,
    ) -> Path:
        """Write a data package: :func:`pasapas_widgets.research.write`."""
        from pasapas_widgets.research.package import write

        return write(self, folder, format=format, also=also, authors=authors, seed=seed, linked=linked)

    @classmethod
    def of_columns(
        cls,
        questionnaire: Questionnaire,
        levels: NDArray[Any],
        columns: dict[str, Iterable[Any]],
        covariates: Sequence[str] = (),
        **more: Any,
    ) -> Corpus:
        """Return a corpus of plain columns; those of :data:`CONTEXT` that are not given are empty."""
        import pandas as pd

        unknown = set(columns) - {*CONTEXT, *covariates}
        if unknown:
            raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
        nothing = pd.Categorical.from_codes(np.full(len(levels), -1, np.int8), [])
        given = {name: one if isinstance(one, pd.Categorical) else pd.Categorical(one) for name, one in columns.items()}
        frame = pd.DataFrame({name: given.get(name, nothing) for name in (*CONTEXT, *covariates)})
        return cls(questionnaire=questionnaire, sheets=frame, levels=levels, **more)


Corpus.sheets = _Sheets()  # once the data class is made: its field has no default
