"""How a feedback sheet («retour d'expérience») is told: the same words on the page, in Word and in a file to share."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, long_date
from pasapas_widgets.model.carnet.grouptalk import Feedback
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["KIND", "FeedbackError", "Told", "read_shared", "shared", "told"]

KIND = "retour-d-experience"
"""What the file to share says that it is."""

VERSION = 1
_PARTS = ("context", "tried", "changed", "conditions", "advice")


class FeedbackError(FrenchError):
    """A file that is no feedback sheet; ``str(error)`` is one French sentence that says what to do."""


class Told(Struct, frozen=True, kw_only=True):
    """A sheet as people read it: its marks («exemple inventé»), the statements it answers, its parts with titles."""

    title: str
    day: str
    marks: tuple[str, ...]
    items: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]


class _Shared(Struct, frozen=True, forbid_unknown_fields=True, rename={"kind": "sorte", "sheet": "retour"}):
    kind: str
    version: int
    sheet: Feedback


def told(sheet: Feedback, questionnaire: Questionnaire | None = None) -> Told:
    """Return a sheet in words; a part that is empty says so.

    Examples
    --------
    >>> from pasapas_widgets.model.carnet.grouptalk import load_examples
    >>> told(load_examples()[0]).day
    '10 mars 2026'
    """
    texts = interface("feedbacksheets")
    paper, names = texts["papier"], texts["fiche"]["champs"]
    keys = {one.name: one.encode_name for one in msgspec.structs.fields(Feedback)}
    statements = {item.id: item.text for item in (questionnaire or load_questionnaire()).items}
    marks = ((sheet.invented, paper["invente"]), (sheet.elsewhere, paper["ailleurs"]))
    return Told(
        title=sheet.title.strip() or texts["liste"]["sans_titre"],
        day=long_date(sheet.day),
        marks=tuple(text for is_so, text in marks if is_so),
        items=tuple(statements.get(id, id) for id in sheet.items),
        parts=tuple((names[keys[part]], getattr(sheet, part).strip() or paper["vide"]) for part in _PARTS),
    )


def shared(sheet: Feedback) -> bytes:
    """Return the file that another establishment opens in its own carnet: this sheet and nothing else."""
    return msgspec.json.format(msgspec.json.encode(_Shared(KIND, VERSION, sheet)), indent=1) + b"\n"


def read_shared(name: str, data: bytes, *, taken: Sequence[str] = ()) -> Feedback:
    """Read a sheet that another establishment shared; it is marked as coming from elsewhere.

    Parameters
    ----------
    name
        The file's name, said in what is refused.
    taken
        Identifiers of the carnet's own sheets: the new one gets another.

    Raises
    ------
    FeedbackError
        It is no feedback sheet, or a newer application wrote it.

    Examples
    --------
    >>> from pasapas_widgets.model.carnet.grouptalk import load_examples
    >>> read_shared("fiche.json", shared(load_examples()[0])).elsewhere
    True
    """
    texts = interface("feedbacksheets")["recue"]

    def refusal(reason: str) -> FeedbackError:
        return FeedbackError(texts["refus"].format(nom=name, raison=texts["raisons"][reason]))

    try:
        plain = msgspec.json.decode(data)
        if isinstance(plain, dict) and plain.get("sorte") == KIND and isinstance(version := plain.get("version"), int):
            if version > VERSION:
                raise refusal("version")
            found = msgspec.convert(plain, _Shared).sheet
        else:
            raise refusal("forme")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refusal("forme") from error
    base = found.id[:30]
    id = next(one for n in range(len(taken) + 1) if (one := f"{base}-recu{n or ''}") not in taken)
    return msgspec.structs.replace(found, id=id, elsewhere=True)
