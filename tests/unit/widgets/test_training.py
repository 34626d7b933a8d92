"""«Se former» without a browser: what the page is given, what it may ask for, and that no answer is asked of it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from verified import ROOT

from pasapas_widgets.content import ContentError, interface
from pasapas_widgets.model.exercise.loading import load_course
from pasapas_widgets.widgets.training import Training

GUIDE = (ROOT / "docs" / "former.md").read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A module of one's own, whose dossier stands beside it."""
    path = tmp_path / "la-releve.yaml"
    path.write_text(GUIDE.replace("dossier: equipe_24", "dossier: maison"), encoding="utf-8")
    (tmp_path / "maison").mkdir()
    (tmp_path / "maison" / "vagues.csv").write_bytes((ROOT / "data/samples/equipe_24.csv").read_bytes())
    return path


def ask(training: Training, verb: str, **values: Any) -> str:
    """Ask as the page does, and return what is refused."""
    seq = training.seen + 1
    training.incoming = {"messages": [{"page": "p", "seq": seq, "verb": verb, **values}], "sent": seq}
    return next((one["phrase"] for one in training.refusals if one["seq"] == seq), "")


def test_the_list_says_what_each_module_is_for_and_holds_no_answer() -> None:
    training = Training()
    assert [one["id"] for one in training.modules] == [one.id for one in load_course()]
    told = json.dumps(training.modules, ensure_ascii=False)
    assert all(one["objectifs"] and one["minutes"] for one in training.modules)
    assert "retour" not in told and "convient" not in told


def test_a_module_comes_with_its_figures_drawn_when_it_is_asked_for(own: Path) -> None:
    training = Training(own)
    assert training.module["id"] == "la-releve", "a lone module is open at once"
    (reading,) = [one for step in training.module["etapes"] for one in step["exercices"] if one["genre"] == "lire"]
    assert reading["figure"]["svg"].startswith("<svg") and reading["figure"]["lignes"] and reading["figure"]["phrase"]
    assert "tient" not in reading["figure"]
    json.dumps(training.module)  # what a message to the browser holds
    assert ask(training, "open", id="autre") == interface("training")["liste"]["inconnu"]
    assert training.module["id"] == "la-releve"


def test_several_modules_wait_until_one_is_chosen(own: Path) -> None:
    other = own.with_name("autre.yaml")
    other.write_text(own.read_text(encoding="utf-8").replace("id: la-releve", "id: autre")
                     .replace("numero: 20", "numero: 3"), encoding="utf-8")  # fmt: skip
    training = Training(own, other)
    assert training.module == {} and [one["id"] for one in training.modules] == ["autre", "la-releve"]
    assert ask(training, "open", id="la-releve") == ""
    assert training.module["id"] == "la-releve"
    assert repr(training) == "<Training : 2 modules>"


def test_the_exercises_and_their_answers_are_printed_apart(own: Path) -> None:
    training = Training(own)
    made = {}
    for part in ("exercices", "reponses"):
        assert ask(training, "paper", part=part) == ""
        made[part] = training.file
        assert training.file.startswith(b"%PDF") and training.ack == training.seen
    assert made["exercices"] != made["reponses"]
    assert ask(training, "paper", part="tout") != ""
    training.close()


def test_pages_are_acknowledged_once_they_are_made(own: Path) -> None:
    """The page takes the file when it hears so: earlier, there is none."""

    async def in_a_kernel() -> None:
        training = Training(own)
        ask(training, "paper", part="reponses")
        assert training.file is None and training.ack < training.seen
        for _ in range(600):
            if training.file is not None:
                break
            await asyncio.sleep(0.1)
        assert training.file is not None and training.ack == training.seen
        training.close()

    asyncio.run(in_a_kernel())


def test_a_dossier_that_is_gone_is_said_in_a_sentence(own: Path) -> None:
    other = own.with_name("sans.yaml")
    text = own.read_text(encoding="utf-8").replace("id: la-releve", "id: sans").replace("numero: 20", "numero: 4")
    other.write_text(text.replace("dossier: maison", "dossier: perdu"), encoding="utf-8")
    training = Training(own, other)
    assert "perdu" in ask(training, "open", id="sans") and training.module == {}


def test_a_faulty_module_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "faux.yaml"
    path.write_text(GUIDE.replace("vers: gene", "vers: gens"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"faux\.yaml, ligne \d+"):
        Training(path)


def test_nothing_of_an_answer_can_reach_python() -> None:
    traits = set(Training.class_own_traits()) | {"incoming"}
    assert {name for name in traits if not name.startswith("_")} >= {"modules", "module", "names", "keep_days"}
    assert set(Training().verbs()) == {"open", "paper"}


@pytest.mark.parametrize(("environment", "days"), [({}, 7), ({"BINDER_LAUNCH_HOST": "https://mybinder.org/"}, 1)])
def test_answers_stay_in_the_browser_as_long_as_those_of_the_questionnaire(
    environment: dict[str, str], days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pasapas_widgets.widgets.questionnaire import Questionnaire

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Training().keep_days == Questionnaire().keep_days
    assert Training(keep_days=0).keep_days == 0 and (Training().keep_days == days or environment)
