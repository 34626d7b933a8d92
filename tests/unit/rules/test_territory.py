"""The actors around an establishment: links, gaps and why, actions made of contacts; the widgets by themselves."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pypdf import PdfReader

from pasapas_widgets import CarnetDesk, Sharing, Territory, describe_network, network
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.territory.pdf import territory_pdf
from pasapas_widgets.model.carnet import territory as model
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.actors import load_actors
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.plan import advise
from pasapas_widgets.rules.territory import columns, describe_gaps, gaps, proposals, traces
from pasapas_widgets.rules.territory import network as nodes_of

SAMPLE = sample_carnet()
DAY = dt.date(2026, 11, 23)


def results(**means: float | None) -> GroupResults:
    return GroupResults(items={id.replace("_", "-"): ItemResult(mean=mean) for id, mean in means.items()})


def test_a_gap_is_named_only_where_a_published_figure_is_low() -> None:
    nothing = model.Territory()
    assert gaps(nothing, GroupResults()) == ()
    assert gaps(nothing, results(L4_03=None, L4_04=50.0)) == ()
    found = gaps(nothing, results(L4_03=49.9))
    assert {one.node.id for one in found} == {one.id for one in load_actors().actors if "L4-03" in one.items}
    linked = model.Territory(contacts=(model.Contact(id="T-FT", actor="T-FT", link="ponctuel"),))
    assert "T-FT" not in {one.node.id for one in gaps(linked, results(L4_03=10.0))}
    asked = gaps(nothing, results(L4_03=10.0), asked=["T-ARS"])
    assert (asked[0].node.id, asked[0].asked, asked[0].items) == ("T-ARS", True, ())
    assert "L'orientation" in describe_gaps(asked)[0].replace("’", "'")


LINKS = st.sampled_from(model.LINKS)


@given(st.dictionaries(st.sampled_from([one.id for one in load_actors().actors]), LINKS))
def test_figure_list_and_sentences_hold_the_same_actors(links: dict[str, model.Link]) -> None:
    territory = model.Territory(contacts=tuple(model.Contact(id=id, actor=id, link=link) for id, link in links.items()))
    listed = nodes_of(territory)
    drawn = [one for side in columns(territory) for one in side if not isinstance(one, str)]
    assert sorted(one.id for one in drawn) == sorted(one.id for one in listed) and len(listed) == 17
    assert {one.id: one.link for one in listed} == {one.id: links.get(one.id, "") for one in listed}
    told = describe_network(territory)
    assert all(one.short in told for one in listed)


def test_the_drawing_says_names_and_links_in_words_and_touches_nothing_global() -> None:
    figure = Figure(figsize=(8, 7))
    ax = network(SAMPLE.territory, ax=figure.subplots())
    figure.canvas.draw()
    words = [text.get_text() for text in ax.texts]
    for one in nodes_of(SAMPLE.territory):
        assert any(word.startswith(one.short) for word in words)
    assert words.count("Lien régulier") == 4 and words.count("Lien ponctuel") == 6
    assert sum("★" in word for word in words) == 3


def test_a_contact_becomes_an_action_that_can_be_traced_and_lacks_nothing_it_could_have() -> None:
    for node in nodes_of(SAMPLE.territory):
        made = proposals(node, SAMPLE.waves[-1].results, opened=DAY)
        assert made and {one.action.items for one in made} == {(one.item,) for one in made}
        assert made[0].item.startswith("L4")
        for one in made:
            assert node.short in one.action.partners and one.action.due and one.action.review
            assert not [told for told in advise([one.action]) if told.rule in ("revue", "noms")]
    job = next(one for one in nodes_of(SAMPLE.territory) if one.id == "T-FT")
    first, plain = proposals(job, GroupResults(), opened=DAY)[:2]
    assert (first.item, first.action.template, plain.action.template) == ("L4-03", "A25", None)
    assert plain.action.title.replace("\u00a0", " ") == "Prendre contact : France Travail"
    assert "conseiller entreprise" in plain.action.first_steps and plain.action.baseline_level is None


def test_what_looks_like_a_person_is_flagged_in_contacts_and_exchanges() -> None:
    territory = model.Territory(
        contacts=(model.Contact(id="c", label="Mission locale", owner="Mme Durand", brings="06 12 34 56 78"),),
        exchanges=(model.Exchange(id="e", kind="offre", text="voir avec Mme Petit"),),
    )
    assert {(one.id, one.field, one.text) for one in traces(territory)} == {
        ("c", "fonction", "Durand"),
        ("c", "apporte", "06 12 34 56 78"),
        ("e", "texte", "Petit"),
    }
    assert not traces(SAMPLE.territory), "the sample names nobody"


def test_two_contacts_of_one_identifier_are_refused() -> None:
    twice = {"contacts": [{"id": "c"}, {"id": "c"}]}
    with pytest.raises(msgspec.ValidationError, match="même identifiant"):
        msgspec.convert(twice, model.Territory)


# ---- the widgets


@pytest.fixture
def desk(tmp_path: Path) -> CarnetDesk:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(SAMPLE)
    return CarnetDesk(carnets)


def test_a_link_and_an_action_go_to_disk_and_are_undone(desk: CarnetDesk) -> None:
    widget = Territory(desk, today=DAY)
    begun = next(one for one in widget.begun["T-FT"] if one["enonce"] == "L4-03")
    changes = [
        {"op": "add", "path": ["actions"], "value": begun["action"] | {"id": "a9"}},
        {"op": "set", "path": ["territoire", "contacts", "T-FT", "action"], "value": "a9"},
    ]
    widget.incoming = {"messages": [{"seq": 1, "verb": "change", "changes": changes}]}
    kept = desk.desk.carnets.read(desk.desk.id).carnet
    assert kept.actions[-1].items == ("L4-03",) and kept.actions[-1].opened == DAY
    assert widget.ack == 1 and next(one for one in kept.territory.contacts if one.id == "T-FT").action == "a9"
    widget.incoming = {"messages": [{"seq": 2, "verb": "undo"}]}
    assert desk.desk.carnets.read(desk.desk.id).carnet == SAMPLE


def test_a_carnet_without_results_has_no_gap_and_no_idea(tmp_path: Path) -> None:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(Carnet(title="Neuf"))
    widget = Territory(CarnetDesk(carnets))
    assert widget.ideas == {"demande": [], "offre": [], "resultats": False}
    assert all(not one["bas"] for one in widget.nodes)


def ask(widget: Sharing, verb: str, **more: Any) -> None:
    widget.incoming = {"messages": [{"seq": widget.seen + 1, "verb": verb, **more}]}


def bring(widget: Sharing, files: list[dict[str, Any]]) -> list[str]:
    """Bring files as one gesture of the browser does, and return what is refused of them."""
    first = widget.seen + 1
    widget.incoming = {"messages": [{"seq": first + n, "verb": "file", **one} for n, one in enumerate(files)]}
    return [one["phrase"] for one in widget.refusals if one["seq"] >= first]


def sample_files() -> list[dict[str, Any]]:
    return [{"name": one.name, "data": one.read_bytes()} for one in sorted((samples_dir() / "territoire").glob("*"))]


def test_six_establishments_from_files_to_what_they_share(desk: CarnetDesk) -> None:
    widget, files = Sharing(desk), sample_files()
    faults = bring(widget, [*files[:4], {"name": "cassé.json", "data": b"{"}, files[0]])
    assert len(widget.sites) == 4 and [one.split("\u00a0")[0] for one in faults] == [
        "cassé.json",
        "etablissement_1.json",
    ]
    ask(widget, "look")
    assert "au moins 5" in widget.shown["motif"] and widget.shown["enonces"] == []
    assert bring(widget, files[4:]) == []
    assert widget.shown == {}, "what was shown of other carnets goes away"
    ask(widget, "look")
    shown = widget.shown
    assert shown["motif"] == "" and len(shown["enonces"]) == 32 and len(shown["leviers"]) == 4
    assert [one["cle"] for one in shown["bas"]] == ["ameliorer"] * len(shown["bas"]) and shown["forts"]
    assert len(shown["choisis"]) == 0 or len(shown["choisis"]) == 1
    names = [one["nom"] for one in widget.sites]
    assert not any(name in str(shown) for name in names), "no establishment is named beside a figure"
    ask(widget, "remove", cle=widget.sites[0]["cle"])
    ask(widget, "look")
    assert shown["enonces"] and widget.shown["enonces"] == [] and "Pas de nouveau chiffre" in widget.shown["motif"]


def test_the_exchange_sheet_as_csv_guards_formulas(desk: CarnetDesk) -> None:
    widget = Sharing(desk)
    carnet = Carnet(territory=model.Territory(exchanges=(model.Exchange(id="e", kind="demande", text="=1+1"),)))
    widget.add(carnet)
    ask(widget, "csv")
    lines = widget.file.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and '"\'=1+1"' in lines[1] and "Établissement 1" in lines[1]


def test_a_request_that_makes_no_sense_is_said_and_breaks_nothing(desk: CarnetDesk) -> None:
    widget = Sharing(desk)
    for bad in ({"verb": "kept", "id": "rien"}, {"verb": "file", "name": "x"}, {"verb": "?"}):
        ask(widget, bad["verb"], **{key: value for key, value in bad.items() if key != "verb"})
    assert widget.ack == 3 and widget.sites == []
    assert [one["seq"] for one in widget.refusals] == [1, 2, 3]


def test_the_sheet_to_take_home_holds_on_one_page_with_its_list_as_a_table() -> None:
    many = tuple(
        model.Contact(id=f"own-{n}", family="secteur", label=f"Association numéro {n} " + "x" * 90, brings="y" * 150)
        for n in range(20)
    )
    full = msgspec.structs.replace(SAMPLE.territory, contacts=(*SAMPLE.territory.contacts, *many))
    for carnet in (Carnet(), SAMPLE, msgspec.structs.replace(SAMPLE, territory=full)):
        reader = PdfReader(io.BytesIO(territory_pdf(carnet, day=DAY)))
        assert len(reader.pages) == 1
        text = " ".join(reader.pages[0].extract_text().split())
        assert text.count("Lien régulier") >= 2 * describe_network(carnet.territory).count("Lien régulier")
        roles = tags(reader)
        rows = len(nodes_of(carnet.territory))
        assert roles.count("/Table") == 1 and roles.count("/TH") == 5 + rows and roles.count("/Figure") == 1
        assert roles.count("/TR") == 1 + rows


def tags(reader: PdfReader) -> list[str]:
    """Return the roles of the structure of a PDF, in reading order."""

    def below(node: Any) -> list[str]:
        one = node.get_object()
        if isinstance(one, list):
            return [role for child in one for role in below(child)]
        if not isinstance(one, dict):
            return []
        return [*([str(one["/S"])] if "/S" in one else []), *(below(one["/K"]) if "/K" in one else [])]

    return below(reader.trailer["/Root"]["/StructTreeRoot"])
