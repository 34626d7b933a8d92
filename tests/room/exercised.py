"""Exercises of the course, opened in a room."""

from __future__ import annotations

from typing import Any

from salle import Seen

from pasapas_widgets.exports.course.asked import asked_of, listed
from pasapas_widgets.model.exercise.asked import Asked
from pasapas_widgets.model.exercise.loading import load_course

__all__ = ["first", "opened"]


def first(kind: str) -> Asked:
    """The first question of a kind in the course."""
    module, key = next((one, each["cle"]) for one in load_course() for each in listed(one) if each["genre"] == kind)
    return asked_of(module, key)


def opened(seen: Seen, asked: Asked) -> dict[str, Any]:
    ballot: dict[str, Any] = seen.salle.room.open_exercise(seen.id, asked)
    seen.move("vote")
    return ballot
