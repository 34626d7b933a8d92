"""Tables and figures as a paper prints them, in French and in English, with what the figures rest on."""

from __future__ import annotations

import io
import re
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from pasapas_widgets.content import interface
from pasapas_widgets.research import (
    Study,
    change_table,
    cluster_mean,
    clustering_table,
    describe,
    dots,
    item_table,
    language,
    paper_table,
    reliability_table,
    save_figure,
    synthetic,
)
from pasapas_widgets.research.bilingual import BLOCKS, _twins, in_english
from pasapas_widgets.research.paper.tables import PaperError, PaperTable

CORPUS = synthetic(40, 12, seed=3)
STUDY = Study(CORPUS)
BY_TYPE = STUDY.table("leviers", by="type")


@pytest.fixture(scope="module")
def reliability() -> pd.DataFrame:
    return reliability_table(CORPUS, resamples=20)


def numbers(cell: str) -> list[float]:
    """The numbers of a cell, whichever language wrote them."""
    plain = cell.replace("\u00a0", "").replace(",", ".")
    return [float(one) for one in re.findall(r"-?\d*\.?\d+", plain)]


class TestLanguages:
    def test_each_english_text_holds_what_its_french_twin_holds(self) -> None:
        blocks = interface("research_english")
        assert set(blocks) - set(interface("research")) == {"colonnes"}, "French columns need no French names"
        for block, english in blocks.items():
            for french, told in _twins(interface("research").get(block), english):
                names = [{name for _, name, *_ in Formatter().parse(one) if name} for one in (french, told)]
                assert names[0] == names[1], told

    def test_a_text_made_in_french_is_found_again_whatever_stands_in_it(self) -> None:
        french, english = interface("research"), interface("research_english")
        for block in BLOCKS:
            for template, twin in _twins(french[block], english[block]):
                names = {name for _, name, *_ in Formatter().parse(template) if name}
                values = {name: str(rank + 7) for rank, name in enumerate(sorted(names))}
                assert in_english(template.format(**values)) == twin.format(**values)

    def test_what_nobody_translated_stays_as_it_is(self) -> None:
        assert in_english("Raison du comité, 12,5 %.") == "Raison du comité, 12,5 %."
        reason = interface("research")["etude"]["leves"].format(raison="convention 12", seuil=5)
        assert in_english(reason).endswith("Reason given: convention 12")

    def test_every_measure_and_method_has_its_english(self) -> None:
        for block in ("mesures", "methodes", "prudences"):
            french = interface("research")["statistiques"][block]
            assert set(french) == set(interface("research_english")["statistiques"][block])

    def test_an_estimate_is_told_in_both_and_french_comes_back(self) -> None:
        made = cluster_mean(CORPUS.scores()["L1"].to_numpy(), CORPUS.sheets["etablissement"], of="L1")
        with language("en"):
            told = made.sentence()
        assert told.startswith(f"Mean over people (L1): {made.estimate:.1f} (95% confidence interval {made.low:.1f} to")
        assert "cluster-robust" in told and not re.search(r"[éèà]|\bde\b", told)
        assert made.sentence().startswith("Moyenne par personne")

    def test_another_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="language"), language("de"):  # type: ignore[arg-type]
            pass

    def test_words_and_figures_of_a_study_are_english_too(self) -> None:
        with language("en"):
            told, ax = describe(BY_TYPE), dots(BY_TYPE)
        assert "Residential care" in told and "figure withheld" in told and "Invented data" in told
        assert "chiffre" not in told and "établissements" not in told
        assert ax.get_xlabel() == "Score, 0 to 100"
        assert "Residential care" in [one.get_text() for one in ax.get_legend().get_texts()]


class TestTables:
    @pytest.mark.parametrize("code", ["fr", "en"])
    def test_the_cells_are_the_figures_of_the_study(self, code: Any) -> None:
        made = paper_table(BY_TYPE, "Scores", language=code)
        shown = BY_TYPE[BY_TYPE["motif"].isna() & BY_TYPE["bas"].notna()]
        rows = [row for row, motif, low in zip(made.rows, BY_TYPE["motif"], BY_TYPE["bas"], strict=True)
                if motif is None and not np.isnan(low)]  # fmt: skip
        for row, told in zip(rows, shown.itertuples(), strict=True):
            assert numbers(row[2]) == [pytest.approx(told.estimation, abs=0.051)]
            assert numbers(row[3].replace(" ;", " ")) == pytest.approx([told.bas, told.haut], abs=0.051)
            assert row[4:] == (str(told.n_personnes), str(told.n_etablissements))

    def test_a_withheld_figure_is_a_dash_with_its_reason_below(self) -> None:
        made = paper_table(BY_TYPE, "Scores", language="en")
        held = [row for row, motif in zip(made.rows, BY_TYPE["motif"], strict=True) if motif]
        assert held and all(row[2] == "—ᵃ" and row[3] == "—" for row in held)
        assert made.notes[-1] == "ᵃ fewer than 5 establishments."

    def test_english_leaves_out_the_zero_that_a_measure_cannot_pass_and_french_does_not(
        self, reliability: pd.DataFrame
    ) -> None:
        alpha = reliability["estimation"].iloc[0]
        assert paper_table(reliability, "x", language="en").rows[0][2] == f"{alpha:.2f}"[1:]
        assert paper_table(reliability, "x", language="fr").rows[0][2] == f"{alpha:.2f}".replace(".", ",")

    def test_p_values_and_their_correction_are_there(self) -> None:
        table = change_table(synthetic(30, 12, waves=2, change=1.5), before="1", after="2")
        made = paper_table(table, "Change", language="en")
        assert made.heads[1:6] == ("Estimate", "95% CI", "p", "p (Holm)", "n")
        assert made.rows[0][3] == "< .001" and "Holm's correction (1979)" in made.notes[0]
        assert not re.search("[éèàê]", made.notes[0])

    def test_refused_estimates_keep_their_row(self) -> None:
        made = paper_table(clustering_table(synthetic(6, 12)), "x", language="en")
        assert len(made.rows) == 16 and made.rows[0][2] == "—" and "not estimated" in made.notes[0]

    def test_items_have_their_table(self) -> None:
        table = item_table(CORPUS, resamples=20)
        made = paper_table(table, "x", language="en")
        assert len(made.rows) == 32 and numbers(made.rows[0][3])[0] == pytest.approx(table["moyenne"][0], abs=0.051)

    def test_levels_have_their_answer_and_no_interval(self) -> None:
        made = paper_table(STUDY.table("niveaux", items=["L1-01"]), "x", language="fr")
        assert made.heads[:3] == ("Énoncé", "Réponse", "%") and len(made.rows) == 4

    def test_other_frames_and_no_caption_are_refused(self) -> None:
        with pytest.raises(PaperError, match=r"Study\.table"):
            paper_table(pd.DataFrame({"a": [1]}), "x")
        with pytest.raises(PaperError, match="légende"):
            paper_table(BY_TYPE, " ")


