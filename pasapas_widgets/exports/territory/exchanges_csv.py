"""The exchange sheet of several establishments as CSV: who asks what, who offers what, as they typed it."""

from __future__ import annotations

from collections.abc import Iterable

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.plan.csv import guarded, written
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.sharing import ExchangeRow

__all__ = ["exchanges_csv"]


def exchanges_csv(rows: Iterable[ExchangeRow], *, questionnaire: Questionnaire | None = None) -> bytes:
    """Return one line for each request and each offer, in the CSV of the plan (semicolons, byte order mark)."""
    texts = interface("sharing")["feuille"]
    words = {item.id: item.text for item in (questionnaire or load_questionnaire()).items}
    lines = [(one.site, texts["sens"][one.kind], one.text, words.get(one.item or "", ""), one.owner) for one in rows]
    return written([list(texts["colonnes"].values()), *([guarded(cleaned(cell)) for cell in line] for line in lines)])
