"""What an export is made from, and how each action is told: the same words in every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet, Employer, Wave
from pasapas_widgets.model.carnet.grouptalk import Discussion, Priority
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.carnet.wording import variant_of
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.questionnaire.loading import earlier_versions, load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.plan import entered_in, is_open

__all__ = ["Row", "Source", "Statement"]


class Statement(Struct, frozen=True):
    """A statement that an action answers, and its lever; both texts are empty where no version that ships has it.

    ``number`` is what people read before it («n° 12»); a statement of an earlier version has none and says so.
    """

    id: str
    text: str
    lever: str
    number: str


class Row(Struct, frozen=True, kw_only=True):
    """An action as people read it.

    Parameters
    ----------
    number
        Place in the plan, from 1.
    state, consultation
        The words of their identifiers.
    thread
        The statements that it answers.
    entered
        The documents where it is entered, and the body to be told.
    """

    number: int
    action: Action
    title: str
    state: str
    is_open: bool
    thread: tuple[Statement, ...]
    entered: tuple[str, ...]
    consultation: str


class Source(Struct, frozen=True, kw_only=True):
    """A carnet as it goes out of the door, on one day.

    Parameters
    ----------
    day
        The day of the export, written on what is printed.
    priorities
        What the group chose to work on, in its words.
    discussions
        Those that the group agreed to keep; no other leaves the carnet.
    staff, employer
        Decide the documents where an action is entered: see :func:`~pasapas_widgets.rules.plan.entered_in`.
    id
        The carnet's own identifier, empty where it has none.
    questionnaire
        What the group answers; this process's where left out.
    """

    title: str
    day: dt.date
    service: str | None = None
    waves: tuple[Wave, ...] = ()
    actions: tuple[Action, ...] = ()
    priorities: tuple[str, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    staff: int | None = None
    employer: Employer = "prive"
    id: str = ""
    questionnaire: Questionnaire = field(default_factory=load_questionnaire)

    @classmethod
    def of(cls, carnet: Carnet, *, day: dt.date, questionnaire: Questionnaire | None = None) -> Source:
        """Take from a carnet what goes out of the door: nothing that the group did not agree to."""
        made = cls(
            id=carnet.id or "", title=carnet.title, day=day, service=carnet.service, waves=carnet.waves,
            actions=carnet.actions,
            discussions=tuple(_said(one) for one in carnet.discussions if one.agreed), staff=carnet.staff,
            employer=carnet.employer or "prive",
            questionnaire=questionnaire or load_questionnaire(),
        )  # fmt: skip
        chosen = tuple(made.named(one) for one in carnet.priorities if one.chosen)
        return replace(made, priorities=chosen)

    def named(self, priority: Priority) -> str:
        """Return a priority in the group's own words, else as its statements say it."""
        told = [one.text.rstrip(".") or one.number for one in self.statements(priority.items)]
        return priority.label.strip() or " ; ".join(told)

    @property
    def heading(self) -> str:
        """What the group calls its carnet, or the words for a carnet without a name."""
        return self.title.strip() or str(interface("exports")["sans_titre"])

    @property
    def variant(self) -> str | None:
        """The wording of the statements, ``None`` for the base text."""
        return variant_of(self.waves, self.service, self.questionnaire)

    @property
    def body(self) -> str:
        """The elected body to inform or consult."""
        return shipped_kit().bodies[self.employer]

    def rows(self, *, only_open: bool = False) -> tuple[Row, ...]:
        """Return the actions as people read them, in the order of the plan."""
        rows = (self._row(number, action) for number, action in enumerate(self.actions, 1))
        return tuple(row for row in rows if row.is_open or not only_open)

    def _row(self, number: int, action: Action) -> Row:
        texts = interface("exports")
        states = {state.id: state.label for state in shipped_kit().states}
        return Row(
            number=number,
            action=action,
            title=action.title.strip() or texts["action_sans_titre"],
            state=states.get(action.state, action.state),
            is_open=is_open(action),
            thread=self.statements(action.items),
            entered=entered_in(action, staff=self.staff, employer=self.employer),
            consultation=texts["consultation"].get(action.consultation, texts["consultation"]["non_dit"]),
        )

    def statements(self, items: Sequence[str]) -> tuple[Statement, ...]:
        """Return the texts of some statements, in the wording that the group answered."""
        return tuple(self._statement(id) for id in items)

    def _statement(self, id: str) -> Statement:
        texts, q = interface("exports")["numero_enonce"], self.questionnaire
        for one in (q, *earlier_versions(q)):
            if id in one.item_ids:
                item = one.item(id)
                lever = next(lever.name for lever in one.levers if lever.id == item.lever)
                number = texts["numero"].format(n=q.number_of(id)) if one is q else texts["ancien"]
                return Statement(id, item.text_for(self.variant), lever, number)
        return Statement(id, "", "", texts["ancien"])


def _said(one: Discussion) -> Discussion:
    """Return a discussion without the facts that were begun and left empty."""
    return replace(one, facts=tuple(fact for fact in one.facts if fact.strip()))
