"""The one-file page: what is in it, what may leave it, and the command that writes it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pasapas_widgets import page as page_module
from pasapas_widgets.cli import main
from pasapas_widgets.front.modules import ModuleError, joined
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.page import one_file_page
from pasapas_widgets.page.shell import inline
from pasapas_widgets.places.wholefile import unfinished_of
from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire as Widget


class _Read(HTMLParser):
    """A page taken apart as a browser does: its inline texts, its references, what it says of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and self.cdata_elem:
            self.inline.append((*self.tags[-1], data))

    def of(self, tag: str, **attributes: str) -> list[str]:
        return [text for name, has, text in self.inline if name == tag and attributes.items() <= has.items()]

    def meta(self, name: str) -> str:
        return next(str(has["content"]) for tag, has in self.tags if tag == "meta" and name in has.values())


@pytest.fixture(scope="module")
def html() -> str:
    return one_file_page()


@pytest.fixture(scope="module")
def read(html: str) -> _Read:
    return _Read(html)


@pytest.fixture(scope="module")
def data(read: _Read) -> Any:
    return json.loads(*read.of("script", type="application/json"))


def test_the_file_is_light_and_always_the_same(html: str) -> None:
    assert len(html.encode()) <= 200_000
    assert html == one_file_page()


def test_the_modules_are_inside_as_they_are(read: _Read) -> None:
    """All in one script, each once, in the scope that the joiner gives it, down to the last line of the widget."""
    (script,) = read.of("script", type="module")
    package = Path(page_module.__file__).parents[1]
    for path in (
        "widgets/questionnaire/questionnaire.js",
        "widgets/radar/radar.js",
        "front/scale.js",
        "front/older.js",
    ):
        text = (package / path).read_text(encoding="utf-8")
        own = re.sub(r"^import [^;]*;\n", "\0", text, flags=re.MULTILINE).replace(
            "export default ", "const byDefault = "
        )
        longest = max(re.split(r"\0|^export ", own, flags=re.MULTILINE), key=len)
        assert len(longest) > 300 and script.count(longest) == 1, path


def test_the_policy_allows_these_scripts_and_this_style_and_no_network(read: _Read) -> None:
    def hashes(texts: list[str]) -> set[str]:
        return {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts}

    rules = dict(rule.strip().split(" ", 1) for rule in read.meta("Content-Security-Policy").split(";"))
    assert rules.pop("default-src") == "'none'"
    assert set(rules.pop("script-src").split()) == hashes(read.of("script", type="module"))
    assert set(rules.pop("style-src").split()) == hashes(read.of("style"))
    assert rules == {"img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}


def test_nothing_refers_to_another_file_or_host(html: str, read: _Read) -> None:
    for tag, attributes in read.tags:
        for name in ("src", "srcset", "action", "data", "poster"):
            assert name not in attributes, tag
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        assert (attributes.get("href") or "#").startswith(("#", "data:,")), attributes
    assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org/)", html)


def test_a_text_cannot_leave_its_place(questionnaire: Questionnaire) -> None:
    nasty = '</script><script>alert(1)</script><!-- \u2028 & "x" \''
    item = msgspec.structs.replace(questionnaire.items[0], text=nasty)
    changed = msgspec.structs.replace(questionnaire, items=(item, *questionnaire.items[1:]), title=f"<b>{nasty}")
    html = one_file_page(changed)
    read = _Read(html)
    assert len(read.of("script")) == len(_Read(one_file_page()).of("script"))
    (kept,) = read.of("script", type="application/json")
    assert "\u2028" not in kept
    assert json.loads(kept)["states"]["questionnaire"]["questionnaire"]["items"][0]["texte"] == nasty
    assert not any(tag == "b" for tag, _ in read.tags)


@pytest.mark.parametrize("text", ["a</Script >", "<!-- a"])
def test_a_script_that_would_end_early_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must hold neither"):
        inline("script", text)


def test_a_module_that_hands_nothing_over_is_refused(tmp_path: Path) -> None:
    (tmp_path / "radar").mkdir()
    (tmp_path / "radar" / "radar.js").write_text("export { draw };\n", encoding="utf-8")
    host = tmp_path / "host.js"
    host.write_text('import radar from "./radar/radar.js";\n', encoding="utf-8")
    with pytest.raises(ModuleError, match=r"radar\.js"):
        joined(host)


def test_the_widgets_start_as_the_notebooks_widgets_do(data: Any, questionnaire: Questionnaire) -> None:
    mine = data["states"]["questionnaire"]
    notebook = Widget()
    for name in ("questionnaire", "rules", "texts", "services", "key", "answers"):
        assert mine[name] == json.loads(json.dumps(getattr(notebook, name))), name
    assert mine["privacy"] == {"lieu": "page", "seuil": 5, "suppression": None, "hote": None}
    assert (mine["linked"], mine["keep_days"], mine["profile"], mine["variant"]) == (False, 7, None, None)
    assert data["states"]["radar"]["follow"] == mine["key"]
    assert [axis["id"] for axis in data["states"]["radar"]["axes"]] == [lever.id for lever in questionnaire.levers]


def test_every_wording_can_be_made_from_the_base(data: Any, questionnaire: Questionnaire) -> None:
    base = {item["id"]: item for item in data["states"]["questionnaire"]["questionnaire"]["items"]}
    assert set(data["wordings"]) == set(questionnaire.variant_ids)
    for variant, own in data["wordings"].items():
        told = {item["id"]: item for item in json.loads(json.dumps(questionnaire.for_browser(variant)["items"]))}
        assert {id: item | own.get(id, {}) for id, item in base.items()} == told


def test_the_page_says_what_it_is_without_saying_whose(html: str) -> None:
    for told in ('<html lang="fr">', "<h1>Mon autodiagnostic</h1>", "création indépendante", 'href="#contenu"'):
        assert told in html
    assert str(Path.home()) not in html and str(Path.cwd()) not in html


def test_the_command_writes_the_page_and_says_what_to_do(tmp_path: Path, html: str, capsys: Any) -> None:
    path = tmp_path / "page d'équipe.html"
    path.write_text("une ancienne page", encoding="utf-8")
    assert main(["page", "-o", str(path)]) == 0
    assert path.read_bytes() == html.encode()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    told = capsys.readouterr().out
    assert str(path) in told and "pièce jointe" in told


def test_without_a_name_the_file_does_not_identify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["page"]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["autodiagnostic.html"]


@pytest.mark.parametrize(("output", "told"), [("", "dossier"), ("absent/page.html", "n'existe pas"), ("a\0b", "nom")])
def test_a_path_that_cannot_be_written_is_one_sentence(tmp_path: Path, output: str, told: str, capsys: Any) -> None:
    assert main(["page", "-o", str(tmp_path / output)]) == 1
    error = capsys.readouterr().err.strip()
    assert told in error and error.endswith(".") and "\n" not in error
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_the_new_page_cannot_be_written(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "page.html"
    path.write_text("une ancienne page", encoding="utf-8")
    unfinished_of(path).mkdir()  # no file can be written under the name that the command writes to first
    assert main(["page", "-o", str(path)]) == 1
    assert "droits" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "une ancienne page"
