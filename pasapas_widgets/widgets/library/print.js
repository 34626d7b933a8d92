// @ts-check
/** The cards that are chosen, and their pages: Python makes them while the person goes on reading. */
import { h, put } from "../../front/dom.js";
import { counted } from "../../front/words.js";
import { button } from "../kit/parts.js";
import { PDF, orders } from "../kit/orders.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts */

/** @param {Model} model @param {Texts} t @param {{ chosen: () => string[], all: () => void, none: () => void }} act */
export function printPart(model, t, act) {
  const told = h("p", {});
  const status = h("p", { role: "status", class: "pap-library-printing" });
  const fault = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const print = button(t.bouton, () => ask(), "main", { "data-key": "print" });
  const none = button(t.rien, act.none, "quiet", { "data-key": "none" });
  const root = h(
    "section",
    { class: "pap-library-print" },
    h("h3", {}, t.titre),
    told,
    h("div", { class: "pap-kit-line" }, print, button(t.tout, act.all, "quiet", { "data-key": "all" }), none),
    status,
    fault,
  );
  const pages = orders(model, t, { root, status, fault, paint });
  const ask = () => pages.ask("print", { ids: act.chosen() }, t.fichier, PDF);

  function paint() {
    const ids = act.chosen();
    put(
      told,
      ids.length
        ? `${counted(t.choisies, ids.length, { noms: ids.join(", ") })} ${counted(t.pages, Math.ceil(ids.length / 2))}`
        : t.aucune,
    );
    print.setAttribute("aria-disabled", String(!ids.length || pages.isBusy()));
    root.setAttribute("aria-busy", String(pages.isBusy()));
    none.setAttribute("aria-disabled", String(!ids.length));
  }
  return { root, paint, close: pages.close };
}
