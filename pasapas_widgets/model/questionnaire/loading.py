"""How a questionnaire is opened: a shipped one, the one chosen for a process, one's own; and the types of service."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from pasapas_widgets.content import CONTENT, ContentError, load_yaml
from pasapas_widgets.content.faults import Fault, line_at
from pasapas_widgets.model.questionnaire.faults import faults_of
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.model.strict import Identifier, Strict, Text

__all__ = [
    "CHOSEN",
    "EARLIER",
    "EXAMPLES",
    "SELF_DIAGNOSIS",
    "Service",
    "earlier_versions",
    "in_version",
    "load_questionnaire",
    "load_services",
]

SELF_DIAGNOSIS = CONTENT / "questionnaires/pas-a-pas.yaml"
"""The questionnaire that ships with the package and that its cards, actions and rules speak of."""
EXAMPLES = CONTENT / "questionnaires" / "examples"
"""Questionnaires shipped as examples of the schema; each opens by its name, without its ending."""
EARLIER = CONTENT / "questionnaires" / "earlier"
"""Versions that shipped before, as they were asked: a session that began with one goes on with it."""
CHOSEN = "PASAPAS_QUESTIONNAIRE"
"""The environment variable that names the questionnaire of a whole process; ``--questionnaire`` sets it."""


def load_questionnaire(path: Path | str | None = None) -> Questionnaire:
    """Read a questionnaire and check it whole.

    Parameters
    ----------
    path
        A YAML file, or the name of an example that ships with the package (``"hse-35"``, ``"equipe-5"``). Without it,
        the questionnaire chosen for this process (environment variable ``PASAPAS_QUESTIONNAIRE``, set by
        ``pasapas --questionnaire``), which is the self-diagnosis where none was chosen.

    Raises
    ------
    ContentError
        One French sentence naming the file, the place in it and the reason. ``pasapas verifier`` tells all faults.

    Examples
    --------
    >>> questionnaire = load_questionnaire()
    >>> len(questionnaire.items), questionnaire.version
    (32, '1.1')
    """
    chosen = path or os.environ.get(CHOSEN) or SELF_DIAGNOSIS
    example = EXAMPLES / f"{chosen}.yaml"
    is_name = isinstance(chosen, str) and re.fullmatch(r"[a-z0-9-]+", chosen)
    return _loaded(example if is_name and example.is_file() else Path(chosen))


@cache
def _loaded(source: Path) -> Questionnaire:
    questionnaire = load_yaml(source, Questionnaire)
    if not questionnaire.modes:  # one's own questionnaire is answered in the same ways
        questionnaire = msgspec.structs.replace(questionnaire, modes=_loaded(SELF_DIAGNOSIS).modes)
    for path, reason, fix in faults_of(questionnaire):
        line = line_at(source.read_text(encoding="utf-8-sig"), path)
        raise ContentError(Fault(line=line, path=path, reason=reason, fix=fix).sentence(source.name))
    return questionnaire


def earlier_versions(questionnaire: Questionnaire) -> tuple[Questionnaire, ...]:
    """Return the earlier versions of a questionnaire that ship with the package.

    >>> [one.version for one in earlier_versions(load_questionnaire(SELF_DIAGNOSIS))]
    ['1.0']
    """
    paths = [EARLIER / f"{questionnaire.id}-{one.version}.yaml" for one in questionnaire.earlier]
    return tuple(_loaded(path) for path in paths if path.is_file())


def in_version(questionnaire: Questionnaire, version: str) -> Questionnaire:
    """Return a questionnaire as it was asked in that version; itself where that version does not ship."""
    return next((one for one in earlier_versions(questionnaire) if one.version == version), questionnaire)


class Service(Strict, frozen=True, rename={"name": "nom", "family": "famille", "variant": "variante"}):
    """A type of service and the variant of the statements its teams answer; ``None`` is the base text."""

    id: Identifier
    name: Text
    family: Literal["hebergement", "milieu_ouvert", "pjj"]
    variant: Identifier | None


class _Services(Strict, frozen=True):
    services: tuple[Service, ...]


@cache
def load_services() -> tuple[Service, ...]:
    """Return the types of service, in the order a person reads them."""
    return load_yaml(CONTENT / "questionnaires/services.yaml", _Services).services
