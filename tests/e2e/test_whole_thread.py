"""The whole thread in the real app: what was said, what is chosen, the plan, and each file that is taken home.

Once by mouse, once by keyboard alone. Every file is read back by a reader that is not ours and held to the carnet.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import icalendar
import openpyxl
import pypdf
import pytest
from carnet_pages import CHOICE, PLAN, CarnetApp, saved
from playwright.sync_api import TimeoutError
from stages import HOLDING, reach

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.catalogue import SHEETS, Wanted, lacking, to_give
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.rules.priorities import propose

pytestmark = pytest.mark.browser

FACT = "Le cahier de nuit reste vide un soir sur deux."
SECRET = "Une phrase que le groupe ne garde pas."
OWNER = "Chef de service"
INDICATOR = "Un relais écrit chaque soir"
ADDRESS = "http://192.168.1.20:8866/s/"
SESSION = Carnet(title="Maison des Tilleuls", service="mecs", staff=60, waves=sample_carnet().waves[:1])
ITEM = propose(SESSION.waves[0].results)[0].item
TEXT = {item.id: item.text for item in load_questionnaire().items}[ITEM]
KEYS = [f"{format}/{sheet}" for format, sheets in SHEETS.items() for sheet in sheets]


class Mouse:
    """What a hand on a mouse does, its keys only to write."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, node: Any) -> None:
        reach(node).click()

    def write(self, node: Any, text: str) -> None:
        reach(node).click()
        node.press("Control+A")
        node.press_sequentially(text)

    def choose(self, node: Any, value: str) -> None:
        reach(node).select_option(value)


class Keys:
    """What somebody without a mouse does: only ``page.keyboard``, the focus moved by Tab."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def reach(self, node: Any) -> None:
        node.wait_for(state="attached", timeout=15_000)
        stage = node.evaluate(HOLDING)
        if stage:
            self.reach(self.page.locator(f'.pap-rail a[href="#{stage}"]'))
            self.page.keyboard.press("Enter")
            self.page.locator(f'body[data-stage-shown="{stage}"]').wait_for()
        handle = node.element_handle()
        back = handle.evaluate("""(node) => document.activeElement !== document.body
            && Boolean(document.activeElement.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING)""")
        for _ in range(400):
            if handle.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard does not reach {node}")

    def press(self, node: Any) -> None:
        self.reach(node)
        box = node.evaluate("node => node.type === 'checkbox' || node.tagName === 'SUMMARY'")
        self.page.keyboard.press("Space" if box else "Enter")

    def write(self, node: Any, text: str) -> None:
        self.reach(node)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, node: Any, value: str) -> None:
        self.reach(node)
        self.page.keyboard.press("Home")
        for _ in range(60):
            if node.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no {value} in {node}")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarnetApp]:
    app = CarnetApp(tmp_path_factory.mktemp("thread"))
    yield app
    app.stop()


@pytest.fixture
def thread_app(running: CarnetApp) -> CarnetApp:
    """The app whose only carnet is that of a session: published results, a vote, nothing else."""
    carnets = Carnets(running.folder / "carnets")
    for one in carnets.all():
        carnets.erase(one.id)
    carnets.create(SESSION)
    return running


def talk(page: Any, hands: Any) -> None:
    """Note what was said of a statement, with the group's agreement; then something without it."""
    panel = page.locator(".pap-discussion")
    panel.wait_for(state="attached", timeout=60_000)
    for said, agreed in ((FACT, True), (SECRET, False)):
        hands.choose(panel.locator("select[id$='-other']"), ITEM)
        hands.press(panel.get_by_role("button", name="Noter sur cet énoncé"))
        hands.write(panel.locator(".pap-discussion-fact textarea").first, said)
        if agreed:
            hands.press(panel.get_by_label("Le groupe est d'accord pour garder ceci"))
        hands.press(panel.get_by_role("button", name="Fermer", exact=True))
    saved(page)


def choose(page: Any, hands: Any) -> None:
    """Take the room's dots, place the first proposal and keep it."""
    panel = page.locator(".pap-priorities")
    panel.wait_for(timeout=60_000)
    hands.press(panel.locator(".pap-priorities-row input").first)
    saved(page)
    hands.press(panel.locator("button", has_text="Reprendre ces gommettes").first)
    saved(page)
    card = panel.locator(".pap-priorities-card", has_text=TEXT[:40])
    hands.choose(card.locator("select[data-key$='-effort']"), "1")
    hands.choose(card.locator("select[data-key$='-effet']"), "3")
    hands.press(card.locator("input[data-key$='-kept']"))
    saved(page)


