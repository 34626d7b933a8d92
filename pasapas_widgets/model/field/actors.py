"""The families of actors around an establishment, and the départements and régions where it is."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.strict import Identifier, Strict, Text, require_known, require_unique

__all__ = [
    "Actor",
    "Actors",
    "Place",
    "Places",
    "Region",
    "actor_names",
    "department_name",
    "load_actors",
    "load_places",
    "shipped_actors",
]

PlaceCode = Annotated[str, Meta(pattern=r"^(\d{2}|2[AB]|9[78]\d)$")]


class Actor(
    Strict,
    frozen=True,
    rename={"name": "nom", "short": "court", "family": "famille", "brings": "apporte", "items": "enonces"},
):
    """A family of actors: what it is called, what it can bring, the statements on which it can help.

    Parameters
    ----------
    short
        Its name in a figure.
    family
        The group in which it is shown, a key of :attr:`Actors.families`.
    items
        Statements, those of the fourth lever first; our own reading, for the group to discuss.
    """

    id: Identifier
    name: Text
    short: Annotated[str, Meta(min_length=1, max_length=22)]
    family: Identifier
    brings: Text
    items: Annotated[tuple[Identifier, ...], Meta(min_length=1)]


class Actors(Strict, frozen=True, rename={"families": "familles", "actors": "acteurs"}):
    """The families of actors in the order in which they are read, and the groups in which they are shown."""

    families: dict[Identifier, Text]
    actors: tuple[Actor, ...]

    def by_id(self) -> dict[str, Actor]:
        """Return the actors by identifier."""
        return {one.id: one for one in self.actors}


def load_actors(questionnaire: Questionnaire | None = None) -> Actors:
    """Return the actors of ``content/field/actors.yaml``; with another questionnaire than the self-diagnosis, without
    the statements that they can help with, which are its own.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> len(load_actors().actors), load_actors().by_id()["T-FT"].name
    (17, 'France Travail')
    """
    found = shipped_actors()
    if is_self_diagnosis(questionnaire):
        return found
    return replace(found, actors=tuple(replace(one, items=()) for one in found.actors))


@cache
def shipped_actors() -> Actors:
    """Return the actors as they ship, whatever is answered: for their names and their families."""
    found = load_yaml(CONTENT / "field/actors.yaml", Actors)
    known = load_questionnaire(SELF_DIAGNOSIS).item_ids
    require_unique("actors.yaml", (one.id for one in found.actors))
    for actor in found.actors:
        require_known("actors.yaml", actor.id, [actor.family], found.families)
        require_known("actors.yaml", actor.id, actor.items, known)
    return found


class Region(Strict, frozen=True, rename={"name": "nom"}):
    """A région, by its Insee code."""

    code: Annotated[str, Meta(pattern=r"^\d{2}$")]
    name: Text


class Place(Strict, frozen=True, rename={"name": "nom", "authority": "autorite"}):
    """A département, or an overseas collectivity that is none (``region`` is then ``None``).

    Parameters
    ----------
    code
        Insee code: two digits, «2A», «2B», or three digits overseas.
    authority
        Who has the powers of the département where it is not a departmental council alone.
    """

    code: PlaceCode
    name: Text
    region: str | None
    authority: Text | None = None


class Places(
    Strict,
    frozen=True,
    rename={"departments": "departements", "collectivities": "collectivites"},
):
    """The 18 régions, the 101 départements and the overseas collectivities (Insee, code officiel géographique)."""

    regions: tuple[Region, ...]
    departments: tuple[Place, ...]
    collectivities: tuple[Place, ...]

    def place(self, code: str | None) -> Place | None:
        """Return the place of a code, however it is typed; ``None`` where there is none.

        >>> load_places().place(" 2a ").name, load_places().place("1").name, load_places().place("20")
        ('Corse-du-Sud', 'Ain', None)
        """
        wanted = (code or "").strip().upper()
        wanted = f"0{wanted}" if len(wanted) == 1 else wanted
        return next((one for one in (*self.departments, *self.collectivities) if one.code == wanted), None)

    def region_of(self, code: str | None) -> Region | None:
        """Return the région of a département's code; ``None`` for a collectivity and for what is no code."""
        found = self.place(code)
        return next((one for one in self.regions if found is not None and one.code == found.region), None)


@cache
def load_places() -> Places:
    """Return the places of ``content/field/places.yaml``.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.
    """
    found = load_yaml(CONTENT / "field/places.yaml", Places)
    regions = {one.code for one in found.regions}
    places = (*found.departments, *found.collectivities)
    require_unique("places.yaml", (one.code for one in places))
    for one in places:
        require_known("places.yaml", one.code, [one.region] if one.region is not None else [], regions)
    return found


def actor_names() -> dict[str, str]:
    """Return the actors of a territory by identifier, as people call them in a sentence."""
    return {one.id: one.short for one in shipped_actors().actors}


def department_name(code: str) -> str:
    """Return a département as people call it; its code where it has no other name."""
    place = load_places().place(code)
    return f"{place.name} ({code})" if place else code
