"""Tables of a paper, as the American Psychological Association lays them out: Word, LaTeX, CSV and HTML.

A table takes what :meth:`Study.table` returns, or the estimates of this package; so a figure that was withheld is a
dash there too, with its reason in a note. Source of the layout: APA (2020), *Publication manual*, 7th edition, sections
7.8 to 7.21: number in bold, title in italics, three rules, general note then specific notes.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import FrenchError, typeset
from pasapas_widgets.places.wholefile import put
from pasapas_widgets.research.bilingual import Language, language, plain, said, spoken, texts_of
from pasapas_widgets.research.paper.latex import latex_table
from pasapas_widgets.research.paper.word import word_table
from pasapas_widgets.research.tableof import questionnaire_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PaperError", "PaperTable", "paper_table"]

MARKS = "ᵃᵇᶜᵈᵉᶠᵍʰ"
"""Superscripts of the specific notes, in the order in which their cells come."""
BOUNDED = ("alpha", "omega", "icc1", "icc2", "item_reste", "rwg", "rwgj", "alpha_dans", "alpha_entre")
"""Measures that cannot pass 1: English writes them without the zero (APA 2020, section 6.36)."""


class PaperError(FrenchError):
    """A table or figure that cannot be written; ``str(error)`` is one French sentence."""


class PaperTable(Struct, frozen=True):
    """A table as a paper prints it.

    Parameters
    ----------
    label, caption
        Its number («Table 1») and its title.
    heads, rows
        Texts of the cells; the first column is the stub.
    notes
        The general note, then the specific ones.
    values
        The same columns as numbers, not rounded: what the CSV holds.
    language
        ``fr`` or ``en``.
    """

    label: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    values: Any
    language: Language

    def csv(self) -> str:
        """Return the numbers, not rounded, with an empty cell where there is none."""
        return str(self.values.to_csv(index=False, lineterminator="\n"))

    def latex(self) -> str:
        """Return a ``table`` for ``booktabs`` and ``threeparttable``, for a UTF-8 document with T1 fonts."""
        return latex_table(self.label, self.caption, self.heads, self.rows, self._told_notes())

    def word(self) -> bytes:
        """Return a Word document that holds the table: the same table is the same file on the same day."""
        return word_table(self.label, self.caption, self.heads, self.rows, self._told_notes(), self.language)

    def text(self) -> str:
        """Return the caption and the notes, for the file beside a CSV."""
        lead, general, *specific = self._told_notes()
        return "\n".join([f"{self.label}. {self.caption}", f"{lead} {general}", *specific]) + "\n"

    def save(self, path: Path | str) -> Path:
        """Write the table in a file: ``.docx``, ``.tex``, ``.html`` or ``.csv`` (whose caption and notes go in a
        ``.txt`` beside it).

        Raises
        ------
        PaperError
            Another ending.
        """
        target = Path(path)
        makers: dict[str, Callable[[], str | bytes]] = {".docx": self.word, ".tex": self.latex, ".csv": self.csv,
                                                        ".html": self._repr_html_}  # fmt: skip
        if target.suffix not in makers:
            raise PaperError(interface("research")["papier"]["fautes"]["ecriture"].format(nom=target.name))
        made = makers[target.suffix]()
        put(target, made if isinstance(made, bytes) else made.encode())
        if target.suffix == ".csv":
            put(target.with_suffix(".txt"), self.text().encode())
        return target

    def _told_notes(self) -> tuple[str, ...]:
        with language(self.language):
            return (texts_of("papier")["note"], *self.notes)

    def _repr_html_(self) -> str:
        heads = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in self.heads)
        rows = "".join(
            f'<tr><th scope="row">{html.escape(first)}</th>'
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in others)
            + "</tr>"
            for first, *others in self.rows
        )
        lead, general, *specific = self._told_notes()
        notes = f"<p><em>{html.escape(lead)}</em> {html.escape(general)}</p>"
        notes += "".join(f"<p>{html.escape(one)}</p>" for one in specific)
        name = html.escape(f"{self.label}. {self.caption}")
        return (
            f'<div class="pap pap-research-table" lang="{self.language}" tabindex="0" role="region" '
            f'aria-label="{name}"><table><caption><strong>{html.escape(self.label)}</strong><br>'
            f"<em>{html.escape(self.caption)}</em></caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
            f"</div>{notes}"
        )


class _Column(Struct, frozen=True):
    head: str
    cells: Sequence[str]
    values: dict[str, Any]


def paper_table(table: pd.DataFrame, caption: str, *, number: int = 1, language: Language | None = None) -> PaperTable:
    """Return a table as a paper prints it, with its number, title and notes.

    Parameters
    ----------
    table
        What :meth:`Study.table`, :func:`reliability_table` and the like, or :func:`estimates_frame` return; some of its
        rows, if you like.
    caption
        What it shows, in one sentence, in your own words.
    number
        Of the table in the paper.
    language
        ``fr`` or ``en``; the one in force where left out (:func:`language`).

    Raises
    ------
    PaperError
        No such table, or no caption.

    Examples
    --------
    >>> from pasapas_widgets.research import Study, synthetic
    >>> study = Study(synthetic(40, 12, seed=71))
    >>> made = paper_table(study.table("leviers"), "Mean score of each lever", language="en")
    >>> made.label, made.heads
    ('Table 1', ('Lever', 'M', '95% CI', 'n', 'k'))
    """
    from pasapas_widgets.research.bilingual import language as speaking

    if not caption.strip():
        raise PaperError(interface("research")["papier"]["fautes"]["legende"])
    with speaking(language) if language else nullcontext():
        if "etude" in table.attrs and {table.attrs["etude"]["sorte"], "motif", "estimation"} <= set(table.columns):
            columns, specific = _of_study(table)
        elif {"objet", "estimation", "bas", "haut"} <= set(table.columns):
            columns, specific = _of_estimates(table), []
        elif {"egal", "khi2", "cfi"} <= set(table.columns):
            columns, specific = _of_fits(table), []
        elif {"enonce", "moyenne", "item_reste"} <= set(table.columns):
            columns, specific = _of_items(table), []
        else:
            raise PaperError(interface("research")["papier"]["fautes"]["inconnu"])
        return _made(table, columns, specific, caption.strip(), number)


def _made(table: pd.DataFrame, columns: list[_Column], specific: list[str], caption: str, number: int) -> PaperTable:
    import pandas as pd

    ready = typeset if spoken() == "fr" else str
    words, values = texts_of("papier"), {name: one for column in columns for name, one in column.values.items()}
    rows = zip(*(column.cells for column in columns), strict=True)
    return PaperTable(
        words["tableau"].format(n=number),
        ready(caption),
        tuple(ready(column.head) for column in columns),
        tuple(tuple(ready(cell) for cell in row) for row in rows),
        (ready(" ".join(_general(table))), *map(ready, specific)),
        pd.DataFrame(values),
        spoken(),
    )


def _general(table: pd.DataFrame) -> Iterator[str]:
    """Give the sentences of the general note: abbreviations, methods, cautions, then what every output carries."""
    words = texts_of("papier")
    yield words["abreviations"]
    if {"mesure", "methode"} <= set(table.columns):
        pairs = table[["mesure", "methode"]].dropna().drop_duplicates()
        for row in pairs.itertuples(index=False):
            yield words["mesure"].format(mesure=_name_of(row.mesure), methode=_method_of(row.methode))
    if "prudences" in table.columns:
        for one in dict.fromkeys(line for cell in table["prudences"].dropna() for line in str(cell).split("\n")):
            if one:
                yield said(one)
    if "famille" in table.attrs:
        yield said(table.attrs["famille"])
    if "estimation" in table.columns and "motif" not in table.columns and table["estimation"].isna().any():
        yield words["refuse"]
        if spoken() == "fr" and "phrase" in table.columns:
            yield from dict.fromkeys(table.loc[table["estimation"].isna(), "phrase"].dropna())
    if _has_sheets(table):
        yield words["feuilles"]
    if table.attrs.get("definition"):
        yield said(table.attrs["definition"])
    yield from map(said, table.attrs.get("notes", ()))
    if words["etiquettes"]:
        yield words["etiquettes"]


def _name_of(measure: str) -> str:
    """Return the name of a measure in the language in force, from the one of the frame."""
    return str(texts_of("statistiques")["mesures"][_key_of(measure)]["nom"])


def _key_of(measure: str) -> str:
    for section in ("research", "research_english"):
        for key, one in interface(section)["statistiques"]["mesures"].items():
            if one["nom"] == measure:
                return str(key)
    raise PaperError(interface("research")["papier"]["fautes"]["inconnu"])


def _method_of(method: str) -> str:
    for section in ("research", "research_english"):
        for key, one in interface(section)["statistiques"]["methodes"].items():
            if one == method:
                return str(texts_of("statistiques")["methodes"][key])
    return method


def _has_sheets(table: pd.DataFrame) -> bool:
    for people, sheets in (("personnes", "feuilles"), ("n_personnes", "n_feuilles")):
        if {people, sheets} <= set(table.columns):
            return bool((table[people].dropna() != table[sheets].dropna()).any())
    return False


def _of_study(table: pd.DataFrame) -> tuple[list[_Column], list[str]]:
    """Return the columns of a study's table and its specific notes, one a reason for withholding."""
    from pasapas_widgets.research.figures import naming

    words, about = texts_of("papier"), table.attrs["etude"]
    heads, kind = words["tetes"], about["sorte"]
    stub, groups = naming(table)
    reasons = list(dict.fromkeys(one for one in table["motif"] if isinstance(one, str)))
    mark = dict(zip(reasons, MARKS, strict=False))
    told = [f"{words['tiret']}{mark[one]}" if isinstance(one, str) else "" for one in table["motif"]]
    columns = [_Column(heads[kind], stub, {kind: table[kind].tolist()})]
    if kind == "niveaux":
        columns.append(_Column(heads["niveau"], _levels(table), {"niveau": table["niveau"].tolist()}))
    for name, cells in zip(about["par"], groups, strict=True):
        column = _Column(heads.get(name, name.capitalize()), cells, {name: table[name].tolist()})
        columns.append(column)
    mean = heads["part" if kind in ("nsp", "niveaux") else "moyenne"]
    shown = [dash or plain(value) for dash, value in zip(told, table["estimation"], strict=True)]
    columns.append(_Column(mean, shown, {"estimation": table["estimation"].tolist()}))
    if kind != "niveaux":
        columns.append(_interval(table, [1] * len(table), 0.95, bounded=[False] * len(table)))
    columns += _counts(table, "n_personnes", "n_feuilles", "n_etablissements")
    return columns, [f"{mark} {said(reason)}." for reason, mark in mark.items()]


