"""What goes wrong in a room, for real: clocks, links, disks, lids and upgrades. docs/pannes.md says what is kept."""

from __future__ import annotations

import datetime as dt
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from phone_page import answer, checked, in_phase, joined, on_disk, says
from salle import Salle
from waits import until

import pasapas_widgets

pytestmark = pytest.mark.browser

YEARS_OFF = """
  const [RealDate, off] = [Date, %d * 365.25 * 86400000];
  window.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + off); }
    static now() { return RealDate.now() + off; }
  };
"""
FILLED = """
  if (!localStorage.getItem("plein")) {
    localStorage.setItem("plein", "1");
    for (let size = 2 ** 22; size >= 1; size /= 2)
      for (let number = 0; ; number += 1)
        try { localStorage.setItem(`plein-${size}-${number}`, "x".repeat(size)); } catch { break; }
  }
"""


@pytest.mark.parametrize("years", [-9, 9])
def test_a_phone_whose_clock_is_years_off_keeps_its_seat_and_what_waits(
    years: int, salle: Salle, phone: Callable[..., Any]
) -> None:
    seen = salle.session()
    page = phone(seen, script=YEARS_OFF % years)
    assert abs(page.evaluate("new Date().getFullYear()") - dt.date.today().year) >= 8
    answer(page, {"L1-01": 1})
    says(page, "1 réponse enregistrée")
    page.route("**/answers", lambda route: route.abort())
    answer(page, {"L1-02": 2})
    says(page, "1 réponse attend le réseau")
    page.unroute("**/answers")
    page.reload()
    in_phase(page, "reponses")
    says(page, "2 réponses enregistrées", seconds=20)
    assert checked(page) == {"L1-01": 1, "L1-02": 2} and joined(seen) == 1


def test_a_full_storage_is_said_and_answers_still_leave(salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen, script=FILLED)
    refuses = "() => { try { localStorage.setItem('a', 'b'.repeat(99)); return false } catch { return true } }"
    assert page.evaluate(refuses)
    page.get_by_text("Ce téléphone ne garde rien quand on ferme la page").wait_for()
    answer(page, {"L1-01": 1, "L1-02": 2})
    says(page, "2 réponses enregistrées")
    assert {"L1-01": 1, "L1-02": 2} in on_disk(salle.data)


@pytest.mark.parametrize("seconds", [5, 60, 20 * 60])
def test_a_link_that_is_cut_comes_back_with_every_answer(seconds: int, salle: Salle, phone: Callable[..., Any]) -> None:
    seen = salle.session()
    page = phone(seen, ready=False)
    page.clock.install()
    page.reload()
    in_phase(page, "reponses")
    answer(page, {"L1-01": 1})
    page.clock.run_for(2_000)
    says(page, "1 réponse enregistrée")
    page.context.set_offline(True)
    answer(page, {"L1-02": 2, "L2-01": 4})
    page.clock.run_for(seconds * 1000)  # the browser's own minutes; the server's are real
    says(page, "2 réponses attendent le réseau")
    page.context.set_offline(False)
    assert until(lambda: page.clock.run_for(500) or {"L1-01": 1, "L1-02": 2, "L2-01": 4} in on_disk(salle.data))
    says(page, "3 réponses enregistrées")
    assert joined(seen) == 1


def test_a_closed_lid_costs_nothing(open_salle: Callable[..., Salle], phone: Callable[..., Any]) -> None:
    """The laptop sleeps: its network still takes what comes, and nobody answers."""
    opened = open_salle()
    seen = opened.session()
    page = phone(seen)
    answer(page, {"L1-01": 1})
    says(page, "1 réponse enregistrée")
    opened.process.send_signal(signal.SIGSTOP)
    try:
        answer(page, {"L1-02": 2, "L1-03": 3})
        says(page, "2 réponses attendent le réseau", seconds=30)
    finally:
        opened.process.send_signal(signal.SIGCONT)
    says(page, "3 réponses enregistrées", seconds=30)
    assert on_disk(opened.data) == [{"L1-01": 1, "L1-02": 2, "L1-03": 3}] and joined(seen) == 1


def test_a_page_of_before_an_upgrade_goes_on_in_the_new_version(
    open_salle: Callable[..., Salle], phone: Callable[..., Any], tmp_path: Path
) -> None:
    first = open_salle(tmp_path / "data")
    seen = first.session()
    page = phone(seen)
    answer(page, {"L1-01": 1, "L1-02": 2})
    says(page, "2 réponses enregistrées")
    first.stop()
    second = seen.salle = Salle(tmp_path / "data", port=first.port, PYTHONPATH=str(newer(tmp_path / "newer")))
    try:
        for number in range(11):
            seen.phone().answers({"L1-01": 1 + number % 4, "L1-02": 2, "L1-03": 3})
        answer(page, {"L1-03": 3})
        says(page, "3 réponses enregistrées", seconds=20)
        second.room.publish(seen.id)
        seen.move("resultats")
        page.locator(".pap-radar-picture").wait_for(timeout=20_000)
        assert joined(seen) == 12
    finally:
        second.stop()


def newer(folder: Path) -> Path:
    """Return a folder with the application as it is, but for a style of its phone page."""
    package = Path(pasapas_widgets.__file__).parent
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    for beside in ("workbooks", "docs", "data", "pyproject.toml"):
        (folder / beside).symlink_to(package.parent / beside)
    with (folder / package.name / "live" / "room" / "page" / "phone.css").open("a") as style:
        style.write("\n.pap-room-newer {\n  color: inherit;\n}\n")
    return folder
