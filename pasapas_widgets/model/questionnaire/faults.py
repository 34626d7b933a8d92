"""What is wrong with a questionnaire that its types cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pasapas_widgets.content.french import nearest
from pasapas_widgets.model.questionnaire.drawings import load_drawings
from pasapas_widgets.model.questionnaire.scoringfaults import faults_of_scales, faults_of_scoring
from pasapas_widgets.model.questionnaire.structure import Earlier, Questionnaire

__all__ = ["RESERVED", "faults_of"]

RESERVED = frozenset(
    {
        "profil",
        "variante",
        "version",
        "seance",
        "feuille",
        "item",
        "reponse",
        "ev-1",
        "ev-2",
        "ev-3",
        "constructor",
        "prototype",
    }
)
"""Names that the room, the tables of answers or a browser keep for themselves, in small letters."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def faults_of(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Yield what a type cannot say, as (path in the file, French reason, what to do): identifiers taken twice,
    references to nothing, a scale with a gap, a lever without items, versions that contradict each other."""
    q = questionnaire
    groups: dict[str, Iterable[_Identified]] = {
        "leviers": q.levers, "effets": q.effects, "themes": q.themes, "modes": q.modes, "modules": q.modules,
        "profils": q.profiles, "variantes": q.variants, "items": q.items, "questions_de_prudence": q.cautions,
    }  # fmt: skip
    known = {name: [member.id for member in members] for name, members in groups.items()}
    known["echelles"] = list(q.other_scales)
    known["dessins"] = list(load_drawings())
    for name, ids in known.items():
        for index, one in enumerate(ids):
            if one in ids[:index]:
                fix = f"en donner un autre ; « {one} » sert déjà à {name}[{ids.index(one)}]"
                yield f"{name}[{index}].id", f"l'identifiant « {one} » est déjà pris", fix
    yield from _faults_of_names(known["items"])
    yield from faults_of_scales(q)
    for index, item in enumerate(q.items):
        references: dict[str, tuple[str, Iterable[str | None]]] = {
            "levier": ("leviers", [item.lever]), "effet": ("effets", [item.effect]), "theme": ("themes", [item.theme]),
            "echelle": ("echelles", [item.scale]), "module": ("modules", [item.module]),
            "effets_secondaires": ("effets", item.other_effects), "variantes": ("variantes", item.variants),
            "profils_prioritaires": ("profils", item.priority_profiles),
            "dessin": ("dessins", item.drawing), "autres_leviers": ("leviers", item.other_levers),
        }  # fmt: skip
        for key, (group, used) in references.items():
            for told in used:
                if told is not None and told not in known[group]:
                    yield _unknown(f"items[{index}].{key}", told, group, known[group])
    fed = {lever.id for lever in q.levers if q.scored_items(lever)}
    for name, key, named in (
        ("leviers", "levier", fed),
        ("modules", "module", {item.module for item in q.items}),
    ):
        for index, id in enumerate(known[name]):
            if id not in named:
                fix = f"retirer ce {key}, ou écrire « {key}: {id} » dans les énoncés qui en sont"
                yield f"{name}[{index}]", f"aucun énoncé n'a le {key} « {id} »", fix
    for index, lever in enumerate(q.levers):
        for one in lever.scoring.total_of:
            if one not in known["leviers"]:
                yield _unknown(f"leviers[{index}].calcul.total_de", one, "leviers", known["leviers"])
    yield from faults_of_scoring(q)
    for index, earlier in enumerate(q.earlier):
        yield from _faults_of_earlier(q, index, earlier, known["items"])


def _faults_of_names(items: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the identifiers of items that some reader would take for something else."""
    first: dict[str, str] = {}
    for index, one in enumerate(items):
        same = first.setdefault(one.casefold(), one)
        if one.casefold() in RESERVED:
            fix = "en donner un autre : la salle ne garderait pas ses réponses"
            yield f"items[{index}].id", f"« {one} » est un nom réservé", fix
        elif same != one:
            fix = "en donner un autre : un tableau de réponses ne distingue pas les majuscules"
            yield f"items[{index}].id", f"« {one} » ne diffère de « {same} » que par des majuscules", fix


def _faults_of_earlier(
    q: Questionnaire, index: int, earlier: Earlier, items: list[str]
) -> Iterator[tuple[str, str, str]]:
    place = f"versions_anterieures[{index}]"
    if earlier.version == q.version:
        reason = f"{q.version} est la version de ce questionnaire, pas une version antérieure"
        yield f"{place}.version", reason, "augmenter « version » en tête du fichier, ou retirer ce bloc"
    if earlier.version in {one.version for one in q.earlier[:index]}:
        yield f"{place}.version", f"la version {earlier.version} y est deux fois", "réunir les deux blocs"
    for old, new in earlier.renamed.items():
        if new not in items:
            yield _unknown(f"{place}.renommes.{old}", new, "items", items)
        elif list(earlier.renamed.values()).count(new) > 1:
            fix = "un énoncé n'en continue qu'un ; mettre les autres dans « retires »"
            yield f"{place}.renommes.{old}", f"deux énoncés deviennent « {new} »", fix
    for key, ids in (("reformules", earlier.changed), ("ajoutes", earlier.added)):
        for one in ids:
            if one not in items:
                path, reason, fix = _unknown(f"{place}.{key}", one, "items", items)
                yield path, reason, f"{fix} ; un énoncé retiré se met dans « retires »"
    for one in earlier.removed:
        if one in items and one not in earlier.added and one not in earlier.renamed.values():
            reason = f"« {one} » est encore un énoncé de ce questionnaire"
            yield f"{place}.retires", reason, "le mettre dans « reformules » s'il a changé de sens, sinon l'ôter d'ici"


def _unknown(path: str, told: str, group: str, known: Iterable[str]) -> tuple[str, str, str]:
    """Return the fault of a reference to nothing, with the nearest identifier where there is one."""
    ids = list(known)
    near = nearest(told, ids)
    listed = ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")
    fix = f"écrire un de ceux-ci : {listed}" if ids else f"ajouter un bloc « {group} », ou retirer cette clé"
    return path, f"« {told} » n'est pas un identifiant de « {group} »", f"peut-être « {near} »" if near else fix
