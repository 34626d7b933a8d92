"""What a screen reader is given: the page as lines, where the focus is, and what is said without being asked."""

from __future__ import annotations

import json
import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pasapas_widgets.content.french import MONTHS

__all__ = ["ANNOUNCED", "LANDMARKS", "SAME", "Listener", "Node", "one_line", "same"]

HERE = Path(__file__).parent
ANNOUNCED = (HERE / "announced.js").read_text(encoding="utf-8")

DAY = re.compile(rf"\b(1er|\d\d?) ({'|'.join(MONTHS)}) 20\d\d\b")

TRIES = 25
"""Looks at a page that does not come to rest, 0.4 s apart."""

PASSED = {"generic", "none", "section", "text container", "document", "label", "rowgroup"}
"""What has no voice of its own: only what stands in it is read, and the words of a label with its field."""

WHOLE = {
    *("link", "button", "heading", "radio", "checkbox", "option", "tab", "summary", "term", "legend"),
    *("switch", "image", "columnheader", "rowheader", "cell", "gridcell", "definition"),
}
"""What is read by its name: what stands in it is that name again."""

SAME = {
    "RootWebArea": "document",
    "DisclosureTriangle": "summary",
    "DescriptionList": "definitionlist",
    "StaticText": "text",
    "text leaf": "text",
    "statictext": "text",
    "radiobutton": "radio",
    "pushbutton": "button",
    "toggle button": "button",
    "checkbutton": "checkbox",
    "grouping": "group",
    "details": "group",
    "Details": "group",
    "graphic": "image",
    "img": "image",
    "Figcaption": "caption",
    "statusbar": "status",
    "entry": "textbox",
    "combobox list": "listbox",
    "LabelText": "label",
    "Legend": "label",
    "legend": "label",
    "LayoutTable": "table",
    "ListMarker": "marker",
    "bullet": "marker",
    "list item marker": "marker",
}
"""The names of one role in the two engines."""

LANDMARKS = {"header": "banner", "nav": "navigation", "main": "main", "footer": "contentinfo", "aside": "complementary"}


class Node(NamedTuple):
    """One thing in the tree of an engine, in the words that both share."""

    role: str
    name: str = ""
    described: str = ""
    states: tuple[str, ...] = ()
    is_focused: bool = False
    children: tuple[Node, ...] = ()

    def told(self) -> str:
        """Return what is said of it, on one line."""
        states = self.states if self.role != "progressbar" else ()  # Chromium does not hear our words for it
        parts = [self.role, f"«{self.name}»" if self.name else "", *(f"({one})" for one in states)]
        return " ".join(one for one in parts if one) + (f" — {self.described}" if self.described else "")


FILE = re.compile(r" ?(No file chosen|Browse… No file selected\.|Aucun fichier choisi|Parcourir… Aucun .+)$")
"""What an engine says by itself of a field for a file."""


def one_line(text: Any) -> str:
    return FILE.sub("", " ".join(str(text or "").split()))


def lines(node: Node, depth: int = 0, *, is_label: bool = False) -> Iterator[str]:
    """Yield the tree line by line: running text is joined, and what stands in a name is not said twice."""
    text = ""
    for one in node.children:
        if one.role == "text":
            text = "" if is_label else one_line(f"{text} {one.name}")
            continue
        if one.role == "marker":
            continue
        if one.role in PASSED and is_text(one):
            text = "" if is_label or one.role == "label" else one_line(f"{text} {words(one)}")
            continue
        if one.role in PASSED:
            if text:
                yield "  " * depth + text
                text = ""
            yield from lines(one, depth, is_label=is_label or one.role == "label")
            continue
        if text:
            yield "  " * depth + text
            text = ""
        yield "  " * depth + one.told()
        if one.role not in WHOLE or not one.name:
            yield from lines(one, depth + 1)
    if text:
        yield "  " * depth + text


def is_text(node: Node) -> bool:
    """Tell whether there is nothing but words in it."""
    return all(one.role in ("text", "marker") or (one.role in PASSED and is_text(one)) for one in node.children)


