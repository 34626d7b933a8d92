"""What a synthetic participant does with a phone: answers, hesitates, asks for time, votes, writes, evaluates."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from pasapas_widgets.live.rehearsal.people import Draw
from pasapas_widgets.live.rehearsal.phone import Phone, RefusedJoin
from pasapas_widgets.model.questionnaire.sheet import Answer

__all__ = ["Participant"]

EVALUATION = ("EV-1", "EV-2")
WANTS_TIME, THINKS_AGAIN, WRITES = 0.12, 0.03, 0.25
"""Shares of the people who ask for more time, of the answers changed at once, of the people who leave a comment."""


class Participant:
    """Someone with a phone.

    Parameters
    ----------
    phone
        Theirs.
    answers
        What this person will answer, in that order; ``profil`` may be one of them.
    draw
        Decides think times, votes and moods: the same person does the same things again.
    pace
        Mean seconds for a statement (half to one and a half of it); 0: the next as soon as the last is acknowledged.
    comments
        What this person may write.
    """

    def __init__(
        self,
        phone: Phone,
        *,
        answers: Mapping[str, Answer],
        draw: Draw,
        pace: float,
        comments: Sequence[str] = (),
    ) -> None:
        self.phone = phone
        self._todo, self._draw, self._pace, self._comments = list(answers.items()), draw, pace, list(comments)
        self._wants_time_at = len(self._todo) // 2 if draw.chance(WANTS_TIME) else None
        self._finished = self._evaluated = self._checked = False
        self._ballots: set[str] = set()

    async def live(self) -> None:
        """Join and take part until the session ends.

        Raises
        ------
        RefusedJoin
            There is no such session, or it is no rehearsal.
        """
        await self.phone.join()
        await self.phone.live(self.take_part)

    async def take_part(self) -> None:
        """Do what each phase asks for, whatever order the trainer chooses, until the session ends."""
        phone = self.phone
        while not phone.ended:
            asked, phase = self._asked(), phone.state["phase"]
            if phase == "reponses":
                await self._answer()
            elif phase == "vote":
                await self._vote()
            elif phase == "resultats":
                await self._look_again()
            elif phase == "evaluation":
                await self._evaluate()
            elif phase == "fin":
                await self._look_again()
                phone.end()
            while not phone.ended and self._asked() == asked:
                await phone.wait(None)

    def _asked(self) -> tuple[object, ...]:
        """Return what the trainer asks for at this moment: the phase, and the vote that is open."""
        state = self.phone.state
        ballot = state.get("ballot") or {}
        return state["version"], state["phase"], ballot.get("id"), ballot.get("closed")

    async def _answer(self) -> None:
        """Go through the statements until they are done or the trainer moves on."""
        phone, draw = self.phone, self._draw
        while self._todo and phone.state["phase"] == "reponses" and not phone.ended:
            item, value = self._todo.pop(0)
            if len(self._todo) == self._wants_time_at:
                phone.send("time", {"wanted": True})
            if self._pace and isinstance(value, int) and draw.chance(THINKS_AGAIN):
                phone.give(item, value - 1 if value > 1 else 2)  # every scale has two levels at least
                await self._think()
            phone.give(item, value)
            await (self._think() if self._pace else phone.settled())
        if not self._todo and not self._finished:
            self._finished = True
            await phone.settled()
            phone.tally.finished += 1
            if self._wants_time_at is not None:
                phone.send("time", {"wanted": False})
            self._write("seance")

    async def _vote(self) -> None:
        """Place all dots on the open vote, once."""
        ballot = self.phone.state.get("ballot")
        if not ballot or not ballot["choices"] or ballot["closed"] or ballot["id"] in self._ballots:
            return
        self._ballots.add(ballot["id"])
        await self._think()
        dots = dict.fromkeys(self._draw.shuffled(ballot["choices"])[: ballot["dots"]], 1)
        self.phone.send("vote", {"ballot": ballot["id"], "dots": dots}, counts="voted")

    async def _look_again(self) -> None:
        """See the group's results, and read again what the server holds of this seat."""
        phone = self.phone
        if self._checked:
            return
        self._checked = True
        await phone.settled()
        if phone.state.get("results") is not None:
            await phone.ask("GET", "results")
        with suppress(RefusedJoin):  # erased meanwhile
            phone.tally.lost += await phone.lost()
            phone.tally.checked += 1

    async def _evaluate(self) -> None:
        """Answer the two questions, and perhaps write a word."""
        if self._evaluated:
            return
        self._evaluated = True
        for question in EVALUATION:
            await self._think()
            mark = min(4, max(1, round(3 + self._draw.around(0.8))))
            last = question == EVALUATION[-1]
            self.phone.send("answers", {"item": question, "value": mark}, counts="evaluated" if last else None)
        self._write("evaluation")

    def _write(self, about: str) -> None:
        """Leave a comment, perhaps."""
        if self._comments and self._draw.chance(WRITES):
            body = {"body": self._draw.shuffled(self._comments)[0], "about": about}
            self.phone.send("comment", body, counts="comments")

    async def _think(self) -> None:
        """Think, and go on at once when the session ends."""
        until = time.monotonic() + self._draw.between(0.5, 1.5) * self._pace
        while not self.phone.ended and (left := until - time.monotonic()) > 0:
            await self.phone.wait(left)
