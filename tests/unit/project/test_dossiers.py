"""The dossiers of three invented establishments: the same again, opened by every reader, and telling one story each."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import SAMPLES, Desk, sample_carnet
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.exports.catalogue import Wanted, export, lacking
from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.questionnaire.loading import load_questionnaire, load_services
from pasapas_widgets.places.shipped import workbooks_dir
from pasapas_widgets.rules.aggregation import aggregate_entries
from pasapas_widgets.rules.changes import Change
from pasapas_widgets.rules.comparison import compare_items, compare_levers
from pasapas_widgets.rules.indicators import figures, impossible
from pasapas_widgets.rules.orientation import orient_carnet
from pasapas_widgets.rules.plan import advise
from pasapas_widgets.widgets.adviserdesk import AdviserDesk
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.opensheets import OpenSheets

DATA = Path(__file__).parents[3] / "data"
DOSSIERS = DATA / "samples" / "dossiers"
NAMES = ("mecs", "aemo", "familial")
ACTED = {"mecs": {"L1-02", "L1-04", "L2-09"}, "aemo": {"L1-03", "L3-09"}, "familial": {"L1-02", "L2-04", "L2-09"}}
"""The statements of the actions that were done, or done otherwise and helped: those that move, and no other."""


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    sys.path.insert(0, str(DATA))
    try:
        return importlib.import_module("make_dossiers")
    finally:
        sys.path.remove(str(DATA))


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def carnet(name: str) -> Carnet:
    return sample_carnet(name)


# ---- the files


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_script_writes_the_same_files_again(maker: ModuleType, tmp_path: Path) -> None:
    maker.write(tmp_path)
    written = files(tmp_path)
    assert written == files(DOSSIERS) and len(written) == 7
    for one in written:
        assert (tmp_path / one).read_bytes() == (DOSSIERS / one).read_bytes(), one
        assert len((tmp_path / one).read_bytes()) < 80_000, "small files"


def test_the_data_package_is_valid_and_says_that_it_is_synthetic() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(DOSSIERS / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    package = json.loads((DOSSIERS / "datapackage.json").read_text("utf-8"))
    assert package["synthetic"] is True
    assert {one["path"] for one in package["resources"]} == {one for one in files(DOSSIERS) if one.endswith(".csv")}


def test_the_carnet_is_what_its_sheets_give(name: str, carnet: Carnet) -> None:
    found = read_sheets("vagues.csv", (DOSSIERS / name / "vagues.csv").read_bytes()).entries
    for number, wave in enumerate(carnet.waves, start=1):
        session = f"invente-{name}-{number}"
        assert aggregate_entries(one for one in found if one.session == session) == wave.results


def test_it_is_said_to_be_invented_wherever_it_is_named(name: str, carnet: Carnet) -> None:
    said = [carnet.title, carnet.territory.shown_as, *(wave.session.title for wave in carnet.waves)]
    said += [year.source for year in carnet.years] + [one.title for one in carnet.feedback]
    assert len(said) == 8 and all("inventé" in one for one in said), said
    assert all(one.invented for one in carnet.feedback)
    assert "invente" in (DOSSIERS / name / "vagues.csv").read_text("utf-8").splitlines()[1]
    told = (DATA / "dossiers" / f"{name}.yaml").read_text("utf-8").splitlines()[0]
    assert told.startswith("# Dossier inventé")


# ---- every reader


def test_the_workbooks_run_on_it(carnet: Carnet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASAPAS_DATA", str(tmp_path))
    Carnets(tmp_path / "carnets").create(carnet)
    run = 0
    for path in sorted(workbooks_dir().glob("0[0-8]_*.ipynb")):
        cells = [one for one in json.loads(path.read_text("utf-8"))["cells"] if one["cell_type"] == "code"]
        space: dict[str, object] = {}
        for cell in cells:
            exec("".join(cell["source"]), space)
            run += 1
        desks = [one for one in space.values() if isinstance(one, CarnetDesk)]
        assert all(one.desk.carnet == carnet or not one.desk.is_sample for one in desks)
    assert run > 20


def test_the_sheets_are_offered_in_the_workbook_of_results(name: str, carnet: Carnet) -> None:
    sheets = OpenSheets()
    sheets.open_sample(name)
    label = next(one["label"] for one in sheets.samples if one["id"] == name)
    assert sheets.loaded[0]["name"] == f"{label} (exemple inventé)"
    assert len(sheets.entries) == sum(wave.results.n_sheets for wave in carnet.waves)


@pytest.mark.parametrize(
    ("format", "sheet"),
    [("pdf", "synthese"), ("pdf", "plan-a4"), ("docx", "entretien"), ("docx", "retours"), ("xlsx", "indicateurs"),
     ("ics", "plan"), ("csv", "plan"), ("json", "carnet")],
)  # fmt: skip
def test_what_a_group_takes_home_can_be_made(carnet: Carnet, format: str, sheet: str) -> None:
    wanted = Wanted(day=dt.date(2026, 11, 29))
    assert not lacking(carnet, format, sheet, wanted=wanted)
    assert len(export(carnet, format, sheet, wanted=wanted)) > 100


def test_it_is_opened_as_a_copy_that_is_kept_nowhere(name: str, carnet: Carnet, tmp_path: Path) -> None:
    carnets = Carnets(tmp_path)
    desk = Desk(carnets)
    desk.open_sample(name)
    desk.change([Change(op="set", path=("effectif",), value=12)])
    assert desk.sample == name and desk.kept and carnets.all() == ()
    desk.open_sample("exemple")
    desk.open_sample(name)
    assert replace(desk.carnet, id=UNSET) == carnet, "what was tried is gone"
    desk.keep_sample()
    assert not desk.is_sample and "inventé" in desk.carnet.title and len(carnets.all()) == 1


def test_the_desk_offers_each_by_its_title(tmp_path: Path) -> None:
    desk = CarnetDesk(Carnets(tmp_path))
    assert [one["id"] for one in desk.samples] == list(SAMPLES) and desk.sample == "exemple"
    assert all("inventé" in one["titre"] for one in desk.samples)
    for said, opened in (("aemo", "aemo"), ("familial", "familial"), ("../etc", "exemple")):
        desk.verbs()["sample"]({"id": said})
        desk.refresh()
        assert desk.sample == opened and desk.carnet["titre"] == sample_carnet(opened).title
        assert desk.state["exemple"] is True


def test_an_adviser_opens_the_three_side_by_side(tmp_path: Path) -> None:
    desk = AdviserDesk(Carnets(tmp_path))
    assert [one["id"] for one in desk.samples] == list(SAMPLES)
    for one in NAMES:
        desk.verbs()["sample"]({"id": one})
    assert [one["titre"] for one in desk.columns] == [sample_carnet(one).title for one in NAMES]
    assert desk.carnets.all() == ()


# ---- one story


def test_there_are_enough_people_for_some_figures_and_not_for_all(name: str, carnet: Carnet) -> None:
    assert carnet.service in {one.id for one in load_services()}
    for wave in carnet.waves:
        assert wave.results.n_sheets >= 18 and wave.results.version == "1.1" == load_questionnaire().version
        assert all(one.score is not None for one in wave.results.levers.values())
        assert any(one.n is None for one in wave.results.profiles.values())
    assert any(one.n for wave in carnet.waves for one in wave.results.profiles.values())
    profiles = {
        one.sheet.profile for one in read_sheets("vagues.csv", (DOSSIERS / name / "vagues.csv").read_bytes()).entries
    }
    assert len(profiles) >= 4


def test_the_second_time_moves_where_the_plan_acted_and_nowhere_else(name: str, carnet: Carnet) -> None:
    before, after = (wave.results for wave in carnet.waves)
    compared = {one.id: one for one in compare_items(before, after, load_questionnaire().item_ids)}
    assert {id for id, one in compared.items() if one.verdict == "depasse"} == ACTED[name]
    assert all((compared[id].points or 0) > 25 for id in ACTED[name])
    ended = {item for one in carnet.actions if one.state in ("fait", "modifie") for item in one.items}
    assert ACTED[name] <= ended
    # The third action of AEMO was held twice, and decided nothing: it is said so, and its statement stays.
    assert ended - ACTED[name] == ({"L1-05"} if name == "aemo" else set())


@pytest.mark.parametrize(
    ("name", "moved"),
    [("mecs", {"L1": 10.2, "L2": 5.0}), ("aemo", {"L1": 7.1, "L3": 4.1}), ("familial", {"L1": 3.0, "L2": 10.9})],
)
def test_the_levers_move_as_they_are_told(name: str, moved: dict[str, float]) -> None:
    before, after = (wave.results for wave in sample_carnet(name).waves)
    compared = {one.id: one for one in compare_levers(before, after)}
    assert {id: round(compared[id].points or 0, 1) for id in moved} == moved
    assert all(abs(one.points or 0) < 2.5 for id, one in compared.items() if id not in moved)
    assert {one.verdict for one in compared.values()} <= {"marge", "egal"}, "no lever passes what chance explains"


def test_the_plan_answers_what_was_low_and_voted(name: str, carnet: Carnet) -> None:
    first = carnet.waves[0]
    chosen = {item for one in carnet.priorities if one.chosen for item in one.items}
    assert {item for one in carnet.actions for item in one.items} == chosen
    (vote,) = first.votes
    dots = {one.choice: one.dots for one in vote.choices}
    assert dots == {one.items[0]: one.dots for one in carnet.priorities}
    assert vote.voters and sum(dots.values()) <= 3 * vote.voters and vote.voters <= first.results.n_sheets
    for action in carnet.actions:
        level = first.results.items[action.items[0]].mean
        assert level is not None and level < 45 and action.baseline_level == level
        assert action.opened == first.session.day


def test_the_rules_of_a_plan_find_what_the_story_says() -> None:
    said = {name: [(one.rule, one.action) for one in advise(sample_carnet(name).actions)] for name in NAMES}
    assert said == {
        "mecs": [("ouvertes", None)],
        "aemo": [("rapide", None), ("responsable", "a4"), ("revue", "a5")],
        "familial": [("ouvertes", None)],
    }


def test_the_indicators_tell_the_same_story(carnet: Carnet) -> None:
    years = {one.year: one.counts for one in carnet.years}
    assert list(years) == [2023, 2024, 2025] and not [one for year in carnet.years for one in impossible(year)]
    for year, counts in years.items():
        for start, come, go, end in (
            ("effectif_cdi_debut", "entrees_cdi", "departs_cdi", "effectif_cdi_fin"),
            ("effectif_debut", "entrees_tous", "departs_tous", "effectif_fin"),
        ):
            assert (counts[start] or 0) + (counts[come] or 0) - (counts[go] or 0) == counts[end]
            if year + 1 in years:
                assert years[year + 1][start] == counts[end]
    assert years[2025]["effectif_fin"] == carnet.staff
    for count in ("departs_cdi", "jours_absence_calendaires"):
        assert years[2023][count] < years[2024][count] > years[2025][count]  # type: ignore[operator]
    rotation = [next(one.value for one in figures(year) if one.indicator == "rotation") for year in carnet.years]
    assert rotation[0] < rotation[1] > rotation[2]  # type: ignore[operator]


def test_late_changes_of_planning_stay_where_nobody_worked_on_them() -> None:
    carnet = sample_carnet("mecs")
    changed = [one.counts["postes_modifies"] for one in carnet.years]
    assert changed == sorted(changed) and "L2-03" not in {item for one in carnet.actions for item in one.items}  # type: ignore[type-var]
    assert carnet.interview.leads[0].items == ("L2-03",)
    assert "planning" in carnet.interview.sections["attentes"]


def test_the_path_follows_the_orientation(carnet: Carnet) -> None:
    found = orient_carnet(replace(carnet, waves=carnet.waves[:1]))
    proposed = {one.rule.id for one in (*found.shown, *found.beyond)}
    asked = {step.rule for step in carnet.pathway.steps if step.rule}
    assert asked and asked <= proposed, proposed


def test_no_person_is_named_anywhere(carnet: Carnet) -> None:
    assert not [one for one in advise(carnet.actions) if one.rule == "noms"]
    assert not re.search(r"\b(M\.|Mme|Monsieur|Madame)\s", carnet.to_json())
