"""What the note for the interview with the Aract says: what the carnet already knows, and the group's own words.

Pure functions over a carnet. What the group did not agree to keep, what a threshold withholds and what it prepares for
itself are never here; what is withheld is said, never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import MONTHS, counted, long_date, month_in_words, number, spoken_list
from pasapas_widgets.exports.formats.words import brought, credit, shortened
from pasapas_widgets.exports.interview.seams import figures, proposals
from pasapas_widgets.exports.source import Source
from pasapas_widgets.model.carnet.carnet import Carnet, Wave
from pasapas_widgets.model.carnet.grouptalk import Priority
from pasapas_widgets.model.field.actors import actor_names, department_name
from pasapas_widgets.model.kit.interviewguide import load_interview_guide
from pasapas_widgets.model.questionnaire.loading import load_services
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.comparison import read_here
from pasapas_widgets.rules.orientation import service_names
from pasapas_widgets.rules.priorities import propose
from pasapas_widgets.rules.reading import Reading, people, read, results_of
from pasapas_widgets.rules.scoring import rules_of

__all__ = ["Group", "Note", "Section", "interview_note", "strengths_and_axes"]

STRENGTHS, AXES = 2, 3
"""How many strengths and axes the note names at most (content/kit/interviewguide.yaml, «autodiagnostic»)."""


class Group(Struct, frozen=True):
    """Some things that the carnet knows about one subject; ``rest`` says that there are more."""

    title: str
    points: tuple[str, ...]
    rest: str = ""


class Section(Struct, frozen=True, kw_only=True):
    """A section of the note: the question, what the carnet already says, the group's own words."""

    id: str
    title: str
    question: str
    known: tuple[Group, ...] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is said yet."""
        return not self.known and not self.words.strip()


class Note(Struct, frozen=True, kw_only=True):
    """The whole note, in the order of content/kit/interviewguide.yaml."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    reserve: str


def interview_note(
    carnet: Carnet, *, day: dt.date, most: int = 5, width: int = 300, questionnaire: Questionnaire | None = None
) -> Note:
    """Return what the note says.

    Parameters
    ----------
    day
        The day that is written on it.
    most, width
        How many points a subject has at most, and the characters of each; the group's own words are never cut here.
    questionnaire
        What the group answers; this process's where left out.

    Examples
    --------
    >>> note = interview_note(Carnet(title="Équipe de nuit", staff=12), day=dt.date(2026, 11, 23))
    >>> note.sections[0].known[0].points
    ("12 salariés chez l'employeur.",)
    """
    texts = interface("interviewnote")
    source = Source.of(carnet, day=day, questionnaire=questionnaire)
    known = {
        "qui": _who(carnet),
        "travail": _work(source),
        "autodiagnostic": _reading(source, carnet.priorities, width),
        "chiffres": _plain(texts["chiffres"]["titre"], figures(carnet)),
        "essaye": _tried(source, carnet),
        "dialogue": _dialogue(source, width),
        "limites": _limits(carnet),
        "territoire": _territory(carnet),
        "attentes": _expected(carnet, source.questionnaire),
        "autorisation": _authorisation(carnet),
    }
    heading = " ".join(source.heading.split())
    wording = texts["sous_titre_jour" if carnet.interview.day else "sous_titre"]
    return Note(
        title=texts["titre"],
        subtitle=wording.format(titre=heading, date=long_date(day), jour=long_date(carnet.interview.day or day)),
        sections=tuple(
            Section(
                id=one.id,
                title=_section_title(one.id, one.title, source.questionnaire),
                question=one.question,
                known=tuple(_bounded(group, most, width) for group in known.get(one.id, ()) if group.points),
                words=carnet.interview.sections.get(one.id, ""),
            )
            for one in load_interview_guide().sections
        ),
        reserve=_reserve(source.questionnaire),
    )


def _section_title(id: str, title: str, q: Questionnaire) -> str:
    """Return the title of a section; that of the answers does not name the self-diagnosis where it is another's."""
    if id != "autodiagnostic":
        return title
    return str(texts_for("interviewnote", q).get("titre_reponses", title))


def _reserve(q: Questionnaire) -> str:
    said = texts_for("interviewnote", q)["reserve"].format(n=load_thresholds().mean, titre=q.title, version=q.version)
    return f"{said} {credit(q)}".strip()


