"""What groups had published in their carnets: only those whose group said yes, in the words of one version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.field.hrsheets import plain_words
from pasapas_widgets.model.questionnaire.sheet import SheetError
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items
from pasapas_widgets.model.strict import plain
from pasapas_widgets.research.sessions import About, ResearchError, fault

__all__ = ["carnet_of", "published"]

_FIGURES = ("n_notes", "moyenne", "dispersion", "part_nsp", "classe", "motif")


def carnet_of(path: Path) -> Carnet | None:
    """Return the carnet that a JSON file is, ``None`` where it is something else."""
    data = path.read_bytes()
    try:
        told = json.loads(data)
    except (ValueError, UnicodeDecodeError):
        return None
    if not isinstance(told, dict) or "format" not in told or "reponses" in told:
        return None
    try:
        return Carnet.from_json(data)
    except ValueError as error:
        raise ResearchError(f"{path.name} : {error}") from error


def published(
    carnets: Iterable[tuple[str, Carnet]], q: Questionnaire, about: Mapping[str, About], *, everyone: bool
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the published figures of carnets, one mapping a wave and statement, and the notes that go with them.

    A carnet holds the figures of one establishment: it is read where ``seances.csv`` has a line of its file's name with
    «oui», or where ``everyone`` is read for a written reason; its name becomes a number.

    Raises
    ------
    ResearchError
        A carnet answers another questionnaire, or a version of which this one says nothing.
    """
    texts = interface("research")["lire"]
    consented = {plain_words(name) for name, one in about.items() if one.consent}
    rows: list[dict[str, Any]] = []
    left = without = old = 0
    for number, (name, carnet) in enumerate(carnets, start=1):
        said_yes = plain_words(name) in consented
        left, without = left + (not said_yes and not everyone), without + (not said_yes and everyone)
        if not said_yes and not everyone:
            continue
        if refusal := carnet.answers_other_than(q):
            raise ResearchError(f"{name} : {refusal}")
        for rank, wave in enumerate(carnet.waves, start=1):
            old += wave.session.version != q.version
            rows.extend(_figures(f"carnet {number}-{rank}", name, wave, q))
    notes = [texts["carnets_laisses"].format(n=left)] if left else []
    notes += [texts["carnets_sans_accord"].format(n=without)] if without else []
    return rows, notes + ([texts["carnets_versions"].format(version=q.version)] if old else [])


def _figures(session: str, name: str, wave: Wave, q: Questionnaire) -> Iterator[dict[str, Any]]:
    try:
        same = comparable_items(wave.session.version, q)
    except SheetError as error:
        raise fault(name, "version", version=wave.session.version, attendue=q.version) from error
    for item, one in wave.results.items.items():
        if item in same:
            counts, told = one.distribution or {}, plain(one)
            yield {"seance": session, "item": same[item], **{key: told[key] for key in _FIGURES}} | {
                f"n{level}": count for level, count in counts.items()
            }
