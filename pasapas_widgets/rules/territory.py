"""The actors around an establishment: links, what is missing and why, what can be made of a contact. Pure functions.

Nothing here judges: a missing link is named only where the group's own results, or a proposal of orientation, say what
it could help with. A withheld figure is never used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.carnet.territory import LINKS, Contact, Link, Territory
from pasapas_widgets.model.field.actors import Actor, load_actors
from pasapas_widgets.model.field.personal import personal_traces
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.selfdiagnosis import is_self_diagnosis
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.rules.plan import new_action
from pasapas_widgets.rules.scoring import rules_of

__all__ = [
    "MOST_WANTED",
    "WEAK_BELOW",
    "Gap",
    "Node",
    "Proposal",
    "Trace",
    "columns",
    "describe_gaps",
    "describe_links",
    "exchange_ideas",
    "gaps",
    "network",
    "proposals",
    "traces",
    "weak_items",
]

WEAK_BELOW = 50.0
"""A statement whose published mean (0 to 100) is under this is low: the bound of the orientation rules."""

MOST_WANTED = 3
"""How many contacts a group can make at a time; more is said, never refused."""

FIRST_CONTACT_DAYS = 30


class Node(Struct, frozen=True, kw_only=True):
    """An actor as the list and the figure show it.

    Parameters
    ----------
    id
        The family's identifier, or the own contact's.
    name, short
        In the list, in the figure.
    family, family_name
        Its group.
    can_bring
        What such an actor can bring; empty for one of the group's own.
    contact
        What the group wrote; an empty contact where it has written nothing yet.
    """

    id: str
    name: str
    short: str
    family: str
    family_name: str
    can_bring: str
    items: tuple[str, ...]
    contact: Contact

    @property
    def link(self) -> Link:
        """The present link."""
        return self.contact.link


class Gap(Struct, frozen=True, kw_only=True):
    """An actor without a link that could help with something that is low here.

    Parameters
    ----------
    items
        The statements, the lowest mean first, each with its published mean (0 to 100).
    asked
        Whether the orientation names the actor.
    """

    node: Node
    items: tuple[tuple[str, float], ...]
    asked: bool = False


class Trace(Struct, frozen=True):
    """A field of a contact or an exchange where something looks like a person."""

    id: str
    field: str
    text: str


class Proposal(Struct, frozen=True):
    """An action that may be made of a contact: the statement that it answers, and the action begun."""

    item: str
    action: Action


def network(territory: Territory, questionnaire: Questionnaire | None = None) -> tuple[Node, ...]:
    """Return every actor, family by family in their order, the group's own after those of the content.

    Examples
    --------
    >>> nodes = network(Territory(contacts=(Contact(id="c1", label="Maison des ados", family="secteur"),)))
    >>> len(nodes), [one.name for one in nodes if one.family == "secteur"][-1]
    (18, 'Maison des ados')
    """
    actors = load_actors(questionnaire)
    written = {one.actor: one for one in territory.contacts if one.actor is not None}
    own = [one for one in territory.contacts if one.actor is None]
    fallback = next(iter(actors.families))
    nodes = []
    for family, family_name in actors.families.items():
        nodes += [_node(one, family_name, written.get(one.id)) for one in actors.actors if one.family == family]
        nodes += [
            _own(one, family, family_name)
            for one in own
            if (one.family if one.family in actors.families else fallback) == family
        ]
    return tuple(nodes)


def columns(territory: Territory) -> tuple[tuple[Node | str, ...], tuple[Node | str, ...]]:
    """Return the network as two columns of about the same height: the name of each group, then its actors.

    >>> [len(side) for side in columns(Territory())]
    [12, 12]
    """
    groups: dict[str, list[Node]] = {}
    for node in network(territory):
        groups.setdefault(node.family_name, []).append(node)
    total = sum(1 + len(nodes) for nodes in groups.values())
    left: list[Node | str] = []
    right: list[Node | str] = []
    for name, nodes in groups.items():
        is_left = not right and (not left or len(left) + (1 + len(nodes)) / 2 <= total / 2)
        (left if is_left else right).extend([name, *nodes])
    return tuple(left), tuple(right)


def _node(actor: Actor, family_name: str, contact: Contact | None) -> Node:
    return Node(
        id=actor.id, name=actor.name, short=actor.short, family=actor.family, family_name=family_name,
        can_bring=actor.brings, items=actor.items, contact=contact or Contact(id=actor.id, actor=actor.id),
    )  # fmt: skip


def _own(contact: Contact, family: str, family_name: str) -> Node:
    name = contact.label.strip() or interface("territory")["sans_nom"]
    return Node(
        id=contact.id, name=name, short=name if len(name) <= 22 else name[:21].rstrip() + "…", family=family,
        family_name=family_name, can_bring="", items=(), contact=contact,
    )  # fmt: skip


def weak_items(results: GroupResults, questionnaire: Questionnaire | None = None) -> dict[str, float]:
    """Return the statements with a published mean under :data:`WEAK_BELOW`, the lowest first; never a withheld one.

    Parameters
    ----------
    results
        Published results of a group.
    questionnaire
        What was answered; this process's where left out.
    """
    known = (questionnaire or load_questionnaire()).item_ids
    found = {id: one.mean for id, one in results.items.items() if id in known and one.mean is not None}
    return dict(sorted(((id, mean) for id, mean in found.items() if mean < WEAK_BELOW), key=lambda one: one[1]))


def gaps(
    territory: Territory,
    results: GroupResults,
    *,
    asked: Iterable[str] = (),
    questionnaire: Questionnaire | None = None,
) -> tuple[Gap, ...]:
    """Return the families without a link that could help with a low statement, or that the orientation names.

    Those that the orientation names come first, then those that could help with most statements, then the lowest mean.

    Parameters
    ----------
    asked
        Families that the orientation names.
    """
    weak, named = weak_items(results, questionnaire), set(asked)
    found = []
    for node in network(territory):
        if node.link in ("ponctuel", "regulier") or node.contact.actor is None:
            continue
        items = tuple((item, mean) for item, mean in weak.items() if item in node.items)
        if items or node.id in named:
            found.append(Gap(node=node, items=items, asked=node.id in named))
    return tuple(sorted(found, key=lambda one: (not one.asked, -len(one.items), one.items[0][1] if one.items else 100)))


def describe_links(territory: Territory) -> str:
    """Say in sentences what the figure shows: how many links of each kind, and with whom.

    >>> describe_links(Territory(contacts=(Contact(id="T-FT", actor="T-FT", link="regulier"),))).split(".")[0]
    'Lien régulier avec 1 acteur\\xa0: France Travail'
    """
    texts = interface("territory")["phrases"]
    nodes = network(territory)
    told = []
    for link in LINKS:
        names = [one.short for one in nodes if one.link == link]
        if names:
            told.append(counted(texts[link or "non_dit"], len(names), noms=" ; ".join(names)))
    wanted = [one.short for one in nodes if one.contact.wanted]
    if wanted:
        told.append(texts["a_prendre"].format(noms=" ; ".join(wanted)))
    return typeset(" ".join(told))


def describe_gaps(found: Iterable[Gap], questionnaire: Questionnaire | None = None) -> tuple[str, ...]:
    """Say each gap in a sentence: the actor, what is low here and it could help with, or that orientation names it."""
    texts = interface("territory")["manques"]
    words = {item.id: item.text.rstrip(".") for item in (questionnaire or load_questionnaire()).items}
    told = []
    for gap in found:
        sentence = texts["avec"].format(acteur=gap.node.name, apporte=gap.node.can_bring)
        if gap.items:
            sentence += " " + texts["enonces"].format(
                enonces=" ; ".join(f"« {words[item]} »" for item, _ in gap.items[:2])
            )
        if gap.asked:
            sentence += " " + texts["orientation"]
        told.append(typeset(sentence))
    return tuple(told)


def proposals(
    node: Node, results: GroupResults, *, opened: dt.date, questionnaire: Questionnaire | None = None
) -> tuple[Proposal, ...]:
    """Return the actions that may be made of a contact: for each of its statements the kit's models, then a plain one.

    Statements of the fourth lever come first (content/field/actors.yaml); one of the group's own gets all of that
    lever's. With another questionnaire no actor answers a statement: the group chooses among all of them.
    """
    q = questionnaire or load_questionnaire()
    kit = load_kit(q)
    own = q.items_of(lever=q.levers[-1].id) if is_self_diagnosis(q) else q.items
    items = node.items or tuple(item.id for item in own)
    found = []
    for item in items:
        level = results.items[item].mean if item in results.items else None
        models = [one for one in kit.actions_for(item) if one.items[0] == item] if node.items else []
        found += [
            Proposal(item, _joined(new_action("neuve", [item], opened=opened, template=one.id, level=level), node))
            for one in models
        ]
        found.append(Proposal(item, _first_contact(item, node, opened, level)))
    return tuple(found)


def _joined(action: Action, node: Node) -> Action:
    return msgspec.structs.replace(action, partners=tuple(dict.fromkeys([*action.partners, node.short])))


def _first_contact(item: str, node: Node, opened: dt.date, level: float | None) -> Action:
    texts = interface("territory")["action"]
    owner = node.contact.owner.strip()
    return msgspec.structs.replace(
        new_action("neuve", [item], opened=opened, level=level),
        title=texts["titre"].format(acteur=node.short),
        first_steps=texts["premier_pas_par" if owner else "premier_pas"].format(fonction=owner),
        indicator=texts["indicateur"],
        partners=(node.short,),
        due=opened + dt.timedelta(days=FIRST_CONTACT_DAYS),
        effort=1,
    )


def exchange_ideas(
    results: GroupResults, *, most: int = 3, questionnaire: Questionnaire | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the statements on which a group could ask others, the lowest first, and those it could show, the highest.

    >>> from pasapas_widgets.model.results import ItemResult
    >>> high, withheld = ItemResult(mean=80.0, level_class="appui"), ItemResult()
    >>> exchange_ideas(GroupResults(items={"L1-01": high, "L1-02": withheld}))
    ((), ('L1-01',))
    """
    q = questionnaire or load_questionnaire()
    classes = rules_of(q).classes
    best = classes[0].id if classes else ""
    strong = {
        id: one.mean
        for id, one in results.items.items()
        if id in q.item_ids and best and one.level_class == best and one.mean is not None
    }
    shown = sorted(strong, key=lambda id: -strong[id])
    return tuple(weak_items(results, q))[:most], tuple(shown)[:most]


def traces(territory: Territory) -> tuple[Trace, ...]:
    """Return the fields where something looks like a person: they ask for functions."""
    found = []
    for contact in territory.contacts:
        for name, key in (("owner", "fonction"), ("brings", "apporte"), ("label", "intitule")):
            found += [Trace(contact.id, key, one.text) for one in personal_traces(getattr(contact, name))[:1]]
    for exchange in territory.exchanges:
        for name, key in (("text", "texte"), ("owner", "fonction")):
            found += [Trace(exchange.id, key, one.text) for one in personal_traces(getattr(exchange, name))[:1]]
    return tuple(found)
