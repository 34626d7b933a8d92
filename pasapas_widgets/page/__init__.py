"""The questionnaire as one HTML file that works from a disk, an e-mail or any static host, without server or network.

The third host of the widgets: the same two modules as in the notebooks, each in a ``<script type="module">`` of its
own, so that their names never meet. ``host.js`` gives them models and mounts them.

An inline module needs no address: from a disk, browsers refuse to load one beside the page, and loading it from a
``blob:`` would take a wider content security policy than the hashes of these very scripts.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.design.tokens import TOKENS
from pasapas_widgets.files.sharecode import code_length
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire as QuestionnaireModel
from pasapas_widgets.model.questionnaire.structure import load_questionnaire

__all__ = ["KEEP_DAYS", "one_file_page"]

KEEP_DAYS = 7
"""Days the answers are kept in the browser after the last change."""

HERE = Path(__file__).parent
FRONT, WIDGETS = HERE.parent / "front", HERE.parent / "widgets"
EXPORT = "\nexport default { render };\n"
"""How a widget's module ends its contract; what a module script exports is out of reach, hence :func:`_handed_over`."""


def one_file_page(questionnaire: QuestionnaireModel | None = None) -> str:
    """Return the page: HTML with its style, scripts, texts and questionnaire inside; it asks nothing of any host.

    The same questionnaire always gives the same text: nothing in it tells when, where or for whom it was made.

    Parameters
    ----------
    questionnaire
        What to answer; the self-diagnosis that ships with the package where left out.

    Examples
    --------
    >>> page = one_file_page()
    >>> page.startswith("<!doctype html>"), len(page.encode()) < 200_000
    (True, True)
    """
    from jinja2 import Environment, FileSystemLoader

    q = questionnaire or load_questionnaire()
    site = interface("app")
    texts = texts_for("page", q)
    style = _inline("style", "".join([TOKENS.read_text(encoding="utf-8"), *map(_read, _STYLES)]))
    scripts = [
        _inline("script", one)
        for one in (
            _read(FRONT / "older.js"),
            _handed_over("questionnaire"),
            _handed_over("radar"),
            _read(HERE / "host.js"),
        )
    ]
    template = Environment(loader=FileSystemLoader(HERE), autoescape=True, keep_trailing_newline=True)
    length = code_length(q)
    parts = [one for name, one in texts["page"]["apres"]["parties"].items() if length or name != "code"]
    return template.get_template("page.html.j2").render(
        texts=texts["page"],
        after=[one | {"texte": one["texte"].format(n=length)} for one in parts],
        site=site["site"],
        reserve=texts["page"].get("reserve", site["site"]["pied"]["reserve"]),
        accessibility=site["accessibilite"]["paragraphes"] + site["accessibilite"]["demander"],
        edition=texts["page"]["edition"].format(titre=q.title, version=q.version, empreinte=q.fingerprint),
        policy=_policy(style, scripts),
        style=style,
        scripts=scripts,
        data=_data({"states": _states(q), "wordings": _wordings(q)}),
    )


_STYLES = (
    WIDGETS / "questionnaire" / "questionnaire.css",
    WIDGETS / "radar" / "radar.css",
    FRONT / "older.css",
    HERE / "page.css",
)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _handed_over(name: str) -> str:
    """Return a widget's module with what it takes from another, and a line that hands over its default export."""
    from pasapas_widgets.widgets.kit.widget import module

    source = module(name)
    if source.count(EXPORT) != 1:
        raise ValueError(f"{name}.js does not say «{EXPORT.strip()}» once, on a line of its own")
    return f"{source}globalThis.pasapas = {{ ...globalThis.pasapas, {name}: {{ render }} }};\n"


def _inline(tag: str, text: str) -> str:
    """Return a text that may stand between ``<tag>`` and ``</tag>``; refuse one that would end it early."""
    if f"</{tag}" in text.lower() or "<!--" in text:
        raise ValueError(f"a text that goes into <{tag}> must hold neither «</{tag}» nor «<!--»")
    return text


def _data(value: Any) -> str:
    """Return JSON that may stand in a ``<script>``: no tag can begin in it, no line separator breaks it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _policy(style: str, scripts: list[str]) -> str:
    """Return the content security policy: these scripts, this style, pictures made in the page, nothing else."""
    hashes = [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in (style, *scripts)]
    return (
        f"default-src 'none'; script-src {' '.join(hashes[1:])}; style-src {hashes[0]}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _states(q: QuestionnaireModel) -> dict[str, dict[str, Any]]:
    """Return the state that each widget starts from: what the notebooks' browser would get, on its own."""
    from ipywidgets import DOMWidget

    from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire
    from pasapas_widgets.widgets.radar.radar import Radar

    mine = Questionnaire(q, linked=False, keep_days=KEEP_DAYS)
    mine.privacy = mine.privacy | {"lieu": "page"}
    widgets = {"questionnaire": mine, "radar": Radar(follow=mine.key, questionnaire=q)}
    machinery = DOMWidget.class_traits()
    states = {}
    for name, widget in widgets.items():
        traits = [trait for trait in widget.trait_names(sync=True) if trait not in machinery and trait[0] != "_"]
        states[name] = {trait: getattr(widget, trait) for trait in sorted(traits)}
        widget.close()
    return states


def _wordings(q: QuestionnaireModel) -> dict[str, dict[str, str]]:
    """Return what each variant says in its own words: variant → statement → text."""
    return {
        variant: {item.id: item.variants[variant] for item in q.items if variant in item.variants}
        for variant in q.variant_ids
    }