class TestFiles:
    @pytest.fixture
    def made(self, reliability: pd.DataFrame) -> PaperTable:
        return paper_table(reliability, "Reliability of 50 % & more", number=3, language="en")

    def test_word_is_a_real_table_with_three_rules(self, made: PaperTable, tmp_path: Path) -> None:
        document = Document(str(made.save(tmp_path / "t.docx")))
        label, caption, note = (one for one in document.paragraphs if one.text.strip())
        assert label.text == "Table 3" and label.runs[0].bold and caption.runs[0].italic
        assert note.text.startswith("Note. CI = confidence interval") and note.runs[0].italic
        (table,) = document.tables
        assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [made.heads, *made.rows]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {edge.tag.split("}")[1]: edge.get(qn("w:val")) for edge in borders} == {
            "top": "single", "bottom": "single", "left": "nil", "right": "nil", "insideH": "nil", "insideV": "nil",
        }  # fmt: skip
        assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"en-US"}
        assert made.word() == made.word()

    def test_latex_has_as_many_cells_as_the_table_and_nothing_unescaped(self, made: PaperTable, tmp_path: Path) -> None:
        text = made.save(tmp_path / "t.tex").read_text(encoding="utf-8")
        body = text.split(r"\midrule")[1].split(r"\bottomrule")[0].strip().splitlines()
        assert len(body) == len(made.rows) and {len(re.split(r"(?<!\\)&", line)) for line in body} == {len(made.heads)}
        assert r"\caption{Reliability of 50 \% \& more}" in text and r"\setcounter{table}{2}" in text
        assert len(re.findall(r"(?<!\\)\{", text)) == len(re.findall(r"(?<!\\)\}", text))
        assert sorted(re.findall(r"\\begin\{(\w+)\}", text)) == sorted(re.findall(r"\\end\{(\w+)\}", text))

    def test_csv_keeps_every_digit_and_its_caption_beside_it(
        self, made: PaperTable, reliability: pd.DataFrame, tmp_path: Path
    ) -> None:
        back = pd.read_csv(made.save(tmp_path / "t.csv"))
        assert back["estimation"].tolist() == reliability["estimation"].tolist()
        assert (tmp_path / "t.txt").read_text(encoding="utf-8").startswith("Table 3. Reliability")

    def test_another_ending_is_refused(self, made: PaperTable, tmp_path: Path) -> None:
        with pytest.raises(PaperError, match=r"\.docx"):
            made.save(tmp_path / "t.odt")
        assert not list(tmp_path.iterdir())

    def test_a_pdf_holds_its_fonts_as_truetype(self, tmp_path: Path) -> None:
        table = STUDY.table("leviers")
        path = save_figure(dots(table), tmp_path / "f.pdf", "Leviers", words=describe(table))
        found = [font.get_object() for font in PdfReader(path).pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert found
        for font in found:
            assert font["/Subtype"] == "/Type0"
            inner = font["/DescendantFonts"][0].get_object()
            assert inner["/Subtype"] == "/CIDFontType2" and "/FontFile2" in inner["/FontDescriptor"].get_object()
        assert (tmp_path / "f.txt").read_text(encoding="utf-8").startswith("Figure 1. Leviers\n\nDiscuter")

    def test_an_svg_needs_no_font_and_is_the_same_each_time(self, tmp_path: Path) -> None:
        table = STUDY.table("leviers")
        first, second = (save_figure(dots(table), tmp_path / name, "x").read_bytes() for name in ("a.svg", "b.svg"))
        assert first == second and b"<text" not in first and b"<path" in first
        with pytest.raises(PaperError, match=r"\.pdf"):
            save_figure(dots(table), tmp_path / "f.gif", "x")


def test_the_word_of_a_table_opens_again_as_a_page() -> None:
    made = paper_table(BY_TYPE, "Scores <b>", language="en")
    told = made._repr_html_()
    assert "&lt;b&gt;" in told and told.count("<tr>") == len(BY_TYPE) + 1 and 'lang="en"' in told
    assert Document(io.BytesIO(made.word())).tables