def _levels(table: pd.DataFrame) -> list[str]:
    q, words = questionnaire_of(table.attrs["etude"]["questionnaire"]), texts_of("papier")["niveaux"]
    return [
        words.format(valeur=level, libelle=q.scale_of(q.item(item)).levels[int(level) - 1].label)
        for item, level in zip(table["niveaux"], table["niveau"], strict=True)
    ]


def _of_estimates(table: pd.DataFrame) -> list[_Column]:
    heads = texts_of("papier")["tetes"]
    columns = [_Column(heads["objet"], [str(one) for one in table["objet"]], {"objet": table["objet"].tolist()})]
    keys = _measures(table)
    if len(set(keys) - {None}) > 1:
        names = [
            "" if key is None else _name_of(interface("research")["statistiques"]["mesures"][key]["nom"])
            for key in keys
        ]
        columns.append(_Column(heads["mesure"], names, {"mesure": names}))
    decimals = [2 if key is None else _decimals(key) for key in keys]
    bounded = [key in BOUNDED for key in keys]
    shown = [_number(*one) for one in zip(table["estimation"], decimals, bounded, strict=True)]
    columns.append(_Column(heads["estimation"], shown, {"estimation": table["estimation"].tolist()}))
    level = float(table["niveau"].dropna().iloc[0]) if "niveau" in table and table["niveau"].notna().any() else 0.95
    columns.append(_interval(table, decimals, level, bounded))
    columns += [
        _Column(heads[name], [_p(one) for one in table[name]], {name: table[name].tolist()})
        for name in ("p", "p_holm", "p_bh")
        if name in table and table[name].notna().any()
    ]
    return columns + _counts(table, "personnes", "feuilles", "etablissements")


