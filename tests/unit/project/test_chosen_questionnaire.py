"""The questionnaire is an argument: a room, a kit, a rule never looks by itself for the one that a process chose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pasapas_widgets.live import verbs
from pasapas_widgets.live.room.pages import phone_page
from pasapas_widgets.live.room.verbs import CALLS
from pasapas_widgets.live.store import open_store
from pasapas_widgets.model.questionnaire.loading import CHOSEN, load_questionnaire

PACKAGE = Path(__file__).parents[3] / "pasapas_widgets"
LOOKING = {"load_questionnaire", "load_kit", "load_actors"}
DOORS = ("app/", "cli/")
"""Where the environment is read: what a command or a page was started with."""
ALLOWED = {"model/carnet/carnet.py"}
"""``Carnet.other_questionnaire`` is a door of its own, for notebooks; the package says which questionnaire it means."""


def bare_calls(source: str) -> Iterator[str]:
    """Give each call without an argument of what looks for the process's questionnaire, but for a default's.

    A default is what stands behind ``or``, or in the other branch of a condition: the caller may always say otherwise.
    """
    tree = ast.parse(source)
    defaults: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            defaults |= {id(one) for one in node.values[1:]}
        elif isinstance(node, ast.IfExp):
            defaults.add(id(node.orelse))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and not node.args and not node.keywords and id(node) not in defaults:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name in LOOKING:
                yield f"{node.lineno}: {name}()"


def test_a_bare_call_is_found_and_a_default_is_not() -> None:
    assert list(bare_calls("q = given or load_questionnaire()\nr = a if b else load_questionnaire()")) == []
    assert list(bare_calls("q = load_questionnaire()\nload_kit(q)\nload_kit()")) == [
        "1: load_questionnaire()",
        "3: load_kit()",
    ]


def test_only_the_doors_look_for_what_the_process_chose() -> None:
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    inside = {name: path for name, path in paths.items() if not name.startswith(DOORS) and name not in ALLOWED}
    found = [f"{name}:{call}" for name, path in inside.items() for call in bare_calls(path.read_text(encoding="utf-8"))]
    assert found == []
    live = [name for name, path in inside.items() if name.startswith("live/") and CHOSEN in path.read_text("utf-8")]
    assert live == []


def test_a_room_is_of_the_questionnaire_that_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOSEN, "equipe-5")
    q = load_questionnaire("hse-35")
    with open_store(tmp_path / "seances.sqlite", questionnaires=(q,)) as store:
        made = CALLS[verbs.Create](store, verbs.Create(title="Équipe"))
        listed = store.sessions.get(made.id)
    assert (listed.session.questionnaire, listed.session.version) == (q.id, q.version)
    page = phone_page(listed=listed, questionnaire=q, keep_until=listed.session.kept_until, today=listed.session.day)
    assert '"tableau":"Résultat de chaque partie selon le profil' in page, "what is drawn later is said in its words"
    monkeypatch.delenv(CHOSEN)
    with open_store(tmp_path / "autre.sqlite") as store:
        assert store.questionnaire.id == "pas-a-pas"
