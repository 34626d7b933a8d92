"""Write the example files of ``data/samples``: synthetic, seeded, the same on every machine.

Run by hand: ``python data/make_samples.py``. Nobody answered these sheets. They imitate an establishment of two houses
(MECS) as facilitators describe them: shared strengths (what succeeds with the children, training), practices on which
the two houses differ, a night shift that is not invited, a management that sees things brighter, and territory items
that people in contact with the children do not know about.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

from pasapas_widgets.model.questionnaire import Questionnaire, load_questionnaire
from pasapas_widgets.model.sheet import Answer, Sheet
from pasapas_widgets.sheetfiles import Entry, write_csv

SEED = 20261122
SAMPLES = Path(__file__).parent / "samples"

# For each item: the level that day staff, night and house staff, management, and support would give on average
# (1 to 4); how far each of the two houses stands from that level; the share of day and of night staff who do not know.
PORTRAIT: dict[str, tuple[float, float, float, float, float, float, float]] = {
    "L1-01": (2.2, 1.6, 3.0, 2.4, 0.1, 0.00, 0.05),
    "L1-02": (2.7, 1.3, 3.1, 1.8, 0.1, 0.00, 0.00),
    "L1-03": (2.6, 2.3, 3.0, 2.6, 1.2, 0.00, 0.10),
    "L1-04": (2.8, 2.4, 3.1, 2.4, 0.2, 0.00, 0.00),
    "L1-05": (2.3, 1.9, 2.7, 2.2, 0.3, 0.00, 0.05),
    "L1-06": (3.3, 2.9, 3.3, 3.1, 0.1, 0.00, 0.05),
    "L1-07": (1.6, 1.4, 2.0, 1.8, 0.1, 0.05, 0.10),
    "L1-08": (1.9, 1.7, 2.4, 2.2, 0.2, 0.05, 0.05),
    "L2-01": (2.4, 1.8, 3.3, 3.0, 0.1, 0.20, 0.45),
    "L2-02": (2.4, 2.0, 3.2, 2.6, 0.0, 0.30, 0.60),
    "L2-03": (2.5, 1.6, 3.2, 2.8, 1.4, 0.00, 0.00),
    "L2-04": (2.3, 2.0, 3.0, 2.6, 0.2, 0.00, 0.05),
    "L2-05": (1.6, 1.4, 2.3, 1.9, 0.1, 0.00, 0.00),
    "L2-06": (2.3, 2.0, 2.9, 2.4, 1.1, 0.00, 0.10),
    "L2-07": (3.3, 2.7, 3.5, 3.2, 0.0, 0.00, 0.05),
    "L2-08": (2.1, 1.9, 2.9, 2.3, 0.1, 0.15, 0.20),
    "L3-01": (1.8, 1.5, 2.6, 2.0, 0.3, 0.05, 0.10),
    "L3-02": (3.4, 3.2, 3.5, 3.2, 0.0, 0.00, 0.00),
    "L3-03": (1.7, 1.9, 2.0, 1.8, 0.1, 0.05, 0.05),
    "L3-04": (2.7, 2.3, 3.0, 2.5, 0.4, 0.05, 0.10),
    "L3-05": (2.4, 2.0, 3.0, 2.4, 1.4, 0.05, 0.05),
    "L3-06": (1.4, 1.3, 1.9, 1.6, 0.0, 0.20, 0.25),
    "L3-07": (1.8, 1.5, 2.4, 1.9, 0.1, 0.10, 0.15),
    "L3-08": (3.5, 3.2, 3.5, 3.2, 0.1, 0.00, 0.10),
    "L4-01": (2.0, 1.6, 2.6, 2.2, 0.0, 0.25, 0.50),
    "L4-02": (2.6, 1.9, 3.0, 2.5, 0.1, 0.10, 0.40),
    "L4-03": (2.3, 2.0, 3.0, 2.7, 0.0, 0.40, 0.60),
    "L4-04": (1.6, 1.6, 1.9, 1.7, 0.0, 0.45, 0.55),
    "L4-05": (3.3, 2.8, 3.4, 3.2, 0.2, 0.00, 0.30),
    "L4-06": (1.7, 1.5, 2.5, 2.0, 0.0, 0.25, 0.40),
    "L4-07": (2.0, 1.7, 3.0, 2.7, 0.0, 0.40, 0.50),
    "L4-08": (1.5, 1.4, 1.7, 1.5, 0.0, 0.50, 0.60),
}
STANDPOINTS = ("educatif", "quotidien_nuit", "encadrement", "support")
# What support staff, who are not with the children, answer by «non concerné», and how often.
NOT_CONCERNED = {"L1-03": 0.3, "L1-04": 0.5, "L2-05": 0.4, "L3-08": 0.3}
# Between the two waves: what the team worked on, and what slipped meanwhile.
CHANGES = {
    "L1-01": 0.8,
    "L1-02": 0.7,
    "L1-04": 0.4,
    "L2-03": 0.5,
    "L2-05": 0.8,
    "L3-01": 0.7,
    "L2-06": -0.4,
    "L4-05": -0.2,
}


class Draw:
    """Random numbers from ``random()`` alone, the only method whose sequence Python promises to keep."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"{SEED} {name}").random

    def chance(self, share: float) -> bool:
        return self._random() < share

    def around(self, spread: float) -> float:
        """Return a number of mean 0 and standard deviation ``spread``, nearly normal (a sum of twelve)."""
        return spread * (sum(self._random() for _ in range(12)) - 6)

    def shuffled(self, things: list[Person]) -> list[Person]:
        return sorted(things, key=lambda _: self._random())


