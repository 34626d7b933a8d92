"""A deadline is a day and an hour where the group lives: ten territories, what their clocks skip, a bare platform."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator

import msgspec
import pytest

from pasapas_widgets.model.deadline import Deadline, load_zones


@pytest.fixture
def no_system_zones() -> Iterator[None]:
    """Read the zones as Windows and a bare container do: from the package ``tzdata`` alone."""
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("no_system_zones")
def test_every_territory_has_its_time_where_the_system_has_none() -> None:
    noon = dt.datetime(2026, 12, 4, 12, 0)
    hours = {zone: Deadline(noon, zone).instant.hour for zone in load_zones()}
    assert hours == {
        "Europe/Paris": 11,
        "America/Guadeloupe": 16,
        "America/Martinique": 16,
        "America/Cayenne": 15,
        "Indian/Reunion": 8,
        "Indian/Mayotte": 9,
        "America/Miquelon": 15,
        "Pacific/Noumea": 1,
        "Pacific/Tahiti": 22,
        "Pacific/Wallis": 0,
    }


def test_summer_and_winter_are_those_of_the_day() -> None:
    at = dt.datetime(2026, 10, 24, 18, 0), dt.datetime(2026, 10, 26, 18, 0)
    assert [Deadline(one, "Europe/Paris").instant.hour for one in at] == [16, 17]
    assert [Deadline(one, "Indian/Reunion").instant.hour for one in at] == [14, 14]


def test_an_hour_that_the_clocks_skip_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    with pytest.raises(ValueError, match="changent d'heure"):
        Deadline(dt.datetime(2027, 3, 28, 2, 30), "Europe/Paris")
    twice = Deadline(dt.datetime(2026, 10, 25, 2, 30), "Europe/Paris")
    assert twice.instant == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "plain",
    [
        {"at": "2026-12-04T18:00:00", "zone": "Asia/Tokyo"},
        {"at": "2026-12-04T18:00:00", "zone": "../../etc/passwd"},
        {"at": "2026-12-04T18:00:00+04:00", "zone": "Indian/Reunion"},
        {"at": "2026-12-04T18:00:30", "zone": "Indian/Reunion"},
    ],
)
def test_what_is_no_deadline_is_refused_where_it_is_read(plain: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain, Deadline)


def test_it_goes_over_the_wire_and_back() -> None:
    until = Deadline(dt.datetime(2026, 12, 4, 18, 30), "Pacific/Tahiti")
    assert msgspec.json.decode(msgspec.json.encode(until), type=Deadline) == until
    assert until.words.replace(chr(160), " ") == "vendredi 4 décembre à 18 h 30 (heure de la Polynésie française)"
