// @ts-check
/**
 * The host of a workbook's views until its kernel has come: it mounts the widgets on models of the page's own, then
 * hands each view over, as it is, to the kernel's widget: what was answered, undone, opened and focused stays so.
 *
 * @typedef {import("../front/early.js").Taken} Taken
 * @typedef {import("../front/host.js").Model} Model
 * @typedef {import("../front/host.js").State} State
 * @typedef {{widget: "questionnaire" | "radar", state: State, wordings: Record<string, any>}} View
 * @typedef {{view: View, place: HTMLElement, model: ReturnType<typeof modelInHand>, stop: () => void}} Mounted
 */

import { TAKE } from "../front/early.js";
import { modelOf, reword } from "../front/host.js";
import questionnaire from "../widgets/questionnaire/questionnaire.js";
import radar from "../widgets/radar/radar.js";

const page = /** @type {any} */ (window);
const WIDGETS = { questionnaire, radar };
const PERSON = ["profile", "variant", "answers", "modules", "at_end", "page_asked"];
/** What tells two views of one kind apart. */
const NAMES = { questionnaire: "key", radar: "follow" };

/** A model of the page's own, which becomes the kernel's without anybody noticing. @param {View} view */
function modelInHand({ state, wordings }) {
  // Nobody else is there to take an answer: the page has taken it
  const own = modelOf(state, () => own.set("ack", own.get("seq")));
  if (state.questionnaire) reword(own, wordings);
  /** @type {Model} */
  let model = own;
  /** @type {[string, () => void][]} */
  let heard = [];
  return {
    get: (/** @type {string} */ name) => model.get(name),
    set: (/** @type {string} */ name, /** @type {any} */ value) => model.set(name, value),
    save_changes: () => model.save_changes(),
    /** @param {string} event @param {() => void} call */
    on(event, call) {
      heard.push([event, call]);
      model.on(event, call);
    },
    /** @param {string} event @param {() => void} call */
    off(event, call) {
      heard = heard.filter((one) => one[0] !== event || one[1] !== call);
      model.off(event, call);
    },
    /** Give the kernel's model what the person has done, then speak with it. @param {Model} kernels */
    hand(kernels) {
      for (const name of PERSON) if (state[name]) kernels.set(name, state[name]);
      heard.forEach(([event, call]) => own.off(event, call));
      model = kernels;
      heard.forEach(([event, call]) => model.on(event, call));
      if (!state.seq) return;
      model.set("seq", state.seq); // heard: from now on, the kernel's silence is told
      model.save_changes();
    },
  };
}

/** @type {Set<Mounted>} */
const mounted = new Set();

/** @param {HTMLElement} place */
function mount(place) {
  /** @type {View} */
  const view = JSON.parse(place.querySelector("script")?.textContent ?? "");
  const model = modelInHand(view);
  const stop = WIDGETS[view.widget].render({ model, el: place });
  mounted.add({ view, place, model, stop });
  page.pap_ahead();
}

/** Move a view to its widget's place, once that is in the page and no dialog of it is open.
 * @param {HTMLElement} place @param {HTMLElement} el */
function move(place, el) {
  const dialog = place.querySelector("dialog[open]");
  if (dialog) return dialog.addEventListener("close", () => move(place, el), { once: true });
  const look = () => {
    if (!el.isConnected) return;
    watcher.disconnect();
    el.append(...[...place.children].filter((one) => one.localName !== "script"));
    place.remove();
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true });
  look();
}

/** @param {Event} event */
function take(event) {
  /** @type {Taken} */
  const taken = /** @type {CustomEvent} */ (event).detail;
  const name = NAMES[/** @type {View["widget"]} */ (taken.widget)];
  const one = [...mounted].find(
    ({ view, model }) => view.widget === taken.widget && model.get(name) === taken.model.get(name),
  );
  if (!one) return;
  mounted.delete(one);
  taken.stop = one.stop;
  one.model.hand(taken.model);
  move(one.place, taken.el);
}

page.pap_early = mount;
document.querySelectorAll(".pap-early").forEach((place) => mount(/** @type {HTMLElement} */ (place)));
document.addEventListener(TAKE, take);
