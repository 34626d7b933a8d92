"""Cards and methods of the kit as they are read: one shape for both, whatever shows them (screen, projector, phone)."""

from __future__ import annotations

from functools import cache
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.model.kit.cards import Card, Method
from pasapas_widgets.model.kit.kit import shipped_kit

__all__ = ["all_in_short", "as_read", "in_short", "sentence", "shortened"]


def sentence(text: str) -> str:
    """Return a text as a sentence: a capital first, a stop at the end.

    >>> sentence("voter avant de commenter")
    'Voter avant de commenter.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", ")")) else ".")


def as_read(one: Card | Method) -> dict[str, Any]:
    """Return a card or a method as plain values, with the same keys for both.

    ``minutes`` and ``effectif`` are the least and the most, ``effectif`` being ``None`` for a whole team. A method has
    no lever, no statement and no effect: it serves all of them. The minutes of a card are those of its steps together.

    Examples
    --------
    >>> from pasapas_widgets.model.kit.kit import load_kit, shipped_kit
    >>> kit = shipped_kit()
    >>> [(one["id"], one["genre"], one["minutes"]) for one in map(as_read, (kit.cards[0], kit.methods[0]))]
    [('F01', 'fiche', [90, 90]), ('M01', 'methode', [10, 20])]
    """
    return _card(one) if isinstance(one, Card) else _method(one)


def shortened(one: Card | Method) -> dict[str, Any]:
    """Return what a phone shows of a card or a method: what it is, its title and its steps."""
    whole = as_read(one)
    return {key: whole[key] for key in ("id", "genre", "titre", "quand", "etapes")}


def in_short(id: str) -> dict[str, Any] | None:
    """Return what a phone shows of the card or method of that identifier, ``None`` where the kit has none.

    Examples
    --------
    >>> in_short("M01")["titre"], in_short("L1-01")
    ('Tour de table cadré', None)
    """
    return _in_short().get(id)


def all_in_short() -> list[dict[str, Any]]:
    """Return every card and method of the kit as phones show them, in the order in which people read them."""
    return list(_in_short().values())


@cache
def _in_short() -> dict[str, dict[str, Any]]:
    kit = shipped_kit()
    return {one["id"]: one for one in (*map(shortened, kit.cards), *map(shortened, kit.methods))}


def _card(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "genre": "fiche",
        "levier": card.lever,
        "titre": card.title,
        "quand": card.when,
        "enonces": list(card.items),
        "effets": list(card.effects),
        "duree": card.duration,
        "minutes": [card.minutes, card.minutes],
        "groupe": card.group,
        "effectif": list(card.people) if card.people else None,
        "materiel": list(card.material),
        "etapes": [{"titre": step.title, "detail": step.detail, "minutes": step.minutes} for step in card.steps],
        "vigilance": list(card.cautions),
        "indicateurs": [sentence(one) for one in card.indicators],
    }


def _method(method: Method) -> dict[str, Any]:
    texts = interface("printed")["fiches"]
    least, most = method.minutes
    fewest, largest = method.people
    return {
        "id": method.id,
        "genre": "methode",
        "levier": "",
        "titre": method.name,
        "quand": sentence(method.purpose),
        "enonces": [],
        "effets": [],
        "duree": texts["minutes" if most > least else "minutes_une"].format(moins=least, plus=most),
        "minutes": [least, most],
        "groupe": texts["personnes"].format(moins=fewest, plus=largest),
        "effectif": [fewest, largest],
        "materiel": list(method.material),
        "etapes": [{"titre": "", "detail": sentence(step), "minutes": 0} for step in method.steps],
        "vigilance": [sentence(method.caution)],
        "indicateurs": [],
    }
