"""A questionnaire's file that somebody has written: all its faults at once, with their lines and what to do."""

from __future__ import annotations

import msgspec

from pasapas_widgets.content import interface, load_yaml
from pasapas_widgets.content.faults import Fault
from pasapas_widgets.content.french import typeset_all
from pasapas_widgets.files.nodes import STAND_IN, Reading, read_nodes
from pasapas_widgets.files.questionnaires.advice import (
    Change,
    advice_on,
    advice_on_versions,
    changes_between,
    comparable,
)
from pasapas_widgets.model.questionnaire.faults import faults_of
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS
from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["Change", "Checked", "Fault", "check"]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a questionnaire's file.

    ``faults`` are in the order of the file; ``questionnaire`` is ``None`` where there is one. ``changes`` and
    ``n_comparable`` compare it with its earlier version, where one was given.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    questionnaire: Questionnaire | None = None
    changes: tuple[Change, ...] | None = None
    n_comparable: int | None = None


def check(text: str, *, earlier: Questionnaire | None = None) -> Checked:
    """Check the text of a questionnaire's file.

    Parameters
    ----------
    text
        YAML.
    earlier
        The version before, to say what changed and whether the file accounts for it.

    Returns
    -------
    Checked
        Every fault, or the questionnaire with what deserves a thought. No text at all makes it raise.

    Examples
    --------
    >>> [(fault.line, fault.path) for fault in check("id: essai\\nleviers: []\\n").faults][:2]
    [(1, 'version'), (1, 'titre')]
    """
    text = text.encode("utf-8", "replace").decode()  # a lone half of a character is no text
    reading = read_nodes(text, Questionnaire, "docs/questionnaire.md")
    questionnaire = _questionnaire(reading)
    faults = reading.judge(faults_of(questionnaire) if questionnaire else (), _is_consequence)
    if faults or questionnaire is None:
        return Checked(faults=faults)
    cut = [(path, "coupe", {"trouve": value[:60]}) for path, value in reading.cut]
    found = [*advice_on(questionnaire), *cut, *(advice_on_versions(earlier, questionnaire) if earlier else ())]
    return Checked(
        faults=(),
        warnings=tuple(_warning(reading, *one) for one in found),
        questionnaire=questionnaire,
        changes=tuple(changes_between(earlier, questionnaire)) if earlier else None,
        n_comparable=comparable(earlier, questionnaire) if earlier else None,
    )


def _questionnaire(reading: Reading) -> Questionnaire | None:
    """Return the questionnaire, with stand-ins where it is faulty; ``None`` where too little of it is there."""
    if reading.plain is None or reading.mended & {"leviers", "items", "echelle", "echelle.niveaux"}:
        return None
    try:
        found = msgspec.convert(typeset_all(reading.plain), Questionnaire)
    except msgspec.ValidationError:
        return None
    if found.modes:
        return found
    return msgspec.structs.replace(found, modes=load_yaml(SELF_DIAGNOSIS, Questionnaire).modes)


def _is_consequence(reading: Reading, path: str, reason: str) -> bool:
    """Tell whether a fault only comes from another one that is told already."""
    if STAND_IN in reason or any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in reading.mended):
        return True
    if path.endswith(".niveaux"):
        return any(one.startswith(path) for one in reading.mended)
    kind = path.partition("[")[0].removesuffix("s")  # a lever without items, while an item's lever cannot be read
    return path.endswith("]") and any(one.endswith(f".{kind}") or one.endswith("]") for one in reading.mended)


def _warning(reading: Reading, path: str, kind: str, values: dict[str, object]) -> Fault:
    return reading.advice(path, interface("questionnairefiles")["avis"][kind], values)
