"""``pasapas repetition``: a session with participants who do not exist, in a room that is open or in one of its own."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import add_questionnaire
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import number
from pasapas_widgets.live import verbs
from pasapas_widgets.model.questionnaire.loading import load_questionnaire

if TYPE_CHECKING:
    from pasapas_widgets.live.client import Room
    from pasapas_widgets.live.rehearsal import Report
    from pasapas_widgets.model.session import Phase

__all__ = ["add_parser", "run"]

HOST = "127.0.0.1"
USUAL_PARTICIPANTS = 12
STARTS_WITHIN = 60
MOST_ANSWERS_A_SECOND = 400
SHORTEST_PACE = 0.1


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    from pasapas_widgets.live.rehearsal import MOST_PARTICIPANTS

    texts = interface("rehearsal")["commande"]
    parser: FrenchParser = subparsers.add_parser("repetition", help=texts["aide"], description=texts["description"])

    def participants(text: str) -> int:
        number = int(text)
        if not 1 <= number <= MOST_PARTICIPANTS:
            raise ValueError(text)
        return number

    participants.__name__ = "nombre"
    wanted = texts["participants"].format(maximum=MOST_PARTICIPANTS, usuel=USUAL_PARTICIPANTS)
    parser.add_argument("--participants", type=participants, metavar="N", default=USUAL_PARTICIPANTS, help=wanted)
    parser.add_argument("--seed", type=int, metavar="S", default=1, help=texts["seed"])
    parser.add_argument("--adresse", metavar="URL", help=texts["adresse"])
    parser.add_argument("--session", metavar="CODE", help=texts["session"])
    add_questionnaire(parser)
    parser.set_defaults(misuse=parser.error)
    return parser


def run(args: argparse.Namespace) -> int:
    """Send participants into a session, or play a whole one."""
    from pasapas_widgets.live.client import RoomError
    from pasapas_widgets.live.rehearsal import RehearsalError

    if (args.adresse is None) != (args.session is None):
        args.misuse(interface("rehearsal")["commande"]["ensemble"])
    try:
        if args.adresse is not None:
            return _send(args.adresse, args.session, participants=args.participants, seed=args.seed)
        with _own_server() as room:
            return _Play(room, participants=args.participants, seed=args.seed).play()
    except (RehearsalError, RoomError) as error:
        raise CommandError(str(error)) from error


def _send(url: str, code: str, *, participants: int, seed: int) -> int:
    """Let participants live in a session that somebody else leads, and say how far they are."""
    from pasapas_widgets.live.rehearsal import rehearse

    texts = interface("rehearsal")["recit"]
    told = ""

    def tell(report: Report) -> None:
        nonlocal told
        line = texts["pas_a_pas"].format(
            joints=report.joined, finis=report.finished, confirmees=report.acknowledged,
            votes=report.voted, evaluations=report.evaluated,
        )  # fmt: skip
        if not told:
            print(texts["envoyes"].format(n=participants, code=code))
        if line != told:
            told = line
            print(line, flush=True)

    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        report = rehearse(
            url, code, participants=participants, seed=seed, stop=stop, report=tell, questionnaire=load_questionnaire()
        )
    finally:
        signal.signal(signal.SIGINT, before)
    print(texts["arret"] if stop.is_set() else texts["fin"].format(**_answers_of(report)))
    return int(report.lost > 0)


def _answers_of(report: Report) -> dict[str, object]:
    return {
        "envoyees": report.sent,
        "confirmees": report.acknowledged,
        "refusees": report.refused,
        "perdues": report.lost,
        "millisecondes": round(1000 * report.slowest),
    }


@contextmanager
def _own_server() -> Iterator[Room]:
    """Run a room on this computer alone, in a folder that goes with it."""
    from pasapas_widgets.app.ports import free_port
    from pasapas_widgets.live.client import Room

    with tempfile.TemporaryDirectory(prefix="pasapas-repetition-", ignore_cleanup_errors=True) as folder:
        port, secret = free_port(), secrets.token_urlsafe(24)
        command = [sys.executable, "-m", "pasapas_widgets.cli", "salle", "--no-browser"]
        command += ["--port", str(port), "--adresse", HOST, "--store", str(Path(folder) / "seances.sqlite")]
        env = {**os.environ, "PASAPAS_DATA": folder, "PASAPAS_JETON": secret}
        with (Path(folder) / "serveur.txt").open("w+b") as said:
            server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=env)
            try:
                if not _answers(port, server):
                    said.seek(0)
                    reason = said.read().decode(errors="replace").strip().rpartition("\n")[2]
                    raise CommandError(interface("rehearsal")["refus"]["demarrage"].format(raison=reason))
                yield Room(f"http://{HOST}:{port}", secret)
            finally:
                server.terminate()
                try:
                    server.wait(30)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; ``False`` where it ends or takes too long."""
    until = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < until:
        link = HTTPConnection(HOST, port, timeout=5)
        try:
            link.request("GET", "/s/")
            return link.getresponse().status == 200
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            link.close()
    return False


