"""The kernels that pages start: how many, for how long, how they are launched, and a client that cannot hang."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from traitlets import Integer, Type, default
from traitlets.config import LoggingConfigurable

__all__ = ["LightKernelSpecs", "NoRoomError", "PageKernels", "PatientClient", "inherited", "memory_limit"]

SLICE = 0.25
"""Seconds between two looks at a socket."""

KERNEL_BYTES = 45 * 2**20
"""Memory that one page takes (measured: 37 MB of kernel, then its share of the server)."""


class PatientChannel(AsyncZMQSocketChannel):  # type: ignore[misc]
    """A channel that looks again at its socket instead of trusting one wake-up.

    nbclient sends on the shell socket while it awaits a reply there; the send swallows the socket's edge-triggered
    wake-up and the wait, which has no bound, never ends (jupyter_client PR 1059, nbclient issue 312).
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message, looking every quarter of a second.

        Parameters
        ----------
        timeout
            Seconds to wait at most; ``None`` waits until a message comes.

        Raises
        ------
        queue.Empty
            Nothing came in time.
        """
        end = None if timeout is None else monotonic() + timeout
        while True:
            left = SLICE if end is None else min(SLICE, max(0.0, end - monotonic()))
            if await self.socket.poll(int(left * 1000)):
                message: dict[str, Any] = await self._recv()
                return message
            if end is not None and monotonic() >= end:
                raise Empty


class PatientClient(AsyncKernelClient):  # type: ignore[misc]
    """A kernel client all of whose channels wait in slices, and that has no heartbeat.

    Whether the kernel lives, its manager knows: the process is its own. A heartbeat is a thread for each page, which
    opens its socket whenever it comes to run, also once the server has stopped.
    """

    shell_channel_class = Type(PatientChannel)
    iopub_channel_class = Type(PatientChannel)
    stdin_channel_class = Type(PatientChannel)
    control_channel_class = Type(PatientChannel)

    def start_channels(
        self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True
    ) -> None:
        """Start the channels, by default all but the heartbeat's."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)


