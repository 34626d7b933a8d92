"""«Ouvrir des réponses»: a sample, files, share codes → the results of a group, published without a leak."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from pasapas_widgets.content.french import FrenchError, counted
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.widgets.kit.link import Link, Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style
from pasapas_widgets.widgets.opensheets.sessions import FROM_CODES, UNNAMED, Sessions

if TYPE_CHECKING:
    from pasapas_widgets.files.sheets import SheetFile
    from pasapas_widgets.model.entry import Entry
    from pasapas_widgets.rules.aggregation import Publication, Thresholds

__all__ = ["OpenSheets"]


def _described() -> list[dict[str, Any]]:
    """Return the tables of sheets among the samples, as their packages describe them, each with its whole path."""
    described = []
    for folder in (samples_dir(), samples_dir() / "dossiers"):
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        described += [{**one, "path": folder / one["path"]} for one in package["resources"]]
    return described


class OpenSheets(Link):
    """Open sheets and publish the results of the group that they make.

    What is opened adds up; a sheet met twice counts once. A synthetic sample stays alone: it gives way to real sheets
    and is not opened over them. Results change by steps of several people
    (:func:`pasapas_widgets.rules.aggregation.publish`), never sheet by sheet.

    Several sessions are read one at a time, never as one group (:class:`Sessions`): ``results`` and ``waiting`` are
    those of the session that is read, ``session`` says which one (empty where there is only one group), and ``earlier``
    holds the label and the results of the one it is compared with, or nothing. ``questionnaire`` is what its people
    read: a variant's wording where all of them answered that one. At first the last session is read and compared with
    the one before it. ``Results(source)`` and ``Radar.of(source)`` follow these traits.

    Parameters
    ----------
    questionnaire
        What the sheets answer; the self-diagnosis that ships with the package where left out.
    thresholds
        Higher thresholds of publication than those of the package.

    Examples
    --------
    >>> opened = OpenSheets()
    >>> opened.open_sample("equipe_24")
    >>> opened.results["n_feuilles"]
    24
    >>> opened.open_sample("deux_vagues")
    >>> opened.read, opened.compared
    ('vague-2', 'vague-1')
    """

    section = "opensheets"
    _esm = module("opensheets")
    _css = style("opensheets", "kit/columns")

    samples = traitlets.List(traitlets.Dict()).tag(sync=True)
    results = traitlets.Dict().tag(sync=True)
    session = traitlets.Unicode("").tag(sync=True)
    earlier = traitlets.Dict().tag(sync=True)
    sessions = traitlets.List(traitlets.Dict()).tag(sync=True)
    read = traitlets.Unicode("").tag(sync=True)
    compared = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    waiting = traitlets.Int(0).tag(sync=True)
    questionnaire = traitlets.Dict()
    step = traitlets.Int(0).tag(sync=True)
    total = traitlets.Int(0).tag(sync=True)
    loaded = traitlets.List(traitlets.Dict()).tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)

    def __init__(
        self, *, questionnaire: Questionnaire | None = None, thresholds: Thresholds | None = None, **traits: Any
    ) -> None:
        super().__init__(**traits)
        self.source = questionnaire or load_questionnaire()
        """What the sheets answer."""
        self._thresholds = thresholds
        self._files: dict[int, tuple[str, SheetFile]] = {}
        self._waiting: list[tuple[str, bytes]] = []
        self._sample: int | None = None
        self._open = Sessions()
        self._wanted: dict[str, str | None] = {}

    @traitlets.default("samples")
    def _samples(self) -> list[dict[str, str]]:
        said = self.texts["exemple"]["nom"].format(titre="")
        return [{"id": one["name"], "label": one["title"].removesuffix(said)} for one in _described()]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The sheets that are open, each once."""
        return self._together(self._files.values())

    def open_sample(self, sample: str) -> None:
        """Open one of the synthetic samples, by its identifier in ``samples``, in place of another sample.

        Raises
        ------
        FrenchError
            There is no such sample, or real sheets are open.
        SheetFileError
            The sample cannot be read: one of them shows what happens then.
        """
        label = next((one["label"] for one in self.samples if one["id"] == sample), None)
        if label is None:
            raise FrenchError(
                f"L'exemple « {sample} » n'existe pas ; choisir parmi {', '.join(one['id'] for one in self.samples)}."
            )
        if set(self._files) - {self._sample}:
            raise FrenchError(self.texts["melange"])
        path = next(one["path"] for one in _described() if one["name"] == sample)
        name = self.texts["exemple"]["nom"].format(titre=label)
        self._sample = self._add(name, self._read(path.name, path.read_bytes()))

    def open_file(
        self,
        name: str,
        data: bytes,
        *,
        columns: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        """Open a file of sheets from its name and its bytes.

        Parameters
        ----------
        columns, words
            As for :func:`pasapas_widgets.read_sheets`: which column is which statement, what the cells mean, where a
            table of another tool does not say it.

        Raises
        ------
        SheetFileError
            One French sentence with file, line and field. What was open stays as it was.
        """
        self._add(name, self._read(name, data, columns, words))

    def ask_about(self, name: str, data: bytes) -> None:
        """Open a file, or ask in ``asked`` which column is which statement where another tool made it.

        Raises
        ------
        SheetFileError
            One French sentence. What was open stays as it was.
        """
        from pasapas_widgets.files.sheets.proposal import proposed

        found = proposed(name, data, self.source)
        if found is None:
            self.open_file(name, data)
            return
        self._waiting.append((name, data))
        if len(self._waiting) == 1:
            self.asked = found.plain()

    def accept(self, columns: Mapping[str, str], words: Mapping[str, str]) -> None:
        """Open the file that ``asked`` is about, with what the person chose; what is still in doubt is asked again.

        Raises
        ------
        SheetFileError
            One French sentence. The file is still asked about.
        """
        from pasapas_widgets.files.sheets.proposal import proposed

        if not self._waiting:  # a button may be pressed twice
            return
        name, data = self._waiting[0]
        found = proposed(name, data, self.source, columns=columns, words=words)
        if found is not None and found.faults:
            self.asked = found.plain()
            return
        self.open_file(name, data, columns=columns, words=words)
        self.leave()

    def leave(self) -> None:
        """Leave aside the file that ``asked`` is about, and ask about the next one."""
        from pasapas_widgets.files.sheets.proposal import proposed

        del self._waiting[:1]
        found = proposed(*self._waiting[0], self.source) if self._waiting else None
        self.asked = found.plain() if found is not None else {}

    def open_codes(self, text: str) -> list[str]:
        """Open the share codes that a text holds, and return one French sentence for each damaged one.

        Raises
        ------
        FrenchError
            The text holds no share code at all.
        """
        from pasapas_widgets.files import sheets as readers
        from pasapas_widgets.files.sharecode import find_codes

        texts = self.texts["codes"]
        found = find_codes(text, self.source)
        if not found:
            raise FrenchError(texts["aucun"])
        sheets = {one.text: one.sheet for one in found if one.sheet is not None}
        if sheets:
            entries = tuple(
                readers.Entry(session=FROM_CODES, sheet_id=code, sheet=sheet) for code, sheet in sheets.items()
            )
            name = counted(texts["nom"], len(sheets))
            self._add(name, readers.SheetFile(entries=entries))
        return [
            texts["abime"].format(ligne=one.line, code=one.text, raison=one.fault) for one in found if one.sheet is None
        ]

    def remove(self, file: int) -> None:
        """Take back what was opened under that identifier of ``loaded``.

        Raises
        ------
        FrenchError
            The results before and after, subtracted, would show a figure of too few people.
        """
        name, _ = self._files[file]
        left = {number: one for number, one in self._files.items() if number != file}
        if not left:
            self.clear()
            return
        groups = self._open.without(self._together(left.values()), self._published)
        if groups is None:
            raise FrenchError(self.texts["retrait_refuse"].format(nom=name, palier=self.step))
        self._files = left
        self._show(groups)

    def clear(self) -> None:
        """Take back everything, results included, to begin with another group."""
        self._files, self._sample, self._wanted = {}, None, {}
        self._waiting, self.asked = [], {}
        self._show(Sessions())

    def read_session(self, session: str) -> None:
        """Read that session, one of those in ``sessions`` (empty for the sheets whose session has no name).

        Raises
        ------
        FrenchError
            No such session is open.
        """
        self._choose("read", session)

    def compare_with(self, session: str | None) -> None:
        """Compare the session that is read with another one, or with none.

        Raises
        ------
        FrenchError
            No such session is open.
        """
        self._choose("compared", session)

    def _together(self, files: Iterable[tuple[str, SheetFile]], before: Sessions | None = None) -> tuple[Entry, ...]:
        """Return the sheets of files, each person's once; those that are shown already stay as they are."""
        from pasapas_widgets.files.sheets import combined

        return combined(files, (before or self._open).shown()).entries

    def _choose(self, what: str, session: str | None) -> None:
        if session is not None and session not in self._open.publications:
            raise FrenchError(self.texts["seances"]["inconnue"].format(nom=session))
        self._wanted |= {what: session}
        self._show(self._open)

    def _published(self, entries: tuple[Entry, ...], previous: Publication | None = None) -> Publication:
        from pasapas_widgets.rules.aggregation import publish

        return publish(entries, previous, questionnaire=self.source, thresholds=self._thresholds)

    def _read(
        self,
        name: str,
        data: bytes,
        columns: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> SheetFile:
        from pasapas_widgets.files.sheets import read_sheets

        return read_sheets(name, data, self.source, columns=columns, words=words)

    def _add(self, name: str, file: SheetFile) -> int:
        """Add a file to what is open, in place of a sample, and return its number."""
        number = max(self._files, default=0) + 1
        files = {key: one for key, one in self._files.items() if key != self._sample} | {number: (name, file)}
        before = Sessions() if self._sample in self._files else self._open
        groups = before.opened(self._together(files.values(), before), self._published)
        self._files = files
        self._show(groups)
        return number

    def _show(self, groups: Sessions) -> None:
        """Bring every trait up to date in one message."""
        self._open = groups
        loaded = self._loaded()
        publications = groups.publications
        read, compared = self._reading(list(publications))
        shown = publications.get(read)
        # Who follows must never see the name of one session beside the figures of another.
        with self.hold_sync(), self.hold_trait_notifications():
            self.loaded = loaded
            self.total = len(self.entries)
            self.sessions = self._sessions() if len(publications) > 1 else []
            self.read, self.compared = read, compared
            self.session = self._said(read) if self.sessions else ""
            self.waiting = shown.waiting if shown else 0
            self.step = shown.results.thresholds["difference"] if shown else self.step
            self.questionnaire = self.source.for_browser(_wording(shown))
            self.results = shown.results.plain() if shown else {}
            self.earlier = (
                {}
                if compared is None
                else {"label": self._said(compared), "results": publications[compared].results.plain()}
            )

    def _reading(self, names: list[str]) -> tuple[str, str | None]:
        """Return the session to read and the one to compare it with: those asked for, else the last two in order."""
        named = [name for name in names if name != UNNAMED] or [UNNAMED]
        read = self._wanted.get("read")
        if read is None or read not in names:
            read = named[-1]
        before = named[: named.index(read)] if read in named else []
        compared = self._wanted.get("compared", read)
        if compared == read or (compared is not None and compared not in names):
            compared = before[-1] if before else None
        return read, compared

    def _loaded(self) -> list[dict[str, Any]]:
        """Return each file that is open, with how many of its sheets are those of people met before."""
        if not self._files:
            return []
        from pasapas_widgets.files.sheets.people import People

        people = People()
        return [
            {"id": number, "name": name, "n": (n := len(file.entries)), "doubles": n - people.fresh(file),
             "notes": list(file.notes)}
            for number, (name, file) in self._files.items()
        ]  # fmt: skip

    def _sessions(self) -> list[dict[str, Any]]:
        """Return each group with its label, its sheets, and how many of them have no session of their own."""
        counts = Counter(UNNAMED if one.session == FROM_CODES else one.session for one in self.entries)
        found = []
        for name in self._open.publications:
            unnamed = counts[UNNAMED] if name and name == self._open.host else 0
            label = name or self.texts["seances"]["sans_nom"]
            found.append({"id": name, "label": label, "n": counts[name] + unnamed, "unnamed": unnamed})
        return found

    def _said(self, name: str) -> str:
        """Return how a session is named in a sentence or a legend."""
        texts = self.texts["seances"]
        return str(texts["nom"].format(nom=name)) if name else str(texts["nom_sans"])

    def verbs(self) -> Verbs:
        """Return what the browser can ask for."""
        return {
            "sample": lambda message: self.open_sample(message["id"]),
            "file": lambda message: self.ask_about(str(message["name"]), bytes(message["data"])),
            "accept": lambda message: self.accept(message["columns"], message["words"]),
            "leave": lambda _: self.leave(),
            "codes": self._take_codes,
            "read": lambda message: self.read_session(message["id"]),
            "compare": lambda message: self.compare_with(message["id"]),
            "clear": lambda _: self.clear(),
            "remove": self._take_back,
        }

    def _take_codes(self, message: Plain) -> None:
        for sentence in self.open_codes(str(message["text"])):
            self.refuse(sentence)

    def _take_back(self, message: Plain) -> None:
        if message["id"] in self._files:  # a button may be pressed twice
            self.remove(message["id"])


def _wording(shown: Publication | None) -> str | None:
    """Return the variant that all the sheets shown answer, ``None`` where they answer several or the base text."""
    found = {entry.sheet.variant for entry in shown.entries} if shown else set()
    return found.pop() if len(found) == 1 else None
