"""The poster of a session: its address as a QR code and in letters, and its code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.formats.words import notice
from pasapas_widgets.front.addresses import plain_address
from pasapas_widgets.front.qr import qr_modules
from pasapas_widgets.rules.aggregation import load_thresholds

__all__ = ["poster_pdf"]


def poster_pdf(
    title: str,
    address: str,
    *,
    code: str = "",
    modules: Sequence[Iterable[int]] | None = None,
    organisation: str = "",
    contact: str = "",
) -> bytes:
    """Return the poster of a session as one A4 page.

    Parameters
    ----------
    title
        What the group calls the session.
    address
        What a phone opens, for example ``http://192.168.1.20:8866/s/``, as people write it.
    code
        The session's code, empty where the address holds it.
    modules
        Rows of the QR code, 1 where it is dark, without its quiet zone; made from ``address`` where left out.
    organisation, contact
        Who is responsible, and whom to ask; «à compléter» is printed where they are empty.
    """
    texts, address = interface("printed")["affiche"], plain_address(address)
    rows = modules if modules is not None else qr_modules(address)
    page = {
        "title": texts["titre"],
        "session": title,
        "modules": [list(_runs(row)) for row in rows],
        "alt": texts["qr"].format(adresse=address),
        "address_name": texts["adresse"],
        "address": address,
        "code_name": texts["code"],
        "code": code,
        "steps": texts["etapes"] if code else texts["etapes"][:-1],
        "anonymous": texts["anonyme"].format(n=load_thresholds().mean),
        "notice": notice(organisation, contact),
        "independent": interface("app")["site"]["pied"]["independant"],
        "paper": texts["papier"],
    }
    return compiled("session/poster.typ", page)


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return the dark runs of a row: where each begins and how many modules it has."""
    start, cells = None, [*row, 0]
    for column, dark in enumerate(cells):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column - start
            start = None
