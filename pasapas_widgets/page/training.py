"""A module of the course as one HTML file: without server, network or kernel, nothing of an answer leaves it."""

from __future__ import annotations

from pathlib import Path

from pasapas_widgets.content import interface
from pasapas_widgets.design.tokens import design_style
from pasapas_widgets.front.modules import joined, script_data
from pasapas_widgets.page.shell import accessibility, inline, policy, state_of, text_of

__all__ = ["KEEP_DAYS", "module_page"]

KEEP_DAYS = 7
"""Days the answers are kept in the browser after the last change."""

HERE = Path(__file__).parent
WIDGETS = HERE.parent / "widgets"
STYLES = (
    WIDGETS / "kit" / "carnet.css",
    WIDGETS / "training" / "training.css",
    HERE.parent / "front" / "older.css",
    HERE / "page.css",
)


def module_page(module: Path | str) -> str:
    """Return the page: the module, its figures drawn, the script that plays it; it asks nothing of any host.

    Parameters
    ----------
    module
        A file of one's own, or the identifier of a module that ships with the package.

    Raises
    ------
    ContentError, DossierError
        The module, or the dossier of a figure, cannot be read.
    """
    from jinja2 import Environment, FileSystemLoader

    from pasapas_widgets.widgets.training import Training

    site, texts = interface("app")["site"], interface("training")["page"]
    shown = Training(module, linked=False, keep_days=KEEP_DAYS)
    title, version = shown.module["titre"], shown.module["version"]
    style = inline("style", "".join([design_style(), *map(text_of, STYLES)]))
    script = inline("script", joined(HERE / "traininghost.js"))
    template = Environment(loader=FileSystemLoader(HERE), autoescape=True, keep_trailing_newline=True)
    return template.get_template("training.html.j2").render(
        title=title,
        texts=texts,
        site=site,
        edition=texts["edition"].format(titre=title, version=version),
        accessibility=accessibility(),
        policy=policy(style, script),
        style=style,
        script=script,
        data=script_data(state_of(shown)),
    )
