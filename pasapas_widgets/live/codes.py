"""Random identifiers, the seats' secrets and the codes that people type. Only hashes of secrets are stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

__all__ = [
    "CODE_LENGTH", "TYPED", "hashed", "invitation", "is_id", "is_key", "new_code", "new_id", "new_key", "typed",
]  # fmt: skip

TYPED = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits of the codes that people type: no O, 0, I or 1."""
CODE_LENGTH = 5
"""Letters and digits of a session's code."""


def new_id() -> str:
    """Return a random identifier: 32 hexadecimal digits that say nothing of who or when."""
    return secrets.token_hex(16)


def is_id(text: str) -> bool:
    """Tell whether a text from outside can be an identifier of :func:`new_id`.

    >>> is_id(new_id()), is_id("séance de mars")
    (True, False)
    """
    return len(text) == 32 and set(text) <= set("0123456789abcdef")


def new_key() -> str:
    """Return a secret of 192 random bits in 32 characters."""
    return secrets.token_urlsafe(24)


def is_key(text: object) -> bool:
    """Tell whether what a phone made can be a secret of :func:`new_key`: 24 bytes in base64url.

    >>> is_key(new_key()), is_key("0000"), is_key(new_key() + "=")
    (True, False, False)
    """
    return isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]{32}", text) is not None


def invitation(session: str) -> str:
    """Return what a session's QR code says besides the code that people type: 96 bits that nobody guesses.

    It is made of the session's identifier, which no phone is ever told, so that a poster printed before a restart, or
    read by another server of the same store, still invites.

    >>> len(invitation(new_id())), invitation("0" * 32) == invitation("0" * 32)
    (16, True)
    """
    return base64.urlsafe_b64encode(hmac.digest(session.encode(), b"invitation", "sha256")[:12]).decode()


def new_code(length: int) -> str:
    """Return a random code to type."""
    return "".join(secrets.choice(TYPED) for _ in range(length))


def typed(code: str) -> str:
    """Return a code as it is stored, however it was typed; the whole address that ends with it will do.

    >>> typed(" k7-mq p"), typed("http://192.168.1.20:8866/s/k7mqp/.")
    ('K7MQP', 'K7MQP')
    """
    pieces = [one for one in re.split(r"[?#]", code)[0].split("/") if any(map(str.isalnum, one))]
    return "".join(letter for letter in (pieces or [""])[-1][:40].upper() if letter in TYPED)


def hashed(secret: str) -> str:
    """Return what is stored of a secret. It is random and long, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
