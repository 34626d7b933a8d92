"""What a page shows of a study can be read aloud: captions, scopes, names, the same in words; nothing runs in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from pasapas_widgets import research
from pasapas_widgets.research import Study, describe, dots, picture, show_table, synthetic


class Tags(HTMLParser):
    """The tags of a page, each with its attributes; what is not closed in order is a fault."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(synthetic(40, 12, seed=2))


def test_a_table_has_a_caption_headings_with_scope_and_its_notes(study: Study) -> None:
    table = study.table("leviers", by="type")
    text = show_table(table, "Leviers <par> type").data
    tags = Tags(text)
    assert tags.open == [] and len(tags.all("caption")) == 1
    assert {one["scope"] for one in tags.all("th")} == {"col", "row"}
    assert len([one for one in tags.all("th") if one["scope"] == "row"]) == len(table)
    region = tags.all("div")[0]
    assert (region["role"], region["tabindex"]) == ("region", "0") and region["aria-label"] == "Leviers <par> type"
    assert "Discuter du travail" in text and "Hébergement" in text and "inventées" in text
    assert re.search(r"<td>\d+,\d</td>", text) and not re.search(r"<td>\d+\.\d", text), "decimal commas"


def test_what_is_not_there_is_said_and_long_tables_say_how_much_is_left(study: Study) -> None:
    withheld = Study(synthetic(4, 12)).table()
    assert show_table(withheld, "Rien").data.count('aria-label="pas de chiffre"') == 4 * 6
    told = show_table(study.table("enonces"), "Énoncés", most=10).data
    assert told.count("<tr>") == 11 and "22 lignes de plus" in re.sub("[\u00a0\u202f]", " ", told)


def test_a_picture_has_a_name_its_words_and_no_script(study: Study) -> None:
    table = study.table("leviers")
    text = picture(dots(table), describe(table), title='Les "quatre" leviers').data
    tags = Tags(text)
    (drawn,) = tags.all("svg")
    assert drawn["role"] == "img" and drawn["aria-label"] == 'Les "quatre" leviers'
    (figure,) = tags.all("figure")
    assert (figure["role"], figure["aria-label"]) == ("figure", drawn["aria-label"])
    assert drawn["aria-describedby"] in [one.get("id") for one in tags.all("p")], "its words describe it"
    assert "width" in drawn and "height" not in drawn, "it shrinks with the page"
    assert len(tags.all("summary")) == 1 and "sur 100" in text
    plain = re.sub(r'xmlns(:\w+)?="[^"]+"|<metadata>.*?</metadata>', "", text, flags=re.S)
    assert not tags.all("script") and "http" not in plain
    again = picture(dots(table), describe(table), title='Les "quatre" leviers').data
    assert again == text, "the same figure is the same text"


def test_without_pandas_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(research, "find_spec", lambda name: None if name == "pandas" else object())
    monkeypatch.delitem(vars(research), "synthetic", raising=False)  # a name that was used once stays there
    with pytest.raises(ImportError, match=r'pandas.*make lab.*pip install "pasapas-widgets\[recherche\]"'):
        _ = research.synthetic
