// @ts-check
/**
 * What the browser keeps of a sheet, with its last day.
 *
 * @typedef {import("./sheet.js").Model} Model
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

import { openShelf, storage } from "../../front/shelf.js";
import { fitting, known, sheetOf } from "./sheet.js";

/** @param {number} [ahead] days from now */
const day = (ahead = 0) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** @param {Model} model */
function nameOf(model) {
  const { id, version } = model.get("questionnaire");
  return `${model.get("key")}:${id}:${version}`;
}

/** @param {Model} model */
export function openKept(model) {
  const shelf = openShelf("pasapas:");
  return {
    /** Whether this browser stores at all. */
    isStoring: () => storage() !== null,
    /** Whether another page of this browser has just written or erased this sheet. @param {StorageEvent} event */
    isOurs: ({ key }) => model.get("keep_days") > 0 && key === `pasapas:${nameOf(model)}`,
    /** Write the sheet, or forget it where there is nothing to keep.
     * @returns {boolean} false where this browser refuses */
    keep() {
      const days = model.get("keep_days");
      const { variante, reponses, ...sheet } = sheetOf(model);
      // Strangers' pages read what is kept there
      const profil = model.get("privacy").lieu === "binder" ? null : sheet.profil;
      if (days > 0 && (profil !== null || Object.keys(reponses).length > 0)) {
        const kept = { saved: day(), expires: day(days), seq: model.get("seq"), profil, variante, reponses };
        return shelf.set(nameOf(model), kept);
      }
      shelf.set(nameOf(model), null);
      return storage() !== null;
    },
    /** What was kept for this questionnaire and is still in date; all that is out of date is erased.
     * @returns {{saved: string, seq: number, sheet: Sheet}|null} */
    find() {
      for (const name of shelf.names()) if (shelf.get(name)?.expires < day()) shelf.set(name, null);
      const found = model.get("keep_days") > 0 ? shelf.get(nameOf(model)) : null;
      if (!found) return null;
      const q = model.get("questionnaire");
      const sheet = {
        profil: known(q.profils, found.profil),
        variante: known(q.variantes, found.variante),
        reponses: fitting(found.reponses, q),
      };
      return { saved: String(found.saved), seq: Number(found.seq) || 0, sheet };
    },
  };
}
