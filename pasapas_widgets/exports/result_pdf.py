"""The personal result: one accessible A4 page with a person's own radar, points to talk about and share code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pasapas_widgets.aggregation import load_thresholds
from pasapas_widgets.content import interface
from pasapas_widgets.exports.typesetting import compiled
from pasapas_widgets.figures import describe_radar
from pasapas_widgets.model.questionnaire import NOT_KNOWN, Item, Questionnaire, load_questionnaire
from pasapas_widgets.model.sheet import Sheet
from pasapas_widgets.scoring import load_rules, rounded, score_sheet
from pasapas_widgets.sharecode import encode

__all__ = ["result_pdf"]

_MOST = 3


def result_pdf(sheet: Sheet, questionnaire: Questionnaire | None = None) -> bytes:
    """Return a person's own result as a PDF: one A4 page, tagged (PDF/UA-1), in French, fonts embedded.

    It holds no name and no date; the profile, where one was given, is in the share code only.

    Parameters
    ----------
    sheet
        The person's answers.
    questionnaire
        What they answer; the self-diagnosis that ships with the package where left out.

    Raises
    ------
    SheetError
        The sheet does not fit the questionnaire.
    """
    return compiled("result.typ", _page(sheet, questionnaire or load_questionnaire()))


def _page(sheet: Sheet, q: Questionnaire) -> dict[str, Any]:
    """Return everything that the page says, as the template reads it."""
    texts, limits = interface("result_pdf"), load_thresholds()
    code = encode(sheet, q)
    scores = score_sheet(sheet, q)
    labels = {one.id: one.label for one in load_rules().classes}
    levers = [
        {
            "name": lever.name,
            "exact": score.score,
            "score": None if score.score is None else rounded(score.score),
            "reading": labels.get(score.level_class or "", ""),
        }
        for lever in q.levers
        for score in [scores[lever.id]]
    ]
    return {
        "title": texts["titre"],
        "subtitle": texts["sous_titre"].format(titre=q.title, version=q.version),
        "counts": ", ".join(_counts(sheet, q)) + ".",
        "levers_title": texts["leviers"],
        "levers": levers,
        "table": {key: texts["tableau"][name] for key, name in _TABLE.items()},
        "sentence": describe_radar(scores, questionnaire=q),
        "scale": texts["lecture"],
        "strengths": _strengths(sheet, q),
        "talk": _points_to_talk(sheet, q),
        "unknown": _unknown(sheet),
        "code": {"title": texts["code"]["titre"], "usage": texts["code"]["usage"], "code": code},
        "kept": {
            "title": texts["garde"]["titre"],
            "text": texts["garde"]["texte"].format(reponses=limits.retention.sheets, moyenne=limits.mean),
        },
        "warning": texts["avertissement"],
    }


_TABLE = {"lever": "levier", "score": "score", "withheld": "retenu"}


def _counts(sheet: Sheet, q: Questionnaire) -> Iterator[str]:
    """Say how many statements were answered, apart for each kind of missing answer."""
    texts, answers = interface("result_pdf"), list(sheet.answers.values())
    rated = sum(isinstance(answer, int) for answer in answers)
    yield texts["compte"].format(notes=rated, total=len(q.items))
    for one in q.scale.off_scale:
        n = answers.count(one.code)
        if n:
            yield texts["compte_nsp"].format(n=n, libelle=one.label)
    empty = len(q.items) - len(answers)
    if empty:
        yield texts["compte_vide"].format(n=empty)


def _unknown(sheet: Sheet) -> str | None:
    texts, n = interface("result_pdf"), list(sheet.answers.values()).count(NOT_KNOWN)
    if not n:
        return None
    return str(texts["inconnus"].format(n=n) if n > 1 else texts["inconnu"])


def _strengths(sheet: Sheet, q: Questionnaire) -> dict[str, Any]:
    """Return the statements that the person rates highest, in the upper half of the scale."""
    texts = interface("result_pdf")["appuis"]
    high = _by_lever([(item, level) for item, level in _rated(sheet, q) if level > q.top / 2], sign=-1)
    nothing = texts["rien"].format(installe=q.scale.levels[q.top // 2].label)
    return {"title": texts["titre"], "nothing": nothing, "items": [_told(item, sheet, q) for item in high]}


def _points_to_talk(sheet: Sheet, q: Questionnaire) -> dict[str, Any]:
    """Return the statements that the person rates lowest, each with its question for discussion."""
    texts = interface("result_pdf")["discuter"]
    low = _by_lever([(item, level) for item, level in _rated(sheet, q) if level <= q.top / 2], sign=1)
    told = [_told(item, sheet, q) | {"prompt": texts["relance"].format(relance=item.prompt)} for item in low]
    nothing = texts["rien"].format(amorce=q.scale.levels[q.top // 2 - 1].label)
    return {"title": texts["titre"], "nothing": nothing, "items": told}


def _rated(sheet: Sheet, q: Questionnaire) -> Iterator[tuple[Item, int]]:
    for item in q.items:
        answer = sheet.answers.get(item.id)
        if isinstance(answer, int):
            yield item, answer


def _by_lever(rated: list[tuple[Item, int]], *, sign: int) -> list[Item]:
    """Return the first few statements, lowest level first (``sign`` 1) or highest (-1).

    At equal levels, each lever speaks once before one speaks twice.
    """
    met: dict[tuple[str, int], int] = {}
    ranked = []
    for order, (item, level) in enumerate(rated):
        turn = met[item.lever, level] = met.get((item.lever, level), 0) + 1
        ranked.append((sign * level, turn, order, item))
    return [item for *_, item in sorted(ranked, key=lambda one: one[:3])[:_MOST]]


def _told(item: Item, sheet: Sheet, q: Questionnaire) -> dict[str, str | None]:
    level = sheet.answers[item.id]
    label = next((one.label for one in q.scale.levels if one.value == level), "")
    return {"level": label, "text": item.text_for(sheet.variant), "prompt": None}
