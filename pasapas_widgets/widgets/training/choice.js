// @ts-check
/** Choose an answer, or several: in an exercise of its own, or as a question to a figure. */

import { button, h } from "../../front/dom.js";
import { saidOfChoice } from "./judgement.js";
import { livePart, saidPart } from "./parts.js";

/** @typedef {import("./judgement.js").Plain} Plain @typedef {import("./parts.js").Bench} Bench */

/** @param {Plain} asked `reponses`, `plusieurs` @param {string} legend @param {string} key where the answer is kept
 * @param {string} source @param {Bench} bench @returns {HTMLElement} */
export function choicePart(asked, legend, key, source, bench) {
  const { t, uid, trace } = bench;
  const many = Boolean(asked.plusieurs);
  const live = livePart();
  const boxes = asked.reponses.map((/** @type {Plain} */ one) =>
    h("input", {
      type: many ? "checkbox" : "radio",
      name: `${uid}-${key}`,
      value: one.id,
      checked: trace.answers[key]?.includes(one.id),
    }),
  );
  const labels = boxes.map((/** @type {HTMLInputElement} */ box, /** @type {number} */ at) =>
    h("label", { class: "pap-training-choice" }, box, h("span", {}, asked.reponses[at].texte)),
  );
  const chosen = () =>
    boxes
      .filter((/** @type {HTMLInputElement} */ one) => one.checked)
      .map((/** @type {HTMLInputElement} */ one) => one.value);

  /** @param {string[]} ids */
  function tell(ids) {
    const others = asked.reponses.filter((/** @type {Plain} */ one) => !ids.includes(one.id));
    const rest = h(
      "details",
      { class: "pap-kit-fold" },
      h("summary", {}, t.autres),
      h(
        "div",
        {},
        ...saidOfChoice(
          others,
          others.map((/** @type {Plain} */ one) => one.id),
        ).map((one) => saidPart(one, source, bench)),
      ),
    );
    live.replaceChildren(
      ...saidOfChoice(asked.reponses, ids, many).map((one) => saidPart(one, source, bench)),
      ...(others.length ? [rest] : []),
    );
  }
  function answer() {
    const ids = chosen();
    if (!ids.length) return live.replaceChildren(h("p", {}, many ? t.cocher : t.choisir));
    trace.keep(key, ids);
    tell(ids);
    bench.kept();
  }
  if (trace.answers[key]) tell(trace.answers[key]);
  return h(
    "div",
    { class: "pap-training-asked" },
    h("fieldset", {}, h("legend", {}, legend), many ? h("p", { class: "pap-soft" }, t.plusieurs) : null, ...labels),
    button(t.repondre, answer, "main"),
    live,
  );
}
