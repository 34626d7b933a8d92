// @ts-check
/** Follow a pointer that drags something; where it is let go, `drop` gets what lies under it. Keyboard and screen
 * readers
 * use the native controls beside it. @param {HTMLElement} handle @param {(under: Element | null) => void} over
 * @param {(under: Element | null) => void} drop */
export function draggable(handle, over, drop) {
  let start = /** @type {PointerEvent | null} */ (null);
  let moved = false;
  const under = (/** @type {PointerEvent} */ event) => document.elementFromPoint(event.clientX, event.clientY);
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = event;
    moved = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
    if (!moved && Math.hypot(x, y) < 6) return;
    moved = true;
    handle.style.transform = `translate(${x}px, ${y}px)`;
    handle.toggleAttribute("data-dragged", true);
    over(under(event));
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (!start) return;
    start = null;
    handle.style.transform = "";
    handle.toggleAttribute("data-dragged", false);
    over(null);
    if (moved && event.type === "pointerup") drop(under(event));
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
  // The click that ends a drag is no click.
  handle.addEventListener(
    "click",
    (event) => moved && (event.stopImmediatePropagation(), event.preventDefault()),
    true,
  );
}
