// @ts-check
/** Small helpers of the room's pages. */

import { h } from "../../../front/dom.js";

export { button } from "../../../front/dom.js";

/** The phases in which answers to the statements are taken. */
export const ANSWERING = ["reponses", "pause", "cloture"];

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
