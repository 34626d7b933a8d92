// @ts-check
/**
 * What a radar says in words: its layers, one sentence each; the twin of `figures.describe_radar`.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ id: string, label: string, unit?: Unit, sens?: string,
 *   classes?: { libelle: string, a_partir_de: number }[], source?: string }} Axis with its own unit and classes, if any
 * @typedef {"me" | "group" | "earlier" | "profile"} Kind
 * @typedef {{ id?: string, label: string, kind: Kind, n: number | null, scores: Record<string, number | null> }} Layer
 * @typedef {import("../questionnaire/scores.js").ClassRules} Rules
 * @typedef {import("../../front/scale.js").Unit} Unit
 */

import { endOf, numberOf } from "../../front/scale.js";
import { fill } from "../../front/words.js";
import { classOf, classesAlong } from "../questionnaire/scores.js";

/** The rules of what has no classes: everything is said in figures. @type {Rules} */
export const FIGURES = { classes: [], tolerance: 0 };

/** @param {Layer} layer @param {Axis} axis @returns {number | null} */
export const scoreOf = (layer, axis) => layer.scores[axis.id] ?? null;

/** Is a layer said in words at an axis? One person's is, where there are classes to say it with, the lever's own or the
 * project's; a group's keeps its figures. @param {Layer} layer @param {Axis} axis @param {Rules} rules */
export const isInWords = (layer, axis, rules) => layer.kind === "me" && (axis.classes ?? rules.classes).length > 0;

/** @param {Axis[]} axes @param {Layer[]} layers @param {Rules} rules */
export const areInWords = (axes, layers, rules) =>
  layers.length > 0 && layers.every((layer) => axes.every((axis) => isInWords(layer, axis, rules)));

/** @param {number} score @param {Axis} axis @param {number} unit @param {Rules} rules @returns {string} */
export const classInWords = (score, axis, unit, rules) => classOf(score, axis.unit ?? unit, axis, rules)?.libelle ?? "";

/** One person's classes from the lowest score to the highest, where those of all axes are the same; else none.
 * @param {Axis[]} axes @param {number} unit @param {Rules} rules */
export function sharedClasses(axes, unit, rules) {
  const [first, ...others] = axes.map((axis) => classesAlong(axis.unit ?? unit, axis, rules));
  return others.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : [];
}

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
  let [nothing, isTold] = [true, false]; // is anything said, and where the scale of most levers ends?
  const levers = axes.map((axis) => {
    const score = scoreOf(layer, axis);
    if (score === null) return fill(told.absent, { levier: axis.label });
    const own = axis.unit ?? unit;
    const figure = { score: numberOf(score, own), fin: endOf(own) };
    const inWords = isInWords(layer, axis, rules);
    const isBare = isTold && axis.unit === undefined;
    isTold ||= !inWords && axis.unit === undefined;
    nothing = false;
    return fill(told.suivant, {
      levier: axis.label,
      score: inWords
        ? fill(told.classe, { classe: classInWords(score, axis, unit, rules) })
        : isBare
          ? figure.score
          : fill(told.sur, figure),
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
