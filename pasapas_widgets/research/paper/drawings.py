"""Figures of a paper as files: vectors whose letters any reader shows, with a caption beside them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.places.wholefile import put
from pasapas_widgets.research.bilingual import spoken, texts_of
from pasapas_widgets.research.paper.tables import PaperError, captioned

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["save_figure"]

KINDS = (".pdf", ".svg", ".eps", ".png")
TRUETYPE = 42
"""Fonts are put whole into the file as TrueType: publishers refuse matplotlib's own choice, Type 3."""
DPI = 600
"""Of a PNG: what journals ask for line drawings."""


def save_figure(ax: Axes, path: Path | str, caption: str, *, number: int = 1, words: str = "") -> Path:
    """Write a figure in a file, and its caption in a ``.txt`` beside it.

    Parameters
    ----------
    ax
        What one of the figures drew.
    path
        Ends in ``.pdf`` or ``.eps`` (fonts embedded as TrueType), ``.svg`` (letters as outlines: no font is needed) or
        ``.png`` (600 dots an inch).
    caption
        What the figure shows, in one sentence, in your own words.
    number
        Of the figure in the paper.
    words
        The same in words (:func:`describe`), for those who do not see it.

    Raises
    ------
    PaperError
        Another ending, or no caption.
    """
    import matplotlib

    faults, target = interface("research")["papier"]["fautes"], Path(path)
    if target.suffix not in KINDS:
        raise PaperError(faults["figure"].format(nom=target.name))
    if not caption.strip():
        raise PaperError(faults["legende"])
    own: dict[str, Any] = {"pdf.fonttype": TRUETYPE, "ps.fonttype": TRUETYPE, "svg.fonttype": "path"}
    dates = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}
    file = io.BytesIO()
    figure: Any = ax.get_figure()
    with matplotlib.rc_context({**own, "svg.hashsalt": caption}):  # the same figure is the same file
        figure.savefig(file, format=target.suffix[1:], dpi=DPI, metadata=dates.get(target.suffix))
    put(target, file.getvalue())
    told = captioned(texts_of("papier")["figure"].format(n=number), caption.strip(), words)
    put(target.with_suffix(".txt"), (typeset(told) if spoken() == "fr" else told).encode())
    return target
