"""«Les indicateurs»: counts of years typed in, pasted or taken from an HR export, and the figures made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, number, typeset
from pasapas_widgets.files.hr import HrFile, read_hr
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.field.hrsheets import load_hr_words
from pasapas_widgets.model.field.indicatorbook import Breakdown, load_indicators
from pasapas_widgets.model.strict import plain
from pasapas_widgets.places.shipped import samples_dir
from pasapas_widgets.rules.changes import Change
from pasapas_widgets.rules.indicators import Figure, Series, impossible, series, split, tell
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.link import Plain, Verbs
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Indicators"]

_LARGEST_COUNT = 1e9
_SAMPLES = {"mouvements": "rh_mouvements.csv", "absences": "rh_absences.xlsx"}
"""The invented export of each kind, among the samples: there wherever the package is."""


class Indicators(CarnetWidget):
    """Count, compute and read the HR indicators of an establishment, year by year.

    Nothing that names anybody is kept: an export is reduced to counts while it is read, and its bytes are let go.

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
    ...     Indicators(CarnetDesk(Carnets(Path(folder))))
    <Indicators : 3 années>
    """

    section = "indicators"
    private = (
        "vagues", "discussions", "priorites", "actions", "retours", "parcours", "entretien", "territoire",
    )  # fmt: skip
    _esm = module("indicators")
    _css = style("kit/carnet", "indicators")

    book = traitlets.Dict(read_only=True).tag(sync=True)
    told = traitlets.List(traitlets.Dict()).tag(sync=True)
    impossible = traitlets.List(traitlets.Unicode()).tag(sync=True)
    export = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: CarnetDesk) -> None:
        self._found: tuple[YearCounts, ...] = ()
        super().__init__(desk.desk)

    @traitlets.default("base")
    def _base(self) -> dict[str, Any]:
        """Add the names of the counts, which a change to take up again may hold."""
        words, names = interface("carnet"), {one.id: one.name for one in load_indicators().counts}
        return {**words, "champs": {**words["champs"], **names}}

    @traitlets.default("book")
    def _book(self) -> dict[str, Any]:
        book = load_indicators()
        return {
            "familles": msgspec.to_builtins(book.families),
            "comptes": msgspec.to_builtins(book.counts),
            "tranches": msgspec.to_builtins(next(one for one in book.breakdowns if one.id == "tranches").parts),
            "sortes": {id: kind.name for id, kind in load_hr_words().kinds.items()},
        }

    def show(self) -> None:
        """Set the figures of the carnet's years, and what cannot be in them."""
        years = sorted(self.desk.carnet.years, key=lambda one: one.year)
        self.impossible = [
            typeset(self.texts["fautes"]["annee"].format(annee=one.year, phrase=said))
            for one in years
            for said in impossible(one)
        ]
        found = series(years)
        self.told = [
            {
                "id": one.id,
                "nom": one.name,
                "regle": one.rule,
                "reperes": msgspec.to_builtins(one.references),
                "series": [_series(some) for some in found if some.indicator.id == one.id],
                "repartitions": [
                    told
                    for some in load_indicators().breakdowns
                    if some.indicator == one.id and (told := _breakdown(some, years))
                ],
            }
            for one in load_indicators().indicators
        ]
        self.told = [one for one in self.told if one["series"] or one["repartitions"]]

    def verbs(self) -> Verbs:
        """Return what can be asked for, besides what every carnet widget takes."""
        return {
            **super().verbs(),
            "read": self._read,
            "sample": self._read_sample,
            "forget": lambda _: self._forget(),
            "keep": lambda message: self._keep([int(one) for one in message["years"]]),
            "brackets": lambda message: self._bracket(str(message["year"]), dict(message["values"])),
        }

    def change(self, message: Plain) -> None:
        """Make some changes; the brackets have a way of their own, :meth:`_bracket`, which lets small ones go."""
        if any("repartitions" in one["path"] for one in message["changes"]):
            raise FrenchError(self.texts["fautes"]["repartition"])
        super().change(message)

    def _forget(self) -> None:
        self._found, self.export = (), {}

    def _read_sample(self, message: Plain) -> None:
        """Read the invented export of a kind."""
        kind = message["kind"] if message["kind"] in _SAMPLES else next(iter(_SAMPLES))
        data = (samples_dir() / _SAMPLES[kind]).read_bytes()
        invented = self.texts["export"]["nom_exemple"]
        self._read({**message, "name": invented + Path(_SAMPLES[kind]).suffix, "kind": kind, "data": data})
        self._found = tuple(msgspec.structs.replace(one, source=f"{one.source}, {invented}") for one in self._found)

    def _read(self, message: Plain) -> None:
        self._forget()
        days = message.get("days")
        file = read_hr(
            str(message["name"])[:120],
            bytes(message["data"]),
            str(message["kind"]),
            columns={str(field): int(place) for field, place in dict(message.get("columns", {})).items()},
            days=days if days in ("travail", "calendrier") else "",
            answers={str(field): str(choice) for field, choice in dict(message.get("answers", {})).items()},
        )
        self._found = file.years
        self.export = _exported(file, str(message["name"])[:120])

    def _keep(self, wanted: Sequence[int]) -> None:
        """Put the counts of some years that were read into the carnet, those of other files left in place."""
        changes = []
        held = {one.year: one for one in self.desk.carnet.years}
        for one in self._found:
            if one.year not in wanted:
                continue
            before = held.get(one.year)
            if before is None:
                changes.append(Change(op="add", path=("annees",), value=plain(one)))
                continue
            sources = list(dict.fromkeys([*filter(None, before.source.split(" ; ")), one.source]))
            made = msgspec.structs.replace(
                before, counts={**before.counts, **one.counts}, parts={**before.parts, **one.parts},
                source=" ; ".join(sources),
            )  # fmt: skip
            for key, value in plain(made).items():
                if key not in ("id", "annee"):
                    changes.append(Change(op="set", path=("annees", before.id, key), value=value))
        self._forget()
        self.desk.change(changes)

    def _bracket(self, id: str, values: dict[str, Any]) -> None:
        """Keep the brackets of seniority that may be kept; the small ones are let go before anything is saved."""
        year = next(one for one in self.desk.carnet.years if one.id == id)
        names = [one["id"] for one in self.book["tranches"]]
        if set(values) != set(names) or not all(_is_whole(values[name]) for name in names):
            raise FrenchError(self.texts["fautes"]["tranches"])
        parts = {**year.parts, **split({name: int(values[name]) for name in names})}
        told = plain(msgspec.structs.replace(year, parts=parts))["repartitions"]
        self.desk.change([Change(op="set", path=("annees", id, "repartitions"), value=told)])

    def __repr__(self) -> str:
        n = len(self.desk.carnet.years)
        return f"<Indicators : {n} année{'s' if n > 1 else ''}>"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | float) and value == int(value) and 0 <= value <= 100_000


