"""Files of rules: what they may say, and every fault told with file, rule and what was perhaps meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.content import ContentError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.rules.orientation import OrientationError, load_orientation, orient
from pasapas_widgets.rules.orientation.condition import All, Any, Comparison, ConditionError, evaluate, parse
from pasapas_widgets.rules.orientation.rules import vocabulary

WORDS = vocabulary(load_questionnaire())


def written(folder: Path, rules: str) -> Path:
    path = folder / "mes_regles.yaml"
    path.write_text(rules, encoding="utf-8")
    return path


def rule(**changes: str) -> str:
    keys = {"id": "R-1", "priorite": "1", "si": '"score(L1) < 50"', "alors": "[S1]", "message": '"Essayer."'} | changes
    return "regles:\n  - {" + ", ".join(f"{key}: {value}" for key, value in keys.items() if value) + "}\n"


def test_a_rule_of_ones_own_without_python(tmp_path: Path) -> None:
    path = written(tmp_path, rule(si='"part_nsp(L1-01) > 0.4 et non effectif < 20"', acteurs="[T-ARACT]"))
    mine = load_orientation(path)
    assert [one.id for one in mine.rules] == ["R-1"] and len(mine.situations) == 7 and len(mine.services) == 4
    results = GroupResults(items={"L1-01": ItemResult(mean=60.0, level_class="consolider", not_known_share=0.5)})
    told = orient(results, staff=20, orientation=mine)
    assert told.shown[0].because == (
        "pour l'énoncé «\xa0" + load_questionnaire().item("L1-01").text + "\xa0», 50\xa0% des réponses sont "
        "«\xa0Je ne sais pas\xa0»\xa0: plus de 40\xa0%",
        "l'effectif est de 20 salariés\xa0: 20 ou plus",
    )
    assert not orient(results, staff=19, orientation=mine).shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (rule(si='"score(L9) < 50"'), ["« L9 » n'existe pas", "vouliez-vous « L"]),
        (rule(si='"score(L2-4) < 50"'), ["« L2-4 »", "vouliez-vous « L2-04 »"]),
        (rule(si='"scor(L1) < 50"'), ["« scor » n'est pas un fait connu", "« score »", "caractère 1"]),
        (rule(si='"score(L1) < 120"'), ["va de 0 à 100"]),
        (rule(si='"score(L1) < cinquante"'), ["un nombre est attendu"]),
        (rule(si='"score(L1) = 50"'), ["écrire =="]),
        (rule(si='"part_nsp_globale >= 0,25"'), ["avec un point"]),
        (rule(si='"classe(L1) < ameliorer"'), ["== ou != seulement"]),
        (rule(si='"classe(L1) == amelioré"'), ["vouliez-vous « ameliorer »"]),
        (rule(si='"(score(L1) < 50"'), ["parenthèse n'est pas refermée"]),
        (rule(si='"score(L1) < 50 score(L2) < 50"'), ["« et » ou « ou » attendu"]),
        (rule(si='"score L1 < 50"'), ["demande des parenthèses"]),
        (rule(si='"effectif(L1) < 50"'), ["sans parenthèses"]),
        (rule(si='"P9 == oui"'), ["« P9 » n'est pas un fait connu"]),
        (rule(si='"P1 == peut-être"'), ["n'est pas une valeur connue", "possibles : non, oui"]),
        (rule(si='"nb_signal(regard_different) > 2"'), ["vouliez-vous « regards_differents »"]),
        (rule(si='"aucune_regle(1, 2)"'), ["priorités plus petites que 1"]),
        (rule(si="\"__import__('os')\""), ["n'est pas un fait connu"]),
        (rule(si='"et"'), ["un fait est attendu"]),
        (rule(si='""'), ["longueur hors limites"]),
        (rule(si='"' + "(" * 60 + '"'), ["trop de parenthèses"]),
        (rule(si="12"), ["texte attendu, nombre entier trouvé"]),
        (rule(alors="[S9]"), ["alors", "« S9 » n'existe pas"]),
        (rule(acteurs="[T-ARCT]"), ["acteurs", "vouliez-vous « T-ARACT »"]),
        (rule(fiches="[F99]"), ["fiches", "« F99 » n'existe pas"]),
        (rule(priorite='"haute"'), ["priorite", "nombre entier attendu"]),
        (rule(message=""), ["il manque « message »"]),
        (rule(acteur="[T-ARACT]"), ["clé inconnue « acteur »", "vouliez-vous « acteurs »"]),
    ],
)
def test_each_fault_is_told_with_its_file_its_rule_and_what_to_do(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(OrientationError) as caught:
        load_orientation(written(tmp_path, text))
    (told,) = [one.replace("\xa0", " ") for one in caught.value.faults]
    assert told.startswith("mes_regles.yaml, règle R-1") and told.endswith(".")
    assert all(word in told for word in words), told


def test_all_the_faults_at_once_and_the_first_in_words(tmp_path: Path) -> None:
    text = rule(alors="[S9]") + rule(si='"P9 == oui"').removeprefix("regles:\n")
    with pytest.raises(OrientationError) as caught:
        load_orientation(written(tmp_path, text))
    assert len(caught.value.faults) == 3, "a service, an identifier twice, a fact"
    assert str(caught.value).endswith("(et 2 autres fautes)")


@pytest.mark.parametrize(
    ("text", "word"),
    [("regles: [", "YAML"), ("régles: []", "clé inconnue"), ("regles: 3", "liste"), ("propositions_max: 0", "limites")],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(ContentError, match=word):
        load_orientation(written(tmp_path, text))
    with pytest.raises(ContentError, match="illisible"):
        load_orientation(tmp_path / "absent.yaml")


def test_otherwise_comes_last(tmp_path: Path) -> None:
    text = 'situations:\n  - {id: A, nom: "Un", si: sinon}\n  - {id: B, nom: "Deux", si: "score(L1) < 50"}\n'
    with pytest.raises(OrientationError, match="dernière situation"):
        load_orientation(written(tmp_path, text))


# ------------------------------------------------------------ the language

LEAVES = st.sampled_from(["score(L1) < 50", "effectif >= 11", "P1 == oui", "levier_min == L2", "classe(L3) != appui"])
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} et {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} ou {two[1]})"),
        inner.map(lambda one: f"non ({one})"),
    ),
    max_leaves=6,
)


@given(TEXTS, st.dictionaries(st.sampled_from(["score", "effectif", "P1", "levier_min", "classe"]), st.booleans()))
def test_it_agrees_with_kleene_and_negation_never_makes_something_of_nothing(text: str, known: dict[str, bool]) -> None:
    def compare(one: Comparison) -> bool | None:
        positive = {"score": "<", "effectif": ">=", "P1": "==", "levier_min": "==", "classe": "!="}[one.fact.name]
        value = known.get(one.fact.name)
        return None if value is None else value == (one.operator == positive)

    found = evaluate(parse(text, WORDS), compare)
    denied = evaluate(parse(f"non ({text})", WORDS), compare)
    assert denied.value == (None if found.value is None else not found.value)
    filled = [
        evaluate(parse(text, WORDS), lambda one, rest=rest: compare(one) if one.fact.name in known else rest).value
        for rest in (True, False)
    ]
    if found.value is not None:
        assert filled == [found.value] * 2, "what is told holds whatever the unknown is"
    assert bool(found.true) == (found.value is True) and bool(found.unknown) == (found.value is None)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_french(text: str) -> None:
    try:
        assert isinstance(parse(text, WORDS), All | Any | Comparison)
    except ConditionError as error:
        assert str(error).startswith("caractère ") and str(error).endswith(".")


def test_words_bind_as_in_french() -> None:
    found = parse("P1 == oui ou P2 == oui et P3 == non", WORDS)
    assert isinstance(found, Any) and isinstance(found.parts[1], All)
