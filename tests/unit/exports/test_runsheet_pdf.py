"""The printed run sheet, read back by pypdf."""

from __future__ import annotations

import datetime as dt
import io

import msgspec
import pytest
from pypdf import PdfReader

from pasapas_widgets.exports.session.runsheet import runsheet_pdf
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.readysessions import ReadySession


def read(session: ReadySession, start: dt.time = dt.time(9)) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(runsheet_pdf(session, start=start)))
    text = " ".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("session", load_kit().sessions, ids=lambda one: one.id)
def test_one_page_or_two_tagged_with_the_hours(session: ReadySession) -> None:
    reader, text = read(session, dt.time(8, 30))
    assert 1 <= len(reader.pages) <= 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("fr")
    assert reader.metadata and reader.metadata.title == session.title
    at = 8 * 60 + 30
    for one in session.sequences:
        hours, minutes = divmod(at, 60)
        assert f"{hours} h {minutes:02}" in text
        at += one.minutes
    squeezed = text.replace(" ", "")
    for one in session.sequences:
        assert one.title.replace("\N{NO-BREAK SPACE}", "").replace(" ", "") in squeezed
    for rule in (*load_kit().ground_rules.speech, *load_kit().ground_rules.stance):
        assert rule.replace("\N{NO-BREAK SPACE}", "").replace(" ", "") in squeezed
    assert "Encasd.imprévu".replace(".", "'") in squeezed


def test_a_variant_that_begins_in_the_evening_goes_past_midnight() -> None:
    session = load_kit().sessions[2]
    _, text = read(session, dt.time(21))
    assert "21 h 00" in text and "1 h 15" in text and "de 21 h 00 à 5 h 00" in text


def test_text_of_any_kind_is_set_and_forms_no_code() -> None:
    first = load_kit().sessions[0].sequences[0]
    title, trainer = "#panic() *x* $y$ `z` 🎉 " + "long" * 40, "<b>\n=1+1 «ça»"
    odd = msgspec.structs.replace(first, title=title, trainer=trainer, method=None)
    session = msgspec.structs.replace(load_kit().sessions[0], sequences=(odd,), group="", before=(), material=())
    reader, text = read(session)
    assert "#panic()" in text and "*x*" in text and "=1+1" in text
    assert len(reader.pages) == 1
