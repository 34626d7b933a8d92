"""What people are told before a group answers: the notice that data protection law asks for, in plain words."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from pasapas_widgets.content import CONTENT, load_yaml

__all__ = ["Notice", "load_notice"]


class Notice(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"title": "titre", "sentences": "phrases"}
):
    """The notice to participants.

    ``sentences`` hold ``{moyenne}`` where the threshold of a mean is said; ``contact`` holds ``{organisme}`` and
    ``{contact}``, which a session fills in.
    """

    title: str
    sentences: tuple[str, ...]
    contact: str


class _Notices(Struct, frozen=True, forbid_unknown_fields=True, rename={"participants": "information_participants"}):
    participants: Notice


@cache
def load_notice() -> Notice:
    """Return the notice to participants of ``content/kit/notices.yaml``."""
    return load_yaml(CONTENT / "kit/notices.yaml", _Notices).participants
