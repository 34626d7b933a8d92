"""The columns of the plan as a table, the same in XLSX and CSV; their words are in content/interface/exports.yaml."""

from __future__ import annotations

import datetime as dt
import re

from pasapas_widgets.exports.formats.words import cleaned
from pasapas_widgets.exports.source import Row

__all__ = ["SIGNS", "Cell", "cells", "looks_like_formula"]

Cell = str | int | float | dt.date | None
SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, for a class of a regular expression; the wide signs too, which some versions of Excel take."""
_FORMULA = re.compile(rf"['\s]*[{SIGNS}]")


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula, once the blanks before it are left out.

    >>> looks_like_formula("=1+1"), looks_like_formula(" @SUM(A1)"), looks_like_formula("le 1+1")
    (True, True, False)
    """
    return _FORMULA.match(text) is not None


def cells(row: Row) -> dict[str, Cell]:
    """Return an action as one line of a table: column → value. Texts hold no control character."""
    action = row.action
    values: dict[str, Cell] = {
        "numero": row.number,
        "titre": action.title,
        "etat": row.state,
        "responsable_fonction": action.owner,
        "premiers_pas": action.first_steps,
        "echeance": action.due,
        "indicateur": action.indicator,
        "date_revue": action.review,
        "situation_de_travail": action.situation,
        "resultat_pour_les_equipes": action.for_teams,
        "resultat_pour_les_enfants": action.for_children,
        "associes": " ; ".join(action.partners),
        "moyens": action.means,
        "valeur_de_depart": action.baseline,
        "enonces": ", ".join(action.items),
        "leviers": ", ".join(dict.fromkeys(one.lever for one in row.thread if one.lever)),
        "textes_des_enonces": "\n".join(one.text for one in row.thread if one.text),
        "inscription": " ; ".join(row.entered),
        "consultation_cse": row.consultation,
        "ouverte_le": action.opened,
        "niveau_de_depart": None if action.baseline_level is None else round(action.baseline_level, 1),
        "effort": action.effort,
        "effet": action.effect,
        "decision_revue": action.decision,
        "enseignement": action.lesson,
        "modele": action.template or "",
        "id": action.id,
    }
    return {key: cleaned(value) if isinstance(value, str) else value for key, value in values.items()}
