"""The HR indicators: each computed by hand, bases never mixed, small groups that nobody can find again."""

# ruff: noqa: E501 (a case stays a line)

from __future__ import annotations

import gc
import itertools
import json
import subprocess
import sys
import types
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets import CarnetDesk
from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import Part, YearCounts
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.rules.indicators import (
    BasesError,
    compare,
    figures,
    hidden,
    impossible,
    indicator_lines,
    series,
    tell,
)
from pasapas_widgets.widgets.indicators.indicators import Indicators

BY_HAND: list[tuple[str, dict[str, float], Fraction]] = [
    # 330 / 6600 × 100 = 5
    ("absence_travail", {"jours_absence_ouvres": 330, "jours_theoriques": 6600}, Fraction(5)),
    # 1 095 / (30 × 365) × 100 = 10
    ("absence_calendaire", {"jours_absence_calendaires": 1095, "etp_reels": 30}, Fraction(10)),
    # (4 + 6) / 2 / ((24 + 26) / 2) × 100 = 20
    ("rotation_cdi", {"entrees_cdi": 4, "departs_cdi": 6, "effectif_cdi_debut": 24, "effectif_cdi_fin": 26}, Fraction(20)),
    # 6 / 25 × 100 = 24
    ("departs_cdi_taux", {"departs_cdi": 6, "effectif_cdi_debut": 24, "effectif_cdi_fin": 26}, Fraction(24)),
    # Only the headcount of 31 December is known: (10 + 8) / 2 / 36 × 100 = 25
    ("rotation_tous", {"entrees_tous": 10, "departs_tous": 8, "effectif_fin": 36}, Fraction(25)),
    # Only that of 1 January: 8 / 32 × 100 = 25
    ("departs_tous_taux", {"departs_tous": 8, "effectif_debut": 32}, Fraction(25)),
    # 2.1 / 42 × 100 = 5, exactly
    ("vacance_taux", {"etp_vacants": 2.1, "etp_autorises": 42}, Fraction(5)),
    # 1.5 / 2 × 100 = 75
    ("vacance_3mois", {"etp_vacants_3mois": 1.5, "etp_vacants": 2}, Fraction(75)),
    # 2 × 1 000 000 / 50 000 = 40
    ("tf_taux", {"accidents_arret": 2, "heures_travaillees": 50_000}, Fraction(40)),
    # 3 × 1 000 / ((39 + 41) / 2) = 75
    ("if_indice", {"accidents_arret": 3, "effectif_debut": 39, "effectif_fin": 41}, Fraction(75)),
    # 125 × 1 000 / 50 000 = 2.5
    ("tg_taux", {"jours_incapacite": 125, "heures_travaillees": 50_000}, Fraction(5, 2)),
    ("anciennete_moyenne", {"anciennete_moyenne": 6.4, "effectif_fin": 30}, Fraction(32, 5)),
    ("anciennete_mediane", {"anciennete_mediane": 4.1, "effectif_fin": 30}, Fraction(41, 10)),
    # (3 + 1) / 40 × 100 = 10; 3 / 40 = 7.5; 1 / 40 = 2.5
    ("cdd_part", {"etp_cdd_remplacement": 3, "etp_cdd_accroissement": 1, "etp_reels": 40}, Fraction(10)),
    ("cdd_remplacement", {"etp_cdd_remplacement": 3, "etp_reels": 40}, Fraction(15, 2)),
    ("cdd_accroissement", {"etp_cdd_accroissement": 1, "etp_reels": 40}, Fraction(5, 2)),
    # 1 200 / 60 000 × 100 = 2; 900 / 1 200 × 100 = 75
    ("interim_part", {"heures_interim": 1200, "heures_travaillees": 60_000}, Fraction(2)),
    ("remplacement", {"heures_remplacees": 900, "heures_a_remplacer": 1200}, Fraction(75)),
    ("intervenants", {"intervenants_groupe_mois": 11.5}, Fraction(23, 2)),
    # 34 / 40 × 100 = 85; 30 / 32 × 100 = 93.75
    ("encadrement_avec", {"etp_reels": 34, "places": 40}, Fraction(85)),
    ("encadrement_sans", {"etp_hors_domicile": 30, "places_hors_domicile": 32}, Fraction(375, 4)),
    # 93 / 620 × 100 = 15
    ("planning_tardif", {"postes_modifies": 93, "postes_planifies": 620}, Fraction(15)),
    # 12 / 40 × 100 = 30; 500 / 40 = 12.5
    ("formation_acces", {"personnes_formees": 12, "effectif_fin": 40}, Fraction(30)),
    ("formation_heures", {"heures_formation": 500, "effectif_fin": 40}, Fraction(25, 2)),
]  # fmt: skip


