"""The questionnaire's Python side, without a kernel: traits are set as the browser sets them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import traitlets
from ipywidgets.widgets import widget as ipywidget

from pasapas_widgets.content import CONTENT, ContentError
from pasapas_widgets.files.sharecode import encode
from pasapas_widgets.model.questionnaire.loading import load_questionnaire, load_services
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import load_rules, score_sheet
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire

FAR_AWAY = ("BINDER_LAUNCH_HOST", "BINDER_SERVICE_HOST", "JUPYTERHUB_USER")


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> Questionnaire:
    for name in FAR_AWAY:
        monkeypatch.delenv(name, raising=False)
    return Questionnaire()


def sent_to_browser(widget: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Record the states that leave by the widget's comm from now on, echoes apart."""
    states: list[dict[str, Any]] = []

    def record(data: dict[str, Any], **_: Any) -> None:
        if data["method"] == "update":
            states.append(data["state"])

    monkeypatch.setattr(widget.comm, "send", record)
    return states


def whole(answer: int | str) -> dict[str, int | str]:
    return dict.fromkeys(load_questionnaire().item_ids, answer)


def test_a_new_questionnaire_is_empty_and_worded_for_the_base(mine: Questionnaire) -> None:
    assert mine.answers == {} and mine.profile is None and mine.variant is None
    assert mine.questionnaire == load_questionnaire().for_browser()
    assert mine.sheet == Sheet(questionnaire="pas-a-pas", version="1.1")
    assert all(score.score is None for score in mine.scores.values())


def test_two_questionnaires_share_no_answer() -> None:
    first, second = Questionnaire(), Questionnaire()
    first.set_state({"seq": 1, "answers": {"L1-01": 2}})
    assert second.answers == {} and second.seq == 0


@pytest.mark.parametrize(("n", "words"), [(0, "0 réponse"), (1, "1 réponse"), (12, "12 réponses")])
def test_the_repr_tells_the_count(mine: Questionnaire, n: int, words: str) -> None:
    mine.answers = dict(list(whole(3).items())[:n])
    assert repr(mine) == f"<Questionnaire pas-a-pas 1.1 : {words} sur 32>"


