"""How to cite: the data package (``CITATION.cff``), this library, the questionnaire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.metadata import version as version_of
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.bilingual import spoken, texts_of

__all__ = ["FILE", "citation", "citation_cff"]

FILE = "CITATION.cff"


def citation(questionnaire: Questionnaire | None = None) -> str:
    """Return how to cite this library, and a questionnaire where one is given, in the language in force.

    Examples
    --------
    >>> "pasapas-widgets" in citation()
    True
    """
    words = texts_of("papier")["citer"]
    told = [words["logiciel"].format(annee=dt.date.today().year, version=version_of("pasapas-widgets"))]
    if questionnaire is not None:
        source = questionnaire.source
        credit = ", ".join(one for one in (source.title, source.licence, source.credit) if one) if source else ""
        told.append(
            words["questionnaire"].format(
                titre=questionnaire.title, id=questionnaire.id, version=questionnaire.version,
                empreinte=questionnaire.fingerprint[:12], source=f" {credit}" if credit else "",
            ).strip()
        )  # fmt: skip
    whole = " ".join(told)
    return typeset(whole) if spoken() == "fr" else whole


def citation_cff(
    q: Questionnaire, *, title: str, version: str, day: str, authors: Sequence[str], abstract: str
) -> bytes:
    """Return ``CITATION.cff`` of a data package (Citation File Format 1.2.0), YAML.

    Parameters
    ----------
    authors
        «Family, Given» for a person, anything else for a group.
    """
    from msgspec import yaml

    texts = interface("research")["paquet"]
    team = {"name": texts["citer"]["equipe"]}
    references: list[dict[str, Any]] = [
        {"type": "software", "title": texts["citer"]["titre"], "version": version_of("pasapas-widgets"),
         "authors": [{"name": texts["citer"]["projet"]}]},
        {"type": "generic", "title": f"{q.title} ({q.id} {q.version})", "authors": [team],
         "notes": texts["citer"]["empreinte"].format(empreinte=q.fingerprint)},
    ]  # fmt: skip
    if q.source is not None and q.source.credit:
        references[1]["authors"] = [{"name": q.source.credit}]
    told = {
        "cff-version": "1.2.0",
        "message": texts["citer"]["message"],
        "type": "dataset",
        "title": title,
        "abstract": abstract,
        "version": version,
        "date-released": dt.date.fromisoformat(day),
        "authors": [_author(one) for one in authors] or [team],
        "references": references,
    }
    return yaml.encode(told)


def _author(told: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in told.partition(","))
    return {"family-names": family, "given-names": given} if comma else {"name": told.strip()}
