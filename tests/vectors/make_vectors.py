"""Write the vector files that the Python and the JavaScript tests both read. Run by hand when a rule changes.

The expected scores are worked out here with exact fractions, apart from the package's own arithmetic.
"""

from __future__ import annotations

import json
import random
import re
from fractions import Fraction
from pathlib import Path

from pasapas_widgets.files.sharecode import code_length, encode
from pasapas_widgets.model.field.personal import personal_traces, personal_words
from pasapas_widgets.model.questionnaire.loading import SELF_DIAGNOSIS, load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

HERE = Path(__file__).parent
Q = load_questionnaire()
STATES = [None, 1, 2, 3, 4, "NSP", "NC"]


def expected(answers: dict[str, int | str]) -> dict[str, dict[str, object]]:
    scores = {}
    for lever in Q.levers:
        levels = [a for i in Q.items_of(lever=lever.id) if isinstance(a := answers.get(i.id), int)]
        entry: dict[str, object] = {"score": None, "classe": None, "n_notes": len(levels), "affiche": None}
        if len(levels) >= 5:
            mean = Fraction(sum(levels), len(levels))
            score = (mean - 1) / 3 * 100
            entry["score"] = round(float(score), 9)
            entry["classe"] = "appui" if mean >= 3 else "consolider" if mean >= 2 else "ameliorer"
            entry["affiche"] = int(score + Fraction(1, 2))
        scores[lever.id] = entry
    return scores


def scoring() -> list[dict[str, object]]:
    ids = [item.id for item in Q.items_of(lever="L1")]
    cases = [
        ("V1", [4, 3, 2, 1, "NSP", "NC", 3, 2]),
        ("V2", [4, 4, "NSP", "NSP", "NC", 1, 2, None]),
        ("tous-2", [2] * 8),
        ("tous-3", [3] * 8),
        ("demi-12,5", [1, 1, 1, 1, 1, 2, 2, 2]),
        ("demi-87,5", [4, 4, 4, 4, 4, 3, 3, 3]),
        ("cinq-sur-huit", [1, 2, 2, 3, 2, None, "NC", "NSP"]),
        ("vide", [None] * 8),
    ]
    found = [(name, {i: a for i, a in zip(ids, values, strict=True) if a is not None}) for name, values in cases]
    draw = random.Random(20261122)
    for number in range(40):
        weights = [draw.random() for _ in STATES]
        answers = {i: draw.choices(STATES, weights)[0] for i in Q.item_ids}
        found.append((f"hasard-{number}", {i: a for i, a in answers.items() if a is not None}))
    return [{"id": name, "answers": answers, "scores": expected(answers)} for name, answers in found]


def scoring_of(q: Questionnaire, least_share: Fraction) -> dict[str, object]:
    """Scores of another questionnaire: reversed items, several scales, its own unit. What a scorer needs goes along.

    Each answer counts from 0, the worst, to 1, the best, on its own scale; a lever's score is 100 times their mean.
    """
    plain = q.for_browser()
    asked = {key: plain[key] for key in ("id", "version", "echelle", "echelles", "calcul")}
    asked["leviers"] = [{"id": lever.id} for lever in q.levers]
    asked["items"] = [{key: one[key] for key in ("id", "levier", "echelle", "inverse")} for one in plain["items"]]
    draw, cases = random.Random(f"scores {q.id}"), []
    tops = {item.id: q.scale_of(item).top for item in q.items}
    sheets = [{}, tops, dict.fromkeys(q.item_ids, 1)]
    sheets += [{i: draw.choice([None, 1, top, draw.randint(1, top)]) for i, top in tops.items()} for _ in range(12)]
    for answers in sheets:
        given = {item: level for item, level in answers.items() if level is not None}
        scores = {}
        for lever in q.levers:
            items = q.items_of(lever=lever.id)
            answered = [item for item in items if item.id in given]
            raised = [Fraction(given[one.id] - 1, tops[one.id] - 1) for one in answered]
            shares = [1 - share if one.reversed else share for one, share in zip(answered, raised, strict=True)]
            entry: dict[str, object] = {"score": None, "n_notes": len(shares), "affiche": None}
            if len(shares) >= least_share * len(items):
                score = 100 * sum(shares) / len(shares)
                entry["score"] = round(float(score), 9)
                if q.scoring.unit == "moyenne":
                    tenths = int((1 + score * (q.top - 1) / 100) * 10 + Fraction(1, 2))
                    entry["affiche"] = f"{tenths // 10},{tenths % 10}"
                else:
                    entry["affiche"] = str(int(score + Fraction(1, 2)))
            scores[lever.id] = entry
        cases.append({"answers": given, "scores": scores})
    return {"questionnaire": asked, "part_min_notes": float(least_share), "cases": cases}


def write_scores() -> None:
    five_of_eight = Fraction(5, 8)
    others = [
        scoring_of(load_questionnaire(one), five_of_eight) for one in ("equipe-5", "hse-35", HERE / "sept-points.yaml")
    ]
    write("scoring.json", scoring(), others)


def codes() -> list[dict[str, object]]:
    draw = random.Random(24)
    sheets = [Sheet(questionnaire=Q.id, version=Q.version)]
    sheets += [
        Sheet(questionnaire=Q.id, version=Q.version, answers=dict.fromkeys(Q.item_ids, answer)) for answer in STATES[1:]
    ]
    for _ in range(25):
        answers = {i: draw.choice(STATES) for i in Q.item_ids}
        sheets.append(
            Sheet(
                questionnaire=Q.id,
                version=Q.version,
                profile=draw.choice([None, *Q.profile_ids]),
                variant=draw.choice([None, *Q.variant_ids]),
                answers={i: a for i, a in answers.items() if a is not None},
            )
        )
    return [{"sheet": json.loads(sheet.to_json()), "code": encode(sheet)} for sheet in sheets]


