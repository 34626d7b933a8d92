"""The codebook of a data package in DDI-Codebook 2.5, as data archives take it.

No frequency of a category is in it: those are figures, which only a study's tables may show. Source: DDI Alliance,
*DDI-Codebook 2.5*, field level documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from pasapas_widgets.content import interface
from pasapas_widgets.model.entry import SPOKEN
from pasapas_widgets.model.questionnaire.structure import Questionnaire
from pasapas_widgets.research.corpus import EMPTY
from pasapas_widgets.research.exchange.variables import Variable, variables

__all__ = ["FILE", "ddi_codebook"]

FILE = "codebook.xml"

SPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def ddi_codebook(
    q: Questionnaire,
    *,
    name: str,
    title: str,
    file: str,
    rows: int,
    day: str,
    software: str,
    authors: Sequence[str],
    notes: Sequence[str],
    kept: Sequence[str] = (),
) -> bytes:
    """Return the codebook as XML.

    Parameters
    ----------
    name, title
        Of the package.
    file, rows
        The table of sheets and how many it holds.
    day
        ISO date of the package.
    software
        Version of this library.
    notes
        What goes with every result, and the risk.
    kept
        Covariates and weights.
    """
    texts = interface("research")["paquet"]["ddi"]
    root = ElementTree.Element(
        "codeBook",
        {"xmlns": SPACE, "xmlns:xsi": INSTANCE, "xsi:schemaLocation": f"{SPACE} {SCHEMA}", "version": "2.5",
         "xml:lang": "fr"},
    )  # fmt: skip
    study = ElementTree.SubElement(root, "stdyDscr")
    citation = ElementTree.SubElement(study, "citation")
    titles = _add(citation, "titlStmt")
    _add(titles, "titl", title)
    _add(titles, "IDNo", name)
    said = _add(citation, "rspStmt")
    for author in authors:
        _add(said, "AuthEnty", author)
    made = _add(citation, "prodStmt")
    _add(made, "prodDate", day, date=day)
    _add(made, "software", "pasapas-widgets", version=software)
    about = _add(study, "stdyInfo")
    _add(about, "abstract", interface("research")["paquet"]["description"])
    summary = _add(about, "sumDscr")
    _add(summary, "nation", "France", abbr="FR")
    _add(summary, "anlyUnit", texts["unite"])
    _add(summary, "universe", texts["univers"])
    _add(summary, "dataKind", texts["sorte"])
    method = _add(study, "method")
    collection = _add(method, "dataColl")
    _add(collection, "resInstru", texts["questionnaire"].format(titre=q.title, id=q.id, version=q.version,
                                                              empreinte=q.fingerprint))  # fmt: skip
    for note in notes:
        _add(method, "notes", note)
    access = _add(_add(study, "dataAccs"), "useStmt")
    _add(access, "restrctn", interface("research")["paquet"]["carnet"]["prudence"])
    held = ElementTree.SubElement(root, "fileDscr", {"ID": "F1"})
    text = _add(held, "fileTxt")
    _add(text, "fileName", file)
    sizes = _add(text, "dimensns")
    columns = list(variables(q, kept, about=False))
    _add(sizes, "caseQnty", str(rows))
    _add(sizes, "varQnty", str(len(columns)))
    described = ElementTree.SubElement(root, "dataDscr")
    for lever in q.levers:
        own = " ".join(one.name for one in columns if one.lever == lever.id)
        _add(_add(described, "varGrp", ID=f"G_{lever.id}", type="section", var=own), "labl", lever.name)
    for column in columns:
        _variable(described, column)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _variable(parent: ElementTree.Element, column: Variable) -> None:
    measured = {"intrvl": "discrete", "nature": "ordinal" if column.is_item else "nominal"}
    if column.is_number:
        measured = {"intrvl": "contin", "nature": "ratio", "wgt": "wgt"}
    found = _add(parent, "var", ID=column.name, name=column.id, files="F1", **measured)
    _add(found, "labl", column.label)
    if column.is_item:
        _add(_add(found, "qstn"), "qstnLit", column.label)
    for value, label in column.levels.items():
        _category(found, str(value), label)
    for code, label in column.missing.items():
        _category(found, "" if code == EMPTY else str(SPOKEN[code]), label, missing="Y")
    _add(found, "varFormat", type="numeric" if column.is_number else "character")


def _category(parent: ElementTree.Element, value: str, label: str, **more: str) -> None:
    category = _add(parent, "catgry", **more)
    _add(category, "catValu", value)
    _add(category, "labl", label)


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: Any) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, tag, attributes)
    found.text = text or None
    return found
