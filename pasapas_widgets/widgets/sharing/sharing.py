"""«Plusieurs établissements ensemble»: their carnets side by side, what they share, the exchange sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, typeset
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire, axis_name
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.places.wholefile import private_folder, put
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.aggregation.sites import Ledger
from pasapas_widgets.rules.scoring import rules_of, told
from pasapas_widgets.rules.sharing import Common, Shared, Site, common, exchange_rows, matches, site_of
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.link import Link, Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Sharing"]

LARGEST_FILE = 5 * 2**20
"""Bytes of the largest carnet that is read; a group's own weighs under 1 MB."""
MOST_SITES = 60
LEDGER = "montres-ensemble.json"
"""Which carnets were shown together, by marks that say nothing of them; no figure."""


class Sharing(Link):
    """Open the carnets of several establishments and see what they share; no figure of it is kept.

    A figure is one of all of them together, under the thresholds of several establishments, and stays the same while it
    could be subtracted from another (:class:`~pasapas_widgets.rules.aggregation.sites.Ledger`). Which carnets were
    shown together is remembered beside the kept carnets, so that a page opened anew tells no more than the one before.

    Parameters
    ----------
    desk
        The carnet of this page, whose kept carnets are proposed; the user's own data folder where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sharing = Sharing(CarnetDesk(Carnets(Path(folder))))
    >>> sharing.open_samples()
    >>> sharing.look()
    >>> sharing, sharing.shown["motif"], len(sharing.shown["enonces"])
    (<Sharing : 6 carnets>, '', 32)
    """

    section = "sharing"
    _esm = module("sharing")
    _css = style("kit/carnet", "sharing")

    base = traitlets.Dict(read_only=True).tag(sync=True)
    limits = traitlets.Dict(read_only=True).tag(sync=True)
    kept = traitlets.List(traitlets.Dict()).tag(sync=True)
    sites = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    exchanges = traitlets.Dict().tag(sync=True)
    file = traitlets.Bytes(None, allow_none=True).tag(sync=True)

    def __init__(self, desk: CarnetDesk | None = None) -> None:
        self._carnets = desk.desk.carnets if desk is not None else Carnets()
        self._q = self._carnets.questionnaire
        self._opened: list[Site] = []
        self._numbers = 0
        super().__init__()
        self._show()

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        """Return this widget's texts, with the ends between which this questionnaire's scores lie."""
        q = self._q
        texts = texts_for(self.section, q)
        columns = texts["ensemble"]["colonnes"]
        low, high = q.ends_of(None)
        together = texts["ensemble"] | {"colonnes": columns | {"score": columns["score"].format(bas=low, fin=high)}}
        return texts | {"ensemble": together}

    @traitlets.default("base")
    def _base(self) -> dict[str, Any]:
        return interface("carnet")

    @traitlets.default("limits")
    def _limits(self) -> dict[str, Any]:
        sites = load_thresholds().sites
        return {
            "etablissements": sites.sites,
            "repondants": sites.people,
            "part": round(100 * sites.largest_share),
            "mo": LARGEST_FILE // 2**20,
        }

    def open_file(self, name: str, data: bytes) -> None:
        """Open the carnet of an establishment beside the others.

        Raises
        ------
        FrenchError
            It is no carnet, it is too large, or it is open already; the others stay.
        """
        texts = self.texts["fautes"]
        if len(data) > LARGEST_FILE:
            raise FrenchError(typeset(texts["trop_gros"].format(nom=name, mo=LARGEST_FILE // 2**20)))
        try:
            carnet = Carnet.from_json(data)
        except FrenchError as error:
            raise FrenchError(typeset(texts["fichier"].format(nom=name, raison=error))) from error
        self.add(carnet, name)

    def add(self, carnet: Carnet, name: str = "") -> None:
        """Take a carnet beside the others.

        Raises
        ------
        FrenchError
            It is open already, alone or under another state, there are too many, or it answers another questionnaire.
        """
        texts = self.texts["fautes"]
        if len(self._opened) >= MOST_SITES:
            raise FrenchError(texts["trop"].format(n=MOST_SITES))
        if reason := carnet.answers_other_than(self._q):
            raise FrenchError(typeset(texts["fichier"].format(nom=name or carnet.title, raison=reason)))
        site = site_of(carnet, self._numbers + 1, self._q)
        titles = {one.carnet.title.strip().casefold() for one in self._opened} - {""}
        results = [one.carnet.waves[-1].results for one in self._opened if one.has_results]
        same = site.has_results and carnet.waves[-1].results in results
        if site.key in {one.key for one in self._opened} or carnet.title.strip().casefold() in titles or same:
            raise FrenchError(typeset(texts["deja"].format(nom=name or carnet.title)))
        self._numbers += 1
        self._opened.append(site)
        self._show()

    def open_samples(self) -> None:
        """Open six establishments that do not exist, beside what is open.

        Raises
        ------
        FrenchError
            One of them is open already.
        """
        for path in sorted((samples_dir() / "territoire").glob("*.json")):
            self.open_file(path.name, path.read_bytes())

    def look(self) -> None:
        """Show what the open establishments share, as far as the thresholds and what was shown before allow.

        Raises
        ------
        FrenchError
            What was shown before cannot be read, or remembered: nothing is shown.
        """
        place = self._carnets.folder / LEDGER
        try:
            ledger = Ledger.from_json(place.read_bytes()) if place.exists() else Ledger()
            found = common(self._opened, ledger, self._q)
            put(private_folder(place.parent) / place.name, ledger.to_json(), private=True)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise FrenchError(typeset(self.texts["fautes"]["registre"].format(fichier=place.name))) from error
        self.shown = _told(found, self.limits, self.texts, self._q)

    def _show(self) -> None:
        """Set what is open, what can be opened, the exchange sheet; what was shown of other carnets is taken away."""
        texts = {item.id: item.text for item in self._q.items}
        rows = exchange_rows(self._opened)
        with self.hold_sync():
            self.kept = [{"id": one.id, "titre": one.title} for one in self._carnets.all() if one.fault is None]
            self.sites = [
                {"cle": one.key, "nom": one.name, "titre": one.carnet.title, "accord": one.agrees,
                 "resultats": one.has_results}
                for one in self._opened
            ]  # fmt: skip
            self.shown = {}
            self.exchanges = {
                "lignes": [
                    {"qui": one.site, "sens": one.kind, "quoi": one.text, "enonce": texts.get(one.item or "", ""),
                     "fonction": one.owner}
                    for one in rows
                ],
                "rencontres": [
                    {"demande": one.asks, "offre": one.offers, "enonce": texts.get(one.item, "").rstrip(".")}
                    for one in matches(rows)
                ],
            }  # fmt: skip

    def verbs(self) -> Verbs:
        """Return what the browser can ask for."""
        return {
            "file": self._take,
            "kept": lambda message: self._open_kept(str(message["id"])),
            "remove": lambda message: self._remove(str(message["cle"])),
            "csv": lambda _: self._csv(),
            "samples": lambda _: self.open_samples(),
            "look": lambda _: self.look(),
            "clear": lambda _: self._clear(),
        }

    def _take(self, message: Plain) -> None:
        if not isinstance(message["data"], bytes | bytearray | memoryview):
            raise TypeError("a file that is no bytes")
        self.open_file(str(message["name"])[:200], bytes(message["data"]))

    def _open_kept(self, id: str) -> None:
        listed = {one.id: one.title for one in self._carnets.all() if one.fault is None}
        if id not in listed:
            raise FrenchError(self.texts["fautes"]["absent"])
        self.add(self._carnets.read(id).carnet, listed[id])

    def _remove(self, key: str) -> None:
        self._opened = [one for one in self._opened if one.key != key]
        self._show()

    def _clear(self) -> None:
        self._opened, self._numbers = [], 0
        self._show()

    def _csv(self) -> None:
        from pasapas_widgets.exports.territory.exchanges_csv import exchanges_csv

        self.set_trait("file", None)
        self.file = exchanges_csv(exchange_rows(self._opened), questionnaire=self._q)

    def __repr__(self) -> str:
        n = len(self._opened)
        return f"<Sharing : {n} carnet{'s' if n > 1 else ''}>"


def _told(found: Common, limits: Mapping[str, Any], texts: Mapping[str, Any], q: Questionnaire) -> dict[str, Any]:
    """Return what is shown, in words: scores rounded, ends said, what is withheld without a figure."""
    kit = load_kit(q)
    names = {one.id: one.text.rstrip(".") for one in q.items}
    levers = {one.id: one for one in q.levers}
    names |= {one.id: axis_name(one) for one in q.levers} | {one.id: one.name for one in q.effects}
    labels = {one.id: one.label for one in rules_of(q).classes}
    together = texts["ensemble"]

    def line(one: Shared) -> dict[str, Any]:
        words = together["retenu"]
        if one.cell.score is not None:
            key = f"{one.cell.end}_borne" if one.cell.end else "score"
            words = together[key].format(score=told(one.cell.score, q, bare=True, lever=one.id))
        cards = kit.cards_for(one.id)
        return {
            "fin": q.ends_of(levers.get(one.id))[1],
            "id": one.id, "nom": names[one.id], "score": words, "classe": labels.get(one.level_class or "", ""),
            "cle": one.level_class or "", "fiche": cards[0].title if cards else "",
        }  # fmt: skip

    by_score = sorted(found.items, key=lambda one: one.cell.score if one.cell.score is not None else 101)
    classes = rules_of(q).classes
    best, worst = (classes[0].id, classes[-1].id) if classes else ("-", "-")
    return {
        "classes": bool(classes),
        "motif": typeset(together["motifs"][found.reason].format(**limits)) if found.reason else "",
        "enonces": [line(one) for one in found.items],
        "leviers": [line(one) for one in found.levers],
        "effets": [line(one) for one in found.effects],
        "forts": [line(one) for one in reversed(by_score) if one.level_class == best],
        "bas": [line(one) for one in by_score if one.level_class == worst],
        "choisis": [names[one] for one in found.chosen],
    }