def year(number: int = 2025, **counts: float | None) -> YearCounts:
    return YearCounts(id=f"y{number}", year=number, counts=counts)


def figure(id: str, one: YearCounts) -> Any:
    return next(some for some in figures(one) if some.id == id)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_figure_has_its_case() -> None:
    assert {id for id, _, _ in BY_HAND} == {one.id for _, one in load_indicators().calculations()}


@pytest.mark.parametrize(("id", "counts", "value"), BY_HAND, ids=[one[0] for one in BY_HAND])
def test_computed_by_hand(id: str, counts: dict[str, float], value: Fraction) -> None:
    made = figure(id, year(**counts))
    assert made.value == value and not made.reason and made.base and made.formula
    assert made.shown and id.split("_")[0] in made.basis


def test_the_headcount_is_said_and_is_part_of_the_figure() -> None:
    mean = figure("departs_cdi_taux", year(departs_cdi=6, effectif_cdi_debut=24, effectif_cdi_fin=26))
    last = figure("departs_cdi_taux", year(2024, departs_cdi=6, effectif_cdi_fin=26))
    assert mean.divided_by == "effectif moyen" and last.divided_by == "effectif au 31 décembre"
    with pytest.raises(BasesError, match="ne se comparent pas"):
        compare(last, mean)


def test_the_two_bases_of_absence_are_never_mixed() -> None:
    before = year(2024, jours_absence_ouvres=330, jours_theoriques=6600)
    after = year(2025, jours_absence_calendaires=1095, etp_reels=30)
    with pytest.raises(BasesError) as refusal:
        compare(figure("absence_travail", before), figure("absence_calendaire", after))
    assert "jours de travail" in str(refusal.value) and "jours du calendrier" in str(refusal.value)
    absences = [one for one in series([before, after]) if one.indicator.id == "absenteisme"]
    assert [[some.year for some in one.known] for one in absences] == [[2024], [2025]]


def test_a_year_with_another_headcount_is_told_apart() -> None:
    some = [
        year(2024, departs_cdi=6, effectif_cdi_fin=24),
        year(2025, departs_cdi=6, effectif_cdi_debut=24, effectif_cdi_fin=26),
    ]
    first, second = (one for one in series(some) if one.figures[0].id == "departs_cdi_taux")
    assert [len(first.known), len(second.known)] == [1, 1] and "une autre base" in tell(first)


def test_caution_for_a_small_team() -> None:
    made = figure("departs_cdi_taux", year(departs_cdi=3, effectif_cdi_debut=25, effectif_cdi_fin=25))
    assert plain(made.caution) == "Un départ de plus ou de moins change ce taux de 4 points."
    half = figure("rotation_cdi", year(departs_cdi=3, entrees_cdi=1, effectif_cdi_debut=25, effectif_cdi_fin=25))
    assert "change ce taux de 2 points" in plain(half.caution)


