"""What a group says: the subjects proposed, what is flagged, what leaves only with its agreement."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pasapas_widgets import CarnetDesk, Discussion
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.exports.catalogue import Wanted, export
from pasapas_widgets.model.carnet import grouptalk
from pasapas_widgets.model.carnet.carnet import Carnet, KeptLevel, Wave
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.results import GroupResults, ItemResult

SAMPLE = sample_carnet()


@pytest.fixture
def talk(tmp_path: Path) -> Discussion:
    return opened(tmp_path, SAMPLE)


def opened(folder: Path, carnet: Carnet) -> Discussion:
    carnets = Carnets(folder / "carnets")
    carnets.create(carnet)
    return Discussion(CarnetDesk(carnets), today=dt.date(2026, 11, 23))


def send(widget: Any, *changes: dict[str, Any]) -> None:
    widget.incoming = {"messages": [{"seq": widget.seen + 1, "verb": "change", "changes": list(changes)}]}


def with_items(wave: Wave, items: dict[str, ItemResult]) -> GroupResults:
    return msgspec.structs.replace(wave.results, items=items)


def withheld(carnet: Carnet) -> Carnet:
    """Return the carnet with every distribution of its last session held back, as a small group's is."""
    last = carnet.waves[-1]
    items = {id: msgspec.structs.replace(one, distribution=None) for id, one in last.results.items.items()}
    return msgspec.structs.replace(
        carnet, waves=(*carnet.waves[:-1], msgspec.structs.replace(last, results=with_items(last, items)))
    )


def test_differing_views_come_first_then_what_is_low(talk: Discussion) -> None:
    reasons = [one["raison"] for one in talk.subjects]
    assert reasons == sorted(reasons, key=["regards", "manque", "cache"].index) and len(set(reasons)) > 1
    items = [one["enonce"] for one in talk.subjects]
    assert len(set(items)) == len(items)
    last = SAMPLE.waves[-1].results.items
    assert {id for id in items if "regards_differents" in last[id].signals} == {
        id for id, one in last.items() if "regards_differents" in one.signals
    }


def test_a_figure_that_is_withheld_or_of_too_few_is_not_sent(tmp_path: Path, talk: Discussion) -> None:
    assert talk.figures and min(sum(counts) for counts in talk.figures.values()) >= 10
    assert opened(tmp_path / "retenu", withheld(SAMPLE)).figures == {}
    last = SAMPLE.waves[-1]
    few = {
        id: msgspec.structs.replace(one, n_answers=4, distribution={"1": 4}) for id, one in last.results.items.items()
    }
    by_hand = msgspec.structs.replace(last, results=with_items(last, few))
    other = opened(tmp_path / "main", msgspec.structs.replace(SAMPLE, waves=(by_hand,)))
    assert other.figures == {} and other.subjects == []


def test_levels_kept_together_propose_subjects_too(tmp_path: Path) -> None:
    last = msgspec.structs.replace(
        SAMPLE.waves[-1],
        results=GroupResults(),
        levels=(KeptLevel(batch="g1", item="L1-01", level=1, note="La nuit le voit autrement."),),
    )
    talk = opened(tmp_path, Carnet(title="Petite équipe", waves=(last,)))
    assert talk.subjects == [{"enonce": "L1-01", "raison": "regards", "note": "La nuit le voit autrement."}]


def test_what_looks_like_a_person_is_flagged_and_kept_as_typed(talk: Discussion) -> None:
    facts = ["Le classeur date de deux ans.", "Mme Durand appelle le 06 12 34 56 78.", "Écrire à nuit@maison.fr."]
    send(talk, {"op": "set", "path": ["discussions", "d1", "faits"], "value": facts})
    assert [[one["genre"] for one in found] for found in talk.traces["d1"]["faits"]] == [
        [],
        ["nom", "telephone"],
        ["courriel"],
    ]
    assert list(talk.desk.carnet.discussions[0].facts) == facts
    kinds = {"nom", "telephone", "courriel"}
    assert kinds <= set(interface("discussion")["traces"])


def test_without_the_agreement_nothing_leaves(talk: Discussion) -> None:
    said = "Le numéro d'astreinte n'est pas affiché"
    wanted = Wanted(day=dt.date(2026, 11, 23))
    assert said in export(talk.desk.carnet, "json", wanted=wanted).decode()
    send(talk, {"op": "set", "path": ["discussions", "d1", "accord_du_groupe"], "value": False})
    assert said not in export(talk.desk.carnet, "json", wanted=wanted).decode()


def test_an_empty_carnet_proposes_nothing_and_stands(tmp_path: Path) -> None:
    talk = opened(tmp_path, Carnet(title="Vide"))
    assert (talk.subjects, talk.figures, talk.session, talk.traces) == ([], {}, {}, {})
    assert repr(talk) == "<Discussion : 0 discussion>"


def test_all_that_is_sent_is_plain_json_and_has_its_words(talk: Discussion) -> None:
    names = [name for name in type(talk).class_own_traits(sync=True) if not name.startswith("_")]
    json.dumps({name: getattr(talk, name) for name in names if name not in ("layout", "comm")})
    assert set(talk.items) == set(load_questionnaire().item_ids)
    assert all(len(one["niveaux"]) == 4 for one in talk.items.values()) and len(talk.cards) == 40
    for one in msgspec.structs.fields(grouptalk.Discussion):
        assert one.encode_name in {*interface("carnet")["champs"], "id"}, one.encode_name
