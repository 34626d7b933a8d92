// @ts-check
/**
 * How answers count and how scores are said, for any questionnaire: the twin of Questionnaire.steps and scoring.told.
 *
 * @typedef {{niveaux: {valeur: number, libelle: string, ancre: string}[],
 *   hors_echelle: {code: "NSP"|"NC", libelle: string, usage: string}[]}} Scale
 * @typedef {{echelle: Scale, echelles?: Record<string, Scale>, calcul?: {unite: string}}} Scaled
 * @typedef {{echelle?: string|null, inverse?: boolean}} ScaledItem
 */

/** The answers outside a scale, in the order in which they are counted (model/entry.py). */
export const CODES = /** @type {const} */ (["NSP", "NC"]);

/** Which of them some scales offer. @param {Scale[]} scales */
export const codesOf = (...scales) =>
  CODES.filter((code) => scales.some((one) => one.hors_echelle.some((off) => off.code === code)));

const SHADES = 7; // as many as the longest scale has levels

/** The scale on which an item is answered. @param {Scaled} q @param {ScaledItem} item @returns {Scale} */
export const scaleOf = (q, item) => (item.echelle && q.echelles?.[item.echelle]) || q.echelle;

/** @param {number} a @param {number} b @returns {number} */
const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b));

/** How many equal steps lie between the worst and the best answer: each level of each scale is a whole number of them.
 * @param {Scaled} q */
export const spanOf = (q) =>
  [q.echelle, ...Object.values(q.echelles ?? {})]
    .map((scale) => scale.niveaux.length - 1)
    .reduce((span, steps) => (span * steps) / divisor(span, steps), 1);

/** How many steps an answer lies above the worst one, reversed items turned round.
 * @param {Scaled} q @param {ScaledItem} item @param {number} level */
export function stepsOf(q, item, level) {
  const top = scaleOf(q, item).niveaux.length;
  return (item.inverse ? top - level : level - 1) * (spanOf(q) / (top - 1));
}

/** Round a score as it is shown: to the nearest whole number, halves up, as Python does.
 * @param {number} score 0 to 100 */
export const rounded = (score) => Math.floor(score + 0.5 + 1e-9);

/** The highest level of the scale on which means are told, or 0 where scores go from 0 to 100. @param {Scaled} q */
export const unitOf = (q) => (q.calcul?.unite === "moyenne" ? q.echelle.niveaux.length : 0);

/** Where the scores of a unit end: the N of «56 sur N». @param {number} unit as `unitOf` gives it */
export const endOf = (unit) => unit || 100;

/** Where they start: 1 for means, 0 for scores. @param {number} unit */
export const startOf = (unit) => (unit ? 1 : 0);

/** Say a score as a number: a whole one from 0 to 100, or a mean level with its decimal.
 * @param {number} score 0 to 100 @param {number} [unit] as `unitOf` gives it @returns {string} */
export function numberOf(score, unit = 0) {
  if (!unit) return String(rounded(score));
  const tenths = Math.floor(10 * (1 + (score * (unit - 1)) / 100) + 0.5 + 1e-9);
  return `${Math.floor(tenths / 10)},${tenths % 10}`;
}

/** Which of seven shades a level has, from the lightest to the darkest. @param {number} level @param {number} top */
export const shadeOf = (level, top) => Math.round(1 + ((level - 1) * (SHADES - 1)) / (top - 1));
