"""Content is read by several threads at once: the room's, the first page's and the one that prepares it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NEW_KINDS_READ_BY_FOUR_THREADS = """
import sys
from pathlib import Path
from threading import Barrier, Thread

import msgspec

from pasapas_widgets.content import load_yaml

sys.setswitchinterval(1e-6)
file = Path(sys.argv[1])
file.write_text("".join(f"b{n}: {{a1: [{{x: 1}}]}}\\n" for n in range(5)), encoding="utf-8")
read = []
for _ in range(40):
    inner = msgspec.defstruct("Inner", [(f"a{n}", "list[dict[str, int | None]]", ()) for n in range(20)])
    outer = msgspec.defstruct("Outer", [(f"b{n}", inner) for n in range(5)])
    together = Barrier(4)

    def load():
        together.wait()
        read.append(load_yaml(file, outer).b4.a1)

    threads = [Thread(target=load) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
assert read == [[{"x": 1}]] * 160, read
"""


def test_a_kind_that_several_threads_read_first_at_once_ends_nobody(tmp_path: Path) -> None:
    """msgspec before 0.23 learned a kind in two threads at once into a fault of memory: the app was gone, unsaid."""
    command = [sys.executable, "-X", "faulthandler", "-c", NEW_KINDS_READ_BY_FOUR_THREADS, str(tmp_path / "a.yaml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
