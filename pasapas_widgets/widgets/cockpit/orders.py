"""What the trainer asks from the cockpit: each order is one method, carried out by the room's verbs in a thread."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import delete_on

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
    """

    def __init__(self, questionnaire: Questionnaire, texts: Mapping[str, Any]) -> None:
        self._questionnaire, self._texts = questionnaire, texts

    def carry_out(self, verb: str, room: Room, session: str, given: Plain) -> Any:
        """Carry out one order and return what it gives back.

        Raises
        ------
        RoomError, OrderError
            One French sentence.
        KeyError
            There is no such order.
        """
        orders: dict[str, Callable[[Room, str, Plain], Any]] = {
            "read_title": self._read_title,
            "create": self._create,
            "move": lambda room, s, a: room.move(s, a["phase"], version=a["version"], focus=a.get("focus")),
            "publish": lambda room, s, _: room.publish(s) and None,
            "publish_and_show": self._publish_and_show,
            "clear_time": lambda room, s, _: room.clear_time(s),
            "vote": self._vote,
            "end_vote": self._end_vote,
            "moderate": lambda room, s, a: room.moderate(s, a["comment"], a["state"]),
            "evaluation": lambda room, s, _: room.evaluation(s),
            "paper": self._paper,
            "codes": self._codes,
            "file": lambda room, s, a: room.file(s, a["name"], bytes(a["data"])),
            "remove": lambda room, s, a: room.remove(s, a["origin"], a["mark"]),
            "tally": lambda room, s, a: room.tally(s, a["item"], a["counts"], kept=a["kept"], note=a["note"]),
            "carnet": lambda room, s, _: json.dumps(room.carnet(s), ensure_ascii=False, indent=1) + "\n",
            "carnets": lambda *_: self._kept(),
            "file_carnet": self._file_carnet,
            "erase": lambda room, _, a: room.erase(a["session"]),
            "compare": self._compare,
            "compare_carnet": self._compare_carnet,
        }
        return orders[verb](room, session, given)

    def _read_title(self, _room: Room, _session: str, given: Plain) -> str:
        """Return what looks like a name in a title, to be flagged, not refused."""
        return ", ".join(trace.text for trace in personal_traces(given["title"]) if trace.kind == "nom")

    def _create(self, room: Room, _session: str, given: Plain) -> Plain:
        until = delete_on(dt.date.today(), months=given["months"])
        return room.create(
            given["title"],
            mode=given["mode"],
            variant=given["variant"],
            kept_until=until.isoformat(),
            thresholds=given["thresholds"],
            research=given["research"],
            rehearsal=given["rehearsal"],
        )

    def _publish_and_show(self, room: Room, session: str, given: Plain) -> None:
        room.publish(session)
        room.move(session, "resultats", version=given["version"])

    def _vote(self, room: Room, session: str, given: Plain) -> None:
        """Open a vote where everybody is; if the session has moved meanwhile, no vote is opened."""
        state = room.overview(session)["state"]
        if state["version"] != given["version"]:
            raise OrderError(self._texts["etat"]["a_avance"])
        room.open_vote(session, given["choices"], dots=given["dots"], dots_on_one=given["dots_on_one"])
        if state["phase"] != "vote":
            room.move(session, "vote", version=given["version"])

    def _end_vote(self, room: Room, session: str, given: Plain) -> None:
        room.close_vote(session, given["ballot"])
        room.move(session, "resultats_vote", version=given["version"])

    def _paper(self, room: Room, session: str, given: Plain) -> Plain:
        q = self._questionnaire
        sheet = {
            "questionnaire": q.id,
            "version": q.version,
            "profil": given["profile"],
            "variante": given.get("variant"),
            "reponses": given["answers"],
        }
        return room.paper(session, given["number"], sheet)

    def _codes(self, room: Room, session: str, given: Plain) -> Plain:
        done = room.codes(session, given["text"])
        if not done["new"] + done["changed"] + done["known"] + len(done["faults"]):
            raise OrderError(self._texts["apportees"]["codes"]["aucun"])
        return done

    def _kept(self) -> list[Plain]:
        """Return the carnets of this computer that can be opened, the last saved first."""
        return [{"id": one.id, "titre": one.title} for one in Carnets().all() if one.fault is None]

    def _file_carnet(self, room: Room, session: str, given: Plain) -> Plain:
        """Keep what the group has of this session: as a new carnet, or added to one that it has already.

        What this session had left in that carnet before is replaced, so that filing it twice keeps it once.
        """
        carnets = Carnets()
        id = carnets.file(Carnet.from_json(json.dumps(room.carnet(session))), into=given["id"])
        return {"id": id, "titre": carnets.read(id).carnet.title}

    def _compare(self, room: Room, _session: str, given: Plain) -> Plain:
        if given["with"] is None:
            return {}
        shown = room.results(given["with"])
        if shown is None:
            raise OrderError(self._texts["avant_apres"]["non_publiee"])
        about = room.overview(given["with"])["session"]["session"]
        return self._earlier(about["titre"], dt.date.fromisoformat(about["jour"]), shown["results"])

    def _compare_carnet(self, _room: Room, _session: str, given: Plain) -> Plain:
        carnet = Carnet.from_json(given["text"])
        found = [wave for wave in carnet.waves if wave.results]
        if not found:
            raise OrderError(self._texts["avant_apres"]["carnet_vide"])
        wave = found[-1]
        return self._earlier(wave.session.title, wave.session.day, wave.results)

    def _earlier(self, title: str, day: dt.date, results: Plain) -> Plain:
        texts = self._texts["avant_apres"]
        label = texts["nom"].format(titre=title, jour=day.strftime("%d/%m/%Y"))
        return {"label": label, "results": results}
