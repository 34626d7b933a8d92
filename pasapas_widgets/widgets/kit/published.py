"""What a widget publishes for others on its page to follow: a group's results, and what goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol, runtime_checkable

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["Published", "PublishesResults", "answered", "follow"]


@runtime_checkable
class PublishesResults(Protocol):
    """A source of results: ``OpenSheets``, ``CarnetDesk``, ``Cockpit``, or one's own widget with a trait ``results``.

    The other fields of :class:`Published` are followed as well where it has traits of these names.
    """

    results: Any

    def observe(self, handler: Callable[[Any], None], names: Iterable[str]) -> None:
        """Call a function when one of these traits changes."""


class Published(NamedTuple):
    """What a source publishes at a time, as its traits of the same names say it.

    Parameters
    ----------
    results
        A group's results in plain form, ``{}`` while there are none.
    session
        Their label.
    earlier
        ``{}``, or the label and the results of the time before.
    kept
        ``{}``, or the label and the scores on which a group that answers together agreed.
    questionnaire
        The statements in the wording that was answered; ``None`` where the source has none.
    """

    results: dict[str, Any]
    session: str = ""
    earlier: dict[str, Any] = {}  # noqa: RUF012 (read only)
    kept: dict[str, Any] = {}  # noqa: RUF012
    questionnaire: dict[str, Any] | None = None


def answered(source: object, questionnaire: Questionnaire | None) -> Questionnaire:
    """Return the questionnaire that is given, else the one that a source's group answers, else this process's."""
    found = questionnaire or getattr(source, "source", None)
    return found if isinstance(found, Questionnaire) else load_questionnaire()


def follow(source: PublishesResults, show: Callable[[Published], None]) -> None:
    """Show what a source publishes, now and each time that it changes."""

    def now(_change: Any = None) -> None:
        show(Published(**{name: getattr(source, name) for name in Published._fields if hasattr(source, name)}))

    now()
    source.observe(now, names=Published._fields)
