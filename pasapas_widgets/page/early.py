"""The views of a workbook that a browser draws by itself, before the workbook's kernel has come.

Read from the notebook, not run: a cell is drawn early where it says nothing but ``Questionnaire()`` or ``Radar()`` with
plain values, and where no cell before it does anything else. The host is ``early.js``; it hands each view over to the
kernel's widget, as it is, when that one mounts (docs/decisions/043-instant.md).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pasapas_widgets.content import ContentError
from pasapas_widgets.design.tokens import design_style
from pasapas_widgets.front.modules import parted, slim_style
from pasapas_widgets.page.shell import state_of, text_of

__all__ = ["early_script", "early_style", "early_views"]

HERE = Path(__file__).parent
WIDGETS = HERE.parent / "widgets"

OPTIONS = {"Questionnaire": ("key", "service", "variant"), "Radar": ("follow",)}
"""The widgets that a browser draws alone, and what a cell may ask of them."""

Asked = tuple[str, dict[str, Any]]


def early_views(cells: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return what the browser starts each early view from, by the cell's place: ``widget``, ``state``, ``wordings``.

    >>> first = {"cell_type": "code", "source": "from pasapas_widgets import Radar\\nRadar(follow='autodiagnostic')"}
    >>> second = {"cell_type": "code", "source": "Radar(scores)"}
    >>> {place: view["widget"] for place, view in early_views([first, second, first]).items()}
    {0: 'radar'}
    """
    views: dict[int, dict[str, Any]] = {}
    known: set[str] = set()
    for place, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        asked = _asked(cell["source"], known)
        view = _view(*asked) if asked else None
        if view is None:
            break
        views[place] = view
    return views


def _asked(source: str, known: set[str]) -> Asked | None:
    """Return the widget that a cell makes and its options; ``known`` gains the names that it imports."""
    try:
        *lines, last = ast.parse(source).body or [ast.Pass()]
    except SyntaxError:
        return None
    for line in lines:
        if not isinstance(line, ast.ImportFrom) or line.module != "pasapas_widgets":
            return None
        known |= {one.name for one in line.names if one.asname is None}
    call = last.value if isinstance(last, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.args:
        return None
    name = call.func.id
    if name not in known & OPTIONS.keys() or any(one.arg not in OPTIONS[name] for one in call.keywords):
        return None
    try:
        return name, {str(one.arg): ast.literal_eval(one.value) for one in call.keywords}
    except ValueError:
        return None


def _view(name: str, options: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a view starts from: the state that its kernel would send; nothing where the widget refuses."""
    from traitlets import TraitError

    from pasapas_widgets.model.questionnaire.owntexts import variant_wordings
    from pasapas_widgets.widgets.questionnaire.questionnaire import Questionnaire
    from pasapas_widgets.widgets.radar.radar import Radar

    try:
        widget = (Questionnaire if name == "Questionnaire" else Radar)(**options)
    except (ContentError, TraitError, TypeError, ValueError):
        return None
    wordings = variant_wordings(widget.source) if isinstance(widget, Questionnaire) else {}
    return {"widget": name.lower(), "state": state_of(widget), "wordings": wordings}


@cache
def early_script() -> str:
    """Return the host and the widgets that it mounts, as one ES module without comments."""
    return parted(HERE / "early.js")["early.js"]


@cache
def early_style() -> str:
    """Return what the early views look like: the design once more, after the page's own style, as a widget has it."""
    sheets = ("questionnaire/questionnaire.css", "questionnaire/statements.css", "radar/radar.css")
    return slim_style("".join([design_style(), *(text_of(WIDGETS / name) for name in sheets)]))
