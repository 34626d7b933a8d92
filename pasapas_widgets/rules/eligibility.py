"""Whether an establishment met the conditions of the 2024–2025 programme. History: never the promise of an open right.

The decision table is data (content/field/eligibility.yaml); the tests that it names are here. Each site is looked at by
itself: an operator with several of them may have different answers.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import long_date, typeset
from pasapas_widgets.model.field.actors import Place, load_places
from pasapas_widgets.model.field.eligibility import Authorisation, Outcome, Programmes, load_programmes
from pasapas_widgets.model.strict import plain

__all__ = ["Answer", "Site", "find_place", "judge"]


class Site(Struct, frozen=True, rename={"department": "departement", "authorisation": "autorisation"}):
    """One establishment or service: where it is (not its head office), its authorisation, the day that is looked at."""

    department: str | None
    authorisation: str | None
    date: dt.date


class Answer(
    Struct,
    frozen=True,
    rename={
        "department": "departement", "authorisation": "autorisation", "outcome": "resultat", "rule": "regle",
        "explanation": "explications", "check": "a_verifier", "likes": "dispositifs_proches", "kit": "kit_2026",
    },
):  # fmt: skip
    """The answer for one site.

    Parameters
    ----------
    department
        The code as it was understood, ``None`` where it was not.
    outcome, rule
        The line of the decision table that is true.
    label
        The outcome in words: of the past, to be confirmed.
    explanation
        The facts it rests on, one sentence each.
    check
        What to check with the Aract.
    likes
        Programmes of the same kind that were open to that région, over as well.
    kit
        What is open to all.
    """

    department: str | None
    authorisation: str | None
    date: dt.date
    outcome: Outcome
    rule: str
    label: str
    message: str
    explanation: tuple[str, ...]
    check: tuple[str, ...]
    likes: tuple[str, ...]
    kit: str
    source: str

    def plain(self) -> dict[str, Any]:
        """Return the answer as plain JSON values, with French keys."""
        return dict(plain(self))


def find_place(typed: str | None) -> Place | None:
    """Return the département that was meant, by its code or its name; ``None`` where it is empty or not plain.

    >>> [find_place(one).code for one in ("1", " 2a ", "027", "971", "cotes d armor")]
    ['01', '2A', '27', '971', '22']
    >>> find_place("20"), find_place("27000"), find_place("")
    (None, None, None)
    """
    text = (typed or "").strip()
    places = load_places()
    if re.fullmatch(r"0\d\d", text):  # «027», as some registers write it
        text = text[1:]
    found = places.place(text)
    wanted = _letters(text)
    if found is not None or not wanted:
        return found
    named = [one for one in (*places.departments, *places.collectivities) if _letters(one.name) == wanted]
    return named[0] if len(named) == 1 else None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain.casefold() if one.isalpha())


def judge(site: Site) -> Answer:
    """Return whether one site met the conditions, on the day that is looked at, and why.

    Examples
    --------
    >>> judge(Site("27", "ASE", dt.date(2024, 11, 4))).rule, judge(Site("76", "ASE", dt.date(2024, 11, 4))).rule
    ('D8', 'D4')
    """
    known = load_programmes()
    place = find_place(site.department)
    wanted = re.sub(r"[\W_]+", "_", (site.authorisation or "").strip().upper())
    authorisation = next((one for one in known.authorisations if one.id == wanted), None)
    tests = _tests(known, place, authorisation, site.date)
    line = next(one for one in known.decision if tests[one.test]())
    texts = interface("eligibility")
    notes = _misread(site, place, authorisation, known)
    region = place.region if place else None
    likes = [one for one in known.likes if not one.regions or region in one.regions]
    return Answer(
        department=place.code if place else None,
        authorisation=authorisation.id if authorisation else None,
        date=site.date,
        outcome=line.outcome,
        rule=line.id,
        label=texts["resultats"][line.outcome],
        message=typeset(" ".join([*notes, line.message])),
        explanation=tuple(typeset(one) for one in _explained(known, place, authorisation, site.date)),
        check=tuple(texts["a_verifier"]),
        likes=tuple(typeset(f"{one.name} : {one.facts}") for one in likes),
        kit=known.kit.sentence,
        source=known.programme.source,
    )


def _tests(
    known: Programmes, place: Place | None, authorisation: Authorisation | None, day: dt.date
) -> dict[str, Callable[[], bool]]:
    """Return the tests that the decision table names; one is only asked once those before it are false."""
    region = place.region if place else None
    territory = next((one for one in known.territories if region is not None and one.region == region), None)
    excluded = bool(territory and place and territory.departments and place.code not in territory.departments)
    return {
        "departement_inconnu": lambda: place is None,
        "autorisation_inconnue": lambda: authorisation is None,
        "autorisation_refusee": lambda: authorisation is not None and not authorisation.accepted,
        "departement_exclu": lambda: excluded,
        "hors_territoires": lambda: territory is None,
        "avant_ouverture": lambda: day < known.programme.opening,
        "apres_fermeture": lambda: day > known.programme.closing,
        "sinon": lambda: True,
    }


def _misread(site: Site, place: Place | None, authorisation: Authorisation | None, known: Programmes) -> list[str]:
    """Say what was typed and not understood."""
    texts = interface("eligibility")
    code, kind = (site.department or "").strip(), (site.authorisation or "").strip()
    if place is None and code:
        name = "corse" if code == "20" else "postal" if re.fullmatch(r"\d{5}", code) else "inconnu"
        return [texts["departement"][name].format(code=code[:40])]
    if authorisation is None and kind and place is not None:
        names = ", ".join(one.id for one in known.authorisations)
        return [texts["autorisation"]["inconnue"].format(code=kind[:40], connues=names)]
    return []


def _explained(known: Programmes, place: Place | None, authorisation: Authorisation | None, day: dt.date) -> list[str]:
    texts = interface("eligibility")["explications"]
    tests = _tests(known, place, authorisation, day)
    told = []
    if place:
        region = load_places().region_of(place.code)
        where = texts["lieu" if region else "lieu_sans_region"]
        told.append(where.format(departement=f"{place.name} ({place.code})", region=region.name if region else ""))
        is_open = not tests["departement_exclu"]() and not tests["hors_territoires"]()
        told.append(texts["lieu_ouvert" if is_open else "lieu_ferme"])
    if authorisation:
        told.append(texts["autorisation"].format(autorisation=authorisation.name))
        told.append(texts["autorisation_acceptee" if authorisation.accepted else "autorisation_refusee"])
    when = "avant" if tests["avant_ouverture"]() else "apres" if tests["apres_fermeture"]() else "pendant"
    told.append(texts["date"].format(date=long_date(day)))
    opening, closing = long_date(known.programme.opening), known.programme.closing_words
    told.append(texts[f"date_{when}"].format(ouverture=opening, fermeture=closing))
    return [*told, texts["statut"]]
