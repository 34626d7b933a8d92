// @ts-check
/**
 * The actors as a table that can be sorted.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {import("../kit/changes.js").Plain} Plain
 */

import { h, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, field } from "../kit/parts.js";
import { linkInWords } from "./network.js";
import { SHORT } from "./sheet.js";

/** Put actors in the order of a column, equal ones in their own order.
 * @param {Plain[]} nodes @param {string} column @param {boolean} isUp @param {Plain} rules @returns {Plain[]} */
export function sortedNodes(nodes, column, isUp, rules) {
  const families = Object.keys(rules.familles);
  /** @type {Record<string, (one: Plain) => string | number>} */
  const keys = {
    nom: (one) => one.nom,
    famille: (one) => families.indexOf(one.famille),
    lien: (one) => rules.liens.indexOf(one.contact.lien),
    apporte: (one) => one.contact.apporte || "\uffff",
    fonction: (one) => one.contact.fonction || "\uffff",
    a_prendre: (one) => (one.contact.a_prendre ? 0 : 1),
  };
  const key = keys[column];
  const compared = (/** @type {Plain} */ a, /** @type {Plain} */ b) => {
    const [x, y] = [key(a), key(b)];
    return typeof x === "number" ? x - /** @type {number} */ (y) : x.localeCompare(String(y), "fr");
  };
  return [...nodes].sort((a, b) => (isUp ? 1 : -1) * compared(a, b));
}

/** The list that says what the figure says. @param {Model} model @param {Post} carrier @param {Texts} t
 * @param {string} uid
 * @param {{ open(id: string): void, say(text: string): void, nodes(): Plain[] }} act */
export function listPart(model, carrier, t, uid, act) {
  const rules = model.get("rules");
  const l = t.liste;
  let [column, isUp] = ["famille", true];
  const heads = Object.keys(l.colonnes).map((key) => {
    const sorter = button(
      l.colonnes[key],
      () => {
        [column, isUp] = [key, column === key ? !isUp : true];
        paint();
      },
      "sort",
      { "data-key": `sort-${key}`, "data-sort": key },
    );
    return h("th", { scope: "col" }, sorter);
  });
  const body = h("tbody");
  const name = h("input", { type: "text", id: `${uid}-new`, maxlength: SHORT, autocomplete: "off" });
  const add = () => {
    const label = name.value.trim();
    if (!label) return name.focus();
    const id = newId("c");
    carrier.change([
      {
        op: "add",
        path: ["territoire", "contacts"],
        value: {
          id,
          acteur: null,
          famille: Object.keys(rules.familles)[1],
          intitule: label,
          fonction: "",
          apporte: "",
          lien: "",
          a_prendre: false,
          action: null,
        },
      },
    ]);
    name.value = "";
    act.say(fill(l.ajoute_dit, { nom: label }));
    act.open(id);
  };
  name.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && add());
  const root = h(
    "section",
    { "data-stage": "liste" },
    h("h3", {}, l.titre),
    h(
      "div",
      { class: "pap-kit-scroll", role: "region", tabindex: 0, "aria-label": l.tableau },
      h(
        "table",
        { class: "pap-territory-table" },
        h("caption", {}, l.tableau),
        h("thead", {}, h("tr", {}, ...heads)),
        body,
      ),
    ),
    h(
      "div",
      { class: "pap-kit-line pap-kit-bottom" },
      field(l.ajouter, name, l.ajouter_aide),
      button(l.ajoute, add, "quiet"),
    ),
  );
  function paint() {
    heads.forEach((th) => {
      const isThis = /** @type {HTMLElement} */ (th.firstChild).dataset.sort === column;
      if (isThis) th.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      else th.removeAttribute("aria-sort");
    });
    const nodes = sortedNodes(act.nodes(), column, isUp, rules);
    redraw(body, nodes, () =>
      nodes.map((one) =>
        h(
          "tr",
          { "data-id": one.id },
          h(
            "th",
            { scope: "row" },
            button(one.nom, () => act.open(one.id), "name", { "data-key": `list-${one.id}` }),
          ),
          h("td", {}, rules.familles[one.famille]),
          h(
            "td",
            {},
            h(
              "span",
              { class: "pap-territory-mark", "data-link": one.contact.lien || "non_dit" },
              linkInWords(one.contact.lien, t),
            ),
          ),
          h("td", {}, one.contact.apporte),
          h("td", {}, one.contact.fonction),
          h("td", {}, one.contact.a_prendre ? `★ ${l.oui}` : ""),
        ),
      ),
    );
  }
  return { root, paint };
}
