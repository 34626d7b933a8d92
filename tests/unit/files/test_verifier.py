"""``pasapas verifier``: every fault of the schema, one by one, at its line and with what to do; never a traceback."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verified import GUIDE, TEXT, VECTORS, plain

from pasapas_widgets.content import ContentError
from pasapas_widgets.files.questionnaires import check
from pasapas_widgets.model.questionnaire.loading import EXAMPLES, SELF_DIAGNOSIS, load_questionnaire


def test_the_example_of_the_guide_is_right_and_uses_what_the_guide_tells(tmp_path: Path) -> None:
    path = tmp_path / "veille.yaml"
    path.write_text(TEXT, encoding="utf-8")
    q = load_questionnaire(path)
    assert check(TEXT).questionnaire == q
    assert (len(q.items), q.span, [item.id for item in q.items if item.reversed]) == (6, 3, ["N3"])
    keys = set(re.findall(r"`(\w+)`", GUIDE.partition("## Les clés")[2].partition("## Le calcul")[0]))
    from msgspec import inspect

    def names(kind: object) -> set[str]:
        if isinstance(kind, inspect.StructType):
            return {field.encode_name for field in kind.fields}.union(*(names(field.type) for field in kind.fields))
        inner = [getattr(kind, name, None) for name in ("item_type", "value_type")] + list(getattr(kind, "types", ()))
        return set().union(*(names(one) for one in inner if one is not None))

    kept_for_us = {"quand", "stockage"}  # of «modes», the project's own
    from pasapas_widgets.model.questionnaire.structure import Questionnaire

    assert not names(inspect.type_info(Questionnaire)) - keys - kept_for_us, "each key of the schema is in the guide"


@pytest.mark.parametrize("path", [SELF_DIAGNOSIS, *sorted(EXAMPLES.glob("*.yaml")), *sorted(VECTORS.glob("*-*.yaml"))])
def test_what_ships_is_right(path: Path) -> None:
    found = check(path.read_text(encoding="utf-8"))
    assert found.faults == () and found.questionnaire == load_questionnaire(path)


# what is changed in the guide's example, then the fault: a part of its line, its path, words of the reason, of the fix
FAULTS = [
    # keys
    ("titre:", "titr:", "titr:", "titr", "clé inconnue « titr »", "« titre »"),
    ("consigne:", "zzz:", "zzz:", "zzz", "clé inconnue « zzz »", "les clés possibles ici sont id, version"),
    ("    inverse: true", "    inversé: true", "inversé", "items[2].inversé", "clé inconnue", "« inverse »"),
    ("repere_4", "repere_5", "repere_5", "items[2].repere_5", "clé inconnue", "« repere_4 »"),
    ("{code: NC,", "{cod: NC,", "cod: NC", "echelle.hors_echelle[1].cod", "clé inconnue", "« code »"),
    ("numero: 2 ", "numero: 2\nnumero: 3 ", "numero: 3", "numero", "écrite deux fois", "n'en garder qu'une"),
    ("{id: N1,", "{id: N1, id: N1,", "{id: N1, id", "items[0].id", "écrite deux fois", "n'en garder"),
    ("{id: N1,", "{<<: {levier: x}, zz: 1, id: N1,", "zz: 1", "items[0].zz", "clé inconnue", "possibles"),
    # what the schema does not say
    ("{id: N1,", '{id: N1, si: "N2 > 2",', "si:", "items[0].si", "ne peut pas dépendre d'une autre", "LimeSurvey"),
    ("{id: N1,", '{id: N1, libelles: {en: "x"},', "libelles", "items[0].libelles", "dans une langue", "par langue"),
    ('titre: "Travailler la nuit"', "titre: {fr: La nuit, en: Night}", "en: Night", "titre", "dans une langue", "id »"),
    ('libelle: "Jamais"', "libelle: {fr: Jamais, en: Never}", "en: Never", "echelle.niveaux[0].libelle",
     "dans une langue", "par langue"),
    # what is missing
    ("id: veille-de-nuit", "#", "version", "id", "il manque « id »", "« id: … »"),
    ('version: "1.1"', "#", "id: veille", "version", "il manque « version »", "ajouter"),
    ('titre: "Travailler la nuit"', "#", "id: veille", "titre", "il manque « titre »", "ajouter"),
    (', texte: "Quand j\'appelle, quelqu\'un répond."', "", "{id: N5", "items[4].texte", "il manque", "« texte: … »"),
    ("{id: N5, levier: appui,", "{id: N5,", "{id: N5", "items[4].levier", "il manque « levier »", "ajouter"),
    ('nom_court: "La relève", ', "", "{id: releve", "leviers[0].nom_court", "il manque", "ajouter"),
    ('{valeur: 1, libelle: "Jamais"}', "{valeur: 1}", "{valeur: 1}", "echelle.niveaux[0].libelle", "il manque", "aj"),
    (', usage: "Retiré du calcul."', "", "{code: NC", "echelle.hors_echelle[1].usage", "il manque", "ajouter"),
    ('  licence: "CC BY-SA 4.0"\n', "", "titre: \"Exemple", "source.licence", "il manque « licence »", "ajouter"),
    ('  - version: "1.0"\n    reformules', "  - reformules", "- reformules", "versions_anterieures[0].version",
     "il manque", "ajouter"),
    # kinds
    ('version: "1.1"', "version: 1.1 ", "version: 1.1", "version", "YAML lit « 1.1 » autrement", "guillemets"),
    ('titre: "Travailler la nuit"', "titre: 2026-01-31", "2026-01-31", "titre", "YAML lit", "guillemets"),
    ('titre: "Travailler la nuit"', "titre: 2026-02-31", "2026-02-31", "titre", "YAML lit", "guillemets"),
    ('titre: "Travailler la nuit"', "titre: yes", "titre: yes", "titre", "YAML lit « yes »", "guillemets"),
    ('titre: "Travailler la nuit"', "titre:", "titre:", "titre", "YAML lit « rien »", "guillemets"),
    ('titre: "Travailler la nuit"', "titre: [a]", "titre: [a]", "titre", "et non une liste", "guillemets"),
    ('"Travailler la nuit"', "{Nuit: 1}", "{Nuit", "titre", "et non un bloc de clés", "guillemets"),
    ("numero: 2 ", 'numero: "2" ', 'numero: "2"', "numero", "nombre entier", "sans guillemets"),
    ("numero: 2 ", "numero: 2.5 ", "numero: 2.5", "numero", "nombre entier", "entier"),
    ("numero: 2 ", "numero: true ", "numero: true", "numero", "nombre entier", "entier"),
    ("duree_remplissage_min: 5", "duree_remplissage_min: cinq", "cinq", "duree_remplissage_min", "« cinq »", "entier"),
    ("inverse: true ", "inverse: oui ", "inverse: oui", "items[2].inverse", "ni oui ni non", "true pour oui"),
    ("classes: false", "classes: 0", "calcul:", "calcul.classes", "ni oui ni non", "false pour non"),
    ("part_min_notes: 0.5", "part_min_notes: moitié", "moitié", "calcul.part_min_notes", "un nombre", "0.5"),
    ("modules:  ", "modules: astreinte\nx_modules:  ", "modules: astreinte", "modules", "une liste", "un tiret"),
    ("reformules: [N3] ", "reformules: N3 ", "reformules: N3", "versions_anterieures[0].reformules", "liste", "[a, b]"),
    ("renommes: {N9: N2} ", "renommes: [N9] ", "[N9]", "versions_anterieures[0].renommes", "bloc de clés", "une clé"),
    ("calcul: {", "calcul: 3 #{", "calcul: 3", "calcul", "bloc de clés", "une clé par ligne"),
    ("  - {id: N1,", "  - phrase\n  - {id: N1,", "- phrase", "items[0]", "bloc de clés", "une clé"),
    ('variantes: {familial: "Je', 'variantes: {familial: 3} #{"Je', "familial: 3", "items[2].variantes.familial",
     "un texte", "guillemets"),
    # values
    ("numero: 2 ", "numero: 63 ", "numero: 63", "numero", "63 est hors des limites", "de 1 à 62"),
    ("numero: 2 ", "numero: 0 ", "numero: 0", "numero", "hors des limites", "de 1 à 62"),
    ("_min: 5", "_min: 500", "500", "duree_remplissage_min", "500 est hors", "de 1 à 120"),
    ("part_min_notes: 0.5", "part_min_notes: 62", "62", "calcul.part_min_notes", "62 est hors", "de 0 à 1"),
    ("part_min_notes: 0.5", "part_min_notes: .nan", ".nan", "calcul.part_min_notes", "hors des limites", "de 0 à 1"),
    ("{valeur: 4,", "{valeur: 800,", "{valeur: 800", "echelle.niveaux[3].valeur", "800 est hors", "de 0 à 100"),
    ("{valeur: 4,", "{valeur: 8,", "niveaux:", "echelle.niveaux", "se suivre de 1 à 4", "sans trou"),
    ("unite: score", "unite: scor", "unite: scor", "calcul.unite", "« scor »", "peut-être « score »"),
    ("{code: NC,", "{code: nc,", "code: nc", "echelle.hors_echelle[1].code", "pas un choix", "NC, NSP"),
    ('"1.1"', '"1"', 'version: "1"', "version", "pas une version", '"1.0"'),
    ("id: veille-de-nuit", "id: veille de nuit", "id: veille de", "id", "pas un identifiant", "sans espace"),
    ("id: veille-de-nuit", "id: " + "a" * 41, "id: aaa", "id", "pas un identifiant", "40 caractères"),
    ("id: veille-de-nuit", "id: éveil", "id: éveil", "id", "pas un identifiant", "lettres sans accent"),
    ("{familial: \"Je", "{\"à côté\": \"Je", "à côté", "items[2].variantes.à côté", "pas un identifiant", "espace"),
    ('"Travailler la nuit"', '""', 'titre: ""', "titre", "le texte est vide", "l'écrire"),
    ('"Travailler la nuit"', '"  "', 'titre: "  "', "titre", "le texte est vide", "l'écrire"),
    ('"Travailler la nuit"', f'"{"a" * 601}"', "aaaa", "titre", "601 caractères", "raccourcir"),
    # lists too short or too long
    ("  niveaux:\n    - {valeur: 1, libelle: \"Jamais\"}", "  niveaux: []\n  x:\n    - {valeur: 1, libelle: \"J\"}",
     "niveaux: []", "echelle.niveaux", "0 éléments", "ajouter"),
    ('    - {valeur: 4, libelle: "Toujours"}\n', "".join(f'    - {{valeur: {n}, libelle: "{n}"}}\n' for n in
     range(4, 23)), "- {valeur: 1", "echelle.niveaux", "22 éléments, il en faut 2 à 21", "retirer"),
    # references
    ("{id: N1, levier: releve", "{id: N1, levier: relève", "relève", "items[0].levier", "pas un identifiant", "accent"),
    ("{id: N1, levier: releve", "{id: N1, levier: releves", "releves", "items[0].levier", "« leviers »", "« releve »"),
    ("{id: N1, levier: releve", "{id: N1, levier: xx", "levier: xx", "items[0].levier", "« leviers »", "releve, appui"),
    ("echelle: oui_non", "echelle: oui_nom", "oui_nom", "items[5].echelle", "« echelles »", "« oui_non »"),
    ("module: astreinte,", "module: garde,", "module: garde", "items[5].module", "« modules »", "astreinte"),
    ("inverse: true ", "effet: E1 ", "effet: E1", "items[2].effet", "« effets »", "ajouter un bloc « effets »"),
    ("inverse: true ", "theme: T1 ", "theme: T1", "items[2].theme", "« themes »", "ajouter un bloc"),
    ("inverse: true ", "effets_secondaires: [E1] ", "[E1]", "items[2].effets_secondaires", "« effets »", "bloc"),
    ("inverse: true ", "profils_prioritaires: [soir] ", "[soir]", "items[2].profils_prioritaires", "profils", "nuit"),
    ("{familial: \"Je", "{familiale: \"Je", "familiale", "items[2].variantes", "« variantes »", "« familial »"),
    ("{id: N2,", "{id: N1,", "Le matin", "items[1].id", "« N1 » est déjà pris", "items[0]"),
    ("{id: appui,", "{id: releve,", "L'appui des", "leviers[1].id", "« releve » est déjà pris", "leviers[0]"),
    ("{id: jour,", "{id: nuit,", "surtout le jour", "profils[1].id", "déjà pris", "profils[0]"),
    # the whole
    ("{valeur: 2, libelle: \"Parfois\"", "{valeur: 3, libelle: \"Parfois\"", "niveaux:", "echelle.niveaux",
     "de 1 à 4", "sans trou"),
    ("{code: NC, ", "{code: NSP, ", "hors_echelle", "echelle.hors_echelle", "deux fois", "qu'une"),
    ("leviers:  ", "leviers:\n  - {id: vide, nom_court: \"Vide\"}\n#", "{id: vide", "leviers[0]",
     "aucun énoncé n'a le levier « vide »", "levier: vide"),
    ("modules:  ", "modules:\n  - {id: vide, libelle: \"Vide\"}\n#", "{id: vide", "modules[0]",
     "aucun énoncé n'a le module « vide »", "module: vide"),
    ('- version: "1.0"', '- version: "1.1"', '- version: "1.1"', "versions_anterieures[0].version",
     "1.1 est la version de ce questionnaire", "augmenter"),
    ("versions_anterieures:\n", 'versions_anterieures:\n  - {version: "1.0"}\n', '- version: "1.0"',
     "versions_anterieures[1].version", "deux fois", "réunir"),
    ("reformules: [N3]", "reformules: [N8]", "[N8]", "versions_anterieures[0].reformules", "« N8 »", "« retires »"),
    ("renommes: {N9: N2}", "renommes: {N9: N7}", "N9: N7", "versions_anterieures[0].renommes.N9", "« N7 »", "N"),
    ("renommes: {N9: N2}", "renommes: {N9: N2, N7: N2}", "N9: N2", "versions_anterieures[0].renommes.N9",
     "deux énoncés deviennent", "« retires »"),
    ("retires: [N8]", "retires: [N4]", "[N4]", "versions_anterieures[0].retires", "« N4 » est encore", "reformules"),
    ("ajoutes: [N6]", "ajoutes: [N7]", "[N7]", "versions_anterieures[0].ajoutes", "« N7 »", "N"),
    # no YAML
    ("  - {id: releve", "\t- {id: releve", "\t- {id", "", "tabulation", "espaces"),
    ('titre: "Travailler la nuit"', "titre: Travailler : la nuit", "Travailler :", "", "deux points", "guillemets"),
    ('"Travailler la nuit"', '"Travailler la nuit', "", "", "alinéa", "fermer un guillemet"),
    ("modules:  ", "modules\n#", "", "", "deux points manquent", "cle: valeur"),
    ("numero: 2 ", " numero: 2 ", " numero: 2", "", "", ""),
    ('"Travailler la nuit"', "*nuit", "*nuit", "", "renvoi", "guillemets"),
    ('"Travailler la nuit"', "%nuit", "%nuit", "", "ne peut pas commencer", "guillemets"),
    ('"Travailler la nuit"', "!nuit x", "", "titre", "YAML lit", "guillemets"),
    ('"Travailler la nuit"', "[nuit", "", "", "virgule ou une fermeture", "crochets"),
    ("version:", "---\nversion:", "", "", "plusieurs documents", "qu'un"),
    ("Travailler la nuit", "Travailler\x07la nuit", "titre", "", "caractère invisible", "effacer"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "on", "path", "reason", "fix"), FAULTS)
def test_a_fault_is_told_at_its_line_with_what_to_do(
    before: str, after: str, on: str, path: str, reason: str, fix: str, tmp_path: Path
) -> None:
    assert before in TEXT
    text = TEXT.replace(before, after, 1)
    found = check(text)
    assert found.questionnaire is None
    fault = next(one for one in found.faults if one.path == path)
    assert reason in plain(fault.reason) and fix in plain(fault.fix)
    if on:
        lines = text.split("\n")
        assert on in lines[fault.line - 1], (fault, lines[fault.line - 1])
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    written = tmp_path / "essai.yaml"
    written.write_text(text, encoding="utf-8")
    if "écrite deux fois" not in reason and after != '"  "':  # YAML takes the last of two, and a blank for a text
        with pytest.raises(ContentError) as caught:
            load_questionnaire(written)
        assert str(caught.value).startswith("essai.yaml") and "\n" not in str(caught.value)
        if "." in path or "clé inconnue" in reason:
            assert ", ligne " in str(caught.value), "the one sentence says the line too"


@pytest.mark.parametrize(("before", "after", "on", "path", "reason", "fix"), FAULTS)
def test_one_fault_is_told_once_or_with_what_it_entails(
    before: str, after: str, on: str, path: str, reason: str, fix: str
) -> None:
    """Each change above makes one fault, or the few that are as true: a wrong list is not ten faults."""
    found = check(TEXT.replace(before, after, 1))
    assert len({(one.line, one.column, one.path, one.reason) for one in found.faults}) == len(found.faults) <= 4


def test_all_faults_are_told_at_once_and_in_the_order_of_the_file() -> None:
    draw = random.Random(3)
    apart = [
        one for one in FAULTS if one[3].startswith(("items[0].levier", "numero", "calcul", "items[4]", "leviers["))
    ]
    chosen = {before: (after, path) for before, after, _, path, _, _ in draw.sample(apart, len(apart))}
    text = TEXT
    for before, (after, _) in chosen.items():
        if before in text:
            text = text.replace(before, after, 1)
    found = check(text)
    assert len(found.faults) >= 6
    assert [one.line for one in found.faults] == sorted(one.line for one in found.faults)


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "vide"), ("# rien\n", "vide"), ("- a\n- b\n", "bloc de clés"), ("texte", "bloc de clés"), ("{}", "« id »"),
     ("[" * 3000, "trop de blocs"), ("a: &a [*a]\n", "« a »"), ("items: &a\n  - *a\n", "bloc de clés"),
     ("&a {<<: *a}", "il manque"), ("? [1, 2]\n: 3\n", "clé inconnue"), ("\x00", "invisible")],
)  # fmt: skip
def test_what_is_no_questionnaire_is_told(text: str, told: str, tmp_path: Path) -> None:
    assert any(told in plain(one.reason) for one in check(text).faults)
    path = tmp_path / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        load_questionnaire(path)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_whatever_is_mangled_gives_sentences(data: st.DataObject) -> None:
    """Lines cut, doubled or moved, characters replaced: faults in sentences, or a questionnaire that loads."""
    text = data.draw(st.sampled_from([TEXT, (EXAMPLES / "equipe-5.yaml").read_text(encoding="utf-8")]))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        put = data.draw(st.sampled_from(["", text[start:end] * 2, "\n", "  ", ":", "- ", "{", "}", "[", "]", '"', "'"])
                        | st.text(max_size=5))  # fmt: skip
        text = text[:start] + put + text[end:]
    _is_told(text)


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from(" \n-:{}[]\"'#&*!|>%@`?,abid01") | st.characters(), max_size=60))
def test_any_text_gives_sentences(text: str) -> None:
    _is_told(text)


def _is_told(text: str) -> None:
    found = check(text)
    assert bool(found.faults) != (found.questionnaire is not None)
    for one in (*found.faults, *found.warnings):
        assert one.line >= 1 and one.column >= 1 and one.reason and one.fix
        assert "\n" not in one.reason + one.fix + one.path or "\n" in text
        assert not re.search(r"\b(Expected|Object|expected)\b", one.reason.replace(text[:40], ""))


ADVICE = [
    ('"Quand j\'appelle, quelqu\'un répond."', '"en cas de difficulté,  je sais qui appeler."', "items[4].texte", "N4"),
    ("{id: N1, levier: releve", "{id: N1, levier: appui", "leviers[0]", "2 énoncé"),
    ("    - {code: NSP, libelle: \"Je ne sais pas\", usage: \"Compté à part.\"}\n    - {code: NC", "    - {code: NC",
     "echelle", "NSP"),
    ('  adresse: "https://example.org/veille"\n', "", "source", "adresse"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "path", "told"), ADVICE)
def test_advice_is_no_fault(before: str, after: str, path: str, told: str) -> None:
    assert not [one for one in check(TEXT).warnings if one.path == path]
    assert before in TEXT
    found = check(TEXT.replace(before, after, 1))
    assert not found.faults and [one for one in found.warnings if one.path == path and told in plain(one.reason)]


def test_advice_on_a_scale_without_words_and_on_a_questionnaire_without_codes() -> None:
    bare = re.sub(r", ancre: \"[^\"]+\"|    repere_.*\n", "", TEXT)
    assert ["ancre" in one.reason for one in check(bare).warnings if one.path == "echelle.niveaux"] == [True]
    long = TEXT + "".join(f'  - {{id: Z{n}, levier: appui, texte: "Phrase {n}."}}\n' for n in range(60))
    assert ["code de partage" in one.reason for one in check(long).warnings if one.path == "items"] == [True]