@pytest.mark.parametrize(
    ("id", "counts", "said"),
    [
        ("vacance_taux", {"etp_vacants": 0, "etp_autorises": 0}, "« ETP autorisés"),
        ("vacance_taux", {"etp_vacants": 3}, "Il manque : ETP autorisés"),
        ("departs_cdi_taux", {"departs_cdi": 30, "effectif_cdi_debut": 20, "entrees_cdi": 5}, "plus de départs de CDI"),
        ("absence_travail", {"jours_absence_ouvres": 7000, "jours_theoriques": 6600}, "plus de jours d'absence que"),
        ("absence_calendaire", {"jours_absence_calendaires": 40, "etp_reels": 4}, "moins de 5 personnes"),
        ("anciennete_moyenne", {"anciennete_moyenne": 3, "effectif_fin": 4}, "moins de 5 personnes"),
        ("anciennete_moyenne", {"anciennete_moyenne": 3}, "Il manque : Salariés en CDI et CDD au 31 décembre"),
    ],
)
def test_what_cannot_be_computed_says_why(id: str, counts: dict[str, float], said: str) -> None:
    made = figure(id, year(**counts))
    assert made.value is None and said in plain(made.reason)


def test_impossible_and_broken_counts_are_said() -> None:
    assert "n'est pas un nombre entier" in plain(" ".join(impossible(year(departs_cdi=2.5))))
    assert not impossible(year(departs_cdi=2, effectif_cdi_debut=2, unknown_count=3, etp_reels=None))


def test_lines_for_the_note_tell_the_last_years_and_nothing_without_counts() -> None:
    assert indicator_lines(Carnet()) == ()
    years = tuple(year(n, etp_vacants=n - 2019, etp_autorises=40) for n in range(2020, 2026))
    (line,) = indicator_lines(Carnet(years=years))
    assert "2023" in line and "15,0 % en 2025" in plain(line) and "2022" not in line


def test_telling_needs_no_heavy_library() -> None:
    code = (
        "import sys; from pasapas_widgets.rules.indicators import indicator_lines; from pasapas_widgets.model.carnet.carnet import Carnet;"
        "indicator_lines(Carnet()); print([m for m in ('numpy','matplotlib','openpyxl','xlsxwriter') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_no_hidden_bracket_can_be_found_even_by_who_knows_the_rule() -> None:
    """Every way to share people out: what is shown and what is hidden together fit two sizes at least of each."""
    most = 16  # what is hidden together is looked at up to here: no bracket can then be larger
    ways: dict[tuple[Any, ...], list[tuple[int, ...]]] = defaultdict(list)
    for sizes in itertools.product(range(most), repeat=4):
        gone = hidden(sizes)
        # Of a bracket that is shown, only that it has five people matters to the others.
        shown = tuple(None if place in gone else min(size, 5) for place, size in enumerate(sizes))
        assert all(size is None or size >= 5 for size in shown)
        ways[(shown, sum(sizes[place] for place in gone))].append(sizes)
    looked_at = 0
    for (shown, together), fitting in ways.items():
        for place, size in enumerate(shown):
            if size is None and 5 <= together < most:
                looked_at += 1
                assert len({one[place] for one in fitting}) >= 2, (shown, together, fitting)
    assert looked_at > 100


@given(st.lists(st.integers(0, 60), min_size=3, max_size=8))
def test_hiding_takes_every_small_group_and_never_one_alone(sizes: list[int]) -> None:
    gone = hidden(sizes)
    assert {place for place, size in enumerate(sizes) if size < 5} <= gone
    assert len(gone) != 1 and (len(gone) in (0, len(sizes)) or sum(sizes[place] for place in gone) >= 5)


def test_the_type_itself_refuses_a_part_of_four_people() -> None:
    assert msgspec.convert({"personnes": 5, "valeur": 5}, Part).people == 5
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"personnes": 4, "valeur": 4}, Part)


# ---------------------------------------- the widget, without a browser

