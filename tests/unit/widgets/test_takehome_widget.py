"""What a group takes home from the screen: every sheet, all at once, one that fails, one that is stopped."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.exports import catalogue
from pasapas_widgets.exports.catalogue import SHEETS, ExportError
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Discussion
from pasapas_widgets.model.carnet.interview import Interview, Outcome
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.takehome.takehome import TakeHome

KEYS = [f"{format}/{sheet}" for format, sheets in SHEETS.items() for sheet in sheets]
Make = Callable[..., TakeHome]


@pytest.fixture
def home(tmp_path: Path) -> Make:
    def opened(carnet: Carnet | None = None) -> TakeHome:
        carnets = Carnets(tmp_path / "carnets")
        carnets.create(carnet or sample_carnet())
        return TakeHome(CarnetDesk(carnets))

    return opened


def ask(widget: TakeHome, sheet: str = "", **fields: str) -> None:
    number = widget.seen + 1
    widget.incoming = {"messages": [{"seq": number, "verb": "make", "feuille": sheet, "champs": fields}]}


def opened(widget: TakeHome) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(widget.file))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets whose content does not matter here: their name, made at once."""
    for format, sheets in SHEETS.items():
        for sheet in sheets:
            monkeypatch.setitem(sheets, sheet, lambda *_, name=f"{format}/{sheet}": name.encode())


def test_every_sheet_has_its_name_and_says_what_it_is_for() -> None:
    texts = interface("takehome")
    assert list(texts["feuilles"]) and set(texts["feuilles"]) == set(KEYS)
    for key, words in texts["feuilles"].items():
        assert words["groupe"] in texts["groupes"] and words["nom"] and words["sert"].endswith("."), key
        assert key.split("/")[0] in texts["formats"]


@pytest.mark.usefixtures("quick")
def test_all_at_once_is_what_the_carnet_allows_and_says_what_is_missing(home: Make) -> None:
    widget = home()
    ask(widget)
    assert widget.job["etat"] == "fini" and widget.job["fautes"] == [] and widget.ack == widget.seen
    archive = opened(widget)
    told = archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
    names = set(archive.namelist()) - {"LISEZ-MOI.txt"}
    assert names == {f"{sheet}.{format}" for format, sheets in SHEETS.items() for sheet in sheets} - {"affiche.pdf"}
    assert all(name in told for name in names) and "l'adresse de la séance n'est pas écrite" in told
    assert widget.file_name == "emporter-maison-a-deux-groupes-exemple-invente.zip"
    ask(widget, adresse="http://192.168.1.20:8866/s/")
    assert "affiche.pdf" in opened(widget).namelist()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("key", KEYS)
def test_each_sheet_by_itself(home: Make, key: str) -> None:
    widget = home()
    ask(widget, key, adresse="http://192.168.1.20:8866/s/")
    assert widget.file == key.encode() and widget.refusals == []
    format, _, sheet = key.partition("/")
    assert widget.file_name == f"{sheet}-maison-a-deux-groupes-exemple-invente.{format}"


def test_a_real_one_of_each_kind_begins_as_its_kind_does(home: Make) -> None:
    widget = home()
    starts = {"pdf/attestation": b"%PDF-", "xlsx/plan": b"PK", "ics/plan": b"BEGIN:VCALENDAR", "json/carnet": b"{"}
    for key, start in starts.items():
        ask(widget, key, duree="2 h")
        assert widget.file.startswith(start), key


def test_what_is_missing_is_said_before_and_refused(home: Make) -> None:
    widget = home(Carnet(title="Vide"))
    assert widget.lacks["pdf/plan-a4"] == "ouvertes" and widget.lacks["ics/plan"] == "actions"
    for key, lack in widget.lacks.items():
        assert interface("takehome")["manque"][lack] and interface("takehome")["manque"]["laisser"][lack]
        ask(widget, key)
        assert widget.refusals[-1]["seq"] == widget.seen and widget.refusals[-1]["phrase"].endswith(".")
    ask(widget, "pdf/../../etc")
    assert "n'existe pas" in widget.refusals[-1]["phrase"]
    assert widget.file is None and widget.job == {}


