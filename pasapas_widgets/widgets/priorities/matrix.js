// @ts-check
/** The effort × effect matrix: nine places in four zones, what stands on each; moved by pointer, or by its two
 * lists. */
import { h, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { draggable } from "../kit/drag.js";
import { unheard } from "../kit/parts.js";

/** @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ id: string, number: number, title: string, effort: number | null, effet: number | null }} Placed */

const DEGREES = [1, 2, 3];

/**
 * @param {Texts} t texts of «matrice» @param {Record<string, string>} zones «effort-effect» → the zone's identifier
 * @param {(id: string, effort: number | null, effect: number | null) => void} place @param {(id: string) => void} show
 */
export function matrix(t, zones, place, show) {
  const cells = new Map();
  const waiting = h("div", { class: "pap-priorities-matrix-chips pap-priorities-matrix-waiting", "data-place": "" });
  const grid = h("div", { class: "pap-priorities-matrix-grid" });
  for (const effect of [...DEGREES].reverse()) {
    for (const effort of DEGREES) {
      const key = `${effort}-${effect}`;
      const chips = h("div", { class: "pap-priorities-matrix-chips" });
      const said = fill(t.case, { effort: t.degres[effort], effet: t.degres[effect], zone: t.zones[zones[key]].nom });
      const isFirst = !grid.querySelector(`[data-zone="${zones[key]}"]`);
      grid.append(
        h(
          "div",
          {
            class: "pap-priorities-matrix-cell",
            role: "group",
            "aria-label": said,
            "data-place": key,
            "data-zone": zones[key],
          },
          isFirst
            ? h("span", { class: "pap-priorities-matrix-zone", "aria-hidden": "true" }, t.zones[zones[key]].nom)
            : null,
          chips,
        ),
      );
      cells.set(key, chips);
    }
  }
  const root = h(
    "div",
    { class: "pap-priorities-matrix" },
    h("p", { class: "pap-priorities-matrix-axis pap-priorities-matrix-up", "aria-hidden": "true" }, t.axe_effet),
    grid,
    h("p", { class: "pap-priorities-matrix-axis", "aria-hidden": "true" }, t.axe_effort),
    h("h4", {}, t.a_placer),
    waiting,
  );
  const target = (/** @type {Element | null} */ under) =>
    /** @type {HTMLElement | null} */ (root.contains(under) ? under?.closest("[data-place]") : null);

  /** @param {Placed} one */
  function chip(one) {
    // It looks like a card and leads to its lists: what a pointer can do by dragging, everyone can do there.
    const node = h(
      "button",
      { type: "button", class: "pap-priorities-matrix-chip", "data-key": `chip-${one.id}`, title: one.title },
      String(one.number),
      unheard(` : ${one.title}. ${t.ouvrir}`),
    );
    node.addEventListener("click", () => show(one.id));
    draggable(
      node,
      (under) => {
        root
          .querySelectorAll("[data-over]")
          .forEach((/** @type {Element} */ cell) => cell.removeAttribute("data-over"));
        target(under)?.setAttribute("data-over", "");
      },
      (under) => {
        const cell = target(under);
        if (!cell) return;
        const [effort, effect] = cell.dataset.place ? cell.dataset.place.split("-").map(Number) : [null, null];
        place(one.id, effort, effect);
      },
    );
    return node;
  }

  return {
    root,
    /** @param {Placed[]} all */
    paint(all) {
      for (const [key, chips] of cells) {
        const here = all.filter((one) => `${one.effort}-${one.effet}` === key);
        redraw(chips, here, () => here.map(chip));
      }
      const unplaced = all.filter((one) => one.effort === null || one.effet === null);
      redraw(waiting, unplaced, () =>
        unplaced.length ? unplaced.map(chip) : [h("span", { class: "pap-soft" }, t.tout_place)],
      );
    },
  };
}
