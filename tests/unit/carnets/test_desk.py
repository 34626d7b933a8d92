"""One window's hold on a carnet: undo and redo, two windows, files that are brought, a disk that refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import Desk, sample_carnet
from pasapas_widgets.carnets.history import LONGEST_UNDO
from pasapas_widgets.carnets.shelf import Carnets, NotKeptError
from pasapas_widgets.model.carnet.carnet import FORMAT, Carnet, CarnetError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.changes import Change, ChangeError

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def carnets(tmp_path: Path) -> Carnets:
    return Carnets(tmp_path / "carnets")


def title(text: str) -> Change:
    return Change(op="set", path=("titre",), value=text)


def window(carnets: Carnets, id: str = "") -> Desk:
    desk = Desk(carnets)
    if id:
        desk.open_kept(id)
    else:
        desk.create("0")
    return desk


def test_each_change_is_on_disk_at_once(carnets: Carnets) -> None:
    desk = window(carnets)
    for text in ("1", "2", "3"):
        desk.change([title(text)])
        assert desk.kept and carnets.read(desk.id).carnet.title == text
    desk.change([title("3")])
    assert len(carnets.revisions(desk.id)) == 3, "what changes nothing saves nothing"


def test_undo_and_redo_go_through_every_value(carnets: Carnets) -> None:
    desk = window(carnets)
    for text in ("1", "2", "3"):
        desk.change([title(text)])
    said = []
    for _ in range(5):
        desk.undo()
        said.append(desk.carnet.title)
    assert said == ["2", "1", "0", "0", "0"] and not desk.can_undo
    desk.redo()
    desk.redo()
    assert desk.carnet.title == "2" and carnets.read(desk.id).carnet.title == "2"
    desk.change([title("autre")])
    assert not desk.can_redo
    desk.undo()
    assert desk.carnet.title == "2"


def test_letters_typed_in_one_field_are_undone_together(carnets: Carnets) -> None:
    desk = window(carnets)
    for text in ("R", "Re", "Rel"):
        desk.change([title(text)], group="titre 1")
    desk.change([Change(op="set", path=("effectif",), value=12)])
    desk.change([title("Relais")], group="titre 1")
    said = []
    for _ in range(3):
        desk.undo()
        said.append((desk.carnet.title, desk.carnet.staff))
    assert said == [("Rel", 12), ("Rel", None), ("0", None)]


@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=30))
def test_undo_and_redo_are_those_of_a_list_of_values(moves: list[str]) -> None:
    class Nowhere(Carnets):
        """A disk that takes all: what is tested is the order of values."""

        def save(self, id: str, carnet: Carnet, *, over: str) -> str:
            return over

    desk = Desk(Nowhere(Path("nowhere")))
    desk.id = "0" * 16
    values, place = [desk.carnet.title], 0
    for number, move in enumerate(moves):
        if move == "change":
            desk.change([title(str(number))])
            values, place = [*values[: place + 1], str(number)], place + 1
        elif move == "undo":
            desk.undo()
            place = max(0, place - 1)
        else:
            desk.redo()
            place = min(len(values) - 1, place + 1)
        assert desk.carnet.title == values[place]
        assert (desk.can_undo, desk.can_redo) == (place > 0, place < len(values) - 1)


def test_memory_of_undo_has_an_end(carnets: Carnets) -> None:
    desk = window(carnets)
    for number in range(LONGEST_UNDO + 20):
        desk.carnets.save = lambda *_, **__: desk._mark  # type: ignore[method-assign]
        desk.change([title(str(number + 1))])
    assert len(desk._history.past) == LONGEST_UNDO


def test_several_changes_are_made_as_one_or_not_at_all(carnets: Carnets) -> None:
    desk = window(carnets)
    with pytest.raises(ChangeError):
        desk.change([title("1"), Change(op="set", path=("effectif",), value="douze")])
    assert desk.carnet.title == "0" and not desk.can_undo
    desk.change([title("1"), Change(op="set", path=("effectif",), value=12)])
    desk.undo()
    assert (desk.carnet.title, desk.carnet.staff) == ("0", None)


@pytest.mark.parametrize(("choice", "on_disk"), [("ici", "d'ici"), ("ailleurs", "d'ailleurs")])
def test_a_conflict_waits_for_a_choice_and_loses_neither(carnets: Carnets, choice: str, on_disk: str) -> None:
    one = window(carnets)
    other = window(carnets, one.id)
    other.change([title("d'ailleurs")])
    one.change([title("d'ici")])
    assert one.conflict and not one.kept
    one.change([Change(op="set", path=("effectif",), value=12)])
    assert one.carnet.staff == 12 and carnets.read(one.id).carnet.title == "d'ailleurs", "nothing is written meanwhile"
    assert not one.look(), "what waits for a choice is not replaced"
    one.decide(choice)  # type: ignore[arg-type]
    assert one.kept and not one.conflict and carnets.read(one.id).carnet.title == on_disk
    one.undo()
    assert {one.carnet.title, on_disk} == {"d'ici", "d'ailleurs"}, "the version that was not chosen is one undo away"
    assert one.kept and carnets.read(one.id).carnet == one.carnet


def test_a_conflict_is_merged_part_by_part_and_both_versions_stay(carnets: Carnets) -> None:
    one = window(carnets)
    one.change([Change(op="set", path=("service",), value="mecs")])
    other = window(carnets, one.id)
    other.change([title("d'ailleurs"), Change(op="set", path=("effectif",), value=12)])
    one.change([title("d'ici"), Change(op="set", path=("employeur",), value="public")])
    assert {(part.path[0], part.proposal) for part in one.parts()} == {
        ("titre", None), ("effectif", "ailleurs"), ("employeur", "ici"),
    }  # fmt: skip
    here, there = one.carnet, other.carnet
    one.merge({("titre",): "ailleurs"})
    made = carnets.read(one.id).carnet
    assert one.kept and one.parts() == () and made == one.carnet
    assert (made.title, made.staff, made.employer, made.service) == ("d'ailleurs", 12, "public", "mecs")
    earlier = [carnets.revision(one.id, found.number) for found in carnets.revisions(one.id)]
    assert here in earlier and there in earlier
    one.undo()
    assert one.carnet == here and one.kept
    one.undo()
    assert one.carnet == there and one.kept


def test_the_version_left_aside_is_among_the_revisions(carnets: Carnets) -> None:
    one = window(carnets)
    other = window(carnets, one.id)
    other.change([title("d'ailleurs")])
    one.change([title("d'ici")])
    here = one.carnet
    one.decide("ailleurs")
    assert here in [carnets.revision(one.id, found.number) for found in carnets.revisions(one.id)]


def test_a_third_window_that_saves_meanwhile_is_a_conflict_again(carnets: Carnets) -> None:
    one = window(carnets)
    other = window(carnets, one.id)
    other.change([title("d'ailleurs")])
    one.change([Change(op="set", path=("employeur",), value="public")])
    other.change([Change(op="set", path=("effectif",), value=12)])
    one.merge({})
    assert one.conflict and not one.kept, "what came meanwhile is not overwritten"
    one.merge({})
    made = carnets.read(one.id).carnet
    assert (made.title, made.staff, made.employer) == ("d'ailleurs", 12, "public")


def test_both_versions_of_a_conflict_can_be_kept(carnets: Carnets) -> None:
    one = window(carnets)
    other = window(carnets, one.id)
    other.change([title("d'ailleurs")])
    one.change([title("d'ici")])
    one.decide("deux")
    assert one.id != other.id and one.kept
    assert {found.title for found in carnets.all()} == {"d'ailleurs", "d'ici (ma version)"}


def test_what_another_window_saved_is_taken_when_nothing_waits_here(carnets: Carnets) -> None:
    one = window(carnets)
    one.change([title("1")])
    other = window(carnets, one.id)
    assert not one.look()
    other.change([title("2")])
    assert one.look() and one.carnet.title == "2"
    assert not one.can_undo, "an undo here would silently take back what was done there"
    one.change([title("3")])
    assert one.kept and not one.conflict


def test_a_disk_that_refuses_is_told_and_tried_again(carnets: Carnets, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = window(carnets)

    def full(path: Path, data: bytes, *, private: bool) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pasapas_widgets.carnets.keptfiles.put", full)
        desk.change([title("1")])
        assert not desk.kept and "plein" in desk.fault and desk.carnet.title == "1"
        with pytest.raises(NotKeptError):
            desk.create("autre")
        assert desk.carnet.title == "1"
    assert carnets.read(desk.id).carnet.title == "0"
    desk.save()
    assert desk.kept and not desk.fault and carnets.read(desk.id).carnet.title == "1"


def test_the_sample_is_kept_only_where_it_is_asked_for(carnets: Carnets) -> None:
    desk = Desk(carnets)
    desk.open_sample()
    assert desk.is_open and replace(desk.carnet, id=UNSET) == sample_carnet() and carnets.all() == ()
    desk.change([Change(op="set", path=("actions", "a1", "titre"), value="Essai")])
    desk.save()
    assert desk.is_sample and desk.kept and desk.can_undo and carnets.all() == (), "a change makes it nobody's carnet"
    assert desk.carnet.actions[0].title == "Essai"
    desk.undo()
    assert replace(desk.carnet, id=UNSET) == sample_carnet()
    desk.redo()
    desk.keep_sample()
    assert not desk.is_sample and desk.kept
    (kept,) = carnets.all()
    assert kept.id == desk.id and "inventé" in kept.title, "it stays marked"
    assert carnets.read(desk.id).carnet.actions[0].title == "Essai"
    desk.keep_sample()
    assert len(carnets.all()) == 1, "what is kept already is no sample"


def test_a_file_is_opened_at_once_or_waits_for_a_choice(carnets: Carnets) -> None:
    desk = Desk(carnets)
    desk.open_sample()
    desk.bring("un.json", Carnet(title="apporté").to_json().encode())
    assert desk.carnet.title == "apporté" and desk.id and not desk.is_sample
    desk.bring("deux.json", sample_carnet().to_json().encode())
    assert desk.carnet.title == "apporté" and desk.brought and desk.brought.lost == ()
    assert desk.join(desk.brought.carnet) == 2 and desk.join(sample_carnet()) == 0
    assert len(carnets.read(desk.id).carnet.waves) == 2
    assert desk.carnet.actions == (), "only what the group answered is joined"


NEWER = json.dumps({"format": FORMAT + 3}).encode()


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"[]", b'{"titre": 1}', b"\xff\xfe{}", NEWER])
def test_a_file_that_is_no_carnet_changes_nothing(carnets: Carnets, data: bytes) -> None:
    desk = window(carnets)
    with pytest.raises(CarnetError):
        desk.bring("x.json", data)
    assert desk.carnet.title == "0" and desk.brought is None and len(carnets.all()) == 1


def test_a_damaged_file_waits_and_says_what_is_lost(carnets: Carnets) -> None:
    desk = Desk(carnets)
    plain = json.loads(sample_carnet().to_json())
    plain["actions"][0]["etat"] = 4
    desk.bring("x.json", json.dumps(plain).encode())
    assert desk.brought and desk.brought.lost == ("actions 1",) and not desk.id
    desk.adopt(desk.brought.carnet)
    assert [one.id for one in desk.carnet.actions] == ["a2", "a3", "a4"] and desk.brought is None


def test_an_earlier_version_comes_back_and_can_be_undone(carnets: Carnets) -> None:
    desk = window(carnets)
    desk.change([title("1")])
    desk.change([title("2")])
    desk.restore(carnets.revisions(desk.id)[-1].number)
    assert desk.carnet.title == "0" and desk.kept
    desk.undo()
    assert desk.carnet.title == "2"


def test_erased_is_closed(carnets: Carnets) -> None:
    desk = window(carnets)
    desk.erase()
    assert not desk.is_open and carnets.all() == () and not desk.can_undo


@pytest.fixture(scope="module")
def make_carnet() -> ModuleType:
    sys.path.insert(0, str(DATA))
    try:
        import make_carnet
    finally:
        sys.path.remove(str(DATA))
    return make_carnet


def test_the_script_writes_the_same_sample_again(make_carnet: ModuleType) -> None:
    def told(text: str) -> object:  # a sum of floats differs in its last digits from one Python to another
        return json.loads(text, parse_float=lambda number: round(float(number), 6))

    there = (samples_dir() / "carnet_exemple.json").read_text(encoding="utf-8")
    assert told(make_carnet.carnet().to_json()) == told(there)


def test_every_part_of_the_sample_traces_to_statements() -> None:
    carnet = sample_carnet()
    known = set(load_questionnaire().item_ids)
    for part in (*carnet.priorities, *carnet.actions, *carnet.discussions, *carnet.feedback):
        assert part.items and set(part.items) <= known
    assert all(one.invented for one in carnet.feedback)
