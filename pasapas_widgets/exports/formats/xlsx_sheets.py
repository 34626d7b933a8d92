"""The sheets beside the plan in its workbook: the guide, and the lists that its cells offer."""

from __future__ import annotations

from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date, typeset
from pasapas_widgets.design.tokens import tokens
from pasapas_widgets.exports.formats.words import cleaned, credit
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.kit.kit import load_kit

__all__ = ["hue", "write_guide", "write_lists"]


def hue(token: str) -> str:
    """Return a colour of the design tokens as a workbook writes it."""
    return tokens()[token].upper()


def write_guide(book: Any, source: Source) -> None:
    """Write the sheet that says how to use the plan, and what each column holds."""
    texts = interface("exports")
    told = texts["tableur"]["emploi"]
    sheet = book.add_worksheet(texts["tableur"]["feuilles"]["aide"])
    title = book.add_format({"bold": True, "font_size": 16, "font_color": hue("accent-strong")})
    head = book.add_format({"bold": True, "bottom": 2, "bottom_color": hue("accent-strong")})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    strong = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, told["titre"], title)
    sheet.write_string(
        1, 0, typeset(told["sous_titre"].format(titre=cleaned(source.heading), date=long_date(source.day)))
    )
    line = 3
    credited = credit(source.questionnaire)
    for phrase in [*told["phrases"], *([credited] if credited else [])]:
        sheet.merge_range(line, 0, line, 1, phrase, text)
        sheet.set_row(line, 32 if len(phrase) > 105 else 17)
        line += 1
    line += 1
    sheet.write_string(line, 0, told["colonnes"]["colonne"], head)
    sheet.write_string(line, 1, told["colonnes"]["contient"], head)
    for number, one in enumerate(texts["colonnes"].values(), line + 1):
        sheet.write_string(number, 0, one["libelle"], strong)
        sheet.write_string(number, 1, one["aide"], text)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def write_lists(book: Any, source: Source) -> None:
    """Write the lists that the cells of the plan offer, each under a name."""
    texts, kit = interface("exports"), load_kit(source.questionnaire)
    name = texts["tableur"]["feuilles"]["listes"]
    sheet = book.add_worksheet(name)
    lists: dict[str, list[Any]] = {
        "etats": [state.label for state in kit.states],
        "etats_ouverts": [state.label for state in kit.states if state.is_open],
        "consultations": list(texts["consultation"].values()),
        "fonctions": sorted({action.owner for action in kit.actions}),
        "degres": [1, 2, 3],
    }
    for column, (range_name, values) in enumerate(lists.items()):
        for line, value in enumerate(values):
            sheet.write(line, column, value)
        letter = "ABCDE"[column]
        book.define_name(range_name, f"={name}!${letter}$1:${letter}${len(values)}")
    sheet.hide()
