"""The files of answers that people bring: their own sheet, copies of it, a table of a survey tool."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet

NAME = "feuille-pas-a-pas.json"


def own_sheet(seed: int) -> Sheet:
    q, rng = load_questionnaire(), random.Random(seed)
    return Sheet(questionnaire=q.id, version=q.version, answers={item: rng.randint(1, 4) for item in q.item_ids})


def own_files(folder: Path, seeds: Iterable[int]) -> list[Path]:
    """Write the sheets of several people, each in a file of the same name."""
    paths = [folder / f"personne-{seed}" / NAME for seed in seeds]
    for path, seed in zip(paths, seeds, strict=True):
        path.parent.mkdir()
        path.write_text(own_sheet(seed).to_json(), "utf-8")
    return paths


def copies(folder: Path, seed: int) -> list[Path]:
    """Write one person's sheet under the names that a browser gives to what is downloaded again."""
    paths = [folder / f"feuille-pas-a-pas ({n}).json" for n in range(1, 5)]
    for path in paths:
        path.write_text(own_sheet(seed).to_json(), "utf-8")
    return paths


def tool_table(path: Path, seeds: Iterable[int]) -> Path:
    """Write a table of a survey tool, one line a person, without a number of the person."""
    q = load_questionnaire()
    rows = [q.item_ids, *([str(own_sheet(seed).answers[item]) for item in q.item_ids] for seed in seeds)]
    path.write_text("\n".join(";".join(row) for row in rows), "utf-8")
    return path
