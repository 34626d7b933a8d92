// @ts-check
/** Identifiers that are unique in a page. */

const COUNT = Symbol.for("pasapas:uid");

/**
 * The beginning of a view's identifiers. anywidget loads a module anew for each model, so that a count in the module
 * would begin anew as well: the page itself counts.
 * @param {string} name the widget's folder @returns {string}
 */
export function newUid(name) {
  const page = /** @type {any} */ (globalThis);
  page[COUNT] = (page[COUNT] ?? 0) + 1;
  return `pap-${name}-${page[COUNT]}`;
}
