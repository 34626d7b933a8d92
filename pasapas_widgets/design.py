"""The design tokens as Python reads them: the same file of CSS custom properties feeds screen, figures and PDF."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["TOKENS", "tokens"]

TOKENS = Path(__file__).parent / "design.css"
"""The one file of design tokens."""


@cache
def tokens() -> dict[str, str]:
    """Return the light-mode tokens: name without its ``--pap-`` → value as CSS writes it.

    >>> tokens()["ink"].startswith("#")
    True
    """
    light, _, _ = TOKENS.read_text(encoding="utf-8").partition("@media")
    return {name: value.strip() for name, value in re.findall(r"--pap-([a-z0-9-]+):\s*([^;]+);", light)}
