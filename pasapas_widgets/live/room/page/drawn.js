// @ts-check
/**
 * The group's results on a phone or on the projector: the radar, what is in discussion, the list. Loaded when results
 * open; the widgets are those of the notebooks.
 */

import { modelOf } from "../../../front/host.js";
import { h } from "../../../front/dom.js";
import { axesOf } from "../../../front/scale.js";
import { counted, fill } from "../../../front/words.js";
import radar from "../../../widgets/radar/radar.js";
import results from "../../../widgets/results/results.js";
import { sections } from "../../../widgets/results/sections.js";
import { discussion, distribution, figuresOf, worded } from "../../../widgets/results/statement.js";
import { Refused } from "./net.js";
// @ts-expect-error: the server makes this module (live/room/pagefiles.py)
import * as texts from "./texts.js"; // made of content/interface: radar, results, roompages (fiche)

/** Texts with others in the place of those of the same key, block by block.
 * @param {any} words @param {any} others @returns {any} */
const over = (words, others) => {
  const said = Object.entries(others).map(([key, other]) => [
    key,
    typeof other === "object" && key in words ? over(words[key], other) : other,
  ]);
  return { ...words, ...Object.fromEntries(said) };
};

/** The texts of a widget, as they are said of what is answered here. @param {any} data
 * @param {"radar"|"results"} section */
const wordsOf = (data, section) => over(texts[section], data.otherwise[section] ?? {});

/** The radar of the group, under one's own line where there is one.
 * @param {any} data @param {any} published @param {Record<string, number|null>|null} own */
export function radarPart(data, published, own) {
  const el = h("div", {});
  const { leviers } = published.results;
  const group = Object.fromEntries(Object.entries(leviers).map(([id, one]) => [id, /** @type {any} */ (one).score]));
  const words = wordsOf(data, "radar");
  const layers = [
    ...(own ? [{ kind: "me", label: words.calques.me, n: null, scores: own }] : []),
    { kind: "group", label: words.calques.group, n: published.results.n_feuilles, scores: group },
  ];
  const { axes, unit } = axesOf(data.questionnaire);
  radar.render({ model: modelOf({ axes, layers, texts: words, follow: "", unit, rules: data.rules }), el });
  return el;
}

/** How many sheets came from no phone; one to four are not counted aloud.
 * @param {any} published @param {any} t @returns {Node[]} */
export function broughtPart(published, t) {
  const n = published.results.n_apportees;
  if (n === undefined) return [];
  return [h("p", { class: "pap-soft" }, n === null ? t.apportees.peu : counted(t.apportees, n))];
}

/** @param {any} data @param {any} published */
const told = (data, published) => ({
  results: published?.results,
  questionnaire: data.questionnaire,
  rules: data.rules,
  texts: wordsOf(data, "results"),
});

/** Can any statement be shown? @param {any} data @param {any} published */
export const isOpen = (data, published) => sections(published.results, data.rules).open;

/** The statements on which views differ, at most so many.
 * @param {any} data @param {any} published @param {number} most @returns {string[]} */
export const divergences = (data, published, most) => {
  const { divergences: found } = sections(published.results, data.rules);
  return found.found ? found.ids.slice(0, most) : [];
};

/** One statement with the group's figures: the distribution where it may be shown, else the mean or why not.
 * @param {any} data @param {any} published or null @param {string} id */
export function statementPart(data, published, id) {
  const item = data.questionnaire.items.find((/** @type {any} */ one) => one.id === id);
  const one = published?.results.items[id];
  const root = h(
    "div",
    { class: "pap pap-results" },
    h("p", { class: "pap-room-statement" }, ...worded(item, wordsOf(data, "results"))),
  );
  if (one)
    root.append(
      ...(one.distribution ? [distribution(one, told(data, published), item)] : figuresOf(one, told(data, published))),
    );
  return root;
}

/** The cards that were read, by their identifiers. @type {Map<string, any>} */
const cards = new Map();

/** The card that is open, null where the server has none. @param {string} id @param {() => Promise<any>} card */
async function readCard(id, card) {
  if (cards.has(id)) return cards.get(id);
  try {
    const found = await card();
    cards.set(found.id, found);
    return found.id === id ? found : null; // another one is open by now: its state is on its way
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** A step; from far its title alone, or what is done where it has none. @param {any} step @param {boolean} isFar */
function stepPart({ titre, detail, minutes }, isFar) {
  const time = minutes ? [" ", h("span", { class: "pap-soft" }, fill(texts.card.minutes, { n: minutes }))] : [];
  if (!titre) return h("li", {}, detail, ...time);
  return h("li", {}, h("strong", {}, titre), ...time, isFar ? null : h("p", {}, detail));
}

/** A card or a method of the kit. @param {any} card @param {boolean} isFar */
function cardPart(card, isFar) {
  const steps = card.etapes.map((/** @type {any} */ step) => stepPart(step, isFar));
  return h(
    "div",
    {},
    h("p", { class: "pap-soft" }, fill(texts.card[card.genre], { id: card.id })),
    h(isFar ? "h2" : "h3", { class: "pap-room-statement" }, card.titre),
    h("p", {}, card.quand),
    h("ol", { class: "pap-room-steps-list", role: "list" }, ...steps),
  );
}

/** What the trainer opens in the discussion: a statement, or a card or a method of the kit.
 * @param {any} data @param {any} published or null @param {string} focus @param {any} t
 * @param {() => Promise<any>} card asks the server for the card that is open
 * @param {boolean} [isFar] read from far: the prompt alone, the steps by their titles */
export async function focusPart(data, published, focus, t, card, isFar = false) {
  const { items, leviers } = data.questionnaire;
  const item = items.find((/** @type {any} */ one) => one.id === focus);
  if (!item) {
    const found = await readCard(focus, card);
    return found ? cardPart(found, isFar) : h("p", { class: "pap-room-statement" }, focus);
  }
  const levier = leviers.find((/** @type {any} */ one) => one.id === item.levier).nom_court;
  const kicker = h("p", { class: "pap-soft" }, fill(t.enonce, { n: items.indexOf(item) + 1, levier }));
  const whole = () => h("div", { class: "pap pap-results" }, discussion(item, wordsOf(data, "results")));
  const prompt = isFar ? item.relance && h("p", { class: "pap-room-prompt" }, item.relance) : whole();
  return h("div", {}, kicker, statementPart(data, published, focus), prompt || null);
}

/** The whole list, in the order in which the group should talk. @param {any} data @param {any} published */
export function listPart(data, published) {
  const el = h("div", {});
  results.render({ model: modelOf({ ...told(data, published), session: "" }), el });
  return el;
}
