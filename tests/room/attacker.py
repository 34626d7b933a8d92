"""The attacker of what is published through HTTP: every allowed request in any order, exact algebra over what it saw.

The attacker is the trainer and every phone at once: it joins, answers, changes, brings paper, codes and files in and
takes them out, publishes, votes and evaluates in any order, and reads everything after each step. It also knows, from
the ledger in the database, which sheets each figure counts, which no real one does. ``test_disclosure.isolated`` then
decides exactly whether some combination of all figures ever seen depends on one to four people.
"""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from salle import Phone, Q, Salle
from test_disclosure import isolated

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.live.client import RoomError
from pasapas_widgets.model.questionnaire.sheet import Sheet

ITEMS = ("L1-01", "L1-02")
PROFILES = Q.profile_ids[:2]
VALUES = [1, 2, 3, 4, 1, 2, 3, 4, "NSP", "NSP", "NC", None]
MOST_PEOPLE = 30
STEPS = 50
FIVE, TEN = 5, 10


class Attack:
    """One session under attack, and all that was ever seen of it."""

    def __init__(self, salle: Salle, seed: int) -> None:
        self.draw = random.Random(seed)
        self.salle, self.room, self.session = salle, salle.room, salle.session()
        self.cookie = salle.cookie()
        self.phones: list[Phone] = []
        self.brought: list[tuple[str, str]] = []
        self.index: dict[str, int] = {}
        self.sums: dict[str, list[frozenset[int]]] = {item: [] for item in ITEMS}
        self.bases: dict[str, list[frozenset[int]]] = {item: [] for item in ITEMS}
        self.groups: list[frozenset[int]] = []
        self.votes: dict[str, Any] = {}
        self.marks: Any = None

    @property
    def people(self) -> int:
        return len(self.phones) + len(self.brought)

    def sheet(self) -> dict[str, Any]:
        answers = {item: self.draw.choice(VALUES) for item in ITEMS}
        return {
            "questionnaire": Q.id,
            "version": Q.version,
            "profil": self.draw.choice([None, *PROFILES * 3]),
            "reponses": {item: value for item, value in answers.items() if value is not None},
        }

    def step(self) -> None:
        often = ("join", "join", "answer", "answer", "answer", "publish", "publish", "move")
        kinds = (*often, "bring", "remove", "vote", "mark")
        try:
            getattr(self, self.draw.choice(kinds))()
        except RoomError as refused:
            assert refused.reason in ("phase", "stale", "value"), refused
        self.read()

    def join(self) -> None:
        for _ in range(self.draw.choice([1, 2, 4, 7])):
            if self.people < MOST_PEOPLE:
                self.phones.append(self.session.phone())

    def answer(self) -> None:
        if self.draw.random() < 0.7:
            self.session.move("reponses")
        for phone in self.phones:
            if self.draw.random() < 0.7:
                said = {item: self.draw.choice(VALUES) for item in ITEMS if self.draw.random() < 0.9}
                phone.answers(said | {"profil": self.draw.choice([None, *PROFILES * 3])})

    def bring(self) -> None:
        origin, sheet = self.draw.choice(["papier", "code", "fichier"]), self.sheet()
        number = str(self.draw.randint(1, 4))
        if self.people >= MOST_PEOPLE or not sheet["reponses"]:
            return
        if origin == "papier":
            self.room.paper(self.session.id, number, sheet)
            mark = number
        elif origin == "code":
            mark = encode(Sheet.checked(sheet, Q), Q)
            self.room.codes(self.session.id, f"voici : {mark}")
        else:
            mark = f"mars/{number}"
            lines = [f"mars,{number},{sheet['profil'] or ''},{item},{v}" for item, v in sheet["reponses"].items()]
            text = "seance,feuille,profil,item,reponse\n" + "\n".join(lines) + "\n"
            self.room.file(self.session.id, "mars.csv", text.encode())
        self.brought.append((origin, mark))

    def remove(self) -> None:
        if self.brought:
            self.room.remove(self.session.id, *self.draw.choice(self.brought))

    def publish(self) -> None:
        self.room.publish(self.session.id)

    def move(self) -> None:
        self.session.move(self.draw.choice(["reponses"] * 5 + ["resultats", "vote", "evaluation"]))

    def vote(self) -> None:
        ballot = self.room.open_vote(self.session.id, ["L1-01", "L1-02"], dots=1)
        for phone in self.phones:
            if self.draw.random() < 0.6:
                dots = {self.draw.choice(["L1-01", "L1-02"]): 1}
                phone.post("vote", {"seq": phone.numbered(), "ballot": ballot["id"], "dots": dots})
        if self.draw.random() < 0.8:
            self.room.close_vote(self.session.id, ballot["id"])

    def mark(self) -> None:
        for phone in self.phones:
            if self.draw.random() < 0.5:
                phone.answers({"EV-1": self.draw.randint(1, 4), "EV-2": self.draw.randint(1, 4)})
        if self.draw.random() < 0.3:
            self.room.evaluation(self.session.id)

    def read(self) -> None:
        """Read all that anybody may read, and note what it tells."""
        seen = self.room.results(self.session.id)
        phase = self.room.overview(self.session.id)["state"]["phase"]
        shown = seen is not None and phase in ("resultats", "vote", "evaluation")
        for reply in (*(phone.get("results") for phone in self.phones[:2]), self.projector("results")):
            assert reply.status == (200 if shown else 409)
            if shown:
                assert reply.json()["results"] == seen["results"]
        if seen is not None:
            self.note(seen["results"])
            carnet = self.room.carnet(self.session.id)
            assert carnet["vagues"][0]["resultats"] == seen["results"]
            assert all(count >= FIVE for count in carnet["vagues"][0].get("origines", {}).values())
        self.read_votes()

    def projector(self, what: str) -> Any:
        return self.salle.ask(f"/salle/projection/{self.session.id}/{what}", Cookie=self.cookie)

    def note(self, results: dict[str, Any]) -> None:
        entries, answered, asked = self.ledger()
        where = [self.index.setdefault(name, len(self.index)) for name, _ in entries]
        for item in ITEMS:
            column = Q.item_ids.index(item)
            shown = results["items"][item]
            counted = [n for n, labels in enumerate(answered) if labels[column]]
            groups = [(shown, counted)]
            for name, profile in results["profils"].items():
                if item in profile.get("items", {}):
                    groups.append((profile["items"][item], [n for n in counted if entries[n][1]["profil"] == name]))
            for cell, members in groups:
                self.count(cell, [entries[n][1]["reponses"][item] for n in members])
                if cell["n_notes"] is not None:
                    self.sums[item].append(frozenset(where[n] for n in members))
            if shown["part_nsp"] is not None:
                base = [n for n, labels in enumerate(asked) if labels[column]]
                said = [entries[n][1]["reponses"][item] == "NSP" for n in base]
                assert shown["part_nsp"] == pytest.approx(sum(said) / len(said), abs=1e-3)
                self.bases[item].append(frozenset(where[n] for n in base))
        if entries:  # else the count of sheets is told, as the cockpit tells it, and nothing of what is in them
            assert results["n_feuilles"] == len(entries) >= FIVE
            self.groups.append(frozenset(where))

    def count(self, cell: dict[str, Any], levels: list[int]) -> None:
        """Check a figure against the sheets that the ledger says it counts, and against the floors."""
        if cell["n_notes"] is None:
            assert cell["moyenne"] is None and not cell.get("distribution")
            return
        assert cell["n_notes"] == len(levels) >= FIVE
        assert cell["moyenne"] == pytest.approx((sum(levels) / len(levels) - 1) / 3 * 100, abs=0.1)
        assert not cell.get("distribution") or len(levels) >= TEN

    def ledger(self) -> tuple[list[tuple[str, dict[str, Any]]], list[list[int]], list[list[int]]]:
        with closing(sqlite3.connect(self.salle.data / "seances.sqlite", timeout=10)) as database:
            asked = "SELECT ledger FROM publications WHERE session = ?"
            ledger = json.loads(database.execute(asked, (self.session.id,)).fetchone()[0])
        entries = [(one["sheet_id"], one["sheet"]) for one in ledger["entries"]]
        return entries, ledger["answered"], ledger["asked"]

    def read_votes(self) -> None:
        try:
            found = self.room.vote_results(self.session.id)
        except RoomError as refused:
            assert refused.reason in ("phase", "value")
            assert all(phone.get("vote").json()["results"] is None for phone in self.phones[:1])
            return
        results = found["results"]
        assert self.votes.setdefault(found["ballot"], results) == results, "a closed vote has one result for ever"
        voters = results["voters"]
        assert (voters is None) == (results["choices"] == [])
        assert voters is None or sum(one["dots"] for one in results["choices"]) == voters >= FIVE


def knowing(seen: list[frozenset[int]], known: set[int]) -> list[frozenset[int]]:
    """Return what is left of the sums for whoever knows the sheets of some people and takes them away."""
    return [members - known for members in seen if members - known]


def isolates(seen: list[frozenset[int]], *, least: int = FIVE) -> bool:
    """Tell whether the attack succeeds, given the sets whose sums were seen: on fewer than ``least`` people.

    People who are in the same sets weigh alike in every combination: five of them stand for however many they are.
    """
    sets = sorted(set(seen), key=sorted)
    alike: dict[tuple[bool, ...], list[int]] = {}
    for person in sorted(frozenset().union(*sets)):
        alike.setdefault(tuple(person in one for one in sets), []).append(person)
    kept = sorted(person for group in alike.values() for person in group[:FIVE])
    places = {person: place for place, person in enumerate(kept)}
    found = isolated([frozenset(places[p] for p in one if p in places) for one in sets], len(kept))
    return found is not None and len(found) < least