def codes_of(q: Questionnaire) -> dict[str, object]:
    """Codes of another questionnaire, with what of it an encoder needs."""
    draw = random.Random(q.id)
    plain = q.for_browser()
    needed = ("id", "version", "numero", "echelle", "echelles", "profils", "variantes")
    asked = {key: plain[key] for key in needed}
    asked["items"] = [{"id": item["id"], "echelle": item["echelle"]} for item in plain["items"]]
    sheets = [Sheet(questionnaire=q.id, version=q.version)]
    for _ in range(12):
        answers = {i.id: draw.choice([None, *range(1, (s := q.scale_of(i)).top + 1), *s.codes]) for i in q.items}
        sheets.append(
            Sheet(
                questionnaire=q.id,
                version=q.version,
                profile=draw.choice([None, *q.profile_ids]),
                variant=draw.choice([None, *q.variant_ids]),
                answers={i: a for i, a in answers.items() if a is not None},
            )
        )
    tops = {i.id: q.scale_of(i).top for i in q.items}  # the highest of all numbers a scale without NSP can give
    sheets.append(Sheet(questionnaire=q.id, version=q.version, answers=tops))
    cases = [{"sheet": json.loads(sheet.to_json()), "code": encode(sheet, q)} for sheet in sheets]
    return {"questionnaire": asked, "length": code_length(q), "cases": cases}


def write_codes() -> None:
    others = [codes_of(load_questionnaire(one)) for one in ("equipe-5", "hse-35", HERE / "sept-points.yaml")]
    write("sharecode.json", codes(), others)


def write(name: str, cases: list[dict[str, object]], others: list[dict[str, object]] | None = None) -> None:
    lines = ",\n  ".join(json.dumps(case, ensure_ascii=False) for case in cases)
    more = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in others or [])
    end = f', "others": [\n  {more}\n]' if others else ""
    head = f'"questionnaire": "{Q.id}", "version": "{Q.version}"'
    (HERE / name).write_text(f'{{{head}, "cases": [\n  {lines}\n]{end}}}\n')


def write_next_version() -> None:
    """Write what a version 1.2 of the self-diagnosis could be: one item reworded, one renamed, one removed, one new."""
    text = SELF_DIAGNOSIS.read_text(encoding="utf-8")
    changes = """versions_anterieures:
  - version: "1.1"
    reformules: [L1-01]
    renommes: {L2-08: L2-11}
    retires: [L3-06]
    ajoutes: [L3-11]

leviers:
"""
    text = re.sub(r"versions_anterieures:.*?^leviers:\n", "leviers:\n", text, flags=re.DOTALL | re.MULTILINE)
    for before, after in (
        ("# L'autodiagnostic :", "# Inventé pour les tests, jamais diffusé (make_vectors.py).\n# L'autodiagnostic :"),
        ('version: "1.1"', 'version: "1.2"'),
        ("numero: 2 ", "numero: 3 "),
        ("leviers:\n", changes),
        (Q.item("L1-01").text.replace("\N{NO-BREAK SPACE}", " "), "Chaque équipe parle de son travail chaque semaine."),
        ("id: L2-08\n", "id: L2-11\n"),
        ("id: L3-06\n", "id: L3-11\n"),
        (Q.item("L3-06").text.replace("\N{NO-BREAK SPACE}", " "), "Ce que nous apprenons est écrit et relu."),
    ):
        folded = re.sub(r"\\ (?=.)", r"\\s+", re.escape(before))  # a long text of the file goes over several lines
        text, found = re.subn(folded, lambda _, after=after: after, text, count=1)
        assert found, before
    (HERE / "autodiagnostic-1.2.yaml").write_text(text, encoding="utf-8")


NAMED = [
    "", "La relève arrive tard.", "La nuit, Mme Durand appelle le 06 12 34 56 78.",
    "Écrire à prenom.nom@exemple.fr ou au +33 6 12 34 56 78",
    "Le CSE et l'Aract ont été informés. Personne n'a été nommé.", "On a pris la fiche F08 et l'énoncé L2-05.",
    "« Qui a dit “Non” ? »", "famille B. et famille Martin", "M. le directeur", "d'Hélène à karim",
    "Le matin ne lit pas le cahier de Kevin-Rayan", "Monsieur dupont", "C’est Élodie qui l’a dit",
    "À 22 heures, une seule personne pour douze enfants.", "on a vu pierre poser une pierre",
    "Madame la cheffe de service", "(Sarah) – Nadia ; L'équipe du Foyer", "VU PAR SOPHIE",
    "0612345678 et 12 0612345678 9", "Un Œil neuf, Zoé",
]  # fmt: skip


def write_names() -> None:
    """Write what looks like a person in some texts, with the words that the browser looks by."""
    cases = [
        {"texte": text, "traces": [{"genre": one.kind, "texte": one.text, "debut": one.start} for one in found]}
        for text, found in ((text, personal_traces(text)) for text in NAMED)
    ]
    told = json.dumps({"mots": personal_words(), "cas": cases}, ensure_ascii=False, indent=1)
    (HERE / "names.json").write_text(f"{told}\n", encoding="utf-8")


if __name__ == "__main__":
    write_names()
    write_next_version()
    write_scores()
    write_codes()
