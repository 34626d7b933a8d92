// @ts-check
/**
 * The fields of a variant: sent as they are typed, with what is wrong said beside them.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {{ model: Model, carrier: Post, t: Texts, uid: string, say: (text: string) => void }} Bench
 */

import { advise, h } from "../../front/dom.js";
import { fill } from "../../front/words.js";

/** A text of the variant, sent as it is typed. @param {Bench} bench @param {any} control @param {string[]} path
 * @param {(value: string) => any} [kept] @param {string} [needed] */
export function typed({ carrier }, control, path, kept = (value) => value, needed = "") {
  control.addEventListener("input", () => {
    const isMissing = Boolean(needed) && !control.value.trim();
    advise(control, isMissing ? needed : "");
    if (!isMissing) carrier.type(path, kept(control.value), path.join("."));
  });
  control.addEventListener("blur", carrier.settle);
  return control;
}

/** A number of minutes. @param {Bench} bench @param {string} id @param {string[]} path @param {number} most */
export function minutesInput({ carrier, t }, id, path, most) {
  const control = h("input", { type: "number", id, min: 1, max: most, step: 1, inputmode: "numeric" });
  control.addEventListener("input", () => {
    const fits = control.value !== "" && control.validity.valid;
    advise(control, fits ? "" : fill(t.adapter.minutes_faute, { plus: most }));
    if (fits) carrier.type(path, Number(control.value), path.join("."));
  });
  control.addEventListener("blur", carrier.settle);
  return control;
}

/** Let a control show a value, unless somebody is typing in it. @param {any} control @param {any} value */
export function shows(control, value) {
  if (control === document.activeElement && control.tagName !== "SELECT") return;
  if (control.value === String(value ?? "")) return;
  control.value = String(value ?? "");
  const advice = control.parentElement.querySelector(`#${control.id}-advice`);
  if (advice && !advice.hidden) advise(control, "");
}
