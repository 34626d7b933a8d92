"""The tables as the program uses them. ``migrations`` makes them; a test holds the two together.

No column holds a participant's name, an address, a browser or a time: days only (``closes`` is an hour that the trainer
chose). Every identifier is random and, on SQLite, rows lie in the order of these identifiers, so that the file does not
tell who came first.
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
    "TRAINERS",
    "VERSION",
]

METADATA = MetaData()


def _text(name: str) -> Column[str]:
    """Return a column of words, which are never missing."""
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    """Return a column of whole numbers, which are never missing."""
    return Column(name, Integer, nullable=False)


def _of(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


VERSION = Table("schema_version", METADATA, Column("version", Integer, primary_key=True))

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    _text("decided"),  # model.Session as JSON
    _text("kept_until"),
    _number("rehearsal"),
    _text("phase"),
    _number("phase_version"),
    Column("focus", Text),
    Column("evaluated", Integer, nullable=False, default=0),  # 1: its evaluation is closed for good
    Column("expected", Integer),  # people that the trainer counts in the room
    Column("accepted", Integer),  # seats with which the trainer publishes though more; 0: compared
    Column("shut", Integer, nullable=False, default=0),  # 1: the door is closed, no new seat
    Column("organisation", Text, nullable=False, default=""),  # who is responsible, as participants read it
    Column("contact", Text, nullable=False, default=""),
    Column("closes", Text),  # answered at a distance: until which day and hour, as that zone's clocks say it
    Column("zone", Text),
)

TRAINERS = Table(
    "trainers",
    METADATA,
    Column("session", Text, _of("sessions"), primary_key=True),
    Column("person", Text, primary_key=True, index=True),  # the account's name; none on a computer of one's own
    _number("owner"),  # 1: opened the session, 0: was invited
)

SEATS = Table(
    "seats",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("session", Text, _of("sessions"), nullable=False, index=True),
    Column("transfer", Text, unique=True),  # hash of the code that lets a second phone take this seat
    _number("time_seq"),
    _number("time_wanted"),
    _number("time_cleared"),
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
    _number("value"),  # 1… level, 0 taken back, -1 NSP, -2 NC; for a choice, its place
    _number("seq"),
)

BROUGHT = Table(
    "brought",
    METADATA,
    Column("session", Text, _of("sessions"), primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
    _text("sheet"),
    Column("research", Integer, nullable=False, default=0),  # 1: its box for research is ticked
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
    _number("number"),
    _text("choices"),
    _number("dots"),
    _number("dots_on_one"),
    _number("closed"),
    Column("exercise", Text),  # model.exercise.Asked as JSON, where the vote is an exercise of the course
)

PLACEMENTS = Table(
    "placements",
    METADATA,
    Column("ballot", Text, _of("ballots"), primary_key=True),
    Column("seat", Text, _of("seats"), primary_key=True),
    _text("dots"),
    _number("seq"),
)

COMMENTS = Table(
    "comments",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("seat", Text, _of("seats"), nullable=False, index=True),
    _number("seq"),
    _text("body"),
    _text("state"),
    _text("about"),
)

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("session", Text, _of("sessions"), primary_key=True),
    _number("number"),
    _text("day"),
    _number("waiting"),  # 1: sheets wait; how many is not kept
    _text("results"),
    _text("ledger"),
)

ERASURES = Table(
    "erasures",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("receipt"),
    _number("finished"),
    Column("owner", Text),  # the account whose session it was
)
