"""The carnet: the working document of a group, from its first results on. One JSON file that the group keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from pasapas_widgets.content import interface
from pasapas_widgets.content.faults import fault_of
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.carnet.grouptalk import Discussion, Feedback, Priority
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.carnet.interview import Interview
from pasapas_widgets.model.carnet.pathway import Pathway
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.carnet.territory import Territory
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.session import Session

__all__ = [
    "FORMAT",
    "Carnet",
    "CarnetError",
    "ClosedVote",
    "Employer",
    "KeptLevel",
    "QuestionMarks",
    "RankedChoice",
    "Wave",
    "plain_carnet",
]

Employer = Literal["prive", "public"]
"""Who employs: it decides which elected body is told, and where actions are entered."""

FORMAT = 3
"""The version of the file format that this package writes."""


class CarnetError(FrenchError):
    """A carnet that cannot be opened; ``str(error)`` is one French sentence that says what to do."""


class _Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Immutable, by keyword, strict about unknown keys."""


class RankedChoice(_Strict, frozen=True, rename={"choice": "choix", "dots": "gommettes", "rank": "rang"}):
    """A choice of a vote with its dots; equal dots share a rank."""

    choice: str
    dots: Annotated[int, Meta(ge=0)]
    rank: Annotated[int, Meta(ge=1)]


class ClosedVote(
    _Strict,
    frozen=True,
    rename={"number": "numero", "voters": "votants", "choices": "choix", "reason": "motif"},
):
    """The results of a vote, most dots first; with too few voters none of them, and ``reason`` says why."""

    number: Annotated[int, Meta(ge=1)]
    voters: int | None
    choices: tuple[RankedChoice, ...]
    reason: str | None = None


class QuestionMarks(
    _Strict,
    frozen=True,
    rename={
        "item": "question",
        "people": "personnes",
        "mean": "moyenne",
        "distribution": "repartition",
        "reason": "motif",
    },
):
    """What people marked (1 to 4) on one question of the session's evaluation, ``None`` where it is withheld."""

    item: str
    people: int | None
    mean: float | None
    distribution: dict[str, int] | None
    reason: str | None = None


class KeptLevel(
    _Strict, frozen=True, rename={"batch": "groupe", "item": "enonce", "level": "niveau", "note": "desaccord"}
):
    """The level that a group kept for a statement, and the disagreement that it wanted noted."""

    batch: str
    item: str
    level: int | None
    note: str | None = None


class Wave(
    _Strict,
    frozen=True,
    rename={"session": "seance", "results": "resultats", "levels": "niveaux", "origins": "origines"},
):
    """One time that the group answered, as it was published. No individual answer is kept here.

    Parameters
    ----------
    session
        What was decided for it.
    results
        The group's results; empty where nothing was published.
    votes
        The closed votes, the earliest first.
    evaluation
        The evaluation of the session, where it was shown.
    levels
        What was decided together, in collective mode or by a trio.
    origins
        How many of the published sheets came from the phones of the room (``"salle"``), from paper, share codes and
        files; the small ones of these are counted together as ``"apportees"``, and fewer than five of them with the
        phones' as ``"ensemble"``. Carnets of before say ``"autres"`` for whatever was small.
    """

    session: Session
    results: GroupResults = GroupResults()
    votes: tuple[ClosedVote, ...] = ()
    evaluation: tuple[QuestionMarks, ...] = ()
    levels: tuple[KeptLevel, ...] = ()
    origins: dict[str, Annotated[int, Meta(ge=1)]] = field(default_factory=dict)


