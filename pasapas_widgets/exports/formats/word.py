"""What Word needs beside the text: French, A4, our styles, repeated headers, alternative texts, no author."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content.french import typeset
from pasapas_widgets.design.tokens import tokens
from pasapas_widgets.exports.formats.words import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document

__all__ = ["Writer"]

_FONT = "Arial"
_HEADINGS = {"Title": 22, "Heading 1": 15, "Heading 2": 12.5}


class Writer:
    """A Word document that is written from top to bottom. Its texts get French spaces and lose control characters.

    Parameters
    ----------
    title
        Title of the document, in its properties.
    day
        Written as the day of its making; no time, no author.
    """

    def __init__(self, title: str, *, day: dt.date) -> None:
        import docx

        self.document: Document = docx.Document()
        self.day = day
        self._styles()
        self._page()
        self._properties(title, day)
        self._current()

    def _current(self) -> None:
        """Say that the document is of today's Word and in French: else «mode de compatibilité», and all underlined."""
        from docx.oxml.ns import qn

        settings = self.document.settings.element
        for one in settings.iter(qn("w:compatSetting")):
            if one.get(qn("w:name")) == "compatibilityMode":
                one.set(qn("w:val"), "15")
        for one in settings.iter(qn("w:themeFontLang")):
            one.set(qn("w:val"), "fr-FR")

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """Add a heading, at the head of a page if asked; level 0 is the document's title."""
        added = self.document.add_heading(_ready(text), level)
        if new_page:
            added.paragraph_format.page_break_before = True

    def paragraph(self, text: str, *, style: str | None = None, label: str = "") -> None:
        """Add a paragraph, after a word in bold where there is a ``label``."""
        paragraph = self.document.add_paragraph(style=style)
        if label:
            paragraph.add_run(_ready(f"{label} :") + " ").bold = True
        paragraph.add_run(_ready(text))

    def bullets(self, texts: Iterable[str]) -> None:
        """Add a list."""
        for text in texts:
            self.paragraph(text, style="List Bullet")

    def blank(self, label: str, lines: int) -> None:
        """Add something to write: its name in bold, then ruled lines."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.document.add_paragraph().add_run(_ready(label)).bold = True
        for _ in range(lines):
            ruled = self.document.add_paragraph()._p.get_or_add_pPr()
            edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "767676")):
                edge.set(qn(f"w:{name}"), value)
            edges.append(edge)
            between = OxmlElement("w:between")  # else Word draws one line under several such paragraphs
            for name, value in edge.attrib.items():
                between.set(name, value)
            edges.append(between)
            ruled.append(edges)

    def table(
        self,
        header: Sequence[str],
        lines: Iterable[Sequence[str]],
        *,
        widths: Sequence[float],
        alt: str,
        height: float = 0,
    ) -> None:
        """Add a table whose header is repeated on each page. ``widths``, and the least ``height`` of a row, in cm."""
        from docx.shared import Cm

        table = self.document.add_table(rows=1, cols=len(header), style="Table Grid")
        table.autofit = False
        _describe_table(table, _ready(alt))
        for cell, text in zip(table.rows[0].cells, header, strict=True):
            cell.paragraphs[0].add_run(_ready(text)).bold = True
        _mark(table.rows[0], "w:tblHeader")
        for line in lines:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.paragraphs[0].add_run(_ready(text))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            _mark(row, "w:cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
                cell.paragraphs[0].style = self.document.styles["Table Text"]
        for row in table.rows[1:] if height else ():
            row.height = Cm(height)

    def picture(self, data: Any, *, width: float, title: str, alt: str) -> None:
        """Add a picture (a file-like PNG), ``width`` centimetres wide, with its caption and its alternative text."""
        from docx.shared import Cm

        shape = self.document.add_picture(data, width=Cm(width))
        properties = shape._inline.docPr
        properties.set("descr", _ready(alt))
        properties.set("title", _ready(title))
        self.paragraph(title, style="Caption")

    def save(self) -> bytes:
        """Return the document as a file. Its parts bear the day and no time: the same carnet makes the same file."""
        written, dated = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as file:
            for name in parts.namelist():
                made = zipfile.ZipInfo(name, (self.day.year, self.day.month, self.day.day, 0, 0, 0))
                file.writestr(made, parts.read(name), zipfile.ZIP_DEFLATED)
        return dated.getvalue()

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self.document.styles
        strong, ink = (RGBColor.from_string(tokens()[name].lstrip("#").upper()) for name in ("accent-strong", "ink"))
        for style in styles:
            properties = style.element.find(qn("w:rPr"))
            fonts = properties.find(qn("w:rFonts")) if properties is not None else None
            if fonts is not None:  # the theme's fonts would win over the name
                for name in [key for key in fonts.attrib if key.endswith("Theme")]:
                    del fonts.attrib[name]
        default = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for name in ("w:rFonts", "w:lang"):
            for found in default.findall(qn(name)):
                default.remove(found)
        fonts, language = OxmlElement("w:rFonts"), OxmlElement("w:lang")
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), _FONT)
        for name in ("w:val", "w:eastAsia"):
            language.set(qn(name), "fr-FR")
        default.insert(0, fonts)
        default.append(language)
        styles["Normal"].font.size = Pt(10.5)
        styles["Normal"].font.name = _FONT
        styles["Normal"].paragraph_format.space_after = Pt(4)
        for name, size in _HEADINGS.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.color.rgb = _FONT, Pt(size), True, strong
        border = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if border is not None:  # the template's own blue line
            styles["Title"].element.pPr.remove(border)
        caption = styles["Caption"]
        caption.font.name, caption.font.size, caption.font.bold, caption.font.color.rgb = _FONT, Pt(9), False, ink
        small = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
        small.base_style = styles["Normal"]
        small.font.size = Pt(9.5)
        small.paragraph_format.space_after = Pt(2)

    def _page(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        section.footer.paragraphs[0]._p.append(number)

    def _properties(self, title: str, day: dt.date) -> None:
        core = self.document.core_properties
        midnight = dt.datetime.combine(day, dt.time())
        core.title, core.language, core.created, core.modified = _ready(title)[:255], "fr-FR", midnight, midnight
        core.author = core.last_modified_by = core.comments = core.keywords = core.subject = ""
        package = self.document.part.package
        for name, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):  # a picture of somebody else's page
                package.rels.pop(name)


def _ready(text: str) -> str:
    return typeset(cleaned(text))


def _mark(row: Any, name: str) -> None:
    """Say of a row that it is a header («w:tblHeader») or is not cut by a page («w:cantSplit»)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _describe_table(table: Any, alt: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), alt)
    table._tbl.tblPr.append(described)
