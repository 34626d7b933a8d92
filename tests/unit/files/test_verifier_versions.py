"""What ``pasapas verifier`` says of two versions of a questionnaire: each change that the mapping leaves out."""

from __future__ import annotations

import pytest
from verified import TEXT, plain

from pasapas_widgets.files.questionnaires import check

OLD = (
    TEXT.replace('version: "1.1"', 'version: "1.0"', 1)
    .replace("numero: 2 ", "numero: 1 ", 1)
    .replace("{id: N2,", "{id: N9,")
    .replace('    texte: "Je découvre', '    texte: "Nous découvrons')
    .replace("  - {id: N6, levier: appui, echelle: oui_non, module: astreinte", "  - {id: N8, levier: appui")
    .replace("modules:  ", "#").replace("  - {id: astreinte, ", "# ")
)  # fmt: skip
OLD = OLD.partition("versions_anterieures:")[0] + "items:" + OLD.partition("\nitems:")[2]


def compared(new: str, old: str = OLD) -> tuple[set[str], list[str], int | None]:
    before = check(old)
    assert before.questionnaire, before.faults
    found = check(new, earlier=before.questionnaire)
    assert found.changes is not None, found.faults
    own = {one.reason for one in check(new).warnings}
    told = [plain(one.reason) for one in found.warnings if one.reason not in own]
    return {f"{one.item} {one.kind}" for one in found.changes}, told, found.n_comparable


def test_what_changed_is_said_and_the_mapping_covers_it() -> None:
    changes, told, n = compared(TEXT)
    assert changes == {"N9 renomme", "N3 reformule", "N8 retire", "N6 ajoute"} and told == []
    assert n == 4  # N1, N2 (once N9), N4, N5


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    reformules: [N3] ", "    #", "le texte de N3 a changé"),
        ("    renommes: {N9: N2} ", "    #", "N9 n'existe plus"),
        ("    retires: [N8] ", "    #", "N8 n'existe plus"),
        ("    ajoutes: [N6] ", "    #", "N6 est nouveau"),
        ("retires: [N8]", "retires: [N8, N77]", "« N77 » n'était pas un énoncé"),
        ('- version: "1.0"', '- version: "0.9"', "ne dit rien de la version 1.0"),
        ("numero: 2 ", "numero: 1 ", "le numéro 1 est aussi celui de la version 1.0"),
        ("{id: N4, levier: appui,", "{id: N4, levier: appui, inverse: true,", "N4 change de sens"),
        ("{id: N4, levier: appui,", "{id: N4, levier: appui, echelle: oui_non,", "N4 change d'échelle"),
        ("id: veille-de-nuit", "id: veille-de-jour", "n'est pas le questionnaire de l'autre fichier"),
    ],
)
def test_what_the_mapping_leaves_out_is_told(before: str, after: str, told: str) -> None:
    assert before in TEXT
    assert any(told in one for one in compared(TEXT.replace(before, after, 1))[1])


def test_a_text_that_changes_without_its_version_is_told() -> None:
    changes, told, _ = compared(TEXT.replace("Le matin, j'ai", "Au matin, j'ai"), TEXT)
    assert changes == {"N2 reformule"} and any("la version 1.1 est restée" in one for one in told)
    assert compared(TEXT, TEXT)[:2] == (set(), [])
