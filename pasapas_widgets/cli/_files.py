"""Writing a file whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pasapas_widgets.cli._parser import CommandError

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes, refusals: dict[str, str]) -> None:
    """Write a file beside its place, then put it there in one move.

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
    unfinished = path.with_name(f".{path.name}.tmp")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except FileNotFoundError as error:
        raise CommandError(refusals["absent"].format(fichier=path)) from error
    except (OSError, ValueError) as error:
        raise CommandError(refusals["autre"].format(fichier=path)) from error
    finally:
        with suppress(OSError, ValueError):
            unfinished.unlink(missing_ok=True)
