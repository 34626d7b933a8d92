// @ts-check
/**
 * What every part of the cockpit uses: its controls, and the way to ask the kernel for something.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ n: string, ok: boolean, fault?: string, given?: any }} Told
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {{ root: HTMLElement, paint(): void }} Part
 * @typedef {{ model: Model, texts: Texts, uid: string, ask(verb: string, values?: object): Promise<Told>,
 *   act(pressed: HTMLElement, verb: string, values?: object, done?: string): Promise<Told>,
 *   say(text: string): void, blame(text: string): void, at(): string,
 *   go(part: string, since?: string): void, root: HTMLElement }} Desk
 */

import { h } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";

export { button, field } from "../../front/dom.js";

const PATIENCE = 8000; // milliseconds without an answer to «are you there» before the link is said to be cut
const BEAT = 10_000; // milliseconds between two of them: more than the patience

/** A box to tick beside its label. @param {string} id @param {string} label @param {Record<string, any>} [more] */
export function tick(id, label, more = {}) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id, ...more }));
  return { box, root: h("label", { class: "pap-cockpit-tick", for: id }, box, h("span", {}, label)) };
}

/** @param {string} title @param {(Node | string | null)[]} children */
export const block = (title, ...children) =>
  h("section", { class: "pap-cockpit-block" }, h("h4", {}, title), ...children);

/** One line that opens. @param {string} title @param {(Node | string | null)[]} children */
export const fold = (title, ...children) =>
  h("details", { class: "pap-cockpit-fold" }, h("summary", {}, title), ...children);

/** Words that are heard and not seen. @param {string} text */
export const unseen = (text) => h("span", { class: "pap-unseen" }, text);

/** What the browser keeps for one session: a draft, a list of numbers. @param {string} session */
export const shelf = (session) => openShelf(`pasapas:cockpit:${session}:`);

/**
 * Ask the kernel, and notice when it no longer answers.
 *
 * `asked` holds every request that has no answer yet, so that none is lost when several leave in one message; `told`
 * brings the answers one by one. A request that waits when the link is cut ends with a fault: nobody knows if it
 * was done.
 * @param {Model} model @param {{ lost(): void, back(): void, cut: string, hello(): object }} link
 */
export function courier(model, link) {
  const name = Math.random().toString(36).slice(2, 10);
  /** @type {Map<string, { message: object, settle: (told: Told) => void }>} */
  const waiting = new Map();
  let count = 0;
  let cut = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  function send() {
    try {
      model.set(
        "asked",
        [...waiting.values()].map((one) => one.message),
      );
      model.save_changes();
    } catch {
      // a dead connection: the missing answer says so
    }
  }

  /** @param {string} verb @param {object} [values] @returns {Promise<Told>} */
  function ask(verb, values = {}) {
    const n = `${name}-${(count += 1)}`;
    return new Promise((settle) => {
      waiting.set(n, { message: { n, verb, ...values }, settle });
      send();
    });
  }

  function heard() {
    const told = /** @type {Told} */ (model.get("told"));
    const found = waiting.get(told.n);
    if (!found) return;
    waiting.delete(told.n);
    found.settle(told);
  }

  function lose() {
    if (!cut) link.lost();
    cut = true;
    const left = [...waiting];
    waiting.clear();
    for (const [n, { settle }] of left) settle({ n, ok: false, fault: link.cut });
  }

  async function beat() {
    clearTimeout(patience);
    patience = setTimeout(lose, PATIENCE);
    const told = await ask("here", link.hello());
    clearTimeout(patience);
    if (!told.ok || !cut) return;
    cut = false;
    link.back();
  }

  model.on("change:told", heard);
  const clock = setInterval(beat, BEAT);
  beat();
  return {
    ask,
    stop() {
      clearInterval(clock);
      clearTimeout(patience);
      model.off("change:told", heard);
    },
  };
}
