"""The carnet: the working document of a group, from its first results on. One JSON file that the group keeps."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from pasapas_widgets.content import french_reason
from pasapas_widgets.content.typography import FrenchError
from pasapas_widgets.model.session import Session

__all__ = ["FORMAT", "Carnet", "CarnetError", "Wave"]

FORMAT = 1
"""The version of the file format that this package writes."""


class CarnetError(FrenchError):
    """A carnet that cannot be opened; ``str(error)`` is one French sentence that says what to do."""


class Wave(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"session": "seance", "results": "resultats"}
):
    """One time that the group answered: the session and its published results. No individual answer is kept here."""

    session: Session
    results: dict[str, Any]


class Carnet(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"title": "titre", "waves": "vagues"},
):
    """A group's working document. It changes by making a new one, so that a revision is never half-written.

    Parameters
    ----------
    format
        Version of the file format.
    title
        What the group calls it; no name of a person.
    service
        Type of service (content/services.yaml), or ``None``.
    waves
        The times the group answered, the earliest first.
    """

    format: Annotated[int, Meta(ge=1)] = FORMAT
    title: Annotated[str, Meta(max_length=80)] = ""
    service: str | None = None
    waves: tuple[Wave, ...] = ()

    def with_wave(self, wave: Wave) -> Carnet:
        """Return the carnet with one more wave, kept in the order of the days."""
        waves = sorted((*self.waves, wave), key=lambda one: one.session.day)
        return msgspec.structs.replace(self, waves=tuple(waves))

    def to_json(self) -> str:
        """Return the carnet as JSON text, indented so that two revisions can be compared."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode() + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Carnet:
        """Read a carnet.

        Raises
        ------
        CarnetError
            A French sentence: the text was cut or is no carnet, or a newer application wrote it.

        Examples
        --------
        >>> Carnet.from_json(Carnet(title="Équipe de nuit").to_json()).title
        'Équipe de nuit'
        """
        try:
            plain = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CarnetError("Ce fichier n'est pas un carnet complet : il a pu être coupé.") from error
        version = plain.get("format") if isinstance(plain, dict) else None
        if not isinstance(version, int):
            raise CarnetError("Ce fichier n'est pas un carnet enregistré par cette application.")
        if version > FORMAT:
            raise CarnetError(
                f"Ce carnet a été enregistré par une application plus récente (format {version} ; celle-ci lit "
                f"le format {FORMAT}) : mettre à jour l'application ; le fichier n'a pas été modifié."
            )
        try:
            return msgspec.convert(plain, cls)
        except msgspec.ValidationError as error:
            reason, _, where = str(error).partition(" - at `$")
            raise CarnetError(f"Ce carnet est abîmé ({where.strip('`.')}) : {french_reason(reason)}.") from error
