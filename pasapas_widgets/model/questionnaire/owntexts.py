"""What the interface says with one questionnaire: its texts, and the wordings of the statements to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire, load_services
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["otherwise", "texts_for", "variant_wordings", "wordings_of"]

OTHER = "autre_questionnaire"
"""The key under which a section says otherwise what speaks of the self-diagnosis, as «levier»."""


def texts_for(section: str, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the texts of a section, in words that fit any questionnaire where this one is not the self-diagnosis.

    Examples
    --------
    >>> texts_for("questionnaire", load_questionnaire(SELF_DIAGNOSIS))["etapes"]["suivant"]
    'Levier suivant'
    """
    own = {key: value for key, value in interface(section).items() if key != OTHER}
    return _over(own, otherwise(section, questionnaire))


def otherwise(section: str, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return the texts of a section that are said otherwise of a questionnaire: none of the self-diagnosis.

    >>> otherwise("radar", load_questionnaire(SELF_DIAGNOSIS))
    {}
    """
    if questionnaire.id == load_questionnaire(SELF_DIAGNOSIS).id:
        return {}
    return dict(interface(section).get(OTHER, {}))


def _over(texts: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """Return texts with others in the place of those of the same key, block by block."""
    found = dict(texts)
    for key, other in others.items():
        found[key] = _over(texts[key], other) if isinstance(other, dict) and key in texts else other
    return found


def variant_wordings(questionnaire: Questionnaire) -> dict[str, dict[str, dict[str, str]]]:
    """Return what each variant says in its own words: variant → statement → key of the file → text.

    >>> sorted(variant_wordings(load_questionnaire("hse-35")))
    ['anglais']
    """
    return {
        variant: {
            item.id: msgspec.to_builtins(item.wording(variant))
            for item in questionnaire.items
            if variant in item.variants
        }
        for variant in questionnaire.variant_ids
    }


def wordings_of(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Return the wordings that a person may choose from, as the browser reads them: the types of service, or the
    questionnaire's own variants where they are not those of a service.

    >>> wordings_of(load_questionnaire("hse-35"))[0]["variante"]
    'anglais'
    """
    services = load_services()
    if {one.variant for one in services} & set(questionnaire.variant_ids):
        return [msgspec.to_builtins(one) for one in services]
    return [{"id": one.id, "nom": one.label, "famille": None, "variante": one.id} for one in questionnaire.variants]
