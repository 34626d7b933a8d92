// @ts-check
/**
 * What this browser holds of a carnet: the changes of this page that are not on disk yet, and those that earlier pages
 * could not hand over.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./changes.js").Change} Change
 */

import { openShelf } from "../../front/shelf.js";

const LIVE = 15_000; // milliseconds during which what another page of this browser holds is still its own
const KEPT = 7 * 86_400_000; // milliseconds
const PREFIX = "pasapas-carnet:";
const LOAD = "load:"; // before a view's name: which page of this tab was the last to show it

/** @param {Model} model @param {string} view the view's own name, so that what it holds is found again */
export function openLeftovers(model, view) {
  const load = Math.random().toString(36).slice(2, 10);
  const shelf = openShelf(PREFIX, model.get("state").navigateur === "session");
  const loads = openShelf(PREFIX + LOAD, true);
  const before = loads.get(view);
  loads.set(view, load);
  let own = "";
  /** @type {{ names: string[], changes: Change[] }} */
  let left = { names: [], changes: [] };

  /** Take what earlier pages held for the carnet that is open, those out of date forgotten.
   * @param {string} earlier the page load that is known to be over */
  function look(earlier = "") {
    left = { names: [], changes: [] };
    for (const name of shelf.names().filter((one) => !one.startsWith(LOAD))) {
      const held = shelf.get(name);
      const age = Date.now() - (held?.stamp ?? 0);
      if (age > KEPT) shelf.set(name, null);
      const [whose, of, page] = name.split(":");
      if (whose !== model.get("state").id || of !== view || page === load || !Array.isArray(held?.changes)) continue;
      if (page !== earlier && age < LIVE) continue;
      left.names.push(name);
      left.changes.push(...held.changes);
    }
  }
  look(before ?? "");

  return {
    load,
    look,
    /** Hold this page's changes until they are on disk. @param {Change[]} changes */
    hold(changes) {
      const name = `${model.get("state").id}:${view}:${load}`;
      if (own && own !== name) shelf.set(own, null);
      own = name;
      shelf.set(name, changes.length ? { stamp: Date.now(), changes } : null);
    },
    /** What earlier pages could not hand over. @returns {Change[]} */
    changes: () => left.changes,
    forget() {
      left.names.forEach((name) => shelf.set(name, null));
      left = { names: [], changes: [] };
    },
  };
}
