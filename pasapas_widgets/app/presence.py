"""The light requests by which a page tells its server that a person is still there.

On the app's own server, a page in sight says so, and its kernel is kept; one that is hidden says before the end that it
will stop (``template/staying.js``).

On public Binder there are two limits more.
mybinder.org stops a kernel after ten minutes without a message and a server after ten minutes without anything, even
with the page open: it cannot tell a person who thinks from a page that was left. The page can. It asks here while
there are signs of a person, and stops asking when there are none (``template/binder.js``).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tornado.web import authenticated

from pasapas_widgets.app.pages import BINDER, FrenchPage

__all__ = ["PresenceHandler", "SignHandler"]

LIFE = timedelta(hours=BINDER["life_hours"])
"""The longest that mybinder.org lets a server live (``maxAge`` in its published settings)."""


class SignHandler(FrenchPage):
    """A page in sight: its kernel counts as active, however long nothing is typed."""

    @authenticated  # type: ignore[untyped-decorator]
    def get(self, kernel_id: str) -> None:
        """Answer whether the page's kernel is alive; only kernels that pages have started are known here."""
        alive = self.settings["pasapas_kernels"].touch(kernel_id)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"alive": alive}))


class PresenceHandler(FrenchPage):
    """Whether the page's kernel is alive and how long the server has left; asking counts as activity.

    A person asks: Jupyter's own ``GET api/kernels/…`` counts as activity in the same way.
    """

    @authenticated  # type: ignore[untyped-decorator]
    def get(self, kernel_id: str) -> None:
        """Answer for a page, or for one without a kernel when ``kernel_id`` is empty."""
        now = datetime.now(UTC)
        manager: Any = self.kernel_manager
        alive = not kernel_id or kernel_id in manager
        if kernel_id and alive:
            manager.get_kernel(kernel_id).last_activity = now
        self.settings["last_activity_times"]["pasapas"] = now
        left = self.settings["started"] + LIFE - now
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"alive": alive, "left": round(left.total_seconds())}))
