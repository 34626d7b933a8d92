// @ts-check
/**
 * The bar of a page that works on a carnet: which one, saved or not, undo, take away. The rest of the desk opens beside
 * the page.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {import("../kit/changes.js").Plain} Plain
 */

import { h, put, say } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { button } from "../kit/parts.js";

/** The last time that the group answered. @param {Model} model @param {Texts} t */
function lastTime(model, t) {
  const last = /** @type {Plain | undefined} */ (model.get("waves").at(-1));
  if (!last) return "";
  const day = dayInWords(last.jour);
  return last.n ? counted(t.feuilles, last.n, { jour: day }) : fill(t.seance, { jour: day });
}

/** @param {Model} model @param {Post} carrier @param {Texts} t
 * @param {ReturnType<typeof import("../kit/bar.js").bar>} top
 * @param {{ panel(): void, take(): void, begin(): void }} open what of the panel is opened */
export function contextBar(model, carrier, t, top, open) {
  const name = h("strong", {});
  const about = h("span", { class: "pap-soft" });
  const which = h(
    "button",
    { type: "button", class: "pap-carnetdesk-which", "aria-haspopup": "dialog" },
    h("span", { class: "pap-carnetdesk-sign", "aria-hidden": "true" }),
    h("span", {}, name, " ", about),
  );
  which.addEventListener("click", open.panel);
  const begin = button(t.barre.commencer, open.begin, "main", { "aria-haspopup": "dialog" });
  const keep = button(t.barre.garder, () => carrier.send("keep"));
  keep.classList.add("pap-carnetdesk-keep");
  const take = button(t.barre.emporter, open.take, "quiet", { "aria-haspopup": "dialog" });
  take.classList.add("pap-carnetdesk-take");
  top.undo.classList.add("pap-carnetdesk-undo");
  top.redo.classList.add("pap-carnetdesk-redo");
  const line = h("div", { class: "pap-carnetdesk-bar" }, which, begin, top.saved, top.undo, top.redo, keep, take);
  return {
    line,
    told: h("div", { class: "pap-carnetdesk-told" }, top.left, top.alert),
    which,
    paint() {
      const { ouvert, exemple, annuler } = model.get("state");
      line.dataset.kind = exemple ? "exemple" : ouvert ? "ouvert" : "rien";
      const title = carrier.carnet().titre || t.liste.sans_titre;
      say(name, exemple ? t.barre.exemple : ouvert ? title : t.barre.rien);
      put(about, exemple ? title : ouvert ? lastTime(model, t.barre) : "");
      begin.hidden = ouvert && !exemple;
      keep.hidden = !exemple || !annuler;
      take.hidden = exemple || !ouvert;
      [top.saved, top.undo, top.redo].forEach((one) => (one.hidden = !ouvert));
    },
  };
}
