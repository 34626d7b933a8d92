"""The register of the staff → headcounts, arrivals, departures, full-time equivalents, seniority of each year."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted
from pasapas_widgets.files.hr.cells import NEVER, CellError, Order, day, is_blank, number
from pasapas_widgets.files.hr.columns import Faults, Line
from pasapas_widgets.model.carnet.indicators import FEWEST, YearCounts
from pasapas_widgets.model.field.hrsheets import contract, load_hr_words, meaning
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.rules.indicators.suppression import split

__all__ = ["Contract", "contracts_of", "movement_years"]

_MOST_YEARS = 10
_MOST_HOURS = 48
"""Hours of work of a week: where nobody has more, per cents and hours cannot be told apart."""
_DAY = dt.timedelta(days=1)


class Contract(Struct, frozen=True):
    """One contract: whose (a number), from when to when (``None`` where it runs), of which kind.

    Parameters
    ----------
    kind
        ``cdi`` or ``cdd``.
    reason
        Of a CDD: ``remplacement``, ``accroissement``, ``None`` where it is not known.
    etp
        Share of a full time, 0 to 1 or 100.
    since
        The day from which the employer counts the seniority, where the file says it.
    """

    person: int
    start: dt.date
    end: dt.date | None
    kind: str
    reason: str | None
    etp: Fraction | None
    since: dt.date | None
    line: str

    @property
    def is_short(self) -> bool:
        """Whether it lasts less than a month, of the calendar."""
        return self.end is not None and self.end + _DAY < _a_month_after(self.start)

    @property
    def counts(self) -> bool:
        """Whether it is an arrival and a departure: replacements of less than a month are not."""
        return self.kind == "cdi" or not (self.is_short and self.reason in (None, "remplacement"))


def contracts_of(
    lines: Sequence[Line],
    chosen: Iterable[str],
    faults: Faults,
    *,
    kinds: Mapping[str, str] | None = None,
    order: Order = "jour",
) -> tuple[list[Contract], list[str]]:
    """Read the contracts of the lines; return them with what had to be understood.

    Parameters
    ----------
    kinds
        What the contracts that may be either are («contractuel» → ``cdi``, ``cdd`` or ``hors``).
    order
        How dates in numbers are written.
    """
    texts, columns = interface("hrfiles")["lu"], set(chosen)
    found: list[Contract] = []
    outside = 0
    for line in lines:
        one = _contract(line, columns, faults, kinds or {}, order)
        if one is None:
            outside += 1
        elif isinstance(one, Contract):
            found.append(one)
    notes = [counted(texts["hors_contrat"], outside)] if outside else []
    shares = [one.etp for one in found if one.etp is not None]
    if any(one > 2 for one in shares) and any(0 < one <= 1 for one in shares):
        faults.add_whole(interface("hrfiles")["cases"]["deux_unites"])
    elif shares and 2 < max(shares) <= _MOST_HOURS:
        faults.add_whole(interface("hrfiles")["cases"]["heures"].format(valeur=int(max(shares))))
    elif any(one > 2 for one in shares):
        found = [_in_shares(one) for one in found]
        notes.append(texts["pour_cent"])
    for told, n in (
        ("courts", sum(not one.counts and one.reason == "remplacement" for one in found)),
        ("courts_sans_motif", sum(not one.counts and one.reason is None for one in found)),
    ):
        if n:
            notes.append(counted(texts[told], n))
    return found, notes


def _contract(
    line: Line, columns: set[str], faults: Faults, kinds: Mapping[str, str], order: Order
) -> Contract | bool | None:
    """Return the contract of a line, ``None`` where it is neither CDI nor CDD, ``False`` where it has faults."""
    texts, words, cells = interface("hrfiles")["cases"], load_hr_words(), line.cells
    start, ok = _read(line, "entree", faults, order, needed=True)
    end, ok_end = _read(line, "sortie", faults, order, open_end=True)
    since, ok_since = _read(line, "anciennete", faults, order) if "anciennete" in columns else (None, True)
    said = contract(cells["contrat"] or "")
    kind = kinds.get(said or "", said)
    if kind is None:
        faults.add(line.number, "contrat", texts["vide" if is_blank(cells["contrat"]) else "contrat"])
    etp, ok_etp = _share(line, faults) if "etp" in columns else (None, True)
    if start and end and end < start:
        faults.add(line.number, "sortie", texts["sortie_avant"])
        ok_end = False
    if not (ok and ok_end and ok_since and ok_etp and kind and start):
        return False
    if kind == "hors":
        return None
    reason = meaning(cells.get("motif") or "", words.reasons) or ("remplacement" if kind == "remplacement" else None)
    return Contract(line.person or 0, start, end, "cdi" if kind == "cdi" else "cdd", reason, etp, since, line.number)


def _read(line: Line, field: str, faults: Faults, order: Order, *, needed: bool = False, open_end: bool = False) -> Any:
    """Return the day of a field, and whether it could be read."""
    try:
        found = day(line.cells[field], open_end=open_end, order=order)
    except CellError as fault:
        faults.add(line.number, field, fault)
        return None, False
    if found is None and needed:
        faults.add(line.number, field, interface("hrfiles")["cases"]["vide"])
        return None, False
    return None if found == NEVER else found, True


def _share(line: Line, faults: Faults) -> tuple[Fraction | None, bool]:
    texts = interface("hrfiles")["cases"]
    try:
        value = number(line.cells["etp"])
    except CellError as fault:
        faults.add(line.number, "etp", fault)
        return None, False
    if value is None or value > 100:
        faults.add(line.number, "etp", texts["vide" if value is None else "etp"])
        return None, False
    return value, True


def _in_shares(one: Contract) -> Contract:
    from msgspec.structs import replace

    return one if one.etp is None else replace(one, etp=one.etp / 100)


def movement_years(contracts: Sequence[Contract], *, today: dt.date, source: str) -> tuple[list[YearCounts], list[str]]:
    """Return the counts of each year that the register covers, and what has to be said of them.

    The first year is that of the first departure, ten years back at most; who leaves on 31 December has left.

    Parameters
    ----------
    today
        Years after this day are not counted; one that it falls in is said to be unfinished.
    """
    texts = interface("hrfiles")["lu"]
    ends = [one.end for one in contracts if one.end and one.end <= today]
    known = [*ends, *(one.start for one in contracts if one.start <= today)]
    if not known:
        return [], []
    latest = max(known)
    first = max(min((one.year for one in ends), default=latest.year), latest.year - _MOST_YEARS + 1)
    beyond = _beyond_full_time(contracts)
    years = [_year(contracts, year, source, has_shares=not beyond) for year in range(first, latest.year + 1)]
    notes = []
    if latest.year == today.year and today < dt.date(today.year, 12, 31):
        notes.append(texts["en_cours"].format(annee=latest.year, jour=latest.strftime("%d/%m/%Y")))
    if any(one.kind == "cdd" and one.reason is None for one in contracts):
        notes.append(texts["sans_motif_cdd"])
    if beyond:
        notes.append(texts["plus_qu_un_temps_plein"])
    return years, notes


def _year(contracts: Sequence[Contract], year: int, source: str, *, has_shares: bool) -> YearCounts:
    everybody = _stays(one for one in contracts if one.counts)
    permanent = _stays(one for one in contracts if one.kind == "cdi")
    counts: dict[str, float | None] = {
        "effectif_cdi_debut": _present(permanent, year - 1), "effectif_cdi_fin": _present(permanent, year),
        "effectif_debut": _present(everybody, year - 1), "effectif_fin": _present(everybody, year),
        "entrees_cdi": sum(start.year == year for start, _, _ in permanent),
        "departs_cdi": sum(end is not None and end.year == year for _, end, _ in permanent),
        "entrees_tous": sum(start.year == year for start, _, _ in everybody),
        "departs_tous": sum(end is not None and end.year == year for _, end, _ in everybody),
    }  # fmt: skip
    counts |= _equivalents(contracts, year) if has_shares else {}
    since = [since for start, end, since in everybody if _is_there(start, end, year)]
    if len(since) >= FEWEST:
        last = dt.date(year, 12, 31)
        spans = [Fraction((last - one).days * 100, 36525) for one in since]
        counts["anciennete_moyenne"] = _rounded(sum(spans, Fraction(0)) / len(spans), 1)
        counts["anciennete_mediane"] = _rounded(Fraction(median(spans)), 1)
    return YearCounts(id=f"annee-{year}", year=year, counts=counts, parts=_brackets(since, year), source=source)


def _stays(contracts: Iterable[Contract]) -> list[tuple[dt.date, dt.date | None, dt.date]]:
    """Join the contracts of each person that follow one another: first day, last day, day of the seniority."""
    by_person: dict[int, list[Contract]] = {}
    for one in contracts:
        by_person.setdefault(one.person, []).append(one)
    stays: list[tuple[dt.date, dt.date | None, dt.date]] = []
    for own in by_person.values():
        own.sort(key=lambda one: (one.start, one.end or dt.date.max))
        start, since = own[0].start, own[0].since or own[0].start
        end: dt.date | None = own[0].end
        for one in own[1:]:
            if end is not None and one.start > end + _DAY:
                stays.append((start, end, since))
                start, end, since = one.start, one.end, one.since or one.start
            else:
                end = None if end is None or one.end is None else max(end, one.end)
                since = min(since, one.since or since)
        stays.append((start, end, since))
    return stays


def _is_there(start: dt.date, end: dt.date | None, year: int) -> bool:
    last = dt.date(year, 12, 31)
    return start <= last and (end is None or end > last)


def _present(stays: Iterable[tuple[dt.date, dt.date | None, dt.date]], year: int) -> int:
    return sum(_is_there(start, end, year) for start, end, _ in stays)


def _equivalents(contracts: Sequence[Contract], year: int) -> dict[str, float | None]:
    """Return the full-time equivalents, each contract by the days that it ran in the year."""
    if not contracts or any(one.etp is None for one in contracts):
        return {}
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    found = {"etp_reels": Fraction(0), "etp_cdd_remplacement": Fraction(0), "etp_cdd_accroissement": Fraction(0)}
    for one in contracts:
        days = (min(one.end or last, last) - max(one.start, first)).days + 1
        share = (one.etp or Fraction(0)) * max(0, days) / ((last - first).days + 1)
        found["etp_reels"] += share
        if one.kind == "cdd" and one.reason:
            found[f"etp_cdd_{one.reason}"] += share
    if any(one.kind == "cdd" and one.reason is None for one in contracts):
        found = {"etp_reels": found["etp_reels"]}
    return {id: _rounded(value, 2) for id, value in found.items()}


def _beyond_full_time(contracts: Iterable[Contract]) -> bool:
    """Tell whether somebody has contracts at one time of more than a full time together, as an amendment that is
    written beside its contract: its share would count twice."""
    turns = sorted(
        (one.person, when, step)
        for one in contracts
        if one.etp
        for when, step in ((one.start, one.etp), ((one.end or dt.date.max - _DAY) + _DAY, -one.etp))
    )
    own, total, many = None, Fraction(0), 0
    for person, _, step in turns:
        if person != own:
            own, total, many = person, Fraction(0), 0
        total, many = total + step, many + (1 if step > 0 else -1)
        if many > 1 and total > 1:
            return True
    return False


def _brackets(since: Sequence[dt.date], year: int) -> dict[str, Any]:
    """Return how many people fall in each bracket of seniority, small ones hidden."""
    ids = [one.id for one in next(one for one in load_indicators().breakdowns if one.id == "tranches").parts]
    people = dict.fromkeys(ids, 0)
    for one in since:
        done = year - one.year  # on 31 December every anniversary of the year has passed
        people[ids[0 if done < 1 else 1 if done < 3 else 2 if done < 10 else 3]] += 1
    return split(people)


def _a_month_after(start: dt.date) -> dt.date:
    year, month = (start.year, start.month + 1) if start.month < 12 else (start.year + 1, 1)
    return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _rounded(value: Fraction, decimals: int) -> float:
    return float(round(value, decimals))
