"""The schema, one step after the other, forward only. A step that has been released is never edited again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, String, exc, func, insert, inspect, select, text, update

from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import StoreError
from pasapas_widgets.live.store.tables import VERSION

__all__ = ["STEPS", "Step", "migrate"]

Step = Callable[[Connection], None]

_ALONE = 7_207_350
"""The number of PostgreSQL's lock that lets one server at a time bring the schema up to date."""

_VERSION_1 = """
CREATE TABLE sessions (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, decided TEXT NOT NULL,
  kept_until TEXT NOT NULL, rehearsal INTEGER NOT NULL, phase TEXT NOT NULL, phase_version INTEGER NOT NULL,
  focus TEXT);
CREATE TABLE seats (id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  transfer TEXT UNIQUE, time_seq INTEGER NOT NULL, time_wanted INTEGER NOT NULL, time_cleared INTEGER NOT NULL);
CREATE INDEX ix_seats_session ON seats (session);
CREATE TABLE seat_keys (hash TEXT PRIMARY KEY, seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE);
CREATE INDEX ix_seat_keys_seat ON seat_keys (seat);
CREATE TABLE answers (seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE, item TEXT NOT NULL,
  value INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (seat, item));
CREATE TABLE brought (session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, origin TEXT NOT NULL,
  mark TEXT NOT NULL, sheet TEXT NOT NULL, PRIMARY KEY (session, origin, mark));
CREATE TABLE tallies (session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, batch TEXT NOT NULL,
  item TEXT NOT NULL, kept INTEGER, counts TEXT, PRIMARY KEY (session, batch, item));
CREATE TABLE ballots (id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, choices TEXT NOT NULL, dots INTEGER NOT NULL, dots_on_one INTEGER NOT NULL,
  closed INTEGER NOT NULL);
CREATE INDEX ix_ballots_session ON ballots (session);
CREATE TABLE placements (ballot TEXT NOT NULL REFERENCES ballots (id) ON DELETE CASCADE,
  seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE, dots TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (ballot, seat));
CREATE TABLE comments (id TEXT PRIMARY KEY, seat TEXT NOT NULL REFERENCES seats (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX ix_comments_seat ON comments (seat);
CREATE TABLE publications (session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, day TEXT NOT NULL, waiting INTEGER NOT NULL, results TEXT NOT NULL, ledger TEXT NOT NULL);
CREATE TABLE erasures (id TEXT PRIMARY KEY, receipt TEXT NOT NULL, finished INTEGER NOT NULL)
"""


def _made(connection: Connection, statements: str) -> None:
    """Carry out statements; on SQLite, the rows of a new table lie in the order of its key."""
    ordered = " WITHOUT ROWID" if connection.dialect.name == "sqlite" else ""
    for statement in statements.split(";"):
        made = statement.strip()
        connection.execute(text(made + (ordered if made.startswith("CREATE TABLE") else "")))


def _version_1(connection: Connection) -> None:
    _made(connection, _VERSION_1)


_VERSION_2 = """
ALTER TABLE sessions ADD COLUMN evaluated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seat_keys ADD COLUMN came_by TEXT;
ALTER TABLE comments ADD COLUMN about TEXT NOT NULL DEFAULT 'seance';
ALTER TABLE tallies ADD COLUMN note TEXT
"""


def _version_2(connection: Connection) -> None:
    for statement in _VERSION_2.split(";"):
        connection.execute(text(statement))


def _version_3(connection: Connection) -> None:
    """Keep PostgreSQL from copying texts into its statistics, where an erased session's would stay.

    Its background analysis keeps samples of each column (``pg_statistic``), which no VACUUM of ours reaches.
    """
    if connection.dialect.name != "postgresql":
        return
    tables = inspect(connection)
    for table in tables.get_table_names():
        for column in tables.get_columns(table):
            if isinstance(column["type"], String):
                connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN {column['name']} SET STATISTICS 0"))


