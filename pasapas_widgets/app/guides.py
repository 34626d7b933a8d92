"""The French guides, as the help pages show them: Markdown read once, without any script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from mistune import HTMLRenderer, Markdown, create_markdown

from pasapas_widgets.content import interface
from pasapas_widgets.places.shipped import guides_dir

__all__ = ["Guide", "guide", "guide_names", "slug"]


@dataclass(frozen=True)
class Guide:
    """A guide that is ready to be shown.

    Attributes
    ----------
    title
        Its own title, in plain text.
    html
        Its body, title included.
    contents
        Its sections in order: anchor and title, both in plain text.
    """

    title: str
    html: str
    contents: tuple[tuple[str, str], ...]


def slug(title: str) -> str:
    """Return the anchor of a heading, as GitHub and Sphinx make it.

    >>> slug("Où sont les fichiers ?")
    'où-sont-les-fichiers-'
    """
    return re.sub(r"[^\w\- ]", "", title.lower().replace("\xa0", " ").strip()).replace(" ", "-")


@cache
def guide_names() -> tuple[str, ...]:
    """Return the guides that the help offers, in the order of its index."""
    return tuple(one["id"] for one in interface("app")["aide"]["guides"])


@cache
def guide(name: str) -> Guide:
    """Read one guide.

    Parameters
    ----------
    name
        Its file in ``docs/``, without the suffix.

    Raises
    ------
    KeyError
        The help offers no guide of that name.
    """
    if name not in guide_names():
        raise KeyError(name)
    renderer = _Renderer()
    markdown: Markdown = create_markdown(renderer=renderer, plugins=["table"])
    html = str(markdown((guides_dir() / f"{name}.md").read_text(encoding="utf-8")))
    (_, _, title), *sections = renderer.headings
    return Guide(title, html, tuple((anchor, text) for level, anchor, text in sections if level == 2))


class _Renderer(HTMLRenderer):
    """HTML without anything that the page's policy or a screen reader would mind."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.headings: list[tuple[int, str, str]] = []

    def heading(self, text: str, level: int, **_attributes: Any) -> str:
        plain = unescape(re.sub(r"<[^>]+>", "", text))
        anchor = slug(plain)
        self.headings.append((level, anchor, plain))
        return f'<h{level} id="{escape(anchor)}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            return f'<a href="{escape(url)}" rel="noreferrer">{text}</a>'
        path = PurePosixPath(parts.path)
        if parts.path and (path.suffix != ".md" or str(path.with_suffix("")) not in guide_names()):
            return text  # a file of the repository, which is not here
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return f'<a href="{escape(path.stem + anchor)}">{text}</a>'

    def table(self, text: str) -> str:
        label = escape(interface("app")["aide"]["tableau"])
        head = escape(self.headings[-1][1])
        table = f'<table aria-labelledby="{head}">{text}</table>'
        return f'<div class="pap-help-table" role="group" tabindex="0" aria-label="{label}">{table}</div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        kind = 'th scope="col"' if head and text else "td"
        return f"<{kind}>{text}</{kind[:2]}>\n"
