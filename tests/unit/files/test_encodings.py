"""Bytes whose encoding nobody says: read as they were written, or refused; a letter is never taken for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasapas_widgets.files.sheets import SheetFileError
from pasapas_widgets.files.sheets.encodings import decoded

NAMES = [
    *("Zoë", "François", "Jürgen", "Łukasz", "Šárka", "Dvořák", "Magalhães", "Simões", "Conceição", "Nuñez", "Øyvind"),
    *("Ångström", "Straße", "Þór", "L’Haÿ-les-Roses", "Béré", "Éric", "João", "Peña", "José", "O’Connor", "Piñón"),
    *("Kübra", "Mário", "Zoé", "EVÈNE", "ÉCOLE", "MÜLLER", "Noël", "Anaïs", "Œuvre"),
]
WRITTEN = ("cp1252", "iso8859-15", "mac-roman", "cp850")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig"])
@given(name=st.sampled_from(NAMES), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_unicode_is_read_with_or_without_its_mark(encoding: str, name: str, end: str) -> None:
    text = end.join(("seance;feuille;profil;item;reponse", f"mars;{name};educatif;L1-01;3", ""))
    told, _ = decoded("f.csv", text.encode(encoding))
    assert told.lstrip("\ufeff") == text.replace(end, "\n")


@pytest.mark.parametrize("encoding", WRITTEN)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_as_it_was_written_where_the_file_has_french_words(encoding: str, name: str) -> None:
    text = f"Matricule;Nom;Entrée;Motif\n1;{name};01/02/2020;congé à l’étranger\n"
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        try:
            data = text.replace("’", "'").encode(encoding)
            text = text.replace("’", "'")
        except UnicodeEncodeError:
            return  # this encoding has no such letter
    try:
        told, _ = decoded("f.csv", data)
    except SheetFileError:
        assert encoding != "cp1252", "what Excel writes is read, whatever the name"
    else:
        assert told == text


@pytest.mark.parametrize("name", ["Nuñez", "Zoë", "Noël", "Peña"])
def test_a_sign_in_a_word_is_no_french_letter(name: str) -> None:
    data = f"Matricule;Nom\n1;{name}\n".encode("mac-roman")
    with pytest.raises(SheetFileError, match="codage"):
        decoded("f.csv", data)


def test_a_capital_inside_a_small_word_tells_the_macintosh() -> None:
    text = "Matricule;Nom\n1;Jürgen\n"
    assert decoded("f.csv", text.encode("mac-roman")) == (text, "Macintosh")


def test_half_a_utf_16_file_and_one_with_zeros_are_refused() -> None:
    data = "seance;feuille;profil;item;reponse\n".encode("utf-16-le")
    for broken in (data[:-1], data[:20] + b"\x00\x00" + data[20:], b"a\x00b" * 30):
        with pytest.raises(SheetFileError):
            decoded("f.csv", broken)
