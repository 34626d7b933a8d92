// @ts-check
/** What can be printed without a carnet: the trainer's folder, templates, cards, posters, one after the other. */
import { h } from "../../front/dom.js";
import { button, unheard } from "../kit/parts.js";
import { PDF, orders } from "../kit/orders.js";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./card.js").Kit} Kit */

/** @param {Model} model @param {Kit} kit @param {Texts} t */
export function documentsPart(model, kit, t) {
  const said = t.documents;
  const status = h("p", { role: "status", class: "pap-library-printing" });
  const fault = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const names = [...new Set(kit.documents.map((one) => one.fichier.split(".")[0]))];
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  const rows = names.map((name) => {
    const files = kit.documents.filter((one) => one.fichier.split(".")[0] === name);
    const own = files.map((one) => {
      const get = button(
        one.format,
        () => start("document", { id: one.id }, one.fichier, one.fichier.endsWith(".pdf") ? PDF : WORD),
        "quiet",
        { "data-key": one.id },
      );
      get.append(unheard(` : ${one.nom}`));
      buttons.push(get);
      return get;
    });
    return h(
      "li",
      {},
      h("span", {}, h("strong", {}, files[0].nom), h("br", {}), files[0].sert),
      h("span", { class: "pap-kit-line" }, ...own),
    );
  });
  const list = h("details", { class: "pap-kit-fold", "data-key": "documents" }, h("summary", {}, said.titre));
  list.append(h("p", {}, said.intro), h("ul", { class: "pap-library-answers" }, ...rows));
  const root = h("section", { class: "pap-library-documents", "aria-label": said.titre }, list, status, fault);
  const pages = orders(model, { ...t.imprimer, ...said }, { root, status, fault, paint });

  /** @param {string} verb @param {object} values @param {string} name @param {string} type */
  function start(verb, values, name, type) {
    if (!pages.isBusy()) pages.ask(verb, values, name, type);
  }
  function paint() {
    root.setAttribute("aria-busy", String(pages.isBusy()));
    for (const one of buttons) one.setAttribute("aria-disabled", String(pages.isBusy()));
  }
  return {
    root,
    /** Print the templates that a card names. @param {string[]} ids */
    templates: (ids) => start("templates", { ids }, said.fichier, PDF),
    close: pages.close,
  };
}
