// @ts-check
/**
 * The bar of a carnet's widget: saved or not, undo, what was left, what went wrong.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./changes.js").Change} Change
 * @typedef {import("./post.js").Post} Post
 */

import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { button } from "./parts.js";

/** @param {Model} model */
export const common = (model) =>
  /** @type {Texts} */ (Object.keys(model.get("base")).length ? model.get("base") : model.get("texts"));

/** Say a change to a person. @param {Change} change @param {Texts} t */
export function changeInWords(change, t) {
  const last = change.path[change.path.length - 1];
  const name = t.champs[last] ?? last;
  if (change.op !== "set")
    return fill(t.restes[change.op], { partie: name, valeur: change.value?.titre ?? change.value?.intitule ?? "" });
  return fill(t.restes.set, { champ: name, valeur: valueInWords(change.value, t) });
}

/** @param {any} value @param {Texts} t @returns {string} */
export function valueInWords(value, t) {
  if (value === null || value === undefined || value === "") return t.vide;
  if (Array.isArray(value)) return value.length ? value.map((one) => valueInWords(one, t)).join(", ") : t.vide;
  if (typeof value === "object") return value.titre || value.intitule || value.id || t.rempli;
  if (typeof value === "boolean") return value ? t.oui : t.non;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? dayInWords(value) : String(value);
}

/** What the bar says of the saving, the worst first. @param {Record<string, any>} state @param {Post} carrier */
function kindOf(state, carrier) {
  if (!state.ouvert) return "ferme";
  if (carrier.late) return "coupe";
  if (state.conflit) return "conflit";
  if (state.faute) return "echec";
  if (carrier.waiting || !state.enregistre) return "en_cours";
  return state.exemple ? "exemple" : "enregistre";
}

/** @param {Model} model @param {Post} carrier */
export function bar(model, carrier) {
  const t = common(model);
  const saved = h("span", { class: "pap-kit-saved" });
  const undo = button(t.annuler, () => carrier.send("undo"), "quiet", { "data-key": "undo" });
  const redo = button(t.refaire, () => carrier.send("redo"), "quiet", { "data-key": "redo" });
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const retry = button(t.etat.reessayer, () => carrier.send("save"), "quiet");
  const left = h("div", { class: "pap-notice", hidden: true });
  const root = h("div", { class: "pap-kit-bar" }, h("div", { class: "pap-kit-line" }, saved, undo, redo), left, alert);

  function paintLeft() {
    const some = carrier.left;
    left.hidden = !some.length;
    redraw(left, some, () => [
      h("p", {}, h("strong", {}, counted(t.restes.titre, some.length))),
      h("ul", {}, ...some.slice(0, 8).map((one) => h("li", {}, changeInWords(one, t)))),
      h(
        "div",
        { class: "pap-kit-line" },
        button(
          t.restes.reprendre,
          () => {
            carrier.change(some);
            carrier.forget();
          },
          "main",
        ),
        button(t.restes.oublier, () => carrier.forget(), "quiet"),
      ),
    ]);
  }

  function paint() {
    const state = model.get("state");
    const kind = kindOf(state, carrier);
    put(saved, t.etat[kind]);
    saved.dataset.kind = kind;
    // A button keeps the focus when it has nothing left to do: it is told so, not taken away.
    undo.setAttribute("aria-disabled", String(!state.annuler));
    redo.setAttribute("aria-disabled", String(!state.refaire));
    const said = [
      ...carrier.faults.flatMap((one) => [
        one.phrase,
        ...one.changes.map((/** @type {Change} */ change) => changeInWords(change, t)),
      ]),
      ...(state.faute ? [state.faute] : []),
      ...(carrier.late ? [t.etat.coupe_que_faire] : []),
      ...(state.conflit ? [t.etat.conflit_que_faire] : []),
    ];
    redraw(alert, said, () => [...said.map((one) => h("p", {}, one)), state.faute ? retry : null]);
    paintLeft();
  }
  return { root, saved, undo, redo, left, alert, paint };
}
