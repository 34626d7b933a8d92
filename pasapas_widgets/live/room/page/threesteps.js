// @ts-check
/**
 * A group's results on a phone in three steps, each about a screen: the shape, what people say most differently and
 * most alike, what comes next beside one's own answers.
 */

import { button, h, say } from "../../../front/dom.js";
import { scaleOf, spanOf, stepsOf } from "../../../front/scale.js";
import { fill } from "../../../front/words.js";
import { apartOf } from "../../../widgets/results/sections.js";

const ADDRESS = /^#resultats-([1-3])$/; // the address says the step, so that «back» works
const APART = 25; // points between one's own answer and the group's mean from which on it is told
const FEW = 3;

/** The statements on which answers lie closest together, of those whose spread is published.
 * @param {any} results @param {string[]} but @returns {string[]} */
export const alike = ({ items }, but) =>
  Object.keys(items)
    .filter((id) => items[id].moyenne !== null && items[id].dispersion !== null && !but.includes(id))
    .sort((a, b) => apartOf(items[a]) - apartOf(items[b]))
    .slice(0, FEW);

/** The statements that this person answers most otherwise than the group on the whole: known to this phone alone.
 * @param {any} q @param {any} results @param {Record<string, any>} answers @returns {string[]} */
export function ownGaps(q, results, answers) {
  const gap = (/** @type {any} */ item) =>
    Math.abs((stepsOf(q, item, answers[item.id]) * 100) / spanOf(q) - results.items[item.id].moyenne);
  return q.items
    .filter((/** @type {any} */ item) => typeof answers[item.id] === "number")
    .filter((/** @type {any} */ item) => (results.items[item.id]?.moyenne ?? null) !== null && gap(item) >= APART)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => gap(b) - gap(a))
    .slice(0, FEW)
    .map((/** @type {any} */ item) => item.id);
}

/** What one has answered, in the words of its scale. @param {any} q @param {any} item @param {number} level */
export const levelSaid = (q, item, level) =>
  scaleOf(q, item).niveaux.find((one) => one.valeur === level)?.libelle ?? String(level);

/** The steps, one of them shown, and the two buttons between them.
 * @param {any} t texts @param {{title: string, nodes: (Node|string|null)[]}[]} steps */
export function stepsPart(t, steps) {
  const place = h("p", { class: "pap-soft", "aria-live": "polite", "aria-atomic": "true" });
  const headings = steps.map(({ title }) => h("h2", { tabindex: -1 }, title));
  const sections = steps.map(({ nodes }, i) => h("section", {}, headings[i], ...nodes));
  const previous = button(t.precedente, () => go(-1));
  const next = button(t.suivante, () => go(1), "main");
  const turns = h("div", { class: "pap-room-left pap-room-turns", role: "group", "aria-label": t.titre });
  turns.append(previous, place, next);
  const root = h("div", { class: "pap-room-steps-shown" }, ...sections, turns);
  let at = 0;

  /** @param {number} index */
  function show(index) {
    at = index;
    sections.forEach((one, i) => (one.hidden = i !== at));
    previous.disabled = at === 0;
    next.disabled = at === steps.length - 1;
    say(place, fill(t.place, { n: at + 1, total: steps.length }));
  }

  /** Show the step of the address. */
  function follow() {
    show(Number(ADDRESS.exec(location.hash)?.[1] ?? 1) - 1);
  }

  /** @param {-1|1} step */
  function go(step) {
    history.pushState(history.state, "", `${location.search}#resultats-${at + step + 1}`);
    show(at + step);
    headings[at].focus({ preventScroll: true });
    root.scrollIntoView({ block: "start" });
  }

  /** Drawn anew, another takes its place. */
  const back = () => (root.isConnected ? follow() : removeEventListener("popstate", back));
  addEventListener("popstate", back);
  follow();
  return root;
}