REGISTER = "Matricule;Nom;Prénom;Entrée;Sortie;Contrat\n" + "".join(
    f"ZX90{n};Quiproquo{n};Ondine{n};01/03/201{n};{'31/08/2025' if n == 3 else ''};CDI\n" for n in range(9)
)
SECRETS = ("Quiproquo", "Ondine", "ZX90")


@pytest.fixture
def widget(tmp_path: Path) -> Indicators:
    carnets = Carnets(tmp_path / "carnets")
    carnets.create(Carnet(title="Essai", years=(year(2025, etp_autorises=40.0),)))
    return Indicators(CarnetDesk(carnets))


def send(widget: Indicators, **message: Any) -> None:
    widget.incoming = {"messages": [{"seq": widget.seen + 1, **message}]}


def reachable(root: object) -> list[object]:
    """Return the texts and bytes that can be reached from an object, modules and classes left out."""
    seen: set[int] = set()
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, types.ModuleType | type | types.CodeType | types.FrameType):
            continue
        seen.add(id(one))
        if isinstance(one, str | bytes | bytearray | memoryview):
            found.append(one)
        else:
            inner = one.__globals__ if isinstance(one, types.FunctionType) else None
            waiting += [some for some in gc.get_referents(one) if some is not inner]
    return found


@pytest.mark.parametrize("text", [REGISTER, REGISTER.replace("01/03/2014", "Quiproquo4")], ids=["good", "with a fault"])
def test_nothing_nominative_is_left_after_a_file(widget: Indicators, text: str, tmp_path: Path) -> None:
    send(widget, verb="read", name="registre.csv", kind="mouvements", data=memoryview(bytearray(text.encode())))
    assert widget.export["annees"] or widget.export["fautes"]
    if widget.export["annees"]:
        send(widget, verb="keep", years=[2025])
        (kept,) = widget.desk.carnet.years
        assert kept.counts["departs_cdi"] == 1 and kept.counts["etp_autorises"] == 40.0, "other counts stay"
        assert kept.parts["anciennete_plus_10"] is None or kept.parts["anciennete_plus_10"].people >= 5
    gc.collect()
    held = [bytes(one).decode("utf-8", "ignore") if not isinstance(one, str) else one for one in reachable(widget)]
    assert any("departs_cdi" in one for one in held), "the walk reaches what is kept"
    assert not [one[:80] for one in held for secret in SECRETS if secret in one and one is not REGISTER]
    names = [name for name in type(widget).class_own_traits(sync=True) if not name.startswith("_") and name != "layout"]
    sent = json.dumps({name: getattr(widget, name) for name in names if name != "comm"}, default=str)
    files = tmp_path.rglob("*")
    kept_files = "".join(one.read_text("utf-8", "ignore") for one in files if one.is_file())
    assert not [secret for secret in SECRETS if secret in sent or secret in kept_files]


def test_brackets_are_hidden_before_they_are_kept_and_no_other_way_in(widget: Indicators) -> None:
    names = [one["id"] for one in widget.book["tranches"]]
    send(widget, verb="brackets", year="y2025", values=dict(zip(names, (7, 3, 11, 8), strict=True)))
    parts = widget.desk.carnet.years[0].parts
    assert [part and part.people for part in parts.values()] == [7, None, None, 8]
    path = ["annees", "y2025", "repartitions", names[1]]
    change = {"op": "set", "path": path, "value": {"personnes": 11, "valeur": 11}}
    send(widget, verb="change", changes=[change])
    assert "formulaire" in widget.refusals[-1]["phrase"] and widget.desk.carnet.years[0].parts == parts
    send(widget, verb="brackets", year="y2025", values=dict.fromkeys(names, 2.5))
    assert "nombre entier" in widget.refusals[-1]["phrase"]


def test_what_is_no_export_is_told(widget: Indicators) -> None:
    send(widget, verb="read", name="photo.csv", kind="mouvements", data=b"%PDF-1.7")
    assert "PDF" in widget.refusals[-1]["phrase"] and widget.export == {}
