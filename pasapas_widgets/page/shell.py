"""What every page of one file is made of: its texts in place, its policy, its statement, the states of its widgets."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.declaration import load_audit, statement

if TYPE_CHECKING:
    from pasapas_widgets.widgets.kit.widget import Widget

__all__ = ["accessibility", "inline", "policy", "state_of", "text_of"]


def accessibility() -> list[str]:
    """Return the statement in a few sentences: a page that travels alone has no page beside it."""
    t, sections = interface("app")["accessibilite"], statement(load_audit())
    shown = {t[name]["titre"] for name in ("etat", "resultats", "recours")}
    said = [line for one in sections if one.title in shown for line in (*one.paragraphs, *one.points)]
    return [*said, t["contact"]["demander"]]


def text_of(path: Path) -> str:
    """Return the text of a file that is put into the page."""
    return path.read_text(encoding="utf-8")


def inline(tag: str, text: str) -> str:
    """Return a text that may stand between ``<tag>`` and ``</tag>``; refuse one that would end it early."""
    if f"</{tag}" in text.lower() or "<!--" in text:
        raise ValueError(f"a text that goes into <{tag}> must hold neither «</{tag}» nor «<!--»")
    return text


def policy(style: str, script: str) -> str:
    """Return the content security policy: this script, this style, pictures made in the page, nothing else."""
    own_style, own_script = (b64encode(sha256(one.encode()).digest()).decode() for one in (style, script))
    return (
        f"default-src 'none'; script-src 'sha256-{own_script}'; style-src 'sha256-{own_style}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def state_of(widget: Widget) -> dict[str, Any]:
    """Return the state that a widget starts from, as the notebooks' browser would get it; the widget is closed."""
    from ipywidgets import DOMWidget

    machinery = DOMWidget.class_traits()
    traits = [trait for trait in widget.trait_names(sync=True) if trait not in machinery and trait[0] != "_"]
    state = {trait: getattr(widget, trait) for trait in sorted(traits)}
    widget.close()
    return state
