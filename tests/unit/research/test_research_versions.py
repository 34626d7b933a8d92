"""The version that a sheet answers is obeyed whichever way it is told; copies, empty names and a no are too."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from pasapas_widgets.files.sheets import SheetFileError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.research import ResearchError, read, synthetic
from pasapas_widgets.research.sessions import version_told

GUIDE = Path(__file__).parents[3] / "docs/questionnaire.md"
OLD = ("N1", "N9", "N3", "N4", "N5", "N8")  # the items of version 1.0: N9 became N2, N3 was reworded, N8 is gone


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    text = GUIDE.read_text("utf-8").split("```yaml\n", 1)[1].split("```", 1)[0]
    path = tmp_path_factory.mktemp("night") / "nuit.yaml"
    path.write_text(text, "utf-8")
    return load_questionnaire(path)


def about(folder: Path, version: str = "") -> None:
    lines = ["seance,recherche,etablissement,version", f"avant,oui,A,{version}", "apres,oui,B,"]
    (folder / "seances.csv").write_text("\n".join(lines), "utf-8")


def long(q: Questionnaire, level: str = "3", *, column: str | None = None) -> str:
    rows = [f"avant,{n},{item},,{level},{column}" for n in range(6) for item in OLD]
    rows += [f"apres,{n},{item},,2," for n in range(6) for item in q.item_ids]
    if column is None:
        rows = [row.rsplit(",", 1)[0] for row in rows]
    return "\n".join(["seance,feuille,item,profil,reponse" + ("" if column is None else ",version"), *rows])


def wide(level: str = "3", *, column: str | None = None) -> str:
    rows = [f"avant,{n},{','.join([level] * len(OLD))},{column}" for n in range(6)]
    if column is None:
        rows = [row.rsplit(",", 1)[0] for row in rows]
    return "\n".join([f"seance,feuille,{','.join(OLD)}" + ("" if column is None else ",version"), *rows])


def parquet(path: Path, text: str) -> None:
    import io

    import pandas as pd

    pd.read_csv(io.StringIO(text)).to_parquet(path.with_suffix(".parquet"))


WAYS = {
    "long, column": (lambda q: long(q, column="1.0"), ""),
    "long, sessions": (long, "1.0"),
    "long, sessions, a cell 3.0": (lambda q: long(q, "3.0"), "1.0"),
    "long, sessions, a cell « 3»": (lambda q: long(q, " 3"), "1.0"),
    "long, column, careful": (lambda q: long(q, "3,0").replace(",3,0", ',"3,00"'), "1.0"),
    "long, column 1": (lambda q: long(q, column="1"), ""),
    "long, column 1,0": (lambda q: long(q, column='"1,0"'), ""),
    "long, sessions v1.0": (long, "v1.0"),
    "wide, sessions": (lambda q: wide(), "1.0"),
    "wide, column": (lambda q: wide(column="1.0"), ""),
    "wide, column, a cell 3.0": (lambda q: wide("3.0", column="1.0"), ""),
}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("way", WAYS)
def test_a_reworded_item_is_set_aside_whichever_way_the_version_is_told(
    way: str, kind: str, night: Questionnaire, tmp_path: Path
) -> None:
    made, version = WAYS[way]
    about(tmp_path, version)
    text = made(night)
    if kind == "parquet":
        if '"' in text:
            pytest.skip("a cell of Parquet has no quotation marks")
        parquet(tmp_path / "f", text)
    else:
        (tmp_path / "f.csv").write_text(text, "utf-8")
    found = read(tmp_path, questionnaire=night)
    old = (found.sheets["seance"] == "avant").to_numpy()
    told = dict(zip(night.item_ids, found.levels[old].T.tolist(), strict=True))
    assert told["N1"] == told["N2"] == [3] * 6, "N9 is N2 now"
    assert told["N3"] == told["N6"] == [0] * 6, "reworded, and new"
    assert any("6 feuilles répondent à une version antérieure" in one.replace("\xa0", " ") for one in found.notes)
    if (~old).any():
        assert (found.levels[~old] == 2).all()


@pytest.mark.parametrize("text", ["long", "wide"])
def test_a_version_that_nobody_knows_or_that_is_told_twice_is_refused(
    text: str, night: Questionnaire, tmp_path: Path
) -> None:
    made = long(night, column="0.7") if text == "long" else wide(column="0.7")
    about(tmp_path)
    (tmp_path / "f.csv").write_text(made, "utf-8")
    with pytest.raises(ResearchError, match=r"0\.7"):
        read(tmp_path, questionnaire=night)
    about(tmp_path, "1.1")
    (tmp_path / "f.csv").write_text(made.replace("0.7", "1.0"), "utf-8")
    with pytest.raises(ResearchError, match="deux versions"):
        read(tmp_path, questionnaire=night)


@pytest.mark.parametrize("cell", ["1.0", " 1.0 ", "1,0", "1", "v1.0", "V 1,0", "version 1.0"])
def test_a_version_is_one_however_it_is_written(cell: str) -> None:
    assert version_told(cell) == "1.0"


def test_a_table_of_another_tool_of_an_earlier_version_is_refused(night: Questionnaire, tmp_path: Path) -> None:
    about(tmp_path, "1.0")
    ids = list(night.item_ids)
    rows = [f"avant;x{n};{';'.join(['Souvent'] * len(ids))}" for n in range(6)]
    (tmp_path / "f.csv").write_text("\n".join([f"seance;feuille;{';'.join(ids)}", *rows]), "utf-8")
    with pytest.raises((ResearchError, SheetFileError)) as told:
        read(tmp_path, questionnaire=night)
    assert str(told.value).endswith(".")


# ---------------------------------------- copies, names, variants


def package(folder: Path) -> tuple[Path, list[str]]:
    made = synthetic(6, 8, spread=0)
    file = made.write(folder / "paquet") / "feuilles.csv"
    return file, file.read_text("utf-8").splitlines()


def test_copies_of_a_line_are_told(tmp_path: Path) -> None:
    file, lines = package(tmp_path)
    file.write_text("\n".join([*lines, *lines[1:]]), "utf-8")
    found = read(file.parent)
    assert len(found) == len(lines) - 1
    assert any("deux fois à l'identique : 48" in one.replace("\xa0", " ") for one in found.notes)


@pytest.mark.parametrize("place", [0, 1])
def test_a_sheet_without_a_name_is_refused_with_its_line(place: int, tmp_path: Path) -> None:
    file, lines = package(tmp_path)
    cells = lines[4].split(",")
    cells[place] = ""
    file.write_text("\n".join([*lines[:4], ",".join(cells), *lines[5:]]), "utf-8")
    with pytest.raises(ResearchError, match="ligne 5, colonne"):
        read(file.parent)


def test_a_variant_in_a_long_table_is_read(tmp_path: Path, questionnaire: Questionnaire) -> None:
    variant = questionnaire.variant_ids[0]
    rows = [f"mars,{n},,{item},3,{variant}" for n in range(5) for item in questionnaire.item_ids]
    (tmp_path / "f.csv").write_text("\n".join(["seance,feuille,profil,item,reponse,variante", *rows]), "utf-8")
    (tmp_path / "seances.csv").write_text("seance,recherche\nmars,oui\n", "utf-8")
    assert (read(tmp_path).sheets["variante"] == variant).all()
    (tmp_path / "f.csv").write_text("\n".join(["seance,feuille,profil,item,reponse,variante", *rows[:-1],
                                               rows[-1].replace(variant, "autre")]), "utf-8")  # fmt: skip
    with pytest.raises(ResearchError, match="variante"):
        read(tmp_path)


# ---------------------------------------- consent, sheet by sheet


@pytest.mark.parametrize(("no", "read_"), [(0, 12), (1, 0), (4, 0), (5, 7), (8, 0), (12, 0)])
@pytest.mark.parametrize("form", ["long", "wide"])
def test_a_no_of_one_person_is_kept_and_cannot_be_subtracted(
    no: int, read_: int, form: str, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    said = ["non" if n < no else "Oui" for n in range(12)]
    ids = questionnaire.item_ids
    if form == "long":
        rows = ["seance,feuille,profil,item,reponse,recherche"]
        rows += [f"mars,{n},,{item},{1 + (n >= no)},{said[n]}" for n in range(12) for item in ids]
    else:
        rows = [f"seance,feuille,{','.join(ids)},recherche"]
        rows += [f"mars,{n},{','.join([str(1 + (n >= no))] * len(ids))},{said[n]}" for n in range(12)]
    (tmp_path / "f.csv").write_text("\n".join(rows), "utf-8")
    (tmp_path / "seances.csv").write_text("seance,recherche\nmars,oui\n", "utf-8")
    for reason in (None, "convention"):
        found = read(tmp_path, without_consent=reason)
        assert len(found) == read_ and (found.levels == 2).all()
    (tmp_path / "f.csv").write_text("\n".join(rows).replace(",Oui", ",peut-être").replace(",non", ",bof"), "utf-8")
    with pytest.raises(ResearchError, match="ni oui ni non"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("line", "told"), [("", False), ("foyer_les_tilleuls,non", False), ("Foyer les tilleuls,oui", True)]
)
def test_a_carnet_is_read_with_its_groups_yes_and_without_its_name(line: str, told: bool, tmp_path: Path) -> None:
    shutil.copy(samples_dir() / "carnet_exemple.json", tmp_path / "foyer_les_tilleuls.json")
    (tmp_path / "seances.csv").write_text(f"seance,recherche\n{line}\n", "utf-8")
    found = read(tmp_path)
    assert (found.published is not None) == told
    if found.published is None:
        assert any("Carnets laissés de côté" in one for one in found.notes)
    else:
        assert not found.published["seance"].str.contains("tilleuls").any()
    reason = read(tmp_path, without_consent="convention 3")
    assert reason.published is not None
    assert told or any("Carnets lus sans accord" in one for one in reason.notes)


def test_a_carnet_of_an_earlier_version_gives_what_was_not_reworded(
    tmp_path: Path, questionnaire: Questionnaire
) -> None:
    import msgspec

    from pasapas_widgets.model.carnet.carnet import Carnet
    from pasapas_widgets.model.questionnaire.structure import Earlier
    from pasapas_widgets.research.carnets import published
    from pasapas_widgets.research.sessions import About

    carnet = Carnet.from_json((samples_dir() / "carnet_exemple.json").read_bytes())
    first = questionnaire.item_ids[0]
    later = msgspec.structs.replace(
        questionnaire, version="9.0", earlier=(Earlier(version=questionnaire.version, changed=(first,)),)
    )
    rows, notes = published([("c", carnet)], later, {"c": About(consent=True)}, everyone=False)
    assert first not in {row["item"] for row in rows} and questionnaire.item_ids[1] in {row["item"] for row in rows}
    assert any("version antérieure" in one for one in notes)
    unknown = msgspec.structs.replace(questionnaire, version="9.0", earlier=())
    with pytest.raises(ResearchError, match="version"):
        published([("c", carnet)], unknown, {"c": About(consent=True)}, everyone=False)
    assert np.isfinite([row["n_notes"] for row in rows]).all()