class LightKernelSpecs(KernelSpecManager):  # type: ignore[misc]
    """One kernel, this Python, without its debugger (8 MB less) nor the history and start-up files of the user."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the only name there is."""
        return {"python3": str(Path(__file__).parent)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return our kernel whatever the notebook asks for: it is the one that has the project installed."""
        launch = (
            "import sys; sys.modules['debugpy'] = None; "
            "from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
        )
        argv = [sys.executable, "-c", launch, "-f", "{connection_file}", "--HistoryManager.enabled=False"]
        argv.append("--IPKernelApp.log_level=ERROR")  # where sockets are TCP's, it tells each time that they are
        # Stopping begins with an interruption: by signal, a kernel that still imports would print where it was.
        return KernelSpec(argv=argv, display_name="Python 3", language="python", interrupt_mode="message")


def inherited() -> dict[str, str]:
    """Return the server's environment without what opens its database or its doors."""
    kept_back = re.compile(r"PG[A-Z]+|PASAPAS_(STORE|JETON)")
    database = re.compile(r"postgres(ql)?(\+\w+)?://")
    return {
        name: value
        for name, value in os.environ.items()
        if not kept_back.fullmatch(name) and not database.search(value)
    }


def memory_limit() -> int:
    """Return the bytes of memory this process may hope for: the machine's, or its container's when it is less."""
    limits = []
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        limits.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    for file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            limits.append(int(Path(file).read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue
    return min(limits, default=4 * 2**30)


class NoRoomError(Exception):
    """As many pages are open as the computer can bear."""


class PageKernels(LoggingConfigurable):
    """The kernels started by pages: counted, capped, and stopped when nobody looks at them any more.

    Other kernels of the same server (a researcher's, in JupyterLab) are neither counted nor touched.
    """

    limit = Integer(
        config=True, min=1, help="Pages with a kernel at the same time; by default what memory allows, 4 to 60."
    )
    unconnected_seconds = Integer(600, config=True, min=5, help="Life of a kernel whose page is gone.")
    idle_seconds = Integer(3600, config=True, min=5, help="Life of a kernel whose page is open and out of sight.")
    cull_seconds = Integer(30, config=True, min=1, help="Time between two looks for such kernels.")
    page_seconds = Integer(120, config=True, min=1, help="The longest a page may take to open.")

    @default("limit")
    def _limit(self) -> int:
        return max(4, min(60, (memory_limit() * 4 // 5 - 200 * 2**20) // KERNEL_BYTES))

    def __init__(self, *, manager: Any, **options: Any) -> None:
        super().__init__(**options)
        self.manager = manager
        self._reserved: set[str] = set()
        self._starting: dict[str, asyncio.Task[Any]] = {}
        self._started: set[str] = set()
        self._stopping: dict[str, asyncio.Task[None]] = {}

    def __len__(self) -> int:
        """Return how many pages hold a kernel or are about to."""
        self._started = {kernel_id for kernel_id in self._started if kernel_id in self.manager}
        return len(self._reserved | self._started)

    def reserve(self) -> str:
        """Return the id of the kernel that the caller may start.

        Raises
        ------
        NoRoomError
            The cap is reached.
        """
        if len(self) >= self.limit:
            raise NoRoomError
        kernel_id = str(uuid4())
        self._reserved.add(kernel_id)
        return kernel_id

    async def start(self, kernel_id: str, *, name: str, folder: Path, env: dict[str, str]) -> Any:
        """Start the reserved kernel in a folder and return its manager.

        A caller who gives up does not interrupt the launch, which would leave a process behind: ``stop`` awaits it.
        """
        launch = self.manager.start_kernel(kernel_id=kernel_id, kernel_name=name, cwd=str(folder), env=env)
        self._starting[kernel_id] = asyncio.ensure_future(launch)
        await asyncio.shield(self._starting[kernel_id])
        kernel = self.manager.get_kernel(kernel_id)
        kernel.client_factory = PatientClient
        kernel.stop_restarter()  # brought back to life before it is seen dead, it would be awaited for ever
        kernel.restart_kernel = partial(self._restart, kernel_id, kernel.restart_kernel)
        self._started.add(kernel_id)
        self._reserved.discard(kernel_id)
        self._starting.pop(kernel_id, None)
        return kernel

    def touch(self, kernel_id: str) -> bool:
        """Count a page's kernel as active now; return whether there is one."""
        if kernel_id not in self._started or kernel_id in self._stopping or kernel_id not in self.manager:
            return False
        self.manager.get_kernel(kernel_id).last_activity = datetime.now(UTC)
        return True

    def watch(self, kernel_id: str) -> None:
        """Have the kernel started again where it dies: its page is open and reads what is kept."""
        if kernel_id in self.manager:
            self.manager.get_kernel(kernel_id).start_restarter()

    async def _restart(self, kernel_id: str, restart: Callable[..., Awaitable[None]], **options: Any) -> None:
        """Start a dead kernel again while its page is open; ``stop`` awaits it, else it would be nobody's."""
        if kernel_id in self._started and kernel_id not in self._stopping:
            self._starting[kernel_id] = asyncio.ensure_future(restart(**options))
            await asyncio.shield(self._starting[kernel_id])
            self._starting.pop(kernel_id, None)

    async def stop(self, kernel_id: str) -> None:
        """Stop the kernel and give its place back; an id that is not a page's is left alone."""
        if kernel_id in self._reserved | self._started and kernel_id not in self._stopping:
            self._stopping[kernel_id] = asyncio.ensure_future(self._stop(kernel_id))
        if kernel_id in self._stopping:
            await asyncio.shield(self._stopping[kernel_id])

    async def _stop(self, kernel_id: str) -> None:
        try:
            if kernel_id in self._starting:
                await asyncio.wait([self._starting.pop(kernel_id)])
            if kernel_id in self.manager:
                await self.manager.shutdown_kernel(kernel_id, now=True)
        finally:
            self._reserved.discard(kernel_id)
            self._started.discard(kernel_id)
            del self._stopping[kernel_id]

    async def stop_all(self) -> None:
        """Stop the kernels of every page."""
        await asyncio.gather(*(self.stop(kernel_id) for kernel_id in self._reserved | self._started))

    async def cull(self) -> None:
        """Stop the kernels that nobody looks at: page gone, or open and out of sight for too long."""
        now = datetime.now(UTC)
        for kernel_id in list(self._started):
            if kernel_id not in self.manager:
                continue
            connected = self.manager._kernel_connections.get(kernel_id, 0) > 0
            still = (now - self.manager.get_kernel(kernel_id).last_activity).total_seconds()
            if still > (self.idle_seconds if connected else self.unconnected_seconds):
                self.log.info("Stopping kernel %s, still for %d s", kernel_id, still)
                await self.stop(kernel_id)
