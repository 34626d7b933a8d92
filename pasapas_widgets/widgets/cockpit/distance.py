"""A session at a distance, as the cockpit shows it: its end, its link, the texts to copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from pasapas_widgets.exports.session.remote import RemoteSession, remote_messages
from pasapas_widgets.live.codes import invitation
from pasapas_widgets.model.deadline import Deadline, load_zones
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["deadline_of", "distance_of", "zones"]

Plain = dict[str, Any]


def zones() -> list[dict[str, str]]:
    """Return the zones that may be chosen, for a list of the browser."""
    return [{"id": one.id, "nom": one.name[:1].upper() + one.name[1:]} for one in load_zones().values()]


def deadline_of(given: Mapping[str, str]) -> Deadline:
    """Return the deadline that a page gives: ``day`` and ``hour`` as its two fields write them, and ``zone``.

    Raises
    ------
    ValueError
        One French sentence where it is none.
    """
    return Deadline(dt.datetime.fromisoformat(f"{given['day']}T{given['hour']}:00"), given["zone"])


def distance_of(one: Mapping[str, Any], address: str, questionnaire: Questionnaire) -> Plain:
    """Return the end of a listed session, its link and its texts; nothing of a session in a room.

    Parameters
    ----------
    one
        A session as the room lists it.
    address
        Where phones reach the room, without a final slash.
    questionnaire
        What is answered, for how long that takes.
    """
    if not one.get("until"):
        return {}
    until, about = msgspec.convert(one["until"], Deadline), one["session"]
    link = f"{address}/s/{one['code']}?i={invitation(one['id'])}"
    told = RemoteSession(
        title=about["titre"],
        link=link,
        until=until,
        kept_until=dt.date.fromisoformat(about["conserve_jusqu_au"]),
        minutes=questionnaire.minutes,
        least=about.get("seuils", {}).get("moyenne", load_thresholds().mean),
        **one["told"],
    )
    at = {"day": until.day.isoformat(), "hour": f"{until.at:%H:%M}", "zone": until.zone}
    return {"until": at, "link": link, "messages": remote_messages(told)}
