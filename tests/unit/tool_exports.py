"""Answers as survey tools really export them: their titles, their own columns, their ways of writing an answer."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
from strategies import Q

RNG = random.Random(11)
PEOPLE = [{item: RNG.choice([1, 2, 3, 4, "NSP", "NC"]) for item in Q.item_ids} for _ in range(7)]
LABELS = {level.value: level.label for level in Q.scale.levels} | {"NSP": "Je ne sais pas", "NC": "Non concerné"}
KEYS = {level.value: level.key for level in Q.scale.levels} | {"NSP": "je_ne_sais_pas", "NC": "non_concern_"}
Row = Sequence[str]


def text(rows: Sequence[Row], separator: str = ",", *, quoting: Any = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def workbook(rows: Sequence[Sequence[Any]], *, hide: Sequence[int] = (), also: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for row in rows:
        sheet.append(list(row))
    for number in hide:
        sheet.row_dimensions[number].hidden = True
    if also:
        book.create_sheet("Consignes").append(["Bonjour"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def words(value: int | str) -> str:
    return LABELS[value]


def limesurvey(title: Callable[[Any], str], answer: Callable[[Any], str], *, french: bool = False) -> bytes:
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    if french:
        own = ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série"]
    rows = [[*own, *map(title, Q.items), "avis[comment]", "interviewtime"]]
    for number, one in enumerate(PEOPLE, start=1):
        told = [str(number), "2026-01-12 10:00:00", "4", "fr", "172839"]
        rows.append([*told, *(answer(one[item]) for item in Q.item_ids), "", "321.4"])
    rows.append(["9", "", "1", "fr", "172840", *(answer(2) for _ in Q.items), "", "3.1"])  # begun, never sent
    return text(rows, quoting=csv.QUOTE_ALL)


def lime_code(value: int | str) -> str:
    return f"A{value}" if isinstance(value, int) else value


def kobo_name(said: str, length: int = 40) -> str:
    return re.sub(r"\W+", "_", said, flags=re.ASCII).strip("_")[:length]


def kobo(title: Callable[[Any], str], answer: Callable[[Any], str]) -> bytes:
    own = [f"_{one}" for one in ("id", "uuid", "submission_time", "validation_status", "notes", "status")]
    own += ["_submitted_by", "__version__", "_tags", "_index"]
    rows = [["start", "end", *map(title, Q.items), *own]]
    for number, one in enumerate(PEOPLE, start=1):
        told = [str(700 + number), f"u-{number}", "2026-01-12T10:00:00", "", "", "submitted_via_web", "equipe", "vA"]
        told += ["", str(number)]
        rows.append(["2026-01-12T09:59", "2026-01-12T10:00", *(answer(one[item]) for item in Q.item_ids), *told])
    return text(rows, ";", quoting=csv.QUOTE_ALL)


def framaforms(separator: str) -> bytes:
    own = ["Numéro de série", "SID", "Heure", "Brouillon", "Adresse IP", "UID", "Nom d'utilisateur"]
    rows = [
        ["Détails de la soumission", *[""] * (len(own) - 1 + len(Q.items))],
        [*[""] * len(own), "Nos façons de travailler", *[""] * (len(Q.items) - 1)],
        [*own, *(item.text for item in Q.items)],
    ]
    for number, one in enumerate(PEOPLE, start=1):
        told = [str(number), str(9000 + number), "12/01/2026 - 10:00", "0", "", "0", ""]
        rows.append([*told, *(words(one[item]) for item in Q.item_ids)])
    rows.append(["8", "9008", "12/01/2026 - 10:09", "1", "", "0", "", *["Parfois"] * len(Q.items)])
    return text(rows, separator)


def microsoft() -> bytes:
    own = ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"]
    rows: list[list[Any]] = [[*own, *(f"{item.text}\u00a0" for item in Q.items), "Une remarque ?"]]
    for number, one in enumerate(PEOPLE, start=1):
        told = [number, 46034.41, 46034.42, "anonymous", ""]
        rows.append([*told, *(words(one[item]) for item in Q.item_ids), "Merci\nà tous"])
    return workbook(rows, also=True)


def google() -> bytes:
    rows = [["Horodateur", *(f"Dans notre établissement… [{item.text}]" for item in Q.items)]]
    rows += [["2026/01/12 9:30:12 AM UTC+1", *(words(one[item]) for item in Q.item_ids)] for one in PEOPLE]
    return text(rows, quoting=csv.QUOTE_ALL)


def sphinx() -> bytes:
    rows = [["CLE", "DATE_SAISIE", *(f"Q{n}. {item.text}" for n, item in enumerate(Q.items, start=1)), "PROGRESSION"]]
    for number, one in enumerate(PEOPLE, start=1):
        rows.append([str(number), "12/01/2026 10:00:00", *(words(one[item]) for item in Q.item_ids), "Terminé"])
    return text(rows, ";")


def plain() -> bytes:
    rows = [[item.text.replace("’", "'").rstrip(".") for item in Q.items]]
    rows += [[str(one[item]) for item in Q.item_ids] for one in PEOPLE]
    return text(rows, "\t")


CERTAIN = {
    "limesurvey, codes": lambda: limesurvey(lambda item: f"{item.id[:2]}[{item.id[3:]}]", lime_code),
    "limesurvey, short codes": lambda: limesurvey(lambda item: f"{item.id[:2]}{item.id[3:]}", lime_code),
    "limesurvey, whole texts": lambda: limesurvey(lambda item: f"Notre équipe [{item.text}]", words, french=True),
    "limesurvey, codes and texts": lambda: limesurvey(
        lambda item: f"{item.id[:2]}[{item.id[3:]}]. Notre équipe [{item.text}]", words
    ),
    "kobo, names in a group": lambda: kobo(lambda item: f"group_ab1cd/{item.id.replace('-', '_')}", KEYS.__getitem__),
    "kobo, labels": lambda: kobo(lambda item: item.text, words),
    "kobo, labels in a group": lambda: kobo(lambda item: f"Nos façons de travailler/{item.text}", words),
    "framaforms, tabs": lambda: framaforms("\t"),
    "framaforms, commas": lambda: framaforms(","),
    "microsoft forms": microsoft,
    "google forms": google,
    "sphinx": sphinx,
    "plain": plain,
}


GUESSED = {
    "limesurvey, sub-questions in their order": lambda: limesurvey(
        lambda item: f"{item.id[:2]}[SQ0{item.id[3:]}]", lime_code
    ),
    "limesurvey, abridged": lambda: limesurvey(lambda item: f"{item.text[:24]}.. {item.text[-18:]}", words),
    "kobo, names made of sentences": lambda: kobo(lambda item: kobo_name(item.text), words),
    "numbers": lambda: text(
        [[f"Q{n}" for n in range(1, 33)], *([str(one[item]) for item in Q.item_ids] for one in PEOPLE)]
    ),
    "other words": lambda: text(
        [
            [re.sub(r"\b(le|la|les|des|nos)\b", "ces", item.text, count=1) for item in Q.items],
            *([str(one[item]) for item in Q.item_ids] for one in PEOPLE),
        ]
    ),
}


def table(
    *, title: Callable[[Any], str] = lambda item: item.id, own: Sequence[Row] = (), also: Sequence[Row] = ()
) -> list[Row]:
    """Rows of a plain table with columns of its own before the statements."""
    rows = [[*own[0], *map(title, Q.items)]] if own else [[*map(title, Q.items)]]
    for n, one in enumerate(PEOPLE, start=1):
        rows.append([*(own[n] if own else ()), *(str(one[item]) for item in Q.item_ids)])
    return [*rows, *also]
