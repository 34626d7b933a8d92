"""Fuzz the readers and the room with atheris, guided by the lines that are reached: ``make fuzz``.

    python tests/fuzz/fuzz.py [TARGET…] [--seconds 600]        each in a process of its own, one after the other
    python tests/fuzz/fuzz.py TARGET --keep                    make the kept corpus anew from what was found

A target fails on whatever is not its documented error, on more than :data:`CAP_SECONDS` of processor, on more than
:data:`CAP_MB` of memory. What made it fail is written in ``.build/fuzz/TARGET/``, beside all that reached something
new; ``test_corpus.py`` replays the small corpus that is kept here.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS, FOUND = HERE / "corpus", ROOT / ".build" / "fuzz"
CAP_SECONDS, CAP_MB, LONGEST = 5.0, 300, 16_384
"""Of one input: processor, growth of the process, and its bytes."""
KEPT, KEPT_BYTES = 25, 2_000
"""Inputs of each target that stay in the repository, and the longest of them."""
NAMES = (
    "sheets",
    "wide",
    "codes",
    "hr_table",
    "hr_workbook",
    "hr_archive",
    "carnet",
    "results",
    "questionnaire",
    "training",
    "run_sheet",
    "labelled",
    "room",
)


def target(name: str) -> Callable[[bytes], None]:
    """Return what takes the bytes."""
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    if name == "room":
        from fuzzed_room import room

        return room
    from fuzzed_files import TARGETS

    return TARGETS[name]


def within_the_cap(takes: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return the same, which also fails on time and memory."""

    def one(data: bytes) -> None:
        began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        takes(data)
        spent, grown = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert spent < CAP_SECONDS, f"{spent:.1f} s"
        assert grown < CAP_MB * 1024, f"{grown // 1024} MB"

    return one


def fuzz(name: str, options: list[str]) -> None:
    """Fuzz one target in this process; never returns."""
    import atheris

    with atheris.instrument_imports(include=["pasapas_widgets"]):
        takes = target(name)
    takes(b"\0")  # what is loaded at the first call is nobody's memory
    bounded = within_the_cap(takes)

    def one(data: bytes) -> None:
        try:
            bounded(data)
        except BaseException:  # libFuzzer writes the input too, but not where threads outlive its end
            (FOUND / name / f"fault-{hashlib.sha256(data).hexdigest()[:12]}.bin").write_bytes(data)
            raise

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


def run(name: str, seconds: int) -> int:
    """Fuzz one target in a process of its own; return its status, 0 where nothing was found."""
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-len_control=0",
        "-timeout=60",
        "-rss_limit_mb=2048",
    ]
    options += ["-print_final_stats=1", f"-artifact_prefix={found}/fault-", str(found), str(CORPUS / name)]
    print(f"== {name}", flush=True)
    return subprocess.run([sys.executable, __file__, "--one", name, *options], check=False).returncode


def keep(name: str) -> None:
    """Keep some of the inputs that reached something new, from the shortest to the longest that is short enough."""
    seeds = {one.read_bytes() for one in (CORPUS / name).glob("seed-*")}
    inputs = {one.read_bytes() for one in (FOUND / name).iterdir() if not one.name.startswith("fault-")} - seeds
    reached = sorted((one for one in inputs if len(one) <= KEPT_BYTES), key=lambda one: (len(one), one))
    for old in (CORPUS / name).glob("found-*"):
        old.unlink()
    for one in reached[:: max(1, -(-len(reached) // KEPT))]:
        (CORPUS / name / f"found-{hashlib.sha256(one).hexdigest()[:12]}.bin").write_bytes(one)


def main() -> int:
    """Run the command line; the status is 1 where something was found."""
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], default=list(NAMES))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", action="store_true")
    args = parser.parse_args()
    os.nice(15)
    if args.keep:
        for name in args.targets:
            keep(name)
        return 0
    statuses = [run(name, args.seconds) for name in args.targets]
    return int(any(statuses))


if __name__ == "__main__":
    sys.exit(main())
