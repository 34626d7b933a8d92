"""Practice cards and facilitation methods, two to an A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, spoken_list
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.model.kit.cards import Card, Method
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["UnknownCardError", "cards_pdf"]


class UnknownCardError(FrenchError):
    """No card and no method has that identifier; ``str(error)`` is one French sentence."""


def cards_pdf(ids: Sequence[str], *, questionnaire: Questionnaire | None = None) -> bytes:
    """Return some cards and methods of the kit as A4 pages, two to a page, to be cut in the middle.

    Parameters
    ----------
    ids
        Identifiers of cards («F01») and of methods («M01»), in the order of the pages.
    questionnaire
        What the group answers, whose statements the cards name where they speak of it; this process's where left out.

    Raises
    ------
    UnknownCardError
        None is asked for, or the kit has no such card or method.
    """
    texts, kit = interface("printed")["fiches"], load_kit(questionnaire)
    known: dict[str, Card | Method] = {card.id: card for card in kit.cards}
    known |= {method.id: method for method in kit.methods}
    if not ids:
        raise UnknownCardError(texts["rien"])
    for id in ids:
        if id not in known:
            raise UnknownCardError(
                texts["inconnue"].format(
                    id=id, premiere=kit.cards[0].id, derniere=kit.cards[-1].id,
                    premiere_methode=kit.methods[0].id, derniere_methode=kit.methods[-1].id,
                )
            )  # fmt: skip
    chosen = [known[id] for id in ids]
    page = {
        "title": texts["titre"],
        "steps": texts["etapes"],
        "colon": "\u00a0:",
        "cards": [_card(one) if isinstance(one, Card) else _method(one) for one in chosen],
    }
    return compiled("session/cards.typ", page)


def _card(card: Card) -> dict[str, Any]:
    texts = interface("printed")["fiches"]
    q = load_questionnaire(SELF_DIAGNOSIS)
    levers = {lever.id: lever.name for lever in q.levers}
    answers = texts["enonces" if len(card.items) > 1 else "enonce"]
    steps = [
        (
            texts["etape_minutes" if step.minutes else "etape"].format(titre=step.title, minutes=step.minutes),
            step.detail,
        )
        for step in card.steps
    ]
    return {
        "kind": texts["carte"].format(id=card.id, levier=levers[card.lever]),
        "items": answers.format(numeros=spoken_list(str(q.number_of(id)) for id in card.items)) if card.items else "",
        "title": card.title,
        "fields": [
            (texts["quand"], card.when), (texts["duree"], card.duration), (texts["groupe"], card.group),
            (texts["materiel"], ", ".join(card.material)),
        ],
        "steps": steps,
        "lists": [(texts["vigilance"], card.cautions), (texts["indicateurs"], card.indicators)],
    }  # fmt: skip


def _method(method: Method) -> dict[str, Any]:
    texts = interface("printed")["fiches"]
    least, most = method.minutes
    fewest, largest = method.people
    return {
        "kind": texts["methode"].format(id=method.id),
        "items": "",
        "title": method.name,
        "fields": [
            (texts["sert_a"], method.purpose),
            (texts["duree"], texts["minutes" if most > least else "minutes_une"].format(moins=least, plus=most)),
            (texts["groupe"], texts["personnes"].format(moins=fewest, plus=largest)),
            (texts["materiel"], ", ".join(method.material)),
        ],
        "steps": [("", _sentence(step)) for step in method.steps],
        "lists": [(texts["vigilance"], [_sentence(method.caution)])],
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", ")")) else ".")
