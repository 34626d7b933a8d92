"""«Ce que l'on emporte»: every sheet of a carnet, one by one or all at once, made beside the page."""

from __future__ import annotations

import datetime as dt
import io
import logging
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import traitlets
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, file_name, long_date, slug, typeset
from pasapas_widgets.exports.catalogue import SHEETS, Wanted, all_cards, export, lacking
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.link import Number, Plain, Verbs
from pasapas_widgets.widgets.kit.threads import Aside
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["TakeHome"]

FIELDS = {
    "pdf/affiche": ("adresse", "code"),
    "pdf/attestation": ("duree",),
    "pdf/questionnaire": ("variante",),
    "pdf/fiches": ("fiches",),
}
"""What is asked for beside a sheet, by its key «format/sheet»."""
LONGEST = 200
"""Characters of what is typed into a field."""


class _Order(Struct, frozen=True, kw_only=True):
    """What a page asked for: one sheet, or all that the carnet allows; ``left`` is what it does not, and why."""

    number: Number
    keys: tuple[str, ...]
    is_all: bool
    left: tuple[tuple[str, str], ...]
    carnet: Carnet
    wanted: Wanted


class TakeHome(CarnetWidget):
    """Download what a group takes home from its carnet.

    The sheets are made in a thread, one after the other: the page stays usable, says how far it is, and can stop it.
    One that fails is named with its reason, and the others are made.

    Parameters
    ----------
    desk
        The carnet of this page.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     home = TakeHome(CarnetDesk(Carnets(Path(folder))))
    >>> home, home.lacks["pdf/affiche"]
    (<TakeHome>, 'adresse')
    """

    section = "takehome"
    private = (
        "vagues",
        "discussions",
        "priorites",
        "actions",
        "retours",
        "parcours",
        "entretien",
        "territoire",
        "annees",
    )
    _esm = module("takehome")
    _css = style("kit/carnet", "takehome")

    sheets = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    variants = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    lacks = traitlets.Dict().tag(sync=True)
    job = traitlets.Dict().tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: CarnetDesk) -> None:
        self._stop = threading.Event()
        self._busy = False
        self._aside = Aside("takehome")
        super().__init__(desk.desk)

    @traitlets.default("sheets")
    def _sheets(self) -> list[dict[str, Any]]:
        told = []
        for key in _keys():
            format, _, sheet = key.partition("/")
            words = self.texts["feuilles"].get(key, {"groupe": "autres", "nom": sheet, "sert": ""})
            fields = list(FIELDS.get(key, ()))
            told.append({"id": key, "format": format, "champs": fields, **words})
        return told

    @traitlets.default("variants")
    def _variants(self) -> list[dict[str, Any]]:
        return [{"id": one.id, "nom": one.label} for one in self.source.variants]

    def show(self) -> None:
        """Set what the sheets of this carnet lack."""
        today = Wanted(day=dt.date.today())
        lacks = {key: lacking(self.desk.carnet, *key.split("/"), wanted=today) for key in _keys()}
        self.lacks = {key: lack for key, lack in lacks.items() if lack}

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what every carnet widget takes."""
        return {**super().verbs(), "make": self._begin, "stop": lambda _: self._stop.set()}

    def close(self) -> None:
        """Stop what is being made, then close the widget."""
        self._stop.set()
        self._aside.close()
        super().close()

    def _begin(self, message: Plain) -> None:
        carnet = self.open_desk.carnet
        if self._busy:
            raise FrenchError(self.texts["fautes"]["occupe"])
        order = self._order(carnet, message)
        self._busy = True
        self._stop.clear()
        self.set_trait("file", None)
        self.job = {**order.number, "etat": "en_cours", "fait": 0, "total": len(order.keys), "feuille": ""}
        self._aside.run(partial(self._carry_out, order))

    def _order(self, carnet: Carnet, message: Plain) -> _Order:
        """Read what a page asks for.

        Raises
        ------
        FrenchError
            There is no such sheet.
        """
        fields = {key: str(value).strip()[:LONGEST] for key, value in dict(message.get("champs", {})).items()}
        wanted = Wanted(
            day=dt.date.today(),
            cards=all_cards() if fields.get("fiches") == "toutes" else None,
            variant=fields.get("variante") or None,
            address=fields.get("adresse", ""),
            code=fields.get("code", ""),
            duration=fields.get("duree", ""),
            questionnaire=self.source,
        )
        sheet = str(message.get("feuille", ""))
        if sheet and sheet not in _keys():
            raise FrenchError(self.texts["fautes"]["inconnue"])
        lacks = {key: lacking(carnet, *key.split("/"), wanted=wanted) for key in _keys()}
        if sheet and lacks[sheet]:
            raise FrenchError(f"{self._name(sheet)} : {self.texts['manque'][lacks[sheet]]}")
        return _Order(
            number=self.number,
            keys=(sheet,) if sheet else tuple(key for key, lack in lacks.items() if not lack),
            is_all=not sheet,
            left=tuple((key, self.texts["manque"]["laisser"][lack]) for key, lack in lacks.items() if lack),
            carnet=carnet,
            wanted=wanted,
        )

    def _carry_out(self, order: _Order) -> Callable[[], None]:
        """Make the sheets one after the other, in a thread; return what hands them over."""
        made: dict[str, bytes] = {}
        faults: list[tuple[str, str]] = []
        for done, key in enumerate(order.keys):
            if self._stop.is_set():
                return lambda: self._end(order, "arrete", made, faults)
            self._aside.post(partial(self._tell, fait=done, feuille=key))
            try:
                made[key] = export(order.carnet, *key.split("/"), wanted=order.wanted)
            except FrenchError as error:
                faults.append((key, str(error)))
            except Exception:
                logging.getLogger(__name__).exception("the sheet %s could not be made", key)
                faults.append((key, self.texts["fautes"]["inattendue"]))
        state = "arrete" if self._stop.is_set() else "fini" if made else "echec"
        archive = self._zip(order, made, faults) if order.is_all and state == "fini" else b""
        return lambda: self._end(order, state, made, faults, archive)

    def _end(
        self, order: _Order, state: str, made: dict[str, bytes], faults: list[tuple[str, str]], archive: bytes = b""
    ) -> None:
        """Hand the file over with the last word, in one message."""
        self._busy = False
        with self.hold_sync():
            if state == "fini":
                (first, data), *_ = made.items()
                self.file_name = self._archive_name() if order.is_all else self._own_name(first)
                self.file = archive if order.is_all else data
            told = [{"feuille": key, "phrase": sentence} for key, sentence in faults]
            self._tell(etat=state, fait=len(made), feuille="", fautes=told)

    def _tell(self, **news: Any) -> None:
        self.job = {**self.job, **news}

    def _zip(self, order: _Order, made: dict[str, bytes], faults: list[tuple[str, str]]) -> bytes:
        told = io.BytesIO()
        with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, data in made.items():
                archive.writestr(_plain_name(key), data)
            lines = "\r\n".join(typeset(line) for line in self._read_me(order, list(made), faults))
            archive.writestr(self.texts["lisezmoi"]["nom"], lines.encode("utf-8-sig"))
        return told.getvalue()

    def _read_me(self, order: _Order, made: list[str], faults: list[tuple[str, str]]) -> Iterator[str]:
        texts = self.texts["lisezmoi"]
        title = order.carnet.title.strip() or interface("exports")["sans_titre"]
        yield texts["entete"].format(titre=title, date=long_date(order.wanted.day))
        yield ""
        words = {one["id"]: one for one in self.sheets}
        for key in made:
            yield texts["feuille"].format(fichier=_plain_name(key), nom=words[key]["nom"], sert=words[key]["sert"])
        missing = [*order.left, *faults]
        if missing:
            yield from ("", texts["laissees"])
        for key, sentence in missing:
            yield f"- {words[key]['nom']} : {sentence}"
        yield ""

    def _name(self, key: str) -> str:
        return next(str(one["nom"]) for one in self.sheets if one["id"] == key)

    def _own_name(self, key: str) -> str:
        """Return the name of one file: its sheet, then what the group calls its carnet."""
        stem, _, ending = _plain_name(key).rpartition(".")
        return file_name(stem, self.desk.carnet.title, ending)

    def _archive_name(self) -> str:
        title = slug(self.desk.carnet.title)
        texts = self.texts["tout"]
        return str(texts["fichier"].format(titre=title) if title else texts["fichier_sans_titre"])


def _keys() -> tuple[str, ...]:
    return tuple(f"{format}/{sheet}" for format, sheets in SHEETS.items() for sheet in sheets)


def _plain_name(key: str) -> str:
    format, _, sheet = key.partition("/")
    return f"{sheet}.{format}"
