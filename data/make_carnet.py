"""Write ``data/samples/carnet_exemple.json``: a synthetic carnet, the same on every machine. Nobody lived it.

Run by hand: ``python data/make_carnet.py``. The team of ``deux_vagues.csv``: it answered in May, voted, wrote four
actions, and answers again at the review in September.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import msgspec

from pasapas_widgets.files.sheets import read_sheets
from pasapas_widgets.model.carnet.carnet import Carnet, ClosedVote, RankedChoice, Wave
from pasapas_widgets.model.carnet.grouptalk import Discussion, Feedback, Priority
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.carnet.interview import Interview, Lead, Outcome
from pasapas_widgets.model.carnet.pathway import Pathway, PathwayStep
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.carnet.territory import Contact, Exchange, Territory
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Sheet
from pasapas_widgets.model.session import Session, delete_on
from pasapas_widgets.rules.aggregation import aggregate, aggregate_entries
from pasapas_widgets.rules.indicators import split
from pasapas_widgets.rules.plan import new_action
from pasapas_widgets.rules.priorities import rank_by_dots

SAMPLES = Path(__file__).parent / "samples"
FIRST, SECOND = dt.date(2026, 5, 12), dt.date(2026, 9, 15)
DOTS = {"L2-05": 14, "L1-01": 14, "L3-01": 11, "L2-03": 9, "L3-06": 5, "L1-07": 3}
VOTERS = 20
BRACKETS = ("anciennete_moins_1", "anciennete_1_3", "anciennete_3_10", "anciennete_plus_10")


def wave(name: str, title: str, day: dt.date) -> Wave:
    file = "deux_vagues.csv"
    entries = read_sheets(file, (SAMPLES / file).read_bytes()).entries
    results = aggregate_entries(one for one in entries if one.session == name)
    session = Session(
        title=title, questionnaire=results.questionnaire, version=results.version, day=day, kept_until=delete_on(day)
    )
    return Wave(session=session, results=results)


def action(id: str, item: str, template: str, first: Wave, **said: object) -> Action:
    level = first.results.items[item].mean
    begun = new_action(id, [item], opened=FIRST, template=template, level=level)
    return msgspec.structs.replace(begun, **said)


def interview() -> Interview:
    """Return an interview that is half prepared, with a first lead."""
    return Interview(
        day=dt.date(2026, 12, 3),
        sections={
            "qui": (
                "Deux groupes de vie de dix enfants, de 6 à 17 ans, ouverts toute l'année. Une nuit sur deux est tenue "
                "par des remplaçants."
            ),
            "travail": (
                "Le samedi soir, une personne arrive pour remplacer et ne connaît pas la maison. Le relais du matin se "
                "fait debout, en dix minutes. Ce qui nous aide : quand un enfant va mal, il y a toujours quelqu'un à "
                "appeler."
            ),
            "limites": "Deux heures par mois et par équipe, hors vacances scolaires. Le budget se décide au siège.",
        },
        answers={"maintenant": "Trois départs au printemps. Le groupe de mai a montré que l'on pouvait en parler."},
        done=("autodiagnostic",),
        papers=("organigramme", "duerp"),
        leads=(Lead(id="piste-1", title="Apprendre à animer nos propres temps de discussion", items=("L1-01",)),),
        outcome=Outcome(
            first_steps="Choisir deux personnes volontaires, une de jour et une de nuit.",
            follow_up=dt.date(2027, 3, 11),
        ),
    )


def territory() -> Territory:
    """Return an invented surrounding: some links, some missing, three contacts to make."""
    links = {
        "T-CD": "regulier", "T-CSE": "regulier", "T-SPST": "ponctuel", "T-OPCO": "ponctuel", "T-ECOLE": "ponctuel",
        "T-PJJ": "ponctuel", "T-FEDE": "regulier", "T-FT": "aucun", "T-ODPE": "aucun", "T-CARSAT": "aucun",
        "T-ARACT": "aucun",
    }  # fmt: skip
    said = {
        "T-CD": {"owner": "inspectrice ASE du secteur", "brings": "dialogue de gestion, deux rencontres par an"},
        "T-CSE": {"owner": "secrétaire du CSE", "brings": "une voix dans le groupe projet"},
        "T-SPST": {"owner": "infirmière du service", "brings": "visites de reprise ; pourrait venir sur un groupe"},
        "T-OPCO": {"owner": "conseillère formation", "brings": "le financement des départs en formation"},
        "T-ECOLE": {"owner": "responsable des stages", "brings": "quatre stagiaires par an"},
        "T-FEDE": {"owner": "délégué régional", "brings": "veille, commission ressources humaines"},
        "T-FT": {"owner": "conseiller entreprise", "wanted": True},
        "T-ODPE": {"wanted": True},
        "T-ARACT": {"owner": "chargée de mission", "wanted": True},
    }
    families = (Contact(id=id, actor=id, link=link, **said.get(id, {})) for id, link in links.items())
    own = (
        Contact(
            id="c1", family="secteur", label="Maison des adolescents", link="ponctuel", owner="psychologue de liaison",
            brings="un avis sur les situations difficiles",
        ),
        Contact(id="c2", family="travail_emploi", label="Mission locale", link="regulier", owner="conseillère jeunes"),
        Contact(id="c3", family="autorite", label="Collège du quartier", link="ponctuel", owner="principal adjoint"),
    )  # fmt: skip
    return Territory(
        department="35",
        contacts=(*families, *own),
        exchanges=(
            Exchange(
                id="e1", kind="demande", item="L2-03", owner="chef de service",
                text="Voir comment une autre maison tient ses plannings un mois à l'avance.",
            ),
            Exchange(
                id="e2", kind="offre", item="L2-05", owner="cheffe de service",
                text="Montrer notre fiche de prise de poste, écrite avec un remplaçant.",
            ),
        ),
        shown_as="Maison à deux groupes (inventée)",
        shares=True,
    )  # fmt: skip


def years() -> tuple[YearCounts, ...]:
    """Return three invented years of the establishment's HR counts; brackets of fewer than five people are hidden."""
    rows = {
        "effectif_cdi_debut": (36, 35, 34), "effectif_cdi_fin": (35, 34, 36), "effectif_debut": (43, 44, 45),
        "effectif_fin": (44, 45, 46), "etp_reels": (39.2, 38.6, 40.1), "entrees_cdi": (6, 7, 6),
        "departs_cdi": (7, 8, 4), "entrees_tous": (15, 17, 14), "departs_tous": (14, 16, 13),
        "jours_absence_calendaires": (1340, 1505, 1290), "etp_autorises": (42, 42, 42), "etp_vacants": (3, 4.5, 2),
        "etp_vacants_3mois": (1, 2.5, 1), "etp_cdd_remplacement": (4.6, 5.4, 4.1),
        "etp_cdd_accroissement": (0.8, 0.5, 0.5), "heures_travaillees": (62_100, 60_900, 63_400),
        "heures_interim": (1450, 2380, 1120), "accidents_arret": (3, 4, 2), "jours_incapacite": (96, 210, 41),
        "anciennete_moyenne": (6.8, 6.4, 6.7), "anciennete_mediane": (4.1, 3.6, 4.2), "places": (24, 24, 24),
        "places_hors_domicile": (18, 18, 18), "etp_hors_domicile": (35.2, 34.6, 36.1),
        "postes_planifies": (620, 615, 624), "postes_modifies": (96, 121, 74), "personnes_formees": (17, 12, 21),
    }  # fmt: skip
    brackets = ((12, 9, 14, 9), (14, 8, 13, 10), (11, 12, 20, 3))
    return tuple(
        YearCounts(
            id=f"annee-{year}",
            year=year,
            counts={id: values[place] for id, values in rows.items()},
            parts=split(dict(zip(BRACKETS, brackets[place], strict=True))),
            source="exemple inventé",
        )
        for place, year in enumerate((2023, 2024, 2025))
    )


