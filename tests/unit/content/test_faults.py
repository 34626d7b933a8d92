"""What msgspec refuses, said in French with its place, whatever part of a value is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pasapas_widgets.content.faults import Fault, fault_of, line_at, unknown_key
from pasapas_widgets.model.strict import Strict, Text

TEXT = "id: x\nitems:\n  - texte: a\n  - texte: b\n    rang: 2\n"


class Part(Strict, frozen=True):
    texte: Text
    rang: int = 0


class Whole(Strict, frozen=True):
    items: tuple[Part, ...] = ()
    noms: dict[Text, int] = msgspec.field(default_factory=dict)


def refusal(plain: Any) -> msgspec.ValidationError:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(plain, Whole)
    return caught.value


@pytest.mark.parametrize(
    ("plain", "path", "reason"),
    [
        ([], "", "bloc de clés attendu, liste trouvé"),
        ({"items": [{"texte": "a"}, {}]}, "items[1]", "il manque « texte »"),
        ({"items": [{"texte": "a", "rang": "2"}]}, "items[0].rang", "nombre entier attendu, texte trouvé"),
        ({"noms": {"": 1}}, "noms", "longueur hors limites : >= 1 attendu"),
        ({"autre": 1}, "", "clé inconnue « autre » : vérifier l'orthographe ou la retirer"),
    ],
)
def test_a_refusal_has_its_place_and_a_french_reason(plain: Any, path: str, reason: str) -> None:
    fault = fault_of(refusal(plain))
    assert (fault.path, fault.reason) == (path, reason)


def test_the_unknown_key_is_named_and_nothing_else_is() -> None:
    assert unknown_key(refusal({"autre": 1})) == "autre" and unknown_key(refusal([])) == ""


@pytest.mark.parametrize(
    ("path", "line"), [("items[1].texte", 4), ("items[1].rang", 5), ("items[1].rien", 4), ("items[9]", 2), ("", 0)]
)
def test_a_path_leads_to_its_line_or_to_what_is_around_it(path: str, line: int) -> None:
    assert line_at(TEXT, path) == line


def test_a_sentence_ends_once() -> None:
    assert Fault(reason="rien").sentence("a.yaml") == "a.yaml, racine : rien."
    assert (
        Fault(path="si", reason="rien ne va.", fix="l'ôter").sentence("a.yaml") == "a.yaml, si : rien ne va ; l'ôter."
    )
