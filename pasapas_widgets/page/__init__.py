"""The questionnaire as one HTML file that works from a disk, an e-mail or any static host, without server or network.

The third host of the widgets: ``host.js`` takes the same two modules as in the notebooks, gives them models and mounts
them; all of it is joined into one ``<script type="module">``.

An inline module needs no address: from a disk, browsers refuse to load one beside the page, and loading it from a
``blob:`` would take a wider content security policy than the hash of this very script.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.design.tokens import design_style
from pasapas_widgets.files.sharecode import code_length
from pasapas_widgets.front.modules import joined, script_data
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for, variant_wordings
from pasapas_widgets.model.questionnaire.structure import Questionnaire as QuestionnaireModel
from pasapas_widgets.page.shell import accessibility, inline, policy, state_of, text_of

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
    style = inline("style", "".join([design_style(), *map(text_of, _STYLES)]))
    script = inline("script", joined(HERE / "host.js"))
    template = Environment(loader=FileSystemLoader(HERE), autoescape=True, keep_trailing_newline=True)
    length = code_length(q)
    parts = [one for name, one in texts["page"]["apres"]["parties"].items() if length or name != "code"]
    return template.get_template("page.html.j2").render(
        texts=texts["page"],
        after=[one | {"texte": one["texte"].format(n=length)} for one in parts],
        site=site["site"],
        reserve=texts["page"].get("reserve", site["site"]["pied"]["reserve"]),
        accessibility=accessibility(),
        edition=texts["page"]["edition"].format(titre=q.title, version=q.version, empreinte=q.fingerprint),
        policy=policy(style, script),
        style=style,
        script=script,
        data=script_data({"states": _states(q), "wordings": variant_wordings(q)}),
    )


_STYLES = (
    WIDGETS / "questionnaire" / "questionnaire.css",
    WIDGETS / "radar" / "radar.css",
    FRONT / "older.css",
    HERE / "page.css",
)


def _states(q: QuestionnaireModel) -> dict[str, dict[str, Any]]:
    """Return the state that each widget starts from: what the notebooks' browser would get, on its own."""
    from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire
    from pasapas_widgets.widgets.radar.radar import Radar

    mine = Questionnaire(q, linked=False, keep_days=KEEP_DAYS)
    mine.privacy = mine.privacy | {"lieu": "page"}
    widgets = {"questionnaire": mine, "radar": Radar(follow=mine.key, questionnaire=q)}
    return {name: state_of(widget) for name, widget in widgets.items()}
