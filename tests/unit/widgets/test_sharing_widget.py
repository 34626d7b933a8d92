"""«Plusieurs établissements ensemble»: a page opened anew tells no more than the one before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pasapas_widgets.carnets.shelf import Carnets
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.sharing.sharing import LEDGER, Sharing


def page(folder: Path) -> Sharing:
    """Open the page as a reload does: another kernel, the same folder."""
    sharing = Sharing(CarnetDesk(Carnets(folder)))
    sharing.open_samples()
    return sharing


def test_six_then_a_reload_and_five_say_nothing_of_the_sixth(tmp_path: Path) -> None:
    first = page(tmp_path)
    first.look()
    assert first.shown["motif"] == "" and len(first.shown["enonces"]) == 32
    again = page(tmp_path)
    again._remove(again.sites[0]["cle"])
    again.look()
    assert again.shown["motif"] and not again.shown["enonces"] and not again.shown["choisis"]
    same = page(tmp_path)
    same.look()
    assert same.shown == first.shown
    if os.name != "nt":
        assert (tmp_path / LEDGER).stat().st_mode & 0o777 == 0o600
    assert Carnets(tmp_path).all() == (), "the ledger is no carnet"


def test_a_ledger_that_cannot_be_read_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b"{")
    sharing = page(tmp_path)
    with pytest.raises(FrenchError, match="ne peut pas"):
        sharing.look()
    assert sharing.shown == {}
