"""The tree that Chromium hands to a screen reader, by the protocol of its developer tools."""

from __future__ import annotations

from typing import Any

from spoken import ANNOUNCED, SAME, Listener, Node, one_line
from waits import until

__all__ = ["Chromium"]

SAID = {"expanded": ("expanded", "collapsed"), "disabled": ("unavailable", ""), "required": ("required", "")}


class Chromium(Listener):
    """A page of Playwright's."""

    name = "chromium"

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.raw = page
        self.tools = page.context.new_cdp_session(page)
        page.evaluate(ANNOUNCED)

    def run(self, script: str) -> Any:
        return self.raw.evaluate(script)

    def key(self, name: str) -> None:
        self.raw.keyboard.press(name)

    def wait(self, script: str) -> None:
        assert until(lambda: self.raw.evaluate(script), page=self.raw), f"never: {script}"  # a strict page has no eval

    def tree(self) -> Node:
        nodes = {one["nodeId"]: one for one in self.tools.send("Accessibility.getFullAXTree")["nodes"]}
        (root,) = [one for one in nodes.values() if "parentId" not in one]
        return self._read(root, nodes)

    def _read(self, one: dict[str, Any], nodes: dict[str, Any]) -> Node:
        children = tuple(self._read(nodes[id], nodes) for id in one.get("childIds", []) if id in nodes)
        if one["ignored"]:
            return Node("generic", children=children)
        role = one["role"]["value"]
        if role in ("InlineTextBox", "LineBreak"):
            return Node("marker")
        told = {each["name"]: each["value"].get("value") for each in one.get("properties", [])}
        name, value = one_line(one.get("name", {}).get("value")), one_line(one.get("value", {}).get("value"))
        return Node(
            SAME.get(role, role),
            name,
            one_line(one.get("description", {}).get("value")),
            tuple(states(role, told, value if value != name else "")),
            bool(told.get("focused")),
            children,
        )


def states(role: str, told: dict[str, Any], value: str) -> list[str]:
    """Return the states of a node, in the words that both engines share."""
    found = [f"level {told['level']}"] if role == "heading" else []
    found += [yes if told[key] else no for key, (yes, no) in SAID.items() if key in told]
    found += [key for key in ("checked", "pressed") if told.get(key) in (True, "true")]
    found += ["selected"] if told.get("selected") else []
    found += ["invalid"] if told.get("invalid") not in (None, "", "false", False) else []
    found += [one_line(told.get("valuetext")) or value]
    return [one for one in found if one]
