"""Votes with dots: n for each person, hidden until the vote is closed, and closed for good."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType
from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pasapas_widgets.live.codes import is_id, new_id
from pasapas_widgets.live.store.access import check_over, check_seq, decided, seat_of, session_row
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.heads import check_heads
from pasapas_widgets.live.store.tables import BALLOTS, PLACEMENTS, SEATS
from pasapas_widgets.live.store.values import Questionnaires
from pasapas_widgets.model.exercise.asked import Asked

__all__ = ["Ballot", "Choice", "VoteResults", "Votes", "closed_votes", "latest_ballot"]

MOST_CHOICES, MOST_DOTS, LONGEST_CHOICE = 60, 20, 200

_FACTS = (
    *(BALLOTS.c[name] for name in ("id", "number", "choices", "dots", "dots_on_one", "closed")),
    BALLOTS.c.exercise.is_not(None).label("is_exercise"),
)
"""What is read of a vote twice a second: not the words and the figure of an exercise."""


class Ballot(Struct, frozen=True):
    """What people vote on: statements or ideas, the dots of each person, and how many of them may go on one choice.

    ``exercise`` is true where it is an exercise of the course, whose words :meth:`Votes.exercise` has; else left out.
    """

    id: str
    number: int
    choices: tuple[str, ...]
    dots: int
    dots_on_one: int
    closed: bool
    exercise: Literal[True] | UnsetType = UNSET


class Choice(Struct, frozen=True):
    """A choice, its dots and its rank. Equal dots share a rank: a tie is shown as a tie."""

    choice: str
    dots: int
    rank: int


class VoteResults(Struct, frozen=True):
    """The results of a closed vote, most dots first. ``choices`` is empty and ``reason`` says why with few voters."""

    voters: int | None
    choices: tuple[Choice, ...]
    reason: str | None = None


class Votes:
    """The votes of the sessions."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def open(self, session: str, choices: Sequence[str], *, dots: int = 3, dots_on_one: int = 1) -> Ballot:
        """Open a vote; an open one is closed first. The trainer's own call.

        Raises
        ------
        RefusedError
            Fewer than two choices, the same one twice, or dots that cannot be placed; ``phase``: answers at a distance
            are open.
        """
        if not 2 <= len(choices) <= MOST_CHOICES or len(set(choices)) != len(choices):
            raise RefusedError("value", f"Un vote porte sur 2 à {MOST_CHOICES} choix, tous différents.")
        if not all(1 <= len(choice) <= LONGEST_CHOICE for choice in choices):
            raise RefusedError("value", f"Un choix se dit en {LONGEST_CHOICE} caractères au plus.")
        if not 1 <= dots_on_one <= dots <= min(MOST_DOTS, len(choices) * dots_on_one):
            raise RefusedError("value", "Le nombre de gommettes ne convient pas à ce vote.")
        return self._opened(session, choices, dots, dots_on_one)

    def ask(self, session: str, asked: Asked) -> Ballot:
        """Open an exercise of the course: a vote with one dot on an answer, or on each that a person ticks.

        What each person works alone has no choice: nothing can be sent. The trainer's own call.

        Raises
        ------
        RefusedError
            Fewer than two answers, or two of one name; ``phase``: answers at a distance are open.
        """
        choices = asked.choices
        if asked.work is None and (len(choices) < 2 or len(set(choices)) != len(choices)):
            raise RefusedError("value", "Un exercice a deux réponses au moins, toutes différentes.")
        with self._database.transaction() as connection:
            check_over(session_row(connection, session), self._database.now())
        return self._opened(session, choices, asked.dots, min(1, asked.dots), asked)

    def _opened(
        self, session: str, choices: Sequence[str], dots: int, dots_on_one: int, exercise: Asked | None = None
    ) -> Ballot:
        with self._database.transaction() as connection:
            row = session_row(connection, session, lock=True)
            check_over(row, self._database.now())
            before = latest_ballot(connection, session)
            if before is not None and not before.closed:
                check_heads(connection, row)
            connection.execute(update(BALLOTS).where(BALLOTS.c.session == session).values(closed=1))
            earlier = connection.execute(select(func.max(BALLOTS.c.number)).where(BALLOTS.c.session == session))
            number, kind = 1 + (earlier.scalar() or 0), _kind(exercise is not None)
            ballot = Ballot(new_id(), number, tuple(choices), dots, dots_on_one, False, kind)
            connection.execute(
                insert(BALLOTS).values(
                    id=ballot.id,
                    session=session,
                    number=ballot.number,
                    choices=msgspec.json.encode(ballot.choices).decode(),
                    dots=dots,
                    dots_on_one=dots_on_one,
                    closed=0,
                    exercise=None if exercise is None else msgspec.json.encode(exercise).decode(),
                )
            )
        return ballot

    def current(self, session: str) -> Ballot | None:
        """Return the latest vote of the session, open or closed."""
        with self._database.transaction() as connection:
            session_row(connection, session)
            return latest_ballot(connection, session)

    def exercise(self, session: str, ballot: str) -> Asked:
        """Return what is asked in an exercise, with all that the trainer reads.

        Raises
        ------
        RefusedError
            That vote is none.
        """
        with self._database.transaction() as connection:
            _ballot_row(connection, session, ballot)
            found = connection.execute(select(BALLOTS.c.exercise).where(BALLOTS.c.id == ballot)).scalar()
        if found is None:
            raise RefusedError("value", "Ce vote n'est pas un exercice.")
        return msgspec.json.decode(found, type=Asked)

    def place(self, session: str, key: str, seq: int, ballot: str, dots: Mapping[str, int]) -> None:
        """Place all the dots of one person at once; the highest ``seq`` of the seat decides, in whatever order.

        Raises
        ------
        RefusedError
            The vote is closed, a choice is none of it, or there are too many dots. What was placed before stays.
        """
        check_seq(seq)
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key, lock=True)
            about = _ballot(_ballot_row(connection, session, ballot, lock="share"))
            if about.closed:
                raise RefusedError("phase", "Ce vote est clos.")
            _check_dots(about, dots)
            text = msgspec.json.encode({one: dots[one] for one in sorted(dots) if dots[one]}).decode()
            mine = (PLACEMENTS.c.ballot == ballot) & (PLACEMENTS.c.seat == seat.id)
            held = connection.execute(select(PLACEMENTS.c.seq, PLACEMENTS.c.dots).where(mine)).one_or_none()
            if held and (seq, text) <= (held.seq, held.dots):
                return
            put = (sqlite.insert if self._database.is_sqlite else postgresql.insert)(PLACEMENTS)
            put = put.values(ballot=ballot, seat=seat.id, dots=text, seq=seq).on_conflict_do_update(
                index_elements=[PLACEMENTS.c.ballot, PLACEMENTS.c.seat], set_={"dots": text, "seq": seq}
            )
            connection.execute(put)

    def own(self, session: str, key: str, ballot: str) -> dict[str, int]:
        """Return the dots that the seat itself placed, for the phone that holds it."""
        with self._database.transaction() as connection:
            seat = seat_of(connection, session, key)
            _ballot_row(connection, session, ballot)
            asked = select(PLACEMENTS.c.dots).where(PLACEMENTS.c.ballot == ballot, PLACEMENTS.c.seat == seat.id)
            return msgspec.json.decode(connection.execute(asked).scalar() or "{}", type=dict[str, int])

    def voted(self, session: str, ballot: str) -> int:
        """Return how many people have placed dots."""
        with self._database.transaction() as connection:
            _ballot_row(connection, session, ballot)
            asked = select(func.count()).where(PLACEMENTS.c.ballot == ballot, PLACEMENTS.c.dots != "{}")
            return connection.execute(asked.select_from(PLACEMENTS.join(SEATS))).scalar_one()

    def close(self, session: str, ballot: str) -> VoteResults:
        """Close a vote for good and return its results. To vote again, open another one: with one vote that could be
        reopened, the difference of its two results would be somebody's dots. The trainer's own call."""
        with self._database.transaction() as connection:
            row = session_row(connection, session)
            check_over(row, self._database.now())
            if not _ballot_row(connection, session, ballot, lock="update").closed:
                check_heads(connection, row)
            connection.execute(update(BALLOTS).where(BALLOTS.c.id == ballot).values(closed=1))
        return self.results(session, ballot)

    def results(self, session: str, ballot: str) -> VoteResults:
        """Return the results of a closed vote.

        Raises
        ------
        RefusedError
            The vote is still open.
        """
        with self._database.transaction() as connection:
            least = self._questionnaires.thresholds(decided(session_row(connection, session))).mean
            about = _ballot(_ballot_row(connection, session, ballot))
            if not about.closed:
                raise RefusedError("phase", "Les résultats se montrent quand le vote est clos.")
            return next(shown for one, shown in closed_votes(connection, session, least=least) if one.id == about.id)


