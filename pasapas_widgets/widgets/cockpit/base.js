// @ts-check
/**
 * What every part of the cockpit uses: its controls, and the way to ask the kernel for something.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ ok: boolean, fault?: string, given?: any }} Told
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {{ root: HTMLElement, paint(): void }} Part
 * @typedef {{ model: Model, texts: Texts, uid: string, ask(verb: string, values?: object): Promise<Told>,
 *   act(pressed: HTMLElement, verb: string, values?: object, done?: string): Promise<Told>,
 *   say(text: string): void, blame(text: string): void, at(): string,
 *   go(part: string, since?: string): void, home(since?: string): void, root: HTMLElement }} Desk
 */

import { advise, h } from "../../front/dom.js";
import { openPost } from "../../front/post.js";
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

/** Say what is wrong with a field: beside it, tied to it, until it is changed. The focus goes there, or to the first
 * control of a group of them. @param {HTMLElement} control @param {string} text @param {HTMLElement} [first] */
export function wrong(control, text, first = control) {
  advise(control, text);
  control.addEventListener("input", () => advise(control, ""), { once: true });
  first.focus();
}

/** The place of what is wrong with a control that `field` did not make. @param {string} id the control's */
export const advice = (id) => h("p", { id: `${id}-advice`, class: "pap-advice", hidden: true });

/** Words that are heard and not seen. @param {string} text */
export const unseen = (text) => h("span", { class: "pap-unseen" }, text);

/** What the browser keeps for one session: a draft, a list of numbers. @param {string} session */
export const shelf = (session) => openShelf(`pasapas:cockpit:${session}:`);

/** @typedef {{ lost(): void, back(): void, cut: string, hello(): object }} Ear what a view does when the link is
 * cut, or is there again; the words of a request that it cuts; what the view says of itself
 * @typedef {{ ask(verb: string, values?: object): Promise<Told>, ears: Set<Ear>, close(): void }} Courier */

/** @type {WeakMap<Model, Courier>} */
const couriers = new WeakMap();

/**
 * Ask the kernel, and notice when it no longer answers. The kernel says at once that it has a request, and later what
 * became of it: by `told`, or by a refusal. Those that wait when the link is cut end with a fault and do not leave any
 * more: nobody knows if they were done.
 * @param {Model} model @param {Ear} ear
 */
export function courier(model, ear) {
  const found = couriers.get(model) ?? openCourier(model, ear);
  couriers.set(model, found);
  found.ears.add(ear);
  return {
    ask: found.ask,
    stop() {
      found.ears.delete(ear);
      if (found.ears.size) return;
      couriers.delete(model);
      found.close();
    },
  };
}

/** @param {Model} model @param {Ear} first @returns {Courier} */
function openCourier(model, first) {
  const ears = new Set([first]);
  /** @type {Map<number, (told: Told) => void>} */
  const waiting = new Map();
  let cut = false;
  const post = openPost(model, { patience: PATIENCE, again: false, traits: ["told"], tell: heard });

  /** @param {number} seq @param {Told} told */
  function settle(seq, told) {
    waiting.get(seq)?.(told);
    waiting.delete(seq);
  }

  function heard() {
    if (post.late()) return lose();
    for (const { seq, phrase } of post.faults()) settle(seq, { ok: false, fault: phrase });
    post.quiet();
    const told = model.get("told");
    if (post.isOwn(told)) settle(told.seq, { ok: true, given: told.given });
    if (!cut || post.unseen().length) return;
    cut = false;
    ears.forEach((one) => one.back());
  }

  function lose() {
    post.abandon();
    if (!cut) ears.forEach((one) => one.lost());
    cut = true;
    for (const seq of waiting.keys()) settle(seq, { ok: false, fault: first.cut });
  }

  const beat = () => void post.send("here", first.hello());
  const clock = setInterval(beat, BEAT);
  beat();
  return {
    ears,
    ask: (verb, values = {}) => new Promise((done) => waiting.set(post.send(verb, values), done)),
    close() {
      clearInterval(clock);
      post.close();
    },
  };
}