def plan(page: Any, hands: Any, priority: str) -> None:
    """Make an action of what was kept, and say who carries it and how it is seen."""
    panel = page.locator(".pap-plan")
    panel.wait_for(timeout=60_000)
    hands.choose(panel.get_by_label("À quel énoncé répond-elle ?"), priority)
    hands.press(panel.get_by_role("button", name="Écrire notre propre action"))
    sheet = page.locator(".pap-plan-sheet")
    hands.write(sheet.locator("[id$='-titre']"), "=Relais écrit du soir")
    hands.write(sheet.locator("[id$='-responsable_fonction']"), OWNER)
    hands.write(sheet.locator("[id$='-indicateur']"), INDICATOR)
    hands.press(sheet.get_by_role("button", name="Fermer cette fiche"))
    saved(page)


HANDED = """
window.handed = [];
const click = HTMLAnchorElement.prototype.click;
HTMLAnchorElement.prototype.click = function () {
  if (this.download) window.handed.push(`file ${this.download}`);
  return click.call(this);
};
document.addEventListener("click", (event) => {
  const sheet = event.target.closest?.("[data-sheet]")?.dataset.sheet;
  if (sheet) window.handed.push(`press ${sheet}`);
}, true);
"""
"""What the page notes of presses and of files, for a failure to say which of them is missing."""


def download(page: Any, hands: Any, button: Any) -> Any:
    """Press a button and return its download; one that does not come says what the page has seen and says.

    At the pace of a person: Chromium drops a page's eleventh download within one second.
    """
    page.wait_for_timeout(250)
    page.wait_for_function("node => node.getAttribute('aria-disabled') !== 'true'", arg=button.element_handle())
    try:
        with page.expect_download(timeout=60_000) as got:
            hands.press(button)
    except TimeoutError as error:
        said = page.locator(".pap-takehome .pap-takehome-progress").inner_text()
        focus = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        handed = page.evaluate("window.handed.slice(-4)")
        raise AssertionError(f"no download; focus {focus}; seen {handed}; the page says: {said}") from error
    return got.value


def unfold(home: Any, hands: Any) -> None:
    """Open each purpose that is folded: its documents are inside."""
    for group in home.locator("details[data-group]").all():
        if group.get_attribute("open") is None:
            hands.press(group.locator("summary"))


def taken(page: Any, hands: Any, lacks: set[str]) -> dict[str, bytes]:
    """Download each sheet by its own button, then all at once; return the files by their key."""
    home = page.locator(".pap-takehome")
    files: dict[str, bytes] = {}
    unfold(home, hands)
    hands.write(home.get_by_label("Adresse de la séance"), ADDRESS)
    hands.write(home.get_by_label("Durée de la séance"), "2 h")
    for button in home.locator("button[data-sheet]").all():  # in the order of the page
        key = button.get_attribute("data-sheet")
        if key == "tout":
            continue
        if key in lacks:
            assert button.get_attribute("aria-disabled") == "true", key
            continue
        got = download(page, hands, button)
        assert got.suggested_filename.endswith(f"maison-des-tilleuls.{key.split('/')[0]}")
        files[key] = Path(got.path()).read_bytes()
    again = home.locator(".pap-takehome-again")
    given_again = Path(download(page, hands, again).path()).read_bytes()
    assert given_again == list(files.values())[-1]
    archive = zipfile.ZipFile(download(page, hands, home.locator("button[data-sheet=tout]")).path())
    names = {f"{sheet}.{format}" for format, sheet in (key.split("/") for key in files)}
    assert set(archive.namelist()) == names | {"LISEZ-MOI.txt"} and archive.testzip() is None
    return files


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def told(format: str, data: bytes) -> str:
    """Return what a file says, in its reader's words."""
    if format == "pdf":
        return plain(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))
    if format == "docx":
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return plain(" ".join([*(one.text for one in document.paragraphs), *cells]))
    if format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return plain(
            " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
        )
    return plain(data.decode("utf-8-sig"))


def held_to(carnet: Carnet, files: dict[str, bytes]) -> None:
    """Compare each file with the carnet on disk."""
    (action,) = carnet.actions
    words = {key: told(key.split("/")[0], data) for key, data in files.items()}
    for key in ("pdf/plan-a4", "pdf/plan-a3", "docx/synthese-et-plan", "xlsx/plan"):
        for said in ("Relais écrit du soir", OWNER, INDICATOR):
            assert said in words[key], (key, said)
    assert FACT in words["docx/synthese-et-plan"] and FACT in words["json/carnet"]
    assert not [key for key, text in words.items() if SECRET in text], "no agreement, no file"
    assert len(pypdf.PdfReader(io.BytesIO(files["pdf/synthese"])).pages) == 2
    assert ADDRESS in words["pdf/affiche"].replace(" ", "") and "2 h" in words["pdf/attestation"]
    q, paper = load_questionnaire(), words["pdf/questionnaire"].replace(" ", "")
    for number, item in enumerate(q.items, 1):
        told_as = {plain(item.text_for(one)).replace(" ", "") for one in (None, *q.variant_ids)}
        assert any(f"{number}{text}" in paper for text in told_as), number
    assert "Maison des Tilleuls" in words["pdf/plan-a4"]

    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx/plan"]))["Plan"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    (title,) = [cell for cell in cells if cell.value == action.title]
    assert title.data_type == "s", "what begins like a formula stays a text"
    assert action.review in [cell.value.date() for cell in cells if hasattr(cell.value, "date")]

    events = icalendar.Calendar.from_ical(files["ics/plan"]).walk("VEVENT")
    days = {event.decoded("dtstart") for event in events}
    assert action.review in days and len({event["uid"] for event in events}) == len(events)

    (row,) = csv.DictReader(io.StringIO(files["csv/plan"].decode("utf-8-sig")), delimiter=";")
    assert row["titre"] == f"'{action.title}" and row["enonces"] == ITEM and row["id"] == action.id
    assert set(row) <= {one["colonne"] for one in csv.DictReader(
        io.StringIO(files["csv/dictionnaire"].decode("utf-8-sig")), delimiter=";"
    )}  # fmt: skip
    assert Carnet.from_json(files["json/carnet"]) == to_give(carnet)
    assert json.loads(files["json/carnet"])["actions"][0]["enonces"] == [ITEM]


