// @ts-check
/**
 * What one has answered, kept in this browser alone with its last day, as answers to the questionnaire are; and where
 * one is: the module that is open, and its step.
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
  let step = Number.isInteger(kept?.etape) ? kept.etape : 0;
  let isOpen = Boolean(kept?.ouvert);
  let lasts = true;

  /** @returns {boolean} whether it lasts */
  function write() {
    if (days <= 0) return false;
    const place = { ...(step > 0 ? { etape: step } : {}), ...(isOpen ? { ouvert: true } : {}) };
    return shelf.set(nameOf(module), { saved: day(), expires: day(days), reponses: answers, ...place });
  }
  return {
    answers,
    /** The step where one was; 0 at the beginning. */
    step: () => step,
    /** Whether it will still be there at the next visit. */
    lasts: () => lasts && days > 0,
    /** @param {string} id of an exercise, or of a question of it @param {any} answer null to forget it */
    keep(id, answer) {
      if (answer === null) delete answers[id];
      else answers[id] = answer;
      if (days > 0) lasts = write();
    },
    /** One is at this step of this module, and in no other one. @param {number} at */
    stand(at) {
      [step, isOpen] = [at, true];
      for (const name of shelf.names().filter((one) => one.startsWith("formation:") && one !== nameOf(module))) {
        const { ouvert, ...other } = shelf.get(name) ?? {};
        if (ouvert) shelf.set(name, other);
      }
      write();
    },
    /** One has gone back to the list. */
    leave() {
      isOpen = false;
      if (step > 0 || Object.keys(answers).length) write();
      else shelf.set(nameOf(module), null);
    },
    erase() {
      for (const id of Object.keys(answers)) delete answers[id];
      [step, isOpen] = [0, false];
      shelf.set(nameOf(module), null);
    },
  };
}

/** What this browser keeps of a module, unless its time is over. @param {{ id: string, version: string }} module */
function heldOf(module) {
  const kept = openShelf("pasapas:").get(nameOf(module));
  return kept?.expires < day() ? null : kept;
}

/** How many exercises of a module this browser has answers to. @param {{ id: string, version: string }} module */
export const keptOf = (module) =>
  new Set(Object.keys(heldOf(module)?.reponses ?? {}).map((id) => id.split("/")[0])).size;

/** Whether a module is the one that was open when the page was left. @param {{ id: string, version: string }} module */
export const isLeftOpen = (module) => Boolean(heldOf(module)?.ouvert);
