// @ts-check
/**
 * How answers count and how scores are said, for any questionnaire: the twin of Questionnaire.steps and scoring.told.
 *
 * @typedef {{niveaux: {valeur: number, libelle: string, ancre: string, code?: number, points?: number}[],
 *   hors_echelle: {code: "NSP"|"NC", libelle: string, usage: string}[]}} Scale
 * @typedef {{echelle: Scale, echelles?: Record<string, Scale>, calcul?: {unite: string}}} Scaled
 * @typedef {{echelle?: string|null, inverse?: boolean, poids?: number, levier?: string, autres_leviers?: string[]}}
 *   ScaledItem
 * @typedef {{unite?: string|null, part_min_notes?: number|null, sens?: string, total_de?: string[],
 *   classes?: {libelle: string, a_partir_de: number}[], source_classes?: string}} LeverScoring
 * @typedef {{id: string, calcul?: LeverScoring}} ScoredLever
 * @typedef {number|{bas: number, fin: number, decimales: number}} Unit 0 for scores from 0 to 100, the highest level
 *   for means from 1, or the two ends of a lever's own unit
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

/** What people say and write for a level: its code, or its rank. @param {Scale["niveaux"][0]} level */
export const writtenOf = (level) => level.code ?? level.valeur;

/** How far a level (its rank) lies above the lowest: in points where levels have some, else in levels.
 * @param {Scale} scale @param {number} level */
const placeOf = ({ niveaux }, level) => {
  const { points } = niveaux[level - 1];
  return points === undefined ? level - 1 : points - (niveaux[0].points ?? 0);
};

/** @param {Scale} scale */
const widthOf = (scale) => placeOf(scale, scale.niveaux.length);

/** What the lowest and the highest level count in a mean or a sum. @param {Scale} scale @returns {[number, number]} */
function endsOf({ niveaux }) {
  const [low, high] = [niveaux[0], niveaux[niveaux.length - 1]].map((one) => one.points ?? writtenOf(one));
  return [low, high];
}

/** How many equal steps lie between the worst and the best answer: each level of each scale is a whole number of them.
 * @param {Scaled} q */
export const spanOf = (q) =>
  [q.echelle, ...Object.values(q.echelles ?? {})]
    .map(widthOf)
    .reduce((span, steps) => (span * steps) / divisor(span, steps), 1);

/** How many steps an answer lies above the worst one, reversed items turned round.
 * @param {Scaled} q @param {ScaledItem} item @param {number} level */
export function stepsOf(q, item, level) {
  const scale = scaleOf(q, item);
  const [place, width] = [placeOf(scale, level), widthOf(scale)];
  return (item.inverse ? width - place : place) * (spanOf(q) / width);
}

/** The items that a lever's score counts: its own, those that name it too, those of its parts.
 * @template {ScaledItem} I @param {I[]} items @param {ScoredLever} lever @returns {I[]} */
export function scoredItems(items, lever) {
  const parts = [lever.id, ...(lever.calcul?.total_de ?? [])];
  return items.filter((item) => [item.levier, ...(item.autres_leviers ?? [])].some((id) => parts.includes(id ?? "")));
}

/** How much an item counts in a lever: its weight, times the width of its scale in a sum.
 * @param {Scaled} q @param {ScoredLever} lever @param {ScaledItem} item */
export function weightOf(q, lever, item) {
  const [low, high] = endsOf(scaleOf(q, item));
  return (item.poids ?? 1) * (lever.calcul?.unite === "somme" ? high - low : 1);
}

export const UNFAVOURABLE = "defavorable"; // the «sens» of a lever whose high score is bad

/** @param {ScoredLever} lever */
export const isUnfavourable = (lever) => lever.calcul?.sens === UNFAVOURABLE;

/** The unit in which a lever's score is told: its own, or that of the questionnaire.
 * @param {Scaled & {items: ScaledItem[]}} q @param {ScoredLever} lever @returns {Unit} */
export function unitOfLever(q, lever) {
  const own = lever.calcul?.unite;
  if (!own) return unitOf(q);
  if (own === "score") return 0;
  const ends = scoredItems(q.items, lever).map((item) =>
    endsOf(scaleOf(q, item)).map((end) => end * (own === "somme" ? (item.poids ?? 1) : 1)),
  );
  const [bas, fin] = ends[0];
  if (own === "moyenne") return bas === 1 ? fin : { bas, fin, decimales: 1 };
  const sum = (/** @type {number} */ at) => ends.reduce((total, one) => total + one[at], 0);
  return { bas: sum(0), fin: sum(1), decimales: 0 };
}

/** A score (0 to 100) in the unit in which it is told, not rounded. @param {number} score @param {Unit} unit */
export const inUnit = (score, unit) =>
  unit === 0 ? score : startOf(unit) + (score * (endOf(unit) - startOf(unit))) / 100;

/** Round a score as it is shown: to the nearest whole number, halves up, as Python does.
 * @param {number} score 0 to 100 */
export const rounded = (score) => Math.floor(score + 0.5 + 1e-9);

/** The unit of a questionnaire's scores: 0 where they go from 0 to 100, else the ends of its main scale, as the highest
 * level alone where it counts from 1. @param {Scaled} q @returns {Unit} */
export function unitOf(q) {
  if (q.calcul?.unite !== "moyenne") return 0;
  const [bas, fin] = endsOf(q.echelle);
  return bas === 1 ? fin : { bas, fin, decimales: 1 };
}

/** Where the scores of a unit end: the N of «56 sur N». @param {Unit} unit */
export const endOf = (unit) => (typeof unit === "object" ? unit.fin : unit || 100);

/** Where they start: 1 for means, 0 for scores. @param {Unit} unit */
export const startOf = (unit) => (typeof unit === "object" ? unit.bas : unit ? 1 : 0);

/** Say a score as a number: a whole one, or a mean with its decimal.
 * @param {number} score 0 to 100 @param {Unit} [unit] @returns {string} */
export function numberOf(score, unit = 0) {
  const value = inUnit(score, unit);
  if (unit === 0 || (typeof unit === "object" && unit.decimales === 0)) return String(rounded(value));
  const tenths = Math.floor(10 * value + 0.5 + 1e-9);
  return `${Math.floor(tenths / 10)},${tenths % 10}`;
}

/** The axes of a radar of this questionnaire and the unit of most of them, as Radar (widgets/radar/radar.py) has them:
 * an axis says its own unit, the classes of its instrument with their source, and that a high score is bad.
 * @param {Scaled & {items: ScaledItem[], leviers: (ScoredLever & {nom_court: string, nom_score?: string})[]}} q
 * @returns {{axes: import("../widgets/radar/words.js").Axis[], unit: number}} */
export function axesOf(q) {
  const main = unitOf(q);
  const unit = typeof main === "number" ? main : 0;
  const axes = q.leviers.map((lever) => {
    const own = unitOfLever(q, lever);
    const { sens, classes = [], source_classes: source } = lever.calcul ?? {};
    return {
      id: lever.id,
      label: lever.nom_score ?? lever.nom_court,
      ...(own === unit && own === main ? {} : { unit: own }),
      ...(sens === UNFAVOURABLE ? { sens } : {}),
      ...(classes.length ? { classes, source } : {}),
    };
  });
  return { axes, unit };
}

/** Which of seven shades a level has, from the lightest to the darkest. @param {number} level @param {number} top */
export const shadeOf = (level, top) => Math.round(1 + ((level - 1) * (SHADES - 1)) / (top - 1));
