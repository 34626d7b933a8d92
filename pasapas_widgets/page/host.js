// @ts-check
/**
 * The host of the one-file page: it gives the widgets their models and mounts them. No kernel, no server, no network:
 * the questionnaire itself keeps the answers in the browser's storage.
 *
 * @typedef {import("../front/host.js").State} State
 * @typedef {{render(host: {model: object, el: Element}): () => void}} Widget
 */

import "../front/older.js";
import { modelOf, reword } from "../front/host.js";
import questionnaire from "../widgets/questionnaire/questionnaire.js";
import radar from "../widgets/radar/radar.js";

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** A file dropped beside what takes it would replace the page. */
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => {
    const { target, dataTransfer } = /** @type {DragEvent} */ (event);
    const isField = target instanceof HTMLInputElement && target.type === "file";
    if (!isField && dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}

const { states, wordings } = JSON.parse(part("pap-data").textContent ?? "");
/** @type {Record<string, Widget>} */
const widgets = { questionnaire, radar };
for (const [name, state] of Object.entries(states)) {
  const model = modelOf(/** @type {State} */ (state));
  if (name === "questionnaire") reword(model, wordings);
  const el = part(`pap-${name}`);
  el.replaceChildren(); // a copy made by «save as» holds what an earlier visit has drawn
  widgets[name].render({ model, el });
}
part("pap-absent").hidden = true;
