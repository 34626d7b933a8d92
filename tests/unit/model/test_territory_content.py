"""The actors and the places that ship: whole, linked to the questionnaire, as Insee lists them."""

from __future__ import annotations

from collections import Counter

import pytest

from pasapas_widgets.model.field.actors import load_actors, load_places
from pasapas_widgets.model.field.personal import personal_traces


def test_seventeen_families_each_with_a_statement_and_no_person() -> None:
    actors = load_actors()
    assert len(actors.actors) == 17
    assert {one.family for one in actors.actors} == set(actors.families)
    assert {item for one in actors.actors for item in one.items} >= {f"L4-0{n}" for n in range(1, 9)}
    assert not [one.id for one in actors.actors if personal_traces(one.brings)]


def test_the_101_departments_of_the_18_regions_and_the_collectivities() -> None:
    places = load_places()
    assert (len(places.regions), len(places.departments), len(places.collectivities)) == (18, 101, 6)
    metropolitan = {f"{n:02d}" for n in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert {one.code for one in places.departments} == metropolitan | {"971", "972", "973", "974", "976"}
    sizes = Counter(one.region for one in places.departments)
    assert (sizes["76"], sizes["84"], sizes["75"], sizes["44"], sizes["11"], sizes["94"]) == (13, 12, 12, 10, 8, 2)
    assert set(sizes) == {one.code for one in places.regions}


@pytest.mark.parametrize(
    ("typed", "name", "region"),
    [
        ("2b", "Haute-Corse", "Corse"),
        ("976", "Mayotte", "Mayotte"),
        ("978", "Saint-Martin", None),
        ("5", "Hautes-Alpes", "Provence-Alpes-Côte d'Azur"),
        ("20", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_code_as_it_is_typed_leads_to_its_region(typed: str | None, name: str | None, region: str | None) -> None:
    places = load_places()
    found = places.place(typed)
    assert (found and found.name, (r := places.region_of(typed)) and r.name) == (name, region)
