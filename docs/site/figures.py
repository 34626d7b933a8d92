"""Draw the gallery from the samples: a picture and its sentences for each figure."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import matplotlib

ROOT = Path(__file__).parents[2]
TITLES = {
    "radar": "Le radar d'une équipe",
    "distributions": "Les réponses, phrase par phrase",
    "effects": "La seconde lecture",
    "compare": "Deux groupes côte à côte",
    "network": "Le réseau autour d'un établissement",
}


def draw(folder: Path) -> None:
    """Write the pictures, and ``figures.md`` which shows them, into a folder."""
    from matplotlib import pyplot

    import pasapas_widgets as package

    folder.mkdir(exist_ok=True)
    parts = []
    with matplotlib.rc_context({"backend": "agg", "svg.hashsalt": "pasapas"}):
        for name, shown in _shown().items():
            ax = getattr(package, name)(shown)
            ax.get_figure().savefig(folder / f"{name}.svg", bbox_inches="tight")
            pyplot.close("all")
            said = re.sub(r"\s+", " ", getattr(package, f"describe_{name}")(shown))
            picture = f"![{TITLES[name]} : les phrases ci-dessous disent la même chose](../_figures/{name}.svg)"
            parts.append(f"## {TITLES[name]}\n\n{picture}\n\n{escape(said, quote=False)}\n\n`pasapas_widgets.{name}`\n")
    (folder / "figures.md").write_text("\n".join(parts), encoding="utf-8")


def _shown() -> dict[str, Any]:
    """Return what each figure shows: invented answers, all of them."""
    from pasapas_widgets.carnets.desk import sample_carnet

    team = _team("equipe_24.csv")
    return {
        "radar": team,
        "distributions": team,
        "effects": team,
        "compare": {"Petite maison": _team("petite_maison_7.csv"), "Équipe de 24": team},
        "network": sample_carnet().territory,
    }


def _team(name: str) -> Any:
    from pasapas_widgets import aggregate, read_sheets

    sheets = read_sheets(name, (ROOT / "data" / "samples" / name).read_bytes())
    return aggregate(entry.sheet for entry in sheets.entries)
