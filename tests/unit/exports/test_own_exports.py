"""One's own questionnaire through every file that is taken home, read back: its words, unit and source, not ours."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docx
import msgspec
import openpyxl
import pypdf
import pytest
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import Desk, sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.catalogue import SHEETS, ExportError, Wanted, export, lacking
from pasapas_widgets.exports.interview.columns import carnet_column
from pasapas_widgets.exports.result.pdf import result_pdf
from pasapas_widgets.exports.session.paper import paper_pdf
from pasapas_widgets.figures import describe_distributions, describe_radar, distributions, radar
from pasapas_widgets.files.sheets import read_sheets, write_csv
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError, Wave
from pasapas_widgets.model.carnet.grouptalk import Feedback, Priority, load_examples
from pasapas_widgets.model.carnet.territory import Contact, Territory
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import CHOSEN, SELF_DIAGNOSIS, load_questionnaire, load_services
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import aggregate, load_thresholds
from pasapas_widgets.rules.aggregation.sites import Ledger
from pasapas_widgets.rules.orientation import orient_carnet
from pasapas_widgets.rules.plan import new_action
from pasapas_widgets.rules.priorities import propose
from pasapas_widgets.rules.scoring import told
from pasapas_widgets.rules.sharing import common, site_of
from pasapas_widgets.rules.territory import exchange_ideas, network, proposals

DAY = dt.date(2026, 11, 24)
OURS = load_questionnaire(SELF_DIAGNOSIS)
STRANGE = [item.text[:40] for item in OURS.items] + [lever.name for lever in OURS.levers] + ["L1-0", "L4-0"]
"""What must be nowhere: our statements, our levers' names, our numbers."""

TOLD = [
    *(("pdf", name) for name in ("plan-a4", "plan-a3", "synthese", "questionnaire", "retours")),
    *(("docx", name) for name in ("synthese-et-plan", "retours")),
    ("xlsx", "plan"), ("csv", "plan"), ("json", "carnet"),
]  # fmt: skip
"""The files where the first statement is told, by its words or its number."""


@pytest.fixture(params=["equipe-5", "hse-35"])
def q(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    """Give the questionnaire of the process."""
    monkeypatch.setenv("PASAPAS_QUESTIONNAIRE", request.param)
    return load_questionnaire()


def sheet(q: Questionnaire, rng: random.Random) -> Sheet:
    answers = {
        item.id: rng.choice([*range(1, q.scale_of(item).top + 1)] * 3 + [*q.scale_of(item).codes]) for item in q.items
    }
    return Sheet(questionnaire=q.id, version=q.version, answers=answers)


def wave(q: Questionnaire, title: str, day: dt.date, seed: int) -> Wave:
    rng = random.Random(seed)
    session = Session(title=title, questionnaire=q.id, version=q.version, day=day, kept_until=day)
    return Wave(session=session, results=aggregate([sheet(q, rng) for _ in range(24)], questionnaire=q))


@cache
def carnet(name: str) -> Carnet:
    """Return a carnet of two sessions, a priority, an action and a feedback sheet."""
    q, item = load_questionnaire(name), load_questionnaire(name).item_ids[0]
    return Carnet(
        title="Équipe de nuit",
        waves=(wave(q, "Printemps", dt.date(2026, 3, 2), 1), wave(q, "Automne", dt.date(2026, 10, 2), 2)),
        priorities=(Priority(id="p1", items=(item,), chosen=True, dots=5),),
        actions=(new_action("a1", [item], opened=DAY),),
        feedback=(Feedback(id="r1", title="Dix minutes de relais", day=DAY, items=(item,)),),
        territory=Territory(shares=True, contacts=(Contact(id="T-FT", actor="T-FT", wanted=True),)),
    )


def made(q: Questionnaire) -> Carnet:
    return carnet(q.id)


def text_of(format: str, data: bytes) -> str:
    """Return the words of a file, one space between them."""
    if format == "pdf":
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    elif format == "docx":
        document = docx.Document(io.BytesIO(data))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = " ".join([*(one.text for one in document.paragraphs), *cells])
    elif format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        text = " ".join(str(cell.value) for tab in book for row in tab.iter_rows() for cell in row if cell.value)
    else:
        text = data.decode("utf-8-sig").replace("\r\n ", "")
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "").split())