def _exact(value: Any) -> str:
    """Return a number without useless zeros."""
    return number(value, 2, bare=True) if value is not None else ""


def _series(one: Series) -> dict[str, Any]:
    first = one.known[-1] if one.known else one.figures[-1]
    return {
        "nom": first.name,
        "base": first.base,
        "formule": first.formula,
        "unite": first.unit,
        "phrase": tell(one),
        "prudence": first.caution,
        "annees": [_figure(figure) for figure in one.figures],
    }


def _figure(one: Figure) -> dict[str, Any]:
    texts = interface("indicators")["tableau"]
    ratio = texts["rapport"].format(haut=_exact(one.numerator), bas=_exact(one.denominator), nom=one.divided_by)
    return {
        "annee": one.year,
        "valeur": None if one.value is None else float(one.value),
        "dit": one.shown,
        "raison": one.reason,
        "rapport": typeset(ratio) if one.denominator is not None else "",
        "source": one.source or texts["saisie"],
    }


def _breakdown(one: Breakdown, years: Sequence[YearCounts]) -> dict[str, Any] | None:
    """Return a breakdown of some years in words: each part's figure, or that it is hidden."""
    texts = interface("indicators")["tableau"]
    some = [year for year in years if any(part.id in year.parts for part in one.parts)]
    if not some:
        return None
    rows = []
    for part in one.parts:
        cells = []
        for year in some:
            held = year.parts.get(part.id)
            cells.append(texts["masque"] if held is None else _exact(held.value))
        rows.append({"nom": part.name, "dits": cells})
    return {"nom": one.name, "base": one.base, "annees": [year.year for year in some], "parts": rows}


def _exported(file: HrFile, name: str) -> dict[str, Any]:
    """Return what the page shows of an export that was read."""
    book = load_indicators()
    years = [
        {
            "annee": year.year,
            "comptes": [
                {"nom": one.name, "dit": _exact(year.counts[one.id])}
                for one in book.counts
                if year.counts.get(one.id) is not None
            ],
        }
        for year in file.years
    ]
    questions = [
        {
            "champ": one.field, "nom": one.name, "requis": one.required, "devine": one.guess,
            "choix": [{"place": id, "titre": words} for id, words in one.choices],
        }
        for one in file.questions
    ]  # fmt: skip
    return {
        "nom": name,
        "sorte": file.kind,
        "annees": years,
        "fautes": list(file.faults),
        "notes": list(file.notes),
        "questions": questions,
        "titres": [{"place": place, "titre": title} for place, title in file.titles.items()],
        "jours": file.has_days,
    }
