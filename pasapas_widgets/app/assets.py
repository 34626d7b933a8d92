"""Scripts and styles of Voilà and of the widgets: compressed once, kept in memory, kept by browsers."""

from __future__ import annotations

import gzip
import mimetypes
import re
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from pasapas_widgets.app.pages import FrenchPage

__all__ = ["AssetHandler"]

FOR_EVER = "public, max-age=31536000, immutable"
HASHED = re.compile(r"\.[0-9a-f]{16,}\.|^[0-9a-f]{16,}\.")
mimetypes.add_type("font/woff2", ".woff2")  # which not every machine's list has
TEXT = (".js", ".css", ".json", ".svg", ".html", ".txt", ".map")


@lru_cache(maxsize=512)
def _packed(path: Path, changed: int) -> tuple[bytes, bool, str]:
    """Return a file's bytes, whether they are gzipped, and their tag; ``changed`` renews the cache."""
    data = path.read_bytes()
    tag = f'"{sha256(data).hexdigest()[:20]}"'
    if path.suffix in TEXT:
        return gzip.compress(data, 9, mtime=0), True, tag
    return data, False, tag


class AssetHandler(FrenchPage):
    """Serve the files under some folders: the first that has the file wins."""

    def initialize(self, folders: list[str], for_ever: bool = False) -> None:
        """Remember the folders, and whether the address changes with the version (kept for ever by browsers)."""
        self.folders = [Path(folder) for folder in folders]
        self.for_ever = for_ever

    def _found(self, name: str) -> Path:
        for folder in self.folders:
            with suppress(OSError, ValueError):  # a name that no system takes: too long, or with a null in it
                path = (folder / name).resolve()
                if path.is_file() and path.is_relative_to(folder.resolve()):
                    return path
        raise HTTPError(404)

    @allow_unauthenticated  # type: ignore[untyped-decorator]
    def get(self, name: str) -> None:
        """Send the file, compressed when the browser can read it so."""
        path = self._found(name)
        data, packed, tag = _packed(path, path.stat().st_mtime_ns)
        kept = self.for_ever or HASHED.search(path.name)
        self.set_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.set_header("Cache-Control", FOR_EVER if kept else "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Etag", tag)
        if self.check_etag_header():
            self.set_status(304)
            return
        if packed:
            if "gzip" in self.request.headers.get("Accept-Encoding", ""):
                self.set_header("Content-Encoding", "gzip")
            else:
                data = gzip.decompress(data)
        self.write(data)

    def compute_etag(self) -> None:
        """Leave the tag that was set."""
