"""A file permuted, re-encoded or saved again by a real spreadsheet gives the same figures, or a refusal."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from strategies import Q
from tool_exports import CERTAIN, PEOPLE

from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.files.hr import read_hr
from pasapas_widgets.files.sheets import read_sheets

OFFICE = shutil.which("soffice")
TODAY = dt.date(2026, 1, 31)
Rows = list[list[str]]


def answers(name: str, data: bytes) -> Any:
    """What is counted of a file of answers: sheets, whoever they are."""
    return Counter(msgspec.json.encode(one.sheet, order="sorted") for one in read_sheets(name, data).entries)


def figures(kind: str) -> Callable[[str, bytes], Any]:
    def read(name: str, data: bytes) -> Any:
        file = read_hr(name, data, kind, days="travail", today=TODAY)
        if file.faults or file.questions:
            raise FrenchError("refused or asked")
        return {one.year: (one.counts, one.parts) for one in file.years}

    return read


def absences() -> Rows:
    rows = [["Matricule", "Début", "Fin", "Motif", "Jours", "Service"]]
    motives = ["Maladie", "Accident de service", "Congés payés", "Maternité"]
    for n in range(40):
        day = dt.date(2024 + n % 2, 1 + n % 12, 3 + n % 20)
        end = day + dt.timedelta(days=n % 9)
        days = f"{(end - day).days + 0.5}".replace(".", ",")
        rows.append([f"{n % 11:05}", day.strftime("%d/%m/%Y"), end.strftime("%d/%m/%Y"), motives[n % 4], days, "Été"])
    return rows


def movements() -> Rows:
    rows = [["Matricule", "Date d'entrée", "Date de sortie", "Type de contrat", "ETP"]]
    for n in range(30):
        start = dt.date(2015 + n % 10, 1 + n % 12, 1 + n % 27)
        end = (start + dt.timedelta(days=300 + 40 * n)).strftime("%d/%m/%Y") if n % 3 else ""
        kind = ["CDI", "CDD de remplacement", "CDI"][n % 3]
        rows.append([f"{n + 7:04}", start.strftime("%d/%m/%Y"), end, kind, ["1", "0,8", "0,5"][n % 3]])
    return rows


def long() -> Rows:
    rows = [["seance", "feuille", "profil", "item", "reponse"]]
    for n, one in enumerate(PEOPLE, start=1):
        rows += [["hiver à Évry", f"{n:02}", "educatif", item, str(one[item])] for item in Q.item_ids]
    return rows


def wide(tool: str) -> Rows:
    return list(csv.reader(io.StringIO(CERTAIN[tool]().decode("utf-8-sig")), delimiter=";" if "kobo" in tool else ","))


FILES: dict[str, tuple[Callable[[], Rows], Callable[[str, bytes], Any]]] = {
    "absences": (absences, figures("absences")),
    "movements": (movements, figures("mouvements")),
    "long": (long, answers),
    "google": (lambda: wide("google forms"), answers),
    "kobo": (lambda: wide("kobo, labels"), answers),
    "limesurvey": (lambda: wide("limesurvey, codes"), answers),
}


def permuted(rows: Rows, rng: random.Random) -> Rows:
    places = list(range(len(rows[0])))
    rng.shuffle(places)
    below = rows[1:]
    rng.shuffle(below)
    return [[row[place] for place in places] for row in [rows[0], *below]]


def written(rows: Rows, separator: str, end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("seed", range(6))
def test_permuted_and_encoded_anew_the_figures_are_the_same(kind: str, seed: int) -> None:
    make, read = FILES[kind]
    rng = random.Random(seed)
    rows = permuted(make(), rng)
    expected = read("f.csv", written(make(), ";").encode())
    assert expected
    text = written(rows, rng.choice(";\t|,"), rng.choice(["\n", "\r\n", "\r"]))
    for encoding in (
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp1252",
        "iso8859-15",
        "mac-roman",
        "cp850",
    ):
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        try:
            found = read("f.csv", data)
        except FrenchError:
            assert not encoding.startswith(("utf", "cp1252")), encoding
        else:
            assert found == expected, encoding


def converted(folder: Path, to: str, files: list[Path]) -> Path:
    """Save files again with LibreOffice, which takes what it reads for French."""
    assert OFFICE
    out = folder / to.split(":")[0].strip('"') / str(len(list(folder.rglob("*"))))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    comma = ["--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true"] if files[0].suffix == ".csv" else []
    command = [OFFICE, "--headless", profile, *comma, "--convert-to", to, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out


@pytest.mark.slow
def test_saved_again_by_libreoffice_the_figures_are_the_same_or_none(tmp_path: Path) -> None:
    if OFFICE is None:
        reason = "no LibreOffice on this machine: `make browser` installs it where it can"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    source = tmp_path / "source"
    source.mkdir()
    expected = {}
    for kind, (make, read) in FILES.items():
        (source / f"{kind}.csv").write_text(written(make(), ";"), "utf-8")
        expected[kind] = read("f.csv", written(make(), ";").encode())
    books = converted(tmp_path, "xlsx", sorted(source.glob("*.csv")))
    again = converted(tmp_path, "xlsx", sorted(books.glob("*.xlsx")))
    unicode = converted(tmp_path, "csv:Text - txt - csv (StarCalc):59,34,76,1,,1036", sorted(books.glob("*.xlsx")))
    windows = converted(tmp_path, "csv:Text - txt - csv (StarCalc):9,34,1,1,,1036", sorted(books.glob("*.xlsx")))
    read_whole = set()
    for folder in (books, again, unicode, windows):
        assert len(list(folder.iterdir())) == len(FILES), folder
        for path in folder.iterdir():
            try:
                found = FILES[path.stem][1](path.name, path.read_bytes())
            except FrenchError:
                continue
            assert found == expected[path.stem], path
            read_whole.add((path.stem, path.suffix))
    assert read_whole == {(kind, suffix) for kind in FILES for suffix in (".csv", ".xlsx")}
