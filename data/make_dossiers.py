"""Write ``data/samples/dossiers``: three establishments that do not exist, each as a carnet and its sheets.

Run by hand: ``python data/make_dossiers.py``. What is told of each is in ``data/dossiers``; the answers are drawn here
from a fixed seed, and every result is computed from them by the library itself. Nobody lived any of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml
from make_samples import schema

from pasapas_widgets.files.sheets import Entry, write_csv
from pasapas_widgets.live.rehearsal.people import Draw
from pasapas_widgets.model.carnet.carnet import FORMAT, Carnet, ClosedVote, RankedChoice, Wave
from pasapas_widgets.model.carnet.indicators import YearCounts
from pasapas_widgets.model.carnet.plan import Action
from pasapas_widgets.model.questionnaire.loading import load_questionnaire
from pasapas_widgets.model.questionnaire.sheet import Answer, Sheet
from pasapas_widgets.model.session import Session, delete_on
from pasapas_widgets.rules.aggregation import aggregate_entries
from pasapas_widgets.rules.indicators import split
from pasapas_widgets.rules.plan import new_action
from pasapas_widgets.rules.priorities import rank_by_dots

TOLD = Path(__file__).parent / "dossiers"
DOSSIERS = Path(__file__).parent / "samples" / "dossiers"
NAMES = ("mecs", "aemo", "familial")
YEARS = (2023, 2024, 2025)
BRACKETS = ("anciennete_moins_1", "anciennete_1_3", "anciennete_3_10", "anciennete_plus_10")
Story = dict[str, Any]


def told(name: str) -> Story:
    """Return what is told of an establishment."""
    story: Story = yaml.safe_load((TOLD / f"{name}.yaml").read_text(encoding="utf-8"))
    return story


class Someone:
    """Somebody of an invented team: where they look from, their half of the house, and how they see each statement."""

    def __init__(self, draw: Draw, story: Story, where: str, side: int) -> None:
        view = story["regards"][where]
        self.profile: str | None = view["profil"]
        outlook, apart = view["voit"] + draw.around(0.2), story["autrement"].get(where, {})
        self.levels = {
            item: level + side * gap + outlook + apart.get(item, 0.0) + draw.around(0.5)
            for item, (level, gap, _) in story["portrait"].items()
        }
        self.unknown = {item: unknown for item, (_, _, unknown) in story["portrait"].items()}

    def answers(self, draw: Draw, moved: dict[str, float]) -> dict[str, Answer]:
        """Answer each statement; a few are skipped."""
        given: dict[str, Answer] = {}
        for item, level in self.levels.items():
            now = round(level + moved.get(item, 0.0) + draw.around(0.15))
            skipped, not_known = draw.chance(0.01), draw.chance(self.unknown[item])
            if not skipped:
                given[item] = "NSP" if not_known else min(4, max(1, now))
        return given


def entries(story: Story) -> Iterator[Entry]:
    """Let the team answer twice: between the two, some leave, some come, and what the plan worked on moves."""
    q, draw = load_questionnaire(), Draw(story["graine"])
    team = [
        Someone(draw, story, where, (-1, 1)[number % 2])
        for where, view in story["regards"].items()
        for number in range(view["personnes"])
    ]
    for number, moved in enumerate(({}, story["bouge"]), start=1):
        for place, one in enumerate(draw.shuffled(team), start=1):
            sheet = Sheet(
                questionnaire=q.id, version=q.version, profile=one.profile, variant=story["variante"],
                answers=one.answers(draw, moved),
            )  # fmt: skip
            yield Entry(session=f"invente-{story['nom']}-{number}", sheet_id=f"{place:02}", sheet=sheet)
        come = [
            Someone(draw, story, where, (-1, 1)[one % 2]) for where, n in story["arrives"].items() for one in range(n)
        ]
        team = draw.shuffled(team)[story["partis"] :] + come


def waves(story: Story, answered: list[Entry]) -> tuple[Wave, ...]:
    """Return the two times that the team answered, as they are published; the vote closes the first."""
    vote = story["vote"]
    choices = tuple(
        RankedChoice(choice=one.id, dots=one.dots, rank=one.rank) for one in rank_by_dots(vote["gommettes"])
    )
    votes = (ClosedVote(number=1, voters=vote["votants"], choices=choices),)
    found = []
    for number, said in enumerate(story["vagues"], start=1):
        results = aggregate_entries(one for one in answered if one.session == f"invente-{story['nom']}-{number}")
        session = Session(
            title=said["titre"], questionnaire=results.questionnaire, version=results.version, day=said["jour"],
            kept_until=delete_on(said["jour"], months=6), variant=story["variante"],
        )  # fmt: skip
        found.append(Wave(session=session, results=results, votes=votes if number == 1 else ()))
    return tuple(found)


def years(story: Story) -> list[dict[str, Any]]:
    """Return the HR counts, a member a year; the brackets of fewer than five people are hidden, as on the screen."""
    return [
        msgspec.to_builtins(
            YearCounts(
                id=f"annee-{year}",
                year=year,
                counts={id: values[place] for id, values in story["carnet"]["annees"].items()},
                parts=split(dict(zip(BRACKETS, story["tranches"][place], strict=True))),
                source="dossier inventé",
            )
        )
        for place, year in enumerate(YEARS)
    ]


def action(said: dict[str, Any], opened: dt.date, first: Wave) -> dict[str, Any]:
    """Return an action: the kit's model, the level that it starts from, and what the group wrote over it."""
    level = first.results.items[said["enonces"][0]].mean
    begun: Action = new_action(said["id"], said["enonces"], opened=opened, template=said["modele"], level=level)
    return {**msgspec.to_builtins(begun), **said}


