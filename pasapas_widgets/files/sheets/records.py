"""Sheets in JSON: one sheet, a list of sheets, ``{"feuilles": […]}``, or one sheet per line."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from pasapas_widgets.files.sheets.cells import CellError, answer_of
from pasapas_widgets.files.sheets.entries import (
    MOST_FAULTS,
    MOST_SHEETS,
    Entry,
    SheetFile,
    SheetFileError,
    quoted,
    told_versions,
)
from pasapas_widgets.model.questionnaire.sheet import Answer, SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items, read_sheet, set_aside

__all__ = ["read_records"]

_MOST_LINES = 60 * MOST_SHEETS


def read_records(name: str, text: str, questionnaire: Questionnaire) -> SheetFile:
    """Read the text of a JSON file. A sheet's identifier is the file's name, numbered where there are several.

    Raises
    ------
    SheetFileError
        One French sentence for the first fault, with the number of other faulty sheets.
    """
    records = _records(name, text)
    stem = str(PurePath(name).with_suffix("")) if name else "feuille"
    entries, faults, versions = [], list[tuple[str, str]](), Counter[str]()
    asked: dict[tuple[str, str], str] = {}
    for number, (where, record) in enumerate(records, start=1):
        if len(faults) >= MOST_FAULTS:
            break
        try:
            sheet, version = read_sheet(_plain(record, questionnaire), questionnaire)
        except CellError as fault:
            faults.append((f"{where}champ « {fault.field} »", str(fault)))
        except SheetError as error:
            faults.append((where.rstrip(", "), quoted(error, 400)))
        else:
            versions[version] += 1
            sheet_id = stem if len(records) == 1 else f"{stem}-{number}"
            entries.append(Entry(session="", sheet_id=sheet_id, sheet=sheet))
            if version != questionnaire.version:
                asked["", sheet_id] = version
    if faults:
        where, reason = faults[0]
        raise SheetFileError(name, reason, where=where, others=len(faults) - 1, unit="feuille")
    return SheetFile(
        entries=tuple(entries), notes=tuple(told_versions(versions, questionnaire)), by_content=True, asked=asked
    )


def _records(name: str, text: str) -> list[tuple[str, Any]]:
    """Return the sheets, still undecoded, each with the words that say where it stands."""
    if text.count("{") > 2 * MOST_SHEETS + 1 or text.count("\n") > _MOST_LINES:
        raise _too_many(name)
    if _is_one_a_line(text):
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        return [(f"ligne {number}, ", _decoded(name, line, number)) for number, line in lines]
    whole = _decoded(name, text)
    if isinstance(whole, dict) and "feuilles" in whole:
        extra = next((key for key in whole if key != "feuilles"), None)
        if extra is not None:
            raise SheetFileError(name, "cette clé est inconnue ; la retirer", where=f"champ « {quoted(extra)} »")
        whole = whole["feuilles"]
        if not isinstance(whole, list):
            raise SheetFileError(name, "une liste de feuilles est attendue", where="champ « feuilles »")
    if not isinstance(whole, list):
        return [("", whole)]
    if not whole:
        raise SheetFileError(name, "le fichier ne contient aucune feuille ; vérifier qu'il a été copié en entier")
    if len(whole) > MOST_SHEETS:
        raise _too_many(name)
    return [(f"feuille {number}, ", record) for number, record in enumerate(whole, start=1)]


def _is_one_a_line(text: str) -> bool:
    """Tell whether each line is a sheet, and there are several; nothing of a file of a million lines is kept."""
    filled = (line for found in re.finditer(r"[^\n]+", text) if (line := found[0].strip()))
    every = [line.startswith("{") and line.endswith("}") for line in itertools.islice(filled, 2)]
    return len(every) == 2 and all(every) and all(line.startswith("{") and line.endswith("}") for line in filled)


def _too_many(name: str) -> SheetFileError:
    return SheetFileError(name, f"le fichier contient plus de {MOST_SHEETS} feuilles ; le partager en plusieurs")


def _decoded(name: str, text: str, line: int = 1) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except json.JSONDecodeError as error:
        where = f"ligne {line + error.lineno - 1}, caractère {error.colno}"
        reason = "ce n'est pas du JSON complet ; le fichier a pu être coupé, le copier de nouveau en entier"
        raise SheetFileError(name, reason, where=where) from error
    except CellError as fault:
        raise SheetFileError(name, str(fault), where=f"champ « {quoted(fault.field)} »") from fault
    except (ValueError, RecursionError) as error:
        raise SheetFileError(
            name, "ce n'est pas un fichier de feuilles ; donner celui que l'application a enregistré"
        ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, unless it says a thing twice with different values."""
    plain: dict[str, Any] = {}
    for key, value in pairs:
        if plain.setdefault(key, value) != value:
            raise CellError(key, "deux valeurs différentes sont écrites ; n'en garder qu'une")
    return plain


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _plain(record: Any, questionnaire: Questionnaire) -> Mapping[str, Any]:
    """Return a sheet with its answers as the model writes them: ``3.0`` is 3, ``"nsp"`` NSP, null is left out."""
    if not isinstance(record, dict):
        raise CellError(
            "feuille",
            "une feuille doit être un bloc entre accolades ; donner le fichier que l'application a enregistré",
        )
    if "reponses" in record:
        given = record["reponses"]
        if not isinstance(given, dict):
            raise CellError(
                "reponses", "les réponses doivent être un bloc entre accolades ; reprendre le fichier d'origine"
            )
        q, version = questionnaire, record.get("version")
        is_earlier = any(one.version == version for one in q.earlier)
        names = comparable_items(str(version), q) if is_earlier else {}
        aside = set_aside(str(version), q) if is_earlier else ()  # their scale of then is not known any more
        kept = {item: value for item, value in given.items() if item not in aside}
        return record | {"reponses": dict(_answers(kept, q, names))}
    return record


def _answers(
    given: dict[str, Any], questionnaire: Questionnaire, names: Mapping[str, str]
) -> Iterator[tuple[str, Answer]]:
    scales = {item.id: questionnaire.scale_of(item) for item in questionnaire.items}
    scales |= {old: scales[new] for old, new in names.items()}
    for item, value in given.items():
        try:
            answer = answer_of("" if value is None else str(value), scales.get(item, questionnaire.scale), by_rank=True)
        except CellError as fault:
            raise CellError(f"reponses.{quoted(item)}", str(fault)) from fault
        if answer is not None:
            yield item, answer
