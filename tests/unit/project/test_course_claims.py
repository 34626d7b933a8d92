"""What the course affirms, computed anew by the product's own rules: a module that has become false stops here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.content import CONTENT
from pasapas_widgets.files.exercises import check
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.entry import Entry
from pasapas_widgets.model.exercise.structure import Match, Module, Reformulate, Scene
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.aggregation import load_thresholds, publish
from pasapas_widgets.rules.aggregation.sites import Ledger
from pasapas_widgets.rules.comparison import compare_items, compare_levers
from pasapas_widgets.rules.indicators import figures
from pasapas_widgets.rules.orientation import load_orientation
from pasapas_widgets.rules.plan import advise, is_open
from pasapas_widgets.rules.sharing import Common, common, exchange_rows, matches, site_of
from pasapas_widgets.rules.territory import gaps

COURSE = sorted((CONTENT / "course").glob("*.yaml"))
Q = load_questionnaire()
ITEM = "L2-03"


def module(name: str) -> Module:
    found = check((CONTENT / "course" / f"{name}.yaml").read_text("utf-8"), beside=CONTENT / "course").module
    assert found is not None
    return found


def text(name: str) -> str:
    """Return the words of a module, each run of blanks as one space."""
    return " ".join((CONTENT / "course" / f"{name}.yaml").read_text("utf-8").split())


# ---- every module


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_a_module_has_no_fault_and_nothing_to_think_over(path: Path) -> None:
    found = check(path.read_text("utf-8"), beside=path.parent)
    assert (found.faults, found.warnings) == ((), ())
    assert found.module is not None and 20 <= found.module.minutes <= 40
    assert found.module.minutes == sum(step.minutes for step in found.module.steps)
    assert len(found.module.goals) >= 4 and len(found.module.sources) >= 4


def test_the_course_has_eight_modules() -> None:
    assert sorted(yaml.safe_load(path.read_text("utf-8"))["numero"] for path in COURSE) == list(range(1, 9))


def told(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from told(one)
    elif isinstance(value, list):
        for one in value:
            yield from told(one)


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_nobody_is_marked(path: Path) -> None:
    """No answer is called wrong, and nothing is counted, in what learners read."""
    for sentence in told(yaml.safe_load(path.read_text("utf-8"))):
        assert not any(word in sentence for word in ("Bravo", "Mauvaise réponse", "Perdu", "sur 20", "votre score"))


def test_ten_sentences_of_the_sector_are_reworded() -> None:
    found = [one for _, one in module("dire-le-travail").exercises if isinstance(one, Reformulate)]
    assert [one.title[:2] for one in found[:9]] == [f"{n}." for n in range(1, 10)] and len(found) == 10


@pytest.mark.parametrize("path", COURSE, ids=lambda path: path.stem)
def test_a_scene_has_several_good_ways_and_leads_back_from_a_bad_one(path: Path) -> None:
    """From every situation an end can be reached, and from the start the best one in two ways at least."""
    for _, scene in module(path.stem).exercises:
        if not isinstance(scene, Scene):
            continue
        ends = {one.id for one in scene.situations if not one.choices}
        reached = {end: {end} for end in ends}
        for _ in scene.situations:
            for one in scene.situations:
                for end in ends:
                    if any(choice.to in reached[end] for choice in one.choices):
                        reached[end].add(one.id)
        assert all(any(one.id in reached[end] for end in ends) for one in scene.situations)
        best = max(ends, key=lambda end: len(reached[end]))
        assert reached[best] >= {one.id for one in scene.situations if one.choices}, (scene.id, "no way back")
        into = [choice for one in scene.situations for choice in one.choices if choice.to == best]
        ways = {one.id for one in scene.situations for choice in one.choices if choice.to == best}
        assert len(into) >= 2 or len(ways) >= 2 or len(ends) > 2, scene.id


# ---- module 3: numbers of its examples


def test_departures_and_arrivals_are_those_of_the_dossier() -> None:
    (year,) = [one.counts for one in sample_carnet("mecs").years if one.year == 2025]
    assert (year["departs_cdi"], year["entrees_cdi"]) == (6, 8)
    assert "Six personnes en CDI sont parties en 2025, huit étaient arrivées" in text("dire-le-travail")
    assert "Trente-quatre familles d'accueil" in sample_carnet("familial").interview.sections["qui"]


# ---- module 5: the plan of a dossier


def test_the_plan_has_the_faults_that_are_told() -> None:
    actions = sample_carnet("aemo").actions
    assert {(one.rule, one.action) for one in advise(actions)} == {
        ("rapide", None), ("responsable", "a4"), ("revue", "a5"),
    }  # fmt: skip
    (exercise,) = [one for _, one in module("du-dire-au-faire").exercises if one.id == "quelles-regles"]
    fits = {one.id for one in exercise.answers if one.fits}  # type: ignore[union-attr]
    assert fits == {"rapide", "responsable", "revue"}
    current = [one for one in actions if is_open(one)]
    assert len(current) == 3
    assert min((one.due - one.opened).days for one in current if one.due) == 45
    said = text("du-dire-au-faire")
    for words in ("ouvert le 4 février", "échéance 5 avril, revue 4 mai", "échéance 21 mars, revue 4 mai",
                  "échéance 5 mai, revue 30 septembre", "quarante-cinq jours"):  # fmt: skip
        assert words in said, words
    days = {one.id: [one.opened.isoformat(), str(one.due), str(one.review)] for one in actions}
    assert days["a3"] == ["2025-02-04", "2025-04-05", "2025-05-04"]
    assert days["a4"] == ["2025-02-04", "2025-03-21", "2025-05-04"]
    assert days["a5"] == ["2025-02-04", "2025-05-05", "2025-09-30"]


def test_what_moved_is_what_is_told() -> None:
    before, after = (wave.results for wave in sample_carnet("aemo").waves)
    found = {one.id: one for one in compare_items(before, after, ["L1-03", "L3-09", "L1-05", "L4-06"])}
    assert {id: one.verdict for id, one in found.items()} == {
        "L1-03": "depasse", "L3-09": "depasse", "L1-05": "marge", "L4-06": "marge",
    }  # fmt: skip
    assert (round(found["L1-03"].before or 0), round(found["L1-03"].after or 0)) == (29, 65)
    assert "passe de 29 à 65" in text("du-dire-au-faire")


# ---- module 6: the attacker's sums


def entry(number: int, level: Answer | None, *, known: bool = False, profile: str | None = None) -> Entry:
    answers: dict[str, Answer] = {"L1-01": 2} if level is None else {"L1-01": 2, ITEM: level}
    sheet = Sheet(questionnaire=Q.id, version=Q.version, profile=profile, answers=answers)
    return Entry("s", str(number), sheet, known=known)


def levels(n: int, *, known: int = 0) -> list[Entry]:
    return [entry(number, 1 + number % 4, known=number < known) for number in range(n)]


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [((11, 6, 4, 3), (11, 6, None, None)), ((8, 7, 5, 4), (8, 7, None, None))],
)
def test_the_professions_that_are_shown(sizes: tuple[int, ...], shown: tuple[int | None, ...]) -> None:
    profiles = ("educatif", "quotidien_nuit", "encadrement", "support")
    given = [profile for profile, size in zip(profiles, sizes, strict=True) for _ in range(size)]
    entries = [entry(number, 1 + number % 4, profile=profile) for number, profile in enumerate(given)]
    results = publish(entries).results
    assert results.n_sheets == 24 and tuple(results.profiles[one].n for one in profiles) == shown


def test_the_subtraction_gives_the_mean_of_five_people() -> None:
    results = sample_carnet("mecs").waves[0].results
    whole, day, night = (
        results.items["L2-09"],
        results.profiles["educatif"].items["L2-09"],
        results.profiles["quotidien_nuit"].items["L2-09"],
    )
    assert (whole.n_answers, day.n_answers, night.n_answers) == (24, 12, 7)
    assert [round(one.mean or 0, 1) for one in (whole, day, night)] == [36.1, 38.9, 14.3]
    left = 24 * (whole.mean or 0) - 12 * (day.mean or 0) - 7 * (night.mean or 0)
    assert left == pytest.approx(300) and round((24 * 36.1 - 12 * 38.9 - 7 * 14.3) / 5) == 60
    given = [one for one in _profiles("mecs") if one in ("encadrement", "support")]
    assert (given.count("encadrement"), given.count("support")) == (3, 2)


def _profiles(name: str) -> list[str | None]:
    from pasapas_widgets.files.sheets import read_sheets

    file = samples_dir() / "dossiers" / name / "vagues.csv"
    entries = read_sheets(file.name, file.read_bytes()).entries
    return [one.sheet.profile for one in entries if one.session == f"invente-{name}-1"]


def test_late_sheets_wait_until_they_are_five_statement_by_statement() -> None:
    first = publish(levels(18))
    later = [entry(18 + number, 1 + number % 4) for number in range(5)]
    for number in range(1, 5):
        held = publish([*levels(18), *later[:number]], first)
        assert (held.results, held.waiting) == (first.results, number)
    assert publish([*levels(18), *later], first).results.n_sheets == 23
    one_of_five = [entry(18 + number, 4 if number == 0 else None) for number in range(5)]
    found = publish([*levels(18), *one_of_five], first).results
    assert found.n_sheets == 23 and found.items[ITEM].n_answers == 18


def test_nine_on_paper_are_shown_and_the_one_phone_waits() -> None:
    found = publish(levels(10, known=9))
    assert found.results.n_sheets == 9 and found.waiting == 1


def test_a_unanimous_group_is_told_by_its_mean() -> None:
    assert publish([entry(number, 1) for number in range(5)]).results.items[ITEM].mean == 0


def test_a_statement_with_seven_answers_has_a_mean_and_no_distribution() -> None:
    found = sample_carnet("familial").waves[0].results
    one = found.items["L4-08"]
    assert (found.n_sheets, one.n_answers, one.distribution) == (24, 7, None) and one.mean is not None
    assert round(one.not_known_share or 0, 1) == 0.7 and "peu_visible" in one.signals


def test_what_is_held_and_what_is_a_limit_is_as_the_threats_say() -> None:
    (exercise,) = [one for _, one in module("la-confidentialite").exercises if one.id == "limites"]
    assert isinstance(exercise, Match)
    places = {one.id: one.places for one in exercise.elements}
    assert places == {"trois": ("tenu",), "quatre": ("limite",), "pareil": ("limite",), "fichier": ("limite",),
                      "image": ("tenu",)}  # fmt: skip
    threats = (Path(__file__).parents[3] / "docs" / "menaces.md").read_text("utf-8")
    assert "jusqu'à trois, ils ne trouvent personne" in threats and "à quatre, ils trouvent le cinquième" in threats
    known = (Path(__file__).parents[3] / "docs/decisions/021-who-knows-what.md").read_text("utf-8")
    assert "127 tries" in known and "127 essais" in text("la-confidentialite")


# ---- module 7: a territory and three years


def test_the_missing_links_and_the_figures_are_those_of_the_dossier() -> None:
    carnet = sample_carnet("mecs")
    results = carnet.waves[1].results
    assert round(results.items["L2-03"].mean or 0) == 27
    missing = {one.node.id: [item for item, _ in one.items] for one in gaps(carnet.territory, results)}
    assert "L2-03" in missing["T-ARACT"] and "L2-03" not in missing.get("T-ARS", [])
    contacts = {one.id: one for one in carnet.territory.contacts}
    assert contacts["T-ARACT"].wanted and contacts["T-CSE"].link == contacts["T-CD"].link == "regulier"
    said = {(one.year, one.indicator): one.value for year in carnet.years for one in figures(year)}
    rotation = [float(said[year, "rotation"] or 0) for year in (2023, 2024, 2025)]
    late = [float(said[year, "stabilite_planning"] or 0) for year in (2023, 2024, 2025)]
    assert rotation[0] < rotation[1] > rotation[2] and late[0] < late[1] <= late[2]
    assert (carnet.years[-1].counts["postes_planifies"], carnet.years[-1].counts["postes_modifies"]) == (640, 131)
    assert [one.agreed for one in carnet.discussions if one.items == ("L2-03",)] == [False]
    training = {one.id: one.hours for one in load_orientation().services}["S3"]
    assert training == 28 and carnet.pathway.hours == 8


# ---- module 8: several establishments


def six() -> list[Carnet]:
    return [Carnet.from_json(path.read_bytes()) for path in sorted((samples_dir() / "territoire").glob("*.json"))]


def shown(carnets: list[Carnet], ledger: Ledger) -> Common:
    return common([site_of(one, number) for number, one in enumerate(carnets, start=1)], ledger)


def score(found: Common, item: str = "L4-04") -> Any:
    return next((round(one.cell.score) for one in found.items if one.id == item and one.cell.score is not None), None)


def test_what_is_shown_of_several_establishments() -> None:
    limits = load_thresholds().sites
    assert (limits.sites, limits.people, limits.largest_share) == (5, 20, 0.5)
    ledger, dossiers = Ledger(), [sample_carnet(one) for one in ("mecs", "aemo", "familial")]
    people = [one.waves[-1].results.n_sheets for one in six()]
    assert (sum(people), sum(people[:4])) == (74, 54)
    assert score(shown(six(), ledger)) == 21
    assert score(shown(six()[:5], ledger)) is None and score(shown(six()[:4], Ledger())) is None
    assert sum(one.waves[-1].results.n_sheets for one in dossiers) == 66
    assert score(shown(dossiers, Ledger())) is None
    assert score(shown([*dossiers, *six()[:2]], Ledger())) == 21
    assert "soixante-quatorze" in text("plusieurs-sans-classement")


def test_requests_and_offers_meet_as_in_the_exercise() -> None:
    found = matches(exchange_rows([site_of(one, number) for number, one in enumerate(six(), start=1)]))
    assert {(one.item, one.offers.split(" (")[0]) for one in found} >= {
        ("L4-04", "Maison de la Rivière"), ("L1-03", "Foyer du Vieux Port"), ("L4-02", "Pouponnière de la Source"),
        ("L1-04", "Village des Landes Fleuries"),
    }  # fmt: skip
    written = json.dumps([one.to_json() for one in six()], ensure_ascii=False)
    for words in ("Partager un vivier de remplaçants.", "Apprendre à reprendre un évènement difficile.",
                  "Monter une formation à plusieurs.", "Observer un relais jour et nuit."):  # fmt: skip
        assert words in written and words in text("plusieurs-sans-classement"), words


def test_a_lever_gains_eleven_points_within_its_margin_and_three_statements_pass_theirs() -> None:
    before, after = (wave.results for wave in sample_carnet("familial").waves)
    (lever,) = [one for one in compare_levers(before, after) if one.id == "L2"]
    assert round(lever.points or 0) == 11 and lever.verdict == "marge"
    assert sum(one.verdict == "depasse" for one in compare_items(before, after, Q.item_ids)) == 3
    days = [wave.session.day for wave in sample_carnet("familial").waves]
    assert round((days[1] - days[0]).days / 30.4) == 9
