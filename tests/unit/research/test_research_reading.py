"""Many sessions read at once: only those that consented, in every format, each fault said in one sentence."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasapas_widgets.files.sheets import Entry, SheetFileError, read_sheets, write_csv
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.research import Corpus, ResearchError, read, synthetic, write
from pasapas_widgets.research.corpus import CODES

SPOKEN = {code: answer for answer, code in CODES.items()}


def entries(corpus: Corpus) -> list[Entry]:
    q, found = corpus.questionnaire, []
    for row, about in enumerate(corpus.sheets.itertuples()):
        told = zip(q.item_ids, corpus.levels[row].tolist(), strict=True)
        answers = {item: SPOKEN.get(level, level) for item, level in told if level != 0}
        profile = about.profil if isinstance(about.profil, str) else None
        sheet = Sheet(questionnaire=q.id, version=q.version, profile=profile, answers=answers)
        found.append(Entry(about.seance, about.feuille, sheet))
    return found


def written(folder: Path, corpus: Corpus, *, consent: Callable[[str], str] = lambda _: "oui") -> Path:
    """Write a corpus as people hand it over: sheets in the long form, and what is known of the sessions."""
    folder.mkdir(exist_ok=True)
    (folder / "feuilles.csv").write_text(write_csv(entries(corpus), corpus.questionnaire), encoding="utf-8")
    about = corpus.sheets.drop_duplicates("seance")
    with (folder / "seances.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["seance", "recherche", "etablissement", "vague", "type", "region"])
        for one in about.itertuples():
            lines.writerow([one.seance, consent(one.seance), one.etablissement, one.vague, one.type, one.region])
    return folder


def same(one: Corpus, other: Corpus, *columns: str) -> None:
    """Hold two corpora to the same answers and context, whatever the order of their rows."""

    def rows(corpus: Corpus) -> list[tuple[object, ...]]:
        context = corpus.sheets[list(columns)].astype(object).where(corpus.sheets[list(columns)].notna(), "")
        return sorted(
            (*told, *level) for told, level in zip(context.to_numpy().tolist(), corpus.levels.tolist(), strict=True)
        )

    assert rows(one) == rows(other)


ALL = ("seance", "feuille", "etablissement", "vague", "type", "region", "profil")


def test_a_folder_of_sheets_and_sessions_is_read_whole(tmp_path: Path) -> None:
    made = synthetic(6, 8, waves=2)
    found = read(written(tmp_path / "etude", made))
    same(found, made, *ALL)
    assert found.notes == () and [one["nom"] for one in found.sources] == ["feuilles.csv"]
    assert len(found.sources[0]["sha256"]) == 64


def test_only_sessions_that_consented_are_read_unless_a_reason_is_written(tmp_path: Path) -> None:
    made = synthetic(6, 8)
    folder = written(tmp_path / "etude", made, consent=lambda name: "oui" if name < "E0004" else "non")
    found = read(folder)
    assert set(found.sheets["seance"].unique()) == {"E0001-V1", "E0002-V1", "E0003-V1"}
    assert "3 séances sur 6" in found.notes[0].replace("\xa0", " ")
    every = read(folder, without_consent="convention 2026-12 avec le comité d'éthique")
    same(every, made, *ALL)
    assert "convention 2026-12" in every.notes[0] and "3 séances sur 6" in every.notes[0].replace("\xa0", " ")
    assert (every.sheets["recherche"] == "non").sum() == len(made) - len(found)
    with pytest.raises(ResearchError, match="raison écrite"):
        read(folder, without_consent="  ")
    (folder / "seances.csv").unlink()
    with pytest.raises(ResearchError, match="Aucune séance"):
        read(folder)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 9999),
    name=st.sampled_from(["", "equipe-5", "hse-35"]),
    format=st.sampled_from(["csv", "parquet"]),
)
def test_a_data_package_is_read_back_equal(
    tmp_path_factory: pytest.TempPathFactory, seed: int, name: str, format: str
) -> None:
    q = load_questionnaire(name) if name else load_questionnaire()
    made = synthetic(4, 12, seed=seed, missing=4, questionnaire=q)
    folder = tmp_path_factory.mktemp("paquet") / "etude"
    if format == "parquet":
        pytest.importorskip("pyarrow")
    found = read(write(made, folder, format=format, seed=seed), questionnaire=q)  # type: ignore[arg-type]
    sizes = made.sheets.groupby("seance", observed=True).size()
    big = made.where(made.sheets["seance"].map(sizes).astype(int).to_numpy() >= 5)
    same(found, big, "type", "region", "vague")
    assert not set(found.sheets["seance"]) & set(made.sheets["seance"]), "no label of before goes out"


def test_a_data_package_validates_and_says_where_it_comes_from(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    made = synthetic(8, 12, missing=3)
    folder = write(made, tmp_path / "etude")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    plain = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    book = (folder / "codebook.md").read_text(encoding="utf-8")
    assert plain["questionnaire"]["empreinte"] == made.questionnaire.fingerprint in book
    assert any("inventées" in note for note in plain["remarques"]) and "inventées" in book
    fields = [field["name"] for field in plain["resources"][0]["schema"]["fields"]]
    assert all(f"| {name} |" in book for name in fields), "every column is in the codebook"
    # A cell that no answer is makes the package invalid: the schema holds something.
    table = folder / "feuilles.csv"
    text = table.read_text(encoding="utf-8").splitlines()
    text[1] = text[1].rsplit(",", 1)[0] + ",9"
    table.write_text("\n".join(text) + "\n", encoding="utf-8")
    assert not frictionless.Package(str(folder / "datapackage.json")).validate().valid


def test_what_leaves_holds_no_small_profile_and_no_small_session(tmp_path: Path) -> None:
    made = synthetic(30, 12, seed=3)
    folder = write(made, tmp_path / "etude")
    found = read(folder)
    counts = found.sheets.groupby(["seance", "profil"], observed=True).size()
    assert (counts >= 5).all() and (found.sheets.groupby("seance", observed=True).size() >= 5).all()
    assert found.sheets["profil"].isna().any() and "profils" in (folder / "codebook.md").read_text(encoding="utf-8")
    with pytest.raises(ResearchError, match="contient déjà"):
        write(made, folder)
    with pytest.raises(ResearchError, match="au moins 5"):
        write(made.where(np.arange(3)), tmp_path / "petit")
    assert [one.name for one in tmp_path.iterdir()] == ["etude"], "nothing half-written"


def test_the_fast_way_and_the_careful_way_read_the_same(tmp_path: Path, questionnaire: Questionnaire) -> None:
    made = synthetic(4, 8, missing=4)
    folder = written(tmp_path / "etude", made)
    table = folder / "feuilles.csv"
    careful = read_sheets(table.name, table.read_bytes(), questionnaire)
    assert {(one.session, one.sheet_id): one.sheet.answers for one in careful.entries} == {
        (one.session, one.sheet_id): one.sheet.answers for one in entries(read(folder))
    }
    # What only the careful way understands: decimals and lower case.
    text = table.read_text(encoding="utf-8").replace(",NSP\n", ",nsp\n").replace(",3\n", ',"3,0"\n')
    table.write_text(text, encoding="utf-8")
    same(read(folder), made, *ALL)
    # And what nobody can read is said with its line.
    table.write_text(text + "E0001-V1,zz,educatif,L1-01,7\n", encoding="utf-8")
    with pytest.raises(SheetFileError, match="ligne"):
        read(folder)


def test_json_sheets_and_carnets_are_read_too(tmp_path: Path, questionnaire: Questionnaire) -> None:
    shutil.copy(samples_dir() / "carnet_exemple.json", tmp_path / "carnet.json")
    sheet = Sheet(questionnaire="pas-a-pas", version="1.1", answers={"L1-01": 3, "L1-02": "NSP"})
    (tmp_path / "seule.json").write_text(sheet.to_json(), encoding="utf-8")
    (tmp_path / "seances.csv").write_text("seance,recherche\nseule,oui\ncarnet,oui\n", encoding="utf-8")
    found = read(tmp_path)
    assert len(found) == 1 and found.levels[0, :2].tolist() == [3, -1]
    assert any("un seul" in note for note in found.notes) and found.sheets["etablissement"].isna().all()
    published = found.published
    assert published is not None and set(published["item"]) == set(questionnaire.item_ids)
    assert published["moyenne"].notna().any() and "n4" in published


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seance\nA\n", ["ligne 1", "« recherche » manque"]),
        ("seance,recherche,nom\nA,oui,x\n", ["ligne 1", "« nom » n'est pas connue"]),
        ("seance,recherche\nA,peut-être\n", ["ligne 2", "« recherche »", "ni oui ni non"]),
        ("seance,recherche\nA,oui\nA,oui\n", ["ligne 3", "« A » est déjà"]),
        ("seance,recherche\n,oui\n", ["ligne 2", "case est vide"]),
        ("seance,recherche\nA\n", ["ligne 2", "1 cases au lieu de 2"]),
        ("seance,recherche,type\nA,oui," + "x" * 81 + "\n", ["ligne 2", "« type »", "plus de 80"]),
    ],
)
def test_each_fault_of_the_sessions_is_one_sentence(tmp_path: Path, text: str, told: list[str]) -> None:
    folder = written(tmp_path / "etude", synthetic(2, 6))
    (folder / "seances.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ResearchError) as caught:
        read(folder)
    sentence = str(caught.value).replace("\xa0", " ").replace("\u202f", " ")
    assert sentence.startswith("seances.csv") and sentence.endswith(".") and "\n" not in sentence
    assert all(part in sentence for part in told), sentence


def test_other_faults_are_sentences_too(tmp_path: Path) -> None:
    with pytest.raises(ResearchError, match="n'existe pas"):
        read(tmp_path / "absent")
    with pytest.raises(ResearchError, match="ne contient ni"):
        read(tmp_path)
    made = synthetic(2, 6)
    folder = written(tmp_path / "etude", made)
    shutil.copy(folder / "feuilles.csv", folder / "encore.csv")
    with pytest.raises(ResearchError, match="deux fichiers"):
        read(folder)
    wide = write(made, tmp_path / "paquet") / "feuilles.csv"
    text = wide.read_text(encoding="utf-8")
    wide.write_text(text.replace(",1.1,", ",0.9,"), encoding="utf-8")
    with pytest.raises(ResearchError, match="version"):
        read(wide.parent)
    with pytest.raises(ResearchError, match="n'existe pas"):
        read(f"sqlite:///{tmp_path / 'rien.sqlite'}")
