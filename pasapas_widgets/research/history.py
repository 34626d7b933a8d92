"""What was already shown of some data: it belongs to the data, not to the object that showed it, and outlives both.

All studies of one corpus, of parts of it (``Corpus.where``) and of the same data read again share one history, so that
two of them cannot be subtracted from each other. A file keeps it from one process to the next, and a data package
carries it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from pasapas_widgets.content import interface
from pasapas_widgets.places.wholefile import put
from pasapas_widgets.research.cells import Shares, Shown, both_of, limits_of
from pasapas_widgets.research.coded import narrow, numbered
from pasapas_widgets.research.conditions import groups_of
from pasapas_widgets.research.estimates import versions
from pasapas_widgets.research.sessions import ResearchError
from pasapas_widgets.research.weighing import portions_of
from pasapas_widgets.rules.aggregation import load_thresholds

if TYPE_CHECKING:
    from pasapas_widgets.research.corpus import Corpus

__all__ = ["FILE", "History", "history_of"]

FILE = "histoire.json"
_ALIVE: WeakValueDictionary[str, History] = WeakValueDictionary()
_LINES = 4_096
"""Sheets whose answers are digested at once."""
_ABOUT = ("vague", "type", "region", "profil")
GROUPS = ""
"""The ledger of the groups of people themselves; the others bear the name of their figure."""
WEIGHTED, SCORED = " poids", " score"
"""End the name of a figure that is weighted, or made of scores, in the list of what was shown: it has the ledger of the
plain one."""
UNKNOWN = "inconnus"
"""Stands for weights that a file of history does not hold: whoever reads it has to have them."""


class History:
    """The sets of people that were shown of some data, figure by figure, and the packages made of them.

    Parameters
    ----------
    corpus
        All the sheets; a study of a part of them tells which.
    digest
        That of the corpus (:func:`digest_of`).
    """

    def __init__(self, corpus: Corpus, digest: str) -> None:
        self.digest = digest
        sites = groups_of(corpus.coded("etablissement"), len(corpus))
        self._sites = np.where(sites.codes < 0, sites.count, sites.codes)  # those not known are one establishment
        waves = corpus.coded("vague").codes.astype(np.int64)
        self._waves = np.where(waves < 0, waves.max(initial=-1) + 1, waves)
        self._both = both_of(self._sites, self._waves)
        self._questionnaire, self._levels = corpus.questionnaire, corpus.levels
        self._sensitive = {item.id for item in corpus.questionnaire.items if item.sensitive}
        self._ledgers: dict[tuple[bool, str], Shown] = {}
        self.shown: list[tuple[bool, str, NDArray[Any]]] = []
        self.journal: list[dict[str, Any]] = []
        self.releases: list[dict[str, str]] = []
        self.weights: NDArray[np.float64] | None = corpus.weights
        self.weighed = ""
        """The digest of the weights of the weighted figures that were shown, empty where there are none."""

    def __len__(self) -> int:
        return len(self._sites)

    @property
    def sites(self) -> NDArray[np.int64]:
        """The establishment of each sheet, however it is written."""
        return self._sites

    @property
    def waves(self) -> NDArray[np.int64]:
        """The date of each sheet."""
        found: NDArray[np.int64] = self._waves
        return found

    def ledger(self, name: str, *, lifted: bool) -> Shown:
        """Return the ledger of a figure, under the thresholds of research or under those of a written bypass."""
        if (lifted, name) not in self._ledgers:
            limits = limits_of(lifted=lifted)
            if name.split(" ")[0] in self._sensitive:
                limits = replace(limits, people=max(limits.people, load_thresholds().sensitive))
            kind = Shares if name.endswith(Shares.SUFFIXES) else Shown
            made = self._ledgers[lifted, name] = kind(self._sites, self._waves, limits, self._both)
            made.weights = self.weights
        return self._ledgers[lifted, name]

    @property
    def knows_weights(self) -> bool:
        """Whether the weights of the weighted figures that were shown are those at hand."""
        return not self.weighed or (self.weights is not None and self.weighed == _digest_of_weights(self.weights))

    def weigh(self, weights: NDArray[np.float64] | None, rows: NDArray[np.int64] | None = None) -> bool:
        """Take the weights of all sheets (or hold those of some to them); tell whether they are those at hand.

        Data have one system of weights: two, beside each other, would be two mixes of the same people.
        """
        if weights is None:
            return False
        whole = rows is None or (len(rows) == len(self) and bool((rows == np.arange(len(self))).all()))
        own = self.weights if self.weights is None or rows is None else self.weights[rows]
        if own is not None and np.array_equal(own, weights):
            return self.knows_weights
        if not whole or (self.weighed and self.weighed != _digest_of_weights(weights)):
            return False
        self.weights = weights
        for ledger in self._ledgers.values():
            ledger.weights = weights
        return True

    def publish(
        self, name: str, groups: NDArray[np.int64], *, lifted: bool, weighted: bool = False, scored: bool = False
    ) -> bool:
        """Show several disjoint sets of all the sheets at once, if every atom holds; tell whether.

        ``scored``: what is shown is made of people's scores on the lever of this item, and not of its own answers.
        """
        ledger = self.ledger(name, lifted=lifted)
        if scored:
            self._score(ledger, name)
        if not ledger.publish(groups, weighted=weighted, scored=scored):
            return False
        if scored:
            name += SCORED
        if weighted and self.weights is not None:
            name, self.weighed = name + WEIGHTED, _digest_of_weights(self.weights)
        if not any(one[:2] == (lifted, name) and np.array_equal(one[2], groups) for one in self.shown[-200:]):
            self.shown.append((lifted, name, narrow(groups)))
        return True

    def _score(self, ledger: Shown, name: str) -> None:
        """Tell a ledger what an answer to its item counts in each person's score: nothing where there is none."""
        if ledger.portions is None and name in self._questionnaire.item_ids:
            ledger.portions = portions_of(self._questionnaire, self._levels, name)

    def told(self) -> dict[str, Any]:
        """Return the history as a file holds it."""
        return {
            "donnees": self.digest,
            "feuilles": len(self),
            **({"poids": self.weighed} if self.weighed else {}),
            "montres": [{"figure": n, "leves": lifted, "groupes": _packed(g)} for lifted, n, g in self.shown],
            "journal": self.journal,
            "paquets": self.releases,
        }

    def taken(self, told: dict[str, Any], rows: NDArray[np.int64] | None = None) -> None:
        """Take over what a file holds; ``rows``: where each of these sheets stands in it."""
        if told.get("poids"):
            self.weighed = UNKNOWN if self.weighed not in ("", told["poids"]) else str(told["poids"])
        for one in told["montres"]:
            groups = _unpacked(one["groupes"], told["feuilles"])
            groups = narrow(groups if rows is None else groups[rows])
            key = (bool(one["leves"]), str(one["figure"]))
            if not any(seen[:2] == key and np.array_equal(seen[2], groups) for seen in self.shown):
                plain = key[1].removesuffix(WEIGHTED)
                name, scored = plain.removesuffix(SCORED), plain.endswith(SCORED)
                ledger = self.ledger(name, lifted=key[0])
                if scored:
                    self._score(ledger, name)
                ledger.take(groups, weighted=key[1].endswith(WEIGHTED), scored=scored)
                self.shown.append((*key, groups))
        for mine, theirs in ((self.journal, told["journal"]), (self.releases, told["paquets"])):
            mine.extend(one for one in theirs if one not in mine)

    def of_rows(self, rows: NDArray[np.int64], *, weights: bool = False) -> dict[str, Any]:
        """Return what a package of some sheets, in that order, has to carry; ``weights``: it holds theirs too."""
        sets = [{"figure": n, "leves": lifted, "groupes": _packed(g[rows])} for lifted, n, g in self.shown]
        told = self.told() | {"donnees": "", "feuilles": len(rows), "montres": sets}
        if self.weighed:
            known = weights and self.weights is not None and self.knows_weights
            told["poids"] = _digest_of_weights(self.weights[rows]) if known and self.weights is not None else UNKNOWN
        return told


