"""The tree that Firefox hands to a screen reader, by its own service for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from firefox import Firefox
from spoken import ANNOUNCED, LANDMARKS, SAME, Listener, Node, one_line
from waits import until

__all__ = ["FirefoxListener"]

TREE = (Path(__file__).parent / "firefox_tree.js").read_text(encoding="utf-8")
KEYS = {"Tab": "\ue004", "Escape": "\ue00c", "Enter": "\ue007", "ArrowDown": "\ue015", "Space": " "}


class FirefoxListener(Listener):
    """A window of Firefox."""

    name = "firefox"

    def __init__(self, window: Firefox) -> None:
        super().__init__()
        self.window = window
        window.eval(ANNOUNCED)

    def run(self, script: str) -> Any:
        return self.window.eval(f"return {script}")

    def key(self, name: str) -> None:
        self.window.press(KEYS[name])

    def wait(self, script: str) -> None:
        self.window.until(f"return {script}")

    def tree(self) -> Node:
        script = f"return ({TREE.strip().rstrip(';')})()"
        found: list[Any] = []
        assert until(lambda: found.append(self.window.raw.execute_script(script, sandbox="system")) or found[-1])
        return read(found[-1])


def read(one: dict[str, Any]) -> Node:
    """Return a node in the words that both engines share."""
    role = LANDMARKS.get(one["tag"], "landmark") if one["role"] == "landmark" else one["role"]
    role = SAME.get(role, role)
    states = [one["level"] and f"level {one['level']}" if role == "heading" else "", *one["states"]]
    states += [one_line(one["value"])]
    return Node(
        role,
        "" if role in ("paragraph", "listitem", "definition", "caption") else one_line(one["name"]),
        one_line(one["described"]),
        tuple(state for state in states if state),
        one["isFocused"],
        tuple(read(child) for child in one["children"]),
    )
