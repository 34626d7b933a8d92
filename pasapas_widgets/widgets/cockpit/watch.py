"""What the cockpit repeats: where a session is. It asks for more than counts only when they say that it changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from pasapas_widgets.live import verbs
from pasapas_widgets.model.questionnaire.loading import in_version
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.scoring import score_sheet

if TYPE_CHECKING:
    from pasapas_widgets.live.client import Room

__all__ = ["Watch", "listed"]

SELDOM = 5
"""One look in so many asks for what other windows change seldom: the list of sessions, a group's tallies."""

Plain = dict[str, Any]


class Watch:
    """The looks at one session; made anew for each session that is opened.

    Parameters
    ----------
    session
        The session's identifier, empty where none is open.
    questionnaire
        The statements, to score the sheet of a group that answers together.
    kept_label
        How that sheet is named on the radar.
    """

    def __init__(self, session: str, *, questionnaire: Questionnaire, kept_label: str) -> None:
        self.session = session
        self._questionnaire = self._asked = questionnaire
        self._kept_label = kept_label
        self._seen: Plain = {}
        self._looks = 0
        self._has_accounts = True

    def look(self, room: Room) -> Plain:
        """Return the traits that are known anew. It is called in a thread, and makes one request in most cases.

        Raises
        ------
        RoomError
            The server does not answer, or the session is gone.
        """
        seldom = self._looks % SELDOM == 0
        found: Plain = {}
        if seldom or not self.session:
            found |= {
                "sessions": [listed(one) for one in room.ask(verbs.Sessions())],
                "receipts": room.ask(verbs.Receipts()),
            }
        if self.session:
            found |= self._session(room, seldom=seldom)
        self._looks += 1
        return found

    def again(self) -> None:
        """Ask for everything at the next look."""
        self._seen, self._looks = {}, 0

    def _session(self, room: Room, *, seldom: bool) -> Plain:
        overview = room.ask(verbs.Overview(self.session))
        found: Plain = {"listed": overview["session"]}
        self._asked = in_version(self._questionnaire, overview["session"]["session"]["version"])
        published, ballot = overview["published"], overview["state"]["ballot"]
        if self._changed("published", published):
            shown = room.ask(verbs.Results(self.session))
            results = shown["results"] if shown else {}
            self._sheets = results.get("n_feuilles", 0)
            found |= {"results": results, "waiting": shown["waiting"] if shown else False}
        if self._changed("comments", overview["comments"]):
            found["comments"] = room.ask(verbs.Comments(self.session))
        if self._changed("ballot", ballot and (ballot["id"], ballot["closed"])):
            closed = ballot and ballot["closed"]
            found["voted"] = room.ask(verbs.VoteResults(self.session, ballot["id"]))["results"] if closed else {}
            is_exercise = ballot and ballot.get("exercise")
            found["asked"] = room.ask(verbs.ExerciseAsked(self.session, ballot["id"])) if is_exercise else {}
        if seldom:
            found |= self._group(room) | self._crew(room)
        brought, progress = overview["brought"], overview["progress"]
        answered = progress["begun"] if progress["at_least"] is None else progress["at_least"]
        if ballot:
            ballot["voted"] = overview["voters"]
        if published:
            published["sheets"] = self._sheets
        found["state"] = {
            **overview["state"],
            **progress,
            "evaluated": overview["evaluated"],
            "brought": brought,
            "sheets": answered + sum(brought.values()),
            "published": published,
        }
        return found

    def _group(self, room: Room) -> Plain:
        """Return the tallies and the scores of the group's own sheet."""
        answer = room.ask(verbs.Tallies(self.session))
        if not answer["tallies"]:
            return {"tallies": [], "kept": {}}
        sheet = Sheet.checked(answer["sheet"], self._asked)
        scores = {lever: one.score for lever, one in score_sheet(sheet, self._asked).items()}
        return {"tallies": answer["tallies"], "kept": {"label": self._kept_label, "scores": scores}}

    def _crew(self, room: Room) -> Plain:
        """Return who leads the session; where trainers have no accounts, nobody, and it is not asked again."""
        if not self._has_accounts:
            return {}
        led = room.ask(verbs.Trainers(self.session))
        self._has_accounts = bool(led)
        owner = next((one["person"] for one in led if one["owner"]), "")
        invited = [one["person"] for one in led if not one["owner"]]
        mine = owner == os.environ.get("JUPYTERHUB_USER")
        return {"crew": {"owner": owner, "invited": invited, "mine": mine} if led else {}}

    def _changed(self, name: str, value: Any) -> bool:
        """Tell whether this differs from the last look, and remember it."""
        new = name not in self._seen or self._seen[name] != value
        self._seen[name] = value
        return new


def listed(one: Plain) -> Plain:
    """Return a session of the list in the shape that the browser reads."""
    about = one["session"]
    return {
        "id": one["id"],
        "code": one["code"],
        "phase": one["phase"],
        "rehearsal": one["rehearsal"],
        "title": about["titre"],
        "day": about["jour"],
        "mode": about.get("mode", "individuel"),
        "version": about["version"],
        "variant": about.get("variante"),
        "thresholds": about.get("seuils", {}),
        "kept_until": about["conserve_jusqu_au"],
        "research": about.get("recherche", False),
    }
