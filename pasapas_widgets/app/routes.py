"""What is served, for both hosts: addresses, handlers, and the settings they need."""

from __future__ import annotations

import re
from typing import Any

from tornado.ioloop import PeriodicCallback
from tornado.web import RedirectHandler
from voila import __version__ as voila_version
from voila.configuration import VoilaConfiguration
from voila.paths import collect_static_paths, collect_template_paths
from voila.utils import get_voila_labextensions_path

from pasapas_widgets.app.assets import AssetHandler
from pasapas_widgets.app.channels import Brief
from pasapas_widgets.app.early import EarlyScript
from pasapas_widgets.app.kernels import PageKernels
from pasapas_widgets.app.pages import TEMPLATES, AccessibilityPage, HelpPage, HomePage, MissingPage, PrivacyPage
from pasapas_widgets.app.presence import SignHandler
from pasapas_widgets.app.workbook import EXTENSIONS, KernelReleaseHandler, WorkbookPage
from pasapas_widgets.design.typeface import FONTS, SCREEN, screen_digest
from pasapas_widgets.places.shipped import guides_dir

__all__ = ["page_settings", "routes", "voila_configuration"]

CELL_SECONDS = 90


class MovedHandler(Brief, RedirectHandler):  # type: ignore[misc]
    """Lead to the index."""


def voila_configuration(parent: Any) -> VoilaConfiguration:
    """Return Voilà's settings as our pages need them."""
    return VoilaConfiguration(
        parent=parent,
        template="lab",
        allow_template_override="NO",
        allow_theme_override="NO",
        extension_allowlist=EXTENSIONS,
        file_allowlist=[],
        preheat_kernel=False,
        progressive_rendering=False,
    )


def page_settings(*, home: str, kernels: PageKernels) -> dict[str, Any]:
    """Return the settings that the handlers read."""
    return {
        "pasapas_home": home,
        "pasapas_kernels": kernels,
        "pasapas_openings": set(),
        "pasapas_static": f"pasapas/voila-{voila_version}",
        "pasapas_culler": PeriodicCallback(kernels.cull, kernels.cull_seconds * 1000),
    }


def routes(*, base_url: str, configuration: VoilaConfiguration, config: Any, packaged: bool) -> list[tuple[Any, ...]]:
    """Return the addresses that both hosts serve.

    Parameters
    ----------
    base_url
        The prefix of every address, ending in ``/``.
    configuration, config
        Voilà's settings and the host's whole ones.
    packaged
        Whether nothing but our own workbooks can be opened.
    """
    base = re.escape(base_url)
    templates = [str(TEMPLATES), *collect_template_paths(["voila", "nbconvert"], "lab", prune=True)]
    workbook = {
        "voila_configuration": configuration,
        "template_paths": templates,
        "config": config,
        "packaged": packaged,
    }
    statics = {"folders": collect_static_paths(["voila", "nbconvert"], "lab", prune=True), "for_ever": True}
    labextensions = {"folders": get_voila_labextensions_path(configuration.extra_labextensions_path)}
    typeface = {"folders": [str(FONTS)], "for_ever": True}
    assets = f"pasapas/voila-{voila_version}"
    home = {"url": f"{base_url}pasapas/", "permanent": False}
    return [
        (rf"{base}voila/render/(.*)", WorkbookPage, workbook),
        (rf"{base}voila/api/shutdown/(.*)", KernelReleaseHandler),
        (rf"{base}{re.escape(assets)}/(.*)", AssetHandler, statics),
        (rf"{base}voila/labextensions/(.*)", AssetHandler, labextensions),
        (rf"{base}voila/?", MovedHandler, home),
        (rf"{base}voila/tree.*", MovedHandler, home),
        (rf"{base}pasapas", MovedHandler, home),
        (rf"{base}pasapas/", HomePage),
        (rf"{base}pasapas/accessibilite", AccessibilityPage),
        (rf"{base}pasapas/confidentialite", PrivacyPage),
        (rf"{base}voila/api/vivante/([\w-]+)", SignHandler),
        (rf"{base}pasapas/(noformulas\.js)", AssetHandler, {"folders": [str(TEMPLATES)]}),
        (rf"{base}pasapas/tot-([0-9a-f]+)\.js", EarlyScript),
        (rf"{base}pasapas/aide/images/([\w-]+\.png)", AssetHandler, {"folders": [str(guides_dir() / "images")]}),
        (rf"{base}pasapas/police/{screen_digest()}/({re.escape(SCREEN.name)})", AssetHandler, typeface),
        (rf"{base}pasapas/aide/([\w-]*)", HelpPage),
        (rf"{base}pasapas/.*", MissingPage),
    ]
