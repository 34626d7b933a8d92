// @ts-check
/** The controls of the widgets of a carnet. */

import { h } from "../../front/dom.js";

export { advise, button, field } from "../../front/dom.js";

/** Words that are heard and not seen. @param {string} text */
export const unheard = (text) => h("span", { class: "pap-unseen" }, text);
