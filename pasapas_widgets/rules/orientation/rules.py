"""The rules of the orientation as a file says them, checked whole: every word of every rule must lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.content.faults import Fault, fault_of, unknown_key
from pasapas_widgets.content.french import nearest
from pasapas_widgets.model.field.actors import shipped_actors
from pasapas_widgets.model.field.orientation import OfferedService, Rule, Situation
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.strict import Strict
from pasapas_widgets.rules.orientation.condition import (
    LIKENESS,
    OTHERWISE,
    Condition,
    ConditionError,
    Vocabulary,
    comparisons,
    parse,
)
from pasapas_widgets.rules.scoring import load_rules

__all__ = ["Orientation", "OrientationError", "load_orientation", "offered_services", "service_names", "vocabulary"]

T = TypeVar("T", bound=Struct)


class OrientationError(ContentError):
    """A file of rules that cannot be used; ``str(error)`` is the first fault.

    Attributes
    ----------
    faults : tuple of str
        All of them: each one French sentence with the file, the rule and what to do.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        more = len(self.faults) - 1
        told = {0: "", 1: " (et une autre faute)"}.get(more, f" (et {more} autres fautes)")
        super().__init__(self.faults[0] + told)


class Orientation(Struct, frozen=True):
    """Rules that fit the questionnaire, the cards, the actors and the services that they name.

    Parameters
    ----------
    conditions
        The condition of each rule and situation, read; the last situation, «sinon», has none.
    most
        How many proposals are shown at once.
    """

    services: tuple[OfferedService, ...]
    rules: tuple[Rule, ...]
    situations: tuple[Situation, ...]
    conditions: dict[str, Condition]
    most: int
    questionnaire: Questionnaire


class _File(Strict, frozen=True, rename={"rules": "regles", "most": "propositions_max"}):
    """A file whose members are checked one by one, so that one fault hides no other."""

    services: tuple[OfferedService, ...] = ()
    most: Annotated[int, Meta(ge=1, le=10)] | None = None
    rules: tuple[dict[str, Any], ...] | None = None
    situations: tuple[dict[str, Any], ...] | None = None


def vocabulary(q: Questionnaire) -> dict[str, Vocabulary]:
    """Return the facts that a condition may compare, for a questionnaire (``docs/orientation.md`` tells them)."""
    levers = [one.id for one in q.levers]
    scored = [*levers, *(one.id for one in q.effects), *q.item_ids]
    signals = list(msgspec.to_builtins(load_rules().signals))
    most = len(q.item_ids)
    return {
        "classe": Vocabulary(scored, [one.id for one in load_rules().classes]),
        "score": Vocabulary(scored, (0, 100)),
        "moyenne": Vocabulary(scored, (0, 100), many=True),
        "part_nsp": Vocabulary(q.item_ids, (0, 1)),
        "dispersion": Vocabulary(q.item_ids, (0, (q.top - 1) / 2)),
        "nb_signal": Vocabulary(signals, (0, most)),
        "levier_min": Vocabulary(None, levers),
        "part_nsp_globale": Vocabulary(None, (0, 1)),
        "effectif": Vocabulary(None, (0, 100_000)),
        "aucune_regle": Vocabulary([str(n) for n in range(10)], ["oui"], many=True, alone=True),
        **{one.id: Vocabulary(None, ["oui", "non"]) for one in q.cautions},
    }


@cache
def load_orientation(path: Path | str | None = None, *, questionnaire: Questionnaire | None = None) -> Orientation:
    """Read the rules of the orientation and check them whole; without ``path``, those that ship with the package.

    Parameters
    ----------
    path
        A file of one's own (``docs/orientation.md``). What it leaves out is taken from the one that ships.
    questionnaire
        The questionnaire whose levers and statements the rules name.

    Raises
    ------
    OrientationError, ContentError
        French sentences naming the file, the rule, what is wrong and what was perhaps meant.

    Examples
    --------
    >>> rules = load_orientation()
    >>> len(rules.rules), len(rules.situations), [one.id for one in rules.services]
    (18, 7, ['S1', 'S2', 'S3', 'S4'])
    """
    q = questionnaire or load_questionnaire(SELF_DIAGNOSIS)
    shipped = CONTENT / "field/orientation.yaml"
    source = shipped if path is None else Path(path)
    own, base = load_yaml(source, _File), load_yaml(shipped, _File)
    reader = _Reader(q, own.services or base.services)
    rules = tuple(reader.members(own.rules if own.rules is not None else base.rules or (), Rule, "règle"))
    reader.check_rules(rules)
    raw = own.situations if own.situations is not None else base.situations or ()
    situations = tuple(reader.members(raw, Situation, "situation"))
    reader.check_situations(situations)
    if reader.faults:
        raise OrientationError(fault.sentence(source.name) for fault in reader.faults)
    most = own.most or base.most or 4
    return Orientation(reader.services, rules, situations, reader.conditions, most, q)


