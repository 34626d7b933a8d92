"""Files of answers: what a spreadsheet mangles is read, what is uncertain is refused in one sentence."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Q

from pasapas_widgets.files import sheets as sheetfiles
from pasapas_widgets.files.sheets import Entry, SheetFile, SheetFileError, combined, read_sheets, write_csv
from pasapas_widgets.files.sheets.titles import COLUMNS
from pasapas_widgets.model.questionnaire.sheet import Sheet

HEADER = "seance,feuille,profil,item,reponse\n"
NAMES = st.text("abcÉéèœç«»' -=+@,;\"0123.", min_size=1, max_size=12).map(lambda name: " ".join(name.split()) or "x")


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    keys = draw(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=3, unique=True))
    rng = random.Random(draw(st.integers(0, 2**32)))
    return tuple(Entry(*key, sheet(rng)) for key in keys)


def sheet(rng: random.Random) -> Sheet:
    answers = {item: rng.choice([1, 2, 3, 4, "NSP", "NC"]) for item in Q.item_ids if rng.random() < 0.9}
    profile = rng.choice([None, *Q.profile_ids])
    return Sheet(questionnaire=Q.id, version=Q.version, profile=profile, answers=answers)


@settings(deadline=None)
@given(entries())
def test_what_is_written_is_read_again(written: tuple[Entry, ...]) -> None:
    assert read_sheets("f.csv", write_csv(written).encode()) == SheetFile(written)


@st.composite
def mangled(draw: st.DrawFn) -> tuple[tuple[Entry, ...], bytes]:
    """Draw sheets and the bytes that some spreadsheet could have made of them."""
    written = draw(entries())
    rows = list(csv.DictReader(io.StringIO(write_csv(written))))
    rng = random.Random(draw(st.integers(0, 2**32)))
    for row in rows:
        if row["reponse"] in {"1", "2", "3", "4"}:
            row["reponse"] = rng.choice(["{}", "{},0", "{}.0", " {} ", "{},00"]).format(row["reponse"])
        row["reponse"] = rng.choice([str.lower, str.upper])(row["reponse"])
        row["item"] = rng.choice([str.lower, str.upper])(row["item"])
    rows += rng.sample(rows, draw(st.integers(0, 5)))
    if draw(st.booleans()):
        rng.shuffle(rows)
    columns = draw(st.permutations(COLUMNS))
    titles = [
        rng.choice(["{}", " {} ", "{}"]).format(rng.choice([str.upper, str.title, str])(name)) for name in columns
    ]
    titles = [rng.choice([title, title.replace("eance", "éance").replace("ep", "ép")]) for title in titles]
    more = [""] * draw(st.integers(0, 3))
    text = io.StringIO()
    delimiter, ending = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    text.write(draw(st.sampled_from(["", ending, f"sep={delimiter}{ending}"])))
    writer.writerow(titles + more)
    for row in rows:
        writer.writerow([row[name] for name in columns] + more)
        if rng.random() < 0.02:
            text.write(rng.choice([ending, delimiter * 4 + ending, "  " + ending]))
    raw = text.getvalue()
    if draw(st.booleans()) and not more:
        raw = raw.removesuffix(ending)
    encodings = ["utf-8", "utf-8-sig", "utf-16"]
    if not re.search(r"[a-zéèœç]É", raw):  # «aÉ» of Windows is «a…» of a Mac: refused, see test_encodings
        encodings.append("cp1252")
    return written, raw.encode(draw(st.sampled_from(encodings)))


@settings(max_examples=150, deadline=None)
@given(mangled())
def test_what_a_spreadsheet_mangles_gives_the_same_sheets(case: tuple[tuple[Entry, ...], bytes]) -> None:
    written, data = case
    found = {(entry.session, entry.sheet_id): entry.sheet for entry in read_sheets("f.csv", data).entries}
    assert found == {(entry.session, entry.sheet_id): entry.sheet for entry in written}


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", HEADER.encode(), b"\xef\xbb\xbf" + HEADER.encode(), b"{", b"[", b"\xff\xfe"]),
)
def test_any_bytes_give_sheets_or_one_french_sentence(data: bytes, start: bytes) -> None:
    refused(start + data, allowed=True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["questionnaire", "version", "profil", "reponses", "feuilles", "L1-01"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_any_json_gives_sheets_or_one_french_sentence(value: Any) -> None:
    refused(json.dumps(value).encode(), allowed=True)


@settings(max_examples=150, deadline=None)
@given(entries(), st.floats(0, 1))
def test_a_cut_file_never_gives_another_answer(written: tuple[Entry, ...], share: float) -> None:
    data = write_csv(written).encode()
    whole = {(entry.session, entry.sheet_id): entry.sheet for entry in written}
    try:
        found = read_sheets("f.csv", data[: int(len(data) * share)]).entries
    except SheetFileError:
        return
    for entry in found:
        original = whole[entry.session, entry.sheet_id]
        assert entry.sheet.answers.items() <= original.answers.items()
        assert entry.sheet.profile == original.profile


def refused(data: bytes, *, allowed: bool = False) -> str:
    """Return the sentence of the refusal, which must be one line, printable, and name the file."""
    try:
        read_sheets("équipe.csv", data)
    except SheetFileError as error:
        sentence = str(error)
        assert sentence.startswith("équipe.csv") and sentence.endswith(".") and len(sentence) < 700
        sentence.encode("utf-8")
        assert "\n" not in sentence
        return sentence.replace("\u00a0", " ")
    assert allowed, "the file was read"
    return ""


def table(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


SHEET = {"questionnaire": "pas-a-pas", "version": "1.1", "reponses": {"L1-01": 3}}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "le fichier est vide"),
        (b"\xef\xbb\xbf \r\n ", "le fichier est vide"),
        (HEADER.encode(), "n'a que sa ligne de titres"),
        (b"PK\x03\x04\x14\x00", "c'est un classeur de tableur ; l'ouvrir, choisir « Enregistrer sous »"),
        (b"\xd0\xcf\x11\xe0\xa1", "c'est un classeur de tableur"),
        (b"%PDF-1.7", "c'est un document PDF"),
        (table("s,01,,L1-01,3", "s,01,,L1\0-02,3"), "ligne 3 : un caractère nul s'y trouve"),
        (HEADER.encode("utf-16-le") + b"\0\0", "un caractère nul s'y trouve"),
        ((HEADER + "s,01,,L1-01,3").encode("utf-16")[:-1], "le texte en UTF-16 est coupé"),
        ((HEADER + "équipe,01,,L1-01,3").encode("mac-roman"), "ligne 2 : des lettres accentuées sont illisibles"),
        ((HEADER + "équipe,01,,L1-01,3").encode("cp850"), "ligne 2 : des lettres accentuées sont illisibles"),
        (table("équipe,01,,L1-01,3") + b"\xe9quipe,02,,L1-01,3", "ligne 3 : des lettres accentuées sont illisibles"),
        (b"bonjour", "ligne 1 : les titres des colonnes manquent"),
        (b"01,educatif,L1-01,3\n", "ligne 1 : les titres des colonnes manquent"),
        (b"seance;feuille;profil;reponse\ns;01;;3\n", "ligne 1 : il manque la colonne « item »"),
        (b"seance,feuille,profil,item,reponse,reponse\n", "la colonne « reponse » est écrite deux fois"),
        (table("s,01,,L9-01,3"), "ligne 2, colonne « item » : « L9-01 » n'est pas un énoncé de ce questionnaire"),
        (table("s,01,,L1-01,0"), "ligne 2, colonne « reponse » : « 0 » n'est pas une réponse possible ; écrire"),
        (table("s,01,,L1-01,3", "s,01,,L1-02,5"), "ligne 3, colonne « reponse » : « 5 » n'est pas une réponse"),
        (table('s,01,,L1-01,"2,5"'), "« 2,5 » n'est pas une réponse possible"),
        (table("s,01,,L1-01,3,0"), "ligne 2, colonne « reponse » : la ligne a 6 cases au lieu de 5"),
        (table("s,01,,L1-01,-3"), "« -3 » n'est pas une réponse possible"),
        (table("s,01,,L1-01,３"), "« ３ » n'est pas une réponse possible"),
        (table("s,01,veilleur,L1-01,3"), "ligne 2, colonne « profil » : « veilleur » n'est pas un profil"),
        (table("s,01,,L1-01,3", "s,01,,L1-01,4"), "a deux réponses différentes à L1-01, 3 plus haut et 4 ici"),
        (table("s,01,,L1-01,3", "s,01,,L1-01,"), "deux réponses différentes à L1-01, 3 plus haut et aucune ici"),
        (table("s,01,educatif,L1-01,3", "s,01,support,L1-02,3"), "a deux profils, « educatif » et « support »"),
        (table("s,,,L1-01,3"), "ligne 2, colonne « feuille » : la case est vide"),
        (table("s,01,,L1-01,3", ",02,,L1-01,3"), "ligne 3, colonne « seance » : certaines lignes nomment la séance"),
        (table("s,01,,,3"), "ligne 2, colonne « item » : la case est vide"),
        ((HEADER + "s,01,,L1-0").encode(), "la dernière ligne est coupée"),
        (table("s,01,,L1-01,3", 's,"02,,L1-02,3'), "ligne 3 : un guillemet ouvert n'est pas refermé"),
        (table('s,"0"1,,L1-02,3'), "ligne 2 : un guillemet est mal placé"),
        (table("s" * 200_000 + ",01,,L1-01,3"), "ligne 2"),  # the csv module has a limit too, that others may raise
        (table("s" * 300 + ",01,,L1-01,3"), "la case dépasse une ligne ou 200 caractères"),
        (b'{"questionnaire": "pas-a-pas", "version"', "ligne 1, caractère 41 : ce n'est pas du JSON complet"),
        (json.dumps(SHEET | {"version": "2.0"}).encode(), "champ « version » : la feuille répond à la version 2.0"),
        (json.dumps(SHEET | {"questionnaire": "autre"}).encode(), "champ « questionnaire » : « autre »"),
        (json.dumps(SHEET | {"profil": "veilleur"}).encode(), "champ « profil » : « veilleur »"),
        (json.dumps(SHEET | {"reponses": {"L9-01": 3}}).encode(), "l'énoncé « L9-01 » n'existe pas"),
        (json.dumps(SHEET | {"reponses": {"L1-01": 2.5}}).encode(), "champ « reponses.L1-01 » : « 2.5 » n'est pas"),
        (json.dumps(SHEET | {"reponses": {"L1-01": True}}).encode(), "champ « reponses.L1-01 » : « True » n'est pas"),
        (json.dumps([SHEET, SHEET | {"version": "2.0"}, 3]).encode(), "feuille 2 : champ « version »"),
        (json.dumps([SHEET, 3]).encode(), "feuille 2, champ « feuille » : une feuille doit être un bloc"),
        (b"[]", "ne contient aucune feuille"),
        (b'{"feuilles": [], "nom": 3}', "champ « nom » : cette clé est inconnue"),
        (b'{"reponses": {"L1-01": 1, "L1-01": 2}}', "champ « L1-01 » : deux valeurs différentes"),
        (json.dumps(SHEET).encode() + b"\n" + json.dumps(SHEET).encode()[:-3] + b"}}\n", "JSON complet"),
        (b"[" * 100_000, "ce n'est pas un fichier de feuilles"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_what_is_uncertain_is_refused_and_said(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_the_other_faulty_lines_are_counted() -> None:
    assert refused(table("s,01,,L1-01,9")).endswith("ou laisser la case vide.")
    assert refused(table("s,01,,L1-01,9", "s,01,,L1-02,9")).endswith("(et une autre ligne).")
    assert refused(table(*["s,01,,L1-01,9"] * 4, "s,01,,L1-02,3")).endswith("(et 3 autres lignes).")
    assert refused(json.dumps([3, 4, SHEET]).encode()).endswith("(et une autre feuille).")


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pasapas_widgets.files.sheets.encodings.LIMIT", 1024**2)
    assert "le fichier dépasse 1 Mo" in refused(table(*["s,01,,L1-01,3"] * 100_000))
    assert sheetfiles.LIMIT == 50 * 1024**2


def notes(data: bytes) -> tuple[str, ...]:
    return tuple(note.replace("\u00a0", " ") for note in read_sheets("f.csv", data).notes)


def test_what_was_understood_is_said() -> None:
    assert notes(table("s,01,,L1-01,3")) == ()
    text = "Séance;Feuille;Profil;Item;Réponse;Nom\n"
    text += "é;01;educatif;L1-01;3,0;x\né;01;educatif;L1-01;3;x\né;01;;L1-02;nsp;x\n"
    assert notes(text.encode("cp1252")) == (
        "Lettres accentuées lues selon le codage Windows-1252.",
        "Séparateur entre les colonnes : point-virgule.",
        "Colonnes non utilisées : « nom ».",
        "« 3,0 » : lu comme un nombre entier.",
        "Une ligne écrite deux fois à l'identique : comptée une seule fois.",
        "Une feuille n'a son profil que sur une partie des lignes : il vaut pour toute la feuille.",
    )


def test_an_empty_answer_was_not_given_and_the_sheet_still_counts() -> None:
    file = read_sheets("f.csv", table("s,01,,L1-01,", "s,02,,L1-01,NC", "s,02,,L1-02,"))
    assert [entry.sheet.answers for entry in file.entries] == [{}, {"L1-01": "NC"}]


def test_spreadsheets_drop_the_last_empty_cells_of_a_line() -> None:
    file = read_sheets("f.csv", b"seance,feuille,item,reponse,profil\ns,01,L1-01,3\ns,01,L1-02\n")
    assert file.entries[0].sheet.answers == {"L1-01": 3}


def test_names_that_a_spreadsheet_would_run_are_written_harmless() -> None:
    some = sheet(random.Random(1))
    for name in ("=1+1", "+33", "-2", "@SUM(A1)", "'=1", "' = 1", "\t=1+1"):
        text = write_csv([Entry(name, name, some)])
        cells = next(iter(csv.DictReader(io.StringIO(text))))
        assert cells["seance"][0] not in "=+-@\t\r"
        assert read_sheets("f.csv", text.encode()).entries[0].session == name.strip()


@pytest.mark.parametrize("form", ["one", "list", "block", "lines"])
def test_sheets_in_json(form: str) -> None:
    given_sheets = [SHEET | {"profil": profile, "variante": "milieu_ouvert"} for profile in ("support", None)]
    one = [json.dumps(plain) for plain in given_sheets]
    text = {
        "one": json.dumps(given_sheets[0], indent=1),
        "list": json.dumps(given_sheets),
        "block": json.dumps({"feuilles": given_sheets}),
        "lines": "\r\n".join(one) + "\r\n\r\n",
    }[form]
    found = read_sheets("ma feuille.json", b"\xef\xbb\xbf" + text.encode()).entries
    assert [entry.sheet for entry in found] == [Sheet.checked(plain, Q) for plain in given_sheets][: len(found)]
    assert [entry.sheet_id for entry in found] == (
        ["ma feuille"] if form == "one" else ["ma feuille-1", "ma feuille-2"]
    )


def test_json_answers_as_other_programs_write_them() -> None:
    file = read_sheets(
        "f.json", json.dumps(SHEET | {"reponses": {"L1-01": 3.0, "L1-02": "nsp", "L1-03": None}}).encode()
    )
    assert file.entries[0].sheet.answers == {"L1-01": 3, "L1-02": "NSP"}


def test_a_sheet_met_again_counts_once_and_a_contradiction_is_refused() -> None:
    first = read_sheets("a.csv", table("s,01,,L1-01,3", "s,02,,L1-01,3"))
    again = read_sheets("b.csv", table("s,02,,L1-01,3", "s,03,,L1-01,1"))
    together = combined([("a.csv", first), ("b.csv", again)])
    assert [entry.sheet_id for entry in together.entries] == ["01", "02", "03"]
    (note,) = together.notes
    assert note == "Une feuille présente à l'identique dans plusieurs fichiers\u00a0: comptée une seule fois."
    other = read_sheets("c.csv", table("s,03,,L1-01,2"))
    with pytest.raises(SheetFileError, match=r"^c\.csv, séance «\u00a0s\u00a0», feuille «\u00a003\u00a0»"):
        combined([("a.csv", first), ("b.csv", again), ("c.csv", other)])


def test_a_thousand_sheets_are_read_whole() -> None:
    rng = random.Random(4)
    written = tuple(
        Entry(
            "s",
            f"{number}",
            Sheet(questionnaire=Q.id, version=Q.version, answers={i: rng.randint(1, 4) for i in Q.item_ids}),
        )
        for number in range(1000)
    )
    assert read_sheets("f.csv", write_csv(written).encode()).entries == written
