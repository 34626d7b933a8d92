"""The option ``--questionnaire``: which questionnaire a whole command works with, its kernels included."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.content import ContentError, interface
from pasapas_widgets.content.french import typeset
from pasapas_widgets.model.questionnaire.loading import CHOSEN, EXAMPLES, load_questionnaire

__all__ = ["add_questionnaire", "chosen_questionnaire", "examples"]


def examples() -> tuple[str, ...]:
    """Return the names of the questionnaires that ship as examples."""
    return tuple(sorted(path.stem for path in EXAMPLES.glob("*.yaml")))


def add_questionnaire(parser: FrenchParser) -> None:
    """Add the option to a command, which is then checked to have a questionnaire that can be read."""
    told = interface("questionnairefiles")["option"]["aide"].format(exemples=", ".join(examples()))
    parser.add_argument("--questionnaire", metavar="FICHIER|NOM", default=argparse.SUPPRESS, help=told)
    parser.set_defaults(needs_questionnaire=True)


@contextmanager
def chosen_questionnaire(args: argparse.Namespace) -> Iterator[None]:
    """Make the questionnaire that the command names, or the environment, that of this process while it runs.

    Raises
    ------
    CommandError
        There is no such file or example, or it has faults: one French sentence that says how to see them all.
    """
    before = os.environ.get(CHOSEN)
    asked = getattr(args, "questionnaire", None) or before
    if not asked or not getattr(args, "needs_questionnaire", False):
        yield
        return
    texts = interface("questionnairefiles")["option"]
    found = asked if asked in examples() else str(Path(asked).resolve())  # a kernel works in another folder
    if found not in examples() and not Path(found).is_file():
        sentence = texts["introuvable"].format(fichier=asked, exemples=", ".join(examples()))
        raise CommandError(typeset(sentence))
    try:
        load_questionnaire(found)
    except ContentError as error:
        raise CommandError(typeset(texts["fautes"].format(phrase=error, fichier=asked))) from error
    os.environ[CHOSEN] = found
    try:
        yield
    finally:
        if before is None:
            del os.environ[CHOSEN]
        else:
            os.environ[CHOSEN] = before
