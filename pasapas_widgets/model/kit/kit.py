"""The kit: practice cards, facilitation methods, models of action and ready sessions, linked to the statements."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.kit.actions import ActionState, ActionTemplate, Document, PlanRules
from pasapas_widgets.model.kit.cards import Card, Method
from pasapas_widgets.model.kit.readysessions import GroundRules, ReadySession
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.strict import Strict, require_known, require_unique

__all__ = ["Kit", "load_kit", "shipped_kit"]


class Kit(Strict, frozen=True):
    """All of the kit, in the order in which people read it."""

    cards: tuple[Card, ...]
    methods: tuple[Method, ...]
    actions: tuple[ActionTemplate, ...]
    rules: PlanRules
    states: tuple[ActionState, ...]
    documents: tuple[Document, ...]
    bodies: dict[str, str]
    sessions: tuple[ReadySession, ...]
    ground_rules: GroundRules

    def cards_for(self, item: str) -> tuple[Card, ...]:
        """Return the cards that answer a statement, those for which it is the main one first."""
        found = [card for card in self.cards if item in card.items]
        return tuple(sorted(found, key=lambda card: card.items.index(item)))

    def actions_for(self, item: str) -> tuple[ActionTemplate, ...]:
        """Return the models of action that answer a statement, those for which it is the main one first."""
        found = [action for action in self.actions if item in action.items]
        return tuple(sorted(found, key=lambda action: action.items.index(item)))


class _Cards(Strict, frozen=True, rename={"cards": "fiches"}):
    cards: tuple[Card, ...]


class _Methods(Strict, frozen=True, rename={"methods": "methodes"}):
    methods: tuple[Method, ...]


class _Actions(Strict, frozen=True, rename={"rules": "regles", "states": "etats", "bodies": "instances"}):
    actions: tuple[ActionTemplate, ...]
    rules: PlanRules
    states: tuple[ActionState, ...]
    documents: tuple[Document, ...]
    bodies: dict[str, str]


class _Sessions(Strict, frozen=True, rename={"sessions": "seances", "ground_rules": "regles_animation"}):
    sessions: tuple[ReadySession, ...]
    ground_rules: GroundRules


def load_kit(questionnaire: Questionnaire | None = None) -> Kit:
    """Read the kit that ships with the package and check every link in it.

    Its cards and models of action answer statements of the self-diagnosis. With another questionnaire its cards are
    there to be read and answer no statement, and it has no model of action.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> kit = load_kit()
    >>> len(kit.cards), len(kit.methods), [card.id for card in kit.cards_for("L2-05")]
    (24, 16, ['F07', 'F08', 'F15'])
    """
    return shipped_kit() if is_self_diagnosis(questionnaire) else _unlinked()


@cache
def _unlinked() -> Kit:
    """Return the kit as it is beside another questionnaire."""
    kit = shipped_kit()
    return replace(kit, cards=tuple(replace(card, items=()) for card in kit.cards), actions=())


@cache
def shipped_kit() -> Kit:
    """Return the kit as it ships, whatever is answered: for its names, its rules and its sessions.

    Which statements its cards and models of action answer is for :func:`load_kit`.
    """
    cards = load_yaml(CONTENT / "kit/cards.yaml", _Cards).cards
    methods = load_yaml(CONTENT / "kit/methods.yaml", _Methods).methods
    plan = load_yaml(CONTENT / "kit/actions.yaml", _Actions)
    ready = load_yaml(CONTENT / "kit/readysessions.yaml", _Sessions)
    _check(cards, methods, plan, ready.sessions)
    return Kit(
        cards=cards,
        methods=methods,
        actions=plan.actions,
        rules=plan.rules,
        states=plan.states,
        documents=plan.documents,
        bodies=plan.bodies,
        sessions=ready.sessions,
        ground_rules=ready.ground_rules,
    )


def _check(
    cards: tuple[Card, ...], methods: tuple[Method, ...], plan: _Actions, sessions: tuple[ReadySession, ...]
) -> None:
    """Check what a type cannot say: unique identifiers, links that lead somewhere, sequences without a gap."""
    q = load_questionnaire(SELF_DIAGNOSIS)
    require_unique("cards.yaml", (one.id for one in cards))
    require_unique("methods.yaml", (one.id for one in methods))
    require_unique("actions.yaml", (one.id for one in plan.actions))
    require_unique("readysessions.yaml", (one.id for one in sessions))
    effects = {effect.id for effect in q.effects}
    for card in cards:
        require_known("cards.yaml", card.id, card.items, q.item_ids)
        require_known("cards.yaml", card.id, card.effects, effects)
        require_known("cards.yaml", card.id, [card.lever], {lever.id for lever in q.levers})
    for action in plan.actions:
        require_known("actions.yaml", action.id, action.items, q.item_ids)
        require_known("actions.yaml", action.id, action.effects, effects)
        require_known("actions.yaml", action.id, [action.card], {card.id for card in cards})
        require_known("actions.yaml", action.id, action.documents, {document.id for document in plan.documents})
    for session in sessions:
        end = 0
        for sequence in session.sequences:
            if sequence.start != end:
                raise ContentError(
                    f"readysessions.yaml, {session.id} : « {sequence.title} » devrait commencer à {end} min."
                )
            end += sequence.minutes
            require_known(
                "readysessions.yaml", session.id, [sequence.method or methods[0].id], {method.id for method in methods}
            )
        if end != session.minutes:
            raise ContentError(f"readysessions.yaml, {session.id} : les séquences durent {end} min en tout.")
