"""The spaces of French typography: put in content when it is read, and in sentences that code makes up."""

from __future__ import annotations

import re

__all__ = ["FrenchError", "typeset"]


def typeset(text: str) -> str:
    """Return a text with no-break spaces before « : ; ? ! % » and inside quotation marks.

    >>> typeset("Qui ? « Nous »") == "Qui\\u00a0? «\\u00a0Nous\\u00a0»"
    True
    """
    return re.sub(r" ([:;?!»%])", "\u00a0\\1", text).replace("« ", "«\u00a0")


class FrenchError(ValueError):
    """Base of the errors that a person reads: ``str(error)`` is one French sentence with its proper spaces."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typeset(sentence))
