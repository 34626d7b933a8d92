"""Open each workbook many times, two at once, and count the loads that do not finish.

    python benchmarks/voila_loads.py [--loads 300] [--at-once 2] [--port 9160] [WORKBOOK…]

A load is what a browser does: GET the page to its very last line, then the message that releases the kernel. It is
unfinished when the end is missing, late or replaced by the page that says so; a cell in error is counted apart.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from urllib.error import URLError
from urllib.request import Request, urlopen

from pasapas_widgets.places.shipped import workbooks_dir

END = "<!-- pasapas:fin -->"
PATIENCE = 180


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one load gave: its time in seconds, whether it came to its end, whether a cell failed."""

    seconds: float
    finished: bool
    cell_failed: bool


def load(address: str, name: str) -> Load:
    """Open a workbook once and release its kernel."""
    began = time.monotonic()
    try:
        with urlopen(f"{address}voila/render/workbooks/{name}", timeout=PATIENCE) as reply:
            page = reply.read().decode()
    except (URLError, TimeoutError) as error:
        print(f"  {name}: {error}", file=sys.stderr)
        return Load(seconds=time.monotonic() - began, finished=False, cell_failed=False)
    seconds = time.monotonic() - began
    kernel = re.search(r'"kernelId": "([\w-]+)"', page)
    if kernel:
        urlopen(Request(f"{address}voila/api/shutdown/{kernel[1]}", data=b"", method="POST"), timeout=30).close()
    failed = '<p class="pap-notice-title">' in page
    return Load(seconds=seconds, finished=page.rstrip().endswith(END), cell_failed=failed)


def wait_for(address: str) -> None:
    """Wait until the server answers."""
    for _ in range(200):
        try:
            urlopen(address, timeout=5).close()
            return
        except URLError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def main() -> int:
    """Run the loads and print the table; the status is 1 if a load did not finish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workbooks", nargs="*", default=sorted(path.name for path in workbooks_dir().glob("*.ipynb")))
    parser.add_argument("--loads", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--port", type=int, default=9160)
    args = parser.parse_args()
    address = f"http://127.0.0.1:{args.port}/"
    command = [sys.executable, "-m", "pasapas_widgets.cli", "--no-browser", "--port", str(args.port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    unfinished = 0
    try:
        wait_for(address)
        print(
            "| workbook | loads | unfinished | cell errors | median (s) | longest (s) |",
            "|---|---|---|---|---|---|",
            sep="\n",
        )
        for name in args.workbooks:
            with ThreadPoolExecutor(args.at_once) as crowd:
                loads = list(crowd.map(lambda _, name=name: load(address, name), range(args.loads)))
            missing = sum(not one.finished for one in loads)
            failed = sum(one.cell_failed for one in loads)
            times = [one.seconds for one in loads]
            figures = f"{len(loads)} | {missing} | {failed} | {median(times):.2f} | {max(times):.2f}"
            print(f"| {name} | {figures} |", flush=True)
            unfinished += missing
    finally:
        server.terminate()
        server.wait(30)
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
