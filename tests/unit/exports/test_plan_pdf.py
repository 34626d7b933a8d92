"""The plan printed for the wall: every action, on one sheet, whatever was typed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from msgspec.structs import replace
from taken_home import (
    FIVE,
    TROUBLE,
    WORDY,
    Q,
    actions,
    letters,
    numbered,
    plain,
    read,
    source,
    tags,
    texts,
    troubled,
    words,
)

from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.formats.typesetting import drawable
from pasapas_widgets.exports.plan.pdf import plan_pdf


def test_the_plan_says_each_action_and_why_it_is_there() -> None:
    said = words(read(plan_pdf(source())))
    for action in FIVE:
        due, review = (long_date(day) for day in (action.due, action.review) if day)
        for told in (action.title, action.owner, action.first_steps, due, action.indicator, review):
            assert plain(told) in said
        for item in action.items[:2]:
            short = plain(Q.item(item).text)[:60]
            assert short in said and f"({numbered(item)})" in said
    assert "Porter un projet commun" in said
    assert [said.index(plain(action.title)) for action in FIVE] == sorted(
        said.index(plain(action.title)) for action in FIVE
    )


def test_each_action_is_a_heading_and_what_is_drawn_is_said() -> None:
    found = tags(read(plan_pdf(source())))
    assert [tag for tag, _ in found].count("/H2") == 5
    dates, radar = (str(alt) for tag, alt in found if tag == "/Figure")
    for action in FIVE:
        assert action.due and action.review
        assert f"pour le {long_date(action.due)}, revue le {long_date(action.review)}" in plain(dates)
    assert radar.startswith("Le radar du groupe") and not re.search(r"\d", radar)


def test_a_plan_without_dates_or_session_has_its_cards_alone() -> None:
    undated = tuple(replace(one, due=None, review=None) for one in FIVE)
    found = tags(read(plan_pdf(source(actions=undated, waves=()))))
    assert "/Figure" not in [tag for tag, _ in found] and [tag for tag, _ in found].count("/H2") == 5


@pytest.mark.parametrize("years", [0, 1, 9, 7972])
def test_the_line_of_dates_holds_a_week_or_years(years: int) -> None:
    far = (replace(FIVE[0], due=dt.date(2027, 1, 4), review=dt.date(2027 + years, 12, 31)), *FIVE[1:])
    assert len(read(plan_pdf(source(actions=far))).pages) == 1


def test_what_is_done_or_stopped_leaves_the_wall_and_a_sixth_action_is_named() -> None:
    six = actions("A13", "A01", "A03", "A26", "A11", "A17")
    done = (replace(six[0], state="fait"), replace(six[1], state="arrete"), *six[2:])
    said = words(read(plan_pdf(source(actions=done))))
    assert plain(six[0].title) not in said and plain(six[1].title) not in said and plain(six[5].title) in said
    assert "ne tient pas sur cette feuille" not in said
    said = words(read(plan_pdf(source(actions=six))))
    assert f"Une autre action ouverte ne tient pas sur cette feuille : 6. {plain(six[5].title)}" in said
    assert plain(six[5].first_steps) not in said


def test_the_a3_is_read_from_two_metres() -> None:
    """Letters of 20 points are 5 mm high; those read from near are still 12 points."""
    sizes = letters(read(plan_pdf(source(), paper="a3")))

    def at_least(points: float) -> str:
        return plain(" ".join(piece for size, piece in sizes if size >= points))

    for action in FIVE:
        assert plain(action.title) in at_least(20)
        assert plain(action.owner) in at_least(16)
        assert plain(action.first_steps) in at_least(12)


@pytest.mark.parametrize("paper", ["a3", "a4"])
@pytest.mark.parametrize("count", [1, 3, 4])
def test_what_is_ticked_is_on_one_line_with_its_box(paper: Any, count: int) -> None:
    brief = tuple(replace(one, title="Relire la fiche", first_steps="Choisir", indicator="") for one in FIVE[:count])
    told = read(plan_pdf(source(actions=brief), paper=paper)).pages[0].extract_text().splitlines()
    for name in ("On garde", "On change", "On arrête"):
        assert sum(line.replace("\xa0", " ").count(name) for line in told) == count


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_the_longest_plan_is_still_one_sheet(paper: Any) -> None:
    long = WORDY[:200]
    full = tuple(
        replace(one, title=long, owner=long, first_steps=(WORDY * 5)[:1000], indicator=long, items=Q.item_ids[:8])
        for one in actions("A13", "A01", "A03", "A26", "A11", "A17")
    )
    reader = read(plan_pdf(source(actions=full, title="M" * 80), paper=paper))
    assert len(reader.pages) == 1
    assert words(reader).endswith("on arrête.")


@settings(max_examples=25)
@given(texts)
@example("\ufffe")
def test_any_text_makes_one_sheet(text: str) -> None:
    reader = read(plan_pdf(source(title=text[:80], actions=(troubled(text), *FIVE[1:4]))))
    assert len(reader.pages) == 1
    assert plain(FIVE[3].title) in words(reader)


@pytest.mark.parametrize("text", TROUBLE)
def test_letters_that_the_font_has_are_all_there(text: str) -> None:
    said = words(read(plan_pdf(source(actions=(replace(FIVE[0], owner=text),)))))
    wanted = [word for word in plain(drawable(text)).split(" ") if re.fullmatch(r"[\x21-\xff]+", word)]
    assert all(word in said.replace(" ", "") or word in said for word in wanted), said


def test_a_letter_without_a_drawing_becomes_a_box_and_an_emoji_goes() -> None:
    assert drawable("中 🎉 été") == "\u25a1 été"
    assert drawable("مرحبا שלום") == "مرحبا שלום"
