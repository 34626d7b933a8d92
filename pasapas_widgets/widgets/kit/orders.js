// @ts-check
/** Pages that are asked for one at a time: Python makes them while the person goes on reading, then they are saved. */
import { courier } from "../../front/courier.js";
import { handOver, put } from "../../front/dom.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts */

export const PDF = "application/pdf";
const SLOW = 5000; // milliseconds before the person is told that it goes on
const LOST = 45_000; // milliseconds before the person is told that nothing will come

/** @param {Model} model @param {Texts} t what is said: encours, lent, perdu, pret, echec
 * @param {{ root: HTMLElement, status: HTMLElement, fault: HTMLElement, paint: () => void }} part */
export function orders(model, t, { root, status, fault, paint }) {
  const post = courier(model, LOST);
  let turn = 0; // each gesture has its own
  let isBusy = false;
  let asked = 0; // the number of what Python has taken and is making
  let file = { name: "", type: "" };
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = [];

  /** @param {string} said @param {string} wrong */
  function rest(said, wrong) {
    timers.forEach(clearTimeout);
    timers = [];
    isBusy = false;
    asked = 0;
    turn += 1;
    status.textContent = said;
    put(fault, wrong);
    paint();
  }

  /** @param {string} verb @param {object} values @param {string} name of the file @param {string} type */
  function ask(verb, values, name, type) {
    const own = (turn += 1);
    isBusy = true;
    file = { name, type };
    put(fault, "");
    status.textContent = t.encours;
    timers.forEach(clearTimeout);
    timers = [setTimeout(() => (status.textContent = t.lent), SLOW), setTimeout(() => rest("", t.perdu), LOST)];
    const taken = (/** @type {string[]} */ _faults, /** @type {number} */ seq) => {
      if (own !== turn) return; // nobody waits for it any more
      asked = seq;
      heard();
    };
    post.ask([{ verb, values, done: taken }]);
    paint();
  }

  /** Hand over the pages once they are made: those of this view, not what another view of this page asked for. */
  function heard() {
    if (!asked) return;
    const refused = model
      .get("refusals")
      .find((/** @type {{ page: string, seq: number }} */ one) => one.seq === asked && post.isOwn(one));
    if (refused) return rest("", refused.phrase);
    if (!post.holds(asked)) return;
    const data = model.get("file");
    if (!data?.byteLength) return rest("", t.echec);
    handOver(data, file.type, file.name, root);
    rest(t.pret, "");
  }

  const events = ["change:pages", "change:refusals"];
  events.forEach((event) => model.on(event, heard));
  const stop = post.listen(() => {});
  return {
    ask,
    isBusy: () => isBusy,
    close() {
      timers.forEach(clearTimeout);
      events.forEach((event) => model.off(event, heard));
      stop();
    },
  };
}
