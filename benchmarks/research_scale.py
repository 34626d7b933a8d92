"""Measure a study of the whole sector: read, checked, aggregated under the thresholds, drawn; then up to a million.

    python benchmarks/research_scale.py [--runs 3] [--quick] [--write]

Each run is a process of its own. Rows: wall time and processor time of the whole process, imports included, and of its
parts; peak memory (VmHWM). Beside: what most people would write with pandas alone, which checks nothing and withholds
nothing. Both read the same files and draw the same figure. ``--write`` keeps the tables in results/research.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SECTOR = 2137  # establishments, times 35 people: the size that the project asks for
CURVE = (4286, 8571, 17143, 28572)  # establishments: 150,000 sheets to 1,000,000
FORMATS = ("parquet", "csv", "long")
"""``csv``: one line a sheet, as the package writes it; ``long``: one line an answer, as groups hand it over."""


def make(folder: Path, establishments: int) -> int:
    """Write invented sheets in the three formats, each with its ``seances.csv``; return how many sheets."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    from pasapas_widgets.research import synthetic

    corpus = synthetic(establishments, 35, spread=0.0)
    q, n = corpus.questionnaire, len(corpus)

    def coded(codes: Any, values: list[str]) -> Any:
        mask = np.asarray(codes) < 0
        return pa.DictionaryArray.from_arrays(pa.array(np.where(mask, 0, codes), pa.int32(), mask=mask), values)

    about = {name: corpus.sheets[name].cat for name in corpus.sheets.columns}
    first = {name: coded(about[name].codes, list(about[name].categories)) for name in ("seance", "feuille", "profil")}
    spoken = ["", "1", "2", "3", "4", "NC", "NSP"]  # a level of -1 or -2 reads from the end
    cells = np.where(corpus.levels < 0, corpus.levels + len(spoken), corpus.levels)
    version = {"version": coded(np.zeros(n, np.int32), [q.version])}
    wide = pa.table(first | version | {item: coded(cells[:, i], spoken) for i, item in enumerate(q.item_ids)})
    for name in FORMATS:
        (folder / name).mkdir(parents=True)
    parquet.write_table(wide, folder / "parquet/feuilles.parquet")
    arrow_csv.write_csv(plain(wide), folder / "csv/feuilles.csv", arrow_csv.WriteOptions(quoting_style="none"))
    if n < 100_000:
        rows = np.repeat(np.arange(n, dtype=np.int32), len(q.items))
        of = {name: column.take(pa.array(rows)) for name, column in first.items()}
        of["item"] = coded(np.tile(np.arange(len(q.items), dtype=np.int32), n), list(q.item_ids))
        of["reponse"] = coded(cells.ravel(), spoken)
        options = arrow_csv.WriteOptions(quoting_style="none")
        arrow_csv.write_csv(plain(pa.table(of)), folder / "long/feuilles.csv", options)
    sessions = corpus.sheets.drop_duplicates("seance")
    names = ["seance", "recherche", "etablissement", "vague", "type", "region"]
    for name in FORMATS:
        sessions[names].to_csv(folder / name / "seances.csv", index=False, quoting=csv.QUOTE_MINIMAL)
    return n


def plain(table: Any) -> Any:
    """Return a table without dictionaries: Arrow writes no CSV of them."""
    import pyarrow as pa

    return pa.table({name: table.column(name).cast(pa.string()) for name in table.column_names})


def ours(folder: Path, draw: Path) -> dict[str, float]:
    """Read, check, aggregate under the thresholds and draw with the project's package."""
    began = time.perf_counter()
    from pasapas_widgets import research

    study_class, read = research.Study, research.read
    import matplotlib.pyplot as plt

    imported = time.perf_counter()
    corpus = read(folder)
    have = time.perf_counter()
    study = study_class(corpus)
    levers = study.table("leviers", by="type")
    items = study.table("enonces", by="region")
    assert len(levers) == 12 and len(items) == 160
    told = time.perf_counter()
    figure(plt, items.pivot(index="enonces", columns="region", values="estimation"), draw)
    done = time.perf_counter()
    return {"imports": imported - began, "read": have - imported, "tables": told - have, "figure": done - told}