def _measures(table: pd.DataFrame) -> list[str | None]:
    if "mesure" not in table:
        return [None] * len(table)
    return [_key_of(one) if isinstance(one, str) else None for one in table["mesure"]]


def _decimals(key: str) -> int:
    return int(interface("research")["statistiques"]["mesures"][key]["decimales"])


def _of_items(table: pd.DataFrame) -> list[_Column]:
    heads = texts_of("papier")["tetes"]
    columns = [_Column(heads[name], [str(one) for one in table[name]], {name: table[name].tolist()})
               for name in ("levier", "enonce")]  # fmt: skip
    for name, decimals, factor, head in (
        ("reponses", 0, 1, "reponses"), ("moyenne", 1, 1, "moyenne"), ("ecart_type", 1, 1, "ecart_type"),
        ("plancher", 0, 100, "plancher"), ("plafond", 0, 100, "plafond"), ("nsp", 0, 100, "nsp_part"),
        ("nc", 0, 100, "nc"), ("vide", 0, 100, "vide"), ("item_reste", 2, 1, "item_reste"),
        ("alpha_sans", 2, 1, "alpha_sans"),
    ):  # fmt: skip
        own = table[name].astype(float) * factor
        cells = [_number(one, decimals, name in ("item_reste", "alpha_sans")) for one in own]
        columns.append(_Column(heads[head], cells, {name: table[name].tolist()}))
    return columns


