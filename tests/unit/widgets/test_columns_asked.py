"""A table of another tool in «Ouvrir des réponses»: asked about, corrected, and only then counted."""

from __future__ import annotations

import json
from typing import Any

from tool_exports import GUESSED, PEOPLE, Q, kobo, table, text, words

from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets

PLAIN = text(table())


def ask(widget: OpenSheets, *messages: dict[str, Any]) -> list[str]:
    start = widget.seen
    widget.incoming = {"messages": [{"seq": start + n, **one} for n, one in enumerate(messages, start=1)]}
    return [one["phrase"] for one in widget.refusals if one["seq"] > start]


def chosen(widget: OpenSheets) -> dict[str, Any]:
    """What the page sends where nothing is corrected."""
    asked = widget.asked
    return {
        "verb": "accept",
        "columns": {one["id"]: one["titre"] for one in asked["enonces"]},
        "words": {one["case"]: one["reponse"] for one in asked["reponses"] if one["reponse"]},
    }


def test_nobody_is_counted_before_the_columns_are_accepted() -> None:
    widget = OpenSheets()
    assert ask(widget, {"verb": "file", "name": "f.csv", "data": PLAIN}) == []
    assert widget.total == 0 and widget.results == {} and widget.asked["nom"] == "f.csv"
    assert all(one["titre"] == one["id"] and one["sur"] for one in widget.asked["enonces"])
    json.dumps(widget.asked)
    assert ask(widget, chosen(widget)) == []
    assert (widget.total, widget.asked) == (7, {})
    assert [one.sheet.answers for one in widget.entries] == PEOPLE


def test_what_is_only_alike_is_to_be_looked_at_and_can_be_corrected() -> None:
    widget = OpenSheets()
    ask(widget, {"verb": "file", "name": "f.csv", "data": GUESSED["other words"]()})
    doubtful = [one for one in widget.asked["enonces"] if not one["sur"]]
    assert doubtful and all(one["titre"] for one in doubtful)
    message = chosen(widget)
    message["columns"]["L1-01"], message["columns"]["L1-02"] = "", message["columns"]["L1-01"]
    ask(widget, message)
    assert widget.total == 7
    assert "L1-01" not in widget.entries[0].sheet.answers
    assert [one.sheet.answers["L1-02"] for one in widget.entries] == [one["L1-01"] for one in PEOPLE]


def test_words_without_a_level_are_asked_again() -> None:
    widget = OpenSheets()
    data = kobo(lambda item: item.text, lambda value: "De temps à autre" if value == 2 else words(value))
    ask(widget, {"verb": "file", "name": "f.csv", "data": data})
    message = chosen(widget)
    assert ask(widget, message) == [] and widget.total == 0
    assert "1 réponse du fichier n'a pas encore de niveau" in widget.asked["fautes"][0].replace("\u00a0", " ")
    message["words"]["De temps à autre"] = "2"
    ask(widget, message)
    assert [one.sheet.answers for one in widget.entries] == PEOPLE


def test_one_column_for_two_statements_is_a_fault() -> None:
    widget = OpenSheets()
    ask(widget, {"verb": "file", "name": "f.csv", "data": PLAIN})
    message = chosen(widget)
    message["columns"]["L1-02"] = "L1-01"
    ask(widget, message)
    assert {one["id"] for one in widget.asked["enonces"] if not one["sur"]} == {"L1-01", "L1-02"}
    assert widget.total == 0 and "choisie pour 2 énoncés" in widget.asked["fautes"][0].replace("\u00a0", " ")


def test_several_tables_are_asked_about_in_turn_and_one_can_be_left() -> None:
    widget = OpenSheets()
    files = [{"verb": "file", "name": name, "data": PLAIN} for name in ("a.csv", "b.csv")]
    ask(widget, *files)
    assert widget.asked["nom"] == "a.csv"
    shape = widget.asked["forme"]
    ask(widget, {"verb": "leave"})
    assert (widget.asked["nom"], widget.asked["forme"], widget.total) == ("b.csv", shape, 0)
    ask(widget, chosen(widget))
    assert widget.total == 7 and [one["name"] for one in widget.loaded] == ["b.csv"]
    ask(widget, chosen(widget) if widget.asked else {"verb": "accept", "columns": {}, "words": {}})
    assert widget.total == 7


def test_a_table_without_our_titles_can_be_matched_by_hand() -> None:
    titles = {item.id: f"Colonne {'abcdefgh'[n % 8]}{'wxyz'[n // 8]}" for n, item in enumerate(Q.items)}
    widget = OpenSheets()
    ask(widget, {"verb": "file", "name": "f.csv", "data": text(table(title=lambda item: titles[item.id]))})
    assert not any(one["titre"] for one in widget.asked["enonces"])
    ask(widget, {"verb": "accept", "columns": titles, "words": {}})
    assert [one.sheet.answers for one in widget.entries] == PEOPLE


def test_names_and_comments_are_not_sent_to_the_page() -> None:
    own = [["Nom", "Commentaire"], *([f"Camille {n}", f"un mot de la personne {n}"] for n in range(7))]
    widget = OpenSheets()
    ask(widget, {"verb": "file", "name": "f.csv", "data": text(table(own=own))})
    assert "Camille" not in json.dumps(widget.asked) and "un mot" not in json.dumps(widget.asked)
    message = chosen(widget)
    message["columns"]["L1-01"] = "Commentaire"
    ask(widget, message)
    assert widget.total == 0 and "Camille" not in json.dumps(widget.asked)
