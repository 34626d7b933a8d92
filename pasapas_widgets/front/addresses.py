"""Addresses as people write them: out of a message, at the end of a sentence, with or without «http://»."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain_address", "server_of"]

_AROUND = r"[\s\"'«»“”‘’<>().,;:!?…]+"


def plain_address(text: str) -> str:
    """Return an address without what a message or a sentence puts around it, and with the «http://» that it lacks.

    A drawing to photograph that holds an address without its beginning is read by phones as a text, not as a link.

    >>> plain_address("« 192.168.1.20:8866/s/ ».")
    'http://192.168.1.20:8866/s/'
    """
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    bare = re.sub(rf"^{_AROUND}|{_AROUND}$", "", seen)
    return bare if not bare or re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", bare) else f"http://{bare}"


def server_of(text: str) -> str:
    """Return the address of the server whose page for phones is given, or that address itself.

    >>> server_of("http://192.168.1.20:8866/S/K7MQP/."), server_of("salle.exemple.fr")
    ('http://192.168.1.20:8866', 'http://salle.exemple.fr')
    """
    address = re.sub(r"/+[\W_]*$", "", plain_address(text))
    return re.sub(r"/s(?:/[^/]*)?$", "", address, flags=re.IGNORECASE)
