"""The carnet's path, 02 to 08, in an app that works with one's own questionnaire: no page fails or speaks of ours."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from carnet_pages import CarnetApp, open_panel
from live import WORKBOOKS

from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.carnet.grouptalk import Priority
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.rules.plan import new_action
from pasapas_widgets.rules.scoring import told

pytestmark = pytest.mark.browser

PATH = [name for name in WORKBOOKS if name[:2] in ("02", "03", "04", "05", "06", "07", "08")]
OURS = load_questionnaire()
STRANGE = [item.text.rstrip(".")[:50] for item in OURS.items]
"""What must be nowhere: our statements."""
ROOTS = {
    "02": ".pap-opensheets", "03": ".pap-discussion", "04": ".pap-priorities", "05": ".pap-plan",
    "06": ".pap-orientation", "07": ".pap-territory", "08": ".pap-indicators",
}  # fmt: skip
MINE, THEIRS = "a" * 16, "b" * 16


def wave(q: Questionnaire, title: str, day: dt.date, seed: int) -> Wave:
    rng = random.Random(seed)
    sheets = [
        Sheet(
            questionnaire=q.id, version=q.version,
            answers={item.id: rng.randint(1, q.scale_of(item).top) for item in q.items},
        )
        for _ in range(24)
    ]  # fmt: skip
    session = Session(title=title, questionnaire=q.id, version=q.version, day=day, kept_until=day)
    return Wave(session=session, results=aggregate(sheets, questionnaire=q))


def own_carnet(q: Questionnaire) -> Carnet:
    first = q.item_ids[0]
    return Carnet(
        title="Équipe de nuit",
        waves=(wave(q, "Printemps", dt.date(2026, 3, 2), 1), wave(q, "Automne", dt.date(2026, 10, 2), 2)),
        priorities=(Priority(id="p1", items=(first,), chosen=True, dots=5),),
        actions=(new_action("a1", [first], opened=dt.date(2026, 10, 5)),),
    )


def keep(folder: Path, id: str, text: str, seconds: int) -> None:
    place = folder / "carnets" / id
    place.mkdir(parents=True)
    (place / "carnet.json").write_text(text, encoding="utf-8")
    os.utime(place / "carnet.json", (seconds, seconds))


@pytest.fixture(params=["equipe-5", "hse-35"])
def own(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a questionnaire and an app that works with it, where a carnet of ours was saved last."""
    q = load_questionnaire(request.param)
    keep(tmp_path, MINE, own_carnet(q).to_json(), 1_790_000_000)
    keep(tmp_path, THEIRS, (samples_dir() / "carnet_exemple.json").read_text(encoding="utf-8"), 1_791_000_000)
    monkeypatch.setenv("PASAPAS_QUESTIONNAIRE", request.param)
    app = CarnetApp(tmp_path)
    monkeypatch.delenv("PASAPAS_QUESTIONNAIRE")
    yield q, app, tmp_path
    app.stop()


def test_each_workbook_of_the_path_works_with_ones_own_questionnaire(own: Any, open_page: Callable[..., Any]) -> None:
    q, app, folder = own
    assert len(PATH) == 7
    before = (folder / "carnets" / THEIRS / "carnet.json").read_bytes()
    pages = {name[:2]: open_page(app.workbook(name)) for name in PATH}
    for number, page in pages.items():
        page.locator(ROOTS[number]).first.wait_for(state="attached", timeout=45_000)
        if number != "02":
            page.locator(".pap-carnetdesk").get_by_text("Équipe de nuit").first.wait_for(timeout=30_000)
        html = page.content()
        assert "Traceback" not in html and "jp-OutputArea-error" not in html, number
        whole = " ".join(page.locator("body").inner_text().split())
        assert not [one for one in STRANGE if one in whole or one in html], number
    results = own_carnet(q).waves[-1].results
    item = results.priorities[0]
    choice = pages["04"].locator(".pap-priorities")
    proposed = choice.locator(".pap-priorities-row").first.inner_text()
    assert q.item(item).text in proposed and told(results.items[item].mean or 0, q) in proposed.replace("\u00a0", " ")
    assert "Ces règles parlent des énoncés de l'autodiagnostic" in pages["06"].locator(".pap-orientation").inner_text()
    desk = pages["05"].locator(".pap-carnetdesk")
    open_panel(pages["05"])
    other = desk.locator("li", has_text="répond au questionnaire")
    assert "pas-a-pas" in other.inner_text() and other.locator("button").count() == 0
    assert not desk.get_by_role("button", name="Voir l'exemple inventé").is_visible()
    assert (folder / "carnets" / THEIRS / "carnet.json").read_bytes() == before
