// @ts-check
/* Voilà's script moves the cells, and a view that is handed over moves as well: what is moved loses the focus, a press
 * that is under way (so no click comes of it) and what a dialog shuts off, and the page its place. */
(() => {
  const page = /** @type {any} */ (window);
  const PRESSED = "label, button, input, summary, a[href]";
  /** @type {HTMLElement | null} */
  let held = null;
  let scrolled = 0;
  /** What is pressed, by pointer or space bar, and whether it has moved since. @type {HTMLElement | null} */
  let pressed = null;
  let isMoved = false;
  let clicks = 0;

  addEventListener("focusin", (event) => (held = /** @type {HTMLElement} */ (event.target)));
  addEventListener("focusout", () => setTimeout(() => document.activeElement === document.body && (held = null)));
  addEventListener("scroll", () => (scrolled = scrollY), { passive: true });

  /** @param {EventTarget | null} target */
  const press = (target) => {
    pressed = /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (target)?.closest?.(PRESSED) ?? null);
    isMoved = false;
  };
  /** The click of a press that was moved, where the browser gives none. @param {Event} event */
  const letGo = (event) => {
    const [what, before] = [pressed, clicks];
    pressed = null;
    if (what && isMoved && what.contains(/** @type {Node} */ (event.target)))
      setTimeout(() => clicks === before && what.click());
  };
  addEventListener("click", () => void clicks++, true);
  addEventListener("pointerdown", (event) => press(event.button ? null : event.target), true);
  addEventListener("pointerup", letGo, true);
  addEventListener("pointercancel", () => press(null), true);
  addEventListener("keydown", (event) => event.key === " " && !event.repeat && press(event.target), true);
  addEventListener("keyup", (event) => event.key === " " && letGo(event), true);

  /** Give back, before anything is painted, what was lost by being moved. @param {MutationRecord[]} changes */
  page.pap_stay = (changes) => {
    const moved = changes.flatMap((one) => [...one.removedNodes]).filter((one) => one.isConnected);
    if (!moved.length) return;
    isMoved ||= moved.some((one) => one.contains(pressed));
    const last = held;
    const isLost = document.activeElement === document.body && moved.some((one) => one.contains(last));
    for (const dialog of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) {
      if (!moved.some((one) => one.contains(dialog))) continue;
      dialog.removeAttribute("open"); // nobody has closed it: no event says so
      dialog.showModal();
    }
    if (isLost) last?.focus({ preventScroll: true });
    if (scrollY !== scrolled) scrollTo({ top: scrolled, behavior: "instant" });
  };
})();
