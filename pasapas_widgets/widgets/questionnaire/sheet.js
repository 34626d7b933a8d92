// @ts-check
/**
 * One person's sheet: what it is made of, how it is read, which statements are asked.
 *
 * @typedef {number|"NSP"|"NC"} Answer                          the rank of a level, from 1
 * @typedef {Record<string, Answer>} Answers                      item id → answer; an item left out was not answered
 * @typedef {import("../../front/scale.js").Scale} Scale
 * @typedef {{id: string, levier: string, texte: string, repere_1: string, repere_4: string, inverse?: boolean,
 *   echelle?: string|null, module?: string|null, facile?: string, dessin?: string[], poids?: number,
 *   autres_leviers?: string[]}} Item
 * @typedef {{id: string, libelle: string}} Labelled
 * @typedef {{id: string, version: string, numero: number, titre: string, consigne: string, periode_de_reference:
 *   string, duree_remplissage_min: number, profils: Labelled[], variantes: Labelled[], modules: Labelled[], items:
 *   Item[], leviers: {id: string, nom_officiel: string, nom_court: string, question_guide: string,
 *   nom_score?: string, calcul?:
 *   import("../../front/scale.js").LeverScoring}[], source: {titre:
 *   string, licence: string, adresse: string, mention: string}|null, echelle: Scale, echelles?: Record<string, Scale>,
 *   calcul?: {unite: string}, dessins?: Record<string, string>}} Questionnaire
 * @typedef {{profil: string|null, variante: string|null, reponses: Answers}} Sheet
 * @typedef {import("../../front/host.js").Model} Model
 */

import { scaleOf, scoredItems } from "../../front/scale.js";

/** @param {unknown} value @param {Scale} scale @returns {value is Answer} */
const isAnswer = (value, { niveaux, hors_echelle }) =>
  niveaux.some((level) => level.valeur === value) || hors_echelle.some((one) => one.code === value);

/** Keep what is an answer to a statement of this questionnaire, in the order of the statements.
 * @param {any} answers @param {Questionnaire} questionnaire @returns {Answers} */
export function fitting(answers, questionnaire) {
  const fits = questionnaire.items.filter((item) => isAnswer(answers?.[item.id], scaleOf(questionnaire, item)));
  return Object.fromEntries(fits.map((item) => [item.id, answers[item.id]]));
}

/** @param {Labelled[]} options @param {unknown} id @returns {string|null} */
export const known = (options, id) => (options.some((one) => one.id === id) ? String(id) : null);

/**
 * Read a sheet's JSON. What does not fit is refused whole: `fault` names a text of «fautes», `values` fill it.
 * @param {string} text
 * @param {Questionnaire} questionnaire
 * @returns {{sheet: Sheet, fault?: undefined} | {fault: string, values: Record<string, string>}}
 */
export function readSheet(text, questionnaire) {
  const q = questionnaire;
  let plain;
  try {
    plain = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { fault: "json", values: {} };
  }
  if (typeof plain?.reponses !== "object" || plain.reponses === null) return { fault: "json", values: {} };
  if (plain.questionnaire !== q.id || plain.version !== q.version) {
    const values = { trouve: `${plain.questionnaire} ${plain.version}`, attendu: `${q.id} ${q.version}` };
    return { fault: "questionnaire", values };
  }
  const answers = fitting(plain.reponses, q);
  const wrong = Object.keys(plain.reponses).find((id) => !(id in answers));
  if (wrong !== undefined) {
    return { fault: "reponse", values: { enonce: wrong, valeur: String(plain.reponses[wrong]) } };
  }
  return {
    sheet: { profil: known(q.profils, plain.profil), variante: known(q.variantes, plain.variante), reponses: answers },
  };
}

/** @param {Model} model @returns {Sheet} */
export function sheetOf(model) {
  return {
    profil: model.get("profile") ?? null,
    variante: model.get("variant") ?? null,
    reponses: fitting(model.get("answers"), model.get("questionnaire")),
  };
}

/** The items that are asked with these modules; all of them where nothing was chosen.
 * @param {Questionnaire} q @param {string[]|null|undefined} modules */
export const askedItems = (q, modules) =>
  q.items.filter(({ module }) => !modules || !module || modules.includes(module));

/** The questionnaire with what is asked alone; an answer to the rest stays in the sheet.
 * @param {Questionnaire} q @param {string[]|null|undefined} modules @returns {Questionnaire} */
export function withModules(q, modules) {
  const items = askedItems(q, modules);
  return { ...q, items, leviers: q.leviers.filter((lever) => scoredItems(items, lever).length > 0) };
}
