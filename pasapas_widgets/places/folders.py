"""The two folders of the person who runs the app: the app's own files, and the workbooks to see and to change."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from platformdirs import user_data_path, user_documents_path

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.places.wholefile import private_folder

__all__ = ["FolderError", "data_dir", "own_workbooks_dir"]


class FolderError(FrenchError):
    """A folder that cannot be used; ``str(error)`` is one French sentence."""


def _writable(folder: Path, *, sentence: str, private: bool = False) -> Path:
    """Return the folder, made if need be (for its owner alone if ``private``), once a file has been written there."""
    try:
        if private and not folder.exists():  # one that is there may be shared on purpose
            private_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise FolderError(sentence.format(dossier=folder)) from error


def data_dir() -> Path:
    """Return the folder where the app keeps its files: ``PASAPAS_DATA`` or the user's own place for such files.

    Raises
    ------
    FolderError
        It cannot be written.
    """
    chosen = os.environ.get("PASAPAS_DATA")
    folder = Path(chosen) if chosen else user_data_path("pasapas", appauthor=False)
    return _writable(folder, sentence=interface("app")["demarrage"]["dossier"], private=True)


def own_workbooks_dir(chosen: Path | None = None) -> Path:
    """Return the folder of the user's own workbooks: ``chosen``, ``PASAPAS_CARNETS``, or «Pas à pas» in Documents.

    Raises
    ------
    FolderError
        It cannot be written.
    """
    texts = interface("lab")
    named = os.environ.get("PASAPAS_CARNETS")
    folder = chosen or (Path(named) if named else user_documents_path() / texts["nom_du_dossier"])
    return _writable(folder.absolute(), sentence=texts["dossier"])