@pytest.mark.parametrize("kind", [Mouse, Keys], ids=["mouse", "keyboard alone"])
def test_from_what_was_said_to_what_is_taken_home(
    thread_app: CarnetApp, open_page: Callable[..., Any], kind: type[Mouse] | type[Keys]
) -> None:
    page = open_page(thread_app.workbook("03_discussion"))
    hands = kind(page)
    talk(page, hands)
    page.goto(thread_app.workbook(CHOICE))
    choose(page, hands)
    (priority,) = [one for one in thread_app.carnet().priorities if one.chosen]
    card = load_kit().cards_for(ITEM)[0]
    link = page.locator(".pap-priorities").locator("a", has_text=card.title)
    assert link.get_attribute("href") == f"03_discussion.ipynb#fiche-{card.id}", "what is kept leads to the cards"
    page.add_init_script(HANDED)
    page.goto(thread_app.workbook(PLAN))
    plan(page, hands, priority.id)

    # The thread holds, on disk: statement, discussion, dots, action, review.
    carnet = thread_app.carnet()
    (action,) = carnet.actions
    assert priority.items == action.items == (ITEM,) and (action.effort, action.effect) == (1, 3)
    assert (action.title, action.owner, action.indicator) == ("=Relais écrit du soir", OWNER, INDICATOR)
    assert action.baseline_level == SESSION.waves[0].results.items[ITEM].mean
    assert {one.facts: one.agreed for one in carnet.discussions} == {(FACT,): True, (SECRET,): False}
    assert carnet.waves == SESSION.waves

    wanted = Wanted(day=action.opened, address=ADDRESS)
    lacks = {key for key in KEYS if lacking(carnet, *key.split("/"), wanted=wanted)}
    held_to(carnet, taken(page, hands, lacks))


@pytest.mark.parametrize("kind", [Mouse, Keys], ids=["mouse", "keyboard alone"])
def test_from_opened_sheets_to_priorities(
    running: CarnetApp, open_page: Callable[..., Any], kind: type[Mouse] | type[Keys]
) -> None:
    """Sheets that were opened from a file become a session of a new carnet, which the next workbooks open."""
    before = {one.id for one in running.carnets.all()}
    page = open_page(running.workbook("02_resultats"))
    hands = kind(page)
    sheets, keep = page.locator(".pap-opensheets"), page.locator(".pap-keepresults")
    keep.get_by_text("Ouvrez d'abord des réponses").wait_for(state="attached", timeout=60_000)
    hands.press(sheets.get_by_role("button", name="Ouvrir cet exemple"))
    keep.locator("button", has_text="Garder dans le carnet").wait_for(state="attached")
    hands.write(keep.get_by_label("Nom de la séance"), "Réunion d'équipe")
    day = keep.get_by_label("Jour de la séance")
    day.fill((dt.date.today() + dt.timedelta(days=1)).isoformat())
    hands.press(keep.get_by_role("button", name="Garder dans le carnet"))
    assert "après aujourd'hui" in keep.get_by_role("alert").first.inner_text()
    day.fill(dt.date.today().isoformat())
    hands.press(keep.get_by_role("button", name="Garder dans le carnet"))
    keep.get_by_text("C'est gardé dans le carnet « Réunion d'équipe »").wait_for()
    (new,) = [one for one in running.carnets.all() if one.id not in before]
    (wave,) = running.carnets.read(new.id).carnet.waves
    assert (wave.session.title, wave.results.n_sheets) == ("Réunion d'équipe", 24)

    link = keep.get_by_role("link", name="choisir des priorités")
    hands.press(link)
    page.locator(".pap-priorities").wait_for(timeout=60_000)
    assert page.locator(".pap-carnetdesk").get_by_text("Réunion d'équipe").first.is_visible()
    first = propose(wave.results)[0].item
    words = next(item.text for item in load_questionnaire().items if item.id == first)
    assert words[:40] in page.locator(".pap-priorities-row").first.inner_text()
