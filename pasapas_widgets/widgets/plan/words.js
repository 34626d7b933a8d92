// @ts-check
/** What a plan says in words: scores, before and after, dates in their order. Pure, tested by themselves. */
import { counted, dayInWords, fill, numberInWords } from "../../front/words.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain */

/**
 * Say two times of a statement or a lever, and no more than the figures can bear.
 * @param {Plain} one a Comparison of pasapas_widgets/rules/comparison.py @param {Texts} t texts of «comparaison»
 * @returns {string}
 */
export function comparedInWords(one, t) {
  if (["autre_questionnaire", "autres_enonces"].includes(one.verdict)) return t[one.verdict];
  if (one.avant === null || one.apres === null || !["depasse", "marge", "egal"].includes(one.verdict)) return t.retenu;
  const more = one.ecart > 0 ? "plus" : "moins";
  const values = {
    avant: one.dit.avant,
    apres: one.dit.apres,
    n_avant: one.n_avant,
    n_apres: one.n_apres,
    sens: t.sens[more],
    marge: one.dit.marge,
  };
  const facts = fill(t.faits, values);
  if (one.verdict === "egal") return `${facts} ${t.egal}`;
  const likened = counted(t.comme_si[one.dit.comme ?? more], one.personnes, values);
  return `${facts} ${likened} ${fill(t[one.verdict], values)}`;
}

/**
 * Say what a group's results were for a statement.
 * @param {Plain} one figures of one wave @param {Texts} t texts of «fil»
 * @param {{ classes: Record<string, string>, signaux: Record<string, string> }} kit
 */
export function figureInWords(one, t, kit) {
  if (one.moyenne === null || one.moyenne === undefined) return t.non_montre;
  const spread =
    one.dispersion === null || one.dispersion === undefined
      ? t.dispersion_non_montree
      : fill(t.dispersion, { dispersion: numberInWords(one.dispersion, 1, true) });
  const label = kit.classes[one.classe];
  const facts = fill(label ? t.score : t.score_sans_classe, { score: one.dit, classe: label ?? "", n: one.n_notes });
  return [facts, spread, ...(one.signaux ?? []).map((/** @type {string} */ id) => kit.signaux[id])].join(" · ");
}

/**
 * The days of a plan in their order: what begins, what is due, what is reviewed.
 * @param {Plain[]} actions @param {string} today @param {(action: Plain) => boolean} isOpen
 * @returns {{ id: string, kind: "ouverte_le" | "echeance" | "date_revue", day: string, late: boolean }[]}
 */
export function milestones(actions, today, isOpen) {
  const kinds = /** @type {const} */ (["ouverte_le", "echeance", "date_revue"]);
  return actions
    .flatMap((one) =>
      kinds
        .filter((kind) => one[kind])
        .map((kind) => ({
          id: one.id,
          kind,
          day: one[kind],
          late: kind !== "ouverte_le" && one[kind] < today && isOpen(one),
        })),
    )
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : kinds.indexOf(a.kind) - kinds.indexOf(b.kind)));
}

/** Where a day lies between two others, in percent. @param {string} day @param {string} first @param {string} last */
export function placed(day, first, last) {
  const [at, from, to] = [day, first, last].map((one) => Date.parse(`${one}T12:00:00Z`));
  return to === from ? 0 : Math.min(100, Math.max(0, (100 * (at - from)) / (to - from)));
}

/** The documents where an action can be entered, by the name that fits the number of employees.
 * @param {Plain[]} documents @param {number | null} staff @param {number} small
 * @returns {{ id: string, label: string }[]} */
export const documentsFor = (documents, staff, small) =>
  documents.map((one) => {
    const isSmall = staff !== null && staff !== undefined && staff < small;
    const name = (isSmall && one.petit) || one.libelle;
    return { id: one.id, label: one.sigle && name === one.libelle ? `${one.sigle} – ${name}` : name };
  });

/**
 * The statements for which an action may be added: those that the group keeps first, an idea by its own words.
 * @param {Plain} carnet @param {Record<string, Plain>} items @returns
 * {{ kept: { value: string, label: string }[], all: { value: string, label: string, lever: string }[] }}
 */
export function subjectsFor(carnet, items) {
  const kept = carnet.priorites
    .filter((/** @type {Plain} */ one) => one.retenue && one.enonces.length)
    .map((/** @type {Plain} */ one) => ({
      value: one.id,
      label: one.intitule || items[one.enonces[0]]?.texte || one.enonces[0],
    }));
  return { kept, all: Object.entries(items).map(([id, one]) => ({ value: id, label: one.texte, lever: one.levier })) };
}

/**
 * A new action about a subject, from a model or of the group's own.
 * @param {Plain} begun the model as an action begun today @param {string} id @param {string[]} about statements
 * @param {Record<string, Plain>} items @param {Plain | undefined} priority its place on the matrix is kept
 * @returns {Plain}
 */
export function begunAction(begun, id, about, items, priority) {
  const waves = items[about[0]]?.vagues ?? [];
  const level = waves.length ? waves[waves.length - 1].moyenne : null;
  return {
    ...begun,
    id,
    enonces: about,
    titre: begun.titre || priority?.intitule || "",
    niveau_de_depart: level ?? null,
    effort: priority?.effort ?? begun.effort ?? null,
    effet: priority?.effet ?? begun.effet ?? null,
  };
}

/** «3 décembre 2026», or that there is none. @param {string | null} day @param {Texts} t */
export const dayOrNone = (day, t) => (day ? dayInWords(day) : t.sans_date);
