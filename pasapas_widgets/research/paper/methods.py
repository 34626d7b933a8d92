"""The paragraph of a paper that says how its figures were made, written from the journal of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Any

from pasapas_widgets.content.french import typeset
from pasapas_widgets.research.bilingual import Language, plain, said, spoken, texts_of
from pasapas_widgets.research.conditions import LEAST_CLUSTERS
from pasapas_widgets.research.corpus import Corpus
from pasapas_widgets.research.estimates import versions
from pasapas_widgets.research.study import KINDS, Study
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["methods"]


def methods(of: Study | Corpus, *, language: Language | None = None) -> str:
    """Return the paragraph on method: data, missing answers, scores, thresholds, what was computed and how, software.

    It is written from the journal of the data, so it holds every table that was made of them in this program, or since
    the file of ``Study(corpus, history=…)`` began: with its method, its options, its resamples and its seed.

    Parameters
    ----------
    of
        The study, or the corpus where there is none.
    language
        ``fr`` or ``en``; the one in force where left out.

    Examples
    --------
    >>> from pasapas_widgets.research import Study, synthetic
    >>> study = Study(synthetic(40, 12, seed=71))
    >>> table = study.table("leviers", by="type")
    >>> "20 people" in methods(study, language="en")
    True
    """
    from pasapas_widgets.research.bilingual import language as speaking

    corpus = of.corpus if isinstance(of, Study) else of
    with speaking(language) if language else nullcontext():
        sentences = [*_data(corpus), *map(said, of.notes), *_journal(corpus), _software(corpus)]
        whole = " ".join(sentences)
        return typeset(whole) if spoken() == "fr" else whole


def _data(corpus: Corpus) -> Iterator[str]:
    words, q = texts_of("papier")["methode"], corpus.questionnaire
    yield words["donnees"].format(
        feuilles=plain(len(corpus), 0), seances=plain(corpus.count("seance"), 0),
        etablissements=plain(corpus.count("etablissement"), 0), titre=q.title, version=q.version,
        empreinte=q.fingerprint[:12],
    )  # fmt: skip
    yield words["manques"]
    levers = {(len(items), rules_of(q).least(len(items), one)) for one in q.levers for items in [q.scored_items(one)]}
    yield words["scores"].format(
        minimum=", ".join(words["minimum"].format(n=least, total=total) for total, least in sorted(levers))
    )
    limits = load_thresholds().sites
    yield words["seuils"].format(
        sites=limits.sites, personnes=limits.people, part=plain(100 * limits.largest_share, 0),
        reste=plain(100 * limits.least_rest, 0),
    )  # fmt: skip


def _journal(corpus: Corpus) -> Iterator[str]:
    """Give a sentence a table of the journal, each once, the latest of those that were asked alike."""
    words = texts_of("papier")["methode"]
    entries = {_asked(one): one for one in corpus.history()[0].journal}
    tables = [one for one in entries.values() if one["tableau"] in KINDS]
    if tables:
        yield words["tableaux"].format(liste=words["et"].join(_told(one) for one in tables))
        yield words["intervalles"].format(n=LEAST_CLUSTERS)
    for one in entries.values():
        if one["tableau"] not in KINDS:
            yield words["statistique"].format(
                quoi=words["fonctions"].get(one["tableau"], one["tableau"]), mesures=_measures(one),
                options=_options(one.get("options", {})), montres=one["montres"], retenus=one["retenus"],
            )  # fmt: skip
            if one["tableau"] in words["familles"]:
                yield words["familles"][one["tableau"]]


def _asked(entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = ("tableau", "groupes", "options", "leves", "poids")
    return tuple(str(entry.get(name)) for name in names)


def _told(entry: Mapping[str, Any]) -> str:
    words, heads = texts_of("papier")["methode"], texts_of("papier")["tetes"]
    groups = [one for one in entry["groupes"].split(", ") if one]
    by = words["par"].format(groupes=", ".join(heads.get(one, one).lower() for one in groups)) if groups else ""
    by += words["pondere"] if entry.get("poids") else ""
    return str(
        words["tableau"].format(
            sorte=words["sortes"][entry["tableau"]], par=by, montres=entry["montres"], retenus=entry["retenus"]
        )
    )


def _measures(entry: Mapping[str, Any]) -> str:
    words, pairs = texts_of("statistiques"), [one.split(" ") for one in entry.get("methodes", ())]
    told = [f"{words['mesures'][what]['nom']} ({words['methodes'][method]})" for what, method in pairs]
    return "; ".join(told) if spoken() == "en" else " ; ".join(told)


def _options(options: Mapping[str, Any]) -> str:
    words = texts_of("papier")["methode"]["options"]
    told = []
    is_drawn = options.get("method", "wild") == "wild"  # of the comparisons of dates, the only one that draws
    for name, value in options.items():
        if name in ("resamples", "seed") and not is_drawn:
            continue
        if name == "missing":
            told.append(words["missing"][value])
        elif name == "level":
            told.append(words["level"].format(n=plain(100 * value, 0)))
        elif name in words:
            told.append(words[name].format(n=", ".join(value) if isinstance(value, list) else value))
    return ", ".join(told)


def _software(corpus: Corpus) -> str:
    words = texts_of("papier")["methode"]
    made = [one["versions"] for one in corpus.history()[0].journal if "versions" in one] or [versions()]
    different = {tuple(one.items()) for one in made}
    told = words["et"].join(", ".join(f"{name} {number}" for name, number in one) for one in sorted(different))
    return str(words["logiciels"].format(liste=told))
