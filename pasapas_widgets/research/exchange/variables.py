"""The columns of a data package as other tools name and label them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.model.entry import EMPTY, SPOKEN
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.corpus import NC, NSP
from pasapas_widgets.research.covariates import WEIGHT

__all__ = ["ABOUT", "FIRST", "MISSING", "Variable", "variables"]

FIRST = ("seance", "feuille", "profil", "variante", "version")
"""The columns of ``feuilles`` before the items."""
ABOUT = ("seance", "recherche", "etablissement", "vague", "type", "region")
"""The columns of ``seances.csv``."""
MISSING = (NSP, NC, EMPTY)
"""The three kinds of missing answer, in the order in which Stata letters them: .a, .b, .c."""


class Variable(Struct, frozen=True):
    """One column.

    Parameters
    ----------
    id
        As in the package (``L1-01``).
    name
        As SPSS, Stata and R take it: letters, digits and «_».
    label
        What it holds.
    levels
        Of an item: its levels with their labels. Empty: a text.
    missing
        Of an item: the three kinds of missing with their labels, by the codes of ``Corpus.levels``.
    lever
        Of an item.
    """

    id: str
    name: str
    label: str
    levels: dict[int, str]
    missing: dict[int, str]
    lever: str = ""

    @property
    def is_item(self) -> bool:
        """Whether it is an answer and not what is known of a sheet."""
        return bool(self.levels)

    @property
    def is_number(self) -> bool:
        """Whether it is a weight."""
        return self.id == WEIGHT

    @property
    def empty(self) -> int:
        """The number of an empty answer in SPSS: 0, or -3 where 0 is a level."""
        return -3 if EMPTY in self.levels else EMPTY


def variables(q: Questionnaire, kept: Sequence[str] = (), *, about: bool = True) -> Iterator[Variable]:
    """Give the columns of ``feuilles``, then (``about``) those of its session, in their order.

    ``kept``: the covariates and weights that it has besides.

    Examples
    --------
    >>> from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    >>> [one.name for one in variables(load_questionnaire())][4:7]
    ['version', 'L1_01', 'L1_02']
    """
    texts = interface("research")["paquet"]
    taken: set[str] = set()
    for id in FIRST:
        taken.add(id)
        yield Variable(id, id, texts["champs"][id], {}, {})
    for item in q.items:
        scale = q.scale_of(item)
        off: dict[object, str] = {one.code: one.label for one in scale.off_scale}
        missing = {code: off[SPOKEN[code]] for code in (NSP, NC) if SPOKEN[code] in off}
        missing[EMPTY] = texts["absences"][""]
        text = item.text + (texts["carnet"]["inverse"] if item.reversed else "")
        levels = {one.written: one.label for one in scale.levels}
        yield Variable(item.id, _named(item.id, taken), text, levels, missing, item.lever)
    for id in kept:
        label = texts["champs"]["poids"] if id == WEIGHT else texts["covariable"].format(nom=id)
        yield Variable(id, _named(id, taken), label, {}, {})
    if about:
        for id in ABOUT[1:]:
            yield Variable(id, id, texts["champs"][id], {}, {})


def _named(id: str, taken: set[str]) -> str:
    """Return a name that these tools take, unlike those before: at most 32 letters, no digit first."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", id)[:28]
    plain = plain if plain[:1].isalpha() else f"v{plain}"
    name, rank = plain, 2
    while name.casefold() in {one.casefold() for one in taken}:
        name, rank = f"{plain}_{rank}", rank + 1
    taken.add(name)
    return name
