"""The typeface of prints and of the trainer's screens: Atkinson Hyperlegible Next (SIL Open Font License 1.1, OFL.txt).

Drawn for readers who see little: letters that are easily taken for one another (I, l, 1; O, 0) are told apart. Phones
keep their system's own, which costs no byte.

The files are of release 2.001 (github.com/googlefonts/atkinson-hyperlegible-next, commit 7925f50f): three weights as
they are for prints, and for screens the variable one reduced to Latin by fontTools' ``pyftsubset``, every feature kept.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

__all__ = ["FONTS", "SCREEN", "screen_digest", "typeface_style"]

FONTS = Path(__file__).parent
"""The folder of the font files."""

SCREEN = FONTS / "atkinson-hyperlegible-next.woff2"
"""The file that screens load."""


@cache
def screen_digest() -> str:
    """Return what changes with :data:`SCREEN`: an address that holds it may be kept for ever."""
    return sha256(SCREEN.read_bytes()).hexdigest()[:16]


def typeface_style(address: str) -> str:
    """Return the style that sets a page in the typeface, from the width of a tablet on.

    Parameters
    ----------
    address
        Where :data:`SCREEN` is served, as the style sheet or its page finds it.
    """
    return (FONTS / "typeface.css").read_text(encoding="utf-8").replace("SCREEN", address)
