"""One's own widget, an example explained in docs/etendre.md: a gauge that follows the questionnaire of the page."""

from typing import ClassVar

import traitlets

from pasapas_widgets.widgets.kit.widget import Widget, own_style


class Thermometer(Widget):
    """Show where one lever stands as it is answered, in words and as a gauge; no answer leaves the browser.

    ``follow`` is the ``key`` of a questionnaire of the same page, ``lever`` one of its levers, ``name`` what people
    read.
    """

    words: ClassVar = {
        "score": [f"{{nom}} : {place} de la jauge." for place in ("en bas", "au milieu", "en haut")],
        "attente": "{nom} : pas encore assez de réponses.",
    }
    follow, lever, name = (traitlets.Unicode().tag(sync=True) for _ in range(3))
    _css = own_style(".pap-thermometer meter { width: 100%; height: 1.5rem; }")
    _esm = """
function render({ model, el }) {
  const said = Object.assign(document.createElement("p"), { role: "status" });
  const gauge = Object.assign(document.createElement("meter"), { min: 0, max: 100, ariaLabel: model.get("name") });
  const root = Object.assign(document.createElement("div"), { className: "pap pap-thermometer" });
  root.append(said, gauge);
  el.append(root);
  const paint = (score) => {
    const known = typeof score === "number";
    const { score: places, attente } = model.get("texts");
    const text = known ? places[Math.min(2, Math.floor(score / 33.4))] : attente; // in words: no mark for a person
    said.textContent = gauge.ariaValueText = text.replace("{nom}", model.get("name"));
    gauge.hidden = !known;
    gauge.value = known ? score : 0;
  };
  const key = model.get("follow");
  const hear = ({ detail }) => detail.key === key && paint(detail.scores[model.get("lever")]?.score);
  paint(null);
  document.addEventListener("pasapas:scores", hear);
  document.dispatchEvent(new CustomEvent("pasapas:ask", { detail: { key } }));
  return () => document.removeEventListener("pasapas:scores", hear);
}
export default { render };
"""
