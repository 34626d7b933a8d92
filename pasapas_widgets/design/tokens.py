"""The design tokens as Python reads them: the same file of CSS custom properties feeds screen, figures and PDF."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["SHEETS", "TOKENS", "design_style", "level_colours", "tokens"]

TOKENS = Path(__file__).parent / "tokens.css"
"""The one file of design tokens."""

SHEETS = (TOKENS, TOKENS.with_name("components.css"))
"""What comes before every style sheet: the tokens, and what is made of them everywhere."""


@cache
def design_style() -> str:
    """Return the style sheets that come before every other one, the tokens and the components."""
    return "".join(path.read_text(encoding="utf-8") for path in SHEETS)


@cache
def tokens() -> dict[str, str]:
    """Return the light-mode tokens: name without its ``--pap-`` → value as CSS writes it.

    >>> tokens()["ink"].startswith("#")
    True
    """
    light, _, _ = TOKENS.read_text(encoding="utf-8").partition("@media")
    return {name: value.strip() for name, value in re.findall(r"--pap-([a-z0-9-]+):\s*([^;]+);", light)}


def level_colours(top: int) -> tuple[str, ...]:
    """Return a colour for each level of a scale of ``top`` levels, from light to dark: the four of the design, or as
    many between the first and the last of them.

    >>> level_colours(4) == tuple(tokens()[f"level-{level}"] for level in (1, 2, 3, 4)), len(level_colours(7))
    (True, 7)
    """
    stops = [tokens()[f"level-{level}"] for level in (1, 2, 3, 4)]
    found = []
    for level in range(top):
        place = level * (len(stops) - 1) / (top - 1)
        first = min(int(place), len(stops) - 2)
        pairs = zip(_channels(stops[first]), _channels(stops[first + 1]), strict=True)
        found.append("#" + "".join(f"{round(one + (other - one) * (place - first)):02x}" for one, other in pairs))
    return tuple(found)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
