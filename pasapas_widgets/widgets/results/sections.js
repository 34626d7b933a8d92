// @ts-check
/**
 * Which statements the results of a group tell, in the order in which it should talk, and why a figure is withheld.
 *
 * @typedef {{ n_notes: number | null, moyenne: number | null, classe: string | null, dispersion: number | null,
 *   part_nsp: number | null, distribution: Record<string, number> | null, signaux: string[], motif: string | null }}
 *   ItemResult
 * @typedef {{ score: number | null, classe: string | null, n_items: number, motif: string | null }} GroupScore
 * @typedef {{ n: number | null, leviers: Record<string, GroupScore>, items?: Record<string, { n_notes: number, moyenne:
 *   number }>, motif: string | null }} Profile
 * @typedef {{ n_feuilles: number, leviers: Record<string, GroupScore>, effets: Record<string, GroupScore>, items:
 *   Record<string, ItemResult>, profils: Record<string, Profile>, priorites: string[], seuils: Record<string, number>
 *   }} GroupResults
 * @typedef {{ id: string, levier: string, texte: string, repere_1: string, repere_4: string, preuve: string, relance:
 *   string, echelle?: string | null, inverse?: boolean }} Item
 * @typedef {{ leviers: { id: string, nom_court: string }[], effets: { id: string, nom: string }[], profils: { id:
 *   string, libelle: string }[], echelle: import("../../front/scale.js").Scale, echelles?: Record<string,
 *   import("../../front/scale.js").Scale>, calcul?: { unite: string }, items: Item[] }} Questionnaire
 * @typedef {{ classes: { id: string, libelle: string }[], signaux: Record<string, { libelle: string, seuil: number }>
 *   }} Rules
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ results: GroupResults, questionnaire: Questionnaire, rules: Rules, texts: Texts }} Told
 */

import { fill } from "../../front/words.js";

const FEW = 3; // statements shown where none reaches the section's limit

/**
 * Say in plain French why a figure is withheld.
 * @param {string | null} motif as the aggregation writes it, e.g. «n_notes < 5» @param {Texts} texts @returns {string}
 */
export function reason(motif, texts) {
  const [, key, n] = /^(.+) < (\d+)$/.exec(motif ?? "") ?? [];
  return Object.keys(texts.motifs).includes(key) ? fill(texts.motifs[key], { n }) : texts.motifs.autre;
}

/**
 * Choose what each section tells: identifiers of statements in their order.
 *
 * `found` is false where no statement reaches the section's limit, and `ids` then holds the nearest few.
 * @param {GroupResults} results
 */
export function sections(results) {
  const all = Object.entries(results.items);
  const scored = all.filter(([, one]) => one.moyenne !== null);
  const hasClasses = scored.some(([, one]) => one.classe !== null);
  // Else one statement may be at both
  const ends = hasClasses ? FEW : Math.max(1, Math.min(FEW, Math.floor(scored.length / 2)));
  /** @param {[string, ItemResult][]} from @param {(one: ItemResult) => boolean} belongs
   * @param {(one: ItemResult) => number} order @param {number} [few] */
  const choose = (from, belongs, order, few = FEW) => {
    const sorted = [...from].sort(([, a], [, b]) => order(a) - order(b));
    const kept = sorted.filter(([, one]) => belongs(one));
    return { found: kept.length > 0, ids: (kept.length ? kept : sorted.slice(0, few)).map(([id]) => id) };
  };
  const mean = (/** @type {ItemResult} */ one) => /** @type {number} */ (one.moyenne);
  const improve = results.priorites.filter((id) => results.items[id].classe === "ameliorer");
  const hidden = choose(
    all,
    (one) => one.signaux.includes("peu_visible"),
    (one) => -(one.part_nsp ?? 0),
  );
  return {
    open: scored.length > 0,
    divergences: choose(
      scored.filter(([, one]) => one.dispersion !== null),
      (one) => one.signaux.includes("regards_differents"),
      (one) => -(one.dispersion ?? 0),
    ),
    strengths: choose(
      scored,
      (one) => one.classe === "appui",
      (one) => -mean(one),
      ends,
    ),
    improvements: { found: improve.length > 0, ids: improve.length ? improve : results.priorites.slice(0, ends) },
    hidden: hidden.found ? hidden.ids : [],
    gaps: all.filter(([, one]) => one.signaux.includes("ecart_profils")).map(([id]) => id),
  };
}