def _digest_of_weights(weights: NDArray[np.float64]) -> str:
    return hashlib.blake2b(np.ascontiguousarray(weights, np.float64).tobytes(), digest_size=16).hexdigest()


def history_of(corpus: Corpus) -> History:
    """Return the history of a corpus: that of the same data, where something alive still has it."""
    digest = digest_of(corpus)
    found = _ALIVE.get(digest)
    if found is None:
        found = _ALIVE[digest] = History(corpus, digest)
    found.weigh(corpus.weights)
    return found


def digest_of(corpus: Corpus) -> str:
    """Return a digest of what was answered and where, without any name: the same data read again have the same."""
    made = hashlib.blake2b(corpus.questionnaire.fingerprint.encode(), digest_size=16)
    for start in range(0, len(corpus), _LINES):
        made.update(np.ascontiguousarray(corpus.levels[start : start + _LINES]).data)
    made.update(groups_of(corpus.coded("etablissement"), len(corpus)).codes.tobytes())
    for name in _ABOUT:
        codes, values = corpus.coded(name)
        met, first, place = numbered(codes.astype(np.int64) + 1, len(values) + 1)
        order = np.argsort(first)  # by first appearance: the order of the categories says nothing
        told = ["" if code == 0 else values[code - 1] for code in met[order].tolist()]
        made.update("\n".join(told).encode() + np.argsort(order)[place].astype(np.int64).tobytes())
    return made.hexdigest()


