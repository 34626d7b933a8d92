"""The HR indicators on paper: a table of the last years, each figure with its base, formula and caution."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date, number
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.rules.indicators import Series, series

__all__ = ["indicators_pdf"]

_MOST_YEARS = 4


def indicators_pdf(carnet: Carnet, *, day: dt.date) -> bytes:
    """Return the indicators of the last four years as an A4 table, and the brackets that may be shown."""
    texts = interface("indicators")["imprime"]
    years = sorted(carnet.years, key=lambda one: one.year)[-_MOST_YEARS:]
    page = {
        "title": texts["titre"],
        "subtitle": texts["sous_titre"].format(titre=carnet.title.strip() or texts["sans_titre"], date=long_date(day)),
        "foot": carnet.title.strip() or texts["sans_titre"],
        "empty": texts["vide"],
        "note": texts["note"],
        "years": [one.year for one in years],
        "heads": [texts["chiffre"], *(str(one.year) for one in years), texts["lecture"]],
        "rows": [_row(one, years) for one in series(years) if one.known],
        "breakdowns": _breakdowns(years),
    }
    return compiled("indicators/indicators.typ", page)


def _row(one: Series, years: list[YearCounts]) -> dict[str, Any]:
    texts, last = interface("indicators")["imprime"], one.known[-1]
    shown = {figure.year: figure.shown for figure in one.figures}
    return {
        "name": one.name,
        "base": texts["base"].format(
            base=last.base, source=last.source or interface("indicators")["tableau"]["saisie"]
        ),
        "values": [shown.get(year.year) or "–" for year in years],
        "note": texts["formule"].format(formule=last.formula, prudence=last.caution).strip(),
    }


def _breakdowns(years: list[YearCounts]) -> list[dict[str, Any]]:
    texts = interface("indicators")["tableau"]
    found = []
    for one in load_indicators().breakdowns:
        if not any(part.id in year.parts for part in one.parts for year in years):
            continue
        rows = []
        for part in one.parts:
            held = [(part.id in year.parts, year.parts.get(part.id)) for year in years]
            told = [(number(some.value, 0) if some else texts["masque"]) if known else "–" for known, some in held]
            rows.append([part.name, *told])
        found.append({"name": one.name, "heads": [texts["part"], *(str(year.year) for year in years)], "rows": rows})
    return found
