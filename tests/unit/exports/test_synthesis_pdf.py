"""The printed synthesis: divergences first, counts and no mark, nothing of fewer than enough people."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace
from published import changed
from taken_home import (
    FIVE,
    KIT,
    WORDY,
    Q,
    items_in,
    kept_together,
    letters,
    plain,
    read,
    source,
    tags,
    wave,
    words,
)

from pasapas_widgets.content.french import typeset
from pasapas_widgets.exports.synthesis.pdf import synthesis_pdf
from pasapas_widgets.exports.synthesis.synthesis import synthesis
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.carnet.recovery import recovered
from pasapas_widgets.model.questionnaire.structure import axis_name
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import load_rules


def sections(said: str) -> dict[str, str]:
    """Return what the synthesis says under each of its headings."""
    names = (
        "Ce qui a été fait", "Qui a pris part", "Là où les regards diffèrent", "Les points forts",
        "À améliorer", "Pratiques mal connues", "Ce que le groupe a choisi", "Le plan d'action",
        "Ce qui reste à présenter", "Comment lire",
    )  # fmt: skip
    found = [(said.index(name), name) for name in names if name in said]
    assert found == sorted(found), "divergences first, then strengths, then what is to be improved"
    ends = [start for start, _ in found[1:]] + [len(said)]
    return {name: said[start:end] for (start, name), end in zip(found, ends, strict=True)}


def test_the_synthesis_says_the_session_the_readings_and_the_plan() -> None:
    told = wave()
    reader = read(synthesis_pdf(source()))
    assert len(reader.pages) == 2
    parts = sections(words(reader))
    items = told.results.items
    assert "24 feuilles remplies" in parts["Ce qui a été fait"] and "23 novembre 2026" in parts["Ce qui a été fait"]
    for name, wanted in (
        ("Là où les regards diffèrent", [id for id in items if "regards_differents" in items[id].signals]),
        ("Les points forts", [id for id in items if items[id].level_class == "appui"]),
        ("À améliorer", [id for id in items if items[id].level_class == "ameliorer"]),
        ("Pratiques mal connues", [id for id in items if "peu_visible" in items[id].signals]),
    ):
        assert wanted and set(items_in(parts[name])) == set(wanted)
    for action in FIVE:
        assert plain(action.title) in parts["Le plan d'action"] and action.owner in parts["Le plan d'action"]
    assert plain(Q.item("L1-04").text.rstrip(".")) in parts["Ce que le groupe a choisi"]
    assert "ce n'est pas l'autodiagnostic officiel de l'Anact" in parts["Comment lire"]


def test_the_bars_hold_what_was_published_and_say_it() -> None:
    items = wave().results.items
    alts = [alt for tag, alt in tags(read(synthesis_pdf(source()))) if tag == "/Figure"]
    assert len(alts) > 1
    for alt in alts[1:]:  # the radar comes first
        (id,) = items_in(str(alt))
        counts = [(items[id].distribution or {})[str(level.value)] for level in Q.scale.levels]
        for n, level in zip(counts, Q.scale.levels, strict=True):
            assert f"{n} pour «\u00a0{level.label}\u00a0»" in str(alt)


def test_it_opens_with_the_radar_in_words_and_without_a_figure() -> None:
    labels = {one.id: one.label for one in load_rules().classes}
    levers = wave().results.levers
    said = [f"{axis_name(one)}, {labels[levers[one.id].level_class].lower()}" for one in Q.levers]
    radar = next(alt for tag, alt in tags(read(synthesis_pdf(source()))) if tag == "/Figure")
    assert str(radar) == typeset(f"Le radar du groupe : {' ; '.join(said)}.") and not re.search(r"\d", str(radar))


def test_no_radar_is_drawn_of_too_few_people_nor_before_a_session() -> None:
    few = replace(wave(), results=changed(wave().results, n_feuilles=4))
    assert synthesis(source()).shape is not None
    assert synthesis(source(waves=())).shape is None and synthesis(source(waves=(few,))).shape is None


def test_the_synthesis_holds_no_mark() -> None:
    said = words(read(synthesis_pdf(source())))
    scores = {round(one.score or 0) for one in wave().results.levers.values()}
    assert "sur 100" not in said and "%" not in said and "score" not in said.lower()
    known = [int(n) for n in re.findall(r"\b\d+\b", sections(said)["À améliorer"])]
    assert not scores & set(known)


def test_few_sheets_give_no_number() -> None:
    small = wave("petite_maison_7")
    parts = sections(words(read(synthesis_pdf(source(waves=(small,))))))
    assert "7 feuilles remplies" in parts["Ce qui a été fait"]
    assert "le groupe est trop petit" in parts["Qui a pris part"]
    (radar,) = [alt for tag, alt in tags(read(synthesis_pdf(source(waves=(small,))))) if tag == "/Figure"]
    assert str(radar).startswith("Le radar du groupe") and not re.search(r"\d", str(radar)), "levels have no bar"


def test_a_carnet_changed_by_hand_shows_no_small_number() -> None:
    few = {id: item | {"n_notes": 3} for id, item in wave().results.plain()["items"].items()}
    one = replace(wave(), results=changed(wave().results, items=few, n_feuilles=4))
    said = words(read(synthesis_pdf(source(waves=(one,)))))
    assert "feuilles remplies." in said and "4 feuilles" not in said
    assert "Personne n'a tort" not in said, "no statement of three people is told"
    three = {"encadrement": {"n": 3, "leviers": {}, "items": {}, "motif": None}}
    one = replace(wave(), results=changed(wave().results, profils=wave().results.plain()["profils"] | three))
    said = sections(words(read(synthesis_pdf(source(waves=(one,))))))["Qui a pris part"]
    assert "Direction et encadrement" not in said
    least = load_thresholds().cell
    assert all(int(n) >= least for n in re.findall(r": (\d+)", said)), said


@pytest.mark.parametrize("results", [{"items": []}, {"n_feuilles": "beaucoup"}, {"profils": 3}])
def test_results_that_cannot_be_read_are_not_told(results: dict[str, Any]) -> None:
    plain = json.loads(Carnet(waves=(wave(),)).to_json())
    plain["vagues"][0]["resultats"] |= results
    with pytest.raises(CarnetError, match="abîmé"):
        Carnet.from_json(json.dumps(plain))
    found, lost = recovered(json.dumps(plain))
    assert lost == ("vagues 1 resultats",)
    assert "Aucun chiffre n'est montré" in words(read(synthesis_pdf(source(waves=found.waves))))


def test_levels_kept_together_are_told_with_their_disagreement() -> None:
    parts = sections(words(read(synthesis_pdf(source(waves=(kept_together(),))))))
    assert "Le groupe a répondu ensemble" in parts["Qui a pris part"]
    assert items_in(parts["Là où les regards diffèrent"]) == ["L1-03"] and "La nuit ne le voit pas ainsi" in words(
        read(synthesis_pdf(source(waves=(kept_together(),))))
    )
    assert "L1-01" in items_in(parts["Les points forts"])
    assert "L1-02" in items_in(parts["À améliorer"])


def test_what_is_still_to_be_told_and_to_whom() -> None:
    states = ("a_faire", "", "faite", "sans_objet", "a_faire")
    plan = tuple(replace(one, consultation=state) for one, state in zip(FIVE, states, strict=True))
    parts = sections(words(read(synthesis_pdf(source(actions=plan)))))
    told = parts["Ce qui reste à présenter"]
    assert "au CSE" in told and "À présenter : actions 1 et 5." in told
    assert "Reste à dire s'il faut le consulter : action 2." in told and "Déjà présenté : action 3." in told
    public = words(read(synthesis_pdf(source(actions=plan, employer="public", staff=30))))
    assert "Ce qui reste à présenter au Comité social territorial" in public
    assert "Liste d'actions du document unique" in public and "Programme annuel de prévention" not in public


def test_the_fullest_synthesis_is_still_two_pages() -> None:
    long = WORDY[:200]
    plan: tuple[Action, ...] = tuple(
        replace(
            one, id=f"a{n}", title=long, owner=long, documents=tuple(document.id for document in KIT.documents),
            consultation="a_faire", decision="x",
        )
        for n, one in enumerate(FIVE * 4)
    )  # fmt: skip
    waves = tuple(wave() for _ in range(6))
    reader = read(synthesis_pdf(source(title="M" * 80, actions=plan, waves=waves, employer="public")))
    assert len(reader.pages) == 2
    assert words(reader).count("autodiagnostic officiel de l'Anact") == 1
    assert min(size for size, _ in letters(reader)) >= 6


def test_the_four_levels_differ_in_grey() -> None:
    from pasapas_widgets.design.tokens import tokens

    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = [light(tokens()[f"level-{level}"]) for level in (1, 2, 3, 4)]
    assert all(first - second > 0.08 for first, second in pairwise(lights))
