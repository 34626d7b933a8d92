"""A file far too large is refused in a sentence within seconds, whatever it is made of."""

from __future__ import annotations

import json
import time

import pytest
from strategies import Q

from pasapas_widgets.files.sheets import SheetFileError, read_sheets

MIB = 2**20
ONE = json.dumps({"questionnaire": Q.id, "version": Q.version, "reponses": dict.fromkeys(Q.item_ids, 3)}, indent=1)
LINE = ",".join("3" * len(Q.items))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[" + ",\n".join([ONE] * (40 * MIB // len(ONE))) + "]", "feuilles\u00a0; le partager"),
        ("\n".join([json.dumps(json.loads(ONE))] * (40 * MIB // len(ONE))), "feuilles\u00a0; le partager"),
        ("{}\n" * (10 * MIB), "feuilles\u00a0; le partager"),
        ("\r".join([",".join(Q.item_ids), *([LINE] * (40 * MIB // len(LINE)))]), "lignes\u00a0; le partager"),
        ("a," * (20 * MIB), "une ligne est démesurée"),
        ("é;" * (10 * MIB), "une ligne est démesurée"),
    ],
    ids=["indented", "one a line", "empty blocks", "lines of a Mac", "one line", "one line of letters"],
)
def test_too_much_is_refused_soon(data: str, said: str) -> None:
    start = time.process_time()
    with pytest.raises(SheetFileError, match=said):
        read_sheets("f", data.encode())
    assert time.process_time() - start < 5
