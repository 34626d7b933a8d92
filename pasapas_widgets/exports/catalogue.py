"""All that can be taken home, by format and by sheet: what the command line and the workbooks ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError

if TYPE_CHECKING:
    from pasapas_widgets.exports.source import Source
    from pasapas_widgets.model.carnet.carnet import Carnet
    from pasapas_widgets.model.carnet.grouptalk import Feedback
    from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["OF_THE_KIT", "SHEETS", "ExportError", "Lack", "Wanted", "all_cards", "export", "lacking", "to_give"]

Lack = Literal["", "adresse", "actions", "ouvertes", "retours", "facile"]
"""What is missing for a sheet: nothing, the address of the session, an action, an open action, a feedback sheet, an
easy-to-read version."""


class ExportError(FrenchError):
    """What is asked for cannot be made; ``str(error)`` is one French sentence that says what to give."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What an export needs beside the carnet.

    Parameters
    ----------
    day
        The day that is written on it.
    cards
        Cards and methods to print; where left out, the cards that answer the statements of the plan, else all.
    variant
        Wording of the paper questionnaire; that of the carnet where left out, ``"base"`` for the base text.
    address, code
        Of the session, for its poster.
    duration
        Of the session, for the certificate of attendance, as it is said: «2 h».
    feedback
        Identifiers of the feedback sheets to give; where left out, all those that the group itself wrote.
    questionnaire
        What the group answers; this process's where left out.
    """

    day: dt.date
    cards: tuple[str, ...] | None = None
    variant: str | None = None
    address: str = ""
    code: str = ""
    duration: str = ""
    feedback: tuple[str, ...] | None = None
    questionnaire: Questionnaire | None = None


Maker = Callable[["Carnet", Wanted], bytes]


def all_cards() -> tuple[str, ...]:
    """Return the identifiers of all cards and methods of the kit."""
    from pasapas_widgets.model.kit.kit import shipped_kit

    kit = shipped_kit()
    return (*(card.id for card in kit.cards), *(method.id for method in kit.methods))


def _source(carnet: Carnet, wanted: Wanted) -> Source:
    from pasapas_widgets.exports.source import Source

    return Source.of(carnet, day=wanted.day, questionnaire=wanted.questionnaire)


def _plan_a4(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.plan.pdf import plan_pdf

    return plan_pdf(_source(carnet, wanted), paper="a4")


def _plan_a3(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.plan.pdf import plan_pdf

    return plan_pdf(_source(carnet, wanted), paper="a3")


def _synthesis(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.synthesis.pdf import synthesis_pdf

    return synthesis_pdf(_source(carnet, wanted))


def _cards(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.session.cards import cards_pdf
    from pasapas_widgets.model.kit.kit import load_kit

    kit = load_kit(wanted.questionnaire)
    answered = (card.id for action in carnet.actions for item in action.items for card in kit.cards_for(item))
    asked = wanted.cards if wanted.cards is not None else tuple(dict.fromkeys(answered)) or all_cards()
    return cards_pdf(asked, questionnaire=wanted.questionnaire)


def _poster(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.session.poster import poster_pdf

    if not wanted.address:
        raise ExportError(interface("exportcommand")["manque"]["adresse"])
    return poster_pdf(_session(carnet)[0], wanted.address, code=wanted.code)


def _paper(carnet: Carnet, wanted: Wanted, *, easy: bool = False) -> bytes:
    from pasapas_widgets.exports.session.paper import paper_pdf
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire

    q = wanted.questionnaire or load_questionnaire()
    variants = q.variant_ids
    if wanted.variant is not None and wanted.variant not in (*variants, "base"):
        texts = interface("exportcommand")["manque"]
        raise ExportError(texts["variante"].format(nom=wanted.variant, noms=", ".join(("base", *variants))))
    asked = wanted.variant or _source(carnet, wanted).variant
    if easy and not q.is_easy:
        raise ExportError(interface("exportcommand")["manque"]["facile"])
    return paper_pdf(None if asked == "base" else asked, questionnaire=q, easy=easy)


def _territory(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.territory.pdf import territory_pdf

    return territory_pdf(carnet, day=wanted.day)


def _certificate(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.session.certificate import certificate_pdf

    title, day = _session(carnet)
    return certificate_pdf(title, day or wanted.day, duration=wanted.duration)


def _session(carnet: Carnet) -> tuple[str, dt.date | None]:
    """Return the title and the day of the last session, else the name of the carnet."""
    if carnet.waves:
        return carnet.waves[-1].session.title, carnet.waves[-1].session.day
    return carnet.title.strip() or str(interface("exports")["sans_titre"]), None


def _docx(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.synthesis.docx import carnet_docx

    return carnet_docx(_source(carnet, wanted))


def _note_pdf(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.interview.pdf import note_pdf

    return note_pdf(carnet, day=wanted.day, questionnaire=wanted.questionnaire)


def _outcome_pdf(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.interview.pdf import outcome_pdf

    return outcome_pdf(carnet, day=wanted.day)


def _note_docx(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.interview.docx import note_docx

    return note_docx(carnet, day=wanted.day, questionnaire=wanted.questionnaire)


def _outcome_docx(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.interview.docx import outcome_docx

    return outcome_docx(carnet, day=wanted.day)


def _interview_ics(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.interview.ics import interview_ics

    return interview_ics(carnet, day=wanted.day)


def _feedback(carnet: Carnet, wanted: Wanted) -> tuple[Feedback, ...]:
    """Return the feedback sheets that are asked for."""
    asked = wanted.feedback
    found = tuple(one for one in carnet.feedback if (one.id in asked if asked is not None else not one.elsewhere))
    if not found:
        raise ExportError(interface("feedbacksheets")["papier"]["aucune"])
    return found


def _feedback_pdf(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.feedback.pdf import feedback_pdf

    return feedback_pdf(_feedback(carnet, wanted), questionnaire=wanted.questionnaire)


def _feedback_docx(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.feedback.docx import feedback_docx

    return feedback_docx(_feedback(carnet, wanted), day=wanted.day, questionnaire=wanted.questionnaire)


def _printed(name: str) -> Maker:
    """Return what makes the pages of a file of ``content/kit`` that are the same for every carnet."""

    def made(_: Carnet, __: Wanted) -> bytes:
        from pasapas_widgets.exports.kit.pages import pages_pdf, printed_pages

        return pages_pdf(printed_pages(name))

    return made


def _written(name: str) -> Maker:
    """Return what makes the same pages as a Word document."""

    def made(_: Carnet, wanted: Wanted) -> bytes:
        from pasapas_widgets.exports.kit.pages import pages_docx, printed_pages

        return pages_docx(printed_pages(name), day=wanted.day)

    return made


def _statement_cards(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.kit.cards import statement_cards_pdf

    return statement_cards_pdf(_source(carnet, wanted).variant, questionnaire=wanted.questionnaire)


def _level_cards(_: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.kit.cards import level_cards_pdf

    return level_cards_pdf(questionnaire=wanted.questionnaire)


def _lever_posters(_: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.kit.pages import lever_posters, pages_pdf
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire

    return pages_pdf(lever_posters(wanted.questionnaire or load_questionnaire()))


def _xlsx(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.plan.xlsx import plan_xlsx

    return plan_xlsx(_source(carnet, wanted))


def _indicators_pdf(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.indicators.pdf import indicators_pdf

    return indicators_pdf(carnet, day=wanted.day)


def _indicators_xlsx(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.indicators.xlsx import indicators_xlsx

    return indicators_xlsx(carnet, day=wanted.day)


def _ics(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.plan.ics import plan_ics

    return plan_ics(_source(carnet, wanted))


def _csv(carnet: Carnet, wanted: Wanted) -> bytes:
    from pasapas_widgets.exports.plan.csv import plan_csv

    return plan_csv(_source(carnet, wanted))


def _codebook(_: Carnet, __: Wanted) -> bytes:
    from pasapas_widgets.exports.plan.csv import codebook_csv

    return codebook_csv()


def _json(carnet: Carnet, _: Wanted) -> bytes:
    return to_give(carnet).to_json().encode()


def to_give(carnet: Carnet) -> Carnet:
    """Return a carnet as it is given to others: without what the group did not agree to keep or wants kept private."""
    agreed = tuple(one for one in carnet.discussions if one.agreed)
    outcome = replace(carnet.interview.outcome, private="")
    return replace(carnet, discussions=agreed, interview=replace(carnet.interview, answers={}, outcome=outcome))


SHEETS: dict[str, dict[str, Maker]] = {
    "pdf": {
        "plan-a4": _plan_a4, "plan-a3": _plan_a3, "synthese": _synthesis, "fiches": _cards, "affiche": _poster,
        "questionnaire": _paper, "questionnaire-facile": partial(_paper, easy=True), "attestation": _certificate,
        "entretien": _note_pdf, "sortie": _outcome_pdf,
        "retours": _feedback_pdf, "indicateurs": _indicators_pdf, "territoire": _territory,
        "modeles": _printed("templates"), "cartes-enonces": _statement_cards, "cartes-1-4": _level_cards,
        "affiches-leviers": _lever_posters, "mur-des-reponses": _printed("answerswall"),
        "dossier": _printed("trainerfolder"), "ouverture": _printed("openingslides"), "lexique": _printed("lexicon"),
        "correspondance": _printed("correspondence"), "formation": _printed("trainingpapers"),
        "ouverture-formation": _printed("courseslides"),
    },
    "docx": {
        "synthese-et-plan": _docx, "entretien": _note_docx, "sortie": _outcome_docx, "retours": _feedback_docx,
        "modeles": _written("templates"), "dossier": _written("trainerfolder"),
        "formation": _written("trainingpapers"),
    },
    "xlsx": {"plan": _xlsx, "indicateurs": _indicators_xlsx},
    "ics": {"plan": _ics, "entretien": _interview_ics},
    "csv": {"plan": _csv, "dictionnaire": _codebook},
    "json": {"carnet": _json},
}  # fmt: skip
"""Format → sheet → what makes it. The first sheet of a format is the one meant where none is named. Each has its name
and the sentence that says what it is for in content/interface/takehome.yaml."""


OF_THE_KIT = (
    "dossier", "ouverture", "modeles", "cartes-enonces", "cartes-1-4", "affiches-leviers", "mur-des-reponses",
    "lexique", "correspondance", "formation", "ouverture-formation",
)  # fmt: skip
"""Sheets that need no carnet, in the order in which they are looked for."""


def lacking(carnet: Carnet, format: str, sheet: str, *, wanted: Wanted) -> Lack:
    """Return what a sheet needs and does not have yet, so that a screen can say it before anybody asks.

    Examples
    --------
    >>> from pasapas_widgets.model.carnet.carnet import Carnet
    >>> lacking(Carnet(), "pdf", "affiche", wanted=Wanted(day=dt.date(2026, 11, 23)))
    'adresse'
    """
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    from pasapas_widgets.rules.plan import is_open

    if sheet == "questionnaire-facile" and not (wanted.questionnaire or load_questionnaire()).is_easy:
        return "facile"
    if sheet == "affiche" and not wanted.address:
        return "adresse"
    if sheet == "plan" and not carnet.actions:
        return "actions"
    if sheet == "retours" and all(one.elsewhere for one in carnet.feedback):
        return "retours"
    if sheet in ("plan-a4", "plan-a3") and not any(is_open(one) for one in carnet.actions):
        return "ouvertes"
    return ""


def export(carnet: Carnet, format: str, sheet: str | None = None, *, wanted: Wanted) -> bytes:
    """Return one file to take home. Discussions that the group did not agree to keep are in none of them.

    Parameters
    ----------
    format, sheet
        Keys of :data:`SHEETS`; without ``sheet``, the first of the format.

    Raises
    ------
    KeyError
        No such format, or no such sheet in it.
    ExportError, UnknownCardError
        Something that the sheet needs is missing or unknown, or the carnet answers another questionnaire: one French
        sentence.

    Examples
    --------
    >>> from pasapas_widgets.model.carnet.carnet import Carnet
    >>> carnet = Carnet(title="Équipe de nuit")
    >>> export(carnet, "csv", wanted=Wanted(day=dt.date(2026, 11, 23)))[:9]
    b'\\xef\\xbb\\xbf"numer'
    """
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire

    q = wanted.questionnaire or load_questionnaire()
    if reason := carnet.answers_other_than(q):
        raise ExportError(reason)
    makers = SHEETS[format]
    return makers[sheet or next(iter(makers))](carnet, replace(wanted, questionnaire=q))
