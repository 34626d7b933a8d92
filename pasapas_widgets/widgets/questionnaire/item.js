// @ts-check
/**
 * One statement on the page.
 *
 * @typedef {import("./sheet.js").Answer} Answer
 * @typedef {import("./sheet.js").Item} Item
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {import("./sheet.js").Scale} Scale
 */

import { h, say } from "../../front/dom.js";
import { scaleOf, shadeOf } from "../../front/scale.js";
import { drawingOf, listenButton } from "./easy.js";
import { button, choice } from "./parts.js";

/** One statement: a group of native radios under what their two ends look like, and its line in the review.
 * @param {Questionnaire} q @param {any} t @param {Item} item @param {string} uid
 * @param {{clear: (id: string) => void, goTo: (id: string) => void, numberOf: (item: Item) => number}} act */
export function itemPart(q, t, item, uid, act) {
  const name = `${uid}-${item.id}`;
  const scale = scaleOf(q, item);
  const number = `${act.numberOf(item)}. `;
  const text = h("span", {});
  /** @param {Event} event */
  const follow = (event) => (event.preventDefault(), act.goTo(item.id));
  const link = h("a", { href: `#${name}`, click: follow });
  const line = h("li", {}, link);
  const erase = button(t.aide.retirer, () => act.clear(item.id));
  const summary = h("summary", {});
  const levels = scale.niveaux.map((one) =>
    choice(name, one.valeur, one.libelle, shadeOf(one.valeur, scale.niveaux.length)),
  );
  const off = scale.hors_echelle.map((one) => choice(name, one.code, one.libelle));
  const radios = [...levels, ...off].map((label) => /** @type {HTMLInputElement} */ (label.firstChild));
  const anchors = h("div", { class: "pap-questionnaire-anchors", id: `${name}-reperes` });
  const easy = q.dessins
    ? h(
        "div",
        { class: "pap-questionnaire-aloud" },
        drawingOf(q, item),
        listenButton(t, () => text.textContent),
      )
    : null;
  let [shown, isEasy] = [item, false];
  const senses = [
    ...scale.niveaux.map((one) => [one.libelle, one.ancre]),
    ...scale.hors_echelle.map((one) => [one.libelle, one.usage]),
  ];
  const meaning = definitions(senses);
  const said = meaning ? [h("p", { class: "pap-soft" }, t.aide.sens), meaning] : [];
  // Else the way back stands by itself, its place kept from the start
  const hasHelp = meaning !== null;
  const help = hasHelp
    ? h("details", { class: "pap-questionnaire-help" }, summary, ...said, erase)
    : h("div", { class: "pap-questionnaire-back" }, erase);
  const root = h(
    "fieldset",
    { class: "pap-questionnaire-item", id: name, "data-item": item.id, "aria-describedby": anchors.id },
    h("legend", {}, h("span", { class: "pap-questionnaire-number" }, number), text),
    easy,
    anchors,
    h("div", { class: `pap-questionnaire-levels ${layoutOf(scale)}`.trim() }, ...levels),
    off.length > 0 ? h("div", { class: "pap-questionnaire-off" }, ...off) : null,
    help,
  );
  /** Say the statement and what its lowest and highest answers look like, in the words of the chosen service.
   * @param {Item} worded */
  const word = (worded) => {
    shown = worded;
    const { repere_1, repere_4 } = worded;
    const texte = (isEasy && worded.facile) || worded.texte;
    say(text, texte);
    say(link, number + texte);
    const ends = [scale.niveaux[0].libelle, scale.niveaux[scale.niveaux.length - 1].libelle];
    anchors.replaceChildren(
      definitions([
        [ends[0], repere_1],
        [ends[1], repere_4],
      ]) ?? "",
    );
  };
  /** Say the statement in a short sentence with its drawing, or as it is. @param {boolean} wanted */
  const ease = (wanted) => {
    isEasy = wanted;
    if (easy) easy.hidden = !wanted;
    anchors.hidden = wanted;
    word(shown);
  };
  /** @param {Answer|undefined} value */
  const paint = (value) => {
    for (const radio of radios) radio.checked = radio.value === String(value);
    if (hasHelp) erase.hidden = value === undefined;
    else erase.style.visibility = value === undefined ? "hidden" : "";
    line.hidden = value !== undefined;
    say(summary, value === undefined ? t.aide.titre : t.aide.titre_repondu);
  };
  const focus = () => {
    (radios.find((radio) => radio.checked) ?? radios[0]).focus({ preventScroll: true });
    root.scrollIntoView({ block: "start" });
  };
  ease(false);
  paint(undefined);
  return { id: item.id, lever: item.levier, root, line, word, ease, paint, focus };
}

/** What is said of each term, null where nothing is. @param {string[][]} pairs @returns {HTMLElement|null} */
function definitions(pairs) {
  const said = pairs.filter(([, told]) => told);
  return said.length > 0
    ? h("dl", {}, ...said.flatMap(([term, told]) => [h("dt", {}, term), h("dd", {}, told)]))
    : null;
}

const WIDTH = 66; // letters of all levels side by side, all columns as wide as the longest word
const CELL = 10; // letters of a word that a cell of the grid holds

/** How the levels of a scale lie: few in a row where there is room; many in a row, words under their button, if their
 * words fit; more than a row holds in a grid, short words only; else always one under the other.
 * @param {Scale} scale */
function layoutOf({ niveaux }) {
  if (niveaux.length <= 4) return "";
  const longest = Math.max(...niveaux.flatMap((one) => one.libelle.split(/[\s\u00a0-]/)).map((word) => word.length));
  if (niveaux.length > 11 && longest <= CELL) return "pap-questionnaire-grid";
  return longest * niveaux.length <= WIDTH ? "pap-questionnaire-many" : "pap-questionnaire-list";
}
