"""The accessibility statement cannot lie: one file of verdicts makes the page, the foot of the pages and the document.

``DOCS=new`` writes docs/accessibilite.md anew, as the other references of this folder are renewed.
"""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path

from msgspec.structs import replace

from pasapas_widgets.content import interface
from pasapas_widgets.content.declaration import Audit, load_audit, statement

ROOT = Path(__file__).parents[3]
DOC = ROOT / "docs" / "accessibilite.md"
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many criteria each theme of the RGAA 4.1 has: 106 in all."""
MEANS = {
    "A": "axe", "D": "contrôles à nous sur la page", "T": "arbre d'accessibilité lu", "K": "clavier",
    "M": "mesure sur le rendu", "L": "lecture du code ou à l'œil",
}  # fmt: skip
INTRO = """# Accessibilité

Les 106 critères du {standard}, un par un : verdict, moyen, test. Ce fichier est fait de
`pasapas_widgets/content/accessibility.yaml` (`DOCS=new pytest tests/unit/project/test_accessibility_doc.py`) ;
la page « Accessibilité » et le pied des pages en viennent aussi, et un test refuse qu'ils diffèrent. Un critère
n'est conforme que si aucune page de l'échantillon n'y manque.

**{met} critères respectés sur les {applicable} qui s'appliquent ({rate} %), {other} non applicables**, au
{day}. État au sens de la loi : *{state}*. C'est une auto-évaluation par des programmes : aucune personne
handicapée, aucune aide technique réelle. Ce qu'ils ne savent pas juger est dans [les essais avec des
personnes](essais-humains.md).

Verdict : C conforme, NC non conforme, NA non applicable. Moyen : {means}. Test : celui qui échouerait si le
critère cessait d'être vrai ; sans test, le verdict vient d'une lecture et se refait à chaque audit.

L'organisme qui installe l'application donne son nom et son contact, que la loi demande dans la déclaration, par
les variables `PASAPAS_ORGANISME` et `PASAPAS_CONTACT`. C'est lui qui déclare : il relit la page, et fait
refaire l'audit par une personne s'il le peut. Il publie aussi un schéma pluriannuel (trois ans au plus) : qui
s'en occupe, quels moyens, quels contenus, quel calendrier d'audits et de formations.
"""


def written(audit: Audit) -> str:
    """Return the document that an audit makes."""
    intro = INTRO.format(
        standard=audit.standard, met=len(audit.of("C")), applicable=audit.applicable, other=len(audit.of("NA")),
        rate=f"{int(audit.rate * 10) / 10:.1f}".removesuffix(".0").replace(".", ","), day=audit.day.isoformat(),
        state=interface("app")["accessibilite"]["etats"][audit.state],
        means=", ".join(f"{key} {told}" for key, told in MEANS.items()),
    )  # fmt: skip
    lines = [textwrap.fill(" ".join(one.split()), 118, break_on_hyphens=False) + "\n" for one in intro.split("\n\n")]
    for theme, name in enumerate(audit.themes, 1):
        lines.append(f"## {theme}. {name}\n\n| critère | verdict | constat | moyen | test |\n|---|---|---|---|---|")
        for number, one in audit.criteria.items():
            if number.startswith(f"{theme}."):
                test = f"`{one.test}`" if one.test else ""
                lines.append(f"| {number} | {one.verdict} | {one.found} | {' '.join(one.means)} | {test} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def test_every_criterion_has_its_verdict_and_its_means() -> None:
    audit = load_audit()
    assert list(audit.criteria) == [f"{t}.{n}" for t, most in enumerate(CRITERIA, 1) for n in range(1, most + 1)]
    assert len(audit.criteria) == 106 and len(audit.themes) == 13
    for number, one in audit.criteria.items():
        assert set(one.means) <= set(MEANS) and one.means, number
        assert not one.test or (ROOT / one.test).is_file(), number


def test_the_document_is_what_the_verdicts_make() -> None:
    if os.environ.get("DOCS") == "new":
        DOC.write_text(written(load_audit()), encoding="utf-8")
    assert DOC.read_text(encoding="utf-8") == written(load_audit())


def test_the_foot_of_every_page_says_the_state_that_was_found() -> None:
    t = interface("app")
    assert (
        t["site"]["pied"]["accessibilite"] == f"Accessibilité\u00a0: {t['accessibilite']['etats'][load_audit().state]}"
    )


def test_the_statement_follows_the_verdicts() -> None:
    audit = load_audit()
    failing = {one: replace(audit.criteria[one], verdict="NC", found=f"constat {one}") for one in ("1.1", "3.3")}
    worse = replace(audit, criteria=audit.criteria | failing)
    said = " ".join(line for one in statement(worse) for line in (*one.paragraphs, *one.points))
    assert "partiellement conforme" in said and "constat 1.1" in said and "constat 3.3" in said
    met = len(audit.of("C")) - 2
    assert f"{met} critères respectés sur les {audit.applicable}" in said.replace("\u00a0", " ")
    assert re.search(r"soit 9\d,\d %", said.replace("\u00a0", " "))
    none = replace(audit, criteria={key: replace(one, verdict="NC") for key, one in audit.criteria.items()})
    assert none.state == "aucune"


def test_the_statement_has_every_part_that_the_law_asks_for() -> None:
    sections = statement(load_audit(), organisation="Fondation Essai", contact="acces@essai.example")
    said = " ".join(line for one in sections for line in (one.title, *one.paragraphs, *one.points))
    for part in (
        "État de conformité", "RGAA 4.1.2", "Contenus non accessibles", "Technologies utilisées", "Pages vérifiées",
        "Environnement et outils", "29 novembre 2026", "acces@essai.example", "Fondation Essai", "Défenseur des droits",
        "formulaire.defenseurdesdroits.fr", "personne déléguée", "Libre réponse 71120",
    ):  # fmt: skip
        assert part in said.replace("\u00a0", " "), part
    without = " ".join(line for one in statement(load_audit()) for line in one.paragraphs)
    assert "PASAPAS_CONTACT" in without, "a missing contact is said"
