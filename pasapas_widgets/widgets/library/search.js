// @ts-check
/**
 * Searching the kit, in the browser alone: 40 entries, so that a plain reading of each is instant and can be explained.
 *
 * Every word asked for must begin a word of the entry. Where it begins one of the title it counts 3, of the situation
 * 2, elsewhere 1 (its number, «F07»: 9); entries come by the sum, then in the order of the kit.
 *
 * @typedef {{ titre: string, detail: string, minutes: number }} Step
 * @typedef {{ id: string, genre: "fiche" | "methode", levier: string, titre: string, quand: string, enonces: string[],
 *   effets: string[], duree: string, minutes: [number, number], groupe: string, effectif: [number, number] | null,
 *   materiel: string[], modeles?: string[],
 *   preoccupations?: string[], etapes: Step[], vigilance: string[], indicateurs: string[] }} Entry
 * @typedef {{ preoccupation: string, mots: string, genre: string, effectif: string,
 *   temps: string, situation: string, levier: string, effet:
 *   string, enonce: string }} Asked
 */

/** Nothing asked for: everything is found. @type {Readonly<Asked>} */
export const NOTHING_ASKED = Object.freeze({
  preoccupation: "",
  mots: "",
  genre: "",
  effectif: "",
  temps: "",
  situation: "",
  levier: "",
  effet: "",
  enonce: "",
});

/** A text without accents, capitals or ligatures. @param {string} text */
export const folded = (text) =>
  text
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");

/** The words of a text, as they are compared. @param {string} text @returns {string[]} */
export const wordsOf = (text) =>
  folded(text)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** The words asked for: single letters («l'équipe») left out, a plural looked for as its singular.
 * @param {string} text */
export const askedWords = (text) =>
  wordsOf(text)
    .filter((one) => one.length > 1)
    .map((one) => (one.length > 4 ? one.replace(/[sx]$/, "") : one));

/** @param {Entry} one @param {Record<string, string>} statements their words, by identifier
 * @returns {[number, string[]][]} */
function fieldsOf(one, statements) {
  return [
    [9, [folded(one.id)]],
    [3, wordsOf(one.titre)],
    [2, wordsOf(one.quand)],
    [
      1,
      wordsOf(
        [
          one.groupe,
          one.duree,
          ...one.materiel,
          ...one.etapes.flatMap((step) => [step.titre, step.detail]),
          ...one.vigilance,
          ...one.indicateurs,
          ...one.enonces.map((id) => statements[id] ?? ""),
        ].join(" "),
      ),
    ],
  ];
}

/** Whether an entry passes the filters; the words are another matter.
 * @param {Entry} one @param {Asked} asked @param {Entry[]} all */
export function passes(one, asked, all) {
  const people = Number(asked.effectif);
  const situation = all.find((other) => other.id === asked.situation);
  return (
    (!asked.preoccupation || one.preoccupations?.includes(asked.preoccupation) === true) &&
    (!asked.genre || one.genre === asked.genre) &&
    (!asked.levier || one.levier === asked.levier) &&
    (!asked.effet || one.effets.includes(asked.effet)) &&
    (!asked.enonce || one.enonces.includes(asked.enonce)) &&
    (!asked.temps || one.minutes[0] <= Number(asked.temps)) &&
    (!(people > 0) || !one.effectif || (one.effectif[0] <= people && people <= one.effectif[1])) &&
    (!situation ||
      one.id === situation.id ||
      (situation.enonces.length > 0 && one.enonces.includes(situation.enonces[0])))
  );
}

/** Look in the kit. `isPartial`: nothing has all the words, and these have some of them.
 * @param {Entry[]} all @param {Asked} asked @param {Record<string, string>} [statements]
 * @returns {{ found: Entry[], isPartial: boolean }} */
export function search(all, asked, statements = {}) {
  const words = askedWords(asked.mots);
  const kept = all.filter((one) => passes(one, asked, all));
  const scored = kept.map((one, place) => {
    const fields = fieldsOf(one, statements);
    const points = words.map((word) =>
      Math.max(0, ...fields.map(([weight, list]) => (list.some((other) => other.startsWith(word)) ? weight : 0))),
    );
    return { one, place, hits: points.filter(Boolean).length, points: points.reduce((sum, n) => sum + n, 0) };
  });
  // For a situation or a statement, what is mainly about it comes first.
  const near = (/** @type {Entry} */ one) =>
    one.id === asked.situation ? 0 : asked.enonce ? 1 + one.enonces.indexOf(asked.enonce) : 1;
  const ordered = (/** @type {typeof scored} */ list) =>
    list
      .sort((a, b) => b.hits - a.hits || b.points - a.points || near(a.one) - near(b.one) || a.place - b.place)
      .map(({ one }) => one);
  const whole = ordered(scored.filter((one) => one.hits === words.length));
  if (whole.length || words.length < 2) return { found: whole, isPartial: false };
  const some = ordered(scored.filter((one) => one.hits > 0));
  return { found: some, isPartial: some.length > 0 };
}

/** The entry that an address leads to: «#fiche-F07».
 * @param {string} hash @param {Entry[]} all @returns {string} empty where it leads to none */
export function entryOf(hash, all) {
  const asked = /^#fiche-([A-Za-z]\d\d)$/.exec(hash)?.[1]?.toUpperCase() ?? "";
  return all.some((one) => one.id === asked) ? asked : "";
}

/** What is shown to a room, one screen after another: what it is for, each step, what to keep in mind.
 * @param {Entry} one
 * @returns {({ kind: "debut" } | { kind: "etape", n: number, step: Step } | { kind: "fin" })[]} */
export const screensOf = (one) => [
  { kind: "debut" },
  ...one.etapes.map((step, at) => /** @type {const} */ ({ kind: "etape", n: at + 1, step })),
  .../** @type {{ kind: "fin" }[]} */ (one.vigilance.length || one.indicateurs.length ? [{ kind: "fin" }] : []),
];
