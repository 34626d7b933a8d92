// @ts-check
/**
 * The host of the one-file page: it gives the widgets their models and mounts them. No kernel, no server, no network:
 * the questionnaire itself keeps the answers in the browser's storage.
 *
 * @typedef {Record<string, any>} State
 * @typedef {{render(host: {model: object, el: Element}): () => void}} Widget
 */

import "../front/older.js";
import questionnaire from "../widgets/questionnaire/questionnaire.js";
import radar from "../widgets/radar/radar.js";

/**
 * The anywidget contract over a plain object. Nobody is at the other end, so there is nothing to send.
 * @param {State} state
 */
function modelOf(state) {
  /** @type {Map<string, (() => void)[]>} */
  const calls = new Map();
  /** @param {string} event */
  const heard = (event) => calls.get(event) ?? [];
  return {
    /** @param {string} name */
    get: (name) => state[name],
    /** @param {string} name @param {any} value */
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const call of [...heard(`change:${name}`)]) call();
    },
    save_changes() {},
    /** @param {string} event @param {() => void} call */
    on: (event, call) => calls.set(event, [...heard(event), call]),
    /** @param {string} event @param {() => void} call */
    off: (event, call) =>
      calls.set(
        event,
        heard(event).filter((one) => one !== call),
      ),
  };
}

/**
 * Word the statements for the chosen variant, as Python does where there is one.
 * @param {ReturnType<typeof modelOf>} model
 * @param {Record<string, Record<string, string>>} wordings variant → statement → its text, where it is not the base one
 */
function rewordOnChange(model, wordings) {
  const base = model.get("questionnaire");
  model.on("change:variant", () => {
    const variante = model.get("variant");
    const own = wordings[variante] ?? {};
    const items = base.items.map((/** @type {any} */ item) => ({ ...item, texte: own[item.id] ?? item.texte }));
    model.set("questionnaire", { ...base, variante, items });
  });
}

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
  if (name === "questionnaire") rewordOnChange(model, wordings);
  const el = part(`pap-${name}`);
  el.replaceChildren(); // a copy made by «save as» holds what an earlier visit has drawn
  widgets[name].render({ model, el });
}
part("pap-absent").hidden = true;
