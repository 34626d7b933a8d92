// @ts-check
/**
 * The last panel: one's own scores, what has no answer, the share code, what one can do with one's sheet.
 *
 * @typedef {import("./sheet.js").Model} Model
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {import("./scores.js").LeverScore} LeverScore
 * @typedef {import("./scores.js").Rules} Rules
 */

import { h, say } from "../../front/dom.js";
import { endOf, isUnfavourable, numberOf, scoredItems, unitOf, unitOfLever } from "../../front/scale.js";
import { counted, fill } from "../../front/words.js";
import { button } from "./parts.js";
import { leastOf } from "./scores.js";
import { encodeShare } from "./sharecode.js";
import { sheetOf } from "./sheet.js";

/** The statements without answer, lever by lever, each a link.
 * @param {any} t @param {HTMLElement[]} lists */
export function reviewPart(t, lists) {
  const none = h("p", {}, t.bilan.sans_reponse.aucune);
  const some = h("p", { class: "pap-soft" }, t.bilan.sans_reponse.aide);
  const root = h(
    "div",
    { class: "pap-questionnaire-missing" },
    h("h4", {}, t.bilan.sans_reponse.titre),
    none,
    some,
    ...lists,
  );
  /** @param {boolean} isFull */
  const paint = (isFull) => {
    none.hidden = !isFull;
    some.hidden = isFull;
  };
  return { root, paint };
}

/** What one can do with one's sheet.
 * @param {any} t @param {string} uid
 * @param {{download: () => void, page: (() => void)|null, load: (file: File) => void, erase: () => void}} act */
export function sheetPart(t, uid, act) {
  const words = t.bilan.feuille;
  const file = h("input", { type: "file", accept: ".json,application/json", id: `${uid}-file` });
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    file.value = ""; // so that the same file can be chosen again
    if (chosen) act.load(chosen);
  });
  return h(
    "div",
    { class: "pap-questionnaire-sheet" },
    h("h4", {}, words.titre),
    h(
      "div",
      { class: "pap-questionnaire-row" },
      act.page ? button(words.page, act.page, "main") : null,
      button(words.telecharger, act.download),
      button(words.imprimer, () => window.print()),
    ),
    h("div", { class: "pap-questionnaire-file" }, h("label", { for: file.id }, words.reprendre), file),
    button(words.effacer, act.erase, "danger"),
  );
}

/** The in-page question before erasing.
 * @param {any} t @param {string} uid @param {() => void} confirm */
export function eraseDialog(t, uid, confirm) {
  const dialog = h(
    "dialog",
    { class: "pap-dialog", "aria-labelledby": `${uid}-eq`, "aria-describedby": `${uid}-ea` },
    h("p", { id: `${uid}-eq`, class: "pap-questionnaire-strong" }, t.effacer.question),
    h("p", { id: `${uid}-ea` }, t.effacer.aide),
  );
  const cancel = button(t.effacer.non, () => dialog.close());
  cancel.autofocus = true;
  const sure = button(t.effacer.oui, () => (dialog.close(), confirm()), "danger");
  dialog.append(h("div", { class: "pap-questionnaire-row" }, cancel, sure));
  return dialog;
}

/** The table of what one's answers say, lever by lever, and the same in one sentence.
 * @param {Questionnaire} q as it is asked @param {Questionnaire} whole with all its items, as scores count them
 * @param {any} t @param {Rules} rules */
