"""What the trainer asks from the cockpit: the room's verbs, and the orders that are more than one of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.live import verbs
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.precautions import stopped, unanswered
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import delete_on
from pasapas_widgets.model.strict import plain
from pasapas_widgets.widgets.cockpit.course import Course
from pasapas_widgets.widgets.cockpit.distance import deadline_of

if TYPE_CHECKING:
    from pasapas_widgets.live.client import Room

__all__ = ["Orders"]

Plain = dict[str, Any]


class OrderError(FrenchError):
    """An order that cannot be carried out; ``str(error)`` is one French sentence."""


class Orders:
    """The orders of one cockpit. They change nothing on screen: what they return does, and the next look.

    Parameters
    ----------
    questionnaire
        What the sheets answer.
    texts
        content/interface/cockpit.yaml.
    course
        The exercises that can be opened.
    """

    def __init__(self, questionnaire: Questionnaire, texts: Mapping[str, Any], course: Course | None = None) -> None:
        self._questionnaire, self._texts = questionnaire, texts
        self._course = course or Course(texts)
        self.own: Mapping[str, Callable[[Room, str, Plain], Any]] = {
            "read_title": self._read_title,
            "create": self._create,
            "prolong": self._prolong,
            "publish": self._publish,
            "publish_and_show": self._publish_and_show,
            "vote": self._vote,
            "end_vote": self._end_vote,
            "course": lambda *_: self._course.listed(),
            "own_module": self._own_module,
            "exercise": lambda _room, _session, given: plain(self._course.asked(given["module"], given["key"])),
            "ask_exercise": self._ask_exercise,
            "paper": self._paper,
            "codes": self._codes,
            "carnet": self._carnet,
            "carnets": lambda *_: self._kept(),
            "file_carnet": self._file_carnet,
            "compare": self._compare,
            "compare_carnet": self._compare_carnet,
        }
        """The orders that are more, or less, than one verb of the room."""

    def carry_out(self, verb: str, room: Room, session: str, given: Plain) -> Any:
        """Carry out one order and return what it gives back.

        Raises
        ------
        RoomError, OrderError
            One French sentence.
        KeyError
            There is no such order.
        """
        if verb in self.own:
            return self.own[verb](room, session, given)
        return room.ask(verbs.VERBS[verb](**{"session": session, **given}))

    def _read_title(self, _room: Room, _session: str, given: Plain) -> str:
        """Return what looks like a name in a title, to be flagged, not refused."""
        return ", ".join(trace.text for trace in personal_traces(given["title"]) if trace.kind == "nom")

    def _create(self, room: Room, _session: str, given: Plain) -> Plain:
        """Create a session, unless a question of prudence has no answer or stops it; their answers are not kept."""
        if not given["rehearsal"]:
            self._check_precautions(given["precautions"])
        end = self._deadline(given["until"]) if given.get("until") else None
        until = delete_on(end.day if end else dt.date.today(), months=given["months"])
        decided = {name: given[name] for name in ("title", "mode", "variant", "thresholds", "research", "rehearsal")}
        told = {name: given.get(name, "") for name in ("responsible", "contact")}
        asked = verbs.Create(**decided, **told, kept_until=until, expected=given.get("expected"), until=end)
        done: Plain = room.ask(asked)
        return done

    def _prolong(self, room: Room, session: str, given: Plain) -> None:
        room.ask(verbs.Prolong(session, self._deadline(given["until"])))

    def _deadline(self, given: Mapping[str, str]) -> Deadline:
        try:
            return deadline_of(given)
        except ValueError as error:
            raise OrderError(str(error)) from error

    def _check_precautions(self, answers: Mapping[str, str]) -> None:
        texts = self._texts["preparer"]["nouvelle"]["prudence"]
        if unanswered(answers):
            raise OrderError(texts["manque"])
        for one in stopped(answers):
            raise OrderError(texts["refus"].format(question=one.question, faire=one.do))

    def _publish(self, room: Room, session: str, _given: Plain) -> None:
        """Publish; what is shown comes with the next look."""
        room.ask(verbs.Publish(session))

    def _publish_and_show(self, room: Room, session: str, given: Plain) -> None:
        room.ask(verbs.Publish(session))
        room.ask(verbs.Move(session, "resultats", given["version"]))

    def _vote(self, room: Room, session: str, given: Plain) -> None:
        """Open a vote where everybody is; if the session has moved meanwhile, no vote is opened.

        Nor where another window has opened one since this one was begun («ballot»): it would be closed for good, with
        the dots that are there.
        """
        state = self._unmoved(room, session, given)
        room.ask(verbs.OpenVote(session, given["choices"], given["dots"], given["dots_on_one"]))
        if state["phase"] != "vote":
            room.ask(verbs.Move(session, "vote", given["version"]))

    def _unmoved(self, room: Room, session: str, given: Plain) -> Plain:
        """Return the session's state, unless it has moved or another vote was opened since the page looked."""
        state: Plain = room.ask(verbs.Overview(session))["state"]
        latest = (state["ballot"] or {}).get("id")
        if state["version"] != given["version"] or latest != given.get("ballot", latest):
            raise OrderError(self._texts["etat"]["a_avance"])
        return state

    def _own_module(self, _room: Room, _session: str, given: Plain) -> Plain:
        """Take a module of the trainer's own file; give its name and what can be opened now."""
        id = self._course.add(given["name"], given["text"])
        return {"id": id, "modules": self._course.listed()}

    def _ask_exercise(self, room: Room, session: str, given: Plain) -> None:
        """Open an exercise where everybody is, as :meth:`_vote` opens a vote."""
        asked = self._course.asked(given["module"], given["key"])
        state = self._unmoved(room, session, given)
        room.ask(verbs.OpenExercise(session, asked))
        room.ask(verbs.Move(session, "vote", state["version"]))

    def _end_vote(self, room: Room, session: str, given: Plain) -> None:
        room.ask(verbs.CloseVote(session, given["ballot"]))
        room.ask(verbs.Move(session, "resultats_vote", given["version"]))

    def _paper(self, room: Room, session: str, given: Plain) -> Plain:
        asked = room.ask(verbs.Overview(session))["session"]["session"]
        sheet = {
            "questionnaire": self._questionnaire.id,
            "version": asked["version"],  # a session goes on in the version that was printed for it
            "profil": given["profile"],
            "variante": given.get("variant"),
            "reponses": given["answers"],
        }
        done: Plain = room.ask(verbs.Paper(session, given["number"], sheet, given.get("research", False)))
        return done

    def _codes(self, room: Room, session: str, given: Plain) -> Plain:
        done: Plain = room.ask(verbs.Codes(session, given["text"]))
        if not done["new"] + done["changed"] + done["known"] + len(done["faults"]):
            raise OrderError(self._texts["apportees"]["codes"]["aucun"])
        return done

    def _carnet(self, room: Room, session: str, _given: Plain) -> str:
        """Return what the group keeps of the session, as the text of a file."""
        return json.dumps(room.ask(verbs.Carnet(session)), ensure_ascii=False, indent=1) + "\n"

    def _kept(self) -> list[Plain]:
        """Return the carnets of this computer that can be opened, the last saved first."""
        return [
            {"id": one.id, "titre": one.title}
            for one in Carnets(questionnaire=self._questionnaire).all()
            if one.fault is None
        ]

    def _file_carnet(self, room: Room, session: str, given: Plain) -> Plain:
        """Keep what the group has of this session: as a new carnet, or added to one that it has already.

        What this session had left in that carnet before is replaced, so that filing it twice keeps it once.
        """
        carnets = Carnets(questionnaire=self._questionnaire)
        id = carnets.file(Carnet.from_plain(room.ask(verbs.Carnet(session))), into=given["id"])
        return {"id": id, "titre": carnets.read(id).carnet.title}

    def _compare(self, room: Room, _session: str, given: Plain) -> Plain:
        if given["with"] is None:
            return {}
        shown = room.ask(verbs.Results(given["with"]))
        if shown is None:
            raise OrderError(self._texts["avant_apres"]["non_publiee"])
        about = room.ask(verbs.Overview(given["with"]))["session"]["session"]
        return self._earlier(about["titre"], dt.date.fromisoformat(about["jour"]), shown["results"])

    def _compare_carnet(self, _room: Room, _session: str, given: Plain) -> Plain:
        carnet = Carnet.from_json(given["text"])
        found = [wave for wave in carnet.waves if wave.results]
        if not found:
            raise OrderError(self._texts["avant_apres"]["carnet_vide"])
        wave = found[-1]
        return self._earlier(wave.session.title, wave.session.day, wave.results.plain())

    def _earlier(self, title: str, day: dt.date, results: Plain) -> Plain:
        texts = self._texts["avant_apres"]
        label = texts["nom"].format(titre=title, jour=day.strftime("%d/%m/%Y"))
        return {"label": label, "results": results}
