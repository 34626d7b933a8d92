// @ts-check
/**
 * A question of the module as choices of a vote: in a room everybody answers on the phone by one dot, and what the
 * group sees obeys the thresholds, as any vote does.
 *
 * @typedef {import("./judgement.js").Plain} Plain
 * @typedef {import("../../front/words.js").Texts} Texts
 */

import { h } from "../../front/dom.js";

const LONGEST = 200; // letters of an idea in a vote

/** @param {string} text */
const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** The questions of a module that have answers to choose, with these as a vote takes them: one a line.
 * @param {Plain} module @returns {{ titre: string, lignes: string }[]} */
export function votesOf(module) {
  const asked = module.etapes
    .flatMap((/** @type {Plain} */ step) => step.exercices)
    .flatMap((/** @type {Plain} */ one) => {
      if (one.genre === "choisir") return [{ titre: one.titre, reponses: one.reponses }];
      if (one.genre !== "lire") return [];
      return one.questions.map((/** @type {Plain} */ q) => ({ titre: q.texte, reponses: q.reponses }));
    });
  return asked.map((/** @type {Plain} */ { titre, reponses }) => ({
    titre,
    lignes: reponses
      .map((/** @type {Plain} */ one, /** @type {number} */ n) => short(`${String.fromCharCode(65 + n)}. ${one.texte}`))
      .join("\n"),
  }));
}

/** @param {Plain} module @param {Texts} t @param {string} uid */
export function roomPart(module, t, uid) {
  const words = t.salle;
  const rows = votesOf(module).map(({ titre, lignes }, at) => {
    const id = `${uid}-vote-${at}`;
    const area = h("textarea", { id, readonly: true, rows: lignes.split("\n").length });
    area.value = lignes;
    area.addEventListener("focus", () => area.select());
    return h("div", { class: "pap-field" }, h("label", { for: id }, titre), area);
  });
  return rows.length
    ? h(
        "details",
        { class: "pap-kit-fold" },
        h("summary", {}, words.titre),
        h("div", {}, h("p", {}, words.intro), ...rows),
      )
    : null;
}
