"""Measure a study of the whole sector: read, checked, aggregated under the thresholds; then up to a million sheets.

    python benchmarks/research_scale.py [--runs 5] [--quick] [--write]

Each run is a process of its own, the sides one after the other and again, so that a busy minute is everybody's. Rows:
wall time and processor time of the whole process, imports included, and of its parts; peak memory (VmHWM). Beside: what
most people would write with pandas, Polars or DuckDB alone, which checks nothing and withholds nothing (``pip install
polars duckdb``: no dependency of ours). All read the same files and end with the same means of statements by region,
which is checked. A first run of each is not counted: it leaves the compiled modules that an installer leaves.
``--write`` keeps the tables in results/research.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SECTOR = 2137  # establishments, times 35 people: the size that the project asks for
CURVE = (4286, 8571, 17143, 28572)  # establishments: 150,000 sheets to 1,000,000
FORMATS = ("parquet", "csv", "long")
"""``csv``: one line a sheet, as the package writes it; ``long``: one line an answer, as groups hand it over."""
LEVERS = ("L1", "L2", "L3", "L4")


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


def ours(folder: Path, way: str, draw: Path) -> dict[str, float]:
    """Read, check and aggregate under the thresholds with the project's package: as rows, as frames, and drawn."""
    began = time.perf_counter()
    from pasapas_widgets import research

    study_class, read = research.Study, research.read
    imported = time.perf_counter()
    corpus = read(folder)
    have = time.perf_counter()
    study = study_class(corpus)
    if way == "rows":
        levers, rows = study.rows("leviers", by="type"), study.rows("enonces", by="region")
        told = time.perf_counter()
        total = sum(row["estimation"] for row in rows)
    else:
        levers, items = study.table("leviers", by="type"), study.table("enonces", by="region")
        told = time.perf_counter()
        total, rows = float(items["estimation"].sum()), items
    assert len(levers) == 12 and len(rows) == 160
    if way == "figure":
        import matplotlib.pyplot as plt

        figure(plt, items.pivot(index="enonces", columns="region", values="estimation"), draw)
    done = time.perf_counter()
    parts = {"imports": imported - began, "read": have - imported, "tables": told - have, "figure": done - told}
    return parts | {"total": total}


def pandas_alone(folder: Path) -> dict[str, float]:
    """Do what most people would write: read, numbers or nothing, means by group. No check, no threshold."""
    began = time.perf_counter()
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
        for lever in LEVERS:
            frame[lever] = frame[[item for item in items if item.startswith(lever)]].mean(axis=1)
        frame.groupby("type")[list(LEVERS)].mean()
        means = frame.groupby("region")[items].mean().T
    assert means.shape == (32, 5)
    done = time.perf_counter()
    parts = {"imports": imported - began, "read": have - imported, "tables": done - have, "figure": 0.0}
    return parts | {"total": float(means.to_numpy().sum())}


def polars_alone(folder: Path) -> dict[str, float]:
    """Do the same with Polars, as a plan that it runs at once."""
    began = time.perf_counter()
    import polars as pl

    imported = time.perf_counter()
    about, table = pl.scan_csv(folder / "seances.csv").select("seance", "type", "region"), folder / "feuilles.parquet"
    plan = pl.scan_parquet(table) if table.exists() else pl.scan_csv(folder / "feuilles.csv", infer_schema=False)
    plan = plan.with_columns(pl.col("seance").cast(pl.String)).join(about, on="seance")
    names = plan.collect_schema().names()
    if "reponse" in names:
        points = (pl.col("reponse").cast(pl.Float64, strict=False) - 1) * (100 / 3)
        plan = plan.with_columns(points=points, levier=pl.col("item").str.slice(0, 2))
        asked = (plan.group_by(one, other).agg(pl.col("points").mean())
                 for one, other in (("type", "levier"), ("region", "item")))  # fmt: skip
        _, means = pl.collect_all(list(asked))
        total = means["points"].sum()
    else:
        items = [name for name in names if re.fullmatch(r"L\d-\d\d", name)]
        plan = plan.with_columns(
            (pl.col(item).cast(pl.String).cast(pl.Float64, strict=False) - 1) * (100 / 3) for item in items
        )
        plan = plan.with_columns(
            pl.mean_horizontal([item for item in items if item.startswith(lever)]).alias(lever) for lever in LEVERS
        )
        asked = (plan.group_by("type").agg(pl.col(LEVERS).mean()), plan.group_by("region").agg(pl.col(items).mean()))
        _, means = pl.collect_all(list(asked))
        total = means.select(items).sum().sum_horizontal()[0]
    done = time.perf_counter()
    return {"imports": imported - began, "read": 0.0, "tables": done - imported, "figure": 0.0, "total": total}


