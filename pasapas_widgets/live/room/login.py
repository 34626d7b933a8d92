"""The page where the trainer's secret is typed."""

from __future__ import annotations

from pathlib import Path

from pasapas_widgets.content import interface

__all__ = ["enter_page"]


def enter_page(*, fault: str = "") -> str:
    """Return the page as HTML.

    Parameters
    ----------
    fault
        Why the secret that was typed does not open, or nothing.
    """
    from jinja2 import Environment, FileSystemLoader

    from pasapas_widgets.live.room.assets import served_url

    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    page = templates.get_template("login.html.j2")
    return page.render(
        texts=interface("room")["entrer"], site=interface("app")["site"], style=served_url("login.css"), fault=fault
    )
