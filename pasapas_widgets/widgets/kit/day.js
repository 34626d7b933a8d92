// @ts-check
/** A day asked of a person. A year that is still being typed is no day; one visit of the field is one step of undo. */
import { field, h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";

const [FIRST, LAST] = [1990, 2099]; // the years that are taken

/**
 * A day under its label. What is incomplete, or of a year that is not taken, is said once the field is left.
 * @param {string} id @param {string} label @param {string} refusal with the places {premiere} and {derniere}
 * @param {(day: string | null, visit: string) => void} take a day that can be kept, null where the field was emptied;
 *   `visit` is the same while the field keeps the focus
 * @param {string} [help]
 */
export function dayField(id, label, refusal, take, help) {
  const node = /** @type {HTMLInputElement} */ (
    h("input", { type: "date", id, min: `${FIRST}-01-01`, max: `${LAST}-12-31` })
  );
  const root = field(label, node, help);
  const refused = h("p", { id: `${id}-refused`, class: "pap-advice", role: "alert", hidden: true });
  root.append(refused);
  node.setAttribute("aria-describedby", `${node.getAttribute("aria-describedby")} ${refused.id}`);
  let visits = 0;
  let before = ""; // what the field held when it was entered
  let taken = "";

  /** @param {boolean} isRefused */
  function tell(isRefused) {
    if (isRefused) node.setAttribute("aria-invalid", "true");
    else node.removeAttribute("aria-invalid");
    put(refused, isRefused ? fill(refusal, { premiere: FIRST, derniere: LAST }) : "");
  }
  /** @param {string} day */
  function give(day) {
    if (day !== taken) take(day || null, `${id}.${visits}`);
    taken = day;
  }
  node.addEventListener("focus", () => {
    visits += 1;
    if (!node.hasAttribute("aria-invalid")) before = taken = node.value;
  });
  node.addEventListener("input", () => {
    if (!node.validity.valid) return;
    tell(false);
    give(node.value);
  });
  node.addEventListener("blur", () => {
    tell(!node.validity.valid);
    if (!node.validity.valid) give(before); // a day that was half changed is not one that was chosen
  });

  return {
    root,
    node,
    /** Show a day, except where the person is typing one or has typed one that is refused.
     * @param {string | null | undefined} day @param {string} [of] what it is the day of */
    show(day, of = "") {
      // In Firefox the parts of a date hold the focus: the document's active element is its body.
      const isTyped = node.matches(":focus-within") || node.hasAttribute("aria-invalid");
      if (isTyped && node.dataset.of === of) return;
      if (node.value !== (day ?? "")) node.value = day ?? "";
      node.dataset.of = of;
      tell(false);
    },
  };
}
