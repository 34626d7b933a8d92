// @ts-check
/** Write a sentence anew, then set it against examples and a list of questions to it. No program judges it. */

import { advise, button, field, h } from "../../front/dom.js";
import { tracesOf } from "../../front/names.js";
import { fill } from "../../front/words.js";
import { livePart } from "./parts.js";

/** @typedef {import("./judgement.js").Plain} Plain @typedef {import("./parts.js").Bench} Bench */

/** @param {Plain} exercise @param {Bench} bench @returns {Node[]} */
export function rewordPart(exercise, bench) {
  const { t, uid, trace, names } = bench;
  const words = t.reformuler;
  const kept = trace.answers[exercise.id] ?? {};
  const live = livePart();
  const area = h("textarea", { id: `${uid}-${exercise.id}`, rows: 3, maxlength: 1500 });
  area.value = kept.texte ?? "";
  const written = field(words.la_votre, area, words.aide);
  const boxes = exercise.grille.map((/** @type {string} */ one, /** @type {number} */ at) =>
    h(
      "label",
      { class: "pap-kit-tick" },
      h("input", { type: "checkbox", value: at, checked: kept.grille?.includes(at) }),
      h("span", {}, one),
    ),
  );
  const checklist = h("fieldset", { class: "pap-training-checklist" }, h("legend", {}, words.grille), ...boxes);
  checklist.addEventListener("change", keep);

  function look() {
    const found = tracesOf(area.value, names);
    const told = [...new Set(found.map((one) => fill(words.traces[one.genre], { texte: one.texte })))].join(" ");
    advise(area, told);
  }
  function keep() {
    const ticked = [...checklist.querySelectorAll("input")].flatMap((one, at) => (one.checked ? [at] : []));
    trace.keep(exercise.id, { texte: area.value.trim(), grille: ticked });
    bench.kept();
  }
  function tell() {
    live.replaceChildren(
      h("p", { class: "pap-training-head" }, words.exemples),
      ...exercise.exemples.map((/** @type {Plain} */ one) =>
        h("div", { class: "pap-training-said" }, h("blockquote", {}, one.texte), h("p", {}, one.pourquoi)),
      ),
      h("p", { class: "pap-training-whole" }, exercise.retour),
    );
    checklist.hidden = false;
  }
  function compare() {
    look();
    if (!area.value.trim()) return live.replaceChildren(h("p", {}, words.vide));
    keep();
    tell();
  }
  area.addEventListener("change", () => {
    look();
    if (area.value.trim()) keep();
  });
  checklist.hidden = !kept.texte;
  if (kept.texte) tell();
  return [
    h("blockquote", { class: "pap-training-sentence" }, exercise.phrase),
    written,
    button(words.comparer, compare, "main"),
    live,
    checklist,
  ];
}
