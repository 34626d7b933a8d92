// @ts-check
/**
 * The statements that a group may want to work on.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {import("../kit/changes.js").Plain} Plain
 */

import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { unheard } from "../kit/parts.js";
import { subject, why } from "./words.js";

const FIRST = 8; // statements shown at once; the others are one click away

/** The proposal: rank, statement, why, a box to put it before the group. @param {Model} model
 * @param {Post} carrier @param {Texts} t @param {string} uid */
export function proposalPart(model, carrier, t, uid) {
  const rules = model.get("rules");
  let items = model.get("items"); // another carnet may have another wording
  const body = h("div");
  const intro = h("p", {});
  const root = h("section", { "data-stage": "proposer" }, h("h3", {}, t.titre), intro, body);
  /** @param {Plain} one @param {Plain[]} held */
  function row(one, held) {
    const id = `${uid}-${one.item}`;
    const box = h("input", { type: "checkbox", id, "data-key": id, checked: held.length > 0 });
    box.addEventListener("change", () => {
      const found = carrier
        .carnet()
        .priorites.find((/** @type {Plain} */ p) => !p.intitule && p.enonces[0] === one.item);
      if (box.checked && !found)
        carrier.change([{ op: "add", path: ["priorites"], value: subject({ enonces: [one.item] }) }]);
      else if (found) carrier.change([{ op: "remove", path: ["priorites"], value: found.id }]);
    });
    return h(
      "li",
      { class: "pap-priorities-row" },
      h("span", { class: "pap-priorities-rank" }, unheard(t.rang), String(one.rank)),
      h(
        "label",
        { class: "pap-kit-tick pap-priorities-text", for: id },
        box,
        h(
          "span",
          {},
          h("span", { class: "pap-soft" }, items[one.item].levier),
          h("span", { class: "pap-priorities-statement" }, items[one.item].texte),
          h("span", { class: "pap-priorities-why" }, why(one, t, rules)),
        ),
      ),
    );
  }
  function paint() {
    items = model.get("items");
    const all = /** @type {Plain[]} */ (model.get("proposals"));
    const held = carrier.carnet().priorites.filter((/** @type {Plain} */ one) => !one.intitule);
    const session = model.get("session");
    put(
      intro,
      all.length ? fill(t.intro, { seance: session.titre, jour: dayInWords(session.jour), n: session.n }) : t.rien,
    );
    redraw(body, [all, items, held.map((/** @type {Plain} */ one) => one.enonces[0])], () => {
      const rows = all.map((one) =>
        row(
          one,
          held.filter((/** @type {Plain} */ p) => p.enonces[0] === one.item),
        ),
      );
      const others = rows.slice(FIRST);
      return [
        h("ol", { class: "pap-priorities-list" }, ...rows.slice(0, FIRST)),
        others.length
          ? h(
              "details",
              { "data-key": "others" },
              h("summary", {}, counted(t.autres, others.length)),
              h("ol", { class: "pap-priorities-list" }, ...others),
            )
          : null,
      ];
    });
  }
  return { root, paint };
}
