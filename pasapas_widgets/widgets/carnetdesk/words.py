"""What the parts, the fields and the codes of a carnet are called, so that no screen shows a key of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pasapas_widgets.content import interface
from pasapas_widgets.model.carnet.carnet import Carnet
from pasapas_widgets.model.field.actors import actor_names, department_name, load_places, shipped_actors
from pasapas_widgets.model.field.indicatorbook import load_indicators
from pasapas_widgets.model.kit.interviewguide import load_interview_guide
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire, load_services
from pasapas_widgets.rules.merge import Part
from pasapas_widgets.rules.orientation import service_names
from pasapas_widgets.rules.orientation.rules import load_orientation

__all__ = ["code_words", "field_words", "member_words", "parts_in_words"]

Path = tuple[str, ...]


def field_words() -> dict[str, str]:
    """Return the names of what a carnet keeps by identifier: counts, brackets and parts of them, cautions.

    >>> field_words()["departs_cdi"]
    'Départs de CDI'
    """
    book = load_indicators()
    return (
        {one.id: one.name for one in book.counts}
        | {part.id: f"{one.name} : {part.name}" for one in book.breakdowns for part in one.parts}
        | {one.id: one.text for one in load_questionnaire(SELF_DIAGNOSIS).cautions}
    )


def code_words() -> dict[str, dict[str, str]]:
    """Return the words of the codes that a field may hold, by the key of the field.

    >>> code_words()["lien"]["ponctuel"], code_words()["etat"]["en_cours"]
    ('Lien ponctuel', 'En cours')
    """
    kit, guide = shipped_kit(), load_interview_guide()
    carnet, plan = interface("carnet"), interface("plan")
    links, places = interface("territory")["liens"], load_places()
    return {
        "lien": {key: words for key, words in links.items() if key != "non_dit"},
        "acteur": actor_names(),
        "famille": dict(shipped_actors().families),
        "departement": {one.code: department_name(one.code) for one in (*places.departments, *places.collectivities)},
        "sens": dict(interface("sharing")["feuille"]["sens"]),
        "service": {one.id: one.name for one in load_services()} | service_names(),
        "employeur": {key: words for key, words in carnet["apropos"]["employeurs"].items() if key != "non_dit"},
        "etat": dict(interface("orientation")["parcours"]["etats"]) | {one.id: one.label for one in kit.states},
        "regle": {one.id: one.message for one in load_orientation().rules},
        "modele": {one.id: one.title for one in kit.actions},
        "fiche": {one.id: one.title for one in kit.cards} | {one.id: one.name for one in kit.methods},
        "inscription": {one.id: one.short or one.name for one in kit.documents},
        "consultation_cse": {key: words for key, words in plan["consultations"].items() if key != "non_dit"},
        "fait": {one.id: one.what for one in guide.before},
        "pieces": {one.id: one.text for one in guide.papers},
    }


def member_words(carnet: Carnet) -> dict[Path, str]:
    """Return what people call the members of a carnet's lists, by their path in the file.

    >>> from pasapas_widgets.carnets.desk import sample_carnet
    >>> words = member_words(sample_carnet())
    >>> words["annees", "annee-2023"], words["territoire", "contacts", "T-SPST"]
    ('2023', 'Santé au travail')
    """
    actors, services = actor_names(), service_names()
    texts, path, meeting, place = interface("carnet"), carnet.pathway, carnet.interview, carnet.territory
    named: dict[Path, Mapping[str, Any]] = {
        ("actions",): {one.id: one.title for one in carnet.actions},
        ("retours",): {one.id: one.title for one in carnet.feedback},
        ("priorites",): {one.id: one.label or ", ".join(one.items) for one in carnet.priorities},
        ("discussions",): {one.id: one.situation or ", ".join(one.items) for one in carnet.discussions},
        ("annees",): {one.id: one.year for one in carnet.years},
        ("parcours", "etapes"): {one.id: one.title or services.get(one.service) for one in path.steps},
        ("entretien", "pistes"): {one.id: one.title for one in meeting.leads},
        ("territoire", "contacts"): {one.id: one.label or actors.get(one.actor or "") for one in place.contacts},
        ("territoire", "echanges"): {one.id: one.text for one in place.exchanges},
    }
    return {
        (*where, id): str(words or "").strip() or texts["sans_nom"]
        for where, members in named.items()
        for id, words in members.items()
    }


def parts_in_words(parts: Iterable[Part], here: Carnet, there: Carnet) -> list[dict[str, Any]]:
    """Return where two versions of a carnet differ, as a screen shows it: no identifier and no code is left in it.

    Each has its ``chemin``, by which a choice comes back; the ``membre`` that it is in and whether it ``est_membre``
    itself; ``noms`` of the steps of its path that the interface has no word for; what stands on each side, and what
    is proposed.
    """
    members, fields, codes = member_words(here) | member_words(there), field_words(), code_words()

    def shown(path: Path, value: Any) -> Any:
        if isinstance(value, Mapping):
            return members.get(path, value)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [shown(path, one) for one in value]
        if not isinstance(value, str):
            return value
        if path[-1] == "action":
            return members.get(("actions", value), value)
        return members.get((*path, value)) or codes.get(path[-1], {}).get(value, value)

    return [
        {
            "chemin": list(one.path),
            "membre": next(
                (members[path] for n in range(len(one.path), 1, -1) if (path := one.path[:n]) in members), ""
            ),
            "est_membre": one.path in members,
            "noms": {step: fields[step] for step in one.path if step in fields},
            "ici": shown(one.path, one.here),
            "ailleurs": shown(one.path, one.there),
            "propose": one.proposal or "",
        }
        for one in parts
    ]
