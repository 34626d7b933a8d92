"""A file of the command line, written whole, and what is said where it cannot be."""

from __future__ import annotations

from pathlib import Path

from pasapas_widgets.cli._parser import CommandError
from pasapas_widgets.places.wholefile import put

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes, refusals: dict[str, str]) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    refusals
        What is said where it cannot be written: ``dossier`` (it is a folder), ``absent`` (its folder is not there),
        ``autre``; each with ``{fichier}``.

    Raises
    ------
    CommandError
        One of these sentences; nothing was written.
    """
    if path.is_dir():
        raise CommandError(refusals["dossier"].format(fichier=path))
    try:
        put(path, data)
    except FileNotFoundError as error:
        raise CommandError(refusals["absent"].format(fichier=path)) from error
    except (OSError, ValueError) as error:
        raise CommandError(refusals["autre"].format(fichier=path)) from error
