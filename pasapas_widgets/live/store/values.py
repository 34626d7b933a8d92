"""Answers as the store keeps them (one small number each) and as people give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from pasapas_widgets.live.store.errors import RefusedError
from pasapas_widgets.model.entry import CODES, EMPTY, SPOKEN
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet, is_answer
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.session import Session
from pasapas_widgets.rules.aggregation import Thresholds, load_thresholds

__all__ = [
    "BEST_MARK",
    "MARKS",
    "PROFILE",
    "RESEARCH",
    "TAKEN_BACK",
    "VARIANT",
    "YES",
    "Questionnaires",
    "stored",
    "whole_sheet",
]

PROFILE, VARIANT = "profil", "variante"
"""Besides the statements, what a person may say of herself: recorded like answers, one message each."""

MARKS = ("EV-1", "EV-2")
"""The two questions of the session's evaluation that are answered by a mark; the third one is a comment."""
BEST_MARK = 4

RESEARCH, YES = "RECHERCHE", "oui"
"""A person's own yes to research; there is no other value, and without one it is no."""

TAKEN_BACK = EMPTY


def stored(item: str, value: Answer | None, q: Questionnaire) -> int:
    """Return the number that stands for an answer; ``None`` takes an earlier one back.

    Raises
    ------
    RefusedError
        No such statement in the questionnaire, or no such answer to it.
    """
    if item in (PROFILE, VARIANT):
        choices = q.profile_ids if item == PROFILE else q.variant_ids
        if value is None:
            return TAKEN_BACK
        if value in choices:
            return 1 + choices.index(str(value))
    elif item == RESEARCH:
        if value is None or value == YES:
            return TAKEN_BACK if value is None else 1
    elif item in MARKS:
        if value is None:
            return TAKEN_BACK
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= BEST_MARK:
            return value
    elif item not in q.item_ids:
        raise RefusedError("value", f"L'énoncé « {str(item)[:40]} » n'existe pas dans ce questionnaire.")
    elif value is None:
        return TAKEN_BACK
    elif is_answer(value, q.scale_of(q.item(item))):
        return value if isinstance(value, int) else CODES[value]
    raise RefusedError("value", f"« {str(value)[:40]} » n'est pas une réponse possible à « {item} ».")


def whole_sheet(codes: Mapping[str, int], q: Questionnaire, *, variant: str | None) -> Sheet:
    """Return the sheet that a seat's stored answers make; ``variant`` is the session's own."""
    own_profile, own_variant = codes.get(PROFILE, TAKEN_BACK), codes.get(VARIANT, TAKEN_BACK)
    return Sheet(
        questionnaire=q.id,
        version=q.version,
        profile=q.profile_ids[own_profile - 1] if own_profile else None,
        variant=q.variant_ids[own_variant - 1] if own_variant else variant,
        answers={
            item: SPOKEN.get(codes[item], codes[item])
            for item in q.item_ids
            if codes.get(item, TAKEN_BACK) != TAKEN_BACK
        },
    )


class Questionnaires:
    """The questionnaires that sessions of this store may use, each in one version."""

    def __init__(self, known: Iterable[Questionnaire]) -> None:
        self._known = {(q.id, q.version): q for q in known}

    def of(self, session: Session) -> Questionnaire:
        """Return the questionnaire of a session.

        Raises
        ------
        RefusedError
            The application does not have it in that version.
        """
        try:
            return self._known[session.questionnaire, session.version]
        except KeyError:
            raise RefusedError(
                "value",
                f"Le questionnaire « {session.questionnaire} » {session.version} de cette séance n'est pas dans cette "
                "application : l'ouvrir avec la version qui l'a créée.",
            ) from None

    def thresholds(self, session: Session) -> Thresholds:
        """Return the thresholds of a session: those of content/questionnaires/thresholds.yaml, some of them raised.

        Raises
        ------
        RefusedError
            One of them is unknown or lowered.
        """
        limits = load_thresholds()
        names = {one.encode_name: one.name for one in msgspec.structs.fields(Thresholds) if one.type is not None}
        names = {french: name for french, name in names.items() if isinstance(getattr(limits, name), int)}
        unknown = next((name for name in session.thresholds if name not in names), None)
        if unknown is not None:
            raise RefusedError("value", f"Le seuil « {unknown} » n'existe pas : choisir parmi {', '.join(names)}.")
        try:
            return limits.raised(**{names[name]: value for name, value in session.thresholds.items()})
        except ValueError as error:
            raise RefusedError("value", str(error)) from error