class Carnet(
    _Strict,
    frozen=True,
    rename={
        "title": "titre",
        "staff": "effectif",
        "employer": "employeur",
        "waves": "vagues",
        "priorities": "priorites",
        "feedback": "retours",
        "pathway": "parcours",
        "interview": "entretien",
        "territory": "territoire",
        "years": "annees",
    },
):
    """A group's working document. It changes by making a new one, so that a revision is never half-written.

    Parameters
    ----------
    format
        Version of the file format.
    id
        Drawn by chance once, when a group begins it, and the same wherever its file goes: a calendar keeps the days of
        several carnets apart by it. Not in the file of an example, nor of a carnet begun before there was one.
    title
        What the group calls it; no name of a person.
    service
        Type of service (content/questionnaires/services.yaml), or ``None``.
    staff
        Number of employees, ``None`` where it has not been said.
    employer
        Whether the establishment is private or public, ``None`` where it has not been said.
    waves
        The times the group answered, the earliest first.
    discussions, priorities, actions, feedback
        What the group said, what it may take up, its plan, and what it tells others. The identifiers of each differ.
    pathway, interview, territory
        Its pace and the services that it takes up, its interview with the Aract, the actors around it.
    years
        The counts of its HR indicators, one member a year.
    """

    format: Annotated[int, Meta(ge=1)] = FORMAT
    id: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=80)] = ""
    service: str | None = None
    staff: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    employer: Employer | None = None
    waves: tuple[Wave, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    priorities: tuple[Priority, ...] = ()
    actions: tuple[Action, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    pathway: Pathway = Pathway()
    interview: Interview = Interview()
    territory: Territory = Territory()
    years: tuple[YearCounts, ...] = ()

    def __post_init__(self) -> None:
        for members in (self.discussions, self.priorities, self.actions, self.feedback, self.years):
            if len({one.id for one in members}) != len(members):
                raise ValueError("Deux parties d'un carnet ont le même identifiant.")

    def with_wave(self, wave: Wave) -> Carnet:
        """Return the carnet with one more wave, kept in the order of the days."""
        waves = sorted((*self.waves, wave), key=lambda one: one.session.day)
        return msgspec.structs.replace(self, waves=tuple(waves))

    @property
    def other_questionnaire(self) -> str | None:
        """Why this carnet is not for the questionnaire of this process: :meth:`answers_other_than`."""
        return self.answers_other_than(load_questionnaire())

    def answers_other_than(self, q: Questionnaire) -> str | None:
        """Say why this carnet is not for a questionnaire, in one French sentence; ``None`` where it is.

        Its sessions name what they answered. Statements of two questionnaires may have the same identifiers, so that
        nothing of such a carnet could be shown without a doubt: it is opened where its own questionnaire is.
        """
        others = sorted({wave.session.questionnaire for wave in self.waves} - {q.id})
        if not others:
            return None
        texts = interface("carnet")["fautes"]
        named = ", ".join(f"« {one} »" for one in others)
        sentence: str = texts["autre_questionnaire"].format(autre=named, ici=q.id)
        return sentence

    def to_json(self) -> str:
        """Return the carnet as JSON text, indented so that two revisions can be compared."""
        told = msgspec.to_builtins(self)
        for wave, one in zip(self.waves, told["vagues"], strict=True):
            one["resultats"] = wave.results.plain()
        return msgspec.json.format(msgspec.json.encode(told), indent=1).decode() + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Carnet:
        """Read a carnet, also one of an earlier format.

        Raises
        ------
        CarnetError
            A French sentence: the text was cut or is no carnet, or a newer application wrote it.

        Examples
        --------
        >>> Carnet.from_json(Carnet(title="Équipe de nuit").to_json()).title
        'Équipe de nuit'
        """
        return cls._checked(plain_carnet(text))

    @classmethod
    def from_plain(cls, plain: Any) -> Carnet:
        """Read a carnet from its plain JSON, decoded already; see :meth:`from_json`."""
        return cls._checked(_brought_forward(plain))

    @classmethod
    def _checked(cls, plain: dict[str, Any]) -> Carnet:
        try:
            return msgspec.convert(plain, cls)
        except msgspec.ValidationError as error:
            fault = fault_of(error)
            raise CarnetError(f"Ce carnet est abîmé ({fault.path}) : {fault.reason}.") from error


def plain_carnet(text: str | bytes) -> dict[str, Any]:
    """Return a carnet's plain JSON, brought forward to the newest format and not checked further.

    Raises
    ------
    CarnetError
        The text was cut or is no carnet, or a newer application wrote it.
    """
    try:
        plain = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CarnetError("Ce fichier n'est pas un carnet complet : il a pu être coupé.") from error
    return _brought_forward(plain)


def _brought_forward(plain: Any) -> dict[str, Any]:
    version = plain.get("format") if isinstance(plain, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CarnetError("Ce fichier n'est pas un carnet enregistré par cette application.")
    if version > FORMAT:
        raise CarnetError(
            f"Ce carnet a été enregistré par une application plus récente (format {version} ; celle-ci lit "
            f"le format {FORMAT}) : mettre à jour l'application ; le fichier n'a pas été modifié."
        )
    for bring_forward in _STEPS[version - 1 :]:
        plain = bring_forward(plain)
    return dict(plain)


def _from_1(plain: dict[str, Any]) -> dict[str, Any]:
    """Bring a carnet of format 1 to format 2: its waves know nothing of votes, evaluation, levels and origins."""
    return plain | {"format": 2}


def _from_2(plain: dict[str, Any]) -> dict[str, Any]:
    """Bring a carnet of format 2 to format 3: it knows nothing of the path beyond the group."""
    return plain | {"format": 3}


_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (_from_1, _from_2)
"""Step n brings a carnet from format n to format n + 1, before it is checked."""