def duckdb_alone(folder: Path) -> dict[str, float]:
    """Do the same with DuckDB."""
    began = time.perf_counter()
    import duckdb

    imported = time.perf_counter()
    table, ask = folder / "feuilles.parquet", duckdb.connect().execute
    source = f"read_parquet('{table}')" if table.exists() else f"read_csv('{folder}/feuilles.csv', all_varchar=true)"
    names = [row[0] for row in ask(f"describe select * from {source}").fetchall()]
    items = [name for name in names if re.fullmatch(r"L\d-\d\d", name)]
    wanted = ["reponse"] if "reponse" in names else items
    points = ", ".join(f'(try_cast("{one}" as double) - 1) * 100 / 3 as "{one}"' for one in wanted)
    also = ", item" if "reponse" in names else ""
    about = f"read_csv('{folder}/seances.csv')"
    ask(f"create temp table told as select type, region{also}, {points} from {source} join {about} using (seance)")
    have = time.perf_counter()
    if "reponse" in names:
        ask("select type, item[1:2] as levier, avg(reponse) from told group by all").fetchall()
        total = sum(row[2] for row in ask("select region, item, avg(reponse) from told group by all").fetchall())
    else:
        lists = (", ".join(f'"{item}"' for item in items if item.startswith(lever)) for lever in LEVERS)
        ask(f"select type, {', '.join(f'avg(list_avg([{one}]))' for one in lists)} from told group by all").fetchall()
        means = ", ".join(f'avg("{item}")' for item in items)
        total = sum(sum(row[1:]) for row in ask(f"select region, {means} from told group by all").fetchall())
    done = time.perf_counter()
    parts = {"imports": imported - began, "read": have - imported, "tables": done - have, "figure": 0.0}
    return parts | {"total": total}


def figure(plt: Any, table: Any, draw: Path) -> None:
    """Draw statements × regions as a heat map, in vectors."""
    picture, axes = plt.subplots(figsize=(6, 9), layout="constrained")
    shown = axes.imshow(table.to_numpy(), cmap="cividis", vmin=0, vmax=100, aspect="auto")
    axes.set_xticks(range(table.shape[1]), table.columns, rotation=30)
    axes.set_yticks(range(table.shape[0]), table.index)
    picture.colorbar(shown)
    picture.savefig(draw)


def peak_mb() -> float:
    """Return this process's largest resident memory (MB): VmHWM, which an earlier process does not raise."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]


SIDES = {
    "rows": "research, plain rows", "frames": "research, data frames", "figure": "research, data frames and a figure",
    "pandas": "pandas alone", "polars": "Polars alone", "duckdb": "DuckDB alone",
}  # fmt: skip
PEERS = {"pandas": pandas_alone, "polars": polars_alone, "duckdb": duckdb_alone}


def child(side: str, folder: Path, draw: Path) -> None:
    told = PEERS[side](folder) if side in PEERS else ours(folder, side, draw)
    print(json.dumps(told | {"peak": peak_mb(), "processor": time.process_time()}))


def once(side: str, folder: Path) -> dict[str, float]:
    """Run one side in a process of its own."""
    kept = {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    asked = [sys.executable, __file__, "--child", side, str(folder)]
    said = subprocess.run(asked, check=True, capture_output=True, text=True, env=kept)
    return json.loads(said.stdout) | {"whole": time.perf_counter() - began}


def measured(sides: list[str], folder: Path, runs: int, *, warm: bool) -> dict[str, dict[str, float]]:
    """Return the medians of some runs of each side, taken in turn."""
    found: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for side in sides if warm else ():
        once(side, folder)
    for _ in range(runs):
        for side in sides:
            found[side].append(once(side, folder))
    told = {side: {name: statistics.median(one[name] for one in some) for name in some[0]}
            for side, some in found.items()}  # fmt: skip
    totals = [one["total"] for one in told.values()]
    assert max(totals) - min(totals) < 1e-6, totals
    return told


HEAD = (
    "| sheets | format | file (MB) | way | whole process (s) | beside the faster of Polars and DuckDB | imports "
    "| read and checked | tables | figure | processor (s) | peak memory (MB) |\n"
    "|---:|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def lines_of(sheets: int, name: str, folder: Path, told: dict[str, dict[str, float]]) -> list[str]:
    size = sum(one.stat().st_size for one in folder.glob("feuilles.*")) / 1e6
    fastest = min((told[side]["whole"] for side in ("polars", "duckdb") if side in told), default=None)
    lines = []
    for side, one in told.items():
        parts = " | ".join(f"{one[part]:.2f}" for part in ("imports", "read", "tables", "figure"))
        beside = "" if fastest is None else f"{one['whole'] / fastest:.1f}"
        lines.append(
            f"| {sheets:,} | {name} | {size:.1f} | {SIDES[side]} | {one['whole']:.2f} | {beside} | {parts} "
            f"| {one['processor']:.2f} | {one['peak']:.0f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
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
                sides = [one for one in SIDES if establishments == SECTOR or one in ("rows", "figure")]
                sides = [one for one in sides if one not in PEERS or find_spec(one)]
                runs = chosen.runs if establishments == SECTOR else max(1, chosen.runs // 2)
                made = lines_of(
                    n, name, folder / name, measured(sides, folder / name, runs, warm=establishments == SECTOR)
                )
                print("\n".join(made), flush=True)
                (lines if establishments == SECTOR else curve).extend(made)
    day = time.strftime("%Y-%m-%d")
    text = (
        f"Python {platform.python_version()}, 2 cores shared with other work, {day}; medians of {chosen.runs} (of "
        f"{max(1, chosen.runs // 2)} in the curve), sides in turn.\n\n"
        f"## The whole sector: {SECTOR:,} establishments × 35 people × 32 statements\n\n" + "\n".join(lines) + "\n\n"
        "## The curve\n\n" + "\n".join(curve) + "\n"
    )
    if chosen.write:
        (Path(__file__).parent / "results/research.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
