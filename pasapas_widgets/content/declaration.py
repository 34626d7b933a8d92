"""The accessibility statement: the verdicts of the 106 criteria, and what the law wants to be said of them.

Written once, in ``accessibility.yaml``: the page of the app, the foot of every page and ``docs/accessibilite.md`` are
made of it (arrêté du 20 septembre 2019 portant référentiel général d'amélioration de l'accessibilité).
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, Literal

from msgspec import Struct, field

from pasapas_widgets.content import CONTENT, interface, load_yaml
from pasapas_widgets.content.french import long_date

__all__ = ["Audit", "Criterion", "Section", "load_audit", "statement"]

HALF = 50.0
"""Percent of the applicable criteria from which the law says «partiellement conforme»."""


class Criterion(Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion of the RGAA: its verdict, what was found, by which means, and which test would notice a change."""

    verdict: Literal["C", "NC", "NA"]
    found: str = field(name="dit")
    means: str = field(name="moyen")
    test: str = field(name="garde", default="")


class Audit(Struct, frozen=True, forbid_unknown_fields=True):
    """All criteria, by their numbers."""

    day: dt.date = field(name="date")
    standard: str = field(name="referentiel")
    themes: tuple[str, ...] = field(name="themes")
    criteria: dict[str, Criterion] = field(name="criteres")

    def of(self, verdict: str) -> dict[str, Criterion]:
        """Return the criteria that have a verdict."""
        return {number: one for number, one in self.criteria.items() if one.verdict == verdict}

    @property
    def applicable(self) -> int:
        """How many criteria there is something to say of."""
        return len(self.of("C")) + len(self.of("NC"))

    @property
    def rate(self) -> float:
        """Percent of the applicable criteria that are met."""
        return 100 * len(self.of("C")) / self.applicable

    @property
    def state(self) -> str:
        """What the law calls it: ``"totale"``, ``"partielle"`` or ``"aucune"``."""
        return "totale" if not self.of("NC") else "partielle" if self.rate >= HALF else "aucune"


class Section(Struct, frozen=True):
    """A part of the statement."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@cache
def load_audit() -> Audit:
    """Return the verdicts that ship with the package."""
    return load_yaml(CONTENT / "accessibility.yaml", Audit)


def statement(audit: Audit, *, organisation: str = "", contact: str = "") -> tuple[Section, ...]:
    """Return the statement that the law asks for.

    Parameters
    ----------
    audit
        The verdicts.
    organisation, contact
        The body that deploys the application, and where to write to it; what is missing is said.

    Examples
    --------
    >>> [one.title for one in statement(load_audit())][1]
    'État de conformité'
    """
    t: dict[str, Any] = interface("app")["accessibilite"]
    body = organisation or t["sans_organisme"]
    day = long_date(audit.day)
    state = t["etat"]["texte"].format(etat=t["etats"][audit.state], referentiel=audit.standard)
    results, contents, made, asked, appeal = (
        t[name] for name in ("resultats", "contenus", "etablissement", "contact", "recours")
    )
    # Never rounded up to what is not reached.
    rate = f"{int(audit.rate * 10) / 10:.1f}".removesuffix(".0").replace(".", ",")
    rate_told = results["taux"].format(
        date=day, conformes=len(audit.of("C")), applicables=audit.applicable, taux=rate, autres=len(audit.of("NA"))
    )
    failing = tuple(contents["point"].format(numero=n, dit=one.found) for n, one in audit.of("NC").items())
    where = asked["organisme"].format(organisme=body, contact=contact) if contact else asked["manque"]
    return (
        Section("", (t["engagement"].format(organisme=body),)),
        Section(t["etat"]["titre"], (state,)),
        Section(results["titre"], (rate_told, results["limites"], results["graphiques"])),
        Section(contents["titre"], (contents["exemptes"], contents["liste" if failing else "aucun"]), failing),
        Section(made["titre"], (made["date"].format(date=day),)),
        *(Section(one["titre"], points=tuple(one["points"])) for one in made["parties"]),
        Section(asked["titre"], (asked["demander"], where)),
        Section(appeal["titre"], (appeal["texte"],), tuple(appeal["points"])),
    )
