// @ts-check
/** Decide in a scene: what happens next depends on what one does; one may go back and try another way. */

import { button, h } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { walked } from "./judgement.js";
import { sourceLine } from "./parts.js";

/** @typedef {import("./judgement.js").Plain} Plain @typedef {import("./parts.js").Bench} Bench */

/** @param {Plain} scene @param {Bench} bench @returns {Node[]} */
export function scenePart(scene, bench) {
  const { t, trace, sources } = bench;
  const words = t.scene;
  /** @type {number[]} */
  let choices = Array.isArray(trace.answers[scene.id]) ? trace.answers[scene.id] : [];
  const past = h("ol", { class: "pap-training-past", "aria-label": words.chemin });
  const now = h("div", { class: "pap-training-now", tabindex: -1 });

  /** @param {number[]} next */
  function go(next) {
    choices = next;
    trace.keep(scene.id, choices.length ? [...choices] : null);
    paint();
    now.focus();
    bench.kept();
  }
  /** @param {{ situation: Plain, choice: Plain }} one */
  const row = ({ situation, choice }) =>
    h(
      "li",
      {},
      h("p", {}, situation.texte),
      h("p", {}, h("strong", {}, words.vous), ` ${choice.texte}`),
      h("p", { class: "pap-training-why" }, choice.retour),
    );
  function paint() {
    const { passed, now: here } = walked(scene, choices);
    const last = passed.at(-1);
    past.hidden = passed.length < 2;
    past.replaceChildren(...passed.slice(0, -1).map(row));
    const told = last
      ? [
          h("p", {}, h("strong", {}, words.vous), ` ${last.choice.texte}`),
          h("p", { class: "pap-training-why" }, last.choice.retour),
          last.choice.source ? sourceLine(sources.get(last.choice.source), t) : null,
        ]
      : [];
    const act = here.choix?.length
      ? h(
          "ul",
          { class: "pap-training-options", "aria-label": words.choix },
          ...here.choix.map((/** @type {Plain} */ one, /** @type {number} */ at) =>
            h(
              "li",
              {},
              button(one.texte, () => go([...choices.slice(0, passed.length), at])),
            ),
          ),
        )
      : h("p", { class: "pap-training-end" }, h("strong", {}, words.fin), ` ${here.fin}`);
    const back = passed.length
      ? h(
          "div",
          { class: "pap-kit-line" },
          button(words.revenir, () => go(choices.slice(0, passed.length - 1))),
          passed.length > 1 ? button(words.recommencer, () => go([])) : null,
        )
      : null;
    const where = h("p", { class: "pap-soft" }, fill(words.moment, { n: passed.length + 1 }));
    now.replaceChildren(
      ...[...told, where, h("p", { class: "pap-training-happens" }, here.texte), act, back].filter(
        (one) => one !== null,
      ),
    );
  }
  paint();
  return [past, now];
}
