"""HR exports that cannot be read, that hold a bomb or any bytes: one sentence, in seconds, under a ceiling."""

# ruff: noqa: E501 (a line of an export stays a line)

from __future__ import annotations

import datetime as dt
import io
import random
import resource
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hr_files import ALONE, TITLES, TODAY, from_workbook, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from pasapas_widgets.files.hr import read_hr
from pasapas_widgets.files.hr.table import HrFileError


def test_workbooks_that_cannot_be_read_say_which_form_they_have() -> None:
    rows = [[n, None, dt.date(2025, 3, n), f"=C{n + 1}+1", "Maladie", 2] for n in range(1, 7)]
    with pytest.raises(HrFileError, match="formules n'ont pas de valeur"):
        from_workbook(workbook({"A": [TITLES, *rows]}))
    whole = workbook({"A": [TITLES, *ALONE]})
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(strict, "w") as new:
        for one in old.namelist():
            new.writestr(
                one,
                old.read(one).replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
            )
    with pytest.raises(HrFileError, match="Open XML Strict"):
        from_workbook(strict.getvalue())
    with pytest.raises(HrFileError, match="page Web"):
        read_hr("a.xls", b"<html><table><tr><td>Matricule</td></tr></table>", "absences")

    def hide(book: Any) -> None:
        book["B"].sheet_state = "visible"
        book["A"].sheet_state = "hidden"

    with pytest.raises(HrFileError, match="sont masquées"):
        from_workbook(workbook({"A": [TITLES, *ALONE], "B": [["x"]]}, hide))


def bomb(texts: int) -> bytes:
    """A workbook with many shared strings."""
    whole = workbook({"A": [TITLES, *ALONE]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            data = old.read(one)
            if one.endswith("sharedStrings.xml"):
                data = data.replace(b"</sst>", b"<si/>" * texts + b"</sst>")
            new.writestr(one, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("one.csv", lambda: ("Matricule;Début;Fin;Motif\n" + "".join(f"1;{n % 28 + 1:02}/{n % 12 + 1:02}/{1990 + n % 35};31/12/{1991 + n % 34};Maladie\n" for n in range(99_000))).encode()),
        ("breaks.csv", lambda: b"Matricule;Contrat;Sortie" + b"\r" * 9_000_000),
        ("cells.csv", lambda: b"Matricule;Contrat;Sortie\n" + b";" * 9_000_000),
        ("faults.csv", lambda: b"Matricule;Entree;Sortie;Contrat\n" + b"1;x;y;z\n" * 90_000),
        ("texts.xlsx", lambda: bomb(9_000_000)),
        ("quotes.csv", lambda: b"Matricule;Contrat;Sortie\n" + b'"a""b";' * 1_200_000),
    ],
)  # fmt: skip
def test_no_file_hangs_or_fills_memory(name: str, make: Callable[[], bytes]) -> None:
    data, before = make(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        read_hr(name, data, "absences" if name == "one.csv" else "mouvements", today=TODAY)
    except HrFileError as error:
        assert str(error).startswith(name)
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


CELL = st.one_of(
    st.sampled_from(["", "1", "00012", "CDI", "CDD", "Maladie", "Total", "Page 1", "01/02/2025", "13/02/2025", "2025-02-30", "31/12/9999", "=1+1", '"', "-5", "0,5", "1E+12", "é", "\u00a0"]),
    st.text(max_size=8),
)  # fmt: skip
COLUMN = st.sampled_from(
    [
        "Matricule",
        "Id",
        "Nom",
        "Début",
        "Fin",
        "Motif",
        "Jours",
        "Entrée",
        "Sortie",
        "Contrat",
        "ETP",
        "Ancienneté",
        "x",
        "",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(COLUMN, max_size=9),
    st.lists(st.lists(CELL, max_size=9), max_size=12),
    st.sampled_from(["absences", "mouvements"]),
    st.sampled_from(["utf-8", "utf-16", "cp1252", "mac-roman"]),
    st.sampled_from([";", ",", "\t"]),
)
def test_any_table_gives_counts_or_sentences(
    titles: list[str], rows: list[list[str]], kind: str, encoding: str, separator: str
) -> None:
    data = "\r\n".join(separator.join(row) for row in (titles, *rows)).encode(encoding, "replace")
    try:
        file = read_hr("f.csv", data, kind, days="travail", today=TODAY)
    except HrFileError as error:
        assert str(error).startswith("f.csv") and "\n" not in str(error)
        return
    assert not (file.years and (file.faults or file.questions))
    assert all(line.endswith((".", "?")) and "{" not in line for line in (*file.faults, *file.notes))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Matricule;Debut;Fin;Motif\n"]))
def test_any_bytes_give_counts_or_one_sentence(data: bytes, start: bytes) -> None:
    try:
        read_hr("f.csv", start + data, "absences", today=TODAY)
    except HrFileError as error:
        assert str(error).startswith("f.csv") and "\n" not in str(error)


WHOLE = workbook({"A": [TITLES, *ALONE]})  # once: a workbook holds the second when it was made, and its length varies


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_workbook_is_one_sentence(rng: random.Random) -> None:
    data = bytearray(WHOLE)
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try:
        from_workbook(bytes(data))
    except HrFileError as error:
        assert "\n" not in str(error)
