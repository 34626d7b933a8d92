"""The stages of a workbook's page, opened as a person does: by the rail, or by the line at the foot of a phone."""

from __future__ import annotations

from typing import Any

WAIT = 60_000
HOLDING = """(node) => {
  const ids = [...document.querySelectorAll('.pap-rail a')].map((link) => link.hash.slice(1));
  const own = (node.closest('[data-stage]')?.dataset.stage ?? '').split(' ').filter((one) => ids.includes(one));
  const some = own.length ? own : (node.closest('[data-stages]')?.dataset.stages ?? '').split(' ');
  return some.includes(document.body.dataset.stageShown) ? '' : some[0];
}"""
"""The stage that holds a node; empty where it is shown already, or where there is none."""


def go_to_stage(page: Any, name: str) -> None:
    """Open a stage by its identifier."""
    rail = page.locator(f'.pap-rail a[href="#{name}"]')
    rail.wait_for(state="attached", timeout=WAIT)
    if not rail.is_visible():
        page.locator(".pap-steps-line").click(timeout=WAIT)
        rail = page.locator(f'.pap-steps-sheet a[href="#{name}"]')
    rail.click()
    page.locator(f'body[data-stage-shown="{name}"]').wait_for()


def reach(locator: Any) -> Any:
    """Open the stage that holds the first node of a locator, once it is in the page, and return the locator."""
    locator.first.wait_for(state="attached", timeout=WAIT)
    name = locator.first.evaluate(HOLDING)
    if name:
        go_to_stage(locator.page, name)
    return locator
