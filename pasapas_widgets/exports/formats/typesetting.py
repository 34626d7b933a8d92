"""A template and what it says → a PDF: tagged (PDF/UA-1), in French, with its fonts inside."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pasapas_widgets.content.french import typeset
from pasapas_widgets.design.tokens import tokens
from pasapas_widgets.design.typeface import FONTS
from pasapas_widgets.exports.formats.pdftags import fully_tagged
from pasapas_widgets.exports.formats.words import cleaned

__all__ = ["HERE", "compiled", "drawable", "page_count", "picture"]

HERE = Path(__file__).parent.parent
"""The folder of the exports: templates are named from it, and take from ``/formats/common.typ``."""
_LONG_WORD = re.compile(r"(?<!\S)(?![0-9A-Z-]+(?!\S))\S{28,}")
"""A word that no column may hold; a share code is not one."""
_BOX = "\u25a1"


def compiled(
    template: str, page: dict[str, Any], *, row_head: int = 0, pictures: Mapping[str, str] | None = None
) -> bytes:
    """Return the PDF of a template.

    Parameters
    ----------
    template
        The file from the folder of the exports, for example ``"plan/plan.typ"``.
    page
        Everything that the page says, as plain JSON values. Its texts get French spaces; the template finds the
        colours of the design under ``"colours"``.
    row_head
        Which cell of a row, from 0, is what the row is about, in the tables of the page.
    pictures
        SVG texts, which the template finds by their names: ``sys.inputs.at("picture-NAME")``.
    """
    import typst

    options = _options(page)
    options["sys_inputs"] |= {f"picture-{name}": svg for name, svg in (pictures or {}).items()}
    return fully_tagged(bytes(typst.compile(HERE / template, pdf_standards=["ua-1"], **options)), row_head)


def page_count(template: str, page: dict[str, Any]) -> int:
    """Return how many pages a template fills, where it tells them: ``#metadata(…) <pages>``."""
    import typst

    return int(typst.query(HERE / template, "<pages>", field="value", one=True, **_options(page)))


def picture(template: str, page: dict[str, Any]) -> bytes:
    """Return the only page of a template as a PNG, 200 pixels an inch: for what Word cannot draw."""
    import typst

    return bytes(typst.compile(HERE / template, format="png", ppi=200, **_options(page)))


def _options(page: dict[str, Any]) -> dict[str, Any]:
    hues = tokens()
    colours = {
        "ink": hues["ink"], "soft": hues["ink-soft"], "line": hues["line"], "accent": hues["accent"],
        "strong": hues["accent-strong"], "tint": hues["accent-tint"], "control": hues["control"],
        "levels": [hues[f"level-{level}"] for level in (1, 2, 3, 4)],
    }  # fmt: skip
    data = json.dumps(_prepared(page) | {"colours": colours}, ensure_ascii=False)
    return {"root": HERE, "sys_inputs": {"data": data}, "font_paths": [FONTS, _fallback()], "ignore_system_fonts": True}


def _prepared(value: Any) -> Any:
    """Make every text of a structure ready to be set."""
    if isinstance(value, str):
        return drawable(typeset(cleaned(value)))
    if isinstance(value, dict):
        return {key: _prepared(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(one) for one in value]
    return value


def drawable(text: str) -> str:
    """Return a text that the fonts of the page can draw, its longest words (addresses apart) ready to be cut.

    What decorates (emoji, joiners) is left out where the fonts lack it; a letter that they lack becomes a box: a
    reader sees that something is missing. PDF/UA allows no other way.

    >>> drawable("Bravo 🎉 l'équipe")
    "Bravo l'équipe"
    """
    if any(ord(letter) > 0x24F for letter in text):
        known = _letters()
        text = "".join(
            letter if ord(letter) in known or letter == "\n" else "" if _decorates(letter) else _BOX for letter in text
        )
        text = re.sub(r" {2,}", " ", text)
    return text if "://" in text else _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(".{1,14}", word[0])), text)


def _decorates(letter: str) -> bool:
    return unicodedata.category(letter) in ("So", "Sk", "Cf", "Mn", "Me", "Cn", "Co")


@cache
def _letters() -> frozenset[int]:
    """Return the characters that both weights of the last font have."""
    from matplotlib.ft2font import FT2Font

    files = [_fallback() / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    return frozenset(set.intersection(*(set(FT2Font(str(file)).get_charmap()) for file in files)) - {0x200B, 0x200D})


def _fallback() -> Path:
    """Return the folder of the DejaVu fonts, which come with matplotlib (found without importing it)."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise RuntimeError("matplotlib, whose fonts the page is set in, is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