def test_what_the_browser_sends_is_kept_and_acknowledged_in_one_message(
    mine: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = sent_to_browser(mine, monkeypatch)
    mine.set_state({"seq": 7, "profile": "educatif", "answers": {"L1-02": "NSP", "L1-01": 3}})
    assert states == [{"ack": 7}]
    assert list(mine.sheet.answers.items()) == [("L1-01", 3), ("L1-02", "NSP")]
    assert mine.sheet.profile == "educatif"


def test_scores_are_those_of_the_sheet(mine: Questionnaire) -> None:
    mine.set_state({"seq": 1, "answers": whole(2)})
    assert mine.scores == score_sheet(mine.sheet)
    assert mine.scores["L4"].level_class == "consolider"


@pytest.mark.parametrize("answer", [0, 5, 2.5, True, "nsp", "", None, [1]])
def test_an_answer_off_the_scale_is_refused_and_said(
    mine: Questionnaire, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.set_state({"seq": 1, "answers": {"L1-01": 3}})
    states = sent_to_browser(mine, monkeypatch)
    mine.set_state({"seq": 2, "answers": {"L1-01": 3, "L1-02": answer}})
    assert mine.answers == {"L1-01": 3}
    assert mine.ack == 2
    assert "L1-02" in mine.fault and mine.fault.startswith("Cette réponse n'a pas été prise")
    assert {"answers": {"L1-01": 3}, "profile": None, "variant": None} in states  # the page drops it too


def test_an_unknown_statement_or_profile_is_refused_and_the_rest_kept(mine: Questionnaire) -> None:
    mine.set_state({"seq": 1, "profile": "roi", "answers": {"L9-99": 1, "L1-01": 4}})
    assert mine.answers == {"L1-01": 4} and mine.profile is None
    assert "roi" in mine.fault


def test_the_fault_leaves_with_the_next_good_answer(mine: Questionnaire) -> None:
    mine.set_state({"seq": 1, "answers": {"L1-01": 9}})
    assert mine.fault
    mine.set_state({"seq": 2, "answers": {"L1-01": 4}})
    assert mine.fault == "" and mine.ack == 2


def test_observers_never_see_a_refused_answer(mine: Questionnaire) -> None:
    seen: list[dict[str, Any]] = []
    mine.observe(lambda change: seen.append(change.new), "answers")
    mine.set_state({"seq": 1, "answers": {"L1-01": 9, "L1-02": 1}})
    assert seen == [{"L1-02": 1}]


@pytest.mark.parametrize(
    ("trait", "value", "said"),
    [("answers", {"L1-01": 9}, "L1-01"), ("profile", "roi", "roi"), ("variant", "lune", "lune")],
)
def test_python_code_that_sets_what_does_not_fit_gets_a_french_sentence(
    mine: Questionnaire, trait: str, value: Any, said: str
) -> None:
    with pytest.raises(traitlets.TraitError, match=rf"^champ «.*{said}.*\.$"):
        setattr(mine, trait, value)
    assert mine.sheet == Sheet(questionnaire="pas-a-pas", version="1.1")


def test_changing_the_variant_changes_the_wording_and_keeps_the_answers(mine: Questionnaire) -> None:
    mine.set_state({"seq": 1, "answers": {"L1-02": 3}})
    mine.variant = "placement_familial"
    assert mine.questionnaire["items"][1]["texte"].startswith("Les assistantes familiales")
    assert mine.questionnaire["variante"] == "placement_familial"
    assert mine.answers == {"L1-02": 3} and mine.sheet.variant == "placement_familial"


def test_each_service_chooses_its_variant() -> None:
    for service in load_services():
        assert Questionnaire(service=service.id).variant == service.variant


def test_faults_of_the_constructor() -> None:
    with pytest.raises(ValueError, match=r"« phare » n'existe pas ; choisir parmi : mecs, "):
        Questionnaire(service="phare")
    with pytest.raises(ValueError, match="pas les deux"):
        Questionnaire(service="aemo", variant="milieu_ouvert")
    with pytest.raises(TypeError, match=r"keep_day; it has: .*keep_days"):
        Questionnaire(keep_day=3)
    with pytest.raises(ContentError, match=r"rien\.yaml"):
        Questionnaire("rien.yaml")


def test_another_questionnaire_by_path_has_the_base_text_where_it_lacks_the_variant(tmp_path: Path) -> None:
    text = (CONTENT / "questionnaires/pas-a-pas.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^ {4}variantes:\n(?: {6}.*\n)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^variantes:\n(?: {2}.*\n)+", "variantes: []\n", text, flags=re.MULTILINE)
    path = tmp_path / "essai.yaml"
    path.write_text(text.replace("id: pas-a-pas", "id: essai"), encoding="utf-8")
    other = Questionnaire(path, service="aemo")
    assert other.variant is None
    assert repr(other) == "<Questionnaire essai 1.1 : 0 réponse sur 32>"


def test_the_code_is_drawn_only_at_the_end_and_follows_the_answers(mine: Questionnaire) -> None:
    mine.set_state({"seq": 1, "answers": {"L1-01": 3}})
    assert mine.code_qr == ""
    mine.set_state({"at_end": True})
    assert f"<title>{encode(mine.sheet)}</title>" in mine.code_qr
    mine.set_state({"seq": 2, "answers": {"L1-01": 4}})
    assert f"<title>{encode(mine.sheet)}</title>" in mine.code_qr
    mine.set_state({"seq": 3, "answers": {}})
    assert mine.code_qr == ""


def test_privacy_is_said_from_the_real_configuration(mine: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {"lieu": "local", "seuil": load_thresholds().mean, "suppression": None, "hote": None}
    assert mine.privacy == expected
    assert mine.texts["confidentialite"]["lieu"][mine.privacy["lieu"]]
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://example.org/")
    assert Questionnaire().privacy == expected | {"lieu": "distant"}


def test_the_browser_has_the_rules_it_scores_with(mine: Questionnaire) -> None:
    rules = load_rules()
    assert mine.rules["part_min_notes"] == rules.least_share
    assert mine.rules["tolerance"] == rules.tolerance
    assert [(one["id"], one["moyenne_min"]) for one in mine.rules["classes"]] == [
        (one.id, one.least) for one in rules.classes
    ]


def test_close_leaves_no_widget_behind() -> None:
    before = set(ipywidget._instances)
    made = Questionnaire()
    assert len(set(ipywidget._instances) - before) == 2  # itself and its layout
    made.close()
    assert set(ipywidget._instances) == before


def test_french_punctuation_is_kept_on_its_line() -> None:
    mine = Questionnaire()
    sent = json.dumps([mine.texts, mine.questionnaire, mine.services], ensure_ascii=False)
    assert "\N{NO-BREAK SPACE}?" in sent
    assert not re.search(r"\w [:;?!»]|« ", sent), sent


def test_no_french_is_written_in_the_module_or_the_style_sheet() -> None:
    here = Path(__file__).parents[3] / "pasapas_widgets" / "widgets" / "questionnaire"
    for kind in ("js", "css"):
        texts = [path.read_text(encoding="utf-8") for path in here.glob(f"*.{kind}")]
        code = re.sub(r"/\*[\s\S]*?\*/|//.*", "", "\n".join(texts))
        assert "pap-questionnaire-item" in code
        assert not re.search(r"[éèêàçùœ]|\b(vos|votre|réponse|levier précédent)\b", code)


MODULES = """
id: modules
version: "1.0"
titre: "Trois énoncés, deux parties facultatives"
leviers: [{id: a, nom_court: "A"}, {id: b, nom_court: "B"}]
echelle: {niveaux: [{valeur: 1, libelle: "Non"}, {valeur: 2, libelle: "Oui"}]}
modules: [{id: nuit, libelle: "La nuit"}, {id: reunions, libelle: "Les réunions"}]
items:
  - {id: I1, levier: a, texte: "Un."}
  - {id: I2, levier: a, texte: "Deux.", module: nuit}
  - {id: I3, levier: b, texte: "Trois.", module: reunions}
"""


def test_modules_choose_what_is_asked_and_not_what_a_sheet_is(tmp_path: Path) -> None:
    file = tmp_path / "modules.yaml"
    file.write_text(MODULES, encoding="utf-8")
    mine = Questionnaire(file, modules=["nuit"])
    assert mine.modules == ["nuit"] and len(mine.questionnaire["items"]) == 3
    mine.set_state({"answers": {"I1": 2, "I3": 1}, "seq": 1})
    assert (mine.sheet.answers, mine.fault) == ({"I1": 2, "I3": 1}, "")  # an answer to another module stays
    assert Questionnaire(file).modules is None
    with pytest.raises(ContentError, match="jour"):
        Questionnaire(file, modules=["jour"])


def test_another_questionnaire_is_said_in_words_that_fit_it() -> None:
    other, ours = Questionnaire("hse-35"), Questionnaire()
    assert (other.texts["etapes"]["suivant"], ours.texts["etapes"]["suivant"]) == ("Partie suivante", "Levier suivant")
    assert [one["variante"] for one in other.services] == ["anglais"] and not Questionnaire("equipe-5").services
    assert not other.rules["classes"] and "autre_questionnaire" not in ours.texts