def pathway() -> Pathway:
    """Return a path of three services at six hours a month: one begun, two laid out."""
    steps = (
        PathwayStep(
            id="e1",
            service="S2",
            rule="O-04",
            title="Cercle local sur les remplacements",
            month="2026-10",
            state="en_cours",
        ),
        PathwayStep(id="e2", service="S1", rule="O-07", title="Fiche F08, avec deux remplaçants", month="2027-01"),
        PathwayStep(id="e3", service="S3", title="Animer un espace de discussion", month="2027-02", hours=14),
    )
    cautions = {"P1": False, "P2": False, "P3": False}
    return Pathway(cautions=cautions, hours=6, avoided=(7, 8, 12), steps=steps)


def carnet() -> Carnet:
    """Return the sample."""
    first, second = wave("vague-1", "Séance de mai", FIRST), wave("vague-2", "Séance de septembre", SECOND)
    ranked = rank_by_dots(DOTS)
    vote = ClosedVote(
        number=1,
        voters=VOTERS,
        choices=tuple(RankedChoice(choice=one.id, dots=one.dots, rank=one.rank) for one in ranked),
    )
    places = {"L2-05": (1, 3), "L1-01": (2, 3), "L3-01": (1, 3), "L2-03": (3, 3), "L3-06": (1, 2)}
    priorities = tuple(
        Priority(
            id=f"p-{one.id}",
            items=(one.id,),
            dots=one.dots,
            effort=places.get(one.id, (None, None))[0],
            effect=places.get(one.id, (None, None))[1],
            chosen=one.id in ("L2-05", "L1-01", "L3-01", "L2-03"),
        )
        for one in ranked
    )
    actions = (
        action(
            "a1", "L2-05", "A13", first,
            situation="Un remplaçant arrive le samedi soir et ne sait ni qui dort où, ni qui appeler.",
            for_teams="Prendre son poste sans chercher pendant une heure.",
            for_children="Être accueilli par quelqu'un qui connaît les repères de la maison.",
            baseline="2 prises de poste sur 10 avec une fiche", state="fait",
            decision="On garde la fiche ; elle est relue tous les trois mois.",
            lesson="L'écrire avec un remplaçant a changé son contenu.",
        ),
        action(
            "a2", "L1-01", "A01", first,
            situation="On se parle dans le couloir, jamais de ce qui a été difficile dans le travail.",
            baseline="0 séance prévue", state="modifie", consultation="faite",
            decision="Une séance toutes les six semaines au lieu d'une par mois : le planning ne suivait pas.",
        ),
        action(
            "a3", "L3-01", "A17", first,
            situation="Les propositions faites en réunion n'ont pas de réponse.", baseline="Aucune réponse suivie",
            state="en_cours",
        ),
        action("a4", "L2-03", "A11", first, consultation="a_faire"),
    )  # fmt: skip
    discussions = (
        Discussion(
            id="d1", day=FIRST, items=("L2-05",), agreed=True, card="F08",
            situation="La prise de poste d'un remplaçant, un samedi soir.",
            facts=("Le classeur date de deux ans.", "Le numéro d'astreinte n'est pas affiché."),
        ),
    )  # fmt: skip
    feedback = (
        Feedback(
            id="r1", title="Une fiche de prise de poste écrite avec un remplaçant", day=SECOND, items=("L2-05",),
            context="Deux groupes de vie, des remplaçants plusieurs fois par semaine.",
            tried="Une page : dix repères et un numéro, relue par trois remplaçants.",
            changed="Les prises de poste se font avec la fiche et une passation.",
            conditions="Deux heures payées pour l'écrire.", advice="La faire relire par ceux qui arrivent.",
            invented=True,
        ),
    )  # fmt: skip
    return Carnet(
        title="Maison à deux groupes (exemple inventé)",
        service="mecs",
        staff=46,
        employer="prive",
        waves=(msgspec.structs.replace(first, votes=(vote,)), second),
        discussions=discussions,
        priorities=priorities,
        actions=actions,
        feedback=feedback,
        years=years(),
        pathway=pathway(),
        interview=interview(),
        territory=territory(),
    )