def _bounded(group: Group, most: int, width: int) -> Group:
    points = tuple(shortened(one, width) for one in group.points[:most])
    left = len(group.points) - len(points)
    return Group(group.title, points, counted(interface("interviewnote")["autres"], left) if left else "")


def _plain(title: str, points: Iterable[str]) -> Iterator[Group]:
    yield Group(title, tuple(one for one in points if one.strip()))


def _who(carnet: Carnet) -> Iterator[Group]:
    texts = interface("interviewnote")["qui"]
    service = next((one.name for one in load_services() if one.id == carnet.service), None)
    told = [texts["service"].format(service=service)] if service else []
    if carnet.staff is not None:
        told.append(counted(texts["effectif"], carnet.staff))
    if carnet.employer:
        told.append(texts["employeurs"][carnet.employer])
    return _plain(texts["titre"], told)


def _work(source: Source) -> Iterator[Group]:
    texts = interface("interviewnote")["travail"]
    told = []
    for one in source.discussions:
        if one.situation.strip():
            told.append(texts["situation"].format(situation=one.situation.strip()))
        told += one.facts
    return _plain(texts["titre"], told)


def strengths_and_axes(wave: Wave, questionnaire: Questionnaire | None = None) -> Reading:
    """Return what the note names of a session: two strengths, three axes, where views differ."""
    said = read(wave, questionnaire)
    return Reading(
        differing=said.differing[:AXES], strengths=said.strengths[:STRENGTHS], axes=said.axes[:AXES], hidden=()
    )


def _reading(source: Source, priorities: Sequence[Priority], width: int) -> Iterator[Group]:
    texts, q = interface("interviewnote")["autodiagnostic"], source.questionnaire
    if source.waves:
        wave = source.waves[-1]
        said = strengths_and_axes(wave, q)
        yield Group(texts["seance"]["titre"], (_session(wave, q),))
        if said.strengths or said.axes or said.differing:
            parts = (("appuis", said.strengths), ("axes", said.axes), ("divergences", said.differing))
            for name, some in parts if rules_of(q).classes else parts[-1:]:
                told = tuple(_named(source, one.item, width - 10) for one in some)
                yield Group(texts[name]["titre"], told or (texts[name]["aucun"],))
    chosen = tuple(_priority(source, one, width - 70) for one in priorities if one.chosen)
    yield Group(texts["priorites"], chosen)


def _session(wave: Wave, q: Questionnaire) -> str:
    texts, results = interface("interviewnote")["autodiagnostic"], results_of(wave, q)
    n = people(results.n_sheets) if results else None
    values = {"titre": wave.session.title, "date": long_date(wave.session.day)}
    if results is None or n is None:
        wording = "ensemble" if wave.levels else "peu"
        return str(texts["seance"][wording].format(n=load_thresholds().mean, **values))
    withheld = sum(one.mean is None or not people(one.n_answers) for one in results.items.values())
    told = texts["seance"]["phrase"].format(n=n, **values)
    said = (told, brought(results), counted(texts["retenus"], withheld) if withheld else "")
    return " ".join(one for one in said if one)


def _named(source: Source, item: str, width: int) -> str:
    """Return a statement in the group's wording, with its number."""
    texts = interface("interviewnote")["autodiagnostic"]
    (one,) = source.statements([item])
    wording = texts["enonce"] if one.text else texts["enonce_inconnu"]
    return str(wording.format(texte=shortened(one.text.rstrip("."), width), numero=one.number))


def _priority(source: Source, one: Priority, width: int) -> str:
    """Say a priority and why: its dots, the class and the signals of its first statement, where they are published."""
    texts, q = interface("interviewnote")["autodiagnostic"], source.questionnaire
    rules = rules_of(q)
    why = [counted(texts["gommettes"], one.dots)] if one.dots else []
    ranked = propose(read_here(source.waves[-1].results, q), q) if source.waves else ()
    found = next((it for it in ranked if it.item in one.items), None)
    if found is not None:
        labels = {it.id: it.label for it in rules.classes} | {
            id: it["libelle"] for id, it in msgspec.to_builtins(rules.signals).items()
        }
        raised = [found.level_class, *found.signals]
        why += [labels[id][:1].lower() + labels[id][1:] for id in raised if id in labels]
    title = shortened(source.named(one), max(30, width))
    return str(texts["priorite"].format(intitule=title, raisons=" ; ".join(why))) if why else title


