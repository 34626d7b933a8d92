// @ts-check
/** The host of a module in one file: no kernel, no server, no network; the module keeps what is answered here. */

import "../front/older.js";
import { modelOf } from "../front/host.js";
import training from "../widgets/training/training.js";

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const model = modelOf(JSON.parse(part("pap-data").textContent ?? ""));
const el = part("pap-training");
el.replaceChildren(); // a copy made by «save as» holds what an earlier visit has drawn
training.render({ model: /** @type {any} */ (model), el });
part("pap-absent").hidden = true;
