"""The spaces of French typography, put where a text is shown: content files may be written with plain spaces."""

from __future__ import annotations

import re

__all__ = ["typeset"]


def typeset(text: str) -> str:
    """Return a text with no-break spaces before « : ; ? ! % » and inside quotation marks.

    >>> typeset("Qui ? « Nous »") == "Qui\\u00a0? «\\u00a0Nous\\u00a0»"
    True
    """
    return re.sub(r" ([:;?!»%])", "\u00a0\\1", text).replace("« ", "«\u00a0")
