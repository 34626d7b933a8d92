"""The viewing guide of the web series «Chemin faisant»: our questions, and the only two addresses that are known."""

from __future__ import annotations

from functools import cache
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.strict import Identifier, Minutes, Strict, Text, require_known

__all__ = ["FollowUp", "Link", "Moment", "Viewing", "load_viewing"]

FILE = "webseries.yaml"


class Link(Strict, frozen=True, rename={"label": "libelle", "address": "adresse"}):
    """An address outside the computer, and the site that it leads to, as people read it."""

    label: Text
    address: Annotated[str, Meta(pattern=r"^https://")]
    site: Text


class Moment(
    Strict, frozen=True, rename={"title": "titre", "instruction": "consigne", "method": "methode"}
):  # fmt: skip
    """Before, during or after the episode: what the person who leads says, and questions for the group."""

    id: Identifier
    title: Text
    minutes: Minutes | None
    instruction: Text
    method: Identifier | None
    questions: Annotated[tuple[Text, ...], Meta(min_length=1)]


class FollowUp(Strict, frozen=True, rename={"lever": "levier", "cards": "fiches"}):
    """What to ask next if the episode is about a lever, and the cards that carry on from it."""

    lever: Identifier
    question: Text
    cards: tuple[Identifier, ...]


class Viewing(
    Strict,
    frozen=True,
    rename={
        "title": "titre", "about": "presentation", "ours": "les_notres", "links": "liens", "prepare": "preparer",
        "follow_ups": "suites",
    },
):  # fmt: skip
    """The guide, in the order in which people read it. ``episodes``: how many there are (press release of 2026)."""

    title: Text
    about: Text
    source: Text
    ours: Text
    episodes: Annotated[int, Meta(ge=1)]
    links: tuple[Link, ...]
    prepare: tuple[Text, ...]
    moments: tuple[Moment, ...]
    follow_ups: tuple[FollowUp, ...]


@cache
def load_viewing() -> Viewing:
    """Read the guide that ships with the package and check what it refers to.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> guide = load_viewing()
    >>> guide.episodes, [moment.id for moment in guide.moments]
    (7, ['avant', 'pendant', 'apres'])
    """
    guide = load_yaml(CONTENT / "kit" / FILE, Viewing)
    kit = shipped_kit()
    methods, cards = {one.id for one in kit.methods}, {one.id for one in kit.cards}
    levers = {one.id for one in load_questionnaire(SELF_DIAGNOSIS).levers}
    require_known(FILE, "moments", (one.method for one in guide.moments if one.method), methods)
    for one in guide.follow_ups:
        require_known(FILE, "suites", [one.lever], levers)
        require_known(FILE, "suites", one.cards, cards)
    for link in guide.links:
        if not (urlsplit(link.address).hostname or "").endswith(link.site):
            raise ContentError(f"{FILE}, liens : l'adresse « {link.address} » ne mène pas à {link.site}.")
    return guide
