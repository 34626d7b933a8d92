"""The example files: written again the same, described truly, and showing what they are meant to show."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from pasapas_widgets.content.french import typeset
from pasapas_widgets.files.hr import HrFile, read_hr
from pasapas_widgets.files.sheets import Entry, SheetFileError, read_sheets
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.aggregation import aggregate_entries

DATA = Path(__file__).parents[3] / "data"
SAMPLES = DATA / "samples"


@pytest.fixture(scope="module")
def make_samples() -> ModuleType:
    return script("make_samples")


def script(name: str) -> ModuleType:
    sys.path.insert(0, str(DATA))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DATA))


def entries(name: str) -> tuple[Entry, ...]:
    return read_sheets(name, (SAMPLES / name).read_bytes()).entries


def results(name: str, session: str | None = None) -> GroupResults:
    return aggregate_entries(entry for entry in entries(name) if session in (None, entry.session))


def test_the_script_writes_the_same_files_again(make_samples: ModuleType, tmp_path: Path) -> None:
    make_samples.write(tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["datapackage.json", "deux_vagues.csv", "equipe_24.csv", "fautes.csv", "petite_maison_7.csv"]
    for name in written:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name


def test_the_data_package_is_valid_and_says_that_it_is_synthetic() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(SAMPLES / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    package = json.loads((SAMPLES / "datapackage.json").read_text("utf-8"))
    assert package["synthetic"] is True and package["seed"] == 20261122
    for resource in package["resources"]:
        assert "inventé" in resource["title"] and resource["description"].startswith("Données synthétiques.")
    described = {resource["path"] for resource in package["resources"]}
    assert described == {path.name for path in SAMPLES.glob("*.csv") if not path.name.startswith("rh_")}


def test_the_team_of_24_is_like_a_team() -> None:
    team = entries("equipe_24.csv")
    assert len(team) == 24
    profiles = [entry.sheet.profile for entry in team]
    assert {profile: profiles.count(profile) for profile in set(profiles)} == {
        "educatif": 11, "quotidien_nuit": 6, "encadrement": 3, "support": 2, "non_precise": 1, None: 1,
    }  # fmt: skip
    found = results("equipe_24.csv")
    signals = {item: one.signals for item, one in found.items.items()}
    assert 3 <= sum("regards_differents" in one for one in signals.values()) <= 6
    hidden = [item for item, one in signals.items() if "peu_visible" in one]
    assert len(hidden) >= 4 and sum(item.startswith("L4") for item in hidden) >= len(hidden) - 1
    classes = [one.level_class for one in found.items.values()]
    assert classes.count("appui") >= 4 and classes.count("ameliorer") >= 6 and classes.count("consolider") >= 10
    answers = [answer for entry in team for answer in entry.sheet.answers.values()]
    assert answers.count("NC") >= 3 and 1 <= 24 * 32 - len(answers) <= 40
    assert all(score.score is not None for score in found.levers.values())


def test_views_differ_because_two_parts_of_the_team_live_differently() -> None:
    """The answers to the most spread item pile up at both ends, not in the middle."""
    spread = results("equipe_24.csv").items["L1-03"]
    assert spread.distribution is not None
    ends, middle = (
        spread.distribution["1"] + spread.distribution["4"],
        spread.distribution["2"] + spread.distribution["3"],
    )
    assert ends > 1.5 * middle


def test_the_thresholds_bite_in_the_small_home() -> None:
    found = results("petite_maison_7.csv")
    assert found.n_sheets == 7
    assert found.levers["L4"].score is None and found.levers["L1"].score is not None
    assert all(one.distribution is None for one in found.items.values())
    assert all(one.n is None for one in found.profiles.values())
    assert 5 <= sum(one.mean is None for one in found.items.values()) <= 12


def test_between_the_two_waves_some_practices_move(make_samples: ModuleType) -> None:
    before, after = (results("deux_vagues.csv", wave) for wave in ("vague-1", "vague-2"))
    assert (before.n_sheets, after.n_sheets) == (24, 22)
    for item, change in make_samples.CHANGES.items():
        first, second = before.items[item].mean, after.items[item].mean
        assert first is not None and second is not None
        assert (second - first) * change > 0, item


def test_the_sheets_of_the_two_waves_cannot_be_linked_by_their_number() -> None:
    """Sheet 01 of one wave is nobody in particular of the other: few numbers keep their profile."""
    waves = {
        wave: {e.sheet_id: e.sheet for e in entries("deux_vagues.csv") if e.session == wave}
        for wave in ("vague-1", "vague-2")
    }
    both = [number for number in waves["vague-1"] if number in waves["vague-2"]]
    same = [n for n in both if waves["vague-1"][n].answers == waves["vague-2"][n].answers]
    kept = [n for n in both if waves["vague-1"][n].profile == waves["vague-2"][n].profile]
    assert not same and len(kept) < 0.7 * len(both)


def test_the_file_of_faults_is_refused_for_each_of_its_faults(make_samples: ModuleType) -> None:
    lines = (SAMPLES / "fautes.csv").read_text("utf-8").splitlines()
    faulty = [line for line, why in make_samples.FAULTS if why]
    with pytest.raises(SheetFileError, match=rf"^fautes\.csv, ligne 4, .*\(et {len(faulty) - 1} autres lignes\)\.$"):
        entries("fautes.csv")
    for line in faulty:
        just = "\n".join([*lines[:3], line]) + "\n"
        with pytest.raises(SheetFileError, match="ligne 4"):
            read_sheets("f.csv", just.encode())
    read_sheets("f.csv", ("\n".join(lines[:3]) + "\n").encode())


def test_the_codebook_lists_every_code_and_every_fault(make_samples: ModuleType) -> None:
    q, codebook = load_questionnaire(), typeset((SAMPLES / "codebook.md").read_text("utf-8"))
    for item in q.items:
        assert f"| `{item.id}` | {item.text} |" in codebook
    for profile in q.profiles:
        assert f"| `{profile.id}` | {profile.label} |" in codebook
    for level in q.scale.levels:
        assert typeset(f"| `{level.value}` | {level.label} : {level.anchor} |") in codebook
    told = re.findall(r"^\| (\d+) \| `(.+)` \| (.+) \|$", codebook, flags=re.MULTILINE)
    faults = [(str(number), line, why) for number, (line, why) in enumerate(make_samples.FAULTS, start=2) if why]
    assert told == faults


# ---- invented HR exports


def hr(name: str, kind: str, **more: Any) -> HrFile:
    return read_hr(name, (SAMPLES / name).read_bytes(), kind, today=dt.date(2026, 1, 15), **more)


def register() -> list[dict[str, str]]:
    text = (SAMPLES / "rh_mouvements.csv").read_text("cp1252")
    return list(csv.DictReader(io.StringIO(text.split("\n", 1)[1]), delimiter=";"))


def absence_rows(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)["Absences"].iter_rows(values_only=True))


def test_the_hr_exports_are_written_again_the_same(tmp_path: Path) -> None:
    """The workbook is compared by its cells: how it is packed is the affair of the compressing library."""
    script("make_rh").write(tmp_path)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["rh_absences.xlsx", "rh_mouvements.csv", "rh_mouvements_fautes.csv"]
    for name in written[1:]:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name
    assert absence_rows(tmp_path / written[0]) == absence_rows(SAMPLES / written[0])
    described = (SAMPLES / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in described for name in written)


def test_the_invented_register_counted_another_way() -> None:
    """Arrivals and departures are counted here from the text of the dates, without the reader of exports."""
    file, lines = hr("rh_mouvements.csv", "mouvements"), register()
    assert not file.faults and not file.questions and [one.year for one in file.years] == [2023, 2024, 2025]
    counts = {one.year: one.counts for one in file.years}
    permanent = [one for one in lines if one["Type de contrat"] == "CDI"]
    for year in counts:
        arrived = [one for one in permanent if one["Date d'entrée"].endswith(str(year))]
        left = [one for one in permanent if one["Date de sortie"].endswith(str(year))]
        assert (counts[year]["entrees_cdi"], counts[year]["departs_cdi"]) == (len(arrived), len(left))
    assert [counts[year]["entrees_cdi"] for year in counts] == [3, 4, 5]
    assert [counts[year]["departs_cdi"] for year in counts] == [3, 5, 6]
    # 36 people in CDI on 1 January 2023; 36 + 3 - 3, then + 4 - 5, then + 5 - 6. No CDD runs over a New Year.
    assert [counts[year]["effectif_cdi_fin"] for year in counts] == [36, 35, 34]
    assert [counts[year]["effectif_fin"] for year in counts] == [36, 35, 34]
    # With the CDD of a month and more: 4 + 1, 5 + 2, 7 + 2. The CDD of 2024 that became a CDI arrives once.
    assert [counts[year]["entrees_tous"] for year in counts] == [3 + 5, 4 + 7, 5 + 9]
    assert [counts[year]["departs_tous"] for year in counts] == [3 + 5, 5 + 7, 6 + 9]
    notes = " ".join(file.notes).replace("\u00a0", " ")
    assert "84 lignes lues" in notes and "12 contrats de remplacement de moins d'un mois" in notes
    assert "2 lignes ne sont ni CDI ni CDD" in notes


def test_the_invented_absences_counted_another_way() -> None:
    """No two absences of a person share a day: the days of the lines can be added up."""
    file = hr("rh_absences.xlsx", "absences", days="travail")
    assert not file.faults and not file.questions
    counted, worked = dict.fromkeys((2023, 2024, 2025), 0), 0.0
    for row in absence_rows(SAMPLES / "rh_absences.xlsx")[3:]:
        motive, start, end, days = row[3:7]
        if motive not in ("Congés payés", "Formation"):
            worked += days
            for year in counted:
                first, last = max(start, dt.datetime(year, 1, 1)), min(end, dt.datetime(year, 12, 31))
                counted[year] += max(0, (last - first).days + 1)
    assert {one.year: one.counts["jours_absence_calendaires"] for one in file.years} == counted
    assert counted == {2023: 730, 2024: 789, 2025: 883}
    assert sum(one.counts["jours_absence_ouvres"] or 0 for one in file.years) == pytest.approx(worked, abs=0.01)
    for one in file.years:  # one long sick leave and one maternity a year: never told alone
        assert one.parts["c_maladie_longue"] is None and one.parts["c_maternite"] is None
        assert one.parts["c_maladie_courte"] is not None


@pytest.mark.parametrize(("name", "kind"), [("rh_mouvements.csv", "mouvements"), ("rh_absences.xlsx", "absences"),
                                            ("rh_mouvements_fautes.csv", "mouvements")])  # fmt: skip
def test_the_invented_names_and_numbers_are_forgotten(name: str, kind: str) -> None:
    numbers = {one["Matricule"] for one in register()} | {f"900{n}" for n in range(1, 7)}
    said = repr(hr(name, kind))
    assert "INVENT" not in said.upper() and "Exemple" not in said
    assert not numbers & set(re.findall(r"\d+", said))


def test_the_register_of_faults_is_refused_for_each_of_them() -> None:
    faults = script("make_rh").FAULTS
    file = hr("rh_mouvements_fautes.csv", "mouvements")
    assert not file.years
    lines = [int(found[1]) for one in file.faults if (found := re.match(r"ligne (\d+), colonne", one))]
    assert lines == [number for number, (_, why) in enumerate(faults, start=3) if why] and len(lines) == 6
