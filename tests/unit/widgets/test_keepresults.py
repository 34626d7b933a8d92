"""From opened sheets to a carnet: what is published and no more, once, in the carnet that was chosen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pasapas_widgets.carnets.shelf import Carnets, NotKeptError
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.widgets.keepresults.keepresults import KeepResults
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets

DAY = dt.date(2026, 5, 12)


@pytest.fixture
def carnets(tmp_path: Path) -> Carnets:
    return Carnets(tmp_path)


def opened(sample: str) -> OpenSheets:
    sheets = OpenSheets()
    sheets.open_sample(sample)
    return sheets


def ask(keep: KeepResults, **asked: str) -> None:
    values = {"titre": "Réunion", "jour": DAY.isoformat(), "carnet": ""} | asked
    keep.incoming = {"messages": [{"seq": keep.ack + 1, "verb": "keep"} | values]}


def fault(keep: KeepResults) -> str:
    """Return what was refused of the last thing that was asked."""
    return " ".join(one["phrase"] for one in keep.refusals if one["seq"] == keep.seen)


def test_nothing_can_be_kept_before_results_are_shown(carnets: Carnets) -> None:
    sheets = OpenSheets()
    keep = KeepResults(sheets, carnets=carnets)
    assert not keep.ready
    ask(keep)
    assert (keep.ack, fault(keep), carnets.all()) == (1, keep.texts["fautes"]["rien"], ())
    sheets.open_sample("equipe_24")
    assert keep.ready and fault(keep) == "" and "inventé" in keep.proposed["titre"]


def test_what_is_kept_is_what_is_published(carnets: Carnets) -> None:
    sheets = opened("equipe_24")
    keep = KeepResults(sheets, carnets=carnets)
    ask(keep)
    assert fault(keep) == keep.advice == ""
    carnet = carnets.read(keep.kept["id"]).carnet
    (wave,) = carnet.waves
    assert (carnet.title, wave.session.title, wave.session.day) == ("Réunion", "Réunion", DAY)
    assert wave.results.plain() == sheets.results
    assert [one["titre"] for one in keep.carnets] == ["Réunion"]
    assert not any(entry.sheet_id in carnet.to_json() for entry in sheets.entries if len(entry.sheet_id) > 3)


def test_a_second_time_joins_the_carnet_of_the_group_and_the_same_one_is_kept_once(carnets: Carnets) -> None:
    id = carnets.create(Carnet(title="Maison", staff=40))
    sheets = opened("deux_vagues")
    keep = KeepResults(sheets, carnets=carnets)
    for _ in range(2):
        ask(keep, carnet=id, titre="Septembre")
    sheets.read_session("vague-1")
    assert keep.kept == {}
    ask(keep, carnet=id, titre="Mai", jour="2026-01-12")
    carnet = carnets.read(id).carnet
    assert (carnet.title, carnet.staff, [one.session.title for one in carnet.waves]) == (
        "Maison",
        40,
        ["Mai", "Septembre"],
    )
    assert [one.results.n_sheets for one in carnet.waves] == [one["n"] for one in sheets.sessions]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"titre": "  "}, "titre"),
        ({"titre": "x" * 81}, "titre"),
        ({"jour": "31/05/2026"}, "jour"),
        ({"jour": ""}, "jour"),
        ({"jour": "2999-01-01"}, "jour"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_keeps_nothing(
    carnets: Carnets, asked: dict[str, str], sentence: str
) -> None:
    keep = KeepResults(opened("equipe_24"), carnets=carnets)
    ask(keep, **asked)
    assert (fault(keep), keep.kept, carnets.all()) == (keep.texts["fautes"][sentence], {}, ())


def test_a_carnet_that_is_gone_is_said(carnets: Carnets) -> None:
    keep = KeepResults(opened("equipe_24"), carnets=carnets)
    with pytest.raises(NotKeptError) as gone:
        keep.keep("Réunion", DAY, carnet="0" * 16)
    assert isinstance(gone.value, FrenchError)
    ask(keep, carnet="0" * 16)
    assert fault(keep) == str(gone.value)


def test_what_looks_like_a_name_is_flagged_and_kept(carnets: Carnets) -> None:
    keep = KeepResults(opened("equipe_24"), carnets=carnets)
    ask(keep, titre="Réunion chez Mme Durand")
    assert "Durand" in keep.advice and keep.kept["titre"] == "Réunion chez Mme Durand"
