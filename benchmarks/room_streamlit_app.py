"""The same 32 statements the way Streamlit tutorials do it: one radio each, a radar drawn by matplotlib at each run.

Run by room.py with the Python in which Streamlit is installed; the statements come in a JSON file beside it.
"""

import json
import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import streamlit as st

data = json.loads(Path(os.environ["ROOM_STATEMENTS"]).read_text(encoding="utf-8"))
levers, statements = data["levers"], data["statements"]
options = {"Non": 1, "Parfois": 2, "Oui, souvent": 3, "Oui, toujours": 4}
choices = [*options, "Je ne sais pas", "Non concerné"]

given = [
    (lever, st.radio(text, choices, index=None, key=f"{number}")) for number, (lever, text) in enumerate(statements)
]
values = []
for lever in levers:
    scores = [options[answer] for its_lever, answer in given if its_lever == lever and answer in options]
    values.append((np.mean(scores) - 1) / 3 * 100 if len(scores) >= 5 else 0)
angles = np.linspace(0, 2 * np.pi, len(levers), endpoint=False).tolist()
figure, axes = plt.subplots(subplot_kw={"polar": True})
axes.plot(angles + angles[:1], values + values[:1])
axes.fill(angles + angles[:1], values + values[:1], alpha=0.2)
axes.set_xticks(angles, list(levers.values()))
axes.set_ylim(0, 100)
st.pyplot(figure)
