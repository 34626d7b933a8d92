"""«Les fiches et les méthodes»: the kit's library, searched in the browser, projected, printed with its templates."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.exports.catalogue import OF_THE_KIT, SHEETS, Wanted, export
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.model.kit.cards import Card, Method
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.kit.kitwords import as_read
from pasapas_widgets.model.kit.materials import template_ids
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.concerns import load_concerns
from pasapas_widgets.rules.orientation.rules import load_orientation
from pasapas_widgets.widgets.kit.link import Link, Number, Plain, Verbs
from pasapas_widgets.widgets.kit.threads import Aside
from pasapas_widgets.widgets.kit.widget import module, style

if TYPE_CHECKING:
    from pasapas_widgets.model.carnet.carnet import Wave
    from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk

__all__ = ["Library", "proposed_cards"]

MOST_PROPOSED = 6
"""Cards that are proposed at once: as many as a group can glance at."""


class Library(Link):
    """The practice cards and the facilitation methods of the kit: found, read, projected, printed.

    The browser searches by itself; Python is asked for one thing, the pages to print: cards, the templates that a card
    names, and what needs no carnet.

    Parameters
    ----------
    desk
        The carnet of this page. Where it is given, the cards that answer what the group's last published results
        bring out come first, each with its reason. What a threshold withholds proposes nothing.
    card
        The card or the method that is open, «F07»; it follows what the person opens. Empty: none.

    Raises
    ------
    TraitError
        The kit has no such card or method.

    Examples
    --------
    >>> Library(card="F07"), len(Library().kit["fiches"])
    (<Library : F07>, 40)
    """

    section = "library"
    _esm = module("library")
    _css = style("kit/carnet", "library")

    kit = traitlets.Dict(read_only=True).tag(sync=True)
    proposed = traitlets.List(traitlets.Dict()).tag(sync=True)
    card = traitlets.Unicode("").tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)

    def __init__(self, desk: CarnetDesk | None = None, *, card: str = "") -> None:
        self._aside = Aside("library")
        self._desk = desk
        self._q = desk.source if desk is not None else load_questionnaire()
        super().__init__(card=card)
        if desk is not None:
            self._follow(desk)
            desk.observe(lambda _: self._follow(desk), names=["results", "waves"])

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        """Return this widget's texts; a card's own words are those of the printed card."""
        return interface(self.section) | {"fiche": interface("printed")["fiches"]}

    @traitlets.default("kit")
    def _kit(self) -> dict[str, Any]:
        items = self._q.items if is_self_diagnosis(self._q) else ()
        kit, q = load_kit(self._q), load_questionnaire(SELF_DIAGNOSIS)  # what its cards speak of
        return {
            "fiches": [*map(_entry, kit.cards), *map(_entry, kit.methods)],
            "preoccupations": _concerns(self._q),
            "documents": _documents(),
            "enonces": [
                {"id": item.id, "numero": number, "texte": item.text, "levier": item.lever}
                for number, item in enumerate(items, 1)
            ],
            "leviers": [{"id": lever.id, "nom": lever.name} for lever in q.levers],
            "effets": [{"id": effect.id, "nom": effect.name} for effect in q.effects],
        }

    @traitlets.validate("card")
    def _check_card(self, proposal: Any) -> str:
        asked = str(proposal["value"])
        if asked and asked not in (one["id"] for one in self.kit["fiches"]):
            raise traitlets.TraitError(self.texts["inconnue"].format(id=asked))
        return asked

    def _follow(self, desk: CarnetDesk) -> None:
        waves = desk.desk.carnet.waves
        self.proposed = proposed_cards(waves[-1], self._q) if waves else []

    def verbs(self) -> Verbs:
        """Return what can be asked for: pages."""
        return {"print": self._print, "templates": self._templates, "document": self._document}

    def acknowledge(self) -> None:
        """Leave it: pages are acknowledged once they are made, see :meth:`_hand`."""

    def _print(self, message: Plain) -> None:
        """Make the pages that the browser asks for; a kernel goes on answering meanwhile."""
        from pasapas_widgets.exports.session.cards import cards_pdf

        ids = msgspec.convert(message["ids"], list[str])
        self._make(lambda: cards_pdf(ids, questionnaire=self._q))

    def _templates(self, message: Plain) -> None:
        """Make the templates that a card names."""
        from pasapas_widgets.exports.kit.pages import pages_pdf, some_templates

        ids = msgspec.convert(message["ids"], list[str])
        self._make(lambda: pages_pdf(some_templates(ids)))

    def _document(self, message: Plain) -> None:
        """Make one of the documents that need no carnet; the statements are worded as the open one asks."""
        from pasapas_widgets.model.carnet.carnet import Carnet

        format, _, sheet = str(message["id"]).partition("/")
        if sheet not in OF_THE_KIT or sheet not in SHEETS.get(format, {}):
            raise FrenchError(interface("takehome")["fautes"]["inconnue"])
        carnet = self._desk.desk.carnet if self._desk is not None else Carnet()
        wanted = Wanted(day=dt.date.today(), questionnaire=self._q)
        self._make(lambda: export(carnet, format, sheet, wanted=wanted))

    def _make(self, made: Callable[[], bytes]) -> None:
        """Make pages in a thread, then hand them over."""
        number = self.number

        def pages() -> Callable[[], None]:
            return partial(self._hand, number, _pages(made))

        self._aside.run(pages)

    def _hand(self, number: Number, made: bytes | str) -> None:
        """Give the browser its pages, or the sentence that says why there are none."""
        with self.hold_sync():
            self.set_trait("file", made if isinstance(made, bytes) else None)
            if isinstance(made, str):
                self.refuse(made, number=number)
            self._note(number, ack=number["seq"])

    def close(self) -> None:
        """Stop what is being printed and close the widget."""
        self._aside.close()
        super().close()

    def __repr__(self) -> str:
        return f"<Library : {self.card}>" if self.card else "<Library>"


def _entry(one: Card | Method) -> dict[str, Any]:
    """Return a card or a method as it is read, with the templates to print for it and the concerns that it answers."""
    concerns = [concern.id for concern in load_concerns() if one.id in concern.cards]
    return as_read(one) | {"modeles": list(template_ids(one.material)), "preoccupations": concerns}


def _concerns(q: Questionnaire) -> list[dict[str, Any]]:
    """Return each concern with what it leads to, in words; beside another questionnaire, without our statements."""
    items = {item.id: item.text for item in q.items} if is_self_diagnosis(q) else {}
    indicators = {one.id: one.name for one in load_indicators().indicators}
    services = {one.id: one.name for one in load_orientation().services}
    return [
        {
            "id": one.id,
            "titre": one.title,
            "question": one.question,
            "enonces": [f"{q.number_of(id)} · {items[id]}" for id in one.items if id in items],
            "indicateurs": [indicators[id] for id in one.indicators],
            "services": [services[id] for id in one.services],
        }
        for one in load_concerns()
    ]


def _documents() -> list[dict[str, str]]:
    """Return what can be printed without a carnet, as «Ce que l'on emporte» names it."""
    told = interface("takehome")
    return [
        {"id": f"{format}/{sheet}", "fichier": f"{sheet}.{format}", "format": told["formats"][format],
         "nom": told["feuilles"][f"{format}/{sheet}"]["nom"], "sert": told["feuilles"][f"{format}/{sheet}"]["sert"]}
        for sheet in OF_THE_KIT
        for format in ("pdf", "docx")
        if sheet in SHEETS[format]
    ]  # fmt: skip


