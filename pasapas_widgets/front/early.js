// @ts-check
/**
 * A view that the page has drawn before the kernel came is taken over by the kernel's widget, not drawn again.
 *
 * @typedef {import("./host.js").Model} Model
 * @typedef {{widget: string, model: Model, el: HTMLElement, stop: (() => void) | null}} Taken
 */

export const TAKE = "pasapas:take";

/** Ask the page for the early view of a widget; null where there is none, else what ends it.
 * @param {string} widget the widget's folder @param {{model: Model, el: HTMLElement}} host
 * @returns {(() => void) | null} */
export function takeOver(widget, { model, el }) {
  /** @type {Taken} */
  const taken = { widget, model, el, stop: null };
  document.dispatchEvent(new CustomEvent(TAKE, { detail: taken }));
  return taken.stop;
}
