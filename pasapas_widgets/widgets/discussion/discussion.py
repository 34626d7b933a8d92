"""«Garder ce qui s'est dit»: what a group says of a statement or a situation, as facts of work, with its agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

import traitlets

from pasapas_widgets.model.carnet.carnet import Wave
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.reading import people, read, results_of
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Discussion", "plain_traces"]


class Discussion(CarnetWidget):
    """Note what was said, one fact of work at a time. What looks like a person is flagged, and stops nothing.

    The subjects come from the last published results: where views differ, then what is low, then what is hardly seen.

    Parameters
    ----------
    desk
        The carnet of this page.
    today
        The day of new discussions; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     talk = Discussion(CarnetDesk(Carnets(Path(folder))))
    >>> talk, talk.subjects[0]["raison"]
    (<Discussion : 1 discussion>, 'regards')
    """

    section = "discussion"
    _esm = module("discussion")
    _css = style("kit/carnet", "discussion")

    items = traitlets.Dict().tag(sync=True)
    cards = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    subjects = traitlets.List(traitlets.Dict()).tag(sync=True)
    figures = traitlets.Dict().tag(sync=True)
    traces = traitlets.Dict().tag(sync=True)
    session = traitlets.Dict().tag(sync=True)
    today = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, today: dt.date | None = None) -> None:
        super().__init__(desk.desk, today=(today or dt.date.today()).isoformat())

    def _items(self) -> dict[str, Any]:
        q = self.source.worded(self.variant)
        told = self.statements()
        return {
            item.id: told[item.id]
            | {
                "relance": item.prompt,
                "preuve": item.evidence,
                "niveaux": [level.label for level in q.scale_of(item).levels],
            }
            for item in q.items
        }

    @traitlets.default("cards")
    def _cards(self) -> list[dict[str, Any]]:
        kit = load_kit(self.source)
        cards = [{"id": one.id, "titre": one.title, "enonces": list(one.items)} for one in kit.cards]
        methods = [{"id": one.id, "titre": one.name, "enonces": None} for one in kit.methods]
        return [*cards, *methods]

    def show(self) -> None:
        """Set the statements and the subjects, what was published of each, and what looks like a person."""
        self.items = self._items()
        carnet = self.desk.carnet
        wave = carnet.waves[-1] if carnet.waves else None
        self.subjects = _subjects(wave, self.source) if wave else []
        self.figures = _figures(wave, self.source) if wave else {}
        self.session = {"titre": wave.session.title, "jour": wave.session.day.isoformat()} if wave else {}
        self.traces = {
            one.id: {"situation": plain_traces(one.situation), "faits": [plain_traces(fact) for fact in one.facts]}
            for one in carnet.discussions
        }

    def __repr__(self) -> str:
        n = len(self.desk.carnet.discussions)
        return f"<Discussion : {n} discussion{'s' if n > 1 else ''}>"


def plain_traces(text: str) -> list[dict[str, str]]:
    """Return what looks like a person in a text, as plain values."""
    return [{"genre": one.kind, "texte": one.text} for one in personal_traces(text)]


def _subjects(wave: Wave, q: Questionnaire) -> list[dict[str, str]]:
    """Return what is worth talking about, each statement once, under the first reason for it."""
    reading = read(wave, q)
    parts = {"regards": reading.differing, "manque": reading.axes, "cache": reading.hidden}
    found: dict[str, dict[str, str]] = {}
    for reason, said in parts.items():
        for one in said:
            found.setdefault(one.item, {"enonce": one.item, "raison": reason, "note": one.note})
    return list(found.values())


def _figures(wave: Wave, q: Questionnaire) -> dict[str, list[int]]:
    """Return how many people chose each level of each statement, where that is published of enough people."""
    results, least = results_of(wave, q), load_thresholds().distribution
    found = {}
    for item in q.items if results else ():
        id, one = item.id, results.items.get(item.id) if results else None
        if one is None:
            continue
        counts = [(one.distribution or {}).get(str(level.value), 0) for level in q.scale_of(item).levels]
        if people(one.n_answers) and sum(counts) >= least:
            found[id] = counts
    return found
