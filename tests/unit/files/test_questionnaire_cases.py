"""What the verifier accepts, the loader accepts: the same files, whatever a keyboard or a word processor put in."""

# ruff: noqa: E501 (a case stays a line)

from __future__ import annotations

import itertools
import time
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import questionnaires

from pasapas_widgets.content import ContentError
from pasapas_widgets.files.questionnaires import check
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

FILE = """id: releve-essai
version: "1.0"
titre: "Relève, essai"
leviers:
  - {id: releve, nom_court: "La relève"}
echelle:
  niveaux:
    - {valeur: 1, libelle: "Jamais"}
    - {valeur: 2, libelle: "Parfois"}
    - {valeur: 3, libelle: "Souvent"}
items:
  - {id: R1, levier: releve, texte: "Phrase 1."}
  - {id: R2, levier: releve, texte: "Phrase 2."}
  - {id: R3, levier: releve, texte: "Phrase 3."}
"""
R2 = '{id: R2, levier: releve, texte: "Phrase 2."}'


NUMBERS = itertools.count()


def loads(text: str, folder: Path) -> bool:
    path = folder / f"q{next(NUMBERS)}.yaml"
    path.write_text(text, "utf-8")
    try:
        load_questionnaire(path)
    except ContentError as error:
        assert "\n" not in str(error)
        return False
    return True


TAKEN = {
    "a no-break space before the colon": FILE.replace("titre:", "titre\u00a0:"),
    "a key in quotation marks with a blank": FILE.replace("titre:", '"titre ":'),
    "an invisible character before a key": FILE.replace("titre:", "\u200btitre:"),
    "a merge with its own words": FILE.replace("- {id: R1", "- &r {id: R1").replace(R2, "{<<: *r, id: R2}"),
    "a merge met twice": FILE.replace("- {id: R1", "- &r {id: R1").replace(R2, '&s {<<: *r, id: R2}\n  - {<<: *s, id: R4, texte: "x"}'),
}  # fmt: skip
REFUSED = {
    "a key twice": (FILE + 'titre: "Autre"\n', "deux fois"),
    "a key twice, once with a blank": (FILE + '"titre ": "Autre"\n', "deux fois"),
    "a name of the room": (FILE.replace("id: R2", "id: profil"), "nom réservé"),
    "a name of the evaluation": (FILE.replace("id: R2", "id: EV-1"), "nom réservé"),
    "a name of the browser": (FILE.replace("id: R2", "id: constructor"), "nom réservé"),
    "capitals alone": (FILE.replace("id: R2", "id: r1"), "que par des majuscules"),
    "an identifier that ends in a line": (FILE.replace("  - " + R2, '  - id: |\n      R2\n    levier: releve\n    texte: "x"'), "identifiant"),
    "oui": (FILE.replace('"Phrase 2."', '"Phrase 2.", inverse: oui'), "ne connaît que true et false"),
    "a version that ends in a line": (FILE.replace('"1.0"', '"1.0\\n"'), "version"),
}  # fmt: skip


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_is_meant_is_taken_by_both(text: str, tmp_path: Path) -> None:
    assert check(text).faults == () and loads(text, tmp_path)


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_serve_is_refused_by_both_with_a_line(text: str, said: str, tmp_path: Path) -> None:
    faults = check(text).faults
    assert any(said in one.reason.replace("\u00a0", " ") for one in faults), faults
    assert all(one.line > 1 and one.fix for one in faults) and not loads(text, tmp_path)


def test_what_deserves_a_thought_is_said() -> None:
    cut = check(FILE.replace('"Phrase 2."}', '"Phrase 2."}').replace('titre: "Relève, essai"', "titre: Relève # essai"))
    assert [one.reason[:19] for one in cut.warnings if one.path == "titre"] == ["le texte s'arrête à"]
    for name in ("1-2", "MAR-1", "sept2", "1E5"):
        dates = check(FILE.replace("id: R2", f'id: "{name}"'))
        assert any("un tableur prend" in one.reason for one in dates.warnings), name


def test_the_faults_of_a_hopeless_file_are_not_all_listed() -> None:
    start = time.process_time()
    found = check(FILE + "  - {x: 1}\n" * 20_000)
    assert len(found.faults) <= 500 and time.process_time() - start < 5


PIECES = ["\u00a0", "\u200b", " ", "#", "&a", "*a", "<<: *a", "oui", "no", "1.10", "012", '"', "'", "|", "- ", "{", "}", ": ", "\t", "\n", "id", "titre", "R1", "r2", "\ufeff", "é"]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(q=questionnaires(), data=st.data())
def test_both_agree_on_questionnaires_of_any_shape(
    tmp_path_factory: pytest.TempPathFactory, q: Questionnaire, data: st.DataObject
) -> None:
    text = yaml.safe_dump(
        msgspec.to_builtins(q), allow_unicode=True, sort_keys=False, default_flow_style=data.draw(st.booleans())
    )
    assert (not check(text).faults) == loads(text, tmp_path_factory.getbasetemp()), text
    for _ in range(data.draw(st.integers(1, 2))):
        place, piece = data.draw(st.integers(0, len(text))), data.draw(st.sampled_from(PIECES))
        text = text[:place] + piece + text[place:]
    assert (not check(text).faults) == loads(text, tmp_path_factory.getbasetemp()), text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(FILE)), st.sampled_from(PIECES), st.booleans()), min_size=1, max_size=3))
def test_both_always_agree(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str, bool]]) -> None:
    text = FILE
    for place, piece, over in changes:
        text = text[:place] + piece + text[place + (len(piece) if over else 0) :]
    assert (not check(text).faults) == loads(text, tmp_path_factory.getbasetemp()), text
