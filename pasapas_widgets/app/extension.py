"""The same pages inside a Jupyter server: JupyterLab, Binder, a hub's single-user server."""

from __future__ import annotations

import os
import re
from typing import Any

from tornado.web import GZipContentEncoding

from pasapas_widgets.app.early import prepare
from pasapas_widgets.app.kernels import PageKernels
from pasapas_widgets.app.presence import PresenceHandler
from pasapas_widgets.app.routes import page_settings, routes, voila_configuration
from pasapas_widgets.places.binder import demonstration

__all__ = ["load"]


def load(server_app: Any) -> None:
    """Add our pages, ahead of Voilà's own extension, whose name sorts after ours.

    Nothing of the server's own is changed for its other kernels: they are neither counted, nor culled.
    """
    web = server_app.web_app
    base_url = web.settings["base_url"]
    kernels = PageKernels(manager=server_app.kernel_manager, parent=server_app)
    web.settings |= page_settings(home=f"{base_url}pasapas/", kernels=kernels)
    addresses = routes(
        base_url=base_url,
        configuration=voila_configuration(server_app),
        config=server_app.config,
        packaged=False,
    )
    launched = demonstration(os.environ)
    if launched:
        web.settings["pasapas_demonstration"] = launched
        addresses.insert(0, (rf"{re.escape(base_url)}pasapas/presence/(.*)", PresenceHandler))
    web.add_handlers(".*$", addresses)
    if GZipContentEncoding not in web.transforms:
        web.transforms.append(GZipContentEncoding)
    web.settings["pasapas_culler"].start()
    prepare()
