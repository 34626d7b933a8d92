"""«Le plan d'action»: the same actions as a table, a board and a time line; their rules, their thread, their review."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import msgspec
import traitlets

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Wave
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.structure import Lever, Questionnaire, axis_name
from pasapas_widgets.model.results import GroupResults, ItemResult
from pasapas_widgets.model.strict import plain
from pasapas_widgets.rules.comparison import Comparison, compare_items, compare_levers, read_here
from pasapas_widgets.rules.plan import advise, entered_in, is_quick, new_action, review_limit
from pasapas_widgets.rules.scoring import rules_of, told
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Plan"]

Plain = Mapping[str, Any]


class Plan(CarnetWidget):
    """Write the plan of a group, follow it, review it after three months.

    What a rule finds missing is said beside the field and stops nothing: what was typed stays.

    Parameters
    ----------
    desk
        The carnet of this page.
    today
        The day from which new actions are dated; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     plan = Plan(CarnetDesk(Carnets(Path(folder))))
    >>> plan, [one["id"] for one in plan.carnet["actions"]]
    (<Plan : 4 actions>, ['a1', 'a2', 'a3', 'a4'])
    """

    section = "plan"
    _esm = module("plan")
    _css = style("kit/carnet", "plan")

    kit = traitlets.Dict(read_only=True).tag(sync=True)
    items = traitlets.Dict().tag(sync=True)
    levers = traitlets.List(traitlets.Dict()).tag(sync=True)
    waves = traitlets.List(traitlets.Dict()).tag(sync=True)
    votes = traitlets.Dict().tag(sync=True)
    advice = traitlets.List(traitlets.Dict()).tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    today = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, today: dt.date | None = None) -> None:
        day = today or dt.date.today()
        super().__init__(desk.desk, today=day.isoformat())

    @traitlets.default("kit")
    def _kit(self) -> dict[str, Any]:
        """Return the models as actions begun today, so that the browser knows no rule of its own."""
        kit, day = load_kit(self.source), dt.date.fromisoformat(self.today)
        rules = rules_of(self.source)
        begun = [
            {
                "effets": list(one.effects),
                "fiche": one.card,
                "action": plain(new_action(one.id, one.items, opened=day, template=one.id)),
            }
            for one in kit.actions
        ]
        own = plain(new_action("nouvelle", ["nouvelle"], opened=day))
        return {
            "modeles": begun,
            "neuve": own,
            "etats": [{"id": one.id, "libelle": one.label, "ouverte": one.is_open} for one in kit.states],
            "documents": msgspec.to_builtins(kit.documents),
            "instances": kit.bodies,
            "regles": {"plus": kit.rules.most_open, "moins": kit.rules.fewest_open, "petit": kit.rules.small_staff},
            "fiches": {
                id: [{"id": card.id, "titre": card.title} for card in kit.cards_for(id)] for id in self.source.item_ids
            },
            "classes": {one.id: one.label for one in rules.classes},
            "signaux": {id: one["libelle"] for id, one in msgspec.to_builtins(rules.signals).items()},
        }

    def show(self) -> None:
        """Set what is known of each statement, what the rules say, and where each action is entered."""
        carnet = self.desk.carnet
        waves = carnet.waves[-2:]
        before, after = (waves[0].results, waves[1].results) if len(waves) == 2 else (GroupResults(),) * 2
        q = self.source
        compared = {one.id: one for one in compare_items(before, after, q.item_ids, q)} if after else {}
        shown = [read_here(wave.results, q) for wave in waves]
        self.items = {
            id: one | {"vagues": [_figures(results, id, q) for results in shown]} | _comparison(compared.get(id), q)
            for id, one in self.statements().items()
        }
        names = {lever.id: axis_name(lever) for lever in q.levers}
        levers = compare_levers(before, after, q) if after else ()
        self.levers = [{"nom": names[one.id]} | _told(one, q) for one in levers if one.id in names]
        self.waves = [
            {"titre": one.session.title, "jour": one.session.day.isoformat(), "n": one.results.n_sheets or None}
            for one in waves
        ]
        self.votes = _votes(carnet.waves, q)
        self.advice = [
            {"regle": one.rule, "phrase": one.sentence, "action": one.action, "champ": _key(one.field)}
            for one in advise(carnet.actions)
        ]
        self.told = {
            one.id: {
                "inscrite": list(entered_in(one, staff=carnet.staff, employer=carnet.employer or "prive")),
                "rapide": is_quick(one),
                "limite": review_limit(one).isoformat(),
            }
            for one in carnet.actions
        }

    def __repr__(self) -> str:
        n = len(self.desk.carnet.actions)
        return f"<Plan : {n} action{'s' if n > 1 else ''}>"


def _key(field: str | None) -> str:
    """Return the key of the file for a field of an action."""
    from pasapas_widgets.model.carnet.plan import Action

    return {one.name: one.encode_name for one in msgspec.structs.fields(Action)}.get(field or "", "")


def _figures(results: GroupResults, item: str, q: Questionnaire) -> dict[str, Any]:
    """Return what was published of a statement, its mean also as it is said."""
    found = results.items.get(item, ItemResult())
    keys = ("n_notes", "moyenne", "classe", "dispersion", "signaux", "motif")
    shown = plain(found)
    return {key: shown[key] for key in keys} | {"dit": "" if found.mean is None else told(found.mean, q)}


def _comparison(one: Comparison | None, q: Questionnaire) -> dict[str, Any]:
    return {"comparaison": _told(one, q)} if one is not None else {}


def _told(one: Comparison, q: Questionnaire) -> dict[str, Any]:
    """Return a comparison with its scores and its margin as they are said."""
    shown: dict[str, Any] = plain(one)
    if one.before is None or one.after is None:
        return shown
    lever = next((lever for lever in q.levers if lever.id == one.id), None)
    said = {"avant": told(one.before, q, bare=True, lever=lever), "apres": told(one.after, q, lever=lever)}
    if one.points:
        said["comme"] = _as_if(one.id, one.points > 0, q, lever)
    return shown | {"dit": said | ({} if one.margin is None else {"marge": _margin(one.margin, q, lever)})}


def _as_if(id: str, is_more: bool, q: Questionnaire, lever: Lever | None) -> str:
    """Return how people would have answered for a score to be higher, or lower: a higher level of a reversed statement
    is less, and where a lever turns some answers round one speaks of favourable ones."""
    if lever is None:
        return "plus" if is_more != (id in q.item_ids and q.item(id).reversed) else "moins"
    if lever.is_unfavourable or any(item.reversed for item in q.scored_items(lever)):
        return "mieux" if is_more != lever.is_unfavourable else "moins_bien"
    return "plus" if is_more else "moins"


def _margin(points: float, q: Questionnaire, lever: Lever | None) -> str:
    """Say a difference of scores in the unit in which they are told, rounded up: «8 points», «0,4 niveau»."""
    texts, (low, high) = interface("plan")["comparaison"]["unites"], q.ends_of(lever)
    if q.unit_of(lever) != "moyenne":
        whole = max(1, math.ceil(points * (high - low) / 100))
        return str(texts["point" if whole < 2 else "points"].format(n=whole))
    tenths = max(1, math.ceil(points * (high - low) / 10))
    return str(texts["niveau" if tenths < 20 else "niveaux"].format(n=f"{tenths // 10},{tenths % 10}"))


def _votes(waves: tuple[Wave, ...], q: Questionnaire) -> dict[str, list[dict[str, Any]]]:
    """Return what the votes said of each statement, the earliest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for wave in waves:
        for vote in wave.votes:
            for one in vote.choices:
                item = q.item_said(one.choice) or one.choice
                said = {"seance": wave.session.title, "votants": vote.voters, "gommettes": one.dots, "rang": one.rank}
                found.setdefault(item, []).append(said)
    return found