def _pages(made: Callable[[], bytes]) -> bytes | str:
    """Return pages, or one sentence; called in a thread."""
    try:
        return made()
    except FrenchError as error:
        return str(error)
    except Exception:
        logging.getLogger(__name__).exception("the cards could not be printed")
        return str(interface("library")["imprimer"]["echec"])


def proposed_cards(wave: Wave, questionnaire: Questionnaire | None = None) -> list[dict[str, Any]]:
    """Return the cards that answer what a group's results bring out, with why, the first to look at first.

    The statements on which views differ come first, then those to be improved, the lowest first (the order of
    :func:`pasapas_widgets.rules.reading.read`, which reads published figures only). A card comes as early as the
    first statement that it answers; for one statement, the card that is mainly about it comes first. Each statement has
    its main card before another one has its second.

    Parameters
    ----------
    wave
        A time that the group answered. A statement whose figures are withheld proposes nothing.
    questionnaire
        What the group answers; this process's where left out.

    Examples
    --------
    >>> from pasapas_widgets.carnets.desk import sample_carnet
    >>> [one["id"] for one in proposed_cards(sample_carnet().waves[0])][:2]
    ['F09', 'F03']
    """
    from pasapas_widgets.rules.reading import read

    told, kit = read(wave, questionnaire), load_kit(questionnaire)
    reasons = {one.item: "regards" for one in told.differing}
    for one in told.axes:
        reasons.setdefault(one.item, "ameliorer")
    found: dict[str, list[Mapping[str, str]]] = {}
    turn: dict[str, int] = {}
    for item, why in reasons.items():
        for place, card in enumerate(kit.cards_for(item)):
            found.setdefault(card.id, []).append({"enonce": item, "pourquoi": why})
            turn[card.id] = min(place, turn.get(card.id, place))
    chosen = set(sorted(found, key=turn.__getitem__)[:MOST_PROPOSED])
    return [{"id": id, "raisons": list(why)} for id, why in found.items() if id in chosen]
