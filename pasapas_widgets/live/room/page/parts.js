// @ts-check
/** Small helpers of the room's pages. */

import { h } from "../../../front/dom.js";

export { button } from "../../../front/dom.js";

/** A person's own yes to research. */
export const RESEARCH = "RECHERCHE";

/** Whether an answer is of the end of a session: a mark of its evaluation, or the yes to research.
 * @param {string} item */
export const isOfTheEnd = (item) => item.startsWith("EV-") || item === RESEARCH;

/** The phases in which answers to the statements are taken. */
export const ANSWERING = ["reponses", "pause", "cloture"];

/** Between the end of answers at a distance and their publication: no phase of the server's, which knows the hour. */
export const CLOSED = "fermee";

/** An exercise of the course that is open, and what is said of it then: for the server, a vote and its result. */
export const ASKED = "exercice";
export const TOLD = "retour";

/** A state as the page shows it. @param {any} state */
export function asShown(state) {
  if (state.until?.closed && ANSWERING.includes(state.phase)) return { ...state, phase: CLOSED };
  if (!state.ballot?.exercise || !["vote", "resultats_vote"].includes(state.phase)) return state;
  return { ...state, phase: state.ballot.closed && state.phase !== "vote" ? TOLD : ASKED };
}

/** Close a group of fields for good: it is said, and who held it keeps a place, which what is disabled does not give.
 * @param {HTMLFieldSetElement} list @param {string} words */
export function closingPart(list, words) {
  const root = h("div", { role: "status", tabindex: -1 });
  const close = () => {
    if (list.disabled) return;
    const isHeld = list.contains(document.activeElement);
    root.append(h("p", { class: "pap-notice" }, words));
    list.disabled = true;
    if (isHeld) root.focus();
  };
  return { root, close };
}

/** @param {string} title @param {...(Node|string|null)} children */
export const folded = (title, ...children) =>
  h(
    "details",
    { class: "pap-room-folded" },
    h("summary", {}, title),
    h("div", { class: "pap-room-card" }, ...children),
  );

/** The JSON that the page came with. @returns {any} */
export const pageData = () => JSON.parse(document.getElementById("pap-data")?.textContent ?? "null");

/** The text of a choice of a vote: a statement's words, or an idea as it was written.
 * @param {any} questionnaire @param {string} choice @returns {string} */
export const choiceText = (questionnaire, choice) =>
  questionnaire.items.find((/** @type {any} */ item) => item.id === choice)?.texte ?? choice;
