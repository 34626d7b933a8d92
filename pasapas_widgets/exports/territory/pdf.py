"""The territory as one A4 sheet: the network, and the same actors as a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.formats.words import shortened
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.rules.territory import Node, columns, describe_links, network

__all__ = ["territory_pdf"]

_NAME, _BRINGS, _OWNER = 70, 90, 50
"""Characters of an actor's name, of what it brings and of the function, on one sheet."""


def territory_pdf(carnet: Carnet, *, day: dt.date) -> bytes:
    """Return the actors around an establishment as one A4 sheet; long texts are cut, the carnet has them whole.

    Parameters
    ----------
    day
        The day that is written on it.
    """
    texts, told = interface("territory"), interface("territory")["page"]
    title = carnet.title.strip() or str(interface("exports")["sans_titre"])
    page = {
        "title": told["titre"],
        "subtitle": told["sous_titre"].format(titre=title, date=long_date(day)),
        "centre": texts["etablissement"],
        "alt": describe_links(carnet.territory),
        "sides": [[one if isinstance(one, str) else _drawn(one) for one in side] for side in columns(carnet.territory)],
        "list_title": told["liste"],
        "columns": list(told["colonnes"]),
        "rows": [_listed(one) for one in network(carnet.territory)],
        "foot": told["pied"],
    }
    return compiled("territory/territory.typ", page)


def _drawn(node: Node) -> dict[str, Any]:
    return {"short": node.short, "link": node.link, "words": _link(node), "wanted": node.contact.wanted}


def _listed(node: Node) -> list[str]:
    contact = node.contact
    return [
        shortened(node.name, _NAME), _link(node), shortened(contact.brings, _BRINGS), shortened(contact.owner, _OWNER),
        interface("territory")["page"]["a_prendre"] if contact.wanted else "",
    ]  # fmt: skip


def _link(node: Node) -> str:
    return str(interface("territory")["liens"][node.link or "non_dit"])
