"""A prototype: kernels forked from a parent that has imported what they need, as a kernel provisioner of Jupyter's.

    python forked_kernels.py SOCKET      the parent; it ends with whoever started it

The parent has one thread and opens no socket of ZeroMQ's: what it forks is as if just started. It is asked over a Unix
socket, one line of JSON a kernel; it answers with the process number. What was forked is not a child of the server:
it is watched by a descriptor of the process (Linux).
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from pasapas_widgets.app.kernels import LightKernelSpecs

NAME = "pasapas-forked"


class Forked:
    """A process that another one forked, with what is asked of a Popen."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid, self.returncode = pid, None
        self._watch = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return 0 once it has ended, whatever it ended with."""
        if self.returncode is None and select.select([self._watch], [], [], 0)[0]:
            self.returncode = 0
            os.close(self._watch)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for its end."""
        if self.returncode is None:
            select.select([self._watch], [], [], timeout)
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Signal it, and nobody who has come by its number since."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._watch, signum)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkedProvisioner(LocalProvisioner):
    """Kernels of this machine, forked."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Ask the parent for one."""
        asked = {"argv": cmd[cmd.index("-f") :], "env": kwargs["env"], "cwd": kwargs.get("cwd")}
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(Parent.place)
            link.sendall(json.dumps(asked).encode() + b"\n")
            self.pid = int(link.makefile().readline())
        self.process = Forked(self.pid)
        self.pgid = self.pid
        return self.connection_info


class ForkedSpecs(LightKernelSpecs):
    """Our kernel, started by the parent."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return it; the provisioner is made known without an entry point."""
        spec = super().get_kernel_spec(kernel_name)
        spec.metadata = {"kernel_provisioner": {"provisioner_name": NAME}}
        known = KernelProvisionerFactory.instance().provisioners
        known[NAME] = EntryPoint(NAME, f"{__name__}:ForkedProvisioner", KernelProvisionerFactory.GROUP_NAME)
        return spec


class Parent:
    """The process that forks."""

    place = ""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self.pid = process, process.pid

    @classmethod
    def start(cls, place: Path) -> Parent:
        """Start it, and wait until it has imported everything."""
        process = subprocess.Popen([sys.executable, __file__, str(place)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        cls.place = str(place)
        return cls(process)

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def serve(place: str) -> None:
    """Import, then fork for whoever asks."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    from ipykernel.kernelapp import IPKernelApp

    import pasapas_widgets

    assert pasapas_widgets.Questionnaire and pasapas_widgets.Radar
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    server.listen(128)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody else waits for what is forked
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    while True:
        link, _ = server.accept()
        asked = json.loads(link.makefile().readline())
        pid = os.fork()
        if pid:
            link.sendall(f"{pid}\n".encode())
            link.close()
            continue
        server.close()
        link.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.environ.clear()
        os.environ.update(asked["env"])
        if asked["cwd"]:
            os.chdir(asked["cwd"])
        IPKernelApp.launch_instance(argv=asked["argv"])
        os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
