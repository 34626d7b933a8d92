"""Changes of a carnet: each makes a whole new value or none; a hostile one changes nothing."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.grouptalk import Priority
from pasapas_widgets.rules.changes import Change, ChangeError, changed, differences, patched
from pasapas_widgets.rules.plan import new_action

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "changes.json").read_text(encoding="utf-8"))
DAY = dt.date(2026, 11, 23)
CARNET = Carnet(
    title="Maison",
    actions=(
        new_action("a1", ["L1-04"], opened=DAY, template="A04"),
        new_action("a2", ["L2-05"], opened=DAY, template="A13"),
    ),
    priorities=(Priority(id="p1", items=("L1-04",)),),
)


def reached(plain: Any, path: list[str]) -> Any:
    for step in path:
        plain = plain[int(step)] if isinstance(plain, list) else plain[step]
    return plain


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_vectors_that_the_browser_keeps_too(case: dict[str, Any]) -> None:
    before = copy.deepcopy(VECTORS["before"])
    change = msgspec.convert(case["change"], Change)
    if case["after"] is None:
        with pytest.raises(ChangeError):
            patched(before, change)
    else:
        after = patched(before, change)
        assert reached(after, case["path"]) == case["after"]
        assert patched(after, change) == after, "a change may come twice"
    assert before == VECTORS["before"], "the original is as it was"


def test_a_change_of_an_action_keeps_its_types() -> None:
    later = changed(CARNET, Change(op="set", path=("actions", "a1", "echeance"), value="2027-01-15"))
    assert later.actions[0].due == dt.date(2027, 1, 15)
    assert later.actions[1] is not CARNET.actions[1] and later.actions[1] == CARNET.actions[1]
    assert CARNET.actions[0].due == DAY + dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("op", "path", "value"),
    [
        ("set", ("vagues",), []),
        ("add", ("vagues",), {"id": "x"}),
        ("set", ("format",), 1),
        ("set", ("__class__",), "x"),
        ("set", ("titre",), 3),
        ("set", ("titre",), "x" * 81),
        ("set", ("actions", "a1", "titre"), "x" * 201),
        ("set", ("actions", "a1", "echeance"), "demain"),
        ("set", ("actions", "a1", "effort"), 4),
        ("set", ("actions", "a1", "enonces"), []),
        ("set", ("actions", "a1", "inconnu"), "x"),
        ("set", ("actions", "a1", "id"), "<b>"),
        ("set", ("actions", "a9", "titre"), "x"),
        ("set", ("actions",), "x"),
        ("add", ("actions",), {"id": "a3"}),
        ("set", ("actions", "a1", "valeur_de_depart", "x"), "x"),
        ("set", ("priorites", "p1", "gommettes"), -1),
    ],
)
def test_what_does_not_fit_is_refused_in_french_and_changes_nothing(op: Any, path: tuple[str, ...], value: Any) -> None:
    before = CARNET.to_json()
    with pytest.raises(ChangeError, match="Ce changement n'a pas pu être fait"):
        changed(CARNET, Change(op=op, path=path, value=value))
    assert CARNET.to_json() == before


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
STEPS = st.sampled_from(["actions", "a1", "titre", "priorites", "p1", "effectif", "id", "x", "0"])


@given(VALUES, st.lists(STEPS, min_size=1, max_size=4), st.sampled_from(["set", "add", "remove"]))
def test_any_change_gives_a_carnet_that_can_be_kept_or_a_sentence(value: Any, path: list[str], op: Any) -> None:
    try:
        after = changed(CARNET, Change(op=op, path=tuple(path), value=value))
    except ChangeError as error:
        assert str(error).endswith("recommencez autrement.")
    else:
        assert Carnet.from_json(after.to_json()) == after


def test_differences_go_down_to_the_field() -> None:
    other = changed(CARNET, Change(op="set", path=("actions", "a2", "titre"), value="Autre"))
    other = changed(other, Change(op="remove", path=("priorites",), value="p1"))
    found = {one.path: (one.here, one.there) for one in differences(CARNET, other)}
    assert found[("actions", "a2", "titre")] == ("Créer une fiche de prise de poste pour remplaçants", "Autre")
    assert found[("priorites", "p1")][1] is None
    assert len(found) == 2
    assert differences(CARNET, CARNET) == ()


def test_another_order_of_the_same_is_a_difference() -> None:
    turned = msgspec.structs.replace(CARNET, actions=CARNET.actions[::-1])
    assert [one.path for one in differences(CARNET, turned)] == [("actions",)]
