"""The plan for the wall: one landscape sheet, A3 (read from two metres) or A4, at most five open actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from msgspec import to_builtins

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, long_date, month_in_words
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.formats.words import credit, shortened
from pasapas_widgets.exports.source import Row, Source
from pasapas_widgets.exports.synthesis.shape import shape_of
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.rules.orientation.pathway import month_of, next_month

__all__ = ["plan_pdf"]

_FIRST_STEP, _STATEMENT, _TOLD = 260, 110, 2
"""Characters of a first step and of a statement, and how many statements are written out: it is read from afar."""


def plan_pdf(source: Source, *, paper: Literal["a3", "a4"] = "a4") -> bytes:
    """Return the plan as one landscape sheet for the wall: a card an action, their dates on one line, the radar.

    Actions that are done or stopped are not on it. Those beyond the fifth are named at the foot. Long texts leave no
    room for dates and radar, then make the letters smaller; only a first step of more than 260 characters and a long
    statement are cut.
    """
    texts = interface("exports")["affiche_plan"]
    rows = source.rows(only_open=True)
    most = shipped_kit().rules.most_open
    others = rows[most:]
    page = {
        "title": texts["titre"],
        "subtitle": texts["sous_titre"].format(titre=source.heading, date=long_date(source.day)),
        "paper": paper,
        "names": texts["colonnes"],
        "boxes": texts["cases"],
        "actions": [_told(row) for row in rows[:most]],
        "dates": _dates(source, rows[:most]),
        "shape": to_builtins(shape_of(source)),
        "others": counted(texts["autres"], len(others), titres=" ; ".join(_named(row) for row in others))
        if others
        else None,
        "empty": texts["vide"],
        "foot": f"{texts['pied']} {credit(source.questionnaire)}".strip(),
    }
    return compiled("plan/plan.typ", page)


def _dates(source: Source, rows: Sequence[Row]) -> dict[str, Any] | None:
    """Return the time line: months and each action's two days as parts of its length; nothing without two dates."""
    texts, missing = interface("exports")["affiche_plan"]["dates"], interface("exports")["a_preciser"]
    days = [day for row in rows for day in (row.action.due, row.action.review) if day]
    if len(set(days)) < 2:
        return None
    months = [month_of(min(days))]
    while months[-1] < month_of(max(days)):
        months.append(next_month(months[-1]))
    first = _begin(months[0])
    length = (max(days) - first).days
    step = -(-len(months) // 8)  # a plan over years names every second month, or fewer

    def at(day: dt.date | None) -> float | None:
        return (day - first).days / length if day else None

    said = [
        texts["ligne"].format(
            numero=row.number, titre=row.title,
            echeance=long_date(row.action.due) if row.action.due else missing,
            revue=long_date(row.action.review) if row.action.review else missing,
        )
        for row in rows
    ]  # fmt: skip
    return {
        "title": texts["titre"], "due": texts["faire"], "review": texts["revoir"], "sentence": " ; ".join(said),
        "months": [{"at": at(_begin(one)), "name": month_in_words(one)} for one in months[::step]],
        "lanes": [
            {"number": str(row.number), "due": at(row.action.due), "review": at(row.action.review)} for row in rows
        ],
    }  # fmt: skip


def _begin(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def _named(row: Row) -> str:
    return f"{row.number}. {shortened(row.title, 90)}"


def _told(row: Row) -> dict[str, Any]:
    action, missing = row.action, interface("exports")["a_preciser"]
    return {
        "number": str(row.number),
        "title": row.title,
        "owner": action.owner.strip() or missing,
        "first": shortened(action.first_steps, _FIRST_STEP) or missing,
        "due": long_date(action.due) if action.due else missing,
        "indicator": action.indicator.strip() or missing,
        "review": long_date(action.review) if action.review else missing,
        "thread": list(_thread(row)),
    }


def _thread(row: Row) -> Iterator[str]:
    """Say why the action is there: its first statements in short, the others by their number."""
    texts = interface("exports")["affiche_plan"]
    for one in row.thread[:_TOLD]:
        short = shortened(one.text.rstrip("."), _STATEMENT)
        yield (texts["fil"] if one.text else texts["fil_inconnu"]).format(
            levier=one.lever, enonce=short, numero=one.number
        )
    rest = [one.number for one in row.thread[_TOLD:]]
    if rest:
        yield counted(texts["autres_enonces"], len(rest), numeros=", ".join(rest))
