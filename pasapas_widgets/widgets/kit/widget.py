"""What every widget shares: its files, its texts, a stable ``repr``, an error for a misspelt keyword."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.design.tokens import SHEETS, design_style
from pasapas_widgets.front.modules import joined

__all__ = ["Widget", "module", "own_style", "style"]

WIDGETS = Path(__file__).parent.parent
"""The folder that holds one folder for each widget."""


def module(name: str) -> str:
    """Return the ES module of the widget ``name`` (``name/name.js``) with all that it takes from others."""
    return joined(WIDGETS / name / f"{name}.js")


def style(*names: str) -> str:
    """Return the design's style followed by style sheets: of widgets by their name, or ``"kit/carnet"``."""
    sheets = (WIDGETS / (f"{name}.css" if "/" in name else f"{name}/{name}.css") for name in names)
    return "".join(path.read_text(encoding="utf-8") for path in (*SHEETS, *sheets))


def own_style(rules: str) -> str:
    """Return the design's style followed by the rules of a widget that somebody else writes (docs/etendre.md)."""
    return design_style() + rules


class Widget(anywidget.AnyWidget):  # type: ignore[misc]
    """Base of the project's widgets, and of one's own.

    A subclass gives ``section`` (its file of texts under ``content/interface/``), ``_esm = module(…)``,
    ``_css = style(…)`` and its traits. One's own gives ``words`` instead of a section, its ES module as a text, and
    ``_css = own_style(…)``; ``examples/thermometer.py`` is an example of forty lines.

    Raises
    ------
    TypeError
        A keyword that is no trait of the widget: the message lists those that are.
    """

    section: ClassVar[str] = ""
    words: ClassVar[dict[str, Any]] = {}

    texts = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        unknown = sorted(name for name in traits if not self.has_trait(name))
        if unknown:
            known = ", ".join(sorted(name for name in type(self).class_own_traits() if not name.startswith("_")))
            raise TypeError(f"{type(self).__name__} has no trait {', '.join(unknown)}; it has: {known}")
        super().__init__(**traits)

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        return interface(self.section) if self.section else self.words

    def close(self) -> None:
        """Close the widget and its layout, which ipywidgets would leave behind."""
        self.layout.close()
        super().close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
