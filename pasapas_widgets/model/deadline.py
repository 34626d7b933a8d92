"""Until when a group answers at a distance: a day and an hour, as they are said where the group lives."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.content.french import week_day
from pasapas_widgets.model.strict import Strict, Text

__all__ = ["LONGEST_DAYS", "Deadline", "Zone", "load_zones", "utc_now"]

LONGEST_DAYS = 60
"""Days ahead that a deadline may lie: a link that nobody closes does not stay open for a year."""


class Zone(Strict, frozen=True, rename={"name": "nom"}):
    """The time of a French territory: its identifier in the IANA database and its name in a sentence."""

    id: Text
    name: Text


class _Zones(Strict, frozen=True, rename={"zones": "fuseaux"}):
    zones: tuple[Zone, ...]


@cache
def load_zones() -> dict[str, Zone]:
    """Return the zones of ``content/field/zones.yaml`` by their identifiers, in their order.

    >>> load_zones()["Indian/Reunion"].name
    'heure de La Réunion'
    """
    return {one.id: one for one in load_yaml(CONTENT / "field/zones.yaml", _Zones).zones}


def utc_now() -> dt.datetime:
    """Return this moment, in UTC: the clock of a store, unless a test gives it another one."""
    return dt.datetime.now(dt.UTC)


class Deadline(Struct, frozen=True):
    """The end of the answers of a session at a distance.

    Parameters
    ----------
    at
        The day and the hour on the clocks of that territory, to the minute, without a zone inside.
    zone
        The territory's time: one of :func:`load_zones`.

    Raises
    ------
    ValueError
        One French sentence: another zone, or an hour that the clocks of that day skip.
    """

    at: dt.datetime
    zone: str

    def __post_init__(self) -> None:
        if self.zone not in load_zones():
            raise ValueError("Ce fuseau horaire n'est pas proposé : en choisir un de la liste.")
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError("L'heure de la fin se dit en heures et en minutes, dans l'heure du fuseau choisi.")
        if self.instant.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) != self.at:
            raise ValueError(
                "Cette heure n'existe pas ce jour-là : les montres changent d'heure. En choisir une autre."
            )

    @classmethod
    def of_moment(cls, moment: dt.datetime, zone: str) -> Deadline:
        """Return the minute of a moment, as it is said in a zone.

        >>> Deadline.of_moment(dt.datetime(2026, 12, 4, 14, 0, 59, tzinfo=dt.UTC), "Indian/Reunion").at.isoformat()
        '2026-12-04T18:00:00'
        """
        return cls(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0), zone)

    @property
    def instant(self) -> dt.datetime:
        """The moment, in UTC; of an hour that comes twice that night, the first."""
        return self.at.replace(tzinfo=ZoneInfo(self.zone)).astimezone(dt.UTC)

    @property
    def day(self) -> dt.date:
        """The day, where the group lives."""
        return self.at.date()

    def is_over(self, now: dt.datetime) -> bool:
        """Tell whether it has passed: from that very minute on."""
        return now >= self.instant

    @property
    def words(self) -> str:
        """The deadline as it is said, after «jusqu'au».

        >>> Deadline(dt.datetime(2026, 12, 4, 18, 0), "Indian/Reunion").words.replace(chr(160), " ")
        'vendredi 4 décembre à 18 h (heure de La Réunion)'
        >>> Deadline(dt.datetime(2026, 12, 1, 8, 5), "Europe/Paris").words.replace(chr(160), " ")
        'mardi 1er décembre à 8 h 05 (heure de Paris)'
        """
        at = self.at
        hour = f"{at.hour}\u00a0h" + (f"\u00a0{at.minute:02}" if at.minute else "")
        return f"{week_day(at)} à {hour} ({load_zones()[self.zone].name})"
