// @ts-check
/**
 * An exercise on the wall: what is asked, then how the group has answered, then each answer with its reason.
 *
 * @typedef {import("./slides.js").Slide} Slide
 */

import { h } from "../../../front/dom.js";
import { counted, fill } from "../../../front/words.js";
import { figurePart, paragraphs, sourceLine } from "../../../widgets/training/parts.js";
import { parted } from "./slides.js";
// @ts-expect-error: the server makes this module (live/room/pagefiles.py)
import { room as t, training } from "./coursewords.js";

const SHORT = 420; // letters of the words before a question that stand over its answers

/** @param {any} exercise @param {(Node|null)[]} nodes @param {string} [focus] @returns {Slide} */
const slide = ({ titre }, nodes, focus) => ({
  title: titre,
  focus,
  nodes: nodes.filter((one) => one !== null),
});

/** What is seen and read before the question, on screens of their own: the figure comes with what is asked of it.
 * @param {HTMLElement} view @param {any} exercise @returns {Slide[]} */
function before(view, exercise) {
  const { texte = [], figure, consigne } = exercise;
  const words = texte.length
    ? parted(view, texte.length, (from, to) => slide(exercise, paragraphs(texte.slice(from, to))))
    : [];
  if (!figure) return words;
  const drawn = h("div", { class: "pap-projector-figure" }, figurePart(figure, training));
  return [slide(exercise, [h("p", { class: "pap-room-strong" }, consigne), drawn]), ...words];
}

/** What is asked. @param {HTMLElement} view @param {any} exercise @returns {() => Slide[]} */
export function askedSlides(view, exercise) {
  const { texte = [], figure, consigne, travail, choses = [], reponses = [] } = exercise;
  const isShort = !figure && texte.join("").length <= SHORT;
  const rows = travail ? choses : reponses.map((/** @type {any} */ one) => one.texte);
  const list = (/** @type {number} */ from, /** @type {number} */ to) =>
    slide(exercise, [
      ...(isShort ? paragraphs(texte) : []),
      h("p", { class: "pap-room-strong" }, consigne),
      h(
        travail ? "ul" : "ol",
        { class: "pap-projector-answers", start: from + 1 },
        ...rows
          .slice(from, to)
          .map((/** @type {string} */ one, /** @type {number} */ i) => h("li", { value: from + i + 1 }, one)),
      ),
      h("p", { class: "pap-soft" }, travail ? t.seul_mur : t.repondre),
    ]);
  return () => {
    const question = parted(view, rows.length, list);
    return isShort ? question : [...before(view, exercise), ...question];
  };
}

/** How many gave each answer, in the order of the file. @param {HTMLElement} view @param {any} exercise
 * @param {any} results @returns {Slide[]} */
function distribution(view, exercise, results) {
  if (exercise.travail) return [];
  if (!results.choices.length) return [slide(exercise, [h("p", { class: "pap-projector-text" }, t.retenu)])];
  const counts = new Map(results.choices.map((/** @type {any} */ one) => [one.choice, one.dots]));
  const most = Math.max(1, ...counts.values());
  const row = (/** @type {any} */ one, /** @type {number} */ n) => {
    const bar = h("span", { class: "pap-room-bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * (counts.get(one.id) ?? 0)) / most}%`;
    return h(
      "tr",
      {},
      h("td", {}, String(n)),
      h("th", { scope: "row" }, one.texte, bar),
      h("td", {}, String(counts.get(one.id) ?? 0)),
    );
  };
  const head = h("tr", {}, ...["numero", "reponse", "personnes"].map((one) => h("th", { scope: "col" }, t[one])));
  return parted(view, exercise.reponses.length, (from, to) =>
    slide(exercise, [
      h("p", { class: "pap-room-strong" }, exercise.consigne),
      h(
        "table",
        { class: "pap-table pap-room-ranks" },
        h("caption", {}, counted(t.votants, results.voters)),
        h("thead", {}, head),
        h(
          "tbody",
          {},
          ...exercise.reponses
            .slice(from, to)
            .map((/** @type {any} */ one, /** @type {number} */ i) => row(one, from + i + 1)),
        ),
      ),
    ]),
  );
}

/** The answers with their reasons, one by one, between the distribution and what was read before.
 * @param {HTMLElement} view @param {any} exercise @param {any} results @returns {() => Slide[]} */
export function toldSlides(view, exercise, results) {
  const sources = new Map(exercise.sources.map((/** @type {any} */ one) => [one.id, one]));
  const one = (/** @type {any} */ answer, /** @type {number} */ at) =>
    slide(
      exercise,
      [
        h("p", { class: "pap-room-statement" }, exercise.travail ? answer.texte : `${at + 1}. ${answer.texte}`),
        answer.verdict
          ? h(
              "p",
              { class: "pap-projector-verdict", "data-verdict": answer.verdict },
              training.verdicts[answer.verdict],
            )
          : null,
        answer.ou ? h("p", { class: "pap-projector-verdict" }, answer.ou) : null,
        h("p", {}, answer.retour ?? ""),
        answer.suite ? h("p", {}, fill(t.suite, { texte: answer.suite })) : null,
        answer.fin ? h("p", {}, fill(t.fin, { texte: answer.fin })) : null,
        sourceLine(sources.get(answer.source || exercise.source), training),
      ],
      answer.id,
    );
  const whole = exercise.retour ? [slide(exercise, [h("p", { class: "pap-projector-text" }, exercise.retour)])] : [];
  return () => [
    ...distribution(view, exercise, results),
    ...exercise.reponses.map(one),
    ...whole,
    ...before(view, exercise),
  ];
}
