"""Carnets kept as files: one folder each, the present file and earlier revisions. Why so: docs/decisions/008-carnet.md.

Where another window has saved since, nothing is written and both versions are given back.
"""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.carnets.keptfiles import Fault, KeptFiles, OtherVersionError, Revision, mark_of
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.folders import data_dir

__all__ = ["Carnets", "ConflictError", "Kept", "Listed", "NotKeptError", "Revision", "identified"]

LARGEST = 5 * 2**20
"""Bytes of the largest carnet that is kept; a group's own weighs under 1 MB."""


class NotKeptError(FrenchError):
    """A carnet that is not there, or that the disk did not take; ``str(error)`` is one French sentence."""


class Kept(Struct, frozen=True):
    """A carnet as it is on disk, and the mark that a save over it must name."""

    carnet: Carnet
    mark: str


class ConflictError(FrenchError):
    """Another window has saved since; nothing was written. ``there`` is what is on disk, ``here`` what was refused."""

    def __init__(self, *, there: Kept, here: Carnet) -> None:
        super().__init__(interface("carnet")["fautes"]["conflit"])
        self.there, self.here = there, here


class Listed(Struct, frozen=True):
    """A carnet in the list: its title, the day it was last saved, and the reason where it cannot be opened.

    ``is_other``: it is whole and answers another questionnaire than these carnets do.
    """

    id: str
    title: str
    saved: dt.datetime
    fault: str | None = None
    is_other: bool = False


def identified(carnet: Carnet) -> Carnet:
    """Return a carnet that has its own identifier: the one it came with, else a new one.

    >>> made = identified(Carnet())
    >>> len(str(made.id)), identified(made) == made
    (18, True)
    """
    return carnet if carnet.id else replace(carnet, id=secrets.token_hex(9))


class Carnets(KeptFiles):
    """The carnets of a data folder.

    Parameters
    ----------
    folder
        Where they are; the user's own data folder where left out. It is made when a first carnet is kept.
    questionnaire
        What these carnets answer, and no other; this process's where left out.

    Raises
    ------
    FolderError
        The data folder cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     carnets = Carnets(Path(folder))
    ...     id = carnets.create(Carnet(title="Équipe de nuit"))
    ...     mark = carnets.save(id, Carnet(title="Équipe du soir"), over=carnets.read(id).mark)
    ...     carnets.read(id).carnet.title, len(carnets.revisions(id))
    ('Équipe du soir', 1)
    """

    name = "carnet.json"

    def __init__(self, folder: Path | None = None, *, questionnaire: Questionnaire | None = None) -> None:
        self.questionnaire = questionnaire or load_questionnaire()
        super().__init__(folder if folder is not None else data_dir() / "carnets")

    def of(self, questionnaire: Questionnaire | None) -> Carnets:
        """Return the carnets of the same folder that answer a questionnaire; these where it is left out."""
        if questionnaire is None or questionnaire == self.questionnaire:
            return self
        return Carnets(self._folder, questionnaire=questionnaire)

    def all(self) -> tuple[Listed, ...]:
        """Return what is kept, the last saved first. One that cannot be opened is listed with its reason."""
        return tuple(listed for id in self._ids() if (listed := self._listed(id)))

    def create(self, carnet: Carnet) -> str:
        """Keep a new carnet and return its identifier.

        Raises
        ------
        NotKeptError
            The disk did not take it; nothing is left of it.
        CarnetError
            It answers another questionnaire than these carnets do.
        """
        self._ours(carnet)
        return self._create(_bytes_of(carnet))

    def read(self, id: str) -> Kept:
        """Read a carnet.

        Raises
        ------
        NotKeptError
            There is none of that identifier, or the file cannot be read.
        CarnetError
            The file is damaged, a newer application wrote it, or it answers another questionnaire; it is left as it
            is.
        """
        data = self._bytes(id)
        return Kept(self._ours(Carnet.from_json(data)), mark_of(data))

    def save(self, id: str, carnet: Carnet, *, over: str) -> str:
        """Put a carnet in the place of the version ``over``, which becomes a revision; return the new mark.

        Raises
        ------
        ConflictError
            The version on disk is another one: nothing was written.
        NotKeptError
            The disk did not take it: the version before is still there.
        """
        try:
            return self._save(id, _bytes_of(carnet), over=over)
        except OtherVersionError as other:
            there = Kept(Carnet.from_json(other.there), mark_of(other.there))
            raise ConflictError(there=there, here=carnet) from None

    def file(self, made: Carnet, *, into: str = "") -> str:
        """Keep the sessions of a carnet: as a new one, or among those of a kept one; return its identifier.

        A session that was there under the same title and day is replaced, so that filing it twice keeps it once.

        Raises
        ------
        NotKeptError, CarnetError
            There is no such carnet, it cannot be read, or the disk did not take it.
        ConflictError
            Another window has saved at the same moment: nothing was written.
        """
        if not into:
            return self.create(identified(made))
        self._ours(made)
        kept = self.read(into)
        new = {(wave.session.title, wave.session.day) for wave in made.waves}
        joined = replace(
            kept.carnet,
            waves=tuple(one for one in kept.carnet.waves if (one.session.title, one.session.day) not in new),
        )
        for wave in made.waves:
            joined = joined.with_wave(wave)
        self.save(into, joined, over=kept.mark)
        return into

    def revision(self, id: str, number: int) -> Carnet:
        """Read an earlier version; to restore it is to save it over the present one.

        Raises
        ------
        NotKeptError
            It is no longer kept.
        CarnetError
            It is damaged.
        """
        return self._ours(Carnet.from_json(self._revision(id, number)))

    def damaged(self, id: str) -> bytes:
        """Return the bytes of a carnet that cannot be opened, for what can be recovered of it."""
        return self._bytes(id)

    def _ours(self, carnet: Carnet) -> Carnet:
        """Return a carnet of this shelf's questionnaire, and refuse any other."""
        if reason := carnet.answers_other_than(self.questionnaire):
            raise CarnetError(reason)
        return carnet

    def _fault(self, fault: Fault) -> NotKeptError:
        return NotKeptError(interface("carnet")["fautes"][fault].format(dossier=self._folder))

    def _listed(self, id: str) -> Listed | None:
        try:
            saved = self._saved(id)
            carnet = Carnet.from_json(self._file(id).read_bytes())
            reason = carnet.answers_other_than(self.questionnaire)
            return Listed(id, carnet.title, saved, reason, is_other=reason is not None)
        except CarnetError as error:
            return Listed(id, "", saved, str(error))
        except OSError:
            return None


def _bytes_of(carnet: Carnet) -> bytes:
    data = carnet.to_json().encode()
    if len(data) > LARGEST:
        raise NotKeptError(interface("carnet")["fautes"]["trop_gros"].format(mo=LARGEST // 2**20))
    return data
