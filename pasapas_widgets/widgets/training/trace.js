// @ts-check
/**
 * What one has answered, kept in this browser alone with its last day, as answers to the questionnaire are.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./judgement.js").Plain} Plain
 * @typedef {ReturnType<typeof openTrace>} Trace
 */

import { openShelf } from "../../front/shelf.js";

/** @param {number} [ahead] days from now */
const day = (ahead = 0) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** @param {{ id: string, version: string }} module */
const nameOf = ({ id, version }) => `formation:${id}:${version}`;

/** @param {{ id: string, version: string }} module @param {number} days 0 to keep nothing */
export function openTrace(module, days) {
  const shelf = openShelf("pasapas:");
  for (const name of shelf.names()) if (shelf.get(name)?.expires < day()) shelf.set(name, null);
  const kept = days > 0 ? shelf.get(nameOf(module)) : null;
  /** @type {Record<string, any>} */
  const answers = kept?.reponses && typeof kept.reponses === "object" ? kept.reponses : {};
  let lasts = true;
  return {
    answers,
    /** Whether it will still be there at the next visit. */
    lasts: () => lasts && days > 0,
    /** @param {string} id of an exercise, or of a question of it @param {any} answer null to forget it */
    keep(id, answer) {
      if (answer === null) delete answers[id];
      else answers[id] = answer;
      if (days > 0) lasts = shelf.set(nameOf(module), { saved: day(), expires: day(days), reponses: answers });
    },
    erase() {
      for (const id of Object.keys(answers)) delete answers[id];
      shelf.set(nameOf(module), null);
    },
  };
}

/** How many exercises of a module this browser has answers to. @param {{ id: string, version: string }} module */
export function keptOf(module) {
  const kept = openShelf("pasapas:").get(nameOf(module));
  const ids = Object.keys(kept?.reponses ?? {}).map((id) => id.split("/")[0]);
  return kept?.expires < day() ? 0 : new Set(ids).size;
}
