"""How the documentation is built: `make site`. Nothing in its pages is asked of another host."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

HERE = Path(__file__).parent
DOCS = HERE.parent
sys.path.insert(0, str(HERE))

_project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Carnets Pas à pas"
author = "Carnets Pas à pas"
version = release = _project["version"]
language = "fr"

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
exclude_patterns = ["_figures/*.md", "site/templates"]
templates_path = ["templates"]

myst_heading_anchors = 3
myst_links_external_new_tab = False
autodoc_typehints = "none"  # the signatures and the numpydoc sections say them
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "pydata_sphinx_theme"
html_title = project
html_show_sourcelink = False
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "navbar_persistent": ["search-button"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
}


REPOSITORY = f"{_project['urls']['Repository']}/blob/HEAD"
LINK = re.compile(r"\]\((\.\./[^)\s]+)\)")


def lead_out(_app: Any, page: str, text: list[str]) -> None:
    """Lead links to files of the repository that are not in this site to the repository."""

    def led(link: re.Match[str]) -> str:
        target = (DOCS / page).parent.joinpath(link[1]).resolve()
        outside = not target.is_relative_to(DOCS) and "_figures" not in link[1]
        return f"]({REPOSITORY}/{target.relative_to(DOCS.parent).as_posix()})" if outside else link[0]

    text[0] = LINK.sub(led, text[0])


ASKED = re.compile(
    r"""<(?:script|img|iframe|source|object|embed)\b[^>]*\b(?:src|data)=["'](?:https?:)?//[^"']+"""
    r"""|<link\b[^>]*\bhref=["'](?:https?:)?//[^"']+|url\(["']?(?:https?:)?//[^)]+|@import\s+["'](?:https?:)?//[^"']+"""
)


def ask_nobody(app: Any, fault: Exception | None) -> None:
    """Refuse pages that ask another host for a font, a script, a style or a picture.

    Raises
    ------
    ExtensionError
        Some do: each file and what it asks for.
    """
    files = (path for path in Path(app.outdir).rglob("*") if path.suffix in (".html", ".css"))
    asked = [f"{path}: {found[0]}" for path in files for found in ASKED.finditer(path.read_text(encoding="utf-8"))]
    if asked and fault is None:
        raise ExtensionError("asked of another host:\n" + "\n".join(asked))


def setup(app: Any) -> None:
    """Draw the gallery before the pages are read, mend the links of each page, check what the pages ask for."""
    from figures import draw

    app.connect("builder-inited", lambda app: draw(Path(app.srcdir) / "_figures"))
    app.connect("source-read", lead_out)
    app.connect("build-finished", ask_nobody)
