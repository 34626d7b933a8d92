// @ts-check
/**
 * An exercise as a phone draws it: the question with its answers to choose, what is said of each once the group has
 * answered, and what each person works on alone. Loaded when one is open.
 *
 * @typedef {import("./votes.js").Ballot} Ballot
 */

import { h } from "../../../front/dom.js";
import { newUid } from "../../../front/uid.js";
import { counted, fill } from "../../../front/words.js";
import { exercisePart } from "../../../widgets/training/exercise.js";
import { figurePart, paragraphs, sourceLine } from "../../../widgets/training/parts.js";
import { openTrace } from "../../../widgets/training/trace.js";
import { closingPart, folded } from "./parts.js";
// @ts-expect-error: the server makes this module (live/room/pagefiles.py)
import { names, room as t, training } from "./coursewords.js"; // of content/interface: roompages (exercice), training

export const words = t;

/** @param {any} exercise @returns {Map<string, any>} */
const sourcesOf = (exercise) => new Map(exercise.sources.map((/** @type {any} */ one) => [one.id, one]));

/** What is read before a question: its kind, its title, its words, its figure. @param {any} exercise */
function introPart({ genre, titre, texte = [], figure }) {
  return h(
    "div",
    { class: "pap pap-kit pap-training" },
    h("p", { class: "pap-training-kind" }, training.genres[genre]),
    h("h2", {}, titre),
    ...paragraphs(texte),
    figure ? figurePart(figure, training) : null,
  );
}

/** The question: one answer, or several, kept at once and changed until it is closed.
 * @param {{ballot: Ballot, exercise: any, place: (dots: Record<string, number>) => void}} means */
export function questionPart({ ballot, exercise, place }) {
  const name = newUid("exercise");
  const many = Boolean(exercise.plusieurs);
  const boxes = exercise.reponses.map((/** @type {any} */ one) =>
    h("input", { type: many ? "checkbox" : "radio", name, value: one.id }),
  );
  const labels = boxes.map((/** @type {HTMLInputElement} */ box, /** @type {number} */ at) =>
    h("label", { class: "pap-room-choice" }, box, h("span", {}, `${at + 1}. ${exercise.reponses[at].texte}`)),
  );
  const list = h("fieldset", { class: "pap-room-ballot" }, h("legend", {}, exercise.consigne), ...labels);
  list.addEventListener("change", () => {
    const ticked = boxes.filter((/** @type {HTMLInputElement} */ one) => one.checked);
    place(Object.fromEntries(ticked.map((/** @type {HTMLInputElement} */ one) => [one.value, 1])));
  });
  const closing = closingPart(list, t.ferme);
  const root = h(
    "div",
    {},
    introPart(exercise),
    closing.root,
    many ? h("p", {}, training.plusieurs) : null,
    list,
    h("p", { class: "pap-soft" }, t.secret),
  );
  return {
    root,
    /** @param {Record<string, number>} own */
    show: (own) => boxes.forEach((/** @type {HTMLInputElement} */ one) => void (one.checked = Boolean(own[one.value]))),
    close: closing.close,
    ballot,
  };
}

/** What is said of one answer, beside how many gave it.
 * @param {any} one @param {{at: number, n: number|undefined, most: number, isOwn: boolean, exercise: any}} about */
function answerPart(one, { at, n, most, isOwn, exercise }) {
  const source = one.source && one.source !== exercise.source ? sourcesOf(exercise).get(one.source) : undefined;
  const bar = h("span", { class: "pap-room-bar", "aria-hidden": "true" });
  bar.style.width = `${(100 * (n ?? 0)) / Math.max(1, most)}%`;
  return h(
    "li",
    { class: "pap-room-answer", "data-choice": one.id },
    h("p", { class: "pap-room-strong" }, exercise.travail ? one.texte : `${at + 1}. ${one.texte}`),
    isOwn ? h("p", { class: "pap-room-own" }, t.la_votre) : null,
    n === undefined ? null : h("p", {}, counted(t.pour, n), bar),
    h(
      "div",
      { class: "pap-training-said", "data-verdict": one.verdict ?? "" },
      one.verdict ? h("p", {}, h("strong", {}, training.verdicts[one.verdict])) : null,
      one.ou ? h("p", {}, h("strong", {}, one.ou)) : null,
      h("p", {}, one.retour ?? ""),
      one.suite ? h("p", {}, fill(t.suite, { texte: one.suite })) : null,
      one.fin ? h("p", {}, fill(t.fin, { texte: one.fin })) : null,
      sourceLine(source, training),
    ),
  );
}

/** The distribution, where enough have answered, and the reason of each answer in the order of the file.
 * @param {{exercise: any, results: any, own: Record<string, number>}} reply */
export function outcomePart({ exercise, results, own }) {
  const isAlone = Boolean(exercise.travail);
  const counts = new Map(results.choices.map((/** @type {any} */ one) => [one.choice, one.dots]));
  const most = Math.max(0, ...counts.values());
  const voters = isAlone
    ? null
    : results.choices.length
      ? h("p", {}, counted(t.votants, results.voters))
      : h("p", { class: "pap-notice" }, t.retenu);
  const items = exercise.reponses.map((/** @type {any} */ one, /** @type {number} */ at) =>
    answerPart(one, { at, n: counts.get(one.id), most, isOwn: Boolean(own[one.id]), exercise }),
  );
  return h(
    "div",
    { class: "pap pap-kit pap-training" },
    h("h2", {}, isAlone ? exercise.titre : exercise.consigne),
    voters,
    h("ol", { class: "pap-room-answers", role: "list" }, ...items),
    exercise.retour ? h("p", {}, exercise.retour) : null,
    sourceLine(sourcesOf(exercise).get(exercise.source), training),
    exercise.figure && !isAlone ? folded(t.figure, figurePart(exercise.figure, training)) : null,
  );
}

/** What each person does alone: the widget of the notebook. Nothing is sent, nothing outlives this page.
 * @param {any} exercise */
export function workPart(exercise) {
  const trace = openTrace({ id: exercise.cle, version: "" }, 0); // for no day at all
  const bench = { t: training, uid: newUid("work"), trace, names, sources: sourcesOf(exercise), kept() {} };
  const work = { ...exercise.travail, figure: exercise.figure ?? null };
  const said = h("p", { class: "pap-soft" }, t.seul);
  return h("div", { class: "pap pap-kit pap-training" }, said, exercisePart(work, bench, "h2"));
}