def _tried(source: Source, carnet: Carnet) -> Iterator[Group]:
    texts = interface("interviewnote")["essaye"]
    told = []
    for row in source.rows():
        action = row.action
        parts = [texts["action"].format(titre=row.title, etat=row.state[:1].lower() + row.state[1:])]
        if action.decision.strip():
            parts.append(texts["decision"].format(texte=action.decision.strip()))
        if action.lesson.strip():
            parts.append(texts["lecon"].format(texte=action.lesson.strip()))
        told.append((len(parts) == 1, " ".join(parts)))
    yield Group(texts["titre"], tuple(one for _, one in sorted(told, key=lambda it: it[0])))
    lived = (one for one in carnet.feedback if not one.invented)
    yield Group(
        texts["retours"],
        tuple(texts["retour"].format(titre=one.title, texte=(one.changed or one.tried).strip()) for one in lived),
    )


def _dialogue(source: Source, width: int) -> Iterator[Group]:
    texts = interface("interviewnote")["dialogue"]
    told = [counted(texts["seances"], len(source.waves))] if source.waves else []
    votes = [people(vote.voters) for wave in source.waves for vote in wave.votes]
    told += [counted(texts["votes"], n) for n in votes[-1:] if n]
    if source.discussions:
        told.append(counted(texts["discussions"], len(source.discussions)))
    for state, wording in (("faite", "presente"), ("a_faire", "a_presenter")):
        n = sum(one.consultation == state for one in source.actions)
        if n:
            told.append(counted(texts[wording], n, instance=source.body))
    yield Group(texts["titre"], (" ".join(told),) if told else ())
    noted = [one for one in read(source.waves[-1], source.questionnaire).differing if one.note] if source.waves else []
    yield Group(
        texts["desaccords"],
        tuple(texts["desaccord"].format(texte=_named(source, one.item, width // 2), note=one.note) for one in noted),
    )


def _limits(carnet: Carnet) -> Iterator[Group]:
    texts, path = interface("interviewnote")["limites"], carnet.pathway
    told = [_hours(texts["heures"], path.hours)] if path.hours else []
    if path.avoided:
        told.append(texts["mois"].format(mois=spoken_list(MONTHS[one - 1] for one in sorted(set(path.avoided)))))
    return _plain(texts["titre"], told)


def _hours(texts: dict[str, str], hours: float) -> str:
    return counted(texts, hours, n=number(hours, 2, bare=True))


def _territory(carnet: Carnet) -> Iterator[Group]:
    texts, names = interface("interviewnote")["territoire"], actor_names()
    called = [(one, one.label.strip() or names.get(one.actor or "", "")) for one in carnet.territory.contacts]
    told = []
    for link in ("regulier", "ponctuel", "aucun"):
        some = [name for one, name in called if one.link == link and name]
        if some:
            told.append(texts[link].format(acteurs=spoken_list(some)))
    wanted = [name for one, name in called if one.wanted and name]
    if wanted:
        told.append(texts["a_prendre"].format(acteurs=spoken_list(wanted)))
    return _plain(texts["titre"], told)


def _expected(carnet: Carnet, q: Questionnaire) -> Iterator[Group]:
    texts, names = interface("interviewnote")["attentes"], service_names()
    told = []
    for one in carnet.pathway.steps:
        title = one.title.strip() or names.get(one.service, one.service)
        details = [texts["mois"].format(mois=month_in_words(one.month))] if one.month else []
        details += [_hours(texts["heures"], one.hours)] if one.hours else []
        told.append(texts["etape"].format(titre=title, details=", ".join(details)) if details else title)
    yield Group(texts["titre"], tuple(told))
    yield Group(texts["pistes"], tuple(proposals(carnet, q)))


def _authorisation(carnet: Carnet) -> Iterator[Group]:
    texts, code = interface("interviewnote")["autorisation"], carnet.territory.department
    if code:
        where = texts["departement"].format(departement=department_name(code))
        yield Group(texts["titre"], (where, texts["verifier"]))
