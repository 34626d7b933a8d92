"""Many sessions at once, for research: data frames, thresholds, statistics and figures for papers. Pandas is here."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import lazy_loader

from pasapas_widgets.content import interface

_bring, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


class MissingPartError(ImportError):
    """The libraries of research are not installed; the text is one sentence, with the command that adds them."""

    def _render_traceback_(self) -> list[str]:
        """Show a notebook's reader the sentence and nothing else: IPython asks for this by name."""
        return [str(self)]


def __getattr__(name: str) -> Any:
    missing = [one for one in ("pandas", "scipy", "statsmodels") if find_spec(one) is None] if name in __all__ else []
    if missing:
        raise MissingPartError(interface("research")["extra"].format(absentes=", ".join(missing)))
    return _bring(name)
