"""«Ouvrir des réponses»: a sample, files, share codes → the results of a group, published without a leak."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import traitlets

from pasapas_widgets.model.questionnaire import Questionnaire, load_questionnaire
from pasapas_widgets.resources import samples_dir
from pasapas_widgets.widgets.base import Widget, module, style

if TYPE_CHECKING:
    from pasapas_widgets.aggregation import Entry, Publication, Thresholds
    from pasapas_widgets.sheetfiles import SheetFile

__all__ = ["OpenSheets"]

CODES = "codes"
"""The session of the sheets that came as share codes. They may be those of people who also are in a file: the
aggregation counts the people of the largest session, never the sum."""


class OpenSheets(Widget):
    """Open sheets and publish the results of the group that they make.

    What is opened adds up; a sheet met twice counts once. A synthetic sample stays alone: it gives way to real sheets
    and is not opened over them. Results change by steps of several people
    (:func:`pasapas_widgets.aggregation.publish`), never sheet by sheet. ``Results(source)`` and ``Radar.of(source)``
    follow the trait ``results``.

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
    """

    section = "opensheets"
    _esm = module("opensheets")
    _css = style("opensheets")

    samples = traitlets.List(traitlets.Dict()).tag(sync=True)
    results = traitlets.Dict().tag(sync=True)
    waiting = traitlets.Int(0).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    total = traitlets.Int(0).tag(sync=True)
    loaded = traitlets.List(traitlets.Dict()).tag(sync=True)
    faults = traitlets.List(traitlets.Unicode()).tag(sync=True)
    # What the browser hands over, with a number that `ack` gives back; never echoed to the browser, it may weigh 5 MB.
    incoming = traitlets.Dict().tag(sync=True, echo_update=False)
    ack = traitlets.Int(0).tag(sync=True)

    def __init__(
        self, *, questionnaire: Questionnaire | None = None, thresholds: Thresholds | None = None, **traits: Any
    ) -> None:
        super().__init__(**traits)
        self._questionnaire = questionnaire or load_questionnaire()
        self._thresholds = thresholds
        self._files: dict[int, tuple[str, SheetFile]] = {}
        self._sample: int | None = None
        self._publication: Publication | None = None
        self.observe(self._receive, names="incoming")

    @traitlets.default("samples")
    def _samples(self) -> list[dict[str, str]]:
        package = json.loads((samples_dir() / "datapackage.json").read_text(encoding="utf-8"))
        said = self.texts["exemple"]["nom"].format(titre="")
        return [{"id": one["name"], "label": one["title"].removesuffix(said)} for one in package["resources"]]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The sheets that are open, each once."""
        return _together(self._files.values())

    def open_sample(self, sample: str) -> None:
        """Open one of the synthetic samples, by its identifier in ``samples``, in place of another sample.

        Raises
        ------
        ValueError
            There is no such sample, or real sheets are open.
        SheetFileError
            The sample cannot be read: one of them shows what happens then.
        """
        label = next((one["label"] for one in self.samples if one["id"] == sample), None)
        if label is None:
            raise ValueError(
                f"L'exemple « {sample} » n'existe pas ; choisir parmi {', '.join(one['id'] for one in self.samples)}."
            )
        if set(self._files) - {self._sample}:
            raise ValueError(self.texts["melange"])
        path = samples_dir() / f"{sample}.csv"
        name = self.texts["exemple"]["nom"].format(titre=label)
        self._sample = self._add(name, self._read(path.name, path.read_bytes()))

    def open_file(self, name: str, data: bytes) -> None:
        """Open a file of sheets (CSV in long form or JSON) from its name and its bytes.

        Raises
        ------
        SheetFileError
            One French sentence with file, line and field. What was open stays as it was.
        """
        self._add(name, self._read(name, data))

    def open_codes(self, text: str) -> list[str]:
        """Open the share codes that a text holds, and return one French sentence for each damaged one.

        Raises
        ------
        ValueError
            The text holds no share code at all.
        """
        from pasapas_widgets import sheetfiles
        from pasapas_widgets.sharecode import find_codes

        texts = self.texts["codes"]
        found = find_codes(text, self._questionnaire)
        if not found:
            raise ValueError(texts["aucun"])
        sheets = {one.text: one.sheet for one in found if one.sheet is not None}
        if sheets:
            entries = tuple(
                sheetfiles.Entry(session=CODES, sheet_id=code, sheet=sheet) for code, sheet in sheets.items()
            )
            name = texts["nom"]["un" if len(sheets) == 1 else "plusieurs"].format(n=len(sheets))
            self._add(name, sheetfiles.SheetFile(entries=entries))
        return [
            texts["abime"].format(ligne=one.line, code=one.text, raison=one.fault) for one in found if one.sheet is None
        ]

    def remove(self, file: int) -> None:
        """Take back what was opened under that identifier of ``loaded``.

        Raises
        ------
        ValueError
            The results before and after, subtracted, would show a figure of too few people.
        """
        name, _ = self._files[file]
        left = {number: one for number, one in self._files.items() if number != file}
        if not left:
            self.clear()
            return
        publication = self._without(_together(left.values()))
        if publication is None:
            raise ValueError(self.texts["retrait_refuse"].format(nom=name, palier=self.step))
        self._files = left
        self._show(publication)

    def clear(self) -> None:
        """Take back everything, results included, to begin with another group."""
        self._files = {}
        self._show(None)

    def _without(self, remaining: tuple[Entry, ...]) -> Publication | None:
        """Publish the remaining sheets, some of those already shown being taken back; ``None`` where that would leak.

        What is published is read as sets of people, whose order of publication does not matter: the withdrawal is safe
        if the aggregation, given the remaining sheets first, then lets out the earlier results unchanged.
        """
        previous = self._publication
        shown = {_key(entry) for entry in previous.entries} if previous else set()
        kept = {_key(entry) for entry in remaining}
        if previous is None or not shown & kept:
            return self._published(remaining)
        if shown <= kept:
            return self._published(remaining, previous)
        after = self._published(remaining)
        return after if self._published(previous.entries, after).results == previous.results else None

    def _published(self, entries: tuple[Entry, ...], previous: Publication | None = None) -> Publication:
        from pasapas_widgets.aggregation import publish

        return publish(entries, previous, questionnaire=self._questionnaire, thresholds=self._thresholds)

    def _read(self, name: str, data: bytes) -> SheetFile:
        from pasapas_widgets.sheetfiles import read_sheets

        return read_sheets(name, data, self._questionnaire)

    def _add(self, name: str, file: SheetFile) -> int:
        """Add a file to what is open, in place of a sample, and return its number."""
        number = max(self._files, default=0) + 1
        files = {key: one for key, one in self._files.items() if key != self._sample} | {number: (name, file)}
        previous = None if self._sample in self._files else self._publication
        publication = self._published(_together(files.values()), previous)
        self._files = files
        self._show(publication)
        return number

    def _show(self, publication: Publication | None) -> None:
        """Bring every trait up to date in one message."""
        self._publication = publication
        seen: set[tuple[str, str]] = set()
        loaded = []
        for number, (name, file) in self._files.items():
            keys = {_key(entry) for entry in file.entries}
            loaded.append(
                {"id": number, "name": name, "n": len(keys), "doubles": len(keys & seen), "notes": list(file.notes)}
            )
            seen |= keys
        with self.hold_sync():
            self.loaded = loaded
            self.total = len(seen)
            self.waiting = publication.waiting if publication else 0
            self.step = publication.results.thresholds["difference"] if publication else self.step
            self.results = publication.results.plain() if publication else {}

    def _receive(self, change: Any) -> None:
        """Do what the browser asks, say what went wrong, acknowledge."""
        asked = change.new
        if not asked:
            return
        faults: list[str] = [] if asked.get("fresh", True) else list(self.faults)
        try:
            if asked["kind"] == "sample":
                self.open_sample(asked["id"])
            elif asked["kind"] == "file":
                self.open_file(asked["name"], bytes(asked["data"]))
            elif asked["kind"] == "codes":
                faults += self.open_codes(asked["text"])
            elif asked["kind"] == "clear":
                self.clear()
            elif asked["kind"] == "remove" and asked["id"] in self._files:
                self.remove(asked["id"])
        except ValueError as error:
            faults.append(str(error))
        with self.hold_sync():
            self.faults = faults
            self.incoming = {}
            self.ack = asked["seq"]


def _key(entry: Entry) -> tuple[str, str]:
    return entry.session, entry.sheet_id


def _together(files: Iterable[tuple[str, SheetFile]]) -> tuple[Entry, ...]:
    from pasapas_widgets.sheetfiles import combined

    return combined(files).entries
