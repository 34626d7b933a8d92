"""A whole session of one's own questionnaire, from its creation to its receipt, on a real server."""

from __future__ import annotations

import pytest

from pasapas_widgets.cli import main


def test_a_rehearsal_of_five_sentences_is_played_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repetition", "--participants", "5", "--seed", "2", "--questionnaire", "equipe-5"]) == 0
    told = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert "0 refusées, 0 perdues" in told and "énoncés sur 5 avec une moyenne" in told
    assert "aucune réponse perdue" in told
