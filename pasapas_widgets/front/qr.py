"""QR codes, all of one make: level M or better, as few modules as that takes, black on white with a quiet zone.

Error correction is raised above M only where it costs no module, so that each is as large as it can be on a wall. The
colours do not follow the dark mode: many readers cannot read a code turned round.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import segno

__all__ = ["qr_modules", "qr_picture", "qr_svg", "wifi_text"]

QUIET = 4
"""Modules of white around a code: what readers ask for (ISO/IEC 18004)."""
COLOURS = {"dark": "#000", "light": "#fff"}


def _code(text: str) -> segno.QRCode:
    import segno

    return segno.make_qr(text, error="m")


def qr_modules(text: str) -> list[list[int]]:
    """Return the rows of a code, 1 where it is dark, without its quiet zone.

    >>> rows = qr_modules("http://192.168.1.20:8866/s/K7MQP")
    >>> len(rows) == len(rows[0]), rows[0][:8]
    (True, [1, 1, 1, 1, 1, 1, 1, 0])
    """
    return [list(row) for row in _code(text).matrix]


def qr_svg(text: str, *, title: str = "") -> str:
    """Return a code as SVG that takes the size of its place in a page; without a title, its place names it.

    >>> qr_svg("http://192.168.1.20:8866/s/K7MQP").startswith("<svg")
    True
    """
    drawn = BytesIO()
    _code(text).save(drawn, kind="svg", border=QUIET, title=title or None, omitsize=True, xmldecl=False, **COLOURS)
    svg = drawn.getvalue().decode()
    return svg if title else svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def qr_picture(text: str, kind: Literal["png", "svg"], *, scale: int) -> bytes:
    """Return a code as a file, whose modules are ``scale`` pixels wide; an SVG is named by its text."""
    drawn = BytesIO()
    name = {"title": text} if kind == "svg" else {}
    _code(text).save(drawn, kind=kind, scale=scale, border=QUIET, **COLOURS, **name)
    return drawn.getvalue()


def wifi_text(ssid: str, password: str = "", *, hidden: bool = False) -> str:
    """Return what a code must say for a phone to join a Wi-Fi.

    >>> wifi_text("Salle", "huit lettres")
    'WIFI:T:WPA;S:Salle;P:huit lettres;;'
    """
    from segno.helpers import make_wifi_data

    data: str = make_wifi_data(ssid, password or None, "WPA" if password else None, hidden=hidden)
    return data
