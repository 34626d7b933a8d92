"""A certificate of attendance without a list of names: the name is written by hand."""

from __future__ import annotations

import datetime as dt

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date
from pasapas_widgets.exports.formats.typesetting import compiled

__all__ = ["certificate_pdf"]


def certificate_pdf(title: str, day: dt.date, *, duration: str = "") -> bytes:
    """Return a certificate of attendance as one A4 page, with lines for the name, the organisation and the signature.

    Parameters
    ----------
    title
        What the group calls the session.
    day
        The day of the session.
    duration
        As it is said, for example ``"2 h"``; a line to fill in where it is empty.
    """
    texts = interface("printed")["attestation"]
    page = {
        "title": texts["titre"],
        "name": texts["nom"],
        "body": texts["corps"],
        "session": texts["seance"].format(titre=title),
        "day": texts["jour"].format(date=long_date(day)),
        "length": texts["duree"].format(duree=duration) if duration else "",
        "length_name": texts["duree_vide"],
        "organisation": texts["organisme"],
        "place": texts["fait"],
        "on": texts["le"],
        "signature": texts["signature"],
        "note": texts["note"],
        "colon": "\u00a0:",
    }
    return compiled("session/certificate.typ", page)
