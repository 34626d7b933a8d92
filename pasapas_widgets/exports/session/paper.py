"""The questionnaire on paper: the same statements under the same numbers; four A4 pages for the self-diagnosis."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.exports.formats.typesetting import compiled
from pasapas_widgets.exports.formats.words import cleaned, credit, notice
from pasapas_widgets.model.kit.notices import load_notice
from pasapas_widgets.model.questionnaire.drawings import load_drawings
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Item, Questionnaire, Scale

__all__ = ["PaperSession", "paper_pdf"]

FULL = 6
"""Statements from which a lever has a page of its own, where all of them have as many."""

WIDEST = 9
"""Answers that have room beside a statement; more stand below it, in the order of the scale."""


class PaperSession(Struct, frozen=True, kw_only=True):
    """What the paper says of its session.

    ``notice`` is the notice to its participants, title and text of each part; ``research`` tells whether each person
    is asked for a yes to research; ``warning`` is said first, as that a session is a rehearsal.
    """

    title: str
    notice: list[tuple[str, str]]
    research: bool = False
    warning: str = ""


def paper_pdf(
    variant: str | None = None,
    *,
    questionnaire: Questionnaire | None = None,
    easy: bool = False,
    organisation: str = "",
    contact: str = "",
    session: PaperSession | None = None,
) -> bytes:
    """Return the questionnaire to be filled in by hand: one source for a room's own and for what is printed before.

    Parameters
    ----------
    variant
        The wording of the statements; ``None`` is the base text.
    easy
        Print the easy-to-read version: short sentences in large letters, each with its drawing.
    organisation, contact
        Who is responsible, and whom to ask; «à compléter» is printed where they are empty.
    session
        What is known of the session it is printed for; a line to write its name and its day where left out.

    Raises
    ------
    ValueError
        The questionnaire has no such variant, or no easy-to-read version.
    """
    q = questionnaire or load_questionnaire()
    texts, profile = texts_for("printed", q)["papier"], texts_for("questionnaire", q)["profil"]
    labels = {one.id: one.label for one in q.variants}
    if variant is not None and variant not in labels:
        raise ValueError(f"« {variant} » n'est pas une variante du questionnaire : {', '.join(labels)}.")
    if easy and not q.is_easy:
        raise ValueError(f"« {q.title} » n'a pas de version facile à lire.")
    wording = texts["variante"].format(libelle=labels[variant]) if variant else texts["base"] if labels else ""
    scales = {item.scale: q.scale_of(item) for item in q.items}
    told = session.notice if session else notice(organisation, contact)
    page = {
        "title": texts["facile"]["titre"] if easy else texts["titre"],
        "subtitle": texts["sous_titre"].format(titre=q.title, version=q.version, variante=wording).strip(),
        "colon": "\u00a0:",
        "session": texts["seance"],
        "date": texts["date"],
        "how": texts["facile"]["comment"] if easy else texts["comment"],
        "instructions": texts["facile"]["consigne"] if easy else q.instructions,
        "easy": easy,
        "widest": WIDEST,
        "one_cross": texts["une_croix"],
        "who": load_notice().title,
        "who_text": texts["qui_texte"],
        "notice": [(name, cleaned(text)) for name, text in told],
        "session_title": cleaned(session.title) if session else "",
        "warning": session.warning if session else "",
        "sheet_number": (texts["feuille"], texts["feuille_aide"]),
        "research": (texts["recherche"], texts["recherche_aide"]) if session and session.research else None,
        "independent": interface("app")["site"]["pied"]["independant"],
        "scale": texts["echelle"],
        "scales": [_answers(scale, texts["niveau"], easy=easy) for scale in scales.values()],
        "profile": profile["legende"],
        "profile_help": f"{profile['aide']} {texts['une_case']}",
        "profiles": [one.label for one in q.profiles],
        "number": texts["numero"],
        "statement": texts["enonce"],
        "pages": (easy or not any(item.anchor_low or item.anchor_high for item in q.items))
        and all(len(own) >= FULL for lever in q.levers if (own := q.items_of(lever=lever.id))),
        "levers": [
            {"name": lever.name, "question": lever.question, "blocks": _blocks(q, lever.id, variant, easy=easy)}
            for lever in q.levers
            if q.items_of(lever=lever.id)
        ],
        "thanks": texts["merci"],
        "credit": credit(q),
    }
    return compiled("session/paper.typ", page, row_head=1)


def _answers(scale: Scale, wording: str, *, easy: bool) -> list[tuple[str, str]]:
    """Return the possible answers of a scale: what is ticked, and what it means."""
    levels = (
        (str(one.written), wording.format(libelle=one.label, ancre=one.anchor) if one.anchor else one.label)
        for one in (scale.levels if scale.top <= WIDEST else (scale.levels[0], scale.levels[-1]))
    )
    off = (
        (one.code, one.label if easy else wording.format(libelle=one.label, ancre=one.use)) for one in scale.off_scale
    )
    return [*levels, *off]


def _said(item: Item, codes: list[str], *, easy: bool) -> tuple[str, str, list[str]]:
    """Return a statement, what its two ends look like where it says so (``1 : … 4 : …``), and its drawings' paths."""
    if easy:
        return item.easy, "", [load_drawings()[name] for name in item.drawing]
    ends = ((codes[0], item.anchor_low), (codes[-1], item.anchor_high))
    return item.text, "   ".join(f"{code}\u00a0: {told}" for code, told in ends if told), []


def _blocks(q: Questionnaire, lever: str, variant: str | None, *, easy: bool) -> list[dict[str, Any]]:
    """Return the statements of a lever in their order, those of one scale that follow each other together."""
    found = []
    for _, members in groupby(q.items_of(lever=lever), key=lambda item: item.scale):
        items = list(members)
        scale = q.scale_of(items[0])
        codes = [str(one.written) for one in scale.levels]
        answers = [
            *((str(one.written), one.label) for one in scale.levels),
            *((o.code, o.label) for o in scale.off_scale),
        ]
        found.append(
            {
                "reminder": " · ".join(f"{code} {label}" for code, label in _answers(scale, "{libelle}", easy=easy)),
                "codes": [code for code, _ in answers],
                "answers": answers,
                "items": [(q.number_of(item.id), *_said(item.worded(variant), codes, easy=easy)) for item in items],
            }
        )
    return found