NEIGHBOURS = (
    # name, type of service, département, people, how far above or below the others, priorities, asks, offers
    ("Maison des Tilleuls", "mecs", "35", 14, 0.0, ("L4-04", "L2-05"), ("L4-04", "Partager un vivier de remplaçants."),
     ("L2-05", "Montrer notre fiche de prise de poste.")),
    ("Service de milieu ouvert du Canal", "aemo", "35", 12, 0.1, ("L4-04", "L1-03"),
     ("L1-03", "Apprendre à reprendre un évènement difficile."), ("L1-05", "Montrer notre point sur la charge.")),
    ("Foyer du Vieux Port", "foyer_enfance", "29", 18, -0.2, ("L4-04", "L2-03"),
     ("L2-05", "Voir une prise de poste de remplaçant."), ("L1-03", "Raconter notre règle de reprise.")),
    ("Village des Landes Fleuries", "village", "56", 10, 0.2, ("L4-04", "L3-01"),
     ("L4-02", "Monter une formation à plusieurs."), ("L1-04", "Recevoir deux collègues sur un relais de nuit.")),
    ("Pouponnière de la Source", "pouponniere", "22", 9, 0.0, ("L4-04", "L1-04"),
     ("L1-04", "Observer un relais jour et nuit."), ("L4-02", "Prêter une salle de formation.")),
    ("Maison de la Rivière", "mecs", "35", 11, -0.1, ("L2-03", "L3-01"), ("L2-03", "Comparer nos règles de planning."),
     ("L4-04", "Proposer une réunion sur un groupement d'employeurs.")),
)  # fmt: skip
LOW, HIGH = ("L4-02", "L4-04", "L4-06", "L4-08", "L1-03", "L2-03"), ("L1-06", "L3-02", "L4-05", "L2-04")


