// @ts-check
/**
 * One statement at a time, or the list, as the person likes: which statement has its turn, and what stands around it.
 * Identifiers and answers are the same in both.
 *
 * @typedef {import("./sheet.js").Answers} Answers
 * @typedef {{id: string, root: HTMLElement, legend: HTMLElement}} Turned a statement on the page
 */

import { button, h, say } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { fill } from "../../front/words.js";

/** The statement that many turns away from one, from the end where there is none; null beyond either end.
 * @param {string[]} order @param {string|null} id @param {number} step @returns {string|null} */
export const besideOf = (order, id, step) => order[(id === null ? order.length : order.indexOf(id)) + step] ?? null;

/** Where a visit begins: where this tab was, among answers; else the first statement without one; null at the end.
 * @param {string[]} order @param {Answers} answers @param {unknown} left where this tab was
 * @returns {string|null} */
export function startOf(order, answers, left) {
  const isBack = typeof left === "string" && order.includes(left) && order.some((id) => id in answers);
  return isBack ? left : (order.find((id) => !(id in answers)) ?? null);
}

/** @param {any} t texts @param {Turned[]} items in the order of the levers @param {string} key of the questionnaire
 * @param {(isOne: boolean) => void} changed */
export function pagerPart(t, items, key, changed) {
  const words = t.vue;
  const order = items.map((item) => item.id);
  const kept = openShelf("pasapas-vue:");
  const tab = openShelf("pasapas-place:", true);
  let isOne = kept.get("vue") !== "liste";
  /** @type {string|null} */
  let at = null; // the statement that has its turn
  const place = h("p", { class: "pap-questionnaire-place", "aria-live": "polite", "aria-atomic": "true" });
  const choose = (/** @type {boolean} */ wanted) => {
    if (wanted === isOne) return;
    isOne = wanted;
    kept.set("vue", isOne ? "une" : "liste");
    paint();
    changed(isOne);
  };
  const one = button(words.une, () => choose(true));
  const all = button(words.liste, () => choose(false));
  const root = h(
    "div",
    { class: "pap-questionnaire-view", hidden: order.length < 2 },
    place,
    h("div", { role: "group", "aria-label": words.titre }, one, all),
  );

  function paint() {
    one.setAttribute("aria-pressed", String(isOne));
    all.setAttribute("aria-pressed", String(!isOne));
    place.hidden = !isOne || at === null;
    for (const item of items) item.root.hidden = isOne && item.id !== at;
    if (isOne && at !== null) say(place, fill(words.place, { n: order.indexOf(at) + 1, total: order.length }));
  }

  /** Give a statement its turn; null at the end. @param {string|null} id */
  function turn(id) {
    at = id;
    tab.set(key, id);
    paint();
  }
  for (const { id, root: statement } of items) {
    statement.addEventListener("focusin", () => (isOne ? undefined : void ((at = id), tab.set(key, id))));
  }
  paint();
  return {
    root,
    isOne: () => isOne,
    at: () => at,
    turn,
    beside: (/** @type {number} */ step) => besideOf(order, at, step),
    start: (/** @type {Answers} */ answers) => startOf(order, answers, isOne ? tab.get(key) : null),
    /** The statement to show first among some: the first without an answer, else the first.
     * @param {string[]} ids @param {Answers} answers */
    firstOf: (ids, answers) => ids.find((id) => !(id in answers)) ?? ids[0],
    /** Say where the two buttons of the foot lead from a panel, and which of them leads nowhere.
     * @param {HTMLButtonElement} previous @param {HTMLButtonElement} next @param {number} panel
     * @param {number} levers how many there are: the panel after them is the end */
    wordSteps(previous, next, panel, levers) {
      const isLast = isOne ? besideOf(order, at, 1) === null : panel === levers - 1;
      say(previous, isOne ? words.precedente : t.etapes.precedent);
      say(next, isLast ? t.etapes.bilan : isOne ? words.suivante : t.etapes.suivant);
      previous.hidden = !isOne && panel === 0;
      previous.disabled = isOne && at === order[0];
      next.hidden = panel === levers;
    },
  };
}
