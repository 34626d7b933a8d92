"""Write benchmarks/tutorial.ipynb: the same 32 statements the way ipywidgets tutorials do it.

One RadioButtons per statement, an observer that redraws a matplotlib radar in an Output. It is the peer that our own
page is measured against (see side_by_side.py).
"""

from __future__ import annotations

from pathlib import Path

import nbformat

from pasapas_widgets.model.questionnaire.loading import load_questionnaire

SETUP = """
%matplotlib inline
import ipywidgets as w
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
"""

SCORE = """
options = [("Non", 1), ("Parfois", 2), ("Oui, souvent", 3), ("Oui, toujours", 4)]
options += [("Je ne sais pas", "NSP"), ("Non concerné", "NC")]
radios = {}
out = w.Output()

def scores():
    result = []
    for lever in LEVERS:
        values = [r.value for (l, _), r in radios.items() if l == lever and isinstance(r.value, int)]
        result.append((np.mean(values) - 1) / 3 * 100 if len(values) >= 5 else 0)
    return result

def draw(change=None):
    with out:
        out.clear_output(wait=True)
        angles = np.linspace(0, 2 * np.pi, len(LEVERS), endpoint=False).tolist()
        values = scores()
        fig, ax = plt.subplots(subplot_kw={"polar": True})
        ax.plot(angles + angles[:1], values + values[:1])
        ax.fill(angles + angles[:1], values + values[:1], alpha=0.2)
        ax.set_xticks(angles, LEVERS.values())
        ax.set_ylim(0, 100)
        plt.show()
"""

SHOW = """
boxes = []
for lever, text in STATEMENTS:
    radio = w.RadioButtons(options=options, value=None, layout={"width": "max-content"})
    radio.observe(draw, "value")
    radios[(lever, text)] = radio
    boxes.append(w.VBox([w.HTML(f"<b>{text}</b>"), radio]))
draw()
display(w.VBox([*boxes, out]))
"""


def main() -> None:
    q = load_questionnaire()
    levers = {lever.id: lever.name for lever in q.levers}
    statements = [(item.lever, item.text) for item in q.items]
    data = f"LEVERS = {levers!r}\nSTATEMENTS = {statements!r}\n"
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in (SETUP, data, SCORE, SHOW)]
    for number, cell in enumerate(cells):
        cell["id"] = f"tutorial-{number}"
    notebook = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    nbformat.write(notebook, Path(__file__).with_name("tutorial.ipynb"))


if __name__ == "__main__":
    main()
