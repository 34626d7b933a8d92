// @ts-check
/** Nodes of a drawing; apart from dom.js, since most pages draw nothing. */

import { filled } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an element of a drawing, as `h` makes one of a page. @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {import("./dom.js").Child[]} children @returns {any} */
export const svg = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, tag), attributes, children);
