// @ts-check
/** A number asked of a person. What is none within its bounds is said beside the field and kept nowhere. */
import { h } from "../../front/dom.js";
import { advise, field } from "./parts.js";

/**
 * A number under its label.
 * @param {string} id @param {string} label
 * @param {{ most: number, step?: number | "any", more?: Record<string, any> }} bounds from 0 on; `more` are attributes
 * @param {string} refusal what is said of anything else
 * @param {(value: number | null) => void} take a number within the bounds, null where the field was emptied
 * @param {string} [help]
 */
export function numberField(id, label, { most, step = 1, more = {} }, refusal, take, help) {
  const inputmode = step === 1 ? "numeric" : "decimal";
  const node = /** @type {HTMLInputElement} */ (
    h("input", { type: "number", id, min: 0, max: most, step, inputmode, autocomplete: "off", ...more })
  );
  node.addEventListener("change", () => {
    advise(node, node.validity.valid ? "" : refusal);
    if (node.validity.valid) take(node.value === "" ? null : Number(node.value));
  });
  const root = field(label, node, help);
  root.querySelector(".pap-advice")?.setAttribute("role", "alert");
  return {
    root,
    node,
    /** Show a number, except where the person is typing one or has typed one that is refused.
     * @param {number | null | undefined} value */
    show(value) {
      if (node === document.activeElement || node.hasAttribute("aria-invalid")) return;
      node.value = String(value ?? "");
    },
  };
}
