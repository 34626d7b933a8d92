// @ts-check
/** «Où en sommes-nous ?»: the path, what is done, what comes next; the advice follows the role that a person chose. */
import { h, put, redraw } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { newUid } from "../../front/uid.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { post } from "../kit/post.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

const ROLES = ["participe", "anime", "direction", "elus", "aract", "recherche"];

/** The role that this browser keeps. @param {string} [role] one to keep @returns {string} */
function keptRole(role) {
  const shelf = openShelf("pasapas-");
  if (role) shelf.set("role", role);
  return shelf.get("role") ?? "";
}

/** Say what the carnet holds of a stage.
 * @param {Record<string, any>} facts numbers and days @param {Texts} t texts of «faits» @returns {string} */
export const factsInWords = (facts, t) =>
  Object.entries(facts)
    .map(([key, value]) =>
      typeof value === "number" ? counted(t[key], value) : fill(t[key], { jour: dayInWords(value) }),
    )
    .join(", ");

/** The workbook that a stage leads to, for a role; none where it is not there.
 * @param {Texts} stage @param {string} role @param {string[]} there @returns {string} */
export const workbookFor = (stage, role, there) =>
  [role === "anime" ? stage.anime : "", stage.carnet].find((one) => one && there.includes(one)) ?? "";

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("guide");
  const carrier = post(model, "guide");
  const there = model.get("workbooks");
  const kept = keptRole();
  let role = ROLES.includes(kept) ? kept : ROLES[0];
  const where = h("p", { class: "pap-guide-where" });
  const next = h("div", { class: "pap-guide-next", role: "status" });
  const path = h("ol", { class: "pap-guide-path" });
  const choices = ROLES.map((one) => {
    const input = h("input", {
      type: "radio",
      name: `${uid}-role`,
      id: `${uid}-${one}`,
      value: one,
      checked: one === role,
    });
    input.addEventListener("change", () => {
      role = one;
      keptRole(one);
      paint();
    });
    return h("label", { class: "pap-guide-choice", for: input.id }, input, h("span", {}, t.role[one]));
  });
  const root = h(
    "div",
    { class: "pap pap-kit pap-guide" },
    h("h2", {}, t.titre),
    h("p", { class: "pap-intro" }, t.intro),
    where,
    h(
      "fieldset",
      { class: "pap-guide-roles", "aria-describedby": `${uid}-help` },
      h("legend", {}, t.role.titre),
      h("div", { class: "pap-kit-line" }, ...choices),
      h("p", { id: `${uid}-help`, class: "pap-soft" }, t.role.aide),
    ),
    h("section", {}, h("h3", {}, t.suite.titre), next),
    h("section", {}, h("h3", {}, t.chemin), path),
  );
  el.append(root);

  /** @param {string} id @param {string} kind */
  function link(id, kind) {
    const book = workbookFor(t.etapes[id], role, there);
    return book
      ? h("a", { href: `${book}.ipynb`, class: kind }, fill(t.suite.ouvrir, { titre: t.etapes[id].titre }))
      : null;
  }
  /** @param {Plain} one */
  function row(one) {
    const said = factsInWords(one.faits, t.faits);
    const book = workbookFor(t.etapes[one.id], role, there);
    const title = t.etapes[one.id].titre;
    const isNext = one.id === model.get("next");
    return h(
      "li",
      { class: "pap-guide-stage", "data-state": one.etat, "aria-current": isNext ? "step" : null },
      h(
        "h4",
        {},
        book ? h("a", { href: `${book}.ipynb` }, title) : title,
        " ",
        h("span", { class: "pap-kit-badge" }, t.etats[one.etat]),
      ),
      h("p", {}, t.etapes[one.id].dit),
      h(
        "p",
        { class: said ? "pap-guide-facts" : "pap-soft" },
        said ? `${said[0].toUpperCase()}${said.slice(1)}.` : t.rien,
      ),
    );
  }
  function paint() {
    const { ouvert, exemple } = model.get("state");
    const title = model.get("carnet").titre || t.sans_titre;
    put(where, !ouvert ? t.ferme : exemple ? t.exemple : fill(t.carnet, { titre: title }));
    where.classList.toggle("pap-notice", !ouvert || exemple);
    const all = /** @type {Plain[]} */ (model.get("stages"));
    const after = model.get("next");
    redraw(next, [after, role], () =>
      after
        ? [
            h("p", { class: "pap-guide-next-title" }, t.etapes[after].titre),
            h("p", {}, t.etapes[after].roles[role]),
            link(after, "pap-guide-go"),
          ]
        : [h("p", {}, t.suite.tout_fait)],
    );
    redraw(path, [all, after, role], () => all.map(row));
  }
  const stop = carrier.listen(paint);
  const traits = ["stages", "next"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
  };
}

export default { render };
