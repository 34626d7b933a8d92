// @ts-check
/** The cockpit as one screen: how much room there is, and whether the window is its own. */

const WIDE = 60; // rem: a rail, a middle and a side stand beside each other
const HIGH = 38; // rem: less, and the page scrolls as any page

/**
 * How the cockpit is laid out: `column` one part under the other, `wide` three beside each other and as high as they
 * are, `whole` three beside each other in exactly the window.
 * @param {{ width: number, height: number, rem: number, isPage: boolean }} room in pixels; `isPage`: nothing but this
 *   page is in the window, as Voilà shows it
 */
export function layoutOf({ width, height, rem, isPage }) {
  if (width < WIDE * rem) return "column";
  return isPage && height >= HIGH * rem ? "whole" : "wide";
}

/** Keep the cockpit in its room. What stands over it in its own page, and the width that the page leaves, are measured
 * again with each change of them. @param {HTMLElement} root */
export function fitScreen(root) {
  const { body, documentElement: page } = document;
  const isPage = body.dataset.voila !== undefined;
  const title = isPage ? document.querySelector("#rendered_cells h1") : null;
  body.classList.toggle("pap-cockpit-page", isPage);
  title?.closest("[cell-index]")?.classList.add("pap-cockpit-before");
  title?.classList.add("pap-unseen"); // the head of the cockpit says it, or which session it is

  function fit() {
    root.closest("[cell-index]")?.classList.add("pap-cockpit-own");
    const rem = parseFloat(getComputedStyle(page).fontSize);
    const layout = layoutOf({ width: root.clientWidth, height: innerHeight, rem, isPage });
    root.dataset.layout = layout;
    const top = layout === "whole" ? root.getBoundingClientRect().top + scrollY : 0;
    root.style.height = layout === "whole" ? `${innerHeight - top}px` : "";
  }
  const watcher = new ResizeObserver(() => requestAnimationFrame(fit)); // at once, it would watch its own change
  [root, body].forEach((one) => watcher.observe(one));
  addEventListener("resize", fit);
  return () => {
    watcher.disconnect();
    removeEventListener("resize", fit);
    title?.classList.remove("pap-unseen");
    body.classList.remove("pap-cockpit-page");
  };
}
