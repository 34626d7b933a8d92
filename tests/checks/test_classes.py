"""A class of the style sheets belongs to one folder, and its name says to which."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "pasapas_widgets"
WIDGETS = PACKAGE / "widgets"
NAMES = sorted(folder.name for folder in WIDGETS.iterdir() if folder.is_dir())
PAGES = ["app/template", "live/room", "live/room/page", "page"]

STATES = {"pap-ready"}
"""What a page says of itself on its body, without a style of its own."""

UNNAMED = {
    "carnetdesk": {
        "pap-kit-choose",
        "pap-kit-drop",
        "pap-kit-lost",
        "pap-kit-name",
        "pap-kit-part",
        "pap-kit-parts",
        "pap-kit-status",
    },
}
"""Classes and identifiers that still bear another folder's name: to be renamed, never added to."""

ONCE = {
    "clip-path: inset(50%)": {"widgets/adviserdesk/adviserdesk.css", "widgets/interview/interview.css"},
    "::backdrop": set(),
    "font-size: 1rem;": set(),
}
"""What design/components.css says for all, and the sheets that say it of what cannot bear a class of the design: the
head of a table on a narrow screen, a label that its legend says already."""


def declared() -> dict[str, set[str]]:
    """The classes in the selectors of each folder's style sheets."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in PACKAGE.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"([^{}]+)\{", text):
            found[file.parent.relative_to(PACKAGE).as_posix()] |= set(re.findall(r"\.(pap[\w-]*)", selector))
    return found


DECLARED = declared()


def owner(name: str) -> str | None:
    """The widget whose name a class bears."""
    return next((one for one in NAMES if name == f"pap-{one}" or name.startswith(f"pap-{one}-")), None)


def is_anothers(name: str, widget: str) -> bool:
    """Is it a class that another folder declares as its own, such as the kit's or a page's?"""
    if whose := owner(name):
        return whose != widget and name in DECLARED[f"widgets/{whose}"]
    return any(name in classes for folder, classes in DECLARED.items() if not folder.startswith("widgets/"))


def test_a_class_of_a_widget_bears_its_name() -> None:
    wrong, lent = set(), STATES.union(*UNNAMED.values())
    for widget in NAMES:
        code = "\n".join(file.read_text(encoding="utf-8") for file in (WIDGETS / widget).glob("*.js"))
        for name in DECLARED[f"widgets/{widget}"] | set(re.findall(r"(?<![\w-])pap-[\w-]+", code)):
            if owner(name) != widget and not is_anothers(name, widget) and name not in lent:
                wrong.add((widget, name))
    assert wrong == set()


def test_what_is_unnamed_is_still_there() -> None:
    for widget, names in UNNAMED.items():
        text = "\n".join(file.read_text(encoding="utf-8") for file in (WIDGETS / widget).glob("*.[cj]s*"))
        assert {name for name in names if name not in text} == set(), "rename it in UNNAMED too"


def test_a_page_styles_only_its_own_classes_and_those_that_a_widget_declares() -> None:
    wrong = set()
    for page in PAGES:
        for name in DECLARED[page]:
            if whose := owner(name):
                if name not in DECLARED[f"widgets/{whose}"]:
                    wrong.add((page, name))
            elif name not in DECLARED["design"] | DECLARED["front"]:
                wrong |= {(page, name) for other in PAGES if other != page and name in DECLARED[other]}
    assert wrong == set()


def test_colours_stand_in_the_tokens_alone() -> None:
    raw = r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\("
    sheets = {file for file in PACKAGE.rglob("*.css") if file.name != "tokens.css"}
    assert {file.name for file in sheets if re.search(raw, file.read_text(encoding="utf-8"))} == set()


def test_each_value_that_is_asked_for_is_given_somewhere() -> None:
    """A browser passes over a declaration whose value nobody gives, without a word."""
    texts = [
        file.read_text(encoding="utf-8") for kind in ("css", "js", "j2", "py") for file in PACKAGE.rglob(f"*.{kind}")
    ]
    asked = {name for text in texts for name in re.findall(r"var\((--pap-[\w-]+)", text)}
    given = {name for text in texts for name in re.findall(r"(--pap-[\w-]+)\s*:|[\"'`](--pap-[\w-]+)", text)}
    assert asked <= {one for pair in given for one in pair}


def test_what_the_design_gives_has_no_second_copy() -> None:
    texts = {file.relative_to(PACKAGE).as_posix(): file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.css")}
    for rule, but in ONCE.items():
        assert {name for name, text in texts.items() if rule in text} <= but | {"design/components.css"}, rule
