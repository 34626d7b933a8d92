"""How an interview with the Aract is prepared and led: what to do before, the note's sections, the ninety minutes."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated

from msgspec import Meta

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.model.strict import Identifier, Minutes, Strict, Text, require_unique

__all__ = ["InterviewGuide", "Named", "NoteSection", "Preparation", "Step", "load_interview_guide"]


class Preparation(Strict, frozen=True, rename={"weeks": "semaines", "what": "faire"}):
    """Something to do ``weeks`` weeks before the interview."""

    id: Identifier
    weeks: Annotated[int, Meta(ge=1, le=12)]
    what: Text

    def day(self, interview: dt.date) -> dt.date:
        """Return the day on which it is to be done.

        >>> Preparation(id="note", weeks=1, what="Envoyer la note.").day(dt.date(2026, 12, 10))
        datetime.date(2026, 12, 3)
        """
        return interview - dt.timedelta(weeks=self.weeks)


class NoteSection(Strict, frozen=True, rename={"title": "titre"}):
    """A section of the two-page note, and the question that the group answers in it."""

    id: Identifier
    title: Text
    question: Text


class Named(Strict, frozen=True, rename={"text": "texte"}):
    """A useful document, or a question that the adviser may ask."""

    id: Identifier
    text: Text


class Step(Strict, frozen=True, rename={"what": "etape"}):
    """A part of the interview, in minutes."""

    minutes: Minutes
    what: Text


class InterviewGuide(
    Strict,
    frozen=True,
    rename={
        "purpose": "objet", "minutes": "duree_conseillee_min", "people": "participants_conseilles", "before": "avant",
        "papers": "pieces_utiles", "sections": "note_deux_pages", "questions": "questions_probables",
        "steps": "deroule", "rules": "regles_de_sortie", "return_days": "retour_aux_equipes_jours",
    },
):  # fmt: skip
    """All of content/kit/interviewguide.yaml, in the order in which people read it.

    Parameters
    ----------
    return_days
        Within how many days after the interview the teams are told.
    """

    purpose: Text
    minutes: Minutes
    people: tuple[Text, ...]
    before: tuple[Preparation, ...]
    papers: tuple[Named, ...]
    sections: tuple[NoteSection, ...]
    questions: tuple[Named, ...]
    steps: tuple[Step, ...]
    rules: tuple[Text, ...]
    return_days: Annotated[int, Meta(ge=1, le=60)]


@cache
def load_interview_guide() -> InterviewGuide:
    """Read the guide that ships with the package.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason.

    Examples
    --------
    >>> guide = load_interview_guide()
    >>> len(guide.sections), sum(step.minutes for step in guide.steps)
    (10, 90)
    """
    guide = load_yaml(CONTENT / "kit/interviewguide.yaml", InterviewGuide)
    for members in (guide.before, guide.papers, guide.sections, guide.questions):
        require_unique("interviewguide.yaml", (one.id for one in members))
    total = sum(step.minutes for step in guide.steps)
    if total != guide.minutes:
        raise ContentError(
            f"interviewguide.yaml, deroule : les étapes durent {total} min en tout, pas {guide.minutes}."
        )
    return guide
