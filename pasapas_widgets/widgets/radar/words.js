// @ts-check
/**
 * What a radar says in words: its layers, one sentence each; the twin of `figures.describe_radar`.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ id: string, label: string }} Axis
 * @typedef {"me" | "group" | "earlier" | "profile"} Kind
 * @typedef {{ id?: string, label: string, kind: Kind, n: number | null, scores: Record<string, number | null> }} Layer
 * @typedef {Pick<import("../questionnaire/scores.js").Rules, "classes" | "tolerance">} Rules
 */

import { endOf, numberOf } from "../../front/scale.js";
import { fill } from "../../front/words.js";
import { classOf } from "../questionnaire/scores.js";

/** The rules of what has no classes: everything is said in figures. @type {Rules} */
export const FIGURES = { classes: [], tolerance: 0 };

/** @param {Layer} layer @param {Axis} axis @returns {number | null} */
export const scoreOf = (layer, axis) => layer.scores[axis.id] ?? null;

/** Is a layer said in words? One person's is, where there are classes to say it with; a group's keeps its figures.
 * @param {Layer} layer @param {Rules} rules */
export const isInWords = (layer, rules) => layer.kind === "me" && rules.classes.length > 0;

/** @param {Layer[]} layers @param {Rules} rules */
export const areInWords = (layers, rules) => layers.length > 0 && layers.every((layer) => isInWords(layer, rules));

/** @param {number} score @param {Rules} rules @returns {string} */
export const classInWords = (score, rules) => classOf(score, rules)?.libelle ?? "";

/** Is there anything to draw? @param {Layer[]} layers */
export const hasScore = (layers) => layers.some((layer) => Object.values(layer.scores).some((score) => score !== null));

/**
 * Say what the radar shows: one sentence a layer.
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} [unit] as `unitOf` gives it
 * @param {Rules} [rules]
 */
export const describe = (axes, layers, texts, unit = 0, rules = FIGURES) =>
  layers.map((layer) => sentenceOf(axes, layer, texts.phrase, unit, rules)).join(" ");

/** @param {Axis[]} axes @param {Layer} layer @param {Texts} told @param {number} unit @param {Rules} rules */
export function sentenceOf(axes, layer, told, unit, rules) {
  const inWords = isInWords(layer, rules);
  let nothing = true;
  const levers = axes.map((axis) => {
    const score = scoreOf(layer, axis);
    if (score === null) return fill(told.absent, { levier: axis.label });
    const number = numberOf(score, unit);
    const figure = nothing ? fill(told.sur, { score: number, fin: endOf(unit) }) : number;
    nothing = false;
    return fill(told.suivant, {
      levier: axis.label,
      score: inWords ? fill(told.classe, { classe: classInWords(score, rules) }) : figure,
    });
  });
  return fill(told.calque, {
    calque: layer.label,
    effectif: sheetsInWords(layer, told),
    leviers: nothing ? told.aucun : levers.join(told.entre),
  });
}

/** Say how many sheets a layer holds, where it is known. @param {Layer} layer @param {Texts} told @returns {string} */
export const sheetsInWords = ({ n }, told) =>
  n === null ? "" : fill(n === 1 ? told.effectif_un : told.effectif, { n });

/** The layers to draw: the model's, with the scores heard from the questionnaire as the layer «me», first.
 * @param {Layer[]} layers @param {Record<string, number | null> | null} mine @param {Texts} texts @returns {Layer[]} */
export function withMine(layers, mine, texts) {
  if (mine === null) return layers;
  const own = layers.find((layer) => layer.kind === "me");
  return [
    { kind: "me", label: own?.label ?? texts.calques.me, n: null, scores: mine },
    ...layers.filter((layer) => layer !== own),
  ];
}