def words(node: Node) -> str:
    return " ".join(one.name if one.role == "text" else words(one) for one in node.children if one.role != "marker")


def held(node: Node) -> Node | None:
    """Return what has the focus, but for the page itself."""
    found = focused(node)
    return found if found and found.role != "document" else None


def focused(node: Node) -> Node | None:
    """Return what has the focus: the deepest that says so."""
    return next((found for one in node.children if (found := focused(one))), node if node.is_focused else None)


class Listener(ABC):
    """A page of an engine, listened to; :attr:`heard` grows with every gesture of a story."""

    name: str

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.had_focus = False

    @abstractmethod
    def tree(self) -> Node:
        """Return what the engine hands to a screen reader."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """Return what an expression of JavaScript is in the page."""

    @abstractmethod
    def key(self, name: str) -> None:
        """Press a key by its name in the DOM."""

    @abstractmethod
    def wait(self, script: str) -> None:
        """Wait until an expression of JavaScript is true in the page."""

    def page(self, title: str) -> None:
        """Read the whole page, from its first line to its last."""
        self.heard += ["", f"== {title}", *lines(self.settled())]

    def part(self, title: str, role: str, name: str = "") -> None:
        """Read one part of the page: the first of a role, and of a name where it is given."""
        tree = self.settled()
        found = next((one for one in every(tree) if one.role == role and name in one.name), None)
        assert found, "\n".join([f"no {role} «{name}»:", *lines(tree)])
        self.heard += ["", f"== {title}", found.told(), *(f"  {line}" for line in lines(found))]

    def press(self, *keys: str) -> None:
        """Press keys one after another; after each, say where the focus is and what was announced."""
        for key in keys:
            self.key(key)
            self.after(key)

    def until(self, css: str, text: str = "") -> None:
        """Wait until some words are in an element that can be seen."""
        found = f"[...document.querySelectorAll({json.dumps(css)})].filter((one) => one.getClientRects().length)"
        self.wait(f"{found}.some((one) => one.innerText.replace(/\\s+/g, ' ').includes({json.dumps(text)}))")

    def focus(self, css: str) -> None:
        """Take the focus somewhere without a story: the first visible element of a selector."""
        found = f"[...document.querySelectorAll({json.dumps(css)})].find((one) => one.getClientRects().length)"
        assert self.run(f"(({found})?.focus(), document.activeElement.matches({json.dumps(css)}))"), f"no {css}"

    def after(self, gesture: str) -> None:
        """Say what a gesture has moved and announced."""
        place = held(self.settled())
        assert place or not self.had_focus, f"the focus is lost after: {gesture}"
        self.had_focus = place is not None
        self.heard += ["", f"[{gesture}]", f"  > {place.told() if place else 'the page'}"]
        self.heard += [f"  ! {one}" for one in self.run("papAnnounced.take()")]

    def settled(self) -> Node:
        """Return the tree once nothing is about to be announced and it no longer changes.

        An engine tells what has changed a while after the page, and the focus may be on its way to its place.
        """
        self.wait("papAnnounced.isQuiet()")
        found = self.tree()
        for _ in range(TRIES):
            before, found = found, self.after_a_while()
            if before == found and (held(found) or not self.had_focus):
                break
        self.wait("papAnnounced.isQuiet()")
        return found

    def after_a_while(self) -> Node:
        time.sleep(0.4)
        return self.tree()


def every(node: Node) -> Iterator[Node]:
    yield node
    for one in node.children:
        yield from every(one)


def same(story: str, listener: Listener) -> None:
    """Hold what was heard against the transcript that is kept; ``TRANSCRIPTS=new`` writes it anew, to be read."""
    path = HERE / f"{story}.txt"
    heard = DAY.sub("〈un jour〉", "\n".join(listener.heard)).strip() + "\n"
    if os.environ.get("TRANSCRIPTS") == "new":
        path.write_text(heard, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    assert heard == kept, f"{listener.name}, {path.name}: read what changed, then TRANSCRIPTS=new keeps it"
