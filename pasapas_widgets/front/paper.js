// @ts-check
/** Paper cannot be opened: what is folded on the screen is printed open. */

/** Open some folded parts for the time of a print; return what stops it.
 * @param {HTMLElement} root @param {string} folded which parts
 * @returns {() => void} */
export function openOnPaper(root, folded) {
  /** @type {Element[]} */
  let opened = [];
  const before = () => {
    opened = [...root.querySelectorAll(`${folded}:not([open])`)];
    opened.forEach((one) => one.setAttribute("open", ""));
  };
  const after = () => {
    opened.forEach((one) => one.removeAttribute("open"));
    opened = [];
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
