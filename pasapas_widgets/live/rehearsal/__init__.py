"""Rehearse a session with participants who do not exist: they speak to the server exactly as phones do.

The cockpit runs them in a thread of its kernel, ``pasapas repetition`` in a process, the benchmarks by the thousand.
They join rehearsals only: the server refuses them anywhere else, so that no real group's results can be spoilt.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.live.rehearsal.participant import Participant
from pasapas_widgets.live.rehearsal.people import Anyone, Draw, Person, team_of
from pasapas_widgets.live.rehearsal.phone import Phone, RefusedJoin, Tally
from pasapas_widgets.live.rehearsal.wire import GOOD_LINK, Address, Link, LinkError, Traffic, Wire
from pasapas_widgets.model.questionnaire.sheet import Answer
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["MOST_PARTICIPANTS", "RehearsalError", "Report", "rehearse"]

MOST_PARTICIPANTS = 1_000
USUAL_PACE = 1.5
ARRIVAL = 0.15
TOLD_EVERY = 0.5


class RehearsalError(FrenchError):
    """The rehearsal cannot take place; ``str(error)`` is one French sentence."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """How far a rehearsal is, as counts.

    Parameters
    ----------
    participants, joined, finished
        Synthetic participants asked for, who have joined, who have answered everything.
    sent, acknowledged, refused
        Answers given; confirmed by the server; messages refused by it (the session was closed meanwhile, for example).
    checked, lost
        Participants who read their answers again when the results came; confirmed answers that were not there.
    again
        Requests sent once more because no reply had come.
    voted, evaluated, comments
        Votes, evaluations and comments that the server confirmed.
    slowest
        Longest time from an answer to its confirmation, in seconds; 0 before the first.
    """

    participants: int
    joined: int = 0
    finished: int = 0
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    checked: int = 0
    lost: int = 0
    again: int = 0
    voted: int = 0
    evaluated: int = 0
    comments: int = 0
    slowest: float = 0.0


def rehearse(
    url: str,
    code: str,
    *,
    participants: int = 12,
    seed: int = 1,
    stop: threading.Event | None = None,
    report: Callable[[Report], None] | None = None,
    pace: float = USUAL_PACE,
    link: Link = GOOD_LINK,
    questionnaire: Questionnaire | None = None,
) -> Report:
    """Let synthetic participants take part in a rehearsal, and return when it ends.

    Parameters
    ----------
    url, code
        The server's address and the code that people type.
    participants
        How many, 1 to 1,000.
    seed
        The same number gives the same people, the same answers and the same think times.
    stop
        Set it from another thread to send everyone home within a fraction of a second.
    report
        Called twice a second, and at the end, in another thread than the caller's.
    pace
        Mean seconds that a person takes for a statement; 0: as fast as the server acknowledges.
    link
        How bad the way to the server is.
    questionnaire
        What the session answers; the self-diagnosis where left out.

    Returns
    -------
    Report
        What happened, once the session has ended or ``stop`` is set.

    Raises
    ------
    RehearsalError
        Wrong number or address, no server there, no such session, or a session that is no rehearsal: nobody joined.
    """
    texts = interface("rehearsal")["refus"]
    if not 1 <= participants <= MOST_PARTICIPANTS:
        raise RehearsalError(texts["nombre"].format(maximum=MOST_PARTICIPANTS))
    try:
        address = Address.of(url)
    except ValueError as error:
        raise RehearsalError(texts["adresse"].format(adresse=url)) from error
    group = _Group(
        address, code, participants=participants, seed=seed, pace=pace, link=link, questionnaire=questionnaire
    )
    with ThreadPoolExecutor(1, thread_name_prefix="rehearsal") as thread:  # a notebook's cell has a loop of its own
        return thread.submit(asyncio.run, group.run(stop or threading.Event(), report or (lambda _: None))).result()


class _Group:
    """The participants of one rehearsal."""

    def __init__(
        self,
        address: Address,
        code: str,
        *,
        participants: int,
        seed: int,
        pace: float,
        link: Link,
        questionnaire: Questionnaire | None,
    ) -> None:
        self.tally = Tally()
        self._address, self._code = address, code
        comments = interface("rehearsal")["commentaires"]
        self._people = [
            Participant(
                Phone(address, code, draw=Draw(f"{seed} reseau {number}"), link=link, tally=self.tally),
                answers=_answers(person, Draw(f"{seed} reponses {number}")),
                draw=Draw(f"{seed} gestes {number}"),
                pace=pace,
                comments=comments,
            )
            for number, person in enumerate(team_of(participants, seed=seed, questionnaire=questionnaire))
        ]

    async def run(self, stop: threading.Event, told: Callable[[Report], None]) -> Report:
        """Run everyone until the session ends or ``stop`` is set."""
        try:
            await self._welcome()
            everyone = asyncio.gather(*(self._arrive(one, place) for place, one in enumerate(self._people)))
            try:
                while not everyone.done() and not stop.is_set():
                    told(self.report())
                    await self._watch(everyone, stop)
            finally:
                everyone.cancel()
                await asyncio.wait([everyone])
            with suppress(asyncio.CancelledError):  # those who were sent home
                everyone.result()
        except RefusedJoin as error:
            raise RehearsalError(str(error) or interface("rehearsal")["refus"]["autre_serveur"]) from error
        told(self.report())
        return self.report()

    async def _watch(self, everyone: asyncio.Future[list[None]], stop: threading.Event) -> None:
        """Wait until it is time to tell again, it is over or it must stop."""
        until = time.monotonic() + TOLD_EVERY
        while not everyone.done() and not stop.is_set() and time.monotonic() < until:
            await asyncio.wait([everyone], timeout=0.1)

    async def _welcome(self) -> None:
        """Join with one participant first: whether there is a server, a session, and it is a rehearsal."""
        wire = Wire(self._address, headers={}, draw=Draw("porte"), traffic=Traffic())
        try:
            await wire.ask("GET", "/s/", patience=10)
        except LinkError as error:
            sentence = interface("rehearsal")["refus"]["serveur"]
            raise RehearsalError(sentence.format(adresse=self._address.named)) from error
        finally:
            wire.close()
        await self._people[0].phone.join()

    async def _arrive(self, one: Participant, place: int) -> None:
        """Come into the room, one after the other, all within ten seconds."""
        await asyncio.sleep(min(ARRIVAL * place, 10 * place / len(self._people)))
        await one.live()

    def report(self) -> Report:
        """Return the counts of this moment."""
        tally = self.tally
        counts = {one.name: getattr(tally, one.name) for one in fields(Report) if hasattr(tally, one.name)}
        return Report(participants=len(self._people), slowest=max(tally.waits, default=0.0), **counts)


def _answers(person: Person | Anyone, draw: Draw) -> dict[str, Answer]:
    """Return what a person answers, the profile first where it is given."""
    profile: dict[str, Answer] = {"profil": person.profile} if person.profile else {}
    return {**profile, **person.answers(draw)}