class Person:
    """Someone who answers: a profile given or not, the standpoint it hides, a house, a way of seeing things."""

    def __init__(self, draw: Draw, standpoint: str, *, profile: str | None, house: int) -> None:
        self.standpoint, self.profile, self.house = STANDPOINTS.index(standpoint), profile, house
        self.outlook = draw.around(0.3)
        self.leanings = {item: draw.around(0.5) for item in PORTRAIT}

    def answers(
        self, draw: Draw, *, change: dict[str, float], secluded: float, stops_after: str | None
    ) -> dict[str, Answer]:
        """Answer the statements; a few are skipped."""
        answers: dict[str, Answer] = {}
        for item, (*levels, gap, day_unknown, night_unknown) in PORTRAIT.items():
            unknown = secluded * (day_unknown, night_unknown, 0.0, day_unknown / 3)[self.standpoint]
            level = levels[self.standpoint] + self.house * gap + self.outlook + self.leanings[item]
            level += change.get(item, 0) + draw.around(0.2)
            skipped, not_known, foreign = (
                draw.chance(0.015),
                draw.chance(unknown),
                draw.chance(NOT_CONCERNED.get(item, 0)),
            )
            if skipped or (stops_after is not None and item > stops_after):
                continue
            if self.standpoint == 3 and foreign:
                answers[item] = "NC"
            else:
                answers[item] = "NSP" if not_known else min(4, max(1, round(level)))
        return answers


def people(draw: Draw, *profiles: tuple[str, str | None, int], houses: int = 2) -> list[Person]:
    """Return people by (standpoint, profile they give, how many); two houses share them evenly."""
    told = [(standpoint, profile) for standpoint, profile, count in profiles for _ in range(count)]
    return [
        Person(draw, standpoint, profile=profile, house=(-1, 1)[number % 2] if houses == 2 else 0)
        for number, (standpoint, profile) in enumerate(told)
    ]


TEAM = (
    ("educatif", "educatif", 11),
    ("educatif", None, 1),
    ("quotidien_nuit", "quotidien_nuit", 6),
    ("encadrement", "encadrement", 3),
    ("support", "support", 2),
    ("support", "non_precise", 1),
)
SMALL_HOME = (("educatif", "educatif", 4), ("quotidien_nuit", "quotidien_nuit", 2), ("encadrement", "encadrement", 1))


def session(
    name: str,
    draw: Draw,
    team: list[Person],
    *,
    change: dict[str, float] | None = None,
    stopping: int = 0,
    secluded: float = 1.0,
) -> Iterator[Entry]:
    """Let a team answer: sheets in a random order, the first ``stopping`` of which stop before the last lever.

    ``secluded`` multiplies the share of those who do not know.
    """
    q = load_questionnaire()
    for number, person in enumerate(draw.shuffled(team), start=1):
        stop = "L3-08" if number <= stopping else None
        answers = person.answers(draw, change=change or {}, secluded=secluded, stops_after=stop)
        sheet = Sheet(questionnaire=q.id, version=q.version, profile=person.profile, answers=answers)
        yield Entry(session=name, sheet_id=f"{number:02}", sheet=sheet)


def two_waves() -> Iterator[Entry]:
    """A team, and the same team six months later: four people left, two came, some practices moved."""
    draw = Draw("deux_vagues")
    team = people(draw, *TEAM)
    yield from session("vague-1", draw, team)
    newcomers = people(draw, ("educatif", "educatif", 1), ("quotidien_nuit", "quotidien_nuit", 1))
    yield from session("vague-2", draw, draw.shuffled(team)[4:] + newcomers, change=CHANGES)


FAULTS = (
    ("exemple,01,educatif,L1-01,3", None),
    ("exemple,01,educatif,L1-02,2", None),
    ("exemple,01,educatif,L9-01,3", "énoncé inconnu"),
    ("exemple,01,educatif,L1-03,0", "réponse en dessous de l'échelle"),
    ("exemple,01,educatif,L1-04,5", "réponse au-dessus de l'échelle"),
    ('exemple,01,educatif,L1-05,"2,5"', "réponse entre deux niveaux"),
    ("exemple,01,educatif,L1-06,oui", "réponse écrite autrement"),
    ("exemple,01,educatif,L1-01,1", "deux réponses différentes au même énoncé"),
    ("exemple,01,encadrement,L1-07,2", "deux profils sur la même feuille"),
    ("exemple,02,veilleur,L1-01,2", "profil inconnu"),
    ("exemple,,educatif,L1-01,2", "feuille sans numéro"),
    (",03,educatif,L1-01,2", "séance non nommée, alors qu'elle l'est ailleurs"),
    ("exemple,03,educatif,,2", "énoncé manquant"),
    ("exemple,03,educatif,L1-02,3,0", "une case de trop (virgule non protégée)"),
    ('exemple,"03,educatif,L1-03,2', "guillemet ouvert et jamais refermé"),
)
"""The lines of ``fautes.csv`` below its titles, and what is wrong with each; the codebook lists them."""

