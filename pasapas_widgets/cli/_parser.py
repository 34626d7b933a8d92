"""An argument parser that speaks French, and the error that ends a command in one sentence."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from pasapas_widgets.content import interface

__all__ = ["CommandError", "FrenchParser"]


class CommandError(Exception):
    """What stops a command; ``str(error)`` is the one French sentence that the person reads on stderr."""


class _FrenchFormatter(argparse.HelpFormatter):
    """Help whose headings are French, with their space before the colon."""

    def start_section(self, heading: str | None) -> None:
        super().start_section(f"{heading}\u00a0")

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        french = interface("app")["commande"]["usage"] if prefix is None else prefix
        super().add_usage(usage, actions, groups, french)


class FrenchParser(argparse.ArgumentParser):
    """``argparse.ArgumentParser`` with French headings, help option and messages of misuse (exit status 2)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _FrenchFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**{**options, "add_help": False})
        texts = interface("app")["commande"]
        self._positionals.title = texts["arguments"]
        self._optionals.title = texts["options"]
        self.add_argument("-h", "--help", action="help", help=texts["aide"])

    def error(self, message: str) -> NoReturn:
        """Say the misuse in French on stderr and exit with status 2."""
        texts = interface("app")["commande"]
        for pattern, french in texts["fautes"].items():
            found = re.fullmatch(pattern, message, flags=re.DOTALL)
            if found:
                message = found.expand(french)
                break
        self.print_usage(sys.stderr)
        self.exit(2, texts["mauvais_usage"].format(message=message) + "\n")
