"""Each input that fuzzing kept is still read, or refused as documented, within the cap; those that failed once too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fuzz import CORPUS, NAMES, target, within_the_cap

KEPT = sorted(CORPUS.rglob("*.bin"))


def test_every_target_has_a_corpus() -> None:
    assert {one.parent.name for one in KEPT} == set(NAMES)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_fuzzing_kept_is_read_or_refused(path: Path) -> None:
    within_the_cap(target(path.parent.name))(path.read_bytes())