def latest_ballot(connection: Connection, session: str) -> Ballot | None:
    """Return the latest vote of a session, open or closed."""
    asked = select(*_FACTS).where(BALLOTS.c.session == session).order_by(BALLOTS.c.number.desc()).limit(1)
    row = connection.execute(asked).one_or_none()
    return _ballot(row) if row else None


def closed_votes(connection: Connection, session: str, *, least: int) -> list[tuple[Ballot, VoteResults]]:
    """Return the closed votes of a session with their results, the earliest first."""
    asked = select(*_FACTS).where(BALLOTS.c.session == session, BALLOTS.c.closed == 1).order_by(BALLOTS.c.number)
    ballots = [_ballot(row) for row in connection.execute(asked)]
    shown: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    return [(ballot, _results(connection, ballot, shown, least=least)) for ballot in ballots]


def _results(
    connection: Connection, ballot: Ballot, shown: dict[str, list[frozenset[str]]], *, least: int
) -> VoteResults:
    """Return the results of a closed vote, none of them with fewer than ``least`` voters.

    Nor any that differ by fewer from what earlier votes showed of the same choice (docs/decisions/021): ``shown``
    holds, for each choice, the voters whose dots on it were shown, and takes this vote's in.
    """
    asked = select(PLACEMENTS.c.seat, PLACEMENTS.c.dots).where(PLACEMENTS.c.ballot == ballot.id)
    rows = connection.execute(asked.where(PLACEMENTS.c.dots != "{}")).all()
    every = [msgspec.json.decode(row.dots, type=dict[str, int]) for row in rows]
    if len(every) < least:
        return VoteResults(voters=None, choices=(), reason=f"votants < {least}")
    voters = frozenset(str(row.seat) for row in rows)
    if not all(_hides_all([*shown[choice], voters], least=least) for choice in ballot.choices):
        return VoteResults(voters=None, choices=(), reason=f"écart entre deux votes < {least}")
    for choice in ballot.choices:
        shown[choice].append(voters)
    total: Counter[str] = Counter()
    for one in every:
        total.update(one)
    ordered = sorted(ballot.choices, key=lambda choice: -total[choice])
    ranked = [
        Choice(choice, total[choice], 1 + sum(total[other] > total[choice] for other in ordered)) for choice in ordered
    ]
    return VoteResults(voters=len(every), choices=tuple(ranked))


