"""Sheets of an earlier version of a questionnaire, read with the present one.

What changed between the two is data: ``versions_anterieures`` in the questionnaire's file. Nothing is guessed: a
version that the file does not name is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError
from pasapas_widgets.model.questionnaire.structure import Earlier, Questionnaire

__all__ = ["comparable_items", "read_sheet", "set_aside", "translated", "version_with"]


def _earlier(version: str, q: Questionnaire) -> Earlier:
    """Return what ``q`` says of that version, :class:`SheetError` where it says nothing."""
    for one in q.earlier:
        if one.version == version:
            return one
    raise SheetError(
        f"champ « version » : la feuille répond à la version {version} du questionnaire, et cette application utilise "
        f"la version {q.version}, qui ne dit pas ce qui a changé depuis (« versions_anterieures »)"
    )


def comparable_items(old_version: str, q: Questionnaire) -> dict[str, str]:
    """Return the items that mean the same in both versions: identifier then → identifier in ``q``, in ``q``'s order.

    Reworded, removed and new items are left out; renamed ones are there under both identifiers.

    Parameters
    ----------
    old_version
        The version of ``q`` itself (every item is comparable), or one of those its file names.

    Raises
    ------
    SheetError
        The questionnaire's file says nothing of that version.

    Examples
    --------
    >>> from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    >>> comparable_items("1.0", load_questionnaire())["L1-01"]
    'L1-01'
    """
    if old_version == q.version:
        return {item: item for item in q.item_ids}
    earlier = _earlier(old_version, q)
    before = {new: old for old, new in earlier.renamed.items()}
    left_out = {*earlier.changed, *earlier.added}
    return {before.get(item, item): item for item in q.item_ids if item not in left_out}


def set_aside(old_version: str, q: Questionnaire) -> tuple[str, ...]:
    """Return the items of an earlier version whose answers are not read here: reworded, then removed.

    Raises
    ------
    SheetError
        The questionnaire's file says nothing of that version.
    """
    if old_version == q.version:
        return ()
    earlier = _earlier(old_version, q)
    return (*earlier.changed, *(one for one in earlier.removed if one not in earlier.changed))


def version_with(item: str, q: Questionnaire) -> str | None:
    """Return the earlier version that asked a statement which is no longer asked, ``None`` where there is none.

    ``item`` is an identifier as somebody wrote it, in capitals or not.
    """
    told, asked = item.strip().casefold(), {one.casefold() for one in q.item_ids}
    gone = [(one.version, removed.casefold()) for one in q.earlier for removed in one.removed]
    return next((version for version, removed in gone if removed == told and removed not in asked), None)


def translated(sheet: Sheet, to: Questionnaire) -> Sheet:
    """Return a sheet of an earlier version as a sheet of this one.

    Answers to reworded and removed items are dropped, those to renamed items move to the new identifier, all others
    stay. A profile or a variant that this version no longer has is left out. A sheet of this version is checked and
    given back.

    Raises
    ------
    SheetError
        Another questionnaire, a version that ``to`` says nothing of, an item that neither version explains, or an
        answer that the item's scale does not have here.
    """
    if sheet.version == to.version or sheet.questionnaire != to.id:
        sheet.check(to)
        return sheet
    same, dropped = comparable_items(sheet.version, to), set(set_aside(sheet.version, to))
    answers = {}
    for item, answer in sheet.answers.items():
        if item in same:
            answers[same[item]] = answer
        elif item not in dropped:
            raise SheetError(
                f"champ « reponses » : l'énoncé « {item} » de la version {sheet.version} n'a pas de place dans la "
                f"version {to.version} ; le nommer dans « versions_anterieures » (reformules, renommes ou retires)"
            )
    moved = replace(
        sheet,
        version=to.version,
        profile=sheet.profile if sheet.profile in to.profile_ids else None,
        variant=sheet.variant if sheet.variant in to.variant_ids else None,
        answers={item: answers[item] for item in to.item_ids if item in answers},
    )
    moved.check(to)
    return moved


def read_sheet(plain: Mapping[str, Any], questionnaire: Questionnaire) -> tuple[Sheet, str]:
    """Read a decoded sheet of this version or of one that it names; return it translated, and the version it answered.

    Raises
    ------
    SheetError
        As :meth:`Sheet.checked` and :func:`translated`.
    """
    q, version = questionnaire, plain.get("version")
    known = {one.version for one in q.earlier}
    if plain.get("questionnaire") != q.id or version not in known:
        sheet = Sheet.checked(plain, q)
        return sheet, sheet.version
    try:
        sheet = msgspec.convert(plain, Sheet)
    except (msgspec.ValidationError, UnicodeEncodeError):
        sheet = Sheet.checked(plain, q)  # says what is wrong
    return translated(sheet, q), sheet.version
