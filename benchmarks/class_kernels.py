"""Thirty kernels at once, as a class that opens the same workbook: when the first cell is there, and what it weighs.

    python benchmarks/class_kernels.py [--kernels 30] [--repeat 3]

Four ways of starting them, all by Jupyter's own kernel manager: ipykernel's own kernelspec (what a Jupyter server
starts by itself), ours (`app/kernels.py`: no debugger, no history), ours by ipc, and a forked parent that has imported
what the first cell needs (`forked_kernels.py`, a kernel provisioner; Linux; a prototype that the app does not use).
Ready: the kernel answers. First cell: the widgets of `01_autodiagnostic` are made. Memory: proportional set size of all
kernels, the parent included, by kernel. The kernels are on this machine's own loop, for a minute at most each time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from forked_kernels import ForkedSpecs, Parent
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from side_by_side import pss_mb

from pasapas_widgets.app.kernels import LightKernelSpecs, PatientClient

FIRST = 'from pasapas_widgets import Questionnaire, Radar\nQuestionnaire()\nRadar(follow="autodiagnostic")'
PATIENCE = 120


class Stock(KernelSpecManager):
    """ipykernel's own kernelspec, by whatever name."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return it."""
        return super().get_kernel_spec("python3")


WAYS: dict[str, tuple[Callable[[], KernelSpecManager], str]] = {
    "ipykernel's own, tcp": (Stock, "tcp"),
    "ours, tcp": (LightKernelSpecs, "tcp"),
    "ours, ipc": (LightKernelSpecs, "ipc"),
    "forked parent, ipc": (ForkedSpecs, "ipc"),
}


async def one(manager: AsyncMultiKernelManager, client: type[AsyncKernelClient], began: float) -> tuple[float, float]:
    """Start a kernel and run its first cell; return the seconds until each."""
    kernel_id = await manager.start_kernel(kernel_name="python3")
    kernel = manager.get_kernel(kernel_id)
    kernel.client_factory = client
    link = kernel.client()
    link.start_channels()
    try:
        await link.wait_for_ready(timeout=PATIENCE)
        ready = time.perf_counter() - began
        reply = await link.execute_interactive(FIRST, timeout=PATIENCE, output_hook=lambda _: None)
        assert reply["content"]["status"] == "ok", reply["content"]
        return ready, time.perf_counter() - began
    finally:
        link.stop_channels()


async def measure(way: str, n: int) -> dict[str, float]:
    """Start them all at once; return what was seen."""
    specs, transport = WAYS[way]
    is_forked = specs is ForkedSpecs
    with tempfile.TemporaryDirectory(prefix="k") as folder:
        began = time.perf_counter()
        parent = await asyncio.to_thread(Parent.start, Path(folder) / "p") if is_forked else None
        prepared = time.perf_counter() - began
        manager = AsyncMultiKernelManager(kernel_spec_manager=specs(), connection_dir=folder)
        manager.kernel_manager_class = f"{__name__}.Ipc" if transport == "ipc" else f"{__name__}.Tcp"
        try:
            began = time.perf_counter()
            seen = await asyncio.gather(*(one(manager, PatientClient, began) for _ in range(n)))
            pids = [manager.get_kernel(kernel_id).provisioner.process.pid for kernel_id in manager.list_kernel_ids()]
            weight = sum(pss_mb(pid) for pid in [*pids, *([parent.pid] if parent else [])])
        finally:
            await manager.shutdown_all(now=True)
            if parent:
                parent.end()
    ready, first = zip(*seen, strict=True)
    return {
        "prepared": prepared if is_forked else 0.0,
        "ready_p50": median(ready), "ready_max": max(ready),
        "first_p50": median(first), "first_max": max(first),
        "mb": weight / n,
    }  # fmt: skip


def kernel_manager(transport: str) -> type:
    """Return Jupyter's kernel manager, by one transport."""
    from jupyter_client.manager import AsyncKernelManager

    return type(transport.title(), (AsyncKernelManager,), {"transport": transport, "__module__": __name__})


Tcp, Ipc = kernel_manager("tcp"), kernel_manager("ipc")

HEAD = """\
# {n} kernels at once

`python benchmarks/class_kernels.py`, {day}, {cores} cores shared with other work (load {load:.1f}), {system},
Python {python}. Medians of {repeat} rounds, the ways in turn. The first cell makes the widgets of `01_autodiagnostic`.

| kernels started by | ready p50 / last (s) | first cell p50 / last (s) | MB a kernel |
|---|---|---|---:|
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernels", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    rounds: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    for _ in range(args.repeat):
        for way, runs in rounds.items():
            runs.append(asyncio.run(measure(way, args.kernels)))
    about = {"n": args.kernels, "repeat": args.repeat, "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count()}
    about |= {"load": os.getloadavg()[0], "system": platform.system(), "python": platform.python_version()}
    print(HEAD.format(**about), end="")
    for way, runs in rounds.items():
        m = {name: median(run[name] for run in runs) for name in runs[0]}
        apart = f" (the parent is ready after {m['prepared']:.1f} s, once)" if m["prepared"] else ""
        print(
            f"| {way}{apart} | {m['ready_p50']:.1f} / {m['ready_max']:.1f} "
            f"| {m['first_p50']:.1f} / {m['first_max']:.1f} | {m['mb']:.1f} |"
        )


if __name__ == "__main__":
    main()
