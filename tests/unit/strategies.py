"""Hypothesis strategies for sheets, and for questionnaires of the schema."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

Q = load_questionnaire()
ANSWERS = st.sampled_from([1, 2, 3, 4, "NSP", "NC"])


@st.composite
def sheets(draw: st.DrawFn, items: tuple[str, ...] = Q.item_ids) -> Sheet:
    """Draw any valid sheet; with ``items``, one that answers nothing else."""
    return Sheet(
        questionnaire=Q.id,
        version=Q.version,
        profile=draw(st.sampled_from([None, *Q.profile_ids])),
        variant=draw(st.sampled_from([None, *Q.variant_ids])),
        answers=draw(st.dictionaries(st.sampled_from(items), ANSWERS)),
    )


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a scale of two to seven levels, with none, one or both of the answers outside it."""
    top = draw(st.integers(2, 7))
    codes = draw(st.sampled_from([(), ("NSP",), ("NC",), ("NSP", "NC")]))
    return {
        "niveaux": [{"valeur": level, "libelle": f"Niveau {level}"} for level in range(1, top + 1)],
        "hors_echelle": [{"code": code, "libelle": code, "usage": code} for code in codes],
    }


@st.composite
def questionnaires(draw: st.DrawFn, *, most_levers: int = 4, most_items: int = 4) -> Questionnaire:
    """Draw a questionnaire of the schema: several scales, reversed items, modules, effects, its own scoring or not."""
    others = {f"e{number}": draw(scales()) for number in range(draw(st.integers(0, 2)))}
    profiles = [{"id": f"p{number}", "libelle": f"Profil {number}"} for number in range(draw(st.integers(0, 3)))]
    effects = ["E1", "E2"] if draw(st.booleans()) else []
    levers = [f"z{number}" for number in range(draw(st.integers(1, most_levers)))]
    items = []
    for lever in levers:
        for _ in range(draw(st.integers(1, most_items))):
            item: dict[str, Any] = {"id": f"i{len(items)}", "levier": lever, "texte": f"Énoncé {len(items)}."}
            item |= {"inverse": draw(st.booleans()), "echelle": draw(st.sampled_from([None, *others]))}
            item |= {"effet": draw(st.sampled_from([None, *effects]))}
            items.append(item)
    scoring: dict[str, Any] = {"unite": draw(st.sampled_from(["score", "moyenne"])), "classes": draw(st.booleans())}
    if draw(st.booleans()):
        scoring["part_min_notes"] = draw(st.sampled_from([0.25, 0.5, 0.625, 1.0]))
    plain = {
        "id": "tire-au-sort", "version": "1.0", "titre": "Tiré au sort", "echelle": draw(scales()), "echelles": others,
        "leviers": [{"id": lever, "nom_court": f"Partie {lever}"} for lever in levers], "items": items,
        "effets": [{"id": one, "nom": one, "icone_texte": one} for one in effects], "profils": profiles,
        "calcul": scoring,
    }  # fmt: skip
    return msgspec.convert(plain, Questionnaire)


@st.composite
def sheets_of(draw: st.DrawFn, q: Questionnaire, items: tuple[str, ...] | None = None) -> Sheet:
    """Draw any valid sheet of a questionnaire; with ``items``, one that answers nothing else."""
    answers = {}
    for item in q.items:
        if items is None or item.id in items:
            scale = q.scale_of(item)
            answer = draw(st.sampled_from([None, *range(1, scale.top + 1), *scale.codes]))
            if answer is not None:
                answers[item.id] = answer
    profile = draw(st.sampled_from([None, *q.profile_ids]))
    return Sheet(questionnaire=q.id, version=q.version, profile=profile, answers=answers)
