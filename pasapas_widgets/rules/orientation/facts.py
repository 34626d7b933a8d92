"""What a condition of the orientation may know of a group: published figures only, and how each is said in French."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import msgspec

from pasapas_widgets.content import french, interface
from pasapas_widgets.content.french import counted, spoken_list, typeset
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults, GroupScore, ItemResult
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.orientation.condition import Comparison, Fact
from pasapas_widgets.rules.scoring import load_rules

__all__ = ["Facts"]

FIGURES = {"part_nsp": "not_known_share", "dispersion": "spread"}
"""The figures of a statement that a condition names, as the results call them."""
SIGNAL_FIGURE = {"regards_differents": "spread", "peu_visible": "not_known_share"}
"""The figure that tells whether a statement has a signal; the gap of profiles has none of its own."""

AT_MOST = ("<", "<=")


class Facts:
    """The facts that are known of a group; what is withheld or missing is not known.

    Parameters
    ----------
    results
        Published results; empty where there are none.
    staff
        Number of employees, ``None`` where it was not said.
    cautions
        Answers to the questions of prudence, by identifier.
    fired
        Tells which rules of some priorities apply, and how many could not be looked at (``aucune_regle``).
    """

    def __init__(
        self,
        q: Questionnaire,
        results: GroupResults,
        *,
        staff: int | None = None,
        cautions: Mapping[str, bool] | None = None,
        fired: Callable[[tuple[int, ...]], tuple[int, int]] = lambda _: (0, 0),
    ) -> None:
        self.q, self.staff, self.cautions, self.fired = q, staff, dict(cautions or {}), fired
        least = load_thresholds().mean
        enough = not results.n_sheets or results.n_sheets >= least
        self._told: dict[str, GroupScore | ItemResult] = {}
        if enough:
            self._told |= results.levers
            self._told |= results.effects
            self._told |= {id: one for id, one in results.items.items() if _is_shown(one, least)}
        self.tolerance = load_rules().tolerance

    @property
    def is_any(self) -> bool:
        """Whether any figure at all is published."""
        return any(self.score(id) is not None for id in self._scored())

    def _scored(self) -> Iterable[str]:
        return (*(one.id for one in self.q.levers), *self.q.item_ids)

    def score(self, id: str) -> float | None:
        """Return the published score (0 to 100) of a lever, an effect or a statement."""
        return self._figure(id, "mean" if id in self.q.item_ids else "score")

    def _figure(self, id: str, key: str) -> float | None:
        found = getattr(self._told.get(id), key, None)
        return None if found is None else float(found)

    def lowest(self) -> tuple[str, ...]:
        """Return the levers with the lowest published score, in the questionnaire's order; the first stands for all."""
        scores = {one.id: score for one in self.q.levers if (score := self.score(one.id)) is not None}
        least = min(scores.values(), default=0.0)
        return tuple(id for id, score in scores.items() if score <= least + self.tolerance)

    def span(self, fact: Fact) -> tuple[float, float] | None:
        """Return the least and the greatest that a number may be; ``None`` where it is not known."""
        name, about = fact.name, fact.about
        if name == "nb_signal":
            return self._signals(about[0])
        found: float | None = None
        if name in ("score", "moyenne"):
            scores = [self.score(id) for id in about]
            known = [one for one in scores if one is not None]
            found = math.fsum(known) / len(known) if len(known) == len(scores) else None
        elif name in ("part_nsp", "dispersion"):
            found = self._figure(about[0], FIGURES[name])
        elif name == "part_nsp_globale":
            shares = [share for id in self.q.item_ids if (share := self._figure(id, "not_known_share")) is not None]
            found = math.fsum(shares) / len(shares) if shares else None
        elif name == "effectif":
            found = None if self.staff is None else float(self.staff)
        return None if found is None else (found, found)

    def _signals(self, signal: str) -> tuple[float, float] | None:
        if not self.is_any:
            return None
        have = [id for id in self.q.item_ids if signal in getattr(self._told.get(id), "signals", ())]
        key = SIGNAL_FIGURE.get(signal)
        open_ = [id for id in self.q.item_ids if id not in have and (key is None or self._figure(id, key) is None)]
        return float(len(have)), float(len(have) + len(open_))

    def word(self, fact: Fact) -> str | None:
        """Return the word that a fact is; ``None`` where it is not known."""
        if fact.name == "classe":
            found = getattr(self._told.get(fact.about[0]), "level_class", None)
            known = self.score(fact.about[0]) is not None and found in [one.id for one in load_rules().classes]
            return str(found) if known else None
        if fact.name == "levier_min":
            return next(iter(self.lowest()), None)
        if fact.name == "aucune_regle":
            applies, _ = self.fired(tuple(int(n) for n in fact.about))
            return "non" if applies else "oui" if self.is_any else None
        answer = self.cautions.get(fact.name)
        return None if answer is None else "oui" if answer else "non"

    def compare(self, one: Comparison) -> bool | None:
        """Tell whether a comparison is true; ``None`` where its fact is not known well enough."""
        if isinstance(one.value, str):
            if one.fact.name == "levier_min" and self.score(one.value) is None:
                return None  # whether a lever that is not shown is the lowest, nobody can tell
            word = self.word(one.fact)
            return None if word is None else (word == one.value) == (one.operator == "==")
        span = self.span(one.fact)
        if span is None:
            return None
        least, most = (self._holds(end, one) for end in span)
        return least if least == most and (one.operator not in ("==", "!=") or span[0] == span[1]) else None

    def _holds(self, number: float, one: Comparison) -> bool:
        value, near = float(one.value), self.tolerance
        return {
            "<": number < value - near,
            "<=": number <= value + near,
            ">": number > value + near,
            ">=": number >= value - near,
            "==": abs(number - value) <= near,
            "!=": abs(number - value) > near,
        }[one.operator]

    # ------------------------------------------------------------ in words

    def because(self, one: Comparison) -> str:
        """Say a comparison that is true, in French, without a capital or a full stop."""
        name, texts = one.fact.name, interface("orientation")["faits"]
        values = self._values(one)
        if name == "aucune_regle":
            if one.operator == "!=":
                return str(texts["une_regle"])
            unseen = self.fired(tuple(int(n) for n in one.fact.about))[1]
            more = counted(texts["aucune_regle_nuance"], unseen) if unseen else ""
            return typeset(texts["aucune_regle"] + more)
        if name == "levier_min":
            shared = len(self.lowest()) - 1
            told = texts[name][one.operator].format(**values)
            return typeset(
                told + (counted(texts["levier_min_egal"], shared) if shared and one.operator == "==" else "")
            )
        if name == "classe":
            return typeset(texts[name][one.operator].format(**values))
        if name in self.cautions:
            return typeset(texts["prudence"].format(**values))
        if name in ("nb_signal", "effectif"):
            least, most = self.span(one.fact) or (0, 0)
            number = most if one.operator in AT_MOST else least
            kind = name if least == most or one.operator not in AT_MOST else "nb_signal_au_plus"
            return counted(texts[kind], int(number), **values)
        return typeset(texts[name].format(**values))

    def missing(self, one: Comparison) -> str:
        """Say what is not known of a comparison."""
        texts = interface("orientation")["manque"]
        name = one.fact.name if one.fact.name in texts else "prudence"
        return typeset(texts[name].format(**self._values(one)))

    def _values(self, one: Comparison) -> dict[str, str]:
        values = {"sujets": spoken_list([f"« {self._name(id)} »" for id in one.fact.about]), "sujet": ""}
        if one.fact.about:
            values["sujet"] = self._subject(one.fact.about[0])
        if one.fact.name == "nb_signal":
            values["signal"] = msgspec.to_builtins(load_rules().signals)[one.fact.about[0]]["libelle"]
        questions = {it.id: it.text for it in self.q.cautions}
        values["question"] = questions.get(one.fact.name, "")
        if isinstance(one.value, str):
            classes = {it.id: it.label for it in load_rules().classes}
            levers = {it.id: it.name for it in self.q.levers}
            actual = self.word(one.fact) if one.fact.name in questions else one.value
            values["valeur"] = classes.get(one.value) or levers.get(one.value) or str(actual)
            return values
        scale = 100 if one.fact.name.startswith("part_nsp") else 1
        span = self.span(one.fact)
        if span:
            values["chiffre"] = _shown(span[0], one, scale, self._holds)
        order = interface("orientation")["faits"]["ordre"][one.operator]
        values["ordre"] = order.format(seuil=french.number(float(one.value) * scale, 2, bare=True))
        return values

    def _subject(self, id: str) -> str:
        levers = [one.id for one in self.q.levers]
        kind = "levier" if id in levers else "item" if id in self.q.item_ids else "effet"
        return str(interface("orientation")["faits"][kind].format(nom=self._name(id)))

    def _name(self, id: str) -> str:
        names = {one.id: one.name for one in self.q.levers} | {one.id: one.name for one in self.q.effects}
        return self.q.item(id).text if id in self.q.item_ids else names.get(id, id)


def _is_shown(one: ItemResult, least: int) -> bool:
    """Leave out what says itself that it comes from too few people: a carnet is a file that people may change."""
    return one.n_answers is None or one.n_answers >= least


def _shown(number: float, one: Comparison, scale: int, holds: Callable[[float, Comparison], bool]) -> str:
    """Round a number for reading, with just enough decimals for the comparison to stay true in what is read."""
    for digits in range(4):
        rounded = math.floor(number * scale * 10**digits + 0.5 + 1e-9) / 10**digits
        if holds(rounded / scale, one) == holds(number, one):
            return french.number(rounded, digits, bare=True)
    return french.number(number * scale, 6, bare=True)
