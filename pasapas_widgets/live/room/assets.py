"""The files of the room's pages: compressed once, at an address that changes with what they hold, kept for ever."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path

from tornado.web import HTTPError

from pasapas_widgets.design.tokens import TOKENS
from pasapas_widgets.live.room.replies import RoomHandler

__all__ = ["RoomAssetHandler", "served_url"]

FOR_EVER = "public, max-age=31536000, immutable"


@cache
def _assets() -> dict[str, tuple[bytes, str, str]]:
    """Return name → gzipped content, type, address."""
    from pasapas_widgets.live.room import pages

    packed = {
        name: (gzip.compress(content, 9, mtime=0), kind, pages.asset_url(name))
        for name, (content, kind) in pages.assets().items()
    }
    own = TOKENS.read_bytes() + (Path(__file__).parent / "login.css").read_bytes()
    address = f"/s/_/{sha256(own).hexdigest()[:16]}/login.css"
    return packed | {"login.css": (gzip.compress(own, 9, mtime=0), "text/css; charset=UTF-8", address)}


def served_url(name: str) -> str:
    """Return the address of a file that this server serves: those of the pages, and the trainer's login.

    >>> served_url("login.css").startswith("/s/_/")
    True
    """
    return _assets()[name][2]


class RoomAssetHandler(RoomHandler):
    """Serve these files."""

    async def get(self, name: str) -> None:
        """Send the file, compressed when the browser can read it so; another version's address has nothing."""
        content, kind, address = _assets().get(name, (b"", "", ""))
        if self.request.path != address:
            raise HTTPError(404)
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
        else:
            content = gzip.decompress(content)
        self.send(content, kind)
