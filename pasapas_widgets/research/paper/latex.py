"""A table as LaTeX: ``booktabs`` rules, ``threeparttable`` notes. Compiled in the tests, each kind, both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["escaped", "is_numbers", "latex_table"]

_OWN = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
        "\u00a0": "~", "\u202f": r"\,", "—": "---", "–": "--", "“": "``", "”": "''"}  # fmt: skip
_OWN |= {"α": r"$\alpha$", "β": r"$\beta$", "μ": r"$\mu$", "ρ": r"$\rho$", "σ": r"$\sigma$", "ω": r"$\omega$",
         "χ": r"$\chi$", "Δ": r"$\Delta$", "Σ": r"$\Sigma$"}  # fmt: skip
_OWN |= {"²": r"\textsuperscript{2}", "−": "$-$", "×": r"$\times$", "±": r"$\pm$", "≤": r"$\le$", "≥": r"$\ge$",
         "≠": r"$\ne$", "→": r"$\to$", "…": r"\dots{}"}  # fmt: skip
_OWN |= {mark: rf"\textsuperscript{{{letter}}}" for mark, letter in zip("ᵃᵇᶜᵈᵉᶠᵍʰ", "abcdefgh", strict=True)}
PREAMBLE = r"% \usepackage[T1]{fontenc} \usepackage{booktabs,threeparttable}"
"""What the document has to load, said in the first line."""


def escaped(text: str) -> str:
    r"""Return a text as LaTeX reads it.

    >>> escaped("50 % & L1_02")
    '50 \\% \\& L1\\_02'
    """
    return "".join(_OWN.get(letter, letter) for letter in text)


def is_numbers(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Tell which columns hold figures, the stub apart: no cell of theirs begins with a letter.

    >>> is_numbers([["a", "b", "1,0"], ["c", "d", "–ᵃ"]])
    [False, False, True]
    """
    columns = list(zip(*rows, strict=True))
    return [place > 0 and not any(cell[:1].isalpha() for cell in column) for place, column in enumerate(columns)]


def latex_table(
    label: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str]
) -> str:
    """Return the ``table`` environment; its number is LaTeX's own, its name that of ``label``.

    Parameters
    ----------
    label
        «Table 1», «Tableau 1».
    notes
        The word that opens the note, the general note, then the specific ones.
    """
    number = re.sub(r"\D", "", label) or "1"
    lead, general, *specific = map(escaped, notes)
    lines = [
        PREAMBLE,
        r"\begin{table}",
        rf"\setcounter{{table}}{{{int(number) - 1}}}",
        r"\begin{threeparttable}",
        rf"\caption{{{escaped(caption)}}}",
        rf"\label{{tab:{number}}}",
        rf"\begin{{tabular}}{{@{{}}{''.join('lr'[one] for one in is_numbers(rows))}@{{}}}}",
        r"\toprule",
        " & ".join(map(escaped, heads)) + r" \\",
        r"\midrule",
        *(" & ".join(map(escaped, row)) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
        r"\begin{tablenotes}[flushleft]\small",
        rf"\item \textit{{{lead}}} {general}",
        *(rf"\item {one}" for one in specific),
        r"\end{tablenotes}",
        r"\end{threeparttable}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"
