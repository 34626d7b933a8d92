"""Measure our self-diagnosis beside the tutorial way of writing it, in one run, alternating.

    python benchmarks/side_by_side.py [--runs 5] [--write]

Rows: bytes on a first visit, time to the first usable statement (here, and at 1.6 Mbit/s with 60 ms), click → radar
redrawn, kernel memory (PSS), models on the page. Times on a shared machine are noisy: read the ratios. ``--write``
keeps the table in results/side_by_side.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

OURS = {
    "name": "Carnets Pas à pas",
    "command": [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", "9171"],
    "url": "http://127.0.0.1:9171/voila/render/01_autodiagnostic.ipynb",
    "notebook": ROOT / "workbooks/01_autodiagnostic.ipynb",
    "radio": ".pap-questionnaire fieldset input[type=radio][value='2']",
    "other": ".pap-questionnaire fieldset input[type=radio][value='3']",
    "radar": ".pap-radar svg",
}
PEER = {
    "name": "tutorial, stock Voilà",
    "command": [sys.executable, "-m", "voila", "--no-browser", "--port=9172", str(HERE / "tutorial.ipynb")],
    "url": "http://127.0.0.1:9172/",
    "notebook": HERE / "tutorial.ipynb",
    "radio": ".widget-radio-box label:nth-of-type(2) input[type=radio]",
    "other": ".widget-radio-box label:nth-of-type(3) input[type=radio]",
    "radar": ".jp-OutputArea img",
}

# Resolves with the milliseconds between the click and the first change of the radar's picture.
WATCH = """(selector) => { window.measured = new Promise((done) => {
  let start = 0;
  document.addEventListener('click', () => { start = performance.now(); }, { capture: true, once: true });
  const root = document.querySelector(selector).closest('.pap-radar, .jp-OutputArea') || document.body;
  const watcher = new MutationObserver((changes) => {
    const drawn = changes.some((change) => change.type === 'attributes'
      ? ['points', 'd', 'cx', 'cy', 'transform', 'src'].includes(change.attributeName)
      : [...change.addedNodes].some((node) => node.querySelector
          && (node.matches('img, svg') || node.querySelector('img, svg'))));
    if (start && drawn) { watcher.disconnect(); done(performance.now() - start); }
  });
  watcher.observe(root, { subtree: true, childList: true, attributes: true });
}); }"""


@contextmanager
def server(side: dict[str, Any]) -> Iterator[int]:
    """Run one server; give its process number."""
    process = subprocess.Popen(
        side["command"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
    )
    try:
        base = re.match(r"http://[^/]+/", side["url"])[0]  # type: ignore[index]
        for _ in range(120):
            try:
                urllib.request.urlopen(base + "voila/static/none" if side is PEER else base, timeout=2)
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.5)
        else:
            raise RuntimeError(f"{side['name']} did not start")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def kernels_below(parent: int) -> list[int]:
    """Return the kernels among the descendants of a process."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, todo = [], [parent]
    while todo:
        for child in children.get(todo.pop(), []):
            todo.append(child)
            if b"ipykernel" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found


def pss_mb(pid: int) -> float:
    """Return the proportional set size of a process in megabytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no Pss line")


def models(side: dict[str, Any]) -> int:
    """Count the widget models that the notebook makes, by running its cells without a front end."""
    cells = json.loads(side["notebook"].read_text())["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    source = "\n".join(line for line in source.splitlines() if not line.startswith("%"))
    count = "from ipywidgets.widgets import widget as _w; print(len(_w._instances))"
    code = f"import matplotlib; matplotlib.use('agg')\n{source}\n{count}"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "workbooks"
    )
    return int(out.stdout.split()[-1])


def slow_visit(side: dict[str, Any], browser: Any) -> float:
    """Return the seconds to the first usable statement in a fresh profile at 1.6 Mbit/s and 60 ms."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page: Page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    bytes_a_second = 1.6e6 / 8
    slow = {"offline": False, "latency": 60, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
    cdp.send("Network.emulateNetworkConditions", slow)
    start = time.perf_counter()
    page.goto(side["url"], wait_until="commit", timeout=120_000)
    page.locator(side["radio"]).first.wait_for(state="visible", timeout=180_000)
    usable = time.perf_counter() - start
    context.close()
    return usable


def visit(side: dict[str, Any], pid: int, browser: Any) -> dict[str, float]:
    """Open the page in a fresh profile, answer a lever, and measure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page: Page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    wire = [0.0]
    cdp.on("Network.loadingFinished", lambda event: wire.__setitem__(0, wire[0] + event["encodedDataLength"]))
    cdp.on(
        "Network.webSocketFrameReceived",
        lambda event: wire.__setitem__(0, wire[0] + len(event["response"]["payloadData"])),
    )
    start = time.perf_counter()
    page.goto(side["url"], wait_until="commit", timeout=120_000)
    page.locator(side["radio"]).first.wait_for(state="attached", timeout=120_000)
    usable = time.perf_counter() - start
    if side is OURS:
        page.locator(".pap-ready").wait_for(state="attached", timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=60_000)
    first_visit = wire[0]
    for index in range(6):
        page.locator(side["radio"]).nth(index).dispatch_event("click")
        page.wait_for_timeout(400 if side is PEER else 30)
    page.wait_for_timeout(1500)
    times = []
    for index in range(6):
        page.locator(side["radar"]).first.wait_for(state="attached")
        page.evaluate(WATCH, side["radar"])
        page.locator(side["other"]).nth(index).dispatch_event("click")
        times.append(page.evaluate("() => window.measured"))
        page.wait_for_timeout(500)
    memory = max(pss_mb(kernel) for kernel in kernels_below(pid))
    context.close()
    return {"wire": first_visit / 1e6, "usable": usable, "click": statistics.median(times), "pss": memory}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    found: dict[str, list[dict[str, float]]] = {OURS["name"]: [], PEER["name"]: []}
    with sync_playwright() as playwright:
        path = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for _ in range(args.runs):
            for side in (OURS, PEER):
                with server(side) as pid:
                    slow = slow_visit(side, browser)
                    found[side["name"]].append(visit(side, pid, browser) | {"slow": slow})
                    print(side["name"], found[side["name"]][-1], file=sys.stderr, flush=True)
        browser.close()
    rows = [
        ("first visit on the wire (MB)", "wire", "{:.2f}"),
        ("first usable statement (s)", "usable", "{:.2f}"),
        ("first usable statement at 1.6 Mbit/s, 60 ms (s)", "slow", "{:.2f}"),
        ("click → radar (ms)", "click", "{:.1f}"),
        ("kernel memory, PSS (MB)", "pss", "{:.1f}"),
    ]
    lines = [f"| median of {args.runs} | {OURS['name']} | {PEER['name']} | ratio |", "|---|---|---|---|"]
    for label, key, form in rows:
        ours, peer = (statistics.median(run[key] for run in found[side["name"]]) for side in (OURS, PEER))
        lines.append(f"| {label} | {form.format(ours)} | {form.format(peer)} | {peer / ours:.1f} × |")
    ours, peer = models(OURS), models(PEER)
    lines.append(f"| widget models on the page | {ours} | {peer} | {peer / ours:.0f} × |")
    table = "\n".join(lines)
    print(table)
    if args.write:
        head = f"Python {platform.python_version()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}.\n\n"
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results/side_by_side.md").write_text(head + table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
