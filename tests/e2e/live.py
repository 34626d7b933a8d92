"""What the browser tests share: devices, the running app, and the gestures of a participant."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from pasapas_widgets.model.kit.precautions import load_precautions
from pasapas_widgets.places.shipped import workbooks_dir

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
LAPTOP = {"viewport": {"width": 1280, "height": 900}}
WORKBOOKS = tuple(sorted(path.stem for path in workbooks_dir().glob("*.ipynb") if path.stem != "seance"))
"""Every workbook; the live session, which needs a trainer's window, has tests of its own (test_cockpit.py)."""


class App:
    """A running app: its address and its process."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def workbook(self, name: str) -> str:
        return f"{self.address}voila/render/{name}.ipynb"

    def kernels(self) -> list[int]:
        """Return the process numbers of the kernels that the app has started."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                command = (stat.parent / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == self.process.pid and b"ipykernel" in command:
                found.append(int(stat.parent.name))
        return found


def answered(page: Any) -> int:
    """Return how many answers the page says it has."""
    return int(page.locator(".pap-questionnaire-progress progress").get_attribute("value") or 0)


def questionnaire_ready(page: Any) -> None:
    """Wait for the questionnaire and its radar, and for the kernel where they are drawn before it has come."""
    page.locator(".pap-questionnaire").first.wait_for(timeout=120_000)
    page.locator(".pap-radar").first.wait_for(state="attached", timeout=120_000)
    page.wait_for_function("() => !document.querySelector('.pap-early')", timeout=120_000)


TURNS = """item => {
  const all = [...document.querySelectorAll(".pap-questionnaire-one .pap-questionnaire-item")];
  const at = all.findIndex((one) => !one.hidden && !one.closest("section").hidden);
  return all.length ? all.findIndex((one) => one.dataset.item === item) - (at < 0 ? all.length : at) : 0;
}"""
"""How many turns lead to a statement, where one is shown at a time."""


def turn_to(page: Any, item: str) -> None:
    """Go to a statement as a thumb does, with the two buttons at the foot; in a list, it is there already."""
    page.locator(f'.pap-questionnaire-item[data-item="{item}"]').wait_for(state="attached")
    turns = page.evaluate(TURNS, item)
    for _ in range(abs(turns)):
        page.locator(".pap-questionnaire-steps").get_by_role(
            "button", name="Suivante" if turns > 0 else "Précédente", exact=True
        ).click()


def choose(page: Any, item: str, value: str | int) -> None:
    """Click the radio of an answer, as a finger does: on its label; where one statement is shown, go to it first."""
    turn_to(page, item)
    page.locator(f'.pap-questionnaire-item[data-item="{item}"] label:has(input[value="{value}"])').click()


def answers_with_prudence(cockpit: Any) -> None:
    """Answer the questions of prudence so that a session can be prepared."""
    for one in load_precautions():
        question = cockpit.locator(".pap-cockpit-precaution", has_text=one.question)
        question.locator(f'label:has(input[value="{one.safe}"])').click()
