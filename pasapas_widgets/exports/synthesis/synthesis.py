"""What the synthesis for the elected body says: one structure, for two printed pages and for a document to edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, long_date, spoken_list, typeset
from pasapas_widgets.exports.formats.words import brought, credit, scale_ends, shortened
from pasapas_widgets.exports.source import Row, Source
from pasapas_widgets.exports.synthesis.shape import Shape, shape_of
from pasapas_widgets.model.carnet.carnet import Wave
from pasapas_widgets.model.kit.kit import shipped_kit
from pasapas_widgets.model.questionnaire.loading import load_services
from pasapas_widgets.model.questionnaire.owntexts import texts_for
from pasapas_widgets.model.questionnaire.structure import Questionnaire, axis_name
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.reading import Reading, Said, people, read, results_of
from pasapas_widgets.rules.scoring import rules_of, told

__all__ = ["Part", "Point", "Synthesis", "describe_counts", "synthesis"]


class Point(Struct, frozen=True):
    """One statement, how many chose each level where it is published, and the disagreement that was noted.

    ``levels`` names the levels that are counted, the lowest first.
    """

    text: str
    counts: tuple[int, ...] | None = None
    note: str = ""
    levels: tuple[str, ...] = ()


class Part(Struct, frozen=True, kw_only=True):
    """A titled part: a sentence, then points; ``rest`` names those that are not shown."""

    title: str
    intro: str = ""
    points: tuple[Point, ...] = ()
    rest: str = ""


class Synthesis(Struct, frozen=True, kw_only=True):
    """Everything that the synthesis says, in its order."""

    title: str
    subtitle: str
    shape: Shape | None
    opening: tuple[Part, ...]
    reading: tuple[Part, ...]
    plan_title: str
    columns: tuple[str, ...]
    plan: tuple[tuple[str, ...], ...]
    plan_note: str
    closing: tuple[Part, ...]


def synthesis(source: Source, *, most: int = 4, most_actions: int = 6, width: int = 170) -> Synthesis:
    """Return what the synthesis says.

    Parameters
    ----------
    most
        How many statements a part shows; it names the others by their number.
    most_actions
        How many actions the table shows.
    width
        Characters of a statement or of the title of an action.
    """
    texts = interface("synthesis")
    rows = sorted(source.rows(), key=lambda row: not row.is_open)
    return Synthesis(
        title=texts["titre"],
        subtitle=_subtitle(source),
        shape=shape_of(source),
        opening=(_done(source, most), *_who(source)),
        reading=tuple(_reading(source, most=most, width=width)),
        plan_title=texts["plan"]["titre"],
        columns=tuple(texts["plan"]["colonnes"].values()),
        plan=tuple(_line(row, width) for row in rows[:most_actions]),
        plan_note=_plan_note(rows, most_actions),
        closing=(_to_tell(source), _reserve(source.questionnaire)),
    )


def _subtitle(source: Source) -> str:
    texts = interface("synthesis")
    service = next((one.name for one in load_services() if one.id == source.service), None)
    return str(
        texts["sous_titre_service" if service else "sous_titre"].format(
            instance=source.body, titre=source.heading, service=service, date=long_date(source.day)
        )
    )


def _done(source: Source, most: int) -> Part:
    texts = interface("synthesis")["fait"]
    earlier = len(source.waves[:-most])
    told = [Point(" ".join(_session(wave, source.questionnaire))) for wave in source.waves[-most:]]
    if earlier:
        told.insert(0, Point(counted(texts["avant"], earlier)))
    if source.discussions:
        told.append(Point(counted(texts["discussions"], len(source.discussions))))
    reviewed = sum(bool(action.decision.strip()) for action in source.actions)
    if reviewed:
        told.append(Point(counted(texts["revues"], reviewed)))
    return Part(title=texts["titre"], points=tuple(told) or (Point(texts["rien"]),))


def _session(wave: Wave, q: Questionnaire) -> Iterator[str]:
    texts, session, results = interface("synthesis")["fait"], wave.session, results_of(wave, q)
    mode = next(one.label for one in q.modes if one.id == session.mode)
    n = people(results.n_sheets) if results else None
    if n:
        mode = f"{mode}, {counted(texts['feuilles'], n)}"
    yield texts["seance"].format(date=long_date(session.day), titre=session.title, mode=mode)
    for vote in wave.votes[-1:]:
        voters = people(vote.voters)
        if voters:
            yield counted(texts["vote"], voters)


def _who(source: Source) -> Iterator[Part]:
    """Say how many took part in the last session, and from which places in the house, five people at least each."""
    if source.waves:
        yield Part(
            title=interface("synthesis")["qui"]["titre"],
            points=(Point(_people(source.waves[-1], source.questionnaire)),),
        )


def _people(wave: Wave, q: Questionnaire) -> str:
    texts, results = interface("synthesis")["qui"], results_of(wave, q)
    n = people(results.n_sheets) if results else None
    if results is None or n is None:
        return str(texts["ensemble"] if wave.levels else texts["peu"].format(n=load_thresholds().mean))
    labels = {profile.id: profile.label for profile in q.profiles}
    sizes = {labels[id]: people(one.n) for id, one in results.profiles.items() if id in labels}
    profiles = [texts["profil"].format(profil=label, n=size) for label, size in sizes.items() if size]
    said = texts["profils"].format(profils=" ; ".join(profiles)) if profiles else texts["profils_masques"]
    return " ".join(one for one in (counted(texts["feuilles"], n), brought(results), said) if one)


def _reading(source: Source, *, most: int, width: int) -> Iterator[Part]:
    texts = interface("synthesis")
    reading = read(source.waves[-1], source.questionnaire) if source.waves else Reading()
    has_classes = bool(rules_of(source.questionnaire).classes)
    parts = (
        ("divergences", reading.differing, "aucune"),
        ("appuis", reading.strengths, "aucun" if has_classes else None),
        ("axes", reading.axes, "aucun" if has_classes else None),
        ("peu_visibles", reading.hidden, None),
    )
    for name, said, nothing in parts if source.waves else ():
        words = texts[name]
        if not said and nothing is None:
            continue
        yield Part(
            title=words["titre"],
            intro=words["intro"] if said else words[nothing],
            points=tuple(_point(source, one, width, with_counts=name == "divergences") for one in said[:most]),
            rest=_rest(source, [one.item for one in said[most:]]),
        )
    if source.waves and not has_classes:
        yield from _scores(source.waves[-1], source.questionnaire)
    if source.priorities:
        yield Part(
            title=texts["priorites"]["titre"],
            points=tuple(Point(shortened(one, width)) for one in source.priorities[:most]),
        )


def _scores(wave: Wave, q: Questionnaire) -> Iterator[Part]:
    """Say the scores of a questionnaire without classes, in its own unit."""
    texts, results = interface("synthesis")["scores"], results_of(wave, q)
    if results is None or people(results.n_sheets) is None:
        return
    points = []
    for lever in q.levers:
        found = results.levers.get(lever.id)
        if found is None or found.score is None:
            points.append(Point(texts["retenu"].format(nom=lever.name)))
        else:
            points.append(Point(texts["score"].format(nom=axis_name(lever), score=told(found.score, q, lever=lever))))
    yield Part(title=texts["titre"], intro=texts["intro"], points=tuple(points))


def _point(source: Source, said: Said, width: int, *, with_counts: bool) -> Point:
    texts = interface("synthesis")
    (one,) = source.statements([said.item])
    text = shortened(one.text.rstrip("."), width)
    wording = texts["enonce"] if one.text else texts["enonce_inconnu"]
    note = texts["divergences"]["notes"].format(note=said.note) if with_counts and said.note else ""
    words = wording.format(texte=text, levier=one.lever, numero=one.number)
    if not with_counts or said.counts is None:
        return Point(words, None, note)
    q = source.questionnaire
    item = q.item(said.item)
    scale = q.scale_of(item)
    if item.reversed:
        words = interface("exports")["inverse"].format(texte=words)
    if q.other_scales:
        words = f"{words}, {scale_ends(scale)}"
    return Point(words, said.counts, note, tuple(level.label for level in scale.levels))


def _rest(source: Source, items: Sequence[str]) -> str:
    numbers = ", ".join(one.number for one in source.statements(items))
    return counted(interface("synthesis")["autres_enonces"], len(items), numeros=numbers) if items else ""


def _line(row: Row, width: int) -> tuple[str, ...]:
    """Return one line of the plan's table, as the columns of the content."""
    texts = interface("synthesis")["plan"]
    missing, action = interface("exports")["a_preciser"], row.action
    return (
        str(row.number),
        texts["etat"].format(titre=shortened(row.title, width), etat=row.state[:1].lower() + row.state[1:]),
        shortened(action.owner, width // 2) or missing,
        long_date(action.due) if action.due else missing,
        long_date(action.review) if action.review else missing,
        " ; ".join(_documents(row, short=width < 150)) or texts["nulle_part"],
    )


def _documents(row: Row, *, short: bool) -> Iterator[str]:
    """Name the documents where an action is entered, by their acronym where the page is full."""
    acronyms = {document.name: document.short for document in shipped_kit().documents}
    for name in row.entered:
        yield (acronyms.get(name) if short else None) or name


def _plan_note(rows: Sequence[Row], most: int) -> str:
    texts = interface("synthesis")["plan"]
    if not rows:
        return str(texts["vide"])
    return counted(texts["autres"], len(rows) - most) if len(rows) > most else ""


def _to_tell(source: Source) -> Part:
    """Say what of the plan is still to be brought before the elected body."""
    texts = interface("synthesis")["consulter"]
    told = []
    for state, wording in (("a_faire", "a_faire"), ("", "non_dit"), ("faite", "faite")):
        numbers = [
            str(row.number)
            for row in source.rows()
            if row.action.consultation == state and (row.is_open or state == "faite")
        ]
        if numbers:
            named = texts["action" if len(numbers) == 1 else "actions"].format(numeros=spoken_list(numbers))
            told.append(Point(texts[wording].format(actions=named)))
    return Part(title=texts["titre"].format(instance=source.body), points=tuple(told) or (Point(texts["rien"]),))


def _reserve(q: Questionnaire) -> Part:
    limits = load_thresholds()
    texts = texts_for("synthesis", q)["reserve"]
    said = texts["texte"].format(n=limits.mean, repartition=limits.distribution, titre=q.title, version=q.version)
    return Part(title=texts["titre"], points=(Point(f"{said} {credit(q)}".strip()),))


def describe_counts(points: Sequence[Point]) -> str:
    """Say what the bars of some statements show, for who cannot see them."""
    texts = interface("synthesis")["divergences"]
    phrases = []
    for point in points:
        pairs = zip(point.counts or (), point.levels, strict=True)
        parts = ", ".join(texts["part"].format(n=n, niveau=level) for n, level in pairs)
        phrases.append(texts["phrase"].format(texte=point.text, parts=parts))
    levels = points[0].levels
    said = texts["barre"].format(bas=levels[0], haut=levels[-1], phrases=" ".join(phrases))
    return typeset(said)
