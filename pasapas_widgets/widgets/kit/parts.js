// @ts-check
/** The controls of the widgets of a carnet. */

import { buttons, fields, h } from "../../front/dom.js";

export const button = buttons("pap-kit");
export const field = fields("pap-kit");

/** Words that are heard and not seen. @param {string} text */
export const unheard = (text) => h("span", { class: "pap-kit-unseen" }, text);
