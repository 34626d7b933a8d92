// @ts-check
/**
 * The anywidget contract over a plain object, for the pages that have no kernel.
 *
 * @typedef {Record<string, any>} State
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 */

/** @param {State} state
 * @param {() => void} [saved] what «save_changes» does; nobody is at the other end where left out */
export function modelOf(state, saved = () => {}) {
  /** @type {Map<string, (() => void)[]>} */
  const calls = new Map();
  /** @param {string} event */
  const heard = (event) => calls.get(event) ?? [];
  return {
    /** @param {string} name */
    get: (name) => state[name],
    /** @param {string} name @param {any} value */
    set(name, value) {
      if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
      state[name] = value;
      for (const call of heard(`change:${name}`)) call();
    },
    save_changes: saved,
    /** @param {string} event @param {() => void} call */
    on: (event, call) => void calls.set(event, [...heard(event), call]),
    /** @param {string} event @param {() => void} call */
    off: (event, call) =>
      void calls.set(
        event,
        heard(event).filter((one) => one !== call),
      ),
  };
}

/** Word the statements for the chosen variant, now and whenever it changes, as Python does where there is one.
 * @param {ReturnType<typeof modelOf>} model
 * @param {Record<string, Record<string, Record<string, string>>>} wordings variant → statement → what it says in
 * its own words, by key */
export function reword(model, wordings) {
  const base = model.get("questionnaire");
  const word = () => {
    const variante = model.get("variant");
    const own = wordings[variante] ?? {};
    const items = base.items.map((/** @type {any} */ item) => ({ ...item, ...own[item.id] }));
    model.set("questionnaire", { ...base, variante, items });
  };
  model.on("change:variant", word);
  word();
}