def neighbour(number: int) -> Carnet:
    """Return one of six invented establishments that compare themselves; the same on every machine."""
    name, service, department, people, shift, chosen, asks, offers = NEIGHBOURS[number]
    draw = random.Random(f"territoire-{number}")
    q = load_questionnaire()

    def level(item: str) -> int:
        usual = 1.55 if item in LOW else 3.35 if item in HIGH else 2.45
        return min(4, max(1, round(draw.gauss(usual + shift, 0.7))))

    sheets = [
        Sheet(questionnaire=q.id, version=q.version, answers={item: level(item) for item in q.item_ids})
        for _ in range(people)
    ]
    results = aggregate(sheets)
    session = Session(
        title="Séance d'octobre", questionnaire=q.id, version=q.version, day=dt.date(2026, 10, 6),
        kept_until=delete_on(dt.date(2026, 10, 6)),
    )  # fmt: skip
    return Carnet(
        title=f"{name} (exemple inventé)",
        service=service,
        waves=(Wave(session=session, results=results),),
        priorities=tuple(Priority(id=f"p-{item}", items=(item,), chosen=True) for item in chosen),
        territory=Territory(
            department=department,
            shown_as=f"{name} (inventée)" if name.split()[0] in ("Maison", "Pouponnière") else f"{name} (inventé)",
            shares=True,
            exchanges=(
                Exchange(id="e1", kind="demande", item=asks[0], text=asks[1], owner="chef de service"),
                Exchange(id="e2", kind="offre", item=offers[0], text=offers[1], owner="cheffe de service"),
            ),
        ),
    )


if __name__ == "__main__":
    (SAMPLES / "territoire").mkdir(exist_ok=True)
    for number in range(len(NEIGHBOURS)):
        place = SAMPLES / "territoire" / f"etablissement_{number + 1}.json"
        place.write_text(neighbour(number).to_json(), encoding="utf-8", newline="\n")
    (SAMPLES / "carnet_exemple.json").write_text(carnet().to_json(), encoding="utf-8", newline="\n")
