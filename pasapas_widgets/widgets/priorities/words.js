// @ts-check
/**
 * The subjects of a group: where they come from, what they are called, in which order they stand.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain
 */

import { counted, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";

/**
 * Say why a statement has its rank: its class, its score, then what decided between equal scores.
 * @param {Plain} one @param {Texts} t
 * @param {{ classes: Record<string, string>, signaux: Record<string, string> }} rules
 */
export function why(one, t, rules) {
  const parts = [
    rules.classes[one.classe] ? fill(t.score, { score: one.dit, classe: rules.classes[one.classe] }) : one.dit,
    ...one.signaux.map((/** @type {string} */ id) => rules.signaux[id]),
  ];
  return parts.join(" · ") + (one.shared > 1 ? ` · ${counted(t.a_egalite, one.shared - 1)}` : "");
}

/** The words of a priority: the group's own, or its statement. @param {Plain} one
 * @param {Record<string, Plain>} items */
export const titleOf = (one, items) => one.intitule || items[one.enonces[0]]?.texte || "";

/** A new subject about a statement, or of the group's own words. @param {Partial<Plain>} more @returns {Plain} */
export const subject = (more) => ({
  id: newId("p"),
  enonces: [],
  intitule: "",
  gommettes: null,
  effort: null,
  effet: null,
  retenue: false,
  ...more,
});

/** Take the dots of a closed vote: choices that are statements find theirs, ideas wait for a statement.
 * @param {Plain} vote @param {Plain[]} held @returns {import("../kit/changes.js").Change[]} */
export function takenFrom(vote, held) {
  return vote.choix.map((/** @type {Plain} */ one) => {
    const found = held.find((p) =>
      one.enonce ? !p.intitule && p.enonces[0] === one.enonce : p.intitule === one.choix,
    );
    if (found) return { op: "set", path: ["priorites", found.id, "gommettes"], value: one.gommettes };
    const more = one.enonce ? { enonces: [one.enonce] } : { intitule: one.choix };
    return { op: "add", path: ["priorites"], value: subject({ ...more, gommettes: one.gommettes }) };
  });
}

/** The subjects before the group, most dots first; without dots in the order in which they were put.
 * @param {Plain[]} held @param {Record<string, { rang: number }>} ranks @returns {Plain[]} */
export const ordered = (held, ranks) =>
  held
    .map((one, i) => ({ one, i }))
    .sort((a, b) => (ranks[a.one.id]?.rang ?? 999) - (ranks[b.one.id]?.rang ?? 999) || a.i - b.i)
    .map(({ one }) => one);
