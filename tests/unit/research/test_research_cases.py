"""Files and figures that people of neighbouring tools met, tried on research."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from strategies import Q

from pasapas_widgets.research.clusters import design_effect, icc2
from pasapas_widgets.research.conditions import StatisticsError, groups_of
from pasapas_widgets.research.reader import read
from pasapas_widgets.research.reliability import cronbach_alpha, mcdonald_omega
from pasapas_widgets.research.sessions import ResearchError


def sheets(folder: Path, name: str, *sessions: str, people: int = 2) -> None:
    rows = [f"{one},{n:02},,{item},{n % 4 + 1}" for one in sessions for n in range(people) for item in Q.item_ids]
    (folder / name).write_text("\n".join(["seance,feuille,profil,item,reponse", *rows]), "utf-8")


def about(folder: Path, *lines: str, name: str = "seances.csv") -> None:
    (folder / name).write_text("\n".join(["seance,recherche,etablissement", *lines]), "utf-8")


def said(notes: tuple[str, ...]) -> str:
    return " ".join(notes).replace("\u00a0", " ")


@pytest.mark.parametrize("written", ["janvier ", " janvier", "Janvier", "janvier\u00a0", "JANVIER"])
def test_a_session_is_one_however_its_name_is_typed(written: str, tmp_path: Path) -> None:
    sheets(tmp_path, "f.csv", written, "fevrier")
    about(tmp_path, "janvier,oui,E1", "fevrier,oui,E2")
    found = read(tmp_path)
    assert "accord" not in said(found.notes) and "2 séances" in repr(found)


def test_all_files_of_a_folder_are_read_or_named(tmp_path: Path) -> None:
    sheets(tmp_path, "janvier.csv", "janvier")
    sheets(tmp_path, "FEVRIER.CSV", "fevrier")
    about(tmp_path, "janvier,oui,E1", "fevrier,oui,E2", name="Seances.csv")
    for name in ("notes.txt", "mars.ods", "._janvier.csv", "~$mars.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "avril").mkdir()
    found = read(tmp_path)
    assert "2 séances" in repr(found)
    assert "laissé de côté : « avril », « mars.ods », « notes.txt »." in said(found.notes)


def test_an_establishment_is_one_however_it_is_written(tmp_path: Path) -> None:
    ways = ["Foyer des Lilas", "FOYER DES LILAS", "Foyer  des Lilas", "Foyer\u00a0des Lilas", "foyer des lilas."]
    names = [f"s{n}" for n in range(len(ways))]
    sheets(tmp_path, "f.csv", *names)
    about(tmp_path, *(f"{name},oui,{way}" for name, way in zip(names, ways, strict=True)))
    found = read(tmp_path)
    assert "1 établissements" in repr(found) and "« Foyer des Lilas » est écrit de" in said(found.notes)
    assert groups_of(np.array([*ways, "Autre", ""], dtype=object), 7).only(np.ones(7, bool)).count >= 2
    assert groups_of(np.array([*ways, "Autre"], dtype=object), 6).count == 2


def test_copies_of_a_sheet_in_json_are_one(tmp_path: Path) -> None:
    from pasapas_widgets.model.questionnaire.sheet import Sheet

    text = Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, 3)).to_json()
    for name in ("feuille.json", "feuille (1).json", "feuille (2).json"):
        (tmp_path / name).write_text(text, "utf-8")
    found = read(tmp_path, without_consent="essai")
    assert "1 feuilles" in repr(found) and "des copies) : 2" in said(found.notes)


def test_figures_that_do_not_hold_are_a_sentence_or_a_caution() -> None:
    rng = np.random.default_rng(0)
    site = np.repeat([f"E{n}" for n in range(24)], 5)
    same = np.tile([1.0, 2.0, 3.0, 4.0, 2.5], 24)
    with pytest.raises(StatisticsError, match=r"ICC\(2\), ne se rapporte pas"):
        icc2(same, site)
    assert design_effect(same, site).estimate == 1
    x = rng.integers(1, 5, 60).astype(float)
    with pytest.raises(StatisticsError, match="à retourner"):
        cronbach_alpha(np.c_[x, 5 - x])
    common = rng.normal(size=120)
    items = np.c_[[np.clip(np.round(2.5 + common + rng.normal(size=120)), 1, 4) for _ in range(4)]].T
    items[:, 3] = 5 - items[:, 3]
    for made in (cronbach_alpha(items, site, resamples=100), mcdonald_omega(items, site, resamples=20)):
        assert "à retourner peut-être (rang)\u00a0: 4." in made.sentence()


@pytest.mark.parametrize("name", ["janvier.csv", "seances.csv"])
def test_a_file_that_another_program_holds_is_said(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets(tmp_path, "janvier.csv", "janvier")
    about(tmp_path, "janvier,oui,E1")
    real = Path.open

    def held(self: Path, *more: Any, **named: Any) -> Any:
        if self.name == name:
            raise PermissionError(13, "Permission denied")
        return real(self, *more, **named)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(ResearchError, match="refuse de lire") as told:
        read(tmp_path)
    assert name in str(told.value) and "denied" not in str(told.value)
