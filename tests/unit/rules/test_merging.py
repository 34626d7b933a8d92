"""Two versions made one: all from here, all from there, and changes that do not touch each other are all kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Priority
from pasapas_widgets.rules.changes import Change, ChangeError, changed, differences
from pasapas_widgets.rules.merge import Side, merged, parts
from pasapas_widgets.rules.plan import new_action

DAY = dt.date(2026, 11, 23)
BASE = Carnet(
    title="Maison",
    actions=tuple(new_action(id, ["L1-04"], opened=DAY, template="A04") for id in ("a1", "a2", "a3")),
    priorities=(Priority(id="p1", items=("L1-04",)), Priority(id="p2", items=("L2-01",))),
)
NEW = {"id": "n1", "titre": "Neuve", "enonces": ["L1-01"], "ouverte_le": "2026-11-23"}
TEXT = st.text("abc", max_size=3)


def setting(path: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Change]:
    return st.builds(lambda value: Change(op="set", path=path, value=value), values)


def added(id: str) -> st.SearchStrategy[Change]:
    return st.just(Change(op="add", path=("actions",), value=NEW | {"id": id}))


def of_window(*, title: bool, action: str, other: str, new: str) -> st.SearchStrategy[list[Change]]:
    """Changes of one window, in parts that the other one leaves alone."""
    own = setting(("titre",) if title else ("effectif",), TEXT if title else st.integers(1, 90))
    field = setting(("actions", action, "titre" if title else "moyens"), TEXT)
    shared = setting(("actions", "a3", "indicateur" if title else "moyens"), TEXT)
    gone = st.just(Change(op="remove", path=("priorites",), value=other))
    return st.lists(own | field | shared | gone | added(new), max_size=6)


HERE = of_window(title=True, action="a1", other="p1", new="n1")
THERE = of_window(title=False, action="a2", other="p2", new="n2")
ANY = st.lists(HERE | THERE, max_size=4).map(lambda all: [one for some in all for one in some])
ORDERS = st.permutations(BASE.actions)


def after(carnet: Carnet, changes: Sequence[Change]) -> Carnet:
    for one in changes:
        with suppress(ChangeError):
            carnet = changed(carnet, one)
    return carnet


@given(ANY, ANY, ORDERS, ORDERS)
def test_all_from_one_side_is_that_side(one: Any, other: Any, order: Any, other_order: Any) -> None:
    here, there = (
        after(replace(BASE, actions=tuple(order)), one),
        after(replace(BASE, actions=tuple(other_order)), other),
    )
    found = differences(here, there)
    assert merged(here, there, {}) == here
    assert merged(here, there, {part.path: "ici" for part in found}) == here
    assert merged(here, there, {part.path: "ailleurs" for part in found}) == there


def as_sets(carnet: Carnet) -> Any:
    plain = msgspec.to_builtins(carnet)
    return {key: sorted(map(repr, value)) if isinstance(value, list | tuple) else value for key, value in plain.items()}


@given(HERE, THERE)
def test_changes_that_do_not_touch_each_other_are_all_kept(one: list[Change], other: list[Change]) -> None:
    here, there = after(BASE, one), after(BASE, other)
    found = parts(BASE, here, there)
    assert all(part.proposal for part in found), "only one side changed each part"
    made = merged(here, there, {part.path: part.proposal or "ici" for part in found})
    assert as_sets(made) == as_sets(after(here, other)) == as_sets(after(there, one))


@given(ANY, ANY, st.lists(st.sampled_from(["ici", "ailleurs"]), max_size=20))
def test_any_mix_takes_each_part_from_where_it_was_picked(one: Any, other: Any, sides: list[Side]) -> None:
    here, there = after(BASE, one), after(BASE, other)
    found = differences(here, there)
    picks = dict(zip([part.path for part in found], sides, strict=False))
    made = merged(here, there, picks)
    from_here = {part.path for part in differences(here, made)}
    from_there = {part.path for part in differences(there, made)}
    for part in found:
        assert part.path not in (from_there if picks.get(part.path) == "ailleurs" else from_here), part
    assert Carnet.from_json(made.to_json()) == made


def test_what_both_changed_has_no_proposal() -> None:
    here, there = replace(BASE, title="Ici", staff=10), replace(BASE, title="Là-bas")
    told = {part.path: part.proposal for part in parts(BASE, here, there)}
    assert told == {("titre",): None, ("effectif",): "ici"}
    gone = after(BASE, [Change(op="remove", path=("actions",), value="a1")])
    kept = after(BASE, [Change(op="set", path=("actions", "a1", "titre"), value="x")])
    (part,) = parts(BASE, gone, kept)
    assert part.path == ("actions", "a1") and part.proposal is None, "removed here, rewritten there: somebody decides"


def test_an_order_is_a_part_of_its_own() -> None:
    turned = replace(BASE, actions=BASE.actions[::-1])
    written = after(BASE, [Change(op="set", path=("actions", "a1", "titre"), value="x")])
    found = {part.path: part.proposal for part in parts(BASE, turned, written)}
    assert found == {("actions",): "ici", ("actions", "a1", "titre"): "ailleurs"}
    made = merged(turned, written, found)  # type: ignore[arg-type]
    assert [one.id for one in made.actions] == ["a3", "a2", "a1"] and made.actions[2].title == "x"


def test_waves_that_each_window_joined_are_both_kept_in_the_order_of_their_days() -> None:
    first, second = sample_carnet().waves
    here, there = replace(BASE, waves=(second,)), replace(BASE, waves=(first,))
    found = {part.path: part.proposal for part in parts(BASE, here, there)}
    assert set(found.values()) == {"ici", "ailleurs"}
    assert merged(here, there, found).waves == (first, second)  # type: ignore[arg-type]
