"""Own copies of workbooks that were made before the folders moved still open."""

from __future__ import annotations

import importlib

import pytest


@pytest.mark.parametrize(
    ("old", "names"),
    [
        ("pasapas_widgets.widgets.base", ("Widget", "own_style")),
        ("pasapas_widgets.widgets.thermometer", ("Thermometer",)),
        *((f"pasapas_widgets.widgets.{one.lower()}", (one,)) for one in ("Plan", "Questionnaire", "Radar", "Results")),
    ],
)
def test_what_an_own_copy_takes_is_there(old: str, names: tuple[str, ...]) -> None:
    module = importlib.import_module(old)
    assert all(callable(getattr(module, name)) for name in names)


def test_the_example_is_the_one_that_ships() -> None:
    from pasapas_widgets.examples.thermometer import Thermometer

    assert importlib.import_module("pasapas_widgets.widgets.thermometer").Thermometer is Thermometer