def carnet(story: Story, answered: list[Entry]) -> Carnet:
    """Return the carnet of an establishment."""
    first, second = waves(story, answered)
    opened = first.session.day
    plain = story["carnet"] | {
        "format": FORMAT,
        "annees": years(story),
        "actions": [action(one, opened, first) for one in story["carnet"]["actions"]],
    }
    return Carnet.from_plain(plain).with_wave(first).with_wave(second)


def data_package(texts: dict[str, str]) -> dict[str, Any]:
    """Return the Frictionless description of the tables of sheets."""
    q = load_questionnaire()
    resources = [
        {
            "name": name,
            "path": f"{name}/vagues.csv",
            "title": told(name)["carnet"]["titre"].replace("dossier", "exemple"),
            "description": f"Données synthétiques. Deux séances ; le carnet de ce dossier est {name}/carnet.json.",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(text.encode()),
            "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
            "type": "table",
            "profile": "tabular-data-resource",
            "schema": schema(q),
        }
        for name, text in texts.items()
    ]
    return {
        "name": "pas-a-pas-dossiers",
        "title": "Les feuilles de trois établissements inventés",
        "description": "Données synthétiques produites par data/make_dossiers.py : personne n'a rempli ces feuilles.",
        "version": q.version,
        "licenses": [{"name": "CC-BY-SA-4.0", "path": "https://creativecommons.org/licenses/by-sa/4.0/"}],
        "synthetic": True,
        "questionnaire": {"id": q.id, "version": q.version, "empreinte": q.fingerprint},
        "resources": resources,
    }


def write(folder: Path = DOSSIERS) -> None:
    """Write every file that this script makes."""
    tables: dict[str, str] = {}
    for name in NAMES:
        story = told(name)
        answered = list(entries(story))
        tables[f"{name}/vagues.csv"] = write_csv(answered)
        tables[f"{name}/carnet.json"] = carnet(story, answered).to_json()
    sheets = {name: tables[f"{name}/vagues.csv"] for name in NAMES}
    tables["datapackage.json"] = json.dumps(data_package(sheets), ensure_ascii=False, indent=2) + "\n"
    for name, text in tables.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
