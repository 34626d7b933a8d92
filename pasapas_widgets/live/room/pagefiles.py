"""The files behind the room's pages: scripts and styles with their addresses, templates, data for the scripts."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.design.tokens import SHEETS
from pasapas_widgets.design.typeface import SCREEN, typeface_style
from pasapas_widgets.front.modules import parted, script_data, slim_style
from pasapas_widgets.model.field.personal import personal_words
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["asset_url", "assets", "rendered"]

HERE = Path(__file__).parent / "page"
PACKAGE = Path(__file__).parents[2]
FRONT, WIDGETS = PACKAGE / "front", PACKAGE / "widgets"

SCRIPT, STYLE = "text/javascript; charset=UTF-8", "text/css; charset=UTF-8"

QUESTIONNAIRE = tuple(WIDGETS / "questionnaire" / name for name in ("questionnaire.css", "statements.css"))

_STYLES = {
    "phone.css": (*SHEETS, HERE / "room.css", *QUESTIONNAIRE, FRONT / "older.css", HERE / "phone.css"),
    "exercise.css": (WIDGETS / "kit" / "carnet.css", WIDGETS / "training" / "training.css", HERE / "exercise.css"),
    "results.css": (WIDGETS / "radar" / "radar.css", WIDGETS / "results" / "results.css"),
    "projector.css": (*SHEETS, HERE / "room.css", HERE / "projector.css"),
    "poster.css": (*SHEETS, HERE / "room.css", HERE / "poster.css"),
    "room.css": (*SHEETS, HERE / "room.css"),
}
_ALWAYS_LIGHT = ("projector.css",)
"""The style sheets that know no dark: a trainer's dark screen must not darken the wall of the room."""

_SET = ("projector.css", "poster.css")
"""The style sheets of the trainer's own computer, set in the typeface; the phones' are not."""

_SCRIPTS = ("phone.js", "projector.js", "wifi.js", "print.js")
"""The scripts that the pages name; what one of them brings later is found in it."""


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Return every script and style of the pages: name → its bytes and its media type.

    They are served side by side, under :func:`asset_url`, so that a script finds the one that it brings later.

    Examples
    --------
    >>> assets()["phone.js"][1]
    'text/javascript; charset=UTF-8'
    """
    made = {HERE / "texts.js": _later_texts(), HERE / "coursewords.js": _course_words()}
    found = {name: (text.encode(), SCRIPT) for one in _SCRIPTS for name, text in parted(HERE / one, made).items()}
    styles = {name: "".join(one.read_text(encoding="utf-8") for one in of) for name, of in _STYLES.items()}
    styles |= {name: styles[name].replace("(prefers-color-scheme: dark)", "not all") for name in _ALWAYS_LIGHT}
    styles |= {name: typeface_style(SCREEN.name) + styles[name] for name in _SET}
    font = {SCREEN.name: (SCREEN.read_bytes(), "font/woff2")}
    return found | font | {name: (slim_style(text).encode(), STYLE) for name, text in styles.items()}


def _later_texts() -> str:
    """Return the module of the texts that a page needs once results are open: ``texts.js``, which is no file.

    They speak of the self-diagnosis; a page brings what is said otherwise of what its session answers.
    """
    q = load_questionnaire(SELF_DIAGNOSIS)
    words = {name: texts_for(name, q) for name in ("radar", "results")} | {"card": interface("roompages")["fiche"]}
    return "".join(f"export const {name} = {script_data(told)};\n" for name, told in words.items())


COURSE = ("genres", "verdicts", "cite", "source", "lien", "repondre", "choisir", "cocher", "plusieurs", "autres",
          "figure", "placer", "ordre", "reformuler", "scene")  # fmt: skip
"""What an exercise says, of content/interface/training.yaml; the rest is the list's and the module's."""


def _course_words() -> str:
    """Return the module of what a page needs once an exercise is open: ``coursewords.js``, which is no file."""
    training = {name: interface("training")[name] for name in COURSE}
    words = {"room": interface("roompages")["exercice"], "training": training, "names": personal_words()}
    return "".join(f"export const {name} = {script_data(told)};\n" for name, told in words.items())


@cache
def _version() -> str:
    """Return a hash of all assets together: the part of their address that changes with any of them."""
    digest = sha256()
    for name, (data, _) in sorted(assets().items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def asset_url(name: str, *, base: str = "/") -> str:
    """Return the address of an asset, which may be kept for ever: ``BASEs/_/HASH/NAME``."""
    return f"{base}s/_/{_version()}/{name}"


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def rendered(
    name: str,
    *,
    title: str,
    base: str,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    data: Any = None,
    **values: Any,
) -> str:
    """Return a page: a template of the folder ``page`` in the frame that all of them share.

    Parameters
    ----------
    name
        The template, without its ending.
    title
        The page's own title.
    base
        The server's prefix.
    styles, scripts
        Assets by their names, in their order.
    data
        What the scripts read, as JSON.
    values
        What the template reads.
    """
    site = interface("app")["site"]
    frame = {
        "title": site["titre_page"].format(titre=title),
        "site": site,
        "home": f"{base}s/",
        "privacy": f"{base}pasapas/confidentialite",
        "accessibility": f"{base}pasapas/accessibilite",
        "styles": [asset_url(one, base=base) for one in styles],
        "scripts": [asset_url(one, base=base) for one in scripts],
        "data": None if data is None else script_data(data),
    }
    text: str = _environment().get_template(f"{name}.html.j2").render(frame=frame, title=title, **values)
    return text
