"""The personal result: one accessible A4 page with a person's own radar, points to talk about and share code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.formats.words import credit
from pasapas_widgets.figures import FEWEST_AXES, MOST_AXES, describe_radar
from pasapas_widgets.files.sharecode import code_length, encode
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import NOT_KNOWN, Item, Lever, Questionnaire, axis_name
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import classes_along, score_sheet, shared_classes, told, words_of

__all__ = ["result_pdf"]

_MOST = 3


def result_pdf(sheet: Sheet, questionnaire: Questionnaire | None = None) -> bytes:
    """Return a person's own result as a PDF: one A4 page, tagged (PDF/UA-1), in French, fonts embedded.

    It holds no name and no date; the profile, where one was given, is in the share code only. A questionnaire that is
    too long for a share code has none here; one of many parts may take more than a page.

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
    return compiled("result/result.typ", _page(sheet, questionnaire or load_questionnaire()))


def _page(sheet: Sheet, q: Questionnaire) -> dict[str, Any]:
    """Return everything that the page says, as the template reads it."""
    sheet.check(q)
    texts, limits = texts_for("result", q), load_thresholds()
    scores = score_sheet(sheet, q)
    shared = shared_classes(q)
    has_code = code_length(q) is not None
    levers = [
        {
            "name": axis_name(lever),
            "exact": score.score,
            "said": None if score.score is None else _read(score.score, q, lever),
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
        "is_radar": FEWEST_AXES <= len(levers) <= MOST_AXES,
        "table": {
            "lever": texts["tableau"]["levier"],
            "said": texts["tableau"][_column(q)].format(bas=q.scale.ends[0], top=q.scale.ends[1]),
            "withheld": texts["tableau"]["retenu"],
        },
        "sentence": describe_radar(scores, questionnaire=q),
        "rings": [share / 100 for share in ([end for _, end in shared] or (25, 50, 75, 100))],
        "scale": " ".join((_scale(q), *_sources(q))),
        "strengths": _strengths(sheet, q),
        "talk": _points_to_talk(sheet, q),
        "unknown": _unknown(sheet, q),
        "code": {
            "title": texts["code"]["titre"],
            "usage": texts["code"]["usage"] if has_code else texts["sans_code"],
            "code": encode(sheet, q) if has_code else None,
        },
        "kept": {
            "title": texts["garde"]["titre"],
            "text": texts["garde"]["texte"].format(reponses=limits.retention.sheets, moyenne=limits.mean),
        },
        "warning": f"{texts['avertissement']} {credit(q)}".strip(),
    }


def _is_plain(q: Questionnaire) -> bool:
    """Return whether all levers are read as figures of one unit, which the heading of the table says."""
    return q.is_one_unit and not any(classes_along(q, lever) for lever in q.levers)


def _read(score: float, q: Questionnaire, lever: Lever) -> str:
    """Say what the person reads of a lever: the words of a class where it has classes, else its figure."""
    return words_of(score, q, lever) or told(score, q, bare=_is_plain(q), lever=lever)


def _column(q: Questionnaire) -> str:
    """Return which heading the column of the results has."""
    if all(classes_along(q, lever) for lever in q.levers):
        return "lecture"
    if not _is_plain(q):
        return "score_propre"
    return "score_moyenne" if q.scoring.unit == "moyenne" else "score"


def _scale(q: Questionnaire) -> str:
    """Say what lies at the centre of the drawing and at its edge: in words where there are classes."""
    texts, shared = texts_for("result", q), shared_classes(q)
    if not shared:
        return str(texts["lecture"])
    quoted = interface("radar")["phrase"]["classe"]
    return str(texts["lecture_classes"].format(classes=", ".join(quoted.format(classe=words) for words, _ in shared)))


def _sources(q: Questionnaire) -> Iterator[str]:
    """Say where the limits of an instrument's classes come from, lever by lever."""
    text = interface("questionnaire")["bilan"]["scores"]["source_classes"]
    for lever in q.levers:
        if lever.scoring.classes:
            yield text.format(levier=lever.name, source=lever.scoring.source)


def _counts(sheet: Sheet, q: Questionnaire) -> Iterator[str]:
    """Say how many statements were answered, apart for each kind of missing answer."""
    texts, answers = texts_for("result", q), list(sheet.answers.values())
    rated = sum(isinstance(answer, int) for answer in answers)
    yield texts["compte"].format(notes=rated, total=len(q.items))
    offered = {one.code: one for scale in (*q.other_scales.values(), q.scale) for one in scale.off_scale}
    for code, one in offered.items():
        n = answers.count(code)
        if n:
            yield texts["compte_nsp"].format(n=n, libelle=one.label)
    empty = len(q.items) - len(answers)
    if empty:
        yield texts["compte_vide"].format(n=empty)


def _unknown(sheet: Sheet, q: Questionnaire) -> str | None:
    texts, n = texts_for("result", q), list(sheet.answers.values()).count(NOT_KNOWN)
    if not n:
        return None
    return str(texts["inconnus"].format(n=n) if n > 1 else texts["inconnu"])


def _strengths(sheet: Sheet, q: Questionnaire) -> dict[str, Any]:
    """Return the statements that the person rates best, in the better half of their scale."""
    texts = texts_for("result", q)["appuis"]
    high = _by_lever([(item, steps) for item, steps in _rated(sheet, q) if 2 * steps > q.span], sign=-1)
    nothing = texts["rien"].format(installe=q.scale.levels[q.top // 2].label)
    return {"title": texts["titre"], "nothing": nothing, "items": [_told(item, sheet, q) for item in high]}


def _points_to_talk(sheet: Sheet, q: Questionnaire) -> dict[str, Any]:
    """Return the statements that the person rates worst, each with its question for discussion where it has one."""
    texts = texts_for("result", q)["discuter"]
    low = _by_lever([(item, steps) for item, steps in _rated(sheet, q) if 2 * steps < q.span], sign=1)
    items = [_told(item, sheet, q) | {"prompt": _prompt(item.worded(sheet.variant), texts["relance"])} for item in low]
    nothing = texts["rien"].format(amorce=q.scale.levels[q.top // 2 - 1].label)
    return {"title": texts["titre"], "nothing": nothing, "items": items}


def _prompt(item: Item, wording: str) -> str | None:
    return wording.format(relance=item.prompt) if item.prompt else None


def _rated(sheet: Sheet, q: Questionnaire) -> Iterator[tuple[Item, int]]:
    """Give each statement answered on its scale, with how many steps it lies above the worst answer."""
    for item in q.items:
        answer = sheet.answers.get(item.id)
        if isinstance(answer, int):
            yield item, q.steps(item, answer)


def _by_lever(rated: list[tuple[Item, int]], *, sign: int) -> list[Item]:
    """Return the first few statements, worst first (``sign`` 1) or best (-1).

    Where they are equal, each lever speaks once before one speaks twice.
    """
    met: dict[tuple[str, int], int] = {}
    ranked = []
    for order, (item, steps) in enumerate(rated):
        turn = met[item.lever, steps] = met.get((item.lever, steps), 0) + 1
        ranked.append((sign * steps, turn, order, item))
    return [item for *_, item in sorted(ranked, key=lambda one: one[:3])[:_MOST]]


def _told(item: Item, sheet: Sheet, q: Questionnaire) -> dict[str, str | None]:
    level = sheet.answers[item.id]
    label = next((one.label for one in q.scale_of(item).levels if one.value == level), "")
    return {"level": label, "text": item.text_for(sheet.variant), "prompt": None}
