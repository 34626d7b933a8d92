"""The questionnaire on paper: the same statements under the same numbers, four A4 pages at most."""

from __future__ import annotations

from pasapas_widgets.aggregation import load_thresholds
from pasapas_widgets.content import interface
from pasapas_widgets.exports.typesetting import compiled
from pasapas_widgets.model.questionnaire import Questionnaire, load_questionnaire

__all__ = ["paper_pdf"]


def paper_pdf(variant: str | None = None, *, questionnaire: Questionnaire | None = None) -> bytes:
    """Return the questionnaire to be filled in by hand.

    Parameters
    ----------
    variant
        The wording of the statements; ``None`` is the base text.

    Raises
    ------
    ValueError
        The questionnaire has no such variant.
    """
    texts, q = interface("imprimes")["papier"], questionnaire or load_questionnaire()
    labels = {one.id: one.label for one in q.variants}
    if variant is not None and variant not in labels:
        raise ValueError(f"« {variant} » n'est pas une variante du questionnaire : {', '.join(labels)}.")
    wording = texts["variante"].format(libelle=labels[variant]) if variant else texts["base"] if labels else ""
    page = {
        "title": texts["titre"],
        "subtitle": texts["sous_titre"].format(titre=q.title, version=q.version, variante=wording),
        "colon": "\u00a0:",
        "session": texts["seance"],
        "date": texts["date"],
        "how": texts["comment"],
        "instructions": q.instructions,
        "one_cross": texts["une_croix"],
        "who": texts["qui"],
        "who_text": texts["qui_texte"].format(n=load_thresholds().mean),
        "scale": texts["echelle"],
        "answers": [
            *((str(one.value), texts["niveau"].format(libelle=one.label, ancre=one.anchor)) for one in q.scale.levels),
            *((one.code, one.label) for one in q.scale.off_scale),
        ],
        "reminder": " · ".join(
            [f"{one.value} {one.label}" for one in q.scale.levels]
            + [f"{one.code} {one.label}" for one in q.scale.off_scale]
        ),
        "profile": texts["profil"],
        "profiles": [one.label for one in q.profiles],
        "number": texts["numero"],
        "statement": texts["enonce"],
        "levers": [
            {
                "name": lever.name,
                "question": lever.question,
                "items": [(item.id, item.text_for(variant)) for item in q.items_of(lever=lever.id)],
            }
            for lever in q.levers
        ],
        "thanks": texts["merci"],
    }
    return compiled("paper.typ", page)
