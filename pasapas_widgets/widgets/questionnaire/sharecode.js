// @ts-check
/**
 * The share code of a sheet; the twin of pasapas_widgets/files/sharecode.py, which explains the code. Both are held to
 * tests/vectors/sharecode.json.
 *
 * @typedef {import("./sheet.js").Item} Item
 * @typedef {import("./sheet.js").Labelled} Labelled
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

import { codesOf, scaleOf } from "../../front/scale.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTHS = [24, 28];
const CHECKS = 4;

// The field of 32 elements: polynomial x⁵ + x² + 1, generator 2.
const EXP = [1];
for (let i = 1; i < 62; i += 1) EXP[i] = (EXP[i - 1] << 1) ^ (EXP[i - 1] & 16 ? 0x25 : 0);
/** @param {number} a @param {number} b */
const times = (a, b) => (a && b ? EXP[EXP.indexOf(a) + EXP.indexOf(b)] : 0);

/** The check characters: the remainder of a division by (x - 2)(x - 2²)(x - 2³)(x - 2⁴).
 * @param {number[]} symbols */
function checksOf(symbols) {
  let generator = [1];
  for (let power = 1; power <= CHECKS; power += 1) {
    generator = [...generator, 0].map((one, i) => one ^ (i > 0 ? times(generator[i - 1], EXP[power]) : 0));
  }
  let remainder = Array(CHECKS).fill(0);
  for (const symbol of symbols) {
    const factor = symbol ^ remainder[0];
    remainder = [...remainder.slice(1), 0].map((one, i) => one ^ times(factor, generator[i + 1]));
  }
  return remainder;
}

/** What a questionnaire's identifier puts into the checks: FNV-1a, its 20 low bits; nothing for the self-diagnosis.
 * @param {string} id */
function markOf(id) {
  let value = 0;
  if (id !== "pas-a-pas") {
    value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(id)) value = Math.imul(value ^ byte, 0x01000193);
  }
  return [15, 10, 5, 0].map((shift) => (value >>> shift) & 31);
}

/**
 * Return the share code of a sheet, or null where the questionnaire is too long for one.
 * @param {Questionnaire} questionnaire
 * @param {Sheet} sheet
 * @returns {string|null}
 */
export function encodeShare(questionnaire, { profil, variante, reponses }) {
  const { id, items, profils, variantes, numero } = questionnaire;
  /** @param {Labelled[]} options @param {string|null} chosen */
  const place = (options, chosen) => 1 + options.findIndex((one) => one.id === chosen); // 0 where there is none
  /** @param {Item} item @returns {[number, number]} */
  const digitOf = (item) => {
    const scale = scaleOf(questionnaire, item);
    /** @type {unknown[]} */
    const states = [undefined, ...scale.niveaux.map((level) => level.valeur), ...codesOf(scale)];
    return [states.indexOf(reponses[item.id]), states.length];
  };
  /** @type {[number, number][]} */
  const digits = [
    [numero, numero + 1],
    [place(variantes, variante), variantes.length + 1],
    [place(profils, profil), profils.length + 1],
    ...items.map(digitOf),
  ];
  const sheets = digits.reduce((product, [, radix]) => product * BigInt(radix), 1n);
  const length = LENGTHS.find((one) => sheets <= 32n ** BigInt(one - CHECKS));
  if (length === undefined) return null;
  let number = digits.reduce((sum, [digit, radix]) => sum * BigInt(radix) + BigInt(digit), 0n);
  /** @type {number[]} */
  const symbols = [];
  for (; symbols.length < length - CHECKS; number >>= 5n) symbols.unshift(Number(number & 31n));
  const mark = markOf(id);
  const checks = checksOf(symbols).map((check, at) => check ^ mark[at]);
  const text = [...symbols, ...checks].map((symbol) => ALPHABET[symbol]).join("");
  return (text.match(/.{4}/g) ?? []).join("-");
}