export function scoresPart(q, whole, t, rules) {
  const words = t.bilan.scores;
  const hasClasses = (/** @type {Questionnaire["leviers"][0]} */ { calcul }) =>
    (calcul?.classes?.length || rules.classes.length) > 0;
  const [inWords, hasWords] = [q.leviers.every(hasClasses), q.leviers.some(hasClasses)];
  const [unit, isOneUnit] = [unitOf(q), !hasWords && q.leviers.every((lever) => !lever.calcul?.unite)];
  const sentence = h("p", {});
  const rows = q.leviers.map((lever) => {
    const cell = h("td", {});
    return { lever, cell, row: h("tr", {}, h("th", { scope: "row" }, lever.nom_score ?? lever.nom_court), cell) };
  });
  const head = isOneUnit ? fill(unit ? words.moyenne : words.score, { fin: endOf(unit) }) : words.score_propre;
  const heads = [words.levier, inWords ? words.lecture : head];
  const table = h(
    "table",
    {},
    h("caption", {}, words.titre),
    h("thead", {}, h("tr", {}, ...heads.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, ...rows.map((one) => one.row)),
  );
  const turned = q.items.filter((item) => item.inverse).length;
  const turnedWords = q.leviers.some(isUnfavourable) ? words.inverse_sens : words.inverse;
  const sources = q.leviers.flatMap(({ calcul, nom_court: levier }) =>
    calcul?.classes?.length ? [fill(words.source_classes, { levier, source: calcul.source_classes })] : [],
  );

  /** Fill a lever's cell, and say it: in words where it has classes, never as a mark beside them.
   * @param {typeof rows[0]} row @param {LeverScore} found @returns {string} */
  function paintRow({ lever, cell }, { score, classe, n_notes }) {
    const levier = lever.nom_score ?? lever.nom_court;
    cell.classList.toggle("pap-questionnaire-withheld", score === null);
    if (score === null) {
      const asked = scoredItems(whole.items, lever).length;
      say(cell, fill(words.retenu, { n: n_notes, min: leastOf(asked, rules, lever) }));
      return fill(words.phrase_retenu, { levier });
    }
    const label = rules.classes.find((one) => one.id === classe)?.libelle ?? classe;
    const own = unitOfLever(q, lever);
    const values = { levier, score: numberOf(score, own), fin: endOf(own), classe: label };
    say(cell, label ?? (isOneUnit ? values.score : fill(words.sur, values)));
    return fill(label === null ? words.phrase_sans_classe : words.phrase_levier, values);
  }
  /** @param {Record<string, LeverScore>} scores */
  const paint = (scores) => {
    const told = rows.map((row) => paintRow(row, scores[row.lever.id]));
    say(sentence, fill(words.phrase, { leviers: told.join(words.entre) }));
  };
  const root = h(
    "div",
    { class: "pap-questionnaire-scores" },
    table,
    sentence,
    h("p", { class: "pap-soft" }, inWords ? words.aide : hasWords ? words.aide_melee : words.aide_sans_classe),
    turned > 0 ? h("p", { class: "pap-soft" }, counted(turnedWords, turned)) : null,
    ...sources.map((one) => h("p", { class: "pap-soft" }, one)),
  );
  return { root, paint };
}

/** The code of the sheet on screen; null where nothing is answered yet. @param {Model} model */
function shareCode(model) {
  const sheet = sheetOf(model);
  return Object.keys(sheet.reponses).length > 0 ? encodeShare(model.get("questionnaire"), sheet) : null;
}

/** The share code, large, and as a picture when Python has drawn the same code.
 * @param {Model} model @param {any} t @param {string} uid */
export function sharePart(model, t, uid) {
  const code = h("p", { class: "pap-questionnaire-code", "aria-labelledby": `${uid}-share`, role: "group" });
  const picture = h("img", { class: "pap-questionnaire-qr", alt: t.bilan.code.image, hidden: true });
  const root = h(
    "div",
    { class: "pap-questionnaire-share" },
    h("h4", { id: `${uid}-share` }, t.bilan.code.titre),
    h("p", {}, t.bilan.code.aide),
    h("div", { class: "pap-questionnaire-row" }, code, picture),
  );
  const paint = () => {
    const text = shareCode(model);
    root.hidden = text === null;
    if (text === null) return;
    if (code.textContent !== text) {
      const groups = text.split("-");
      code.replaceChildren(...groups.map((group, at) => h("span", {}, at < groups.length - 1 ? `${group}-` : group)));
    }
    const drawn = String(model.get("code_qr") ?? "");
    picture.hidden = !drawn.includes(text); // a picture of earlier answers is never shown
    if (!picture.hidden) picture.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  };
  return { root, paint };
}
