"""A session («séance»): one group answering one questionnaire, and what was decided for it beforehand."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

__all__ = ["LONGEST_KEPT_MONTHS", "LONGEST_TITLE", "Phase", "Session", "delete_on"]

Phase = Literal["attente", "reponses", "pause", "cloture", "resultats", "vote", "resultats_vote", "evaluation", "fin"]
"""Where a live session is; everybody moves together."""

LONGEST_KEPT_MONTHS = 12
"""Individual answers are kept at most this long (content/questionnaires/thresholds.yaml, «conservation_mois»)."""
USUAL_KEPT_MONTHS = 6
"""How long they are kept where nobody says otherwise."""

LONGEST_TITLE = 80


class Session(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={
        "title": "titre",
        "variant": "variante",
        "day": "jour",
        "thresholds": "seuils",
        "research": "recherche",
        "kept_until": "conserve_jusqu_au",
    },
):
    """What a trainer decides before a group answers. No field holds a name.

    Parameters
    ----------
    title
        What the group calls the session; the forms ask for no name of a person.
    questionnaire, version, variant
        What is answered, and in which wording.
    mode
        ``individuel``, ``collectif`` or ``structure`` (content/questionnaires/pas-a-pas.yaml, «modes»).
    day
        The day of the session, the last one where it is answered over days; no more precise time is kept here.
    kept_until
        The day on which individual answers are erased, at most twelve months later.
    thresholds
        Thresholds raised for this session: name → people. Never below those of content/questionnaires/thresholds.yaml.
    research
        Whether the group consented to give its anonymised answers to research. Off unless asked.
    """

    title: Annotated[str, Meta(min_length=1, max_length=LONGEST_TITLE)]
    questionnaire: str
    version: str
    day: dt.date
    kept_until: dt.date
    variant: str | None = None
    mode: Literal["individuel", "collectif", "structure"] = "individuel"
    thresholds: dict[str, Annotated[int, Meta(ge=5)]] = field(default_factory=dict)
    research: bool = False

    def __post_init__(self) -> None:
        if not self.day <= self.kept_until <= delete_on(self.day, months=LONGEST_KEPT_MONTHS):
            raise ValueError("La date d'effacement doit suivre la séance, de douze mois au plus.")

    def to_json(self) -> str:
        """Return the session as one line of JSON."""
        return msgspec.json.encode(self).decode()


def delete_on(day: dt.date, *, months: int = LONGEST_KEPT_MONTHS) -> dt.date:
    """Return the same day ``months`` later, or the last day of that month where it is shorter.

    >>> delete_on(dt.date(2026, 8, 31), months=6)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = dt.date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(day.year + years, month + 1, min(day.day, last))
