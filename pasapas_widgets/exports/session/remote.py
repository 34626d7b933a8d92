"""What a trainer says of a session at a distance: texts to copy into one's own mail, a sheet for who has none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date, typeset
from pasapas_widgets.model.deadline import Deadline
from pasapas_widgets.model.kit.notices import load_notice

__all__ = ["RemoteSession", "remote_messages", "remote_sheet"]


class RemoteSession(Struct, frozen=True, kw_only=True):
    """What is said of a session at a distance. No address of anybody is among it.

    Parameters
    ----------
    title
        What the group calls the session.
    link
        The address that opens it, with its invitation.
    until
        The end of the answers.
    kept_until
        The day on which they are erased.
    minutes
        How long answering takes.
    least
        People from whom on a figure is shown.
    organisation, contact
        Who is responsible, and whom to ask; «à compléter» stands where they are empty, and is meant to be seen.
    """

    title: str
    link: str
    until: Deadline
    kept_until: dt.date
    minutes: int
    least: int
    organisation: str = ""
    contact: str = ""

    def values(self) -> dict[str, str]:
        """Return what fills the places of the texts."""
        lacking, texts = load_notice().to_complete, interface("remote")
        values = {
            "titre": self.title,
            "lien": self.link,
            "quand": self.until.words,
            "jour": self.until.words.partition(" à ")[0],
            "effacement": long_date(self.kept_until),
            "minutes": str(self.minutes),
            "seuil": str(self.least),
            "organisme": self.organisation.strip() or lacking["organisme"],
            "contact": self.contact.strip() or lacking["contact"],
        }
        return values | {"confidentialite": texts["confidentialite"].format(**values)}


def remote_messages(session: RemoteSession) -> dict[str, dict[str, str]]:
    """Return the texts by their names (``invitation``, ``relance``, ``dernier_jour``), each ``objet`` and ``texte``."""
    values = session.values()
    return {
        name: {
            "objet": typeset(one["objet"].format(**values)),
            "texte": "\n\n".join(typeset(paragraph.format(**values)) for paragraph in one["texte"]),
        }
        for name, one in interface("remote")["messages"].items()
    }


def remote_sheet(session: RemoteSession) -> dict[str, Any]:
    """Return what the sheet of paper says, but for the address and the code."""
    values, texts = session.values(), interface("remote")["feuille"]
    told: dict[str, Any] = {name: texts[name] for name in ("titre", "etapes", "adresse", "code", "revenir")}
    told |= {name: typeset(texts[name].format(**values)) for name in ("quand", "duree", "question")}
    return told | {"confidentialite": typeset(values["confidentialite"])}
