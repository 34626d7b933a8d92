"""Accessibility checks: axe, and what axe does not see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

HERE = Path(__file__).parent
OWN = (HERE / "own_faults.js").read_text(encoding="utf-8")
OLDER_LAB = re.compile(r"(Unsatisfied|No satisfying) version .+ of shared (singleton )?module @(jupyter|lumino)")
"""What Voilà's bundle says of each part that is older in it than in the widget managers beside it (decision 028)."""

COVERED = (HERE / "covered.js").read_text(encoding="utf-8")
FOCUS = (HERE / "focus.js").read_text(encoding="utf-8")


def own_faults(page: Any) -> list[str]:
    """Return what our own checks find on the page, in words."""
    faults: list[str] = page.evaluate(OWN)
    return faults


def axe_faults(page: Any) -> list[str]:
    """Return what axe finds on the page, in words."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


def covered(page: Any) -> list[str]:
    """Return the controls that the focus reaches under something that stays, in words (WCAG 2.4.11)."""
    faults: list[str] = page.evaluate(COVERED)
    return faults


def description(field: Any) -> str:
    """Return the words that describe a field, hidden ones too: they are read where a field names them."""
    told: str = field.evaluate(
        """(node) => (node.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)
             .map((id) => document.getElementById(id)?.textContent.trim() ?? `no ${id}`).filter(Boolean).join(" ")"""
    )
    return told


def focus(page: Any) -> dict[str, Any]:
    """Return where the keyboard focus is and whether it can be seen."""
    where: dict[str, Any] = page.evaluate(FOCUS)
    return where


def console_faults(page: Any) -> list[str]:
    """Return the errors and warnings that the page has told in the console, but for Voilà's notices of versions."""
    told = [one.text for one in page.console_messages() if one.type in ("error", "warning")]
    return [text for text in told if not OLDER_LAB.match(text)]
