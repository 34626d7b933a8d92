"""What Binder installs can be installed by the Python that it names; the build itself is tried in ``tests/binder``."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

from packaging.specifiers import SpecifierSet

BINDER = Path(__file__).parents[3] / "binder"


def pins(file: Path) -> dict[str, str]:
    return dict(line.split("==") for line in file.read_text("utf-8").splitlines() if "==" in line)


PINS = pins(BINDER / "requirements.txt")
BASE = {"ipywidgets", "jupyterlab", "jupyterlab-widgets", "jupyter-server", "notebook", "widgetsnbextension"}
"""Front ends that the base image has: a second version in the kernel would speak to the first."""


def test_the_python_of_binder_is_one_that_the_pins_allow() -> None:
    """A Python that is not there is replaced by the nearest without a word: then no pin may refuse it."""
    python = (BINDER / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    near = [f"{python}.9", f"3.{int(python.split('.')[1]) + 1}.1"]
    checked = 0
    for name, pinned in PINS.items():
        try:
            found = metadata(name)
        except PackageNotFoundError:
            continue
        if found["Version"] == pinned:
            checked += 1
            asked = SpecifierSet(found["Requires-Python"] or "")
            assert all(one in asked for one in near), (name, pinned, str(asked))
    if version("matplotlib") == pins(BINDER.parent / "constraints.txt")["matplotlib"]:  # not beside the oldest versions
        assert checked > len(PINS) / 2, "too few pins are those of this environment to say anything"


def test_no_front_end_of_the_base_image_comes_a_second_time() -> None:
    assert not BASE & set(PINS)
