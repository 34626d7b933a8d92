"""The French words that Python and the browser both make: one file of cases holds both (``vectors/words.json``)."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.content.french import counted, file_name, long_date, nearest, number, slug, spoken_list

CASES: dict[str, list[Any]] = json.loads((Path(__file__).parents[2] / "vectors/words.json").read_bytes())


@pytest.mark.parametrize(("day", "said"), CASES["dates"])
def test_a_day_is_said_as_people_say_it(day: str, said: str) -> None:
    assert long_date(dt.date.fromisoformat(day)) == said


@pytest.mark.parametrize(("value", "said"), CASES["numbers"])
def test_a_number_has_a_comma_and_its_thousands_apart(value: float, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(("texts", "n", "said"), CASES["plurals"])
def test_the_plural_begins_at_two(texts: dict[str, str], n: int, said: str) -> None:
    assert counted(texts, n) == said


@pytest.mark.parametrize(("parts", "said"), CASES["lists"])
def test_a_list_ends_with_and(parts: list[str], said: str) -> None:
    assert spoken_list(parts) == said
    assert spoken_list(iter(parts)) == said


@given(st.fractions(0, 10_000), st.integers(0, 4))
def test_a_number_is_rounded_half_up_from_its_exact_value(value: Fraction, decimals: int) -> None:
    told = Fraction(number(value, decimals).replace("\u00a0", "").replace(",", "."))
    assert -Fraction(1, 2) < (value - told) * 10**decimals < Fraction(1, 2) or (told - value) * 10**decimals * 2 == 1


@pytest.mark.parametrize(("kind", "title", "ending", "name"), CASES["file_names"])
def test_a_file_is_named_after_what_it_is_of(kind: str, title: str, ending: str, name: str) -> None:
    assert file_name(kind, title, ending) == name


@given(st.text(max_size=80))
def test_the_name_of_a_file_is_safe_on_every_system(title: str) -> None:
    assert set(slug(title)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and len(slug(title)) <= 53
    assert file_name("plan", title, "pdf").count(".") == 1


def test_the_nearest_name_is_found_whatever_the_capitals() -> None:
    assert nearest("t-arct", ["T-ARACT", "T-FT"]) == "T-ARACT"
    assert nearest("", ["a"]) is None and nearest("a", []) is None
