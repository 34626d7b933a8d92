// @ts-check
/** Small helpers of the room's pages. */

/** The phases in which answers to the statements are taken. */
export const ANSWERING = ["reponses", "pause", "cloture"];

/** Make an element: functions are listeners, true is an empty attribute, null and false are left out.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node|string|null)} children @returns {any} */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** @param {string} template @param {Record<string, any>} values */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));

/** @param {{un: string, plusieurs: string}} pair @param {number} n @param {Record<string, any>} [values] */
export const counted = (pair, n, values = {}) => fill(n > 1 ? pair.plusieurs : pair.un, { n, ...values });

/** Put text in a node only if it changes, so that nothing is announced or laid out twice.
 * @param {Element} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {string} text @param {(event: Event) => void} click @param {string} [kind] */
export const button = (text, click, kind = "") =>
  h("button", { type: "button", class: `pap-room-button ${kind}`.trim(), click }, text);

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
