"""Gestures on the phone page and what it says; what the server's disk holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from live import choose
from salle import Q, Seen

WATCH = """
  window.refused = [];
  addEventListener("securitypolicyviolation", (event) =>
    refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
ANSWERS = {item: (index * 7) % 4 + 1 for index, item in enumerate(Q.item_ids)}


def says(page: Any, text: str, *, seconds: float = 10) -> None:
    """Wait until the quiet line says it."""
    page.locator(".pap-room-line", has_text=text).wait_for(timeout=seconds * 1000)


def answer(page: Any, answers: dict[str, Any]) -> None:
    """Answer some statements, each on its lever's panel."""
    for item, value in answers.items():
        name = next(lever.name for lever in Q.levers if lever.id == Q.item(item).lever)
        page.locator(".pap-questionnaire nav button", has_text=name).click()
        choose(page, item, value)


def checked(page: Any) -> dict[str, Any]:
    """Return the answers that the page shows."""
    found: dict[str, Any] = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.pap-questionnaire-item input:checked')]"
        ".map((one) => [one.closest('[data-item]').dataset.item, Number(one.value) || one.value]))"
    )
    return found


def in_phase(page: Any, name: str, *, seconds: float = 10) -> None:
    page.locator(f'#pap-phone[data-phase="{name}"]').wait_for(timeout=seconds * 1000)


def on_disk(data: Path) -> list[dict[str, int]]:
    """Return the sheets in the store's own file: one for each seat that has answered, as the numbers written there."""
    (file,) = [path for path in data.rglob("*") if path.suffix in (".sqlite", ".sqlite3", ".db")]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as store:
        rows = store.execute("SELECT seat, item, value FROM answers WHERE value != 0").fetchall()
    sheets: dict[str, dict[str, int]] = {}
    for seat, item, value in rows:
        sheets.setdefault(seat, {})[item] = value
    return list(sheets.values())


def joined(seen: Seen) -> int:
    return int(seen.salle.room.overview(seen.id)["progress"]["joined"])


def twelve(seen: Seen) -> None:
    """Let eleven others answer, some of them apart."""
    for number in range(11):
        other = seen.phone()
        other.answers({item: (1 if number % 2 else 4) if item == "L1-03" else 2 + number % 2 for item in Q.item_ids})


def left(page: Any) -> set[str]:
    """Return what the page has left in the browser's storage, by name."""
    return {name.split(":", 2)[2] for name in page.evaluate("Object.keys(localStorage)")}
