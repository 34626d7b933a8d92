"""Tables and figures of a study as a page shows them: native HTML, read aloud as well as seen."""

from __future__ import annotations

import html
import io
import math
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pasapas_widgets.content import interface
from pasapas_widgets.content.french import number, typeset
from pasapas_widgets.research.tableof import questionnaire_of

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import HTML
    from matplotlib.axes import Axes

__all__ = ["picture", "show_table"]


def show_table(table: pd.DataFrame, title: str, *, digits: int = 1, most: int = 60) -> HTML:
    """Return a table as a page shows it: a caption, headings with their scope, decimal commas, then its notes.

    Parameters
    ----------
    title
        What the table holds, in one sentence: its caption.
    digits
        Decimals of numbers that are not whole.
    most
        Rows shown; how many are left out is said below.
    """
    from IPython.display import HTML

    texts = interface("research")["montrer"]
    heads = "".join(f'<th scope="col">{_text(_title(name))}</th>' for name in table.columns)
    about, lines = table.attrs.get("etude"), []
    if about is not None and about["sorte"] in ("leviers", "effets"):  # people read names, code reads identifiers
        q, kind = questionnaire_of(about["questionnaire"]), about["sorte"]
        names = {one.id: one.name for one in (q.levers if kind == "leviers" else q.effects)}
        table = table.assign(**{kind: table[kind].map(names)})
    for row in table.head(most).itertuples(index=False):
        first, *others = (_cell(value, digits) for value in row)
        cells = "".join(f"<td>{one}</td>" for one in others)
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    notes = [one for one in (table.attrs.get("definition"), *table.attrs.get("notes", ())) if one]
    if len(table) > most:
        notes.insert(0, texts["suite"].format(n=len(table) - most))
    told = "".join(f"<p>{_text(note)}</p>" for note in notes)
    return HTML(  # type: ignore[no-untyped-call]
        f'<div class="pap pap-research-table" tabindex="0" role="region" aria-label="{_text(title)}"><table>'
        f"<caption>{_text(title)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
        f"</div>{told}"
    )


def picture(ax: Axes, words: str, *, title: str) -> HTML:
    """Return a drawing as a page shows it: vectors with a name, and the same in words one key away.

    Parameters
    ----------
    ax
        What one of the figures drew.
    words
        The same in words: :func:`pasapas_widgets.research.describe`.
    title
        What the figure shows, in one sentence: its caption.
    """
    import matplotlib
    from IPython.display import HTML
    from matplotlib import pyplot

    figure: Any = ax.get_figure()
    file = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": title}):  # the same figure is the same text
        figure.savefig(file, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    drawn = file.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r'<svg ([^>]*?)width="([\d.]+)pt"', r'<svg \1width="100%" style="max-width:\2pt"', drawn, count=1)
    drawn = re.sub(r'(<svg [^>]*?)height="[\d.]+pt"', r"\1", drawn, count=1)
    drawn = _with_own_ids(drawn, title)
    name, told = _text(title), f"{_own(title)}-mots"
    drawn = drawn.replace("<svg ", f'<svg role="img" aria-label="{name}" aria-describedby="{told}" ', 1)
    summary = _text(interface("research")["montrer"]["mots"])
    return HTML(  # type: ignore[no-untyped-call]
        f'<figure class="pap pap-research-figure" role="figure" aria-label="{name}" tabindex="0">{drawn}'
        f"<figcaption>{name}</figcaption>"
        f'<details class="pap-research-words"><summary>{summary}</summary><p id="{told}">{_text(words)}</p></details>'
        "</figure>"
    )


def _title(name: object) -> str:
    return str(interface("research")["montrer"]["colonnes"].get(str(name), name))


def _own(title: str) -> str:
    """Return what the identifiers of a figure begin with."""
    return f"pap-{sha256(title.encode()).hexdigest()[:8]}"


def _with_own_ids(drawn: str, title: str) -> str:
    """Return a drawing without the identifiers that nothing in it names, the others its own: a page holds several."""
    named = set(re.findall(r'(?:url\(#|href="#)([^")]+)', drawn))
    own = _own(title)
    drawn = re.sub(r' id="([^"]+)"', lambda at: f' id="{own}-{at[1]}"' if at[1] in named else "", drawn)
    return re.sub(r'(url\(#|href="#)', rf"\1{own}-", drawn)


def _text(value: object) -> str:
    return html.escape(typeset(str(value)))


def _cell(value: Any, digits: int) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("<NA>", "nan", "None"):
        return f'<span aria-label="{_text(interface("research")["montrer"]["vide"])}">–</span>'
    if isinstance(value, bool):
        return _text(interface("research")["montrer"]["oui" if value else "non"])
    if isinstance(value, float) and math.isfinite(value):
        return _text(number(value, digits))
    words = interface("research")["figures"]["valeurs"]
    return _text(words.get(str(value), value))
