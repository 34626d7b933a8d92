"""Two versions of a carnet that differ everywhere: what a screen shows of them is said in words, never by a key."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from pasapas_widgets.carnets.desk import sample_carnet
from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.carnet.indicators import Part
from pasapas_widgets.model.carnet.interview import Lead
from pasapas_widgets.model.carnet.pathway import PathwayStep
from pasapas_widgets.model.carnet.territory import Contact, Exchange
from pasapas_widgets.rules.merge import parts
from pasapas_widgets.widgets.carnetdesk.words import parts_in_words

SAMPLE = sample_carnet()
FOUND = re.compile(r"annee-\d+|T-[A-Z]+|O-\d\d|[AF]\d\d|[SPeadrc]\d+|\w+_\w+|piste-\d|[a-z]{3,}")
"""Identifiers and codes of the file."""


def other() -> Carnet:
    """Return the sample changed in each of its parts, with members that are gone, new, and in another order."""
    path, place, meeting, year = SAMPLE.pathway, SAMPLE.territory, SAMPLE.interview, SAMPLE.years[0]
    first = replace(SAMPLE.actions[0], template="A01", state="arrete", documents=("plan_competences",))
    leads = (Lead(id="piste-9", title="Autre"),)
    offer = Exchange(id="c5", kind="offre", text="Recevoir")
    steps = (replace(path.steps[0], service="S4", rule="O-01", state="fait", title=""), path.steps[2])
    contacts = (
        replace(place.contacts[1], link="ponctuel", owner="Autre"), replace(place.contacts[0], action="a1"),
        *place.contacts[3:], Contact(id="T-CREAI", actor="T-CREAI"), Contact(id="c77", label="Club de sport"),
    )  # fmt: skip
    return replace(
        SAMPLE,
        service="aemo", employer="public", staff=12,
        actions=(first, *SAMPLE.actions[2:]),
        discussions=tuple(replace(one, card="F02") for one in SAMPLE.discussions),
        priorities=SAMPLE.priorities[::-1],
        pathway=replace(path, cautions={"P1": True}, steps=(*steps, PathwayStep(id="e9", service="S1"))),
        interview=replace(meeting, day=dt.date(2027, 1, 9), done=("envoi",), papers=("projet",), leads=leads),
        territory=replace(place, department="27", contacts=contacts, exchanges=(offer,)),
        years=(
            replace(year, counts={**year.counts, "departs_cdi": 9},
                    parts={**year.parts, "anciennete_1_3": Part(people=7, value=7)}),
            *SAMPLE.years[2:], replace(year, id="annee-2019", year=2019),
        ),
    )  # fmt: skip


def words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from words(one)
    elif isinstance(value, list):
        for one in value:
            yield from words(one)
    else:
        yield str(value)


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, ...], dict[str, Any]]:
    made = other()
    return {tuple(one["chemin"]): one for one in parts_in_words(parts(SAMPLE, SAMPLE, made), SAMPLE, made)}


def test_no_side_shows_an_identifier_or_a_code(told: dict[tuple[str, ...], dict[str, Any]]) -> None:
    assert len(told) > 30
    for path, one in told.items():
        for side in ("ici", "ailleurs"):
            assert not [said for said in words(one[side]) if FOUND.fullmatch(said)], (path, one[side])


def test_every_step_of_a_path_has_a_word(told: dict[tuple[str, ...], dict[str, Any]]) -> None:
    texts = interface("carnet")
    for path, one in told.items():
        last = path[-1]
        assert one["est_membre"] or last in one["noms"] or last in texts["champs"], path
        if one["est_membre"]:
            assert one["membre"] and not FOUND.fullmatch(one["membre"]) and path[-2] in texts["membres"], path
        if len(path) > 2 and path[1] in ("contacts", "etapes", "pistes"):
            assert one["membre"], path


@pytest.mark.parametrize(
    ("path", "member", "ici", "ailleurs"),
    [
        (("territoire", "contacts", "T-CSE", "lien"), "CSE, syndicats", "Lien régulier", "Lien ponctuel"),
        (("annees", "annee-2023", "valeurs", "departs_cdi"), "2023", 7.0, 9.0),
        (("territoire", "departement"), "", "Ille-et-Vilaine (35)", "Eure (27)"),
        (("actions", "a1", "etat"), SAMPLE.actions[0].title, None, "Arrêté"),
        (("annees", "annee-2019"), "2019", None, "2019"),
    ],
)
def test_what_is_said(
    told: dict[tuple[str, ...], dict[str, Any]], path: tuple[str, ...], member: str, ici: Any, ailleurs: Any
) -> None:
    one = told[path]
    assert (one["membre"], one["ailleurs"]) == (member, ailleurs)
    assert ici is None or one["ici"] == ici
    json.dumps(one)


def test_a_count_has_its_name(told: dict[tuple[str, ...], dict[str, Any]]) -> None:
    assert told["annees", "annee-2023", "valeurs", "departs_cdi"]["noms"] == {"departs_cdi": "Départs de CDI"}
