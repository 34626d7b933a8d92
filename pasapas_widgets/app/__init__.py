"""The one server: Voilà with our template and our limits, alone (``pasapas``) or inside a Jupyter server.

``server`` is the app of its own, ``extension`` the same pages inside JupyterLab or Binder. Both share ``kernels``
(the only door through which a page starts a kernel), ``pages`` (what is served) and ``assets`` (scripts and styles).
"""

from __future__ import annotations

from typing import Any

__all__: list[str] = []


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell a Jupyter server where the extension is."""
    return [{"module": "pasapas_widgets.app"}]


def _load_jupyter_server_extension(server_app: Any) -> None:
    """Add our pages to a Jupyter server that starts."""
    from pasapas_widgets.app.extension import load

    load(server_app)
