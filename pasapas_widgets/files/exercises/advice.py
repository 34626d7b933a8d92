"""What is no fault of a module and deserves a thought: somebody who seems to be named, a text that is long to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from pasapas_widgets.model.exercise.structure import Module
from pasapas_widgets.model.field.personal import personal_traces

__all__ = ["Advice", "advice_on"]

Advice = tuple[str, str, dict[str, object]]
"""A path, which advice of ``interface/training.yaml``, and what its words name."""

LONG = 45
"""Words of an instruction after which it is hard to keep in mind."""


def advice_on(module: Module) -> Iterator[Advice]:
    """Give what deserves a thought in a module; sources name their authors, and are left out."""
    plain = msgspec.to_builtins(module)
    for path, text in _texts("", {key: value for key, value in plain.items() if key != "sources"}):
        for trace in personal_traces(text)[:1]:
            yield path, "nom", {"trouve": trace.text}
    for path, one in module.exercises:
        words = len(one.instruction.split())
        if words > LONG:
            yield f"{path}.consigne", "longue", {"n": words}


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in ("id", "source", "dossier", "enonces", "indicateurs", "tient", "genre", "vers", "dans"):
                yield from _texts(f"{path}.{key}" if path else key, one)
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from _texts(f"{path}[{index}]", one)
