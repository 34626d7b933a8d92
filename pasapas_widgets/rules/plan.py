"""The action plan: an action made from a model, and the rules of a plan, said where they bite.

Pure functions over the model. Nothing here refuses: a plan is written in a meeting, and what is missing is said while
what was typed stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pasapas_widgets.model.carnet.carnet import Employer
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.session import delete_on

__all__ = ["Advice", "advise", "entered_in", "is_open", "is_quick", "new_action", "review_limit"]

FREE_FIELDS = (
    "title", "situation", "for_teams", "for_children", "owner", "partners", "first_steps", "means", "indicator",
    "baseline", "decision", "lesson",
)  # fmt: skip


class Advice(Struct, frozen=True):
    """Something that the plan still lacks.

    Parameters
    ----------
    rule
        ``ouvertes``, ``rapide``, ``responsable``, ``revue`` or ``noms`` (content/kit/actions.yaml, «regles»).
    sentence
        The rule in one French sentence, and what bites.
    action
        The action that it is about; ``None`` where it is about the plan as a whole.
    field
        The field of the action, named as in :class:`~pasapas_widgets.model.carnet.plan.Action`.
    """

    rule: str
    sentence: str
    action: str | None = None
    field: str | None = None


def new_action(
    id: str, items: Sequence[str], *, opened: dt.date, template: str | None = None, level: float | None = None
) -> Action:
    """Return an action that answers some statements, filled from a model of the kit where one is given.

    Parameters
    ----------
    level
        Published mean (0 to 100) of its first statement, the level that it starts from.

    Raises
    ------
    KeyError
        The kit has no such model.

    Examples
    --------
    >>> action = new_action("a1", ["L2-05"], opened=dt.date(2026, 11, 23), template="A13")
    >>> action.title, action.due, action.review
    ('Créer une fiche de prise de poste pour remplaçants', datetime.date(2026, 12, 14), datetime.date(2027, 2, 23))
    """
    rules = shipped_kit().rules
    review = delete_on(opened, months=rules.review_months)
    if template is None:
        return Action(id=id, title="", items=tuple(items), opened=opened, review=review, baseline_level=level)
    model = {one.id: one for one in shipped_kit().actions}[template]
    return Action(
        id=id,
        title=model.title,
        items=tuple(items),
        opened=opened,
        template=template,
        baseline_level=level,
        owner=model.owner,
        partners=model.partners,
        first_steps=model.first_steps,
        due=opened + dt.timedelta(days=model.days),
        means=model.means,
        indicator=model.indicator,
        documents=model.documents,
        review=review,
        effort=model.effort,
        effect=model.effect,
    )


def is_open(action: Action) -> bool:
    """Tell whether an action counts among the three to five that a team can hold at once."""
    return {state.id: state.is_open for state in shipped_kit().states}.get(action.state, True)


def is_quick(action: Action) -> bool:
    """Tell whether an action is to be done within thirty days of its opening."""
    return action.due is not None and (action.due - action.opened).days <= shipped_kit().rules.quick_days


def review_limit(action: Action) -> dt.date:
    """Return the latest day on which an action is reviewed for the first time."""
    return delete_on(action.opened, months=shipped_kit().rules.review_months)


def advise(actions: Iterable[Action]) -> tuple[Advice, ...]:
    """Return what a plan still lacks: first what is about the whole, then action by action, in their order."""
    plan = tuple(actions)
    told = list(_whole(plan))
    for action in plan:
        told += _single(action)
    return tuple(told)


def _whole(plan: tuple[Action, ...]) -> Iterable[Advice]:
    rules = shipped_kit().rules
    current = [action for action in plan if is_open(action)]
    if len(current) > rules.most_open:
        yield Advice("ouvertes", rules.sentences["ouvertes"])
    elif plan and len(current) < rules.fewest_open:
        yield Advice("ouvertes", rules.sentences["peu_ouvertes"])
    if current and not any(is_quick(action) for action in current):
        yield Advice("rapide", rules.sentences["rapide"])


def _single(action: Action) -> Iterable[Advice]:
    sentences = shipped_kit().rules.sentences
    if is_open(action) and not action.owner.strip():
        yield Advice("responsable", sentences["responsable"], action.id, "owner")
    if is_open(action) and (action.review is None or not action.opened <= action.review <= review_limit(action)):
        yield Advice("revue", sentences["revue"], action.id, "review")
    for field in FREE_FIELDS:
        value = getattr(action, field)
        traces = personal_traces(" ; ".join(value) if isinstance(value, tuple) else value)
        if traces:
            yield Advice("noms", f"{sentences['noms']} (« {traces[0].text} »)", action.id, field)


def entered_in(action: Action, *, staff: int | None = None, employer: Employer = "prive") -> tuple[str, ...]:
    """Return the documents where an action is entered, and the body to be told, for this employer.

    Parameters
    ----------
    staff
        Number of employees; under fifty the annual prevention programme is a list in the «document unique»
        (content/kit/actions.yaml, «documents»). ``None`` where it is not known.
    employer
        In public establishments another body stands in the place of the CSE.
    """
    kit = shipped_kit()
    is_small = staff is not None and staff < kit.rules.small_staff
    known = {document.id: document for document in kit.documents}
    documents = (known[one] for one in action.documents if one in known)
    names = [(document.small if is_small else None) or document.name for document in documents]
    if action.consultation == "a_faire":
        names.append(kit.bodies[employer])
    return tuple(dict.fromkeys(names))
