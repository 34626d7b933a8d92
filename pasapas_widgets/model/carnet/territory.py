"""The actors around an establishment, by function; what is asked of other establishments and offered to them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from pasapas_widgets.model.carnet.plan import Line
from pasapas_widgets.model.strict import Identifier, Strict

__all__ = ["LINKS", "Contact", "Exchange", "Link", "Territory"]

Link = Literal["", "aucun", "ponctuel", "regulier"]
"""The present link with an actor: not said yet, none, now and then, regular."""

LINKS: tuple[Link, ...] = ("regulier", "ponctuel", "aucun", "")
"""The links in the order in which they are read, the strongest first."""


class Contact(
    Strict,
    frozen=True,
    rename={
        "actor": "acteur", "family": "famille", "label": "intitule", "owner": "fonction", "brings": "apporte",
        "link": "lien", "wanted": "a_prendre",
    },
):  # fmt: skip
    """One actor of the territory.

    Parameters
    ----------
    actor
        Its family (content/field/actors.yaml); ``None`` for one of the group's own.
    family
        The group in which one of the group's own is shown, a key of «familles».
    label
        What it is called here: an organisation or a service, never a person.
    owner
        The function, on either side, through which contact is made.
    brings
        What it brings here.
    wanted
        Whether it is one of the contacts to make.
    action
        The action of the plan that was made from it.
    """

    id: Identifier
    actor: Identifier | None = None
    family: Identifier | None = None
    label: Line = ""
    owner: Line = ""
    brings: Line = ""
    link: Link = ""
    wanted: bool = False
    action: Identifier | None = None


class Exchange(
    Strict,
    frozen=True,
    rename={"kind": "sens", "text": "texte", "item": "enonce", "owner": "fonction"},
):
    """What a group asks of other establishments or offers them, as it typed it for them to read.

    Parameters
    ----------
    kind
        A request or an offer.
    item
        The statement that it is about, ``None`` where it is about none.
    owner
        The function to turn to, never a name.
    """

    id: Identifier
    kind: Literal["demande", "offre"]
    text: Line = ""
    item: Identifier | None = None
    owner: Line = ""


class Territory(
    Strict,
    frozen=True,
    rename={"department": "departement", "exchanges": "echanges", "shown_as": "nom_partage", "shares": "partage"},
):
    """Where the establishment is, the actors around it, and what it exchanges with others.

    Parameters
    ----------
    department
        Insee code («2A» and overseas too, content/field/places.yaml).
    shown_as
        The name under which other establishments read its exchanges; empty: not named.
    shares
        Whether the group agrees that its published results count in the figures of several establishments together.
    """

    department: Annotated[str, Meta(pattern=r"^(\d{2}|2[AB]|9[78]\d)\Z")] | None = None
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=60)] = ()
    exchanges: Annotated[tuple[Exchange, ...], Meta(max_length=30)] = ()
    shown_as: Annotated[str, Meta(max_length=80)] = ""
    shares: bool = False

    def __post_init__(self) -> None:
        for members in (self.contacts, self.exchanges):
            if len({one.id for one in members}) != len(members):
                raise ValueError("Deux parties d'un carnet ont le même identifiant.")
