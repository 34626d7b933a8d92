"""Sessions and their phases. Only the trainer's calls are here: nothing that a participant sends moves a phase."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Row, func, insert, select, update

from pasapas_widgets.live.codes import CODE_LENGTH, new_code, new_id, typed
from pasapas_widgets.live.store.access import (
    check_ahead,
    check_over,
    closing,
    deadline,
    decided,
    is_bound,
    is_published,
    session_row,
)
from pasapas_widgets.live.store.carnets import carnet_of
from pasapas_widgets.live.store.database import Database
from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.live.store.followed import Followed, followed
from pasapas_widgets.live.store.heads import is_more
from pasapas_widgets.live.store.tables import ANSWERS, SEATS, SESSIONS, TRAINERS
from pasapas_widgets.live.store.values import Questionnaires
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Phase, Session

__all__ = ["ANSWERABLE", "PHASES", "Listed", "Phase", "Progress", "Responsible", "Sessions", "State"]

PHASES: tuple[Phase, ...] = get_args(Phase)
"""The phases, in their usual order; the trainer may go to any of them."""

ANSWERABLE: tuple[Phase, ...] = ("reponses", "pause", "cloture")
"""Phases in which an answer is kept. A phone that was cut off when the trainer closed may still send what it holds;
from the results on, an answer could be moved by what the group has seen."""


class State(Struct, frozen=True):
    """Where a session is. ``version`` grows by one each time the trainer moves the session."""

    phase: Phase
    version: int
    focus: str | None


class Responsible(Struct, frozen=True):
    """Who is responsible for a session, and whom to ask, as participants read it; empty where nobody wrote it.

    It stays with the session: no carnet, no export and no reading for research holds it.
    """

    organisation: str = ""
    contact: str = ""


class Listed(Struct, frozen=True):
    """A session in the trainer's list. ``code`` lets people join and gives no other right.

    ``until`` is the end of the answers where they are given at a distance, over days.
    """

    id: str
    code: str
    session: Session
    phase: Phase
    rehearsal: bool
    told: Responsible = Responsible()
    until: Deadline | None = None


class Progress(Struct, frozen=True):
    """How far the room is, as counts. ``answered`` is the share (0 to 1) of all statements of those who joined.

    ``expected`` is how many people are said to be there; ``too_many`` warns of more seats, which the trainer has not
    accepted; ``shut`` says that the door is closed.

    At a distance people come one by one, over days, and who counts them would know who has just answered. Until
    something is published of them, every count is 0 and ``at_least`` is told instead: the highest threshold of the
    session, of a mean or of a distribution, that so many people with an answer have reached, and 0 below.
    """

    joined: int
    begun: int
    finished: int
    more_time: int
    answered: float
    expected: int | None = None
    too_many: bool = False
    shut: bool = False
    at_least: int | None = None


class Sessions:
    """The sessions of the store."""

    def __init__(self, database: Database, questionnaires: Questionnaires) -> None:
        self._database = database
        self._questionnaires = questionnaires

    def create(
        self,
        session: Session,
        *,
        rehearsal: bool = False,
        expected: int | None = None,
        told: Responsible | None = None,
        owner: str | None = None,
        until: Deadline | None = None,
    ) -> Listed:
        """Open a session, waiting for people to join; ``rehearsal`` marks synthetic participants.

        ``expected`` is how many people are (:class:`Heads`); ``None`` where nobody counts them. ``told`` is who is
        responsible, as participants read it. ``owner`` is the account that opens it, where trainers have accounts.
        ``until`` makes it a session at a distance: answers are open at once, and close by themselves then.

        Raises
        ------
        RefusedError
            The store does not know the session's questionnaire, or a threshold is none of ours or is lowered.
        """
        self._questionnaires.thresholds(session)
        q = self._questionnaires.of(session)
        if session.variant is not None and session.variant not in q.variant_ids:
            raise RefusedError("value", f"La variante « {session.variant} » n'existe pas dans ce questionnaire.")
        told = told or Responsible()
        if until is not None:
            check_ahead(until, self._database.now())
            if expected is None:
                raise RefusedError(
                    "value", "À distance, dire combien de personnes sont attendues : personne ne les voit."
                )
        phase: Phase = "attente" if until is None else "reponses"
        made = Listed(id=new_id(), code="", session=session, phase=phase, rehearsal=rehearsal, told=told, until=until)
        for _ in range(20):
            code = new_code(CODE_LENGTH)
            with self._database.transaction() as connection:
                if connection.execute(select(SESSIONS.c.id).where(SESSIONS.c.code == code)).first():
                    continue
                connection.execute(
                    insert(SESSIONS).values(
                        id=made.id,
                        code=code,
                        decided=session.to_json(),
                        kept_until=session.kept_until.isoformat(),
                        rehearsal=int(rehearsal),
                        phase=made.phase,
                        phase_version=1,
                        expected=expected,
                        organisation=told.organisation,
                        contact=told.contact,
                        **closing(until),
                    )
                )
                if owner is not None:
                    connection.execute(insert(TRAINERS).values(session=made.id, person=owner, owner=1))
            return replace(made, code=code)
        raise RefusedError("limit", "Trop de séances sont ouvertes : en effacer, puis recommencer.")

    def find(self, code: str) -> str | None:
        """Return the session that people join with ``code``, however it was typed, or ``None``."""
        with self._database.transaction() as connection:
            return connection.execute(select(SESSIONS.c.id).where(SESSIONS.c.code == typed(code))).scalar_one_or_none()

    def get(self, session: str) -> Listed:
        """Return one session."""
        with self._database.transaction() as connection:
            return _listed(session_row(connection, session))

    def questionnaire(self, session: str) -> Questionnaire:
        """Return what the session asks, in the version that it began with."""
        with self._database.transaction() as connection:
            return self._questionnaires.of(decided(session_row(connection, session)))

    def all(self, person: str | None = None) -> tuple[Listed, ...]:
        """Return every session, or those of one account, the latest day first."""
        asked = select(SESSIONS).order_by(SESSIONS.c.id)
        if person is not None:
            asked = asked.join(TRAINERS, TRAINERS.c.session == SESSIONS.c.id).where(TRAINERS.c.person == person)
        with self._database.transaction() as connection:
            found = [_listed(row) for row in connection.execute(asked)]
        return tuple(sorted(found, key=lambda one: one.session.day, reverse=True))

    def state(self, session: str) -> State:
        """Return what the phones of the session follow."""
        with self._database.transaction() as connection:
            return _state(session_row(connection, session))

    def follow(self, session: str) -> Followed:
        """Return what the phones of the session follow, and what there is to ask for, as it is at one moment."""
        with self._database.transaction() as connection:
            return followed(connection, session, self._questionnaires, now=self._database.now())

    def carnet(self, session: str) -> Carnet:
        """Return what the group keeps of the session: its published results, closed votes and evaluation, and what it
        decided together. Nothing that is not published or closed at this moment is in it."""
        with self._database.transaction() as connection:
            return carnet_of(connection, session, self._questionnaires)

    def move(self, session: str, phase: Phase, *, version: int, focus: str | None = None) -> State:
        """Move the session for everyone. The trainer's own call, back or forth; nothing is lost by moving.

        Parameters
        ----------
        version
            The version that the trainer saw: two cockpits cannot undo each other unknowingly.
        focus
            What is open in the discussion (the identifier of a statement, a card or a method), at most 80 characters.

        Raises
        ------
        RefusedError
            ``stale``: the session has moved since; ``value``: no such phase; ``phase``: answers at a distance are open.
        """
        if phase not in PHASES:
            raise RefusedError("value", f"La phase « {phase} » n'existe pas.")
        if focus is not None and not 1 <= len(focus) <= 80:
            raise RefusedError("value", "Ce qui est ouvert dans la discussion se dit en 80 caractères au plus.")
        with self._database.transaction() as connection:
            row = session_row(connection, session, lock=True)
            _check_seen(row, version)
            if phase not in ANSWERABLE:
                check_over(row, self._database.now())
            connection.execute(
                update(SESSIONS)
                .where(SESSIONS.c.id == session)
                .values(phase=phase, phase_version=version + 1, focus=focus)
            )
        return State(phase=phase, version=version + 1, focus=focus)

    def together(self, session: str, *, version: int) -> State:
        """Let the group answer together from now on, where too few answered alone for a figure; ``version`` as in
        :meth:`move`. Answers that were given alone stay each person's own.

        Raises
        ------
        RefusedError
            ``stale``: the session has moved since; ``value``: results of people who answered alone are published.
        """
        with self._database.transaction() as connection:
            row = session_row(connection, session, lock=True)
            _check_seen(row, version)
            check_over(row, self._database.now())
            if is_published(connection, session):
                raise RefusedError("value", "Des résultats sont déjà publiés : chacun a répondu seul.")
            about = replace(decided(row), mode="collectif")
            state = State(phase="resultats", version=version + 1, focus=None)
            connection.execute(
                update(SESSIONS)
                .where(SESSIONS.c.id == session)
                .values(decided=about.to_json(), phase=state.phase, phase_version=state.version, focus=None)
            )
        return state

    def progress(self, session: str) -> Progress:
        """Return how far the room is: counts that say nothing of who answered what, nor of who has answered already."""
        with self._database.transaction() as connection:
            row = session_row(connection, session)
            items, until = self._items(_listed(row).session), deadline(row)
            is_told = until is None or is_bound(connection, row)  # asked with each number in turn, it would count
            too_many = is_told and is_more(connection, row)
            wanted = (SEATS.c.time_wanted == 1) & (SEATS.c.time_seq > SEATS.c.time_cleared)
            joined, more_time = connection.execute(
                select(func.count(), func.count().filter(wanted)).where(SEATS.c.session == session)
            ).one()
            done = connection.execute(
                select(func.count())
                .select_from(ANSWERS.join(SEATS))
                .where(SEATS.c.session == session, ANSWERS.c.value != 0, ANSWERS.c.item.in_(items))
                .group_by(ANSWERS.c.seat)
            ).scalars()
            counts = list(done)
            is_hidden = (
                until is not None and decided(row).mode == "individuel" and not is_published(connection, session)
            )
        if is_hidden:
            at_least = self._reached(decided(row), len(counts))
            return Progress(0, 0, 0, 0, 0.0, row.expected, too_many, bool(row.shut), at_least)
        return Progress(
            joined=joined,
            begun=len(counts),
            finished=sum(count == len(items) for count in counts),
            more_time=more_time,
            answered=sum(counts) / (joined * len(items)) if joined else 0.0,
            expected=row.expected,
            too_many=too_many,
            shut=bool(row.shut),
        )

    def _reached(self, session: Session, people: int) -> int:
        """Return the highest threshold that so many people have reached, 0 below all of them."""
        limits = self._questionnaires.thresholds(session)
        return max((one for one in (limits.mean, limits.distribution) if one <= people), default=0)

    def _items(self, session: Session) -> tuple[str, ...]:
        q: Questionnaire = self._questionnaires.of(session)
        return q.item_ids


def _check_seen(row: Row[tuple[object, ...]], version: int) -> None:
    """Refuse what a cockpit asks of a session that has moved since it looked."""
    if row.phase_version != version:
        raise RefusedError("stale", "La séance a avancé depuis une autre fenêtre : regarder où elle en est.")


def _state(row: Row[tuple[object, ...]]) -> State:
    return State(phase=row.phase, version=row.phase_version, focus=row.focus)


def _listed(row: Row[tuple[object, ...]]) -> Listed:
    return Listed(
        id=row.id,
        code=row.code,
        session=decided(row),
        phase=row.phase,
        rehearsal=bool(row.rehearsal),
        told=Responsible(str(row.organisation), str(row.contact)),
        until=deadline(row),
    )
