"""The actors around an establishment: who they are by function, what each can bring, links and gaps."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from pasapas_widgets.model.plan import Line
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["Contact", "Territory"]

Link = Literal["", "aucun", "ponctuel", "regulier"]
"""The present link with an actor: not said yet, none, now and then, regular."""


class Contact(
    Strict,
    frozen=True,
    rename={
        "actor": "acteur", "label": "intitule", "owner": "fonction", "brings": "apporte", "link": "lien",
        "wanted": "a_prendre",
    },
):  # fmt: skip
    """One actor of the territory.

    Parameters
    ----------
    actor
        Its family (content/orientation.yaml, «acteurs»); ``None`` for one of the group's own.
    label
        What it is called here: an organisation or a service, never a person.
    owner
        The function, on either side, through which contact is made.
    wanted
        Whether it is one of the contacts to make.
    """

    id: Identifier
    actor: Identifier | None = None
    label: Line = ""
    owner: Line = ""
    brings: Line = ""
    link: Link = ""
    wanted: bool = False


class Territory(Strict, frozen=True, rename={"department": "departement"}):
    """The establishment's département (code, «2A» and overseas too) and the actors around it."""

    department: Annotated[str, Meta(pattern=r"^(\d{2}|2[AB]|9[78]\d)$")] | None = None
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=60)] = ()
