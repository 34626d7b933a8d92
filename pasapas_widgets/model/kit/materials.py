"""Where the material of a card, a method or a session comes from: a template, a document, a cupboard, the house."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.model.kit.printedpages import load_pages
from pasapas_widgets.model.strict import Strict, Text

__all__ = ["Materials", "load_materials", "template_ids", "unknown_materials"]


class Materials(Strict, frozen=True, rename={"things": "objets", "brought": "a_apporter"}):
    """What is no template.

    Parameters
    ----------
    documents
        By the key of a document that is taken home, «pdf/questionnaire».
    page
        The questionnaire as one file.
    things
        What a room or a cupboard has.
    brought
        What only the establishment has.
    """

    documents: dict[str, tuple[Text, ...]]
    page: tuple[Text, ...]
    things: tuple[Text, ...]
    brought: tuple[Text, ...]


@cache
def load_materials() -> Materials:
    """Return ``content/kit/materials.yaml``.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.
    """
    return load_yaml(CONTENT / "kit/materials.yaml", Materials)


def template_ids(materials: Iterable[str]) -> tuple[str, ...]:
    """Return the templates to print for some materials, in the order of the templates.

    >>> template_ids(["feutres", "support de trace", "fiche cadre signée"])
    ('charte', 'trace')
    """
    asked = set(materials)
    return tuple(page.id for page in load_pages("templates").pages if asked & set(page.materials))


def unknown_materials(materials: Iterable[str]) -> tuple[str, ...]:
    """Return those of some materials that come from nowhere.

    >>> unknown_materials(["feutres", "une boule de cristal"])
    ('une boule de cristal',)
    """
    known = load_materials()
    names = {*known.page, *known.things, *known.brought}
    names.update(*known.documents.values())
    for file in ("templates", "answerswall"):
        names.update(*(page.materials for page in load_pages(file).pages))
    return tuple(one for one in materials if one not in names)
