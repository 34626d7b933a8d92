"""A group that answered a variant reads its own statements everywhere, not those of the base text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pasapas_widgets import CarnetDesk, Discussion, FeedbackSheets, Interview, Plan, Priorities, Results, Territory
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.cli import main
from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.model.carnet.carnet import Carnet, ClosedVote, RankedChoice, Wave
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import aggregate
from pasapas_widgets.widgets.keepresults.keepresults import KeepResults
from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets

DAY = dt.date(2026, 5, 12)
VARIANT = "milieu_ouvert"
Q = load_questionnaire()
ITEM = next(item for item in Q.items if item.text_for(VARIANT) != item.text)
SAID = ITEM.text_for(VARIANT)


def sheets(*variants: str | None) -> list[Sheet]:
    return [
        Sheet(questionnaire=Q.id, version=Q.version, variant=one, answers=dict.fromkeys(Q.item_ids, 1 + n % 2 * 3))
        for n, one in enumerate(variants)
    ]


def carnet(**more: Any) -> Carnet:
    session = Session(
        title="Nuit", questionnaire=Q.id, version=Q.version, day=DAY, kept_until=dt.date(2026, 11, 12), variant=VARIANT
    )
    results = aggregate(sheets(*[VARIANT] * 12))
    return Carnet(title="Service", waves=(Wave(session=session, results=results, **more),))


@pytest.fixture
def desk(tmp_path: Path) -> CarnetDesk:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(carnet())
    return CarnetDesk(carnets)


def shown(widget: Results) -> str:
    return str(next(one["texte"] for one in widget.questionnaire["items"] if one["id"] == ITEM.id))


@pytest.mark.parametrize("kind", [Discussion, FeedbackSheets, Interview, Plan, Priorities, Territory])
def test_a_widget_of_a_carnet_words_the_statements_as_its_group_read_them(kind: Any, desk: CarnetDesk) -> None:
    widget = kind(desk)
    assert widget.items[ITEM.id]["texte"] == SAID
    desk.desk.create("Une maison", None)
    desk.desk.tell()
    assert widget.items[ITEM.id]["texte"] == ITEM.text, "another carnet, another wording"


def test_results_of_a_carnet_are_worded_as_its_group_read_them(desk: CarnetDesk) -> None:
    assert shown(Results(desk)) == SAID
    assert shown(Results(desk, variant="placement_familial")) == ITEM.text_for("placement_familial")


@pytest.mark.parametrize(
    ("variants", "text"),
    [([VARIANT] * 12, SAID), ([VARIANT] * 6 + [None] * 6, ITEM.text), ([None] * 12, ITEM.text)],
)
def test_results_of_a_file_are_worded_as_all_its_people_read_them(
    variants: list[str | None], text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[str(n), one.variant or "", *map(str, one.answers.values())] for n, one in enumerate(sheets(*variants))]
    table = "\n".join(map(",".join, [["feuille", "variante", *Q.item_ids], *rows])).encode()
    opened = OpenSheets()
    followed = Results(opened)
    opened.open_file("nuit.csv", table)
    assert shown(followed) == text
    keep = KeepResults(opened, carnets=Carnets(tmp_path / "carnets"))
    kept = Carnets(tmp_path / "carnets").read(keep.keep("Nuit", DAY)).carnet
    assert kept.waves[0].session.variant == (VARIANT if text == SAID else None)
    (tmp_path / "nuit.csv").write_bytes(table)
    assert main(["analyser", str(tmp_path / "nuit.csv")]) == 0
    told = " ".join(capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").split())
    assert (SAID.rstrip(".") in told) == (text == SAID) and (ITEM.text.rstrip(".") in told) == (text == ITEM.text)


def test_the_figure_of_a_word_document_says_what_the_group_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from pasapas_widgets import figures

    drawn: list[str] = []

    def draws(results: Any, *, items: list[str], questionnaire: Any, ax: Any) -> None:
        drawn.extend(questionnaire.item(one).text for one in items)

    monkeypatch.setattr(figures, "distributions", draws)
    export(carnet(), "docx", "synthese-et-plan", wanted=Wanted(day=DAY))
    assert drawn and set(drawn) <= {one.text_for(VARIANT) for one in Q.items}


def test_a_vote_in_the_words_of_a_variant_is_found_at_its_statement(tmp_path: Path) -> None:
    choice = RankedChoice(choice=SAID, dots=7, rank=1)
    vote = ClosedVote(number=1, voters=6, choices=(choice,))
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(carnet(votes=(vote,)))
    desk = CarnetDesk(carnets)
    assert [one["enonce"] for one in Priorities(desk).votes[0]["choix"]] == [ITEM.id]
    assert ITEM.id in Plan(desk).votes
