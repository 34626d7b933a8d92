"""A trainer opens a group's answers: a sample, a file, a chat of share codes; and files that cannot be read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import axe_faults, own_faults
from live import App
from own_sheets import copies, own_files, own_sheet, tool_table
from stages import reach
from tool_exports import GUESSED

from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.files.sheets import Entry, read_sheets, write_csv
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import aggregate, aggregate_entries
from pasapas_widgets.rules.scoring import rounded

pytestmark = pytest.mark.browser
TEAM = samples_dir() / "equipe_24.csv"


def opened(open_page: Callable[..., Any], app: App, **options: Any) -> Any:
    page = open_page(app.workbook("02_resultats"), **options)
    page.locator(".pap-opensheets").wait_for(timeout=60_000)
    return page


def test_a_file_of_a_team_of_24(app: App, open_page: Callable[..., Any], questionnaire: Questionnaire) -> None:
    page = opened(open_page, app)
    page.locator(".pap-opensheets input[type=file]").set_input_files(TEAM)
    reach(page.locator(".pap-results details")).first.wait_for(timeout=30_000)
    expected = aggregate_entries(read_sheets(TEAM.name, TEAM.read_bytes()).entries)
    radar = page.locator(".pap-radar").inner_text()
    for lever, score in expected.levers.items():
        assert score.score is not None and str(rounded(score.score)) in radar, lever
    text = page.locator(".pap-results").inner_text()
    widest = max(
        (item for item in expected.items.items() if item[1].spread is not None), key=lambda item: item[1].spread or 0
    )[0]
    headings = page.locator(".pap-results h2, .pap-results h3").all_inner_texts()
    first = {
        word: next(i for i, heading in enumerate(headings) if word in heading) for word in ("diffèr", "fort", "amélior")
    }
    assert first["diffèr"] < min(first["fort"], first["amélior"]), "divergence comes before strength and weakness"
    assert questionnaire.item(widest).text[:40] in text
    assert "note globale" not in text.lower() and "classement" not in text.lower()
    assert "Peuvent le savoir : Direction et encadrement" in text.replace("\xa0", " "), "whom to ask what many ignore"


def test_a_home_of_seven_meets_the_thresholds(app: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, app)
    path = samples_dir() / "petite_maison_7.csv"
    page.locator(".pap-opensheets input[type=file]").set_input_files(path)
    reach(page.locator(".pap-results details")).first.wait_for(timeout=30_000)
    text = page.locator(".pap-results").inner_text()
    assert "7" in text and "10" in text, "it says that a distribution needs ten people"


def test_codes_pasted_from_a_chat_wait_for_five(app: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, app)
    sheets = [entry.sheet for entry in read_sheets(TEAM.name, TEAM.read_bytes()).entries][:11]
    chat = [f"[10:{n}] participant {n} : voici {encode(sheet)} merci" for n, sheet in enumerate(sheets)]
    box, add = page.locator(".pap-opensheets textarea"), page.locator(".pap-opensheets button", has_text="code")
    box.fill("\n".join(chat[:4]))
    add.first.click()
    page.locator(".pap-opensheets").get_by_text("4 feuilles en tout", exact=False).first.wait_for(timeout=60_000)
    reach(page.locator(".pap-results").get_by_text("4 feuilles", exact=False)).first.wait_for()
    assert page.locator(".pap-results details").count() == 0, "nothing is shown of four people"
    reach(box).fill("\n".join(chat[:6]))
    add.first.click()
    reach(page.locator(".pap-results details")).first.wait_for(timeout=60_000)
    before = page.locator(".pap-results").inner_text()
    reach(box).fill(chat[6] + "\n" + chat[7])
    add.first.click()
    page.locator(".pap-opensheets").get_by_text("2 feuilles de plus attendent", exact=False).first.wait_for(
        timeout=60_000
    )
    assert reach(page.locator(".pap-results")).inner_text() == before, "two more sheets change nothing that is shown"
    reach(box).fill("\n".join(chat))
    add.first.click()
    page.wait_for_function("(old) => document.querySelector('.pap-results').innerText !== old", arg=before)


def test_two_sessions_are_read_one_at_a_time(app: App, open_page: Callable[..., Any]) -> None:
    page = opened(open_page, app)
    waves = samples_dir() / "deux_vagues.csv"
    page.locator(".pap-opensheets input[type=file]").set_input_files(waves)
    read, compare = page.get_by_label("Quelle séance lire ?"), page.get_by_label("Comparer avec")
    read.wait_for(timeout=30_000)
    heading, radar = page.locator(".pap-results h2"), page.locator(".pap-radar")
    entries = read_sheets(waves.name, waves.read_bytes()).entries
    scores = {
        wave: [
            str(rounded(one.score or 0))
            for one in aggregate(entry.sheet for entry in entries if entry.session == wave).levers.values()
        ]
        for wave in ("vague-1", "vague-2")
    }

    def table() -> list[list[str]]:
        rows = [row.locator("td").all_inner_texts() for row in radar.locator("tbody tr").all()]
        return [list(column) for column in zip(*rows, strict=True)]

    reach(heading).get_by_text("vague-2").wait_for()
    assert "22 feuilles lues" in page.locator(".pap-results").inner_text()
    assert table() == [scores["vague-2"], scores["vague-1"]]
    assert [option.inner_text()[:7] for option in compare.locator("option").all()] == ["aucune", "vague-1"]

    reach(compare).focus()
    page.keyboard.press("Home")  # the first choice: none
    page.wait_for_function("() => document.querySelectorAll('.pap-radar thead th').length === 2")
    assert table() == [scores["vague-2"]]
    assert compare.evaluate("list => list === document.activeElement && list.value === ''")

    read.select_option(index=0)
    reach(heading).get_by_text("vague-1").wait_for()
    assert "24 feuilles lues" in page.locator(".pap-results").inner_text()
    reach(compare).select_option(index=1)
    page.wait_for_function("() => document.querySelectorAll('.pap-radar thead th').length === 3")
    assert table() == [scores["vague-1"], scores["vague-2"]]
    assert not own_faults(page) and not axe_faults(page)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("coupe.csv", b"seance,feuille,profil,item,reponse\ns1,f1,educatif,L1-0", "ligne 2"),
        ("valeur.csv", b"seance,feuille,profil,item,reponse\ns1,f1,educatif,L1-01,7\n", "ligne 2"),
        ("image.csv", bytes(range(256)) * 4, "image.csv"),
        ("coupe.json", b'{"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"L1', "coupe.json"),
        ("vide.csv", b"", "vide.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_lost(
    app: App, open_page: Callable[..., Any], tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    page = opened(open_page, app)
    page.locator(".pap-opensheets input[type=file]").set_input_files(TEAM)
    reach(page.locator(".pap-results details")).first.wait_for(timeout=30_000)
    before = page.locator(".pap-results").inner_text()
    path = tmp_path / name
    path.write_bytes(data)
    reach(page.locator(".pap-opensheets input[type=file]")).set_input_files(path)
    alert = page.locator(".pap-opensheets [role=alert]", has_text=told)
    alert.wait_for(timeout=15_000)
    assert "Traceback" not in page.locator("body").inner_text()
    assert reach(page.locator(".pap-results")).inner_text() == before


def test_a_table_of_another_tool_is_shown_and_corrected_before_it_is_counted(
    app: App, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "formulaire.csv"
    path.write_bytes(GUESSED["other words"]())
    page = opened(open_page, app, viewport={"width": 320, "height": 900})
    files = page.locator(".pap-opensheets input[type=file]")
    files.set_input_files(path)
    panel = page.locator(".pap-kit-asked")
    heading = panel.locator("h3", has_text="formulaire.csv")
    heading.wait_for(timeout=30_000)
    page.wait_for_function("() => document.activeElement?.matches('.pap-kit-asked h3')")
    assert "7 personnes" in panel.inner_text() and page.locator(".pap-results details").count() == 0
    panel.locator("summary").first.click()
    assert not own_faults(page) and not axe_faults(page)
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/asked-320.png", full_page=True)
    # Two columns for one statement is said; the keyboard alone mends it and accepts.
    first = panel.locator("select").first
    was = first.input_value()
    other = panel.locator("select").nth(1).input_value()
    first.select_option(other)
    panel.get_by_text("Accepter et compter").click()
    panel.locator("[role=alert] li", has_text="choisie pour 2 énoncés").wait_for(timeout=15_000)
    panel.locator("select").first.select_option(was)
    panel.get_by_text("Accepter et compter").focus()
    page.keyboard.press("Enter")
    page.locator(".pap-opensheets-list").get_by_text("7 feuilles en tout", exact=False).wait_for(timeout=15_000)
    assert panel.is_hidden()
    # The next file with these titles has the choices already.
    again = tmp_path / "mars.csv"
    again.write_bytes(path.read_bytes())
    files.set_input_files(again)
    panel.get_by_text("vos choix sont repris").wait_for(timeout=15_000)
    assert panel.locator("h4").count() == 0
    panel.get_by_text("Laisser ce fichier").click()
    panel.wait_for(state="hidden")


def test_whose_sheets_are_in_the_files_that_are_opened(app: App, open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = opened(open_page, app)
    files, shown = page.locator(".pap-opensheets input[type=file]"), page.locator(".pap-opensheets-list")
    for path in own_files(tmp_path, range(5)):
        files.set_input_files(path)
    shown.get_by_text("5 feuilles en tout.").wait_for(timeout=30_000)
    reach(page.locator(".pap-results details")).first.wait_for(timeout=30_000)
    reach(files).set_input_files(copies(tmp_path, 0))
    shown.get_by_text("feuille déjà présente, comptée une seule fois").nth(3).wait_for(timeout=15_000)
    reach(page.locator(".pap-opensheets textarea")).fill("\n".join(encode(own_sheet(seed)) for seed in range(5)))
    page.get_by_role("button", name="Lire les codes").click()
    shown.get_by_text("5 feuilles déjà présentes, comptées une seule fois").first.wait_for(timeout=15_000)
    again = tmp_path / "resaved.csv"
    again.write_bytes(write_csv([Entry("", f"{n}", own_sheet(n)) for n in range(5)]).replace(",", ";").encode())
    files.set_input_files(again)
    shown.get_by_text("5 feuilles déjà présentes, comptées une seule fois").nth(1).wait_for(timeout=15_000)
    assert shown.get_by_text("5 feuilles en tout.").is_visible()
    assert "5 feuilles lues" in page.locator(".pap-results").inner_text()


def test_a_later_export_with_a_changed_answer_is_refused(
    app: App, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(open_page, app)
    files, shown = page.locator(".pap-opensheets input[type=file]"), page.locator(".pap-opensheets-list")
    for name, seeds, told in (("janvier.csv", range(7), "7 feuilles"), ("fevrier.csv", range(9), "9 feuilles")):
        files.set_input_files(tool_table(tmp_path / name, seeds))
        page.get_by_role("button", name="Accepter et compter").click()
        shown.get_by_text(f"{told} en tout.").wait_for(timeout=30_000)
    files.set_input_files(tool_table(tmp_path / "mars.csv", [99, *range(1, 9), 10]))
    page.get_by_role("button", name="Accepter et compter").click()
    alert = page.locator(".pap-opensheets [role=alert]", has_text="sans doute un export plus récent")
    alert.wait_for(timeout=15_000)
    assert shown.get_by_text("9 feuilles en tout.").is_visible()
