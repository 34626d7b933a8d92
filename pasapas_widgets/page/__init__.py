"""The questionnaire as one HTML file that works from a disk, an e-mail or any static host, without server or network.

The third host of the widgets: ``host.js`` takes the same two modules as in the notebooks, gives them models and mounts
them; all of it is joined into one ``<script type="module">``, its comments left out: the file travels by e-mail.

An inline module needs no address: from a disk, browsers refuse to load one beside the page, and loading it from a
``blob:`` would take a wider content security policy than the hash of this very script.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.declaration import load_audit, statement
from pasapas_widgets.design.tokens import design_style
from pasapas_widgets.files.sharecode import code_length
from pasapas_widgets.front.modules import parted, script_data, slim_style
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for, variant_wordings
from pasapas_widgets.model.questionnaire.structure import Questionnaire as QuestionnaireModel

__all__ = ["KEEP_DAYS", "one_file_page"]

KEEP_DAYS = 7
"""Days the answers are kept in the browser after the last change."""

HERE = Path(__file__).parent
FRONT, WIDGETS = HERE.parent / "front", HERE.parent / "widgets"


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
    style = _inline("style", slim_style("".join([design_style(), *map(_read, _STYLES)])))
    script = _inline("script", parted(HERE / "host.js")["host.js"])
    template = Environment(loader=FileSystemLoader(HERE), autoescape=True, keep_trailing_newline=True)
    length = code_length(q)
    parts = [one for name, one in texts["page"]["apres"]["parties"].items() if length or name != "code"]
    return template.get_template("page.html.j2").render(
        texts=texts["page"],
        after=[one | {"texte": one["texte"].format(n=length)} for one in parts],
        site=site["site"],
        reserve=texts["page"].get("reserve", site["site"]["pied"]["reserve"]),
        accessibility=_accessibility(),
        edition=texts["page"]["edition"].format(titre=q.title, version=q.version, empreinte=q.fingerprint),
        policy=_policy(style, script),
        style=style,
        script=script,
        data=script_data({"states": _states(q), "wordings": variant_wordings(q)}),
    )


_STYLES = (
    WIDGETS / "questionnaire" / "questionnaire.css",
    WIDGETS / "questionnaire" / "statements.css",
    WIDGETS / "radar" / "radar.css",
    FRONT / "older.css",
    HERE / "page.css",
)


def _accessibility() -> list[str]:
    """Return the statement in a few sentences: a page that travels alone has no page beside it."""
    t, sections = interface("app")["accessibilite"], statement(load_audit())
    shown = {t[name]["titre"] for name in ("etat", "resultats", "recours")}
    said = [line for one in sections if one.title in shown for line in (*one.paragraphs, *one.points)]
    return [*said, t["contact"]["demander"]]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _inline(tag: str, text: str) -> str:
    """Return a text that may stand between ``<tag>`` and ``</tag>``; refuse one that would end it early."""
    if f"</{tag}" in text.lower() or "<!--" in text:
        raise ValueError(f"a text that goes into <{tag}> must hold neither «</{tag}» nor «<!--»")
    return text


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this script, this style, pictures made in the page, nothing else."""
    own_style, own_script = (b64encode(sha256(one.encode()).digest()).decode() for one in (style, script))
    return (
        f"default-src 'none'; script-src 'sha256-{own_script}'; style-src 'sha256-{own_style}'; img-src data:; "
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
