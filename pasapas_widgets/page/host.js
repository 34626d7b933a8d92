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
import { storage } from "../front/shelf.js";
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

/** Chromium shows a file's storage empty for as long as the page lasts, once in some fifty reloads of a busy computer;
 * the next load finds it again. Loads twice more at most, before anything is drawn or written.
 * @returns {boolean} is the page being loaded again? */
function isLoadedAgain() {
  const [opened] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const tries = Number(history.state?.tries) || 0;
  const isEmpty = location.protocol === "file:" && opened?.type === "reload" && storage()?.length === 0;
  const isAgain = isEmpty && tries < 2;
  history.replaceState(isAgain ? { tries: tries + 1 } : null, "");
  if (isAgain) location.reload();
  return isAgain;
}

function open() {
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
}

if (!isLoadedAgain()) open();