_VERSION_4 = """
ALTER TABLE sessions ADD COLUMN expected INTEGER;
ALTER TABLE sessions ADD COLUMN accepted INTEGER;
ALTER TABLE sessions ADD COLUMN shut INTEGER NOT NULL DEFAULT 0;
UPDATE publications SET waiting = 1 WHERE waiting > 0
"""


def _version_4(connection: Connection) -> None:
    """Count heads, let the door be closed, and forget how many sheets waited (docs/decisions/021)."""
    for statement in _VERSION_4.split(";"):
        connection.execute(text(statement))


_VERSION_5 = """
ALTER TABLE sessions ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN contact TEXT NOT NULL DEFAULT ''
"""


def _version_5(connection: Connection) -> None:
    """Say who is responsible for a session, and whom to ask."""
    for statement in _VERSION_5.split(";"):
        connection.execute(text(statement))
    _version_3(connection)  # the new columns are texts too


def _version_6(connection: Connection) -> None:
    """Keep the box that a paper sheet has for research; what was typed before has none."""
    connection.execute(text("ALTER TABLE brought ADD COLUMN research INTEGER NOT NULL DEFAULT 0"))


_VERSION_7 = """
CREATE TABLE trainers (session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, person TEXT NOT NULL,
  owner INTEGER NOT NULL, PRIMARY KEY (session, person));
CREATE INDEX ix_trainers_person ON trainers (person);
ALTER TABLE erasures ADD COLUMN owner TEXT
"""


def _version_7(connection: Connection) -> None:
    """Give sessions an owner (docs/decisions/040); those of before have none: whoever holds the computer has them."""
    _made(connection, _VERSION_7)
    _version_3(connection)  # the new columns are texts too


_VERSION_8 = """
ALTER TABLE sessions ADD COLUMN closes TEXT;
ALTER TABLE sessions ADD COLUMN zone TEXT
"""


def _version_8(connection: Connection) -> None:
    """Let a session be open for days (docs/decisions/044); those of before are in a room."""
    for statement in _VERSION_8.split(";"):
        connection.execute(text(statement))
    _version_3(connection)  # the new columns are texts too


def _version_9(connection: Connection) -> None:
    """Let a vote be an exercise of the course (docs/decisions/048); those of before are none."""
    connection.execute(text("ALTER TABLE ballots ADD COLUMN exercise TEXT"))
    _version_3(connection)  # the new column is a text too


STEPS: tuple[Step, ...] = (
    _version_1,
    _version_2,
    _version_3,
    _version_4,
    _version_5,
    _version_6,
    _version_7,
    _version_8,
    _version_9,
)
"""Step n brings the schema from version n - 1 to version n."""


def migrate(database: Database, *, steps: Sequence[Step] = STEPS) -> int:
    """Bring the schema to its newest version in one transaction; return how many steps that took.

    Raises
    ------
    StoreError
        The database was written by a newer version of the application, or holds another application's tables.
    """
    try:
        with database.transaction() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_ALONE)))
            version = _version(connection)
            if version > len(steps):
                raise StoreError(
                    f"{database.name} : ces séances viennent d'une version plus récente de l'application ; rien n'y a "
                    "été changé. Mettre l'application à jour, ou choisir un autre fichier."
                )
            for step in steps[version:]:
                step(connection)
            connection.execute(update(VERSION).values(version=len(steps)))
            return len(steps) - version
    except exc.ProgrammingError as error:
        raise StoreError(
            f"{database.name} : cette base contient les tables d'une autre application ; rien n'y a été changé. "
            "Donner aux séances une base à elles."
        ) from error


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table(VERSION.name):
        connection.execute(text(f"CREATE TABLE {VERSION.name} (version INTEGER PRIMARY KEY)"))
        connection.execute(insert(VERSION).values(version=0))
    return int(connection.execute(select(VERSION.c.version)).scalar_one())
