"""The privacy thresholds. They are read here, applied in this package, and nowhere else."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from pasapas_widgets.content import CONTENT, load_yaml

__all__ = ["Thresholds", "load_thresholds"]

People = Annotated[int, Meta(ge=5)]


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Immutable, by keyword, strict about unknown keys."""


class _Sites(
    _Strict,
    frozen=True,
    rename={
        "sites": "etablissements",
        "people": "repondants",
        "largest_share": "part_max",
        "least_rest": "reste_min",
    },
):
    """Thresholds of a cell that spans several establishments.

    ``least_rest``: what the others than the two largest make at least, as a share of the largest (the p % rule of
    statistical offices): the largest, which knows its own answers, does not find those of the second.
    """

    sites: People
    people: Annotated[int, Meta(ge=20)]
    largest_share: Annotated[float, Meta(gt=0, le=0.5)]
    least_rest: Annotated[float, Meta(ge=0.1, le=1)]


class _Retention(_Strict, frozen=True, rename={"sheets": "reponses", "aggregates": "agregats"}):
    """How long things are kept, in months."""

    sheets: Annotated[int, Meta(ge=1, le=12)]
    aggregates: Annotated[int, Meta(ge=1, le=36)]


class Thresholds(
    _Strict,
    frozen=True,
    rename={
        "mean": "moyenne",
        "crossing": "croisement",
        "cell": "cellule",
        "free_text": "texte_libre",
        "sensitive": "sensible",
        "sites": "multi_etablissements",
        "retention": "conservation_mois",
    },
):
    """How many people a figure needs (content/questionnaires/thresholds.yaml). No field can be below 5.

    Parameters
    ----------
    mean
        People who answered the item on the scale, to publish its mean.
    distribution
        The same, to publish the distribution and its spread.
    crossing
        Size of the group from which a profile may be shown.
    cell
        People of a profile, for that profile to be shown.
    difference
        People in whatever two published figures differ by: a complement, a batch of new sheets.
    """

    mean: People
    distribution: People
    crossing: People
    cell: People
    difference: People
    free_text: People
    sensitive: People
    sites: _Sites
    retention: _Retention

    def raised(self, **higher: int) -> Thresholds:
        """Return these thresholds with some of them raised.

        Raises
        ------
        ValueError
            One of them would be lowered: a French sentence that names it.
        """
        for name, value in higher.items():
            if value < getattr(self, name):
                raise ValueError(f"Le seuil « {name} » peut être relevé, jamais abaissé sous {getattr(self, name)}.")
        return msgspec.structs.replace(self, **higher)


@cache
def load_thresholds() -> Thresholds:
    """Return the thresholds of ``content/questionnaires/thresholds.yaml``."""
    return load_yaml(CONTENT / "questionnaires/thresholds.yaml", Thresholds)
