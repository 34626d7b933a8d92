// @ts-check
/** «Regarder ensemble»: the guide as it is read and printed. Its links lead out of the computer, and say so. */
import { h } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../kit/changes.js").Plain} Plain */

/** Print one part of the page by itself: all that is beside it, at each level, is left out of the print.
 * @param {HTMLElement} part */
export function printAlone(part) {
  /** @type {Element[]} */
  const beside = [];
  for (
    let node = /** @type {Element} */ (part);
    node.parentElement && node !== document.body;
    node = node.parentElement
  ) {
    beside.push(
      ...[...node.parentElement.children].filter(
        (one) => one !== node && !["SCRIPT", "STYLE", "LINK"].includes(one.tagName),
      ),
    );
  }
  beside.forEach((one) => one.setAttribute("data-pap-beside", ""));
  const folded = /** @type {HTMLDetailsElement[]} */ ([...part.querySelectorAll("details:not([open])")]);
  folded.forEach((one) => (one.open = true));
  const done = () => {
    folded.forEach((one) => (one.open = false));
    removeEventListener("afterprint", done);
    beside.forEach((one) => one.removeAttribute("data-pap-beside"));
  };
  addEventListener("afterprint", done);
  print();
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const guide = model.get("guide");
  const names = model.get("names");
  const list = (/** @type {string[]} */ lines) =>
    h("ul", { class: "pap-kit-plain" }, ...lines.map((line) => h("li", {}, line)));
  const card = (/** @type {string} */ id) => fill(t.fiche, { id, titre: names[id] });
  const moments = guide.moments.map((/** @type {Plain} */ one) =>
    h(
      "section",
      { class: "pap-viewingguide-moment" },
      h(
        "h3",
        {},
        one.titre,
        " ",
        h("span", { class: "pap-soft" }, one.minutes ? fill(t.minutes, { n: one.minutes }) : t.duree_episode),
      ),
      h("p", {}, one.consigne),
      list(one.questions),
      one.methode ? h("p", { class: "pap-soft" }, fill(t.methode, { id: one.methode, nom: names[one.methode] })) : null,
    ),
  );
  const root = h(
    "div",
    { class: "pap pap-kit pap-viewingguide" },
    h("h2", {}, guide.titre),
    h("p", {}, guide.presentation),
    h("p", { class: "pap-soft" }, guide.les_notres),
    h("p", { class: "pap-soft" }, guide.source),
    h(
      "section",
      { class: "pap-viewingguide-links" },
      h("h3", {}, t.liens),
      h("p", {}, t.dehors),
      h(
        "ul",
        { class: "pap-viewingguide-list" },
        ...guide.liens.map((/** @type {Plain} */ one) =>
          h(
            "li",
            {},
            h(
              "a",
              { href: one.adresse, target: "_blank", rel: "noopener noreferrer" },
              `${one.libelle} ${fill(t.lien, { site: one.site })}`,
            ),
            h("span", { class: "pap-viewingguide-address" }, one.adresse),
          ),
        ),
      ),
    ),
    h(
      "details",
      { class: "pap-kit-fold", "data-key": "guide" },
      h("summary", {}, t.ouvrir),
      h(
        "div",
        {},
        h("section", {}, h("h3", {}, t.preparer), list(guide.preparer)),
        h("div", { class: "pap-kit-columns" }, ...moments),
        h(
          "section",
          {},
          h("h3", {}, t.suites),
          h(
            "dl",
            { class: "pap-viewingguide-next" },
            ...guide.suites.flatMap((/** @type {Plain} */ one) => [
              h("dt", {}, names[one.levier]),
              h(
                "dd",
                {},
                h("p", {}, one.question),
                h(
                  "p",
                  { class: "pap-soft" },
                  counted(t.fiches, one.fiches.length, { noms: one.fiches.map(card).join(" ; ") }),
                ),
              ),
            ]),
          ),
        ),
      ),
    ),
    button(t.imprimer, () => printAlone(root), "quiet", { "data-key": "print" }),
  );
  el.append(root);
}

export default { render };
