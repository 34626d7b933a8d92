// @ts-check
/** Put things in an order, by two buttons at each: up, down. */

import { button, h } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { unheard } from "../kit/parts.js";
import { saidOfOrder } from "./judgement.js";
import { livePart, saidPart } from "./parts.js";

/** @typedef {import("./judgement.js").Plain} Plain @typedef {import("./parts.js").Bench} Bench */

/** The order that was kept, where it holds the same things; else that of the file.
 * @param {Plain[]} elements @param {unknown} kept @returns {string[]} */
export function orderOf(elements, kept) {
  const ids = elements.map((one) => one.id);
  const isSame = Array.isArray(kept) && kept.length === ids.length && ids.every((id) => kept.includes(id));
  return isSame ? [...kept] : ids;
}

/** @param {Plain} exercise @param {Bench} bench @returns {Node[]} */
export function orderPart(exercise, bench) {
  const { t, trace } = bench;
  const order = orderOf(exercise.elements, trace.answers[exercise.id]);
  const known = new Map(exercise.elements.map((/** @type {Plain} */ one) => [one.id, one]));
  const live = livePart();
  const list = h("ol", { class: "pap-training-order" });

  /** @param {string} id @param {number} by */
  function move(id, by) {
    const from = order.indexOf(id);
    const to = from + by;
    order.splice(to, 0, ...order.splice(from, 1));
    paint();
    const buttons = list.children[to].querySelectorAll("button");
    const wanted = buttons[by < 0 ? 0 : 1];
    (wanted.getAttribute("aria-disabled") === "true" ? buttons[by < 0 ? 1 : 0] : wanted).focus();
    live.replaceChildren(
      h("p", {}, fill(t.ordre.place, { texte: known.get(id).texte, n: to + 1, total: order.length })),
    );
  }
  /** @param {string} id @param {number} at */
  function row(id, at) {
    const { texte } = known.get(id);
    /** @param {string} label @param {number} by @param {boolean} isEnd */
    const arrow = (label, by, isEnd) => {
      const node = button(label, () => move(id, by), "quiet", { "aria-disabled": isEnd ? "true" : null });
      node.append(unheard(` : ${texte}`));
      return node;
    };
    return h(
      "li",
      {},
      h("span", {}, texte),
      h(
        "span",
        { class: "pap-kit-line" },
        arrow(t.ordre.monter, -1, at === 0),
        arrow(t.ordre.descendre, 1, at === order.length - 1),
      ),
    );
  }
  const paint = () => list.replaceChildren(...order.map(row));
  function tell() {
    live.replaceChildren(
      ...saidOfOrder(exercise.elements, order).map((one) => saidPart(one, exercise.source, bench)),
      h("p", { class: "pap-training-whole" }, exercise.retour),
    );
  }
  function answer() {
    trace.keep(exercise.id, [...order]);
    tell();
    bench.kept();
  }
  paint();
  if (trace.answers[exercise.id]) tell();
  return [list, button(t.ordre.repondre, answer, "main"), live];
}