def keep(history: History, path: Path) -> None:
    """Write a history in its file, whole or not at all."""
    put(path, (json.dumps(history.told(), ensure_ascii=False, indent=1) + "\n").encode())


def open_file(history: History, path: Path) -> None:
    """Take over what a file holds of the same data; a file that is not there yet is a new one.

    Raises
    ------
    ResearchError
        It is no history, or that of other data.
    """
    told = read_file(path)
    if told is None:
        return
    if told["donnees"] not in ("", history.digest) or told["feuilles"] != len(history):
        raise ResearchError(interface("research")["histoire"]["autres"].format(fichier=path.name))
    history.taken(told)


def read_file(path: Path) -> dict[str, Any] | None:
    """Return what a file of history holds, ``None`` where there is none.

    Raises
    ------
    ResearchError
        It is no history.
    """
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_bytes())
        for one in told["montres"]:
            _unpacked(one["groupes"], told["feuilles"])
        assert isinstance(told["journal"], list) and isinstance(told["paquets"], list)
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise ResearchError(interface("research")["histoire"]["illisible"].format(fichier=path.name)) from error
    return dict(told)


def written(
    history: History, corpus: Corpus, table: str, shown: int, reasons: Sequence[str], how: dict[str, Any]
) -> dict[str, Any]:
    """Write a table in the journal of the data: when, of what, how many figures it shows and withholds, and how.

    Parameters
    ----------
    table
        The kind of a study's table, or the function that made it.
    reasons
        Why figures are withheld, one a figure.
    how
        What it was asked.
    """
    told = {
        "jour": today(),
        "questionnaire": corpus.questionnaire.fingerprint,
        "feuilles": len(corpus),
        "tableau": table,
        "montres": shown,
        "retenus": len(reasons),
        "motifs": " ; ".join(dict.fromkeys(reasons)),
        **how,
        "versions": versions(),
    }
    history.journal.append(told)
    return told


def today() -> str:
    """Return the date of what is written down."""
    return dt.date.today().isoformat()


def _packed(groups: NDArray[np.int64]) -> list[str]:
    """Return one text of bits a group."""
    return [
        base64.b64encode(np.packbits(groups == one).tobytes()).decode()
        for one in range(1, int(groups.max(initial=0)) + 1)
    ]


def _unpacked(told: list[str], n: int) -> NDArray[np.int64]:
    groups = np.zeros(n, np.int64)
    for number, one in enumerate(told, start=1):
        groups[np.unpackbits(np.frombuffer(base64.b64decode(one), np.uint8), count=n).astype(bool)] = number
    return groups


def spread(groups: NDArray[np.int64], rows: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Return groups of some sheets as groups of all of them."""
    found = np.zeros(n, np.int64)
    found[rows] = groups
    return found


def others(history: History, *, lifted: bool) -> Iterator[str]:
    """Say what was shown under other thresholds, which this ledger does not count."""
    if any(one[0] != lifted for one in history.shown):
        yield interface("research")["histoire"]["autres_seuils"]