def files(q: Questionnaire, passed: Questionnaire | None = None) -> Iterator[tuple[str, str, str]]:
    wanted = Wanted(day=DAY, address="http://127.0.0.1/s/K7MQP", code="K7MQP", duration="2 h", questionnaire=passed)
    for format, sheets in SHEETS.items():
        for name in sheets:
            if lacking(made(q), format, name, wanted=wanted) == "facile":
                continue
            yield format, name, text_of(format, export(made(q), format, name, wanted=wanted))


def test_every_file_is_made_and_none_speaks_of_our_statements(q: Questionnaire) -> None:
    speaks_of(q, {(format, name): text for format, name, text in files(q)})


@pytest.mark.parametrize(("name", "elsewhere"), [("equipe-5", "hse-35"), ("hse-35", None)])
def test_a_questionnaire_that_is_passed_needs_no_environment_and_wins_over_it(
    name: str, elsewhere: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if elsewhere:
        monkeypatch.setenv(CHOSEN, elsewhere)
    else:
        monkeypatch.delenv(CHOSEN, raising=False)
    q = load_questionnaire(name)
    speaks_of(q, {(format, kind): text for format, kind, text in files(q, q)})
    with pytest.raises(ExportError, match=q.id):
        export(made(q), "csv", wanted=Wanted(day=DAY))
    column = carnet_column(made(q), day=DAY, questionnaire=q)
    assert "ne range pas ses scores en classes" in column.lines["leviers"][0]


def speaks_of(q: Questionnaire, said: dict[tuple[str, str], str]) -> None:
    """Check that each file speaks of this questionnaire and of no statement of ours."""
    first = q.items[0].text.rstrip(".")[:40]
    assert len(said) == sum(map(len, SHEETS.values())) - 1, "all but the easy-to-read one, which nobody wrote"
    for place, text in said.items():
        assert text, place
        if place[1] not in ("fiches", "indicateurs", "correspondance"):  # ours whoever asks, and they say so
            assert not [one for one in STRANGE if one in text], place
    for place in TOLD:
        assert first in said[place] or q.items[0].id in said[place], place
        if place[0] in ("pdf", "docx", "xlsx"):
            assert q.source and q.source.title in said[place] and q.source.licence in said[place], place
    assert "Répond aux énoncés" not in said["pdf", "fiches"] and "Répond à l'énoncé" not in said["pdf", "fiches"]


def test_the_synthesis_tells_scores_in_the_unit_and_no_class(q: Questionnaire) -> None:
    results = made(q).waves[-1].results
    wanted = Wanted(day=DAY)
    for format, name in (("pdf", "synthese"), ("docx", "synthese-et-plan")):
        text = text_of(format, export(made(q), format, name, wanted=wanted))
        for lever in q.levers:
            assert f"{lever.name} : {told(results.levers[lever.id].score or 0, q)}" in text
        assert "Les points forts" not in text and "autodiagnostic officiel" not in text
    column = carnet_column(made(q), day=DAY)
    assert "ne range pas ses scores en classes" in column.lines["leviers"][0]


def test_the_personal_result_has_its_scores_its_levels_and_its_source(q: Questionnaire) -> None:
    worst = {item.id: q.scale_of(item).top if item.reversed else 1 for item in q.items}
    data = result_pdf(Sheet(questionnaire=q.id, version=q.version, answers=worst), q)
    text, pages = text_of("pdf", data), pypdf.PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 1 and q.source and q.source.licence in text
    assert told(0, q) in text and "Mon code de partage" in text
    assert "Aucune phrase notée du côté favorable" in text
    assert not [one for one in STRANGE if one in text]


def test_a_result_without_classes_effects_or_prompts_names_the_reversed_level_given(q: Questionnaire) -> None:
    item = next(item for item in q.items if item.reversed)
    top = q.scale_of(item).levels[-1]
    text = text_of("pdf", result_pdf(Sheet(questionnaire=q.id, version=q.version, answers={item.id: top.value}), q))
    assert top.label in text and item.text.rstrip(".")[:30] in text, "what is low is the worst, in the words given"
    assert "Pour en parler" not in text


def test_the_paper_holds_each_statement_once_under_its_own_answers(q: Questionnaire) -> None:
    for variant in (None, *q.variant_ids):
        text = text_of("pdf", paper_pdf(variant, questionnaire=q))
        for item in q.items:
            assert str(q.number_of(item.id)) in text and item.id not in text
            assert " ".join(item.text_for(variant).split())[:25] in text
        for scale in (q.scale, *q.other_scales.values()):
            assert all(level.label in text for level in scale.levels)
        assert "inversé" not in text, "who answers is not told which way a statement counts"


def test_a_type_of_service_whose_wording_this_questionnaire_lacks_changes_nothing(q: Questionnaire) -> None:
    service = next(one.id for one in load_services() if one.variant)
    text = text_of("pdf", export(Carnet(service=service), "pdf", "questionnaire", wanted=Wanted(day=DAY)))
    assert q.items[0].text[:25] in text


def test_figures_say_the_unit_and_mark_what_is_reversed(q: Questionnaire) -> None:
    from matplotlib.figure import Figure

    results = aggregate([sheet(q, random.Random(n)) for n in range(14)])
    said = describe_radar(results, questionnaire=q)
    assert told(results.levers[q.levers[0].id].score or 0, q) in said
    turned = next(item for item in q.items if item.reversed and results.items[item.id].distribution)
    assert "inversé" in describe_distributions(results, items=[turned.id], questionnaire=q)
    ax = distributions(results, items=[turned.id, q.item_ids[-1]], questionnaire=q, ax=Figure().add_subplot())
    assert len(ax.patches) == sum(
        sum(n > 0 for n in (results.items[id].distribution or {}).values()) for id in (turned.id, q.item_ids[-1])
    )
    drawn = radar(results, questionnaire=q, ax=Figure().add_subplot())
    assert len(drawn.patches) == (1 if q.id == "equipe-5" else 0), "one lever is a bar"


def test_our_kit_rules_and_examples_match_nothing(q: Questionnaire) -> None:
    kit = load_kit()
    assert len(kit.cards) == 24 and not any(kit.cards_for(item) or kit.actions_for(item) for item in OURS.item_ids)
    assert not any(one.items for one in load_examples())
    found = orient_carnet(made(q))
    assert found.elsewhere and not (found.shown or found.beyond or found.held or found.unseen or found.situation)
    (node,) = (one for one in network(made(q).territory) if one.contact.wanted)
    begun = proposals(node, made(q).waves[-1].results, opened=DAY)
    assert [one.item for one in begun] == list(q.item_ids) and not any(one.action.template for one in begun)


def test_what_is_proposed_is_the_lowest_first(q: Questionnaire) -> None:
    results = made(q).waves[-1].results
    ranked = propose(results)
    assert [one.score for one in ranked] == sorted(one.score for one in ranked)
    assert {one.level_class for one in ranked} == {""}
    assert exchange_ideas(results)[1] == (), "without classes nothing is high enough to be offered"


def test_sheets_as_a_table_come_back(q: Questionnaire) -> None:
    entries = [Entry("mars", str(n), sheet(q, random.Random(n))) for n in range(6)]
    back = read_sheets("essai.csv", write_csv(entries, q).encode(), q).entries
    assert [one.sheet.answers for one in back] == [one.sheet.answers for one in entries]


def test_establishments_together_have_a_score_without_a_class(q: Questionnaire) -> None:
    least = load_thresholds().sites.sites
    sites = [
        site_of(replace(made(q), title=f"Maison {n}", waves=(wave(q, "Automne", DAY, n),)), n) for n in range(least)
    ]
    found = common(sites, Ledger())
    assert {one.id for one in found.levers} == {one.id for one in q.levers} and found.effects == ()
    assert any(one.cell.score is not None for one in found.levers)
    assert all(one.level_class is None for one in (*found.items, *found.levers))


def test_a_carnet_of_another_questionnaire_is_refused_in_a_sentence_and_stays(q: Questionnaire, tmp_path: Path) -> None:
    ours = sample_carnet()
    desk, carnets = Desk(Carnets(tmp_path)), Carnets(tmp_path)
    sentence = "questionnaire « pas-a-pas », et cette application est ouverte avec"
    for act in (desk.open_sample, lambda: desk.adopt(ours), lambda: desk.bring("a.json", ours.to_json().encode())):
        with pytest.raises(CarnetError) as refused:
            act()
        assert sentence in str(refused.value).replace("\u00a0", " ")
    desk.create("Équipe de nuit")
    with pytest.raises(CarnetError):
        desk.join(ours)
    assert desk.carnet.waves == ()
    with pytest.raises(ExportError):
        export(ours, "pdf", wanted=Wanted(day=DAY))
    assert site_of(replace(ours, territory=Territory(shares=True)), 1).figures == {}
    (tmp_path / ("0" * 16)).mkdir()
    kept = tmp_path / ("0" * 16) / "carnet.json"
    kept.write_text(ours.to_json(), encoding="utf-8")
    (listed,) = (one for one in carnets.all() if one.id == "0" * 16)
    assert listed.is_other and listed.title == ours.title
    with pytest.raises(CarnetError):
        carnets.read(listed.id)
    assert kept.read_text(encoding="utf-8") == ours.to_json()


def test_our_process_refuses_a_carnet_of_theirs(tmp_path: Path) -> None:
    with pytest.raises(CarnetError):
        Desk(Carnets(tmp_path)).adopt(carnet("hse-35"))


def test_twenty_parts_seven_levels_and_classes_are_told_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    levels = [{"valeur": n, "libelle": f"Niveau nommé {n}"} for n in range(1, 8)]
    yes_no = {"niveaux": [{"valeur": 1, "libelle": "Non"}, {"valeur": 2, "libelle": "Oui"}]}
    items = [
        {"id": f"Q{lever}-{n}", "levier": f"z{lever}", "texte": f"Phrase {n} de la partie {lever}.", "inverse": n == 3}
        | ({"echelle": "oui-non"} if n == 1 else {})
        for lever in range(20)
        for n in range(5)
    ]
    plain = {
        "id": "vingt", "version": "2.3", "titre": "Vingt parties", "items": items, "calcul": {"unite": "moyenne"},
        "leviers": [{"id": f"z{n}", "nom_court": f"Une partie au nom assez long, numéro {n}"} for n in range(20)],
        "echelle": {"niveaux": levels}, "echelles": {"oui-non": yes_no},
    }  # fmt: skip
    file = tmp_path / "vingt.yaml"
    file.write_text(msgspec.json.encode(plain).decode(), encoding="utf-8")  # JSON is YAML too
    monkeypatch.setenv("PASAPAS_QUESTIONNAIRE", str(file))
    q = load_questionnaire()
    text = text_of("pdf", result_pdf(sheet(q, random.Random(1))))
    assert "trop long pour tenir dans un code de partage" in text
    assert "Partie Lecture" in text and "Niveau moyen" not in text, "it has classes: words, not a mark"
    assert all(lever.name in text for lever in q.levers)
    group = Carnet(title="Vingt", waves=(wave(q, "Automne", DAY, 3),))
    for name in ("synthese", "questionnaire", "entretien", "synthese-et-plan"):
        format = "docx" if name == "synthese-et-plan" else "pdf"
        text = text_of(format, export(group, format, name, wanted=Wanted(day=DAY)))
        assert "Vingt parties" in text and not [one for one in STRANGE if one in text], name
