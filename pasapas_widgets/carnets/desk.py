"""One window's hold on a carnet: changes, undo and redo, saving, and what another window saved meanwhile.

The carnet is a value: each change makes a new one, and to undo is to go back to an earlier value. What is shown is on
disk when :attr:`Desk.kept` is true, never before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from pasapas_widgets.carnets.held import Held
from pasapas_widgets.carnets.shelf import Carnets, ConflictError, Kept, NotKeptError, identified
from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet, CarnetError
from pasapas_widgets.model.carnet.recovery import recovered
from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.changes import Change, changed
from pasapas_widgets.rules.merge import Part, Side, merged, parts

__all__ = ["SAMPLES", "Brought", "Desk", "sample_carnet", "sample_fits", "sample_titles"]

Choice = Literal["ici", "ailleurs", "deux"]

SAMPLES = {
    "exemple": "carnet_exemple.json",
    "mecs": "dossiers/mecs/carnet.json",
    "aemo": "dossiers/aemo/carnet.json",
    "familial": "dossiers/familial/carnet.json",
}
"""The synthetic carnets, by the name under which they are opened: their files among the samples."""


class Brought(Struct, frozen=True):
    """A carnet that came as a file and waits for a decision; ``lost`` names what could not be read of it."""

    name: str
    carnet: Carnet
    lost: tuple[str, ...] = ()


def sample_carnet(name: str = "exemple") -> Carnet:
    """Return one of the synthetic carnets that ship with the samples: nobody lived it, and its title says so.

    Parameters
    ----------
    name
        One of :data:`SAMPLES`: the example, or the dossier of one of three invented establishments.

    >>> "inventé" in sample_carnet().title, sample_carnet("aemo").service
    (True, 'aemo')
    """
    return Carnet.from_json((samples_dir() / SAMPLES[name]).read_bytes())


def sample_titles() -> dict[str, str]:
    """Return the title of each of :data:`SAMPLES`, by the name under which it is opened.

    >>> all("inventé" in title for title in sample_titles().values())
    True
    """
    return {name: sample_carnet(name).title for name in SAMPLES}


def sample_fits(questionnaire: Questionnaire | None = None) -> bool:
    """Tell whether the sample is of a questionnaire, this process's where left out: it answers the self-diagnosis."""
    return is_self_diagnosis(questionnaire)


