"""What the tests of exports share: carnets, texts that cause trouble, and a reader of PDF that is not ours."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
from hypothesis import strategies as st
from msgspec.structs import replace

from pasapas_widgets.exports.source import Source
from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet, KeptLevel, Wave
from pasapas_widgets.model.carnet.grouptalk import Discussion, Feedback, Priority
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.kit.kit import load_kit
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.results import GroupResults
from pasapas_widgets.model.session import Session, delete_on
from pasapas_widgets.rules.aggregation import aggregate_entries
from pasapas_widgets.rules.plan import new_action

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
DAY = dt.date(2026, 11, 23)
Q = load_questionnaire()
KIT = load_kit()

TROUBLE = (
    "=1+1", "+33 1 23 45", "-2 heures", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=cmd|' /C calc'!A0", " =1+1", "'=1+1",
    "''=1", "\uff1dSUM(1)", "a;=1+1", "a, =1+1", '"=1+1"', 'dit « oui », puis "non"', "l'apostrophe; le point-virgule",
    "🎉 bravo 👩‍👩‍👧", "שלום עולם", "مرحبا بالعالم", "中文", "a\x00b\x07c\x1bd\x85e\u2028f", "\ufffe\uffff",
    "<b>&amp;</b>", "_x0041_", "x" * 200, "deux\nlignes\r\ntrois", "  espaces  ",
)  # fmt: skip
"""Texts of at most 200 characters that a careless export lets through, cuts or breaks on."""

texts = st.one_of(
    st.sampled_from(TROUBLE),
    st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'=", " -", ""]), st.text(max_size=60)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=190),
).map(lambda text: text[:200])


def actions(*templates: str) -> tuple[Action, ...]:
    """Return actions made from models of the kit, «a1», «a2»…"""
    models = {one.id: one for one in KIT.actions}
    return tuple(
        new_action(f"a{n}", models[one].items, opened=DAY, template=one, level=33.3)
        for n, one in enumerate(templates, 1)
    )


FIVE = actions("A13", "A01", "A03", "A26", "A11")


def wave(sample: str = "equipe_24", *, day: dt.date = DAY, **more: Any) -> Wave:
    """Return a session with the published results of an invented team."""
    entries = read_sheets(sample, (SAMPLES / f"{sample}.csv").read_bytes()).entries
    return Wave(session=session(day), results=aggregate_entries(entries), **more)


def session(day: dt.date = DAY, mode: Any = "individuel") -> Session:
    return Session(
        title="Séance de rentrée", questionnaire=Q.id, version=Q.version, day=day, kept_until=delete_on(day, months=6),
        mode=mode,
    )  # fmt: skip


def kept_together() -> Wave:
    """Return a session of a small group that kept levels, one with a disagreement."""
    levels = (
        KeptLevel(batch="g1", item="L1-01", level=4), KeptLevel(batch="g1", item="L1-02", level=1),
        KeptLevel(batch="g1", item="L1-03", level=2, note="La nuit ne le voit pas ainsi"),
    )  # fmt: skip
    return Wave(session=session(mode="collectif"), results=GroupResults(), levels=levels)


def carnet(**more: Any) -> Carnet:
    """Return the carnet of an invented team that went all the way."""
    filled = {
        "title": "Maison Les Tilleuls",
        "service": "mecs",
        "staff": 60,
        "employer": "prive",
        "waves": (wave(),),
        "actions": FIVE,
        "priorities": (Priority(id="p1", items=("L1-04",), chosen=True), Priority(id="p2", label="Écartée")),
        "discussions": (
            Discussion(id="d1", day=DAY, items=("L1-03",), facts=("Deux personnes pour trois maisons.",), agreed=True),
            Discussion(id="d2", day=DAY, items=("L1-03",), facts=("Un fait sans accord.",)),
        ),
        "feedback": (Feedback(id="r1", title="Un relais plus long", day=DAY, tried="Dix minutes de plus."),),
    }
    return Carnet(**(filled | more))


def source(**more: Any) -> Source:
    return Source.of(carnet(**more), day=DAY)


def troubled(text: str) -> Action:
    """Return an action whose every text is the one given."""
    names = (
        "title", "situation", "for_teams", "for_children", "owner", "first_steps", "means", "indicator", "baseline",
        "decision", "lesson",
    )  # fmt: skip
    return replace(FIVE[0], partners=(text,), **dict.fromkeys(names, text))


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def words(reader: pypdf.PdfReader) -> str:
    """Return the text of a PDF on one line, with ordinary spaces."""
    return plain(" ".join(page.extract_text() for page in reader.pages))


def plain(text: str) -> str:
    """Return a text on one line, with ordinary spaces, so that typography does not count."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def numbered(item: str) -> str:
    """Return what people read before a statement: its number, never its identifier."""
    return f"n° {Q.number_of(item)}"


def items_in(text: str) -> list[str]:
    """Return the statements that a text names by their numbers."""
    return [Q.item_ids[int(number) - 1] for number in re.findall(r"n° (\d+)", plain(text))]


def tags(reader: pypdf.PdfReader) -> list[tuple[str, str | None]]:
    """Return the tags of the structure tree in reading order, each with its alternative text."""
    found: list[tuple[str, str | None]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.PdfObject) else node
        if isinstance(node, pypdf.generic.ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
            found.append((str(node["/S"]), node.get("/Alt")))
            walk(node.get("/K"))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


class Tag(NamedTuple):
    """An element of the structure of a PDF."""

    kind: str
    parent: str
    node: Any
    kids: list[Tag]

    @property
    def table(self) -> dict[str, Any]:
        """What a table says of a cell: its headers, or of what it is the header."""
        said = self.node.get("/A", [])
        for one in said if isinstance(said, list) else [said]:
            if one.get_object().get("/O") == "/Table":
                return dict(one.get_object())
        return {}


def structure(reader: pypdf.PdfReader) -> list[Tag]:
    """Return the elements of the structure tree in reading order, each with those it holds."""
    found: list[Tag] = []

    def walk(node: Any, parent: str) -> list[Tag]:
        node = node.get_object() if isinstance(node, pypdf.generic.PdfObject) else node
        if isinstance(node, pypdf.generic.ArrayObject):
            return [one for child in node for one in walk(child, parent)]
        if not isinstance(node, pypdf.generic.DictionaryObject) or "/S" not in node:
            return []
        tag = Tag(str(node["/S"]), parent, node, [])
        found.append(tag)
        tag.kids.extend(walk(node.get("/K"), tag.kind))
        return [tag]

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], "")  # type: ignore[index]
    return found


def fonts(reader: pypdf.PdfReader) -> dict[str, bool]:
    """Return the fonts of all pages, and whether each is inside the file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                described = inner.get_object()
                descriptor = described["/FontDescriptor"].get_object()
                found[str(described["/BaseFont"])] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


def letters(reader: pypdf.PdfReader) -> list[tuple[float, str]]:
    """Return each piece of text of the first page with the size of its letters, in points."""
    found: list[tuple[float, str]] = []

    def visit(text: str, cm: Any, tm: Any, _: Any, size: float) -> None:
        if text.strip():
            found.append((abs(size * tm[3] * cm[3]), text.strip()))

    reader.pages[0].extract_text(visitor_text=visit)
    return found


WORDY = (
    "Réaménager l'organisation pluridisciplinaire de l'accompagnement individualisé des professionnelles et "
    "professionnels nouvellement recrutés, remplaçants, intérimaires et stagiaires de tous les services "
)
