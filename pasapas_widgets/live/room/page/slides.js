// @ts-check
/**
 * What the wall shows in turn: one idea a screen, as large as the room allows, and whole. Nothing scrolls there.
 *
 * @typedef {{title?: string, focus?: string, nodes: Node[]}} Slide a title in the place of the moment's own, what the
 *   trainer opens to come here, and what is shown
 */

import { h, say } from "../../../front/dom.js";
import { fill } from "../../../front/words.js";

const LARGEST = 1.5; // times the smallest letters, which the style sheet gives
const STEPS = 5; // halvings on the way to the largest that holds

const NEXT = ["ArrowRight", "ArrowDown", "PageDown"];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];

/** Does what the view holds fit in it at so many times the smallest letters? @param {HTMLElement} view
 * @param {number} scale */
function holdsAt(view, scale) {
  view.style.setProperty("--pap-fit", String(scale));
  return view.scrollHeight <= view.clientHeight && view.scrollWidth <= view.clientWidth;
}

/** Set what the view holds as large as it fits. @param {HTMLElement} view */
function enlarge(view) {
  if (holdsAt(view, LARGEST)) return;
  let [low, high] = [1, LARGEST];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (holdsAt(view, middle)) low = middle;
    else high = middle;
  }
  holdsAt(view, low);
}

/** @param {HTMLElement} view @param {Slide} slide */
function put(view, { nodes }) {
  view.style.setProperty("--pap-tall", `${view.clientHeight}px`);
  view.replaceChildren(h("div", { class: "pap-projector-slide" }, ...nodes));
}

/** Part a list into as few screens as hold it at the smallest letters, about as many rows on each.
 * @param {HTMLElement} view @param {number} rows @param {(from: number, to: number) => Slide} slideOf */
export function parted(view, rows, slideOf) {
  const by = (/** @type {number} */ count) =>
    Array.from({ length: Math.ceil(rows / count) }, (_, i) => slideOf(i * count, Math.min(rows, (i + 1) * count)));
  const holds = (/** @type {Slide} */ slide) => {
    put(view, slide);
    return holdsAt(view, 1);
  };
  for (let screens = 1; screens < rows; screens += 1) {
    const slides = by(Math.ceil(rows / screens));
    if (slides.every(holds)) return slides;
  }
  return by(1);
}

/**
 * The screens of a moment, turned by the arrows of the keyboard, a remote control, or the buttons.
 * @param {{view: HTMLElement, heading: HTMLElement, turn: HTMLElement, t: any}} means `turn` holds the two buttons
 *   around the words that say which screen it is
 */
export function makeSlides({ view, heading, turn, t }) {
  const where = /** @type {HTMLElement} */ (turn.querySelector("p"));
  const [back, next] = turn.querySelectorAll("button");
  let moment = "";
  let at = 0;
  /** @type {Slide[]} */
  let slides = [];
  let make = () => slides;

  function paint() {
    const slide = slides[at];
    say(heading, slide.title ?? moment);
    turn.hidden = slides.length < 2;
    say(where, turn.hidden ? "" : fill(t.sur, { n: at + 1, total: slides.length }));
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === slides.length - 1));
    put(view, slide);
    enlarge(view);
  }

  /** @param {number} to */
  function go(to) {
    if (to < 0 || to >= slides.length) return;
    at = to;
    paint();
  }
  back.addEventListener("click", () => go(at - 1));
  next.addEventListener("click", () => go(at + 1));
  addEventListener("keydown", (event) => {
    const isElsewhere = /** @type {Element} */ (event.target).closest("input, textarea, details");
    if (isElsewhere || event.altKey || event.ctrlKey || event.metaKey) return;
    if (NEXT.includes(event.key)) go(at + 1);
    else if (BACK.includes(event.key)) go(at - 1);
  });

  function refit() {
    slides = make();
    at = Math.min(at, slides.length - 1);
    paint();
  }
  let size = "";
  new ResizeObserver(() => {
    const now = `${view.clientWidth} ${view.clientHeight}`;
    if (slides.length > 0 && now !== size) refit();
    size = now;
  }).observe(view);

  return {
    /** Show a moment. @param {string} title @param {() => Slide[]} made makes its screens for the view as it is
     * @param {{focus: string|null, isSame: boolean}} where what the trainer has opened; the same moment stays on the
     *   screen that is shown */
    show(title, made, { focus, isSame }) {
      [moment, make] = [title, made];
      slides = make();
      const opened = slides.findIndex((one) => focus !== null && one.focus === focus);
      at = isSame ? Math.min(at, slides.length - 1) : Math.max(0, opened);
      paint();
    },
  };
}
