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
 *   string, echelle?: string | null, inverse?: boolean, profils_prioritaires?: string[] }} Item
 * @typedef {{ leviers: (import("../../front/scale.js").ScoredLever &
 *   { nom_court: string, nom_score?: string })[], effets: { id: string, nom: string }[], profils: { id:
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

/** How far apart answers lie, whatever the scale: the spread as a share of the way between its two ends.
 * @param {Pick<ItemResult, "dispersion" | "distribution">} one */
export const apartOf = ({ dispersion, distribution }) =>
  (dispersion ?? 0) / (distribution ? Object.keys(distribution).length - 1 : 1);

/**
 * Choose what each section tells: identifiers of statements in their order.
 *
 * `found` is false where no statement reaches the section's limit, and `ids` then holds the nearest few. The twin of
 * `rules/reading.py`: both are held to tests/vectors/reading.json.
 * @param {GroupResults} results @param {Pick<Rules, "classes">} rules the best class first; none where nothing says
 * what is high enough
 */
export function sections(results, { classes }) {
  const isTold = (/** @type {number | null} */ n) => n !== null && n >= (results.seuils.moyenne ?? 0);
  const all = Object.entries(results.items).filter(([, one]) => one.moyenne === null || isTold(one.n_notes));
  const [best, worst] = [classes[0]?.id, classes.at(-1)?.id];
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
  const told = results.priorites.filter((id) => scored.some(([one]) => one === id));
  const improve = told.filter((id) => worst && results.items[id].classe === worst);
  const hidden = choose(
    all,
    // Few may have rated it just because few can see it: the share is then told without the mean
    (one) =>
      one.signaux.includes("peu_visible") && one.part_nsp !== null && (one.n_notes === null || isTold(one.n_notes)),
    (one) => -(one.part_nsp ?? 0),
  );
  return {
    open: scored.length > 0,
    divergences: choose(
      scored.filter(([, one]) => one.dispersion !== null),
      (one) => one.signaux.includes("regards_differents"),
      (one) => -apartOf(one),
    ),
    strengths: choose(
      scored,
      (one) => best !== undefined && one.classe === best,
      (one) => -mean(one),
      ends,
    ),
    improvements: { found: improve.length > 0, ids: improve.length ? improve : told.slice(0, ends) },
    hidden: hidden.found ? hidden.ids : [],
    gaps: all.filter(([, one]) => one.signaux.includes("ecart_profils")).map(([id]) => id),
  };
}