class _Play:
    """A whole session, from its creation to its receipt, led as a trainer leads it."""

    def __init__(self, room: Room, *, participants: int, seed: int) -> None:
        from pasapas_widgets.live.rehearsal import Report

        self._texts = interface("rehearsal")
        self._room, self._participants, self._seed = room, participants, seed
        self._made = room.ask(verbs.Create(self._texts["seance"]["titre"], rehearsal=True))
        self._report = Report(participants=participants)
        self._failed: Exception | None = None
        self._stop = threading.Event()

    def play(self) -> int:
        """Play it, and say what happened; 1 where an acknowledged answer was lost."""
        self._say("serveur", adresse=self._room.url, code=self._made["code"], n=self._participants, graine=self._seed)
        crowd = threading.Thread(target=self._rehearse, daemon=True)
        crowd.start()
        try:
            self._collect()
            self._show_results()
            self._vote()
            self._evaluate()
            self._erase()
        finally:
            self._stop.set()
            crowd.join(30)
        lost = self._report.lost
        self._say("mal" if lost else "bien", perdues=lost)
        return int(lost > 0)

    def _rehearse(self) -> None:
        from pasapas_widgets.live.rehearsal import rehearse

        def told(report: Report) -> None:
            self._report = report

        pace = max(SHORTEST_PACE, self._participants / MOST_ANSWERS_A_SECOND)
        url, code, people = self._room.url, self._made["code"], self._participants
        try:
            rehearse(
                url, code, participants=people, seed=self._seed, stop=self._stop, report=told, pace=pace,
                questionnaire=load_questionnaire(),
            )  # fmt: skip
        except Exception as error:  # said by the one who waits, in the main thread
            self._failed = error

    def _collect(self) -> None:
        began = time.monotonic()
        self._until("attente", lambda report: report.joined == self._participants)
        self._say("arrivee", n=self._report.joined, secondes=number(time.monotonic() - began))
        self._move("reponses")
        self._move("pause")
        self._move("reponses")
        self._until("reponses", lambda report: report.finished == self._participants)
        self._move("cloture")

    def _show_results(self) -> None:
        published = self._room.ask(verbs.Publish(self._session))
        self._move("resultats")
        self._until("resultats", lambda report: report.checked == self._participants)
        answers = _answers_of(self._report)
        self._say("reponses", **answers)
        self._say("attente", **answers)
        results = published["results"]
        seen = sum(one["moyenne"] is not None for one in results["items"].values())
        if seen:
            self._say("groupe", feuilles=results["n_feuilles"], vus=seen, total=len(results["items"]))
        else:
            self._say("groupe_rien")

    def _vote(self) -> None:
        self._room.ask(verbs.OpenVote(self._session, self._texts["seance"]["choix_du_vote"]))
        self._move("vote")
        self._until("vote", lambda report: report.voted == self._participants)
        found = self._room.ask(verbs.CloseVote(self._session))
        self._move("resultats_vote")
        first = [one["choice"] for one in found["choices"] if one["rank"] == 1]
        self._say("vote" if first else "vote_rien", n=self._report.voted, premiers=", ".join(first))

    def _evaluate(self) -> None:
        self._move("evaluation")
        self._until("evaluation", lambda report: report.evaluated == self._participants)
        self._room.ask(verbs.Evaluation(self._session))
        words = len(self._room.ask(verbs.Comments(self._session)))
        self._say("evaluation", n=self._report.evaluated, mots=words)

    def _erase(self) -> None:
        self._move("fin")
        receipt = self._room.ask(verbs.Erase(self._session))
        self._say("effacement", recu=receipt["empreinte"][:16])

    @property
    def _session(self) -> str:
        return str(self._made["id"])

    def _move(self, phase: Phase) -> None:
        version = self._room.ask(verbs.Overview(self._session))["state"]["version"]
        self._room.ask(verbs.Move(self._session, phase, version))

    def _until(self, phase: Phase, reached: Callable[[Report], bool]) -> None:
        """Wait until everyone has done what the phase asks for."""
        seconds = 60 + self._participants
        until = time.monotonic() + seconds
        while not reached(self._report):
            if self._failed is not None:
                raise CommandError(self._stopped(phase, str(self._failed))) from self._failed
            if time.monotonic() > until:
                raise CommandError(self._stopped(phase, self._texts["refus"]["attente"].format(secondes=seconds)))
            time.sleep(0.1)

    def _stopped(self, phase: str, reason: str) -> str:
        return str(self._texts["refus"]["etape"].format(etape=phase, raison=reason))

    def _say(self, line: str, **values: object) -> None:
        print(self._texts["recit"][line].format(**values), flush=True)
