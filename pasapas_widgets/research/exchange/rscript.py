"""The script that reads a data package in R, with labels and the three kinds of missing answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from pasapas_widgets.content import interface
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.covariates import WEIGHT
from pasapas_widgets.research.exchange.variables import Variable, variables

__all__ = ["FILE", "r_script"]

FILE = "lire.R"

READ = {
    "csv": 'feuilles <- read.csv(file.path(dossier, "feuilles.csv"), colClasses = "character",\n'
           '                     na.strings = character(), check.names = FALSE, encoding = "UTF-8")',
    "parquet": 'feuilles <- as.data.frame(arrow::read_parquet(file.path(dossier, "feuilles.parquet")))\n'
               "feuilles[] <- lapply(feuilles, as.character)",
}  # fmt: skip
BODY = """seances <- read.csv(file.path(dossier, "seances.csv"), colClasses = "character",
                    na.strings = character(), check.names = FALSE, encoding = "UTF-8")
donnees <- merge(feuilles, seances, by = "seance", sort = FALSE)

manques <- c({missing})
manque <- data.frame(row.names = seq_len(nrow(donnees)))
for (item in names(items)) {{
  dit <- donnees[[item]]
  dit[is.na(dit)] <- ""
  manque[[item]] <- factor(dit, levels = names(manques), labels = manques)
  nombre <- suppressWarnings(as.integer(ifelse(dit %in% names(manques), NA, dit)))
  attr(nombre, "label") <- items[[item]]
  attr(nombre, "labels") <- niveaux[[item]]
  donnees[[item]] <- nombre
}}
{weights}"""
WEIGHTS = f'donnees[["{WEIGHT}"]] <- as.numeric(donnees[["{WEIGHT}"]])\n'


def r_script(q: Questionnaire, format: str, kept: Sequence[str] = ()) -> str:
    """Return the script, in ASCII: R reads it whatever the locale; base R for CSV, the package ``arrow`` for Parquet.

    ``kept``: the covariates and weights of the package.

    It makes ``donnees`` (one row a sheet, levels as whole numbers with their labels, ``NA`` for each kind of missing)
    and ``manque`` (which kind, a factor an item).
    """
    texts = interface("research")["paquet"]
    items = [one for one in variables(q, about=False) if one.is_item]
    lines = [
        *(f"# {_without_accents(line)}" for line in texts["r"].splitlines()),
        'if (!exists("dossier")) dossier <- "."',
        READ[format],
        _named_list("items", {one.id: _quoted(one.label) for one in items}),
        _named_list("niveaux", {one.id: _levels(one) for one in items}),
        BODY.format(missing=_absences(texts["absences"]), weights=WEIGHTS if WEIGHT in kept else ""),
    ]  # fmt: skip
    return "\n".join(lines)


def _absences(told: Mapping[str, str]) -> str:
    named = ", ".join(f"{_quoted(code)} = {_quoted(label)}" for code, label in told.items() if code)
    return f"{named}, {_empty(told)}"


def _empty(absences: Mapping[str, str]) -> str:
    """Return the empty cell's entry: R names no element of a vector ``""`` in ``c()``."""
    return f'setNames({_quoted(absences[""])}, "")'


def _levels(one: Variable) -> str:
    return "c(" + ", ".join(f"{_quoted(label)} = {value}L" for value, label in one.levels.items()) + ")"


def _named_list(name: str, parts: Mapping[str, str]) -> str:
    inside = ",\n".join(f"  {_quoted(key)} = {value}" for key, value in parts.items())
    return f"{name} <- list(\n{inside}\n)"


def _quoted(text: str) -> str:
    r"""Return a text as R reads it in every locale.

    >>> _quoted('un "été"')
    '"un \\"\\u00e9t\\u00e9\\""'
    """
    told = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    codes = ((one, ord(one)) for one in told)
    escaped = (one if code < 128 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}" for one, code in codes)
    return '"' + "".join(escaped) + '"'


def _without_accents(line: str) -> str:
    apart = unicodedata.normalize("NFKD", line.replace("…", "..."))
    return apart.encode("ascii", "ignore").decode()
