// @ts-check
/**
 * The scores of one sheet; the twin of pasapas_widgets/rules/scoring.py, held to tests/vectors/scoring.json.
 *
 * @typedef {import("./sheet.js").Answers} Answers
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {{part_min_notes: number, tolerance: number,
 *   classes: {id: string, libelle: string, moyenne_min: number}[]}} Rules
 * @typedef {{score: number|null, classe: string|null, n_notes: number}} LeverScore
 */

import { spanOf, stepsOf } from "../../front/scale.js";

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
  for (const { id } of questionnaire.leviers) {
    const asked = questionnaire.items.filter((item) => item.levier === id);
    const scored = asked.filter((item) => typeof answers[item.id] === "number");
    const n = scored.length;
    const steps = scored.reduce((sum, item) => sum + stepsOf(questionnaire, item, Number(answers[item.id])), 0);
    const score = n >= leastOf(asked.length, rules) ? (steps * 100) / (span * n) : null;
    scores[id] = { score, classe: score === null ? null : (classOf(score, rules)?.id ?? null), n_notes: n };
  }
  return scores;
}

/** How many of a lever's items a score needs. @param {number} items @param {Rules} rules */
export const leastOf = (items, rules) => Math.ceil(items * rules.part_min_notes - rules.tolerance);

const STEPS = 3; // the limits of the classes are told on the self-diagnosis' scale, from 1 to 4

/** The class of a score, undefined where there are none. @param {number} score
 * @param {Pick<Rules, "classes"|"tolerance">} rules */
export function classOf(score, rules) {
  const mean = 1 + (score * STEPS) / 100;
  return rules.classes.find((one) => mean >= one.moyenne_min - rules.tolerance) ?? rules.classes.at(-1);
}

/** Where each class ends on the way from 0 to 100: the rings of what is told in classes.
 * @param {Pick<Rules, "classes">} rules */
export const limitsOf = ({ classes }) => [
  ...classes.slice(0, -1).map((one) => ((one.moyenne_min - 1) * 100) / STEPS),
  100,
];
