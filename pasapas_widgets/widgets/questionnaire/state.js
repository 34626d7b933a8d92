// @ts-check
/**
 * The state of one person's sheet: what the page shows, what the model and the browser hold, what can be undone.
 *
 * @typedef {import("./sheet.js").Answers} Answers
 * @typedef {import("./sheet.js").Model} Model
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {{answers: Answers, profile: string|null, item: string|null}} Past
 * @typedef {ReturnType<typeof openState>} State
 */

import { openKept } from "./kept.js";
import { sheetOf } from "./sheet.js";

const LONGEST_UNDO = 100;

/** @param {Model} model */
export function openState(model) {
  const kept = openKept(model);
  /** @type {Past[]} */
  const past = [];
  let isStored = true;
  let isChanging = false;

  const state = {
    /** The answers as the page shows them now. @type {Answers} */
    shown: {},
    /** Does the present change come from this page? */
    isChanging: () => isChanging,
    /** Does this browser keep the sheet? */
    isKept: () => isStored && model.get("keep_days") > 0,
    /** Should it, and refuses to? */
    isRefused: () => !isStored && model.get("keep_days") !== 0,
    canUndo: () => past.length > 0,

    /** Take what the model holds as what is shown. @returns {Sheet} */
    take() {
      const sheet = sheetOf(model);
      state.shown = sheet.reponses;
      return sheet;
    },
    keep: () => void (isStored = kept.keep()),
    /** Nothing is erased that this page has not seen: Chromium shows a file's storage empty now and then, just after a
     * reload. */
    keepNothing: () => void (isStored = kept.isStoring()),

    /** Put a change into the model, under the next number. @param {Partial<Sheet>} change */
    change(change) {
      isChanging = true;
      model.set("seq", (model.get("seq") ?? 0) + 1);
      if ("profil" in change) model.set("profile", change.profil);
      if ("variante" in change) model.set("variant", change.variante);
      if (change.reponses) model.set("answers", change.reponses);
      isChanging = false;
    },
    send() {
      try {
        model.save_changes();
      } catch {
        // a dead connection: the missing acknowledgement says so
      }
    },

    /** @param {string|null} item the statement about to change, or null for the whole sheet */
    remember(item) {
      past.push({ answers: state.shown, profile: model.get("profile") ?? null, item });
      if (past.length > LONGEST_UNDO) past.shift();
    },
    /** @returns {Past|undefined} */
    undo: () => past.pop(),
    forgetPast: () => void (past.length = 0),

    /** Keep the wording that the page has chosen; take the sheet's where none was. @param {Sheet} sheet
     * @returns {Sheet} */
    withVariant: (sheet) => ({ ...sheet, variante: model.get("variant") ?? sheet.variante }),

    /** What this browser has kept of it. */
    find: () => kept.find(),
    /** Has another page of this browser written it? @param {StorageEvent} event */
    isElsewhere: (event) => kept.isOurs(event),
    /** Does the model hold answers already? */
    isHeld: () => Object.keys(model.get("answers") ?? {}).length > 0,
    /** Has this browser more than the model? @param {number} seq of what it has kept */
    isBehind: (seq) => !state.isHeld() || (model.get("seq") > 0 && seq > model.get("seq")),
    /** Count on from where this browser was, so that the next visit can tell what is newer. @param {number} seq */
    countFrom(seq) {
      isChanging = true;
      model.set("seq", Math.max(model.get("seq") ?? 0, seq));
      isChanging = false;
    },
  };
  return state;
}