def _of_fits(table: pd.DataFrame) -> list[_Column]:
    heads, names = texts_of("papier")["tetes"], texts_of("papier")["facteur"]
    columns = [_Column(heads["objet"], [str(one) for one in table["objet"]], {"objet": table["objet"].tolist()})]
    if table["egal"].nunique() > 1:
        columns.append(_Column(heads["egal"], [names[one] for one in table["egal"]], {"egal": table["egal"].tolist()}))
    told = (("khi2", 1), ("ddl", 0), ("p", 3), ("cfi", 3), ("tli", 3), ("rmsea", 3), ("srmr", 3), ("delta_cfi", 3))
    for name, decimals in told:
        if table[name].notna().any():
            own = table[name].tolist()
            cells = [_p(one) if name == "p" else _number(one, decimals, decimals == 3) for one in own]
            columns.append(_Column(heads[name], cells, {name: own}))
    return columns + _counts(table, "personnes", "feuilles", "etablissements")


def _interval(table: pd.DataFrame, decimals: Sequence[int], level: float, bounded: Sequence[bool]) -> _Column:
    words, cells = texts_of("papier"), []
    for low, high, digits, is_bounded in zip(table["bas"], table["haut"], decimals, bounded, strict=True):
        ends = {"bas": _number(low, digits, is_bounded), "haut": _number(high, digits, is_bounded)}
        cells.append(words["tiret"] if math.isnan(low) else words["bornes"].format(**ends))
    head = words["intervalle"].format(niveau=plain(100 * level, 0))
    return _Column(head, cells, {"bas": table["bas"].tolist(), "haut": table["haut"].tolist()})


def _counts(table: pd.DataFrame, people: str, sheets: str, sites: str) -> list[_Column]:
    heads = texts_of("papier")["tetes"]
    wanted = [(people, "personnes"), *([(sheets, "feuilles")] if _has_sheets(table) else []), (sites, "etablissements")]
    return [
        _Column(heads[head], [_number(one, 0, False) for one in table[name]], {head: table[name].tolist()})
        for name, head in wanted
        if name in table
    ]


def _number(value: Any, decimals: int, is_bounded: bool) -> str:
    import pandas as pd

    if pd.isna(value):
        return str(texts_of("papier")["tiret"])
    told = plain(float(value), decimals)
    return told.replace("0.", ".", 1) if is_bounded and spoken() == "en" and abs(float(value)) < 1 else told


def _p(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return str(texts_of("papier")["tiret"])
    least = "< 0,001" if spoken() == "fr" else "< .001"
    return least if value < 0.001 else _number(value, 3, True)


def captioned(label: str, caption: str, words: str) -> str:
    """Return the text that goes under a figure: its number, its title, the same in words."""
    return f"{label}. {caption}\n" + (f"\n{words}\n" if words else "")