def pandas_alone(folder: Path, draw: Path) -> dict[str, float]:
    """Do what most people would write: read, numbers or nothing, means by group, a picture. No check, no threshold."""
    began = time.perf_counter()
    import matplotlib.pyplot as plt
    import pandas as pd

    imported = time.perf_counter()
    about = pd.read_csv(folder / "seances.csv")
    table = folder / "feuilles.parquet"
    frame = pd.read_parquet(table) if table.exists() else pd.read_csv(folder / "feuilles.csv", low_memory=False)
    have = time.perf_counter()
    frame = frame.merge(about, on="seance")
    if "reponse" in frame:
        frame["reponse"] = (pd.to_numeric(frame["reponse"], errors="coerce") - 1) * 100 / 3
        frame["levier"] = frame["item"].str[:2]
        frame.groupby(["type", "levier"])["reponse"].mean()
        means = frame.groupby(["item", "region"])["reponse"].mean().unstack()
    else:
        items = [name for name in frame if re.fullmatch(r"L\d-\d\d", name)]
        for item in items:
            frame[item] = (pd.to_numeric(frame[item].astype(str), errors="coerce") - 1) * 100 / 3
        for lever in ("L1", "L2", "L3", "L4"):
            frame[lever] = frame[[item for item in items if item.startswith(lever)]].mean(axis=1)
        frame.groupby("type")[["L1", "L2", "L3", "L4"]].mean()
        means = frame.groupby("region")[items].mean().T
    assert means.shape == (32, 5)
    told = time.perf_counter()
    figure(plt, means, draw)
    done = time.perf_counter()
    return {"imports": imported - began, "read": have - imported, "tables": told - have, "figure": done - told}


def figure(plt: Any, table: Any, draw: Path) -> None:
    """Draw statements × regions as a heat map, in vectors: the same for both sides."""
    picture, axes = plt.subplots(figsize=(6, 9), layout="constrained")
    shown = axes.imshow(table.to_numpy(), cmap="cividis", vmin=0, vmax=100, aspect="auto")
    axes.set_xticks(range(table.shape[1]), table.columns, rotation=30)
    axes.set_yticks(range(table.shape[0]), table.index)
    picture.colorbar(shown)
    picture.savefig(draw)


def peak_mb() -> float:
    """Return this process's largest resident memory (MB): VmHWM, which an earlier process does not raise."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]


def child(side: str, folder: Path, draw: Path) -> None:
    told = ours(folder, draw) if side == "ours" else pandas_alone(folder, draw)
    print(json.dumps(told | {"peak": peak_mb(), "processor": time.process_time()}))


def measured(side: str, folder: Path, runs: int) -> dict[str, float]:
    """Return the medians of some runs, each in a process of its own."""
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        said = subprocess.run(
            [sys.executable, __file__, "--child", side, str(folder)], check=True, capture_output=True, text=True
        )
        found.append(json.loads(said.stdout) | {"whole": time.perf_counter() - began})
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


HEAD = (
    "| sheets | format | file (MB) | way | whole process (s) | imports | read and checked | tables | figure "
    "| processor (s) | peak memory (MB) |\n|---:|---|---:|---|---:|---:|---:|---:|---:|---:|---:|"
)


def row(sheets: int, name: str, side: str, folder: Path, told: dict[str, float]) -> str:
    size = sum(one.stat().st_size for one in folder.glob("feuilles.*")) / 1e6
    parts = " | ".join(f"{told[part]:.2f}" for part in ("imports", "read", "tables", "figure"))
    way = "research" if side == "ours" else "pandas alone"
    return (
        f"| {sheets:,} | {name} | {size:.1f} | {way} | {told['whole']:.2f} | {parts} "
        f"| {told['processor']:.2f} | {told['peak']:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="the sector only, no curve")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--child", nargs=2)
    chosen = parser.parse_args()
    if chosen.child:
        with tempfile.TemporaryDirectory() as there:
            child(chosen.child[0], Path(chosen.child[1]), Path(there) / "figure.svg")
        return
    lines, curve = [HEAD], [HEAD]
    with tempfile.TemporaryDirectory() as there:
        for establishments in (SECTOR, *(() if chosen.quick else CURVE)):
            folder = Path(there) / str(establishments)
            n = make(folder, establishments)
            for name in FORMATS:
                if not list((folder / name).glob("feuilles.*")):
                    continue
                sides = ("ours", "pandas") if establishments == SECTOR else ("ours",)
                for side in sides:
                    told = measured(side, folder / name, chosen.runs)
                    line = row(n, name, side, folder / name, told)
                    print(line, flush=True)
                    if establishments == SECTOR:
                        lines.append(line)
                    if name != "long" and side == "ours":
                        curve.append(line)
    day = time.strftime("%Y-%m-%d")
    text = (
        f"Python {platform.python_version()}, 2 cores shared with other work, {day}; median of {chosen.runs}.\n\n"
        f"## The whole sector: {SECTOR:,} establishments × 35 people × 32 statements\n\n" + "\n".join(lines) + "\n\n"
        "## The curve\n\n" + "\n".join([HEAD, *sorted(curve[1:], key=lambda line: line.split("|")[2])]) + "\n"
    )
    if chosen.write:
        (Path(__file__).parent / "results/research.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
