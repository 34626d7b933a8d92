"""What a data package says of itself, the package without its extra, and the size of a whole sector."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from test_research_reading import written

from pasapas_widgets.research import Corpus, Study, read, synthetic
from pasapas_widgets.research import package as packaging


def test_sources_are_told_by_their_digest_and_not_by_their_name(tmp_path: Path) -> None:
    folder = written(tmp_path / "etude", synthetic(4, 12))
    (folder / "feuilles.csv").rename(folder / "MECS_Les_Tilleuls.csv")
    found = read(folder)
    assert found.sources[0]["nom"] == "MECS_Les_Tilleuls.csv", "whoever reads knows what was read"
    out = found.write(tmp_path / "paquet")
    told = "".join(one.read_text(encoding="utf-8") for one in out.iterdir())
    assert "Tilleuls" not in told and told.count(found.sources[0]["sha256"]) == 2
    assert (
        json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["provenance"][0]["nom"] == "fichier 1 (csv)"
    )


def test_the_reason_for_reading_without_consent_follows_into_the_package_and_out_of_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "etude", synthetic(4, 12), consent=lambda name: "oui" if name < "E0003" else "non")
    out = read(folder, without_consent="convention 2026-12").write(tmp_path / "paquet")
    assert "convention 2026-12" in (out / "codebook.md").read_text(encoding="utf-8")
    assert any("convention 2026-12" in one for one in json.loads((out / "datapackage.json").read_text())["remarques"])
    again = read(out)
    assert again.count("seance") == 2, "the package itself keeps who consented"
    assert any("convention 2026-12" in one for one in again.notes), "and what was to be said is still to be said"


def test_the_order_of_sheets_and_their_numbers_tell_nothing(tmp_path: Path) -> None:
    made = synthetic(8, 30, spread=0)
    ordered = made.where(np.argsort(made.sheets["seance"].cat.codes.to_numpy(), kind="stable"))
    found = read(ordered.write(tmp_path / "paquet", seed=4))
    sessions = found.sheets.sort_values("feuille")["seance"].cat.codes.to_numpy()
    assert (np.diff(sessions) == 0).mean() < 0.25, (
        "one in eight neighbours by chance, nearly all if they stayed together"
    )


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packaging, "_codebook", full)
    with pytest.raises(OSError, match="No space"):
        synthetic(4, 12).write(tmp_path / "paquet")
    assert list(tmp_path.iterdir()) == []


def test_sessions_of_no_known_establishment_never_pass_for_many(tmp_path: Path) -> None:
    made = synthetic(8, 30, spread=0)
    folder = written(tmp_path / "etude", made)
    lines = (folder / "seances.csv").read_text(encoding="utf-8").splitlines()
    lines = [
        ",".join((*line.split(",")[:2], "", *line.split(",")[3:])) if at else line for at, line in enumerate(lines)
    ]
    (folder / "seances.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read(folder)
    assert found.count("etablissement") == 0 and "un seul" in found.notes[0]
    assert Study(found).table()["estimation"].isna().all(), "eight groups of one establishment show nothing"
    back = read(found.write(tmp_path / "paquet"))
    assert back.count("etablissement") == 0 and back.count("seance") == 8
    known = read(folder, sessions_are_establishments=True)
    assert known.count("etablissement") == 8 and "choix de la personne" in known.notes[0]
    assert Study(known).table()["estimation"].notna().all()


@pytest.mark.parametrize("missing", ["pandas", "statsmodels"])
def test_without_the_extra_one_sentence_says_what_to_install(missing: str) -> None:
    code = f"""
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == {missing!r}:
            raise ModuleNotFoundError(name)
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == {missing!r} else real(name, package)
sys.meta_path.insert(0, Absent())
from pasapas_widgets import research
try:
    research.read
except ImportError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert missing in said and 'pip install "pasapas-widgets[recherche]"' in said.replace("\xa0", " ")


def test_a_whole_sector_is_read_back_equal(tmp_path: Path) -> None:
    made = synthetic(2137, 35, spread=0)
    found: Corpus = read(made.write(tmp_path / "paquet", format="parquet"))
    assert len(found) == len(made) == 74_795 and found.count("etablissement") == 2137
    for code in (0, -1, -2, 1, 2, 3, 4):
        assert ((found.levels == code).sum(axis=0) == (made.levels == code).sum(axis=0)).all()