FILES = {
    "equipe_24": (
        "Équipe de 24 personnes (exemple inventé)",
        "Données synthétiques. Une maison d'enfants à deux groupes de vie : points d'appui partagés, regards "
        "différents entre les groupes et entre les métiers, pratiques du territoire peu visibles.",
    ),
    "petite_maison_7": (
        "Petite maison de 7 personnes (exemple inventé)",
        "Données synthétiques. Un effectif où les seuils de publication jouent : ni répartition, ni profil, et "
        "certains énoncés sans résultat.",
    ),
    "deux_vagues": (
        "La même équipe à six mois d'écart (exemple inventé)",
        "Données synthétiques. Deux séances, vague-1 et vague-2 ; les feuilles des deux vagues ne peuvent pas être "
        "reliées.",
    ),
    "fautes": (
        "Fichier volontairement fautif (exemple inventé)",
        "Données synthétiques. Une ligne par sorte de faute ; l'application doit refuser le fichier en une phrase. "
        "Les fautes sont décrites dans codebook.md.",
    ),
}


def tables() -> dict[str, str]:
    """Return the text of each table by its name without extension."""
    team, small = Draw("equipe_24"), Draw("petite_maison_7")
    return {
        "equipe_24": write_csv(session("exemple-equipe", team, people(team, *TEAM), stopping=1)),
        "petite_maison_7": write_csv(
            session("exemple-petite-maison", small, people(small, *SMALL_HOME, houses=1), secluded=1.6)
        ),
        "deux_vagues": write_csv(two_waves()),
        "fautes": "\n".join(["seance,feuille,profil,item,reponse", *(line for line, _ in FAULTS)]) + "\n",
    }


def schema(q: Questionnaire) -> dict[str, object]:
    """Return the Frictionless schema of a table of answers."""
    levels = [str(level.value) for level in q.scale.levels]
    codes = [one.code for one in q.scale.off_scale]
    text = {"type": "string"}
    return {
        "fields": [
            {"name": "seance", "title": "Séance", "description": "Nom de la séance de recueil.", **text,
             "constraints": {"required": True}},
            {"name": "feuille", "title": "Feuille", "description": "Numéro de la feuille dans sa séance, au hasard.",
             **text, "constraints": {"required": True}},
            {"name": "profil", "title": "Profil", "description": "Profil large, facultatif ; vide : non donné.", **text,
             "constraints": {"enum": list(q.profile_ids)}},
            {"name": "item", "title": "Énoncé", "description": "Identifiant de l'énoncé du questionnaire.", **text,
             "constraints": {"required": True, "enum": list(q.item_ids)}},
            {"name": "reponse", "title": "Réponse",
             "description": "Niveau, NSP (je ne sais pas), NC (non concerné) ; vide : pas de réponse.", **text,
             "constraints": {"enum": [*levels, *codes]}},
        ],
        "missingValues": [""],
        "primaryKey": ["seance", "feuille", "item"],
    }  # fmt: skip


def data_package(texts: dict[str, str]) -> dict[str, object]:
    """Return the Frictionless description of the files."""
    q = load_questionnaire()
    resources: list[dict[str, object]] = []
    for name, text in texts.items():
        title, description = FILES[name]
        data = text.encode()
        resource: dict[str, object] = {"name": name, "path": f"{name}.csv", "title": title, "description": description}
        resource |= {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        if name == "fautes":
            resource |= {"type": "file"}
        else:
            resource |= {"type": "table", "profile": "tabular-data-resource", "schema": schema(q)}
        resources.append(resource)
    return {
        "name": "pas-a-pas-exemples",
        "title": "Feuilles d'autodiagnostic inventées",
        "description": "Données synthétiques produites par data/make_samples.py : personne n'a rempli ces feuilles. "
        "Colonnes et codes : codebook.md.",
        "version": q.version,
        "licenses": [
            {"name": "CC-BY-SA-4.0", "path": "https://creativecommons.org/licenses/by-sa/4.0/",
             "title": "Creative Commons Attribution - Partage dans les mêmes conditions 4.0"}
        ],
        "keywords": ["données synthétiques", "QVCT", "protection de l'enfance"],
        "synthetic": True,
        "seed": SEED,
        "questionnaire": {"id": q.id, "version": q.version, "empreinte": q.fingerprint},
        "resources": resources,
    }  # fmt: skip


def write(folder: Path = SAMPLES) -> None:
    """Write every file that this script makes."""
    texts = tables()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    package = json.dumps(data_package(texts), ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
