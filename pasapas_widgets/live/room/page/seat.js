// @ts-check
/**
 * The phone's storage of one session, and the key that is its seat there.
 *
 * Everything is under `salle:CODE:`. Where the browser refuses to store, the same calls work in memory.
 *
 * @typedef {import("./outbox.js").Store & {lasts: boolean, clear(but?: string[]): void, prefix: string}} Kept
 */

import { storage as browserStorage } from "../../../front/shelf.js";

const ROOT = "salle:";

/**
 * Erase what other sessions have left here whose last day is over. The open one stays as long as its server knows it:
 * nothing is read from this phone's clock, which may be years ahead.
 * @param {string} code the open session's @param {string} today the server's day
 */
export function forgetPast(code, today) {
  const storage = browserStorage();
  if (!storage) return;
  const own = `${ROOT}${code}:until`;
  const names = Object.keys(storage).filter((name) => name.startsWith(ROOT));
  const over = (/** @type {string} */ one) => one.endsWith(":until") && (storage.getItem(one) ?? "") < today;
  for (const name of names.filter((one) => one !== own && over(one))) {
    const prefix = name.slice(0, -"until".length);
    names.filter((one) => one.startsWith(prefix)).forEach((one) => storage.removeItem(one));
  }
}

/** @param {string} code the session's @param {string} until the day on which it is erased @returns {Kept} */
export function openStore(code, until) {
  const storage = browserStorage();
  const prefix = `${ROOT}${code}:`;
  /** @type {Map<string, string>} */
  const memory = new Map(); // what the browser could not take
  const stored = () => (storage ? Object.keys(storage).filter((name) => name.startsWith(prefix)) : []);
  /** @type {Kept} */
  const store = {
    prefix,
    lasts: storage !== null,
    get: (name) => memory.get(name) ?? storage?.getItem(prefix + name) ?? null,
    set(name, text) {
      try {
        if (!storage) throw new Error("no storage");
        storage.setItem(prefix + name, text);
        memory.delete(name);
      } catch {
        store.lasts = false;
        memory.set(name, text);
      }
    },
    remove(name) {
      memory.delete(name);
      storage?.removeItem(prefix + name);
    },
    names: () => [...new Set([...memory.keys(), ...stored().map((name) => name.slice(prefix.length))])],
    clear(but = []) {
      store
        .names()
        .filter((name) => !but.includes(name))
        .forEach(store.remove);
    },
  };
  store.set("until", until);
  return store;
}

/**
 * Is the page in another application's own window, whose storage goes with it? A scanner, a messenger, a mail.
 * @param {string} agent what the browser says it is
 */
export function isInsideApp(agent) {
  const apple = /\b(iPhone|iPad|iPod)\b/.test(agent) && /AppleWebKit/.test(agent);
  return /; wv\)|\bFBA[NV]\b|\bInstagram\b|\bLine\//.test(agent) || (apple && !/\bSafari\//.test(agent));
}

/** @returns {string} 24 random bytes in base64url */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_");
}

/**
 * Return the key of this phone in the session; make and keep one where there is none. Two tabs that open at once end
 * on the same: each looks again after the other has had the time to write.
 * @param {Kept} store @returns {Promise<string>}
 */
export async function settleKey(store) {
  const locks = /** @type {any} */ (navigator).locks; // only on HTTPS and on this very machine
  const settle = async () => {
    if (!store.get("key")) {
      store.set("key", newKey());
      if (store.lasts && !locks) await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return /** @type {string} */ (store.get("key"));
  };
  return locks && store.lasts ? locks.request(`${store.prefix}key`, settle) : settle();
}
