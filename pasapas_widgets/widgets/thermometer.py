"""Where the tutorial's example stood until November 2026: own copies of workbooks still take it from here."""

from importlib import import_module

Thermometer = import_module("pasapas_widgets.examples.thermometer").Thermometer

__all__ = ["Thermometer"]
