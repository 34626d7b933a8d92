"""What is taken away says how many sheets somebody brought, and counts one to four of them by no figure."""

from __future__ import annotations

import datetime as dt

import pytest
from strategies import Q

from pasapas_widgets.exports.interview.columns import carnet_column
from pasapas_widgets.exports.interview.note import interview_note
from pasapas_widgets.exports.synthesis.synthesis import _people
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session, delete_on
from pasapas_widgets.rules.aggregation import publish

DAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(("brought", "said"), [(0, ""), (3, "Dont quelques feuilles"), (6, "Dont 6 feuilles")])
def test_how_many_sheets_were_brought_is_said(brought: int, said: str) -> None:
    sheet = Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, 3))
    results = publish([Entry("s", str(number), sheet, known=number < brought) for number in range(brought + 8)]).results
    about = Session(title="Nuit", questionnaire=Q.id, version=Q.version, day=DAY, kept_until=delete_on(DAY, months=6))
    wave = Wave(session=about, results=results)
    kept = Carnet.from_json(Carnet(title="Nuit").with_wave(wave).to_json()).waves[0]
    told = _people(kept, Q).replace("\u00a0", " ").replace("\u202f", " ")
    assert ("Dont" in told) == bool(said) and said in told
    assert "Dont 3" not in told
    note = interview_note(Carnet(title="Nuit").with_wave(wave), day=DAY)
    in_note = " ".join(point for one in note.sections for group in one.known for point in group.points)
    beside_others = " ".join(carnet_column(Carnet(title="Nuit").with_wave(wave), day=DAY).lines["contexte"])
    for heard in (in_note, beside_others):
        plain = heard.replace("\u00a0", " ").replace("\u202f", " ")
        assert ("Dont" in plain) == bool(said) and said in plain and "Dont 3" not in plain