class _Reader:
    """Reads members one by one; what it finds wrong is in :attr:`faults`."""

    def __init__(self, q: Questionnaire, services: tuple[OfferedService, ...]) -> None:
        self.services = services
        self.words = vocabulary(q)
        self.faults: list[Fault] = []
        self.conditions: dict[str, Condition] = {}
        self._seen: set[str] = set()

    def fault(self, place: str, reason: str, fix: str = "") -> None:
        self.faults.append(Fault(path=place, reason=reason, fix=fix))

    def members(self, raw: Iterable[Mapping[str, Any]], kind: type[T], name: str) -> Iterator[T]:
        for number, one in enumerate(raw, 1):
            place = f"{name} {one.get('id', f'n° {number}')}"
            try:
                found = msgspec.convert(one, kind)
            except msgspec.ValidationError as error:
                fault, names = fault_of(error), [field.encode_name for field in msgspec.structs.fields(kind)]
                spot = f"{place}, {fault.path}" if fault.path else place
                self.fault(spot, fault.reason, _perhaps(unknown_key(error), names))
                continue
            id = str(one["id"])
            if id in self._seen:
                self.fault(place, "cet identifiant est déjà pris")
            self._seen.add(id)
            yield found

    def read(self, id: str, text: str, place: str) -> Condition | None:
        try:
            self.conditions[id] = parse(text, self.words)
        except ConditionError as error:
            self.fault(f"{place}, si", str(error))
        return self.conditions.get(id)

    def known(self, place: str, used: Iterable[str], known: Collection[str]) -> None:
        for one in used:
            if one not in known:
                self.fault(place, f"« {one} » n'existe pas", _perhaps(one, known))

    def check_rules(self, rules: Iterable[Rule]) -> None:
        services = [one.id for one in self.services]
        actors = [one.id for one in shipped_actors().actors]
        cards = [one.id for one in shipped_kit().cards]
        for rule in rules:
            place = f"règle {rule.id}"
            self.known(f"{place}, alors", rule.services, services)
            self.known(f"{place}, acteurs", rule.actors, actors)
            self.known(f"{place}, fiches", rule.cards, cards)
            condition = self.read(rule.id, rule.condition, place)
            for one in comparisons(condition) if condition else ():
                if one.fact.name == "aucune_regle" and any(int(n) >= rule.priority for n in one.fact.about):
                    reason = f"aucune_regle ne peut citer que des priorités plus petites que {rule.priority}"
                    self.fault(f"{place}, si", reason)

    def check_situations(self, situations: tuple[Situation, ...]) -> None:
        for number, one in enumerate(situations, 1):
            place = f"situation {one.id}"
            if one.condition == OTHERWISE:
                if number < len(situations):
                    self.fault(f"{place}, si", "« sinon » ne convient qu'à la dernière situation")
                continue
            condition = self.read(one.id, one.condition, place)
            if condition and any(it.fact.name == "aucune_regle" for it in comparisons(condition)):
                self.fault(f"{place}, si", "aucune_regle ne convient qu'à une règle")


def _perhaps(told: str, known: Iterable[str]) -> str:
    """Say which known name was perhaps meant."""
    near = nearest(told, known, likeness=LIKENESS)
    return f"vouliez-vous « {near} » ?" if near else ""


def offered_services() -> dict[str, OfferedService]:
    """Return the services à la carte that ship with the package, by identifier.

    >>> offered_services()["S3"].name
    'Formation'
    """
    return {one.id: one for one in load_orientation().services}


def service_names() -> dict[str, str]:
    """Return the services à la carte by identifier, as people call them."""
    return {id: one.name for id, one in offered_services().items()}
