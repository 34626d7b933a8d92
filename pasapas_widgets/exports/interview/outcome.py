"""What the output sheet of the interview says: leads, services, actors, first steps, dates. Never what is private."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, long_date, month_in_words
from pasapas_widgets.exports.formats.words import cleaned, shortened
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.actors import actor_names
from pasapas_widgets.model.kit.interviewguide import load_interview_guide
from pasapas_widgets.rules.orientation import service_names

__all__ = ["Sheet", "SheetPart", "outcome_sheet", "return_day"]


class SheetPart(Struct, frozen=True):
    """A titled part; a single point is a sentence, several are a list."""

    title: str
    points: tuple[str, ...]
    numbered: bool = False
    rest: str = ""


class Sheet(Struct, frozen=True, kw_only=True):
    """The whole sheet, in its order."""

    title: str
    subtitle: str
    parts: tuple[SheetPart, ...]
    foot: str


def return_day(interview: dt.date) -> dt.date:
    """Return the last day on which the teams are told.

    >>> return_day(dt.date(2026, 12, 10))
    datetime.date(2026, 12, 25)
    """
    return interview + dt.timedelta(days=load_interview_guide().return_days)


def outcome_sheet(carnet: Carnet, *, day: dt.date, most: int = 60, width: int = 1000) -> Sheet:
    """Return what the output sheet says.

    Parameters
    ----------
    day
        The day that is written on it where the interview has none.
    most, width
        How many points a part has at most, and the characters of each.
    """
    texts, meeting = interface("interviewnote")["sortie"], carnet.interview
    heading = " ".join(Source.of(carnet, day=day).heading.split())
    planned = {one.id for one in carnet.actions}
    leads = [
        texts["dans_le_plan"].format(titre=one.title.strip()) if one.action in planned else one.title.strip()
        for one in meeting.leads
        if one.title.strip()
    ]
    follow = texts["point_le"].format(date=long_date(meeting.outcome.follow_up)) if meeting.outcome.follow_up else ""
    back = (
        texts["retour_le"].format(date=long_date(return_day(meeting.day)))
        if meeting.day
        else texts["retour_sous"].format(n=load_interview_guide().return_days)
    )
    wording = texts["sous_titre_jour" if meeting.day else "sous_titre"]
    steps = [line for line in cleaned(meeting.outcome.first_steps).split("\n") if line.strip()]
    return Sheet(
        title=texts["titre"],
        subtitle=wording.format(titre=heading, date=long_date(day), jour=long_date(meeting.day or day)),
        parts=(
            _part("pistes", leads, most, width, numbered=True),
            _part("services", _services(carnet), most, width, numbered=True),
            _part("acteurs", _contacts(carnet), most, width),
            _part("premiers_pas", steps, most, width),
            _part("point", [follow] if follow else [], most, width),
            _part("retour", [back], most, width),
        ),
        foot=texts["pied"],
    )


def _part(name: str, points: Sequence[str], most: int, width: int, *, numbered: bool = False) -> SheetPart:
    texts = interface("interviewnote")
    told = tuple(shortened(one, width) for one in points[:most])
    left = len(points) - len(told)
    rest = counted(texts["autres"], left) if left else ""
    return SheetPart(texts["sortie"][name], told or (texts["sortie"]["rien"],), numbered, rest)


def _services(carnet: Carnet) -> list[str]:
    names, texts = service_names(), interface("interviewnote")["attentes"]
    told = []
    for one in carnet.pathway.steps:
        title = one.title.strip() or names.get(one.service, one.service)
        when = texts["mois"].format(mois=month_in_words(one.month)) if one.month else ""
        told.append(texts["etape"].format(titre=title, details=when) if when else title)
    return told


def _contacts(carnet: Carnet) -> list[str]:
    names, texts = actor_names(), interface("interviewnote")["sortie"]
    told = []
    for one in carnet.territory.contacts:
        name = one.label.strip() or names.get(one.actor or "", "")
        if one.wanted and name:
            told.append(texts["acteur"].format(nom=name, fonction=one.owner.strip()) if one.owner.strip() else name)
    return told
