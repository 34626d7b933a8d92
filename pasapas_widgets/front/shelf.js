// @ts-check
/** What a browser keeps between two visits, as JSON. Where it refuses to store, the same calls work while the page
 * lasts. */

/** The browser's storage, or that of this tab alone; null where it refuses. @param {boolean} [ofTab]
 * @returns {Storage | null} */
export function storage(ofTab = false) {
  try {
    const found = ofTab ? sessionStorage : localStorage;
    found.setItem("pasapas?", "");
    found.removeItem("pasapas?");
    return found;
  } catch {
    return null;
  }
}

/** @param {string | null | undefined} text @returns {any} null where it is no JSON */
export function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** The values whose names begin with `prefix`. @param {string} prefix @param {boolean} [ofTab] of this tab alone */
export function openShelf(prefix, ofTab = false) {
  /** @type {Map<string, string>} */
  const memory = new Map(); // what the browser could not take
  const store = storage(ofTab);
  return {
    /** @param {string} name @returns {any} */
    get: (name) => parsed(memory.get(name) ?? store?.getItem(prefix + name)),
    /** Keep a value, null to forget it. @param {string} name @param {unknown} value @returns {boolean} will it last? */
    set(name, value) {
      memory.delete(name);
      try {
        if (value === null) store?.removeItem(prefix + name);
        else if (store) store.setItem(prefix + name, JSON.stringify(value));
        else throw new Error("no storage");
        return store !== null;
      } catch {
        memory.set(name, JSON.stringify(value));
        return false;
      }
    },
    /** @returns {string[]} what lasts, without the prefix */
    names: () =>
      Object.keys(store ?? {})
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length)),
  };
}
/** @typedef {ReturnType<typeof openShelf>} Shelf */