class Desk(Held[Carnet]):
    """A carnet under the hand of one window.

    Parameters
    ----------
    carnets
        Where carnets are kept; the user's own data folder where left out.
    questionnaire
        What the group answers; where left out, what ``carnets`` answer.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     desk = Desk(Carnets(Path(folder)))
    ...     desk.create("Équipe de nuit")
    ...     desk.change([Change(op="set", path=("titre",), value="Équipe du soir")])
    ...     desk.undo()
    ...     desk.carnet.title, desk.kept, desk.can_redo
    ('Équipe de nuit', True, True)
    """

    def __init__(self, carnets: Carnets | None = None, *, questionnaire: Questionnaire | None = None) -> None:
        super().__init__(Carnet())
        self.carnets = (carnets if carnets is not None else Carnets(questionnaire=questionnaire)).of(questionnaire)
        self.id = ""
        """The carnet's identifier; empty for what has not been kept yet."""
        self.sample = ""
        """Which of :data:`SAMPLES` is open: what is changed of it stays in this window, see :meth:`keep_sample`."""
        self.conflict: ConflictError | None = None
        """What another window saved meanwhile, until the person has chosen."""
        self.brought: Brought | None = None
        self._base = Carnet()
        """What was on disk when this window last read or wrote it: the ancestor that a conflict's versions share."""

    @property
    def carnet(self) -> Carnet:
        """The carnet, as this window has it."""
        return self.value

    @carnet.setter
    def carnet(self, carnet: Carnet) -> None:
        self.value = carnet

    @property
    def questionnaire(self) -> Questionnaire:
        """What the group answers."""
        return self.carnets.questionnaire

    @property
    def is_sample(self) -> bool:
        """Whether what is open is a synthetic sample."""
        return bool(self.sample)

    @property
    def is_open(self) -> bool:
        """Whether there is a carnet to work on."""
        return bool(self.id) or self.is_sample

    def open_kept(self, id: str) -> None:
        """Open a kept carnet in the place of the present one.

        Raises
        ------
        NotKeptError, CarnetError
            It is not there or cannot be read; the present one stays.
        """
        kept = self.carnets.read(id)
        self._show(id, kept)

    def open_sample(self, name: str = "exemple") -> None:
        """Open a synthetic sample, of which nothing is kept until :meth:`keep_sample`.

        Parameters
        ----------
        name
            One of :data:`SAMPLES`.

        Raises
        ------
        CarnetError
            It answers the self-diagnosis, and this desk works with another questionnaire.
        """
        carnet = sample_carnet(name)
        if reason := carnet.answers_other_than(self.questionnaire):
            raise CarnetError(reason)
        self._show("", Kept(identified(carnet), ""))
        self.sample = name

    def keep_sample(self) -> None:
        """Keep the sample as it was changed here as a carnet of its own, whose title says what it is, and open it.

        Raises
        ------
        NotKeptError
            The disk did not take it.
        """
        if self.is_sample:
            self.adopt(self.carnet)

    def create(self, title: str, service: str | None = None) -> None:
        """Begin a new carnet.

        Raises
        ------
        NotKeptError
            The disk did not take it; the present carnet stays.
        """
        self.adopt(Carnet(title=title.strip()[:80], service=service))

    def adopt(self, carnet: Carnet) -> None:
        """Keep a carnet that came from elsewhere as a new one, and open it.

        Raises
        ------
        NotKeptError
            The disk did not take it; the present carnet stays.
        """
        self.open_kept(self.carnets.create(identified(carnet)))
        self.brought = None

    def bring(self, name: str, data: bytes) -> None:
        """Take a file: a whole carnet is opened at once where none is, any other waits in :attr:`brought`.

        Raises
        ------
        CarnetError
            It is no carnet, a newer application wrote it, nothing of it can be recovered, or it answers another
            questionnaire.
        NotKeptError
            The disk did not take it.
        """
        lost: tuple[str, ...] = ()
        try:
            carnet = Carnet.from_json(data)
        except CarnetError as error:
            try:
                carnet, lost = recovered(data)
            except CarnetError:
                raise error from None
        if reason := carnet.answers_other_than(self.questionnaire):
            raise CarnetError(reason)
        if lost or self.id:
            self.brought = Brought(name, carnet, lost)
        else:
            self.adopt(carnet)

    def join(self, carnet: Carnet) -> int:
        """Add the sessions of another carnet to this one, those that it lacks; return how many there were.

        Raises
        ------
        CarnetError
            They answer another questionnaire.
        """
        if reason := carnet.answers_other_than(self.questionnaire):
            raise CarnetError(reason)
        held = {(wave.session.title, wave.session.day) for wave in self.carnet.waves}
        new = [wave for wave in carnet.waves if (wave.session.title, wave.session.day) not in held]
        joined = self.carnet
        for wave in new:
            joined = joined.with_wave(wave)
        if new:
            self._put(joined)
        self.brought = None
        return len(new)

    def restore(self, number: int) -> None:
        """Put an earlier version in the place of the present one, which can be undone.

        Raises
        ------
        NotKeptError, CarnetError
            It is no longer kept or cannot be read.
        """
        self._put(self.carnets.revision(self.id, number))

    def look(self) -> bool:
        """Take what another window has saved, where nothing waits here; return whether there was something.

        Raises
        ------
        NotKeptError, CarnetError
            The carnet is gone from the disk or cannot be read any more; what is shown stays.
        """
        if not self.id or not self.kept or self.conflict or self.carnets.mark(self.id) == self._mark:
            return False
        self._show(self.id, self.carnets.read(self.id))
        return True

    def decide(self, choice: Choice) -> None:
        """Settle a conflict.

        Parameters
        ----------
        choice
            ``ici`` keeps this window's version in the place of the other, which stays among the revisions;
            ``ailleurs`` takes the other, and this one can be undone to; ``deux`` keeps this one as a carnet of its own.

        Raises
        ------
        NotKeptError
            The disk did not take it; the conflict stays.
        """
        if self.conflict is None:
            return
        there, here = self.conflict.there, self.carnet
        if choice == "deux":
            title = interface("carnet")["conflit"]["copie"].format(titre=here.title[:60])
            self.adopt(msgspec.structs.replace(here, title=title, id=msgspec.UNSET))
        else:
            self._settle(
                here if choice == "ici" else there.carnet, first=here if choice == "ailleurs" else there.carnet
            )

    def parts(self) -> tuple[Part, ...]:
        """Return where the two versions of a conflict differ, with what their common ancestor proposes."""
        return parts(self._base, self.carnet, self.conflict.there.carnet) if self.conflict else ()

    def merge(self, picks: Mapping[tuple[str, ...], Side]) -> None:
        """Settle a conflict part by part; both versions stay among the revisions, and can be undone to.

        Parameters
        ----------
        picks
            The side of each part. One that is not there takes the side that alone changed it, else this window's.

        Raises
        ------
        ChangeError
            These parts do not fit together: the conflict stays.
        """
        if self.conflict is None:
            return
        chosen: dict[tuple[str, ...], Side] = {one.path: one.proposal or "ici" for one in self.parts()}
        self._settle(merged(self.carnet, self.conflict.there.carnet, chosen | dict(picks)), first=self.carnet)

    def _settle(self, carnet: Carnet, *, first: Carnet) -> None:
        """Put a carnet in the place of both versions of a conflict; ``first`` is what undo goes back to."""
        assert self.conflict is not None
        there, here = self.conflict.there, self.carnet
        self.conflict = None
        self._mark = there.mark
        for one in (there.carnet, here):
            if one not in (carnet, first):
                self._history.keep(one)
        self._history.keep(first)
        self.save()  # this window's version was on no disk yet: it becomes a revision as well
        if self.kept:
            self.carnet = carnet
            self.save()
        elif self.conflict is None:
            self.carnet = carnet

    def erase(self) -> None:
        """Remove the carnet from the disk, with its revisions, and close it.

        Raises
        ------
        NotKeptError
            The disk refused.
        """
        self.carnets.erase(self.id)
        self._show("", Kept(Carnet(), ""))

    def save(self) -> None:
        """Write the carnet to disk, the sample apart. What goes wrong is told by :attr:`fault` or :attr:`conflict`."""
        if self.conflict is not None or self.is_sample:
            return
        try:
            if self.id:
                self._mark = self.carnets.save(self.id, self.carnet, over=self._mark)
            else:
                self.id = self.carnets.create(self.carnet)
                self._mark = self.carnets.mark(self.id)
        except ConflictError as conflict:
            self.conflict, self.kept = conflict, False
        except (NotKeptError, CarnetError) as error:
            self.fault, self.kept = str(error), False
        else:
            self.fault, self.kept = "", True
            self._base = self.carnet

    def _changed(self, value: Carnet, change: Change) -> Carnet:
        return changed(value, change)

    def _show(self, id: str, kept: Kept) -> None:
        self._begin(kept.carnet, kept.mark)
        self.id, self._base = id, kept.carnet
        self.sample, self.conflict = "", None
