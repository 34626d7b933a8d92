"""The widgets of a carnet without a browser: one desk, messages taken once, what each sends to its page."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets import CarnetDesk, Plan, Priorities, Radar, Results
from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.rules.changes import Change, ChangeError, changed

SAMPLE = sample_carnet()


@pytest.fixture
def desk(tmp_path: Path) -> CarnetDesk:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(SAMPLE)
    return CarnetDesk(carnets)


def send(widget: Any, *messages: dict[str, Any]) -> None:
    first = widget.seen + 1
    widget.incoming = {"messages": [{"seq": first + n} | one for n, one in enumerate(messages)]}


def setting(path: list[str], value: Any) -> dict[str, Any]:
    return {"verb": "change", "changes": [{"op": "set", "path": path, "value": value}]}


def on_disk(desk: CarnetDesk) -> Carnet:
    return desk.desk.carnets.read(desk.desk.id).carnet


def test_one_carnet_for_all_the_widgets_of_a_page(desk: CarnetDesk) -> None:
    plan, choice = Plan(desk), Priorities(desk)
    send(plan, setting(["actions", "a1", "titre"], "Depuis le plan"))
    send(choice, setting(["priorites", "p-L3-06", "retenue"], True))
    assert desk.carnet["actions"][0]["titre"] == choice.carnet["actions"][0]["titre"] == "Depuis le plan"
    assert on_disk(desk).actions[0].title == "Depuis le plan"
    send(desk, {"verb": "undo"}, {"verb": "undo"})
    assert plan.carnet["actions"][0]["titre"] == SAMPLE.actions[0].title
    assert on_disk(desk) == SAMPLE and plan.state["refaire"]
    for widget in (desk, plan, choice):
        assert widget.ack == widget.seen
        assert "vagues" not in widget.carnet, "results go once, not at each key"


def test_a_message_is_taken_once_however_often_it_comes(desk: CarnetDesk) -> None:
    plan = Plan(desk)
    message = {"seq": 1, "verb": "change", "changes": [{"op": "add", "path": ["actions"], "value": SAMPLE_ACTION}]}
    plan.incoming = {"messages": [message]}
    plan.incoming = {"messages": [message, {"seq": 2} | setting(["actions", "neuf", "titre"], "x")]}
    plan.incoming = {"messages": [message]}
    assert [one.title for one in on_disk(desk).actions if one.id == "neuf"] == ["x"]
    assert plan.seen == plan.ack == 2


SAMPLE_ACTION = {"id": "neuf", "titre": "Neuf", "enonces": ["L1-01"], "ouverte_le": "2026-11-23"}


@pytest.mark.parametrize(
    "message",
    [
        {"verb": "change"},
        {"verb": "change", "changes": "x"},
        {"verb": "change", "changes": [{"op": "set", "path": ["vagues"], "value": []}]},
        {"verb": "change", "changes": [{"op": "set", "path": ["actions", "a1", "enonces"], "value": []}]},
        {"verb": "change", "changes": [{"op": "eval", "path": ["titre"], "value": 1}]},
        {"verb": "__init__"},
        {"verb": "open", "id": "../../etc"},
        {"verb": "open"},
        {"verb": "restore", "number": "un"},
        {"verb": "restore", "number": 999},
        {"verb": "bring", "name": "x", "data": b"\x89PNG"},
        {},
    ],
)
def test_a_message_that_does_not_fit_is_refused_in_french_and_stops_no_other(desk: CarnetDesk, message: Any) -> None:
    send(desk, message, setting(["effectif"], 12))
    (refused,) = desk.refusals
    assert refused["seq"] == 1 and refused["phrase"].endswith(".")
    carnet = on_disk(desk)
    assert carnet.staff == 12 and carnet.waves == SAMPLE.waves and carnet.actions == SAMPLE.actions


def test_an_acknowledgement_waits_for_the_disk(desk: CarnetDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan(desk)

    def full(path: Path, data: bytes, *, private: bool) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pasapas_widgets.carnets.keptfiles.put", full)
        send(plan, setting(["titre"], "écrit"))
        assert plan.seen == 1 and plan.ack == 0 and not plan.state["enregistre"] and "disque" in plan.state["faute"]
    send(desk, {"verb": "save"})
    assert plan.ack == 1 and plan.state["enregistre"] and on_disk(desk).title == "écrit"


def test_a_conflict_shows_both_versions(desk: CarnetDesk) -> None:
    other = CarnetDesk(desk.desk.carnets)
    send(other, setting(["actions", "a1", "titre"], "là-bas"))
    send(desk, setting(["actions", "a1", "titre"], "ici"))
    (told,) = desk.conflict
    assert (told["chemin"], told["ici"], told["ailleurs"]) == (["actions", "a1", "titre"], "ici", "là-bas")
    assert told["propose"] == "", "both changed it: somebody chooses"
    send(desk, {"verb": "merge", "parties": [[["actions", "a1", "titre"], "au milieu"]]})
    assert desk.conflict and desk.refusals[-1]["phrase"].endswith(".")
    send(desk, {"verb": "merge", "parties": [[["actions", "a1", "titre"], "ailleurs"]]})
    assert desk.conflict == [] and desk.carnet["actions"][0]["titre"] == "là-bas" and desk.ack == desk.seen


def test_radar_and_results_follow_the_last_time_and_the_one_before(desk: CarnetDesk) -> None:
    radar = Radar.of(desk)
    assert [(one["kind"], one["n"]) for one in radar.layers] == [("group", 22), ("earlier", 24)]
    assert Results(desk).results == SAMPLE.waves[1].results.plain()
    send(desk, {"verb": "create", "title": "Vide"})
    assert radar.layers == [] and desk.results == {}


def test_the_day_and_the_models_of_new_actions(desk: CarnetDesk) -> None:
    plan = Plan(desk, today=dt.date(2026, 11, 30))
    models = {one["action"]["modele"]: one["action"] for one in plan.kit["modeles"]}
    assert set(models) == {one.id for one in load_kit().actions}
    assert models["A13"]["echeance"] == "2026-12-21" and models["A13"]["date_revue"] == "2027-02-28"
    for one in [*models.values(), plan.kit["neuve"]]:
        send(
            plan,
            {"verb": "change", "changes": [{"op": "add", "path": ["actions"], "value": one | {"enonces": ["L1-01"]}}]},
        )
    assert plan.refusals == [] and len(on_disk(desk).actions) == 4 + len(models) + 1


ITEMS = st.lists(st.sampled_from(load_questionnaire().item_ids), max_size=3)
ADDED = st.builds(
    lambda id, items: ("add", ["actions"], SAMPLE_ACTION | {"id": id, "enonces": items}), st.sampled_from("abc"), ITEMS
)
SET = st.builds(lambda id, items: ("set", ["actions", id, "enonces"], items), st.sampled_from("abc"), ITEMS)
REMOVED = st.builds(lambda id: ("remove", ["actions"], id), st.sampled_from("abc"))


@given(st.lists(ADDED | SET | REMOVED, max_size=12))
def test_every_action_traces_to_statements_whatever_a_page_sends(changes: list[tuple[str, list[str], Any]]) -> None:
    carnet = Carnet()
    for op, path, value in changes:
        with suppress(ChangeError):
            carnet = changed(carnet, Change(op=op, path=tuple(path), value=value))  # type: ignore[arg-type]
        assert all(one.items for one in carnet.actions)
    assert all(set(one.items) <= set(load_questionnaire().item_ids) for one in carnet.actions)


def test_advice_names_the_field_of_the_file(desk: CarnetDesk) -> None:
    plan = Plan(desk)
    send(
        plan,
        setting(["actions", "a3", "responsable_fonction"], "Mme Durand"),
        setting(["actions", "a4", "date_revue"], None),
    )
    told = {(one["action"], one["champ"], one["regle"]) for one in plan.advice}
    assert ("a3", "responsable_fonction", "noms") in told and ("a4", "date_revue", "revue") in told


def test_where_actions_are_entered_follows_the_employer(desk: CarnetDesk) -> None:
    plan = Plan(desk)
    assert "Liste d'actions du document unique" in plan.told["a2"]["inscrite"]
    send(desk, setting(["effectif"], 120), setting(["employeur"], "public"))
    assert any(one.startswith("Programme annuel") for one in plan.told["a2"]["inscrite"])
    assert plan.told["a4"]["inscrite"][-1].startswith("Comité social territorial")


def test_votes_show_ideas_and_statements(desk: CarnetDesk) -> None:
    choice = Priorities(desk)
    (vote,) = choice.votes
    assert vote["votants"] == 20 and vote["choix"][0]["enonce"] == "L2-05"
    assert [choice.ranks[f"p-{item}"] for item in ("L2-05", "L1-01", "L3-01")] == [
        {"rang": 1, "ex_aequo": 2},
        {"rang": 1, "ex_aequo": 2},
        {"rang": 3, "ex_aequo": 1},
    ]


def test_all_that_is_sent_is_plain_json_and_no_figure_of_a_person(desk: CarnetDesk) -> None:
    for widget in (desk, Plan(desk), Priorities(desk)):
        names = [name for name in type(widget).class_own_traits(sync=True) if name not in ("file", "layout", "comm")]
        json.dumps({name: getattr(widget, name) for name in names if not name.startswith("_")})
    counts = [wave["n_notes"] for one in Plan(desk).items.values() for wave in one["vagues"] if wave["n_notes"]]
    assert counts and min(counts) >= 5


def test_every_field_of_an_action_has_a_name_and_every_state_of_the_page_its_words() -> None:
    import msgspec

    names = interface("carnet")["champs"]
    for one in msgspec.structs.fields(Action):
        assert one.encode_name in {*names, "id", "modele"}, one.encode_name
    for one in msgspec.structs.fields(Carnet):
        assert one.encode_name in {*names, "format"}, one.encode_name
