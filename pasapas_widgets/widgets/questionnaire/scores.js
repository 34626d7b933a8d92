// @ts-check
/**
 * The scores of one sheet; the twin of pasapas_widgets/rules/scoring.py, held to tests/vectors/scoring.json.
 *
 * @typedef {import("./sheet.js").Answers} Answers
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {{part_min_notes: number, tolerance: number,
 *   classes: {id: string, libelle: string, moyenne_min: number}[]}} Rules
 * @typedef {{score: number|null, classe: string|null, n_notes: number}} LeverScore
 * @typedef {Pick<Rules, "classes"|"tolerance">} ClassRules
 * @typedef {import("../../front/scale.js").Unit} Unit
 * @typedef {Pick<import("../../front/scale.js").LeverScoring, "classes"|"sens">} Own what a lever says of its classes
 */

import {
  UNFAVOURABLE,
  endOf,
  inUnit,
  isUnfavourable,
  scoredItems,
  spanOf,
  startOf,
  stepsOf,
  unitOfLever,
  weightOf,
} from "../../front/scale.js";

/**
 * Score one sheet, lever by lever; null below the least number of answers on the scale.
 * @param {Pick<Questionnaire, "leviers"|"items"|"echelle"|"echelles">} questionnaire
 * @param {Answers} answers
 * @param {Rules} rules
 * @returns {Record<string, LeverScore>}
 */
export function scoreSheet(questionnaire, answers, rules) {
  const span = spanOf(questionnaire);
  /** @type {Record<string, LeverScore>} */
  const scores = {};
  for (const lever of questionnaire.leviers) {
    const asked = scoredItems(questionnaire.items, lever);
    const scored = asked.filter((item) => typeof answers[item.id] === "number");
    const n = scored.length;
    const weights = scored.map((item) => weightOf(questionnaire, lever, item));
    const steps = scored.reduce(
      (sum, item, i) => sum + weights[i] * stepsOf(questionnaire, item, Number(answers[item.id])),
      0,
    );
    const most = span * weights.reduce((sum, weight) => sum + weight, 0);
    const score =
      n >= leastOf(asked.length, rules, lever) ? ((isUnfavourable(lever) ? most - steps : steps) * 100) / most : null;
    const classe = score === null ? null : classOf(score, unitOfLever(questionnaire, lever), lever.calcul ?? {}, rules);
    scores[lever.id] = { score, classe: classe?.id ?? null, n_notes: n };
  }
  return scores;
}

/** How many of a lever's items a score needs. @param {number} items @param {Rules} rules
 * @param {import("../../front/scale.js").ScoredLever} [lever] */
export const leastOf = (items, rules, lever) =>
  Math.max(1, Math.ceil(items * (lever?.calcul?.part_min_notes || rules.part_min_notes) - rules.tolerance));

const STEPS = 3; // the limits of the classes are told on the self-diagnosis' scale, from 1 to 4

/** The class in which one person reads a lever's score: that of its instrument (named by its words) where it has some,
 * else the project's; undefined where there are none.
 * @param {number} score @param {Unit} unit @param {Own} lever @param {ClassRules} rules
 * @returns {{ id: string, libelle: string } | undefined} */
export function classOf(score, unit, { classes = [], sens }, rules) {
  const own = classes.filter((one) => inUnit(score, unit) + rules.tolerance >= one.a_partir_de).at(-1);
  if (classes.length > 0) return own && { id: own.libelle, libelle: own.libelle };
  const mean = 1 + ((sens === UNFAVOURABLE ? 100 - score : score) * STEPS) / 100;
  return rules.classes.find((one) => mean >= one.moyenne_min - rules.tolerance) ?? rules.classes.at(-1);
}

/** One person's classes from a lever's lowest score to its highest, each with where it ends (0 to 100).
 * @param {Unit} unit @param {Own} lever @param {ClassRules} rules @returns {{ libelle: string, fin: number }[]} */
export function classesAlong(unit, { classes = [], sens }, rules) {
  const low = startOf(unit);
  const own = classes.map(({ libelle }, i) => ({
    libelle,
    fin: i + 1 < classes.length ? ((classes[i + 1].a_partir_de - low) * 100) / (endOf(unit) - low) : 100,
  }));
  if (own.length > 0) return own;
  const startsAt = (/** @type {number} */ i) => ((rules.classes[i].moyenne_min - 1) * 100) / STEPS;
  if (sens === UNFAVOURABLE) {
    const last = rules.classes.length - 1;
    return rules.classes.map(({ libelle }, i) => ({ libelle, fin: i < last ? 100 - startsAt(i) : 100 }));
  }
  return rules.classes.map(({ libelle }, i) => ({ libelle, fin: i > 0 ? startsAt(i - 1) : 100 })).reverse();
}