@pytest.mark.usefixtures("quick")
def test_one_that_fails_is_named_and_leaves_the_others(home: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> bytes:
        raise ExportError("Il manque une fiche.")

    def broken(*_: Any) -> bytes:
        raise RuntimeError("boom")

    monkeypatch.setitem(SHEETS["pdf"], "fiches", refused)
    monkeypatch.setitem(SHEETS["docx"], "synthese-et-plan", broken)
    widget = home()
    ask(widget)
    told = {one["feuille"]: one["phrase"] for one in widget.job["fautes"]}
    assert told["pdf/fiches"] == "Il manque une fiche." and "boom" not in str(widget.job)
    assert set(told) == {"pdf/fiches", "docx/synthese-et-plan"}
    archive = opened(widget)
    assert "plan.xlsx" in archive.namelist() and "fiches.pdf" not in archive.namelist()
    assert "Il manque une fiche" in archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
    ask(widget, "pdf/fiches")
    assert widget.job["etat"] == "echec" and widget.file is None
    ask(widget, "pdf/plan-a4")
    assert widget.job["etat"] == "fini" and widget.file == b"pdf/plan-a4"


@pytest.mark.usefixtures("quick")
def test_the_kernel_answers_while_sheets_are_made_and_stops_them(home: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    made = []

    def slow(*_: Any) -> bytes:
        time.sleep(0.1)
        made.append(1)
        return b"x"

    for sheets in SHEETS.values():
        for sheet in sheets:
            monkeypatch.setitem(sheets, sheet, slow)

    async def work() -> TakeHome:
        widget = home()
        ask(widget)
        assert widget.job["etat"] == "en_cours"
        while widget.job["fait"] < 2:  # the kernel's own loop turns meanwhile
            await asyncio.sleep(0.01)
        seen = widget.seen
        ask(widget, "pdf/plan-a4")
        assert "déjà en préparation" in widget.refusals[-1]["phrase"] and widget.seen == seen + 1
        widget.incoming = {"messages": [{"seq": seen + 2, "verb": "stop"}]}
        while widget.job["etat"] == "en_cours":
            await asyncio.sleep(0.01)
        return widget

    widget = asyncio.run(work())
    assert widget.job["etat"] == "arrete" and widget.file is None and len(made) < 6


def test_what_is_not_shared_is_in_no_sheet(home: Make) -> None:
    secret, words, shared = "Zanzibar", "Mascareignes", "Bourbonnais"
    day = dt.date(2026, 11, 23)
    carnet = replace(
        sample_carnet(),
        discussions=(
            Discussion(id="d8", day=day, items=("L1-01",), facts=(shared,), agreed=True),
            Discussion(id="d9", day=day, items=("L1-01",), facts=(secret,)),
        ),
        interview=Interview(outcome=Outcome(private=words)),
    )
    widget = home(carnet)
    ask(widget, "json/carnet")
    assert secret.encode() not in widget.file and words.encode() not in widget.file
    assert catalogue.to_give(carnet).actions == carnet.actions
    ask(widget, adresse="http://192.168.1.20:8866/s/", fiches="plan")
    archive = opened(widget)
    for name in archive.namelist():
        told = told_by(name, archive.read(name))
        assert secret not in told and words not in told, name
        tells = ("synthese-et-plan.docx", "carnet.json", "entretien.pdf", "entretien.docx")
        assert (shared in told) == (name in tells), name


def told_by(name: str, data: bytes) -> str:
    """Return all that a file says, read by others than those who wrote it."""
    if name.endswith(".pdf"):
        import pypdf

        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if name.endswith((".docx", ".xlsx")):
        inside = zipfile.ZipFile(io.BytesIO(data))
        return " ".join(inside.read(one).decode("utf-8", "ignore") for one in inside.namelist())
    return data.decode("utf-8")
