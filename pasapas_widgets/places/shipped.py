"""Where the files that ship with the project are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

__all__ = ["guides_dir", "samples_dir", "workbooks_dir"]

_PACKAGE = Path(__file__).parent.parent


def _shipped(inside_wheel: str, in_checkout: Path) -> Path:
    """Return the wheel's copy when there is one, else the checkout's folder."""
    copied = _PACKAGE / "share" / inside_wheel
    return copied if copied.is_dir() else in_checkout


def guides_dir() -> Path:
    """Return the folder of the French guides, and of the pictures that they show.

    >>> (guides_dir() / "animer.md").is_file()
    True
    """
    return _shipped("docs", _PACKAGE.parent / "docs")


def samples_dir() -> Path:
    """Return the folder of the synthetic samples.

    >>> samples_dir().name
    'samples'
    """
    return _shipped("samples", _PACKAGE.parent / "data" / "samples")


def workbooks_dir() -> Path:
    """Return the folder of the workbooks that the app opens.

    >>> workbooks_dir().name
    'workbooks'
    """
    return _shipped("workbooks", _PACKAGE.parent / "workbooks")
