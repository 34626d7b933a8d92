"""Write the example files of ``data/samples``: synthetic, seeded, the same on every machine.

Run by hand: ``python data/make_samples.py``. Nobody answered these sheets. They imitate an establishment of two houses
(MECS) as facilitators describe them: shared strengths (what succeeds with the children, training), practices on which
the two houses differ, a night shift that is not invited, a management that sees things brighter, and territory items
that people in contact with the children do not know about.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pasapas_widgets.files.sheets import Entry, write_csv
from pasapas_widgets.live.rehearsal.people import TEAM, Draw, Person, people
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.questionnaire.structure import Questionnaire

SEED = 20261122
SAMPLES = Path(__file__).parent / "samples"

# Between the two waves: what the team worked on, and what slipped meanwhile.
CHANGES = {
    "L1-01": 0.8,
    "L1-02": 0.7,
    "L1-04": 0.4,
    "L2-03": 0.5,
    "L2-05": 0.8,
    "L3-01": 0.7,
    "L1-05": -0.4,
    "L4-05": -0.2,
}
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
    draw = Draw(f"{SEED} deux_vagues")
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
    team, small = Draw(f"{SEED} equipe_24"), Draw(f"{SEED} petite_maison_7")
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
