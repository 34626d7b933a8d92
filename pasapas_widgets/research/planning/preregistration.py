"""What is written down before the data: a preregistration, from the plan and the questionnaire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.bilingual import Language, plain, spoken, texts_of
from pasapas_widgets.research.conditions import LEAST_CLUSTERS, refuse
from pasapas_widgets.research.estimates import versions
from pasapas_widgets.research.planning.samplesize import Plan
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["preregistration"]


def preregistration(
    plan: Plan,
    *,
    question: str = "",
    levers: Sequence[str] = (),
    questionnaire: Questionnaire | None = None,
    language: Language | None = None,
) -> str:
    """Return a preregistration as Markdown: what the plan says is filled in, the rest is marked to be completed.

    Its headings are those that registries ask for (question, hypotheses, design, sampling, variables, analysis,
    exclusions, what is exploratory): it can be pasted into a form.

    Parameters
    ----------
    plan
        What :func:`sample_size` returned, or a :class:`Plan` of your own.
    question
        The question of the study, in your own words.
    levers
        Identifiers of the levers of the confirmatory family; all of them where left out.
    questionnaire
        What will be asked; this project's where left out.

    Raises
    ------
    StatisticsError
        No such lever.

    Examples
    --------
    >>> from pasapas_widgets.research import sample_size
    >>> preregistration(sample_size(5), language="en").splitlines()[0]
    '# Preregistration'
    """
    from contextlib import nullcontext

    from pasapas_widgets.research.bilingual import language as speaking

    q = questionnaire or load_questionnaire()
    known = {lever.id: lever.name for lever in q.levers}
    for one in levers:
        if one not in known:
            refuse("levier_inconnu", nom=one, connus=", ".join(known))
    with speaking(language) if language else nullcontext():
        told = "\n".join(_lines(plan, question.strip(), [known[one] for one in levers or known], q)) + "\n"
        return typeset(told) if spoken() == "fr" else told


def _lines(plan: Plan, question: str, levers: list[str], q: Questionnaire) -> Iterator[str]:
    words, blank = texts_of("preinscription"), texts_of("preinscription")["completer"]
    yield f"# {words['titre']}"
    yield ""
    yield words["jour"].format(jour=dt.date.today().isoformat(), logiciels=_software())
    for section, paragraphs in _sections(plan, question or blank, levers, q, words).items():
        yield ""
        yield f"## {words['titres'][section]}"
        for one in paragraphs:
            yield ""
            yield one


def _sections(
    plan: Plan, question: str, levers: list[str], q: Questionnaire, words: dict[str, Any]
) -> dict[str, list[str]]:
    limits, blank = load_thresholds().sites, words["completer"]
    clusters = plan.establishments if plan.same else 2 * plan.establishments
    method = "robust" if clusters >= LEAST_CLUSTERS else "wild"
    least = sorted(
        {(rules_of(q).least(len(items), one), len(items)) for one in q.levers for items in [q.scored_items(one)]}
    )
    scores = ", ".join(words["minimum"].format(n=n, total=total) for n, total in least)
    return {
        "question": [question],
        "hypotheses": [
            words["hypothese"].format(n=len(levers), leviers=", ".join(levers), ecart=plain(plan.difference))
        ],
        "plan": [words["plan"], words["memes" if plan.same else "autres"]],
        "echantillon": [plan.sentence(), words["arret"].format(k=plan.establishments), blank],
        "variables": [
            words["questionnaire"].format(titre=q.title, id=q.id, version=q.version, empreinte=q.fingerprint),
            words["scores"].format(minimum=scores),
        ],
        "analyse": [
            words["principale"].format(methode=method, niveau=plain(100 * plan.level, 0)),
            words["famille"].format(n=len(levers), seuil=round(1 - (1 - plan.level) / len(levers), 4)),
            words["qualite"],
        ],
        "manques": [words["absences"], words["exclusions"]],
        "confidentialite": [
            words["seuils"].format(
                sites=limits.sites, personnes=limits.people, part=plain(100 * limits.largest_share, 0)
            )
        ],
        "exploratoire": [words["autre"], blank],
        "donnees": [words["partage"], blank],
    }


def _software() -> str:
    return ", ".join(f"{name} {number}" for name, number in versions().items())
