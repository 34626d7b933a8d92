"""Whom Jupyter's handlers take a visitor for: always the same nobody, of whom no browser keeps anything."""

from __future__ import annotations

from jupyter_server.auth import IdentityProvider, User
from tornado.web import RequestHandler

__all__ = ["Visitor"]


class Visitor(IdentityProvider):  # type: ignore[misc]
    """Who comes in is decided by the doors (``live/room/doors.py``), before any handler.

    Jupyter's own provider draws a name for each visitor and keeps it in a cookie of thirty days: on the phones of a
    room, which are promised none, and of no use to anybody.
    """

    def get_user(self, handler: RequestHandler) -> User:
        """Return the one user there is."""
        return User("pasapas")
