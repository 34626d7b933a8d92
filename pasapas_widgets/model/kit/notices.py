"""What people are told before a group answers: the notice that data protection law asks for, in plain words."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from pasapas_widgets.content import CONTENT, load_yaml
from pasapas_widgets.content.french import long_date
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = ["Notice", "NoticePart", "load_notice"]


class NoticePart(Strict, frozen=True, rename={"title": "titre", "text": "texte"}):
    """One question of the notice and its answer."""

    id: Identifier
    title: Text
    text: Text


class Notice(
    Strict,
    frozen=True,
    rename={
        "title": "titre",
        "brief": "bref",
        "parts": "parties",
        "to_complete": "a_completer",
        "lengths": "durees",
        "research": "recherches",
    },
):
    """The notice to participants.

    Parameters
    ----------
    brief
        What stands before the first statement, in three lines: it holds ``{moyenne}`` and ``{organisme}``.
    parts
        Their texts hold ``{organisme}`` and ``{contact}``, ``{moyenne}`` (the threshold of a mean), ``{duree}`` and
        ``{recherche}``.
    to_complete
        What stands in the place of the organisation or the contact where nobody wrote it: it is meant to be seen.
    lengths
        How long answers are kept, with the day where it is known.
    research
        Whether the session may be given to research.
    """

    title: Text
    brief: Text
    parts: tuple[NoticePart, ...]
    to_complete: dict[Literal["organisme", "contact"], Text]
    lengths: dict[Literal["date", "sans_date"], Text]
    research: dict[Literal["oui", "non"], Text]

    def filled(
        self,
        *,
        least: int,
        organisation: str = "",
        contact: str = "",
        until: dt.date | None = None,
        research: bool = False,
    ) -> tuple[NoticePart, ...]:
        """Return the parts of the notice as people read them.

        Parameters
        ----------
        least
            People from whom on a group's figure is shown.
        organisation, contact
            Who is responsible, and whom to ask; «à compléter» stands where they are empty.
        until
            The day on which answers are erased; ``None`` where there is no session yet.
        research
            Whether each person is asked for a yes to research.

        Examples
        --------
        >>> load_notice().filled(least=5, organisation="Les Tilleuls", contact="dpo@tilleuls.fr")[0].text[:13]
        'Les Tilleuls.'
        """
        values = {
            "organisme": organisation.strip() or self.to_complete["organisme"],
            "contact": contact.strip() or self.to_complete["contact"],
            "moyenne": str(least),
            "duree": self.lengths["date"].format(date=long_date(until)) if until else self.lengths["sans_date"],
            "recherche": self.research["oui" if research else "non"],
        }
        return tuple(NoticePart(id=one.id, title=one.title, text=one.text.format(**values)) for one in self.parts)

    def in_brief(self, *, least: int, organisation: str = "") -> str:
        """Return the three lines of the notice, with who is responsible; for the arguments see :meth:`filled`.

        Examples
        --------
        >>> load_notice().in_brief(least=5, organisation="Les Tilleuls")[-13:]
        'Les Tilleuls.'
        """
        organisme = organisation.strip() or self.to_complete["organisme"]
        return self.brief.format(moyenne=least, organisme=organisme)


class _Notices(Strict, frozen=True, rename={"participants": "information_participants"}):
    participants: Notice


@cache
def load_notice() -> Notice:
    """Return the notice to participants of ``content/kit/notices.yaml``."""
    return load_yaml(CONTENT / "kit/notices.yaml", _Notices).participants
