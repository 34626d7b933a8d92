"""The tables as the program uses them. ``migrations`` makes them; a test holds the two together.

No column holds a name, an address, a browser or a time: days only. Every identifier is random and, on SQLite, rows lie
in the order of these identifiers, so that the file does not tell who came first.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text

__all__ = [
    "ANSWERS",
    "BALLOTS",
    "BROUGHT",
    "COMMENTS",
    "ERASURES",
    "METADATA",
    "PLACEMENTS",
    "PUBLICATIONS",
    "SEATS",
    "SEAT_KEYS",
    "SESSIONS",
    "TALLIES",
    "VERSION",
]

METADATA = MetaData()


def _of(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


VERSION = Table("schema_version", METADATA, Column("version", Integer, primary_key=True))

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("decided", Text, nullable=False),  # model.Session as JSON
    Column("kept_until", Text, nullable=False),
    Column("rehearsal", Integer, nullable=False),
    Column("phase", Text, nullable=False),
    Column("phase_version", Integer, nullable=False),
    Column("focus", Text),
    Column("evaluated", Integer, nullable=False, default=0),  # 1: its evaluation is closed for good
    Column("expected", Integer),  # people that the trainer counts in the room
    Column("accepted", Integer),  # seats with which the trainer decided to publish though they are more
    Column("shut", Integer, nullable=False, default=0),  # 1: the door is closed, no new seat
)

SEATS = Table(
    "seats",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("session", Text, _of("sessions"), nullable=False, index=True),
    Column("transfer", Text, unique=True),  # hash of the code that lets a second phone take this seat
    Column("time_seq", Integer, nullable=False),
    Column("time_wanted", Integer, nullable=False),
    Column("time_cleared", Integer, nullable=False),
)

SEAT_KEYS = Table(
    "seat_keys",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("seat", Text, _of("seats"), nullable=False, index=True),
    Column("came_by", Text),  # hash of the code with which this phone took the seat of another one
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("seat", Text, _of("seats"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("value", Integer, nullable=False),  # 1… level, 0 taken back, -1 NSP, -2 NC; for a choice, its place
    Column("seq", Integer, nullable=False),
)

BROUGHT = Table(
    "brought",
    METADATA,
    Column("session", Text, _of("sessions"), primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
    Column("sheet", Text, nullable=False),
)

TALLIES = Table(
    "tallies",
    METADATA,
    Column("session", Text, _of("sessions"), primary_key=True),
    Column("batch", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("kept", Integer),
    Column("counts", Text),
    Column("note", Text),
)

BALLOTS = Table(
    "ballots",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("session", Text, _of("sessions"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("choices", Text, nullable=False),
    Column("dots", Integer, nullable=False),
    Column("dots_on_one", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
)

PLACEMENTS = Table(
    "placements",
    METADATA,
    Column("ballot", Text, _of("ballots"), primary_key=True),
    Column("seat", Text, _of("seats"), primary_key=True),
    Column("dots", Text, nullable=False),
    Column("seq", Integer, nullable=False),
)

COMMENTS = Table(
    "comments",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("seat", Text, _of("seats"), nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("about", Text, nullable=False),
)

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("session", Text, _of("sessions"), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("waiting", Integer, nullable=False),  # 1: sheets wait; how many is not kept
    Column("results", Text, nullable=False),
    Column("ledger", Text, nullable=False),
)

ERASURES = Table(
    "erasures",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("receipt", Text, nullable=False),
    Column("finished", Integer, nullable=False),
)