def _hides_all(published: Sequence[frozenset[str]], *, least: int) -> bool:
    """Tell whether no atom of these sets of voters has fewer than ``least`` people.

    >>> five = frozenset("abcde")
    >>> _hides_all([five, five], least=5), _hides_all([five, five | {"f"}], least=5)
    (True, False)
    """
    atoms = Counter(tuple(seat in one for one in published) for seat in frozenset().union(*published))
    return min(atoms.values(), default=least) >= least


def _ballot_row(
    connection: Connection, session: str, ballot: str, *, lock: str | None = None
) -> Row[tuple[object, ...]]:
    asked = select(*_FACTS).where(BALLOTS.c.id == ballot, BALLOTS.c.session == session)
    if lock:
        asked = asked.with_for_update(read=lock == "share")
    row = connection.execute(asked).one_or_none() if is_id(ballot) and is_id(session) else None
    if row is None:
        raise RefusedError("value", "Ce vote n'existe pas dans cette séance.")
    return row


def _ballot(row: Row[tuple[object, ...]]) -> Ballot:
    choices = msgspec.json.decode(row.choices, type=tuple[str, ...])
    return Ballot(
        row.id, row.number, choices, row.dots, row.dots_on_one, bool(row.closed), _kind(bool(row.is_exercise))
    )


def _kind(is_exercise: bool) -> Literal[True] | UnsetType:
    return True if is_exercise else UNSET


def _check_dots(ballot: Ballot, dots: Mapping[str, int]) -> None:
    for choice, count in dots.items():
        if choice not in ballot.choices:
            raise RefusedError("value", f"« {str(choice)[:40]} » n'est pas un choix de ce vote.")
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise RefusedError("value", "Un nombre de gommettes est un nombre entier.")
        if count > ballot.dots_on_one:
            raise RefusedError("limit", f"Pas plus de {ballot.dots_on_one} sur un même choix.")
    if sum(dots.values()) > ballot.dots:
        raise RefusedError("limit", f"Chaque personne a {ballot.dots} gommettes, pas plus.")
