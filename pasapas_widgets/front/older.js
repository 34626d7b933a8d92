// @ts-check
/**
 * What browsers of 2021 lack of what the widgets use: for the pages that reach people's own phones.
 * Run it before the widgets; it changes nothing where the browser has it all. Its style sheet is older.css.
 */

if (!("at" in Array.prototype)) {
  Object.defineProperty(Array.prototype, "at", {
    configurable: true,
    writable: true,
    /** @this {any[]} @param {number} index */
    value(index) {
      return this[index < 0 ? this.length + index : index];
    },
  });
}

/** A dialog without help from the browser: it takes the focus, keeps it, closes on Escape, gives the focus back. */
const dialogs = Object.getPrototypeOf(document.createElement("dialog"));
if (!("showModal" in dialogs)) {
  /** @type {Element|null} */
  let before = null;

  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    const dialog = /** @type {any} */ (event.currentTarget);
    if (event.key === "Escape") return dialog.close();
    if (event.key !== "Tab") return;
    event.preventDefault();
    const stops = [...dialog.querySelectorAll("button, input, select, a[href]")];
    const next = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
    stops[(next + stops.length) % stops.length].focus();
  };

  Object.assign(dialogs, {
    /** @this {HTMLElement} */
    showModal() {
      before = document.activeElement;
      this.setAttribute("role", "dialog");
      this.setAttribute("aria-modal", "true");
      this.setAttribute("open", "");
      this.classList.add("pap-older-dialog");
      this.addEventListener("keydown", keys);
      /** @type {HTMLElement|null} */ (this.querySelector("[autofocus], button"))?.focus();
    },
    /** @this {HTMLElement} */
    close() {
      this.removeAttribute("open");
      this.removeEventListener("keydown", keys);
      /** @type {HTMLElement|null} */ (before)?.focus();
    },
  });
}
