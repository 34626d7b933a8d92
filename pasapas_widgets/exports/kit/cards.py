"""The statements as cards to sort, and the cards 1 to 4 that a group raises together."""

from __future__ import annotations

from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Item, Questionnaire

__all__ = ["level_cards_pdf", "statement_cards_pdf"]


def statement_cards_pdf(variant: str | None = None, *, questionnaire: Questionnaire | None = None) -> bytes:
    """Return every statement as a card, eight to an A4 page: the statement in front, anchors and prompt behind.

    Fronts and backs follow each other, to be printed on both sides and turned on the long edge.

    Parameters
    ----------
    variant
        The wording of the statements; ``None`` is the base text.
    questionnaire
        Whose statements; this process's where left out.
    """
    q, texts = questionnaire or load_questionnaire(), interface("printed")["cartes_enonces"]
    levers = {lever.id: lever.name for lever in q.levers}
    cards = [
        {
            "kind": texts["carte"].format(numero=q.number_of(item.id), levier=levers[item.lever]),
            "text": item.text_for(variant),
            "parts": _back(item.worded(variant), texts),
        }
        for item in q.items
    ]
    return compiled("kit/cards.typ", {"title": texts["titre"], "colon": "\u00a0:", "cards": cards})


def _back(item: Item, texts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is behind a card, by its name; a questionnaire without anchors asks for a situation."""
    named = ((texts["bas"], item.anchor_low), (texts["haut"], item.anchor_high), (texts["question"], item.prompt))
    return [(name, text) for name, text in named if text] or [(texts["question"], texts["sans_reperes"])]


def level_cards_pdf(*, questionnaire: Questionnaire | None = None) -> bytes:
    """Return one set of cards for a person: a level of the main scale each, four to an A4 page."""
    q, texts = questionnaire or load_questionnaire(), interface("printed")["cartes_niveaux"]
    shapes = texts["alt"]
    cards = [
        {"number": str(one.value), "name": one.label, "anchor": one.anchor, "alt": shapes[n % len(shapes)]}
        for n, one in enumerate(q.scale.levels)
    ]
    return compiled("kit/levels.typ", {"title": texts["titre"], "how": texts["mode"], "cards": cards})
