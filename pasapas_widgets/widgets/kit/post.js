// @ts-check
/**
 * The post that carries changes of a carnet to Python. A change is numbered, leaves at once, and stays in this browser
 * until Python says that it is on disk. What a page could not hand over is offered again when the carnet is next
 * opened.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./changes.js").Plain} Plain
 * @typedef {import("./changes.js").Change} Change
 * @typedef {{ seq: number, verb: string, changes?: Change[], group?: string, [more: string]: any }} Message
 * @typedef {ReturnType<typeof openPost>} Post
 */

import { isMade, patched } from "./changes.js";
import { openLeftovers } from "./leftovers.js";

const PATIENCE = 5000; // milliseconds without an answer before the person is told
const TYPING = 300; // milliseconds without a key before what was typed leaves
const EVENT = "pasapas:carnet"; // each post of the page tells the others how much waits with it

/** @type {WeakMap<Model, Post>} */
const posts = new WeakMap();

/** The one post of a model, whatever the number of its views. @param {Model} model @param {string} view */
export function post(model, view) {
  const found = posts.get(model) ?? openPost(model, view);
  posts.set(model, found);
  return found;
}

/** What is being typed: the last change of each place leaves once the keys are quiet. */
function openTyping() {
  /** @type {Map<string, { timer: ReturnType<typeof setTimeout>, run: () => void }>} */
  const waiting = new Map();
  return {
    size: () => waiting.size,
    /** @param {string} place @param {() => void} run */
    put(place, run) {
      clearTimeout(waiting.get(place)?.timer);
      const timer = setTimeout(() => {
        waiting.delete(place);
        run();
      }, TYPING);
      waiting.set(place, { timer, run });
    },
    /** Let all of it leave now. */
    settle() {
      const all = [...waiting.values()];
      waiting.clear();
      all.forEach(({ timer, run }) => {
        clearTimeout(timer);
        run();
      });
    },
  };
}

/** What waits with the other posts of this page. @param {string} own this post's name @param {() => void} changed */
function openNeighbours(own, changed) {
  /** @type {Map<string, number>} */
  const elsewhere = new Map();
  /** @param {Event} event */
  function heard(event) {
    const { from, waiting } = /** @type {CustomEvent} */ (event).detail;
    if (from === own || elsewhere.get(from) === waiting) return;
    elsewhere.set(from, waiting);
    changed();
  }
  /** @param {number} waiting */
  const tell = (waiting) => document.dispatchEvent(new CustomEvent(EVENT, { detail: { from: own, waiting } }));
  document.addEventListener(EVENT, heard);
  return {
    tell,
    waiting: () => [...elsewhere.values()].reduce((sum, n) => sum + n, 0),
    close() {
      document.removeEventListener(EVENT, heard);
      tell(0);
    },
  };
}

/** The messages that Python has not taken yet (`unseen`), or that are not on disk (`all`). @param {Model} model */
function openQueue(model) {
  const incoming = model.get("incoming")?.messages ?? [];
  const numbers = incoming.map((/** @type {Message} */ one) => one.seq ?? 0);
  let last = Math.max(model.get("seen"), model.get("ack"), ...numbers);
  let sent = 0;
  /** @type {Message[]} */
  let all = [];
  const unseen = () => all.filter((one) => one.seq > model.get("seen"));
  return {
    all: () => all,
    unseen,
    changes: () => all.flatMap((one) => one.changes ?? []),
    /** @param {string} verb @param {Record<string, any>} values @returns {number} */
    put(verb, values) {
      last = Math.max(last, model.get("seen")) + 1;
      all.push({ seq: last, verb, ...values });
      return last;
    },
    flush() {
      try {
        // The same again would not leave without a number
        model.set("incoming", { messages: unseen(), sent: (sent += 1) });
        model.save_changes();
      } catch {
        // a dead connection: the missing answer says so
      }
    },
    /** Forget what is done with. @param {number[]} refused */
    forget(refused) {
      const [seen, ack] = [model.get("seen"), model.get("ack")];
      all = all.filter((one) => one.seq > (one.verb === "change" ? ack : seen) && !refused.includes(one.seq));
    },
  };
}

/** What Python has refused since, with the words that were typed: nobody has to find them again.
 * @param {Model} model */
function openRefusals(model) {
  const told = new Set(model.get("refusals").map((/** @type {Plain} */ one) => one.seq));
  /** @type {Plain[]} */
  let faults = [];
  return {
    faults: () => faults,
    quiet: () => void (faults = []),
    /** @param {Message[]} queue @returns {number[]} the numbers of those that are new */
    take(queue) {
      const refused = model.get("refusals").filter((/** @type {Plain} */ one) => !told.has(one.seq));
      refused.forEach((/** @type {Plain} */ one) => told.add(one.seq));
      const words = (/** @type {Plain} */ one) => queue.find((sent) => sent.seq === one.seq)?.changes ?? [];
      if (refused.length) faults = refused.map((/** @type {Plain} */ one) => ({ ...one, changes: words(one) }));
      return refused.map((/** @type {Plain} */ one) => one.seq);
    },
  };
}

/** @param {Plain} plain @param {Change[]} changes what no longer has its place is left out */
const shownWith = (plain, changes) =>
  changes.reduce((now, one) => {
    try {
      return patched(now, one);
    } catch {
      return now;
    }
  }, plain);

/** @param {Model} model @param {string} view the view's own name, so that what it keeps is found again */
function openPost(model, view) {
  const queue = openQueue(model);
  const refusals = openRefusals(model);
  const leftovers = openLeftovers(model, view);
  const typing = openTyping();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const run = () => listeners.forEach((one) => one());
  const neighbours = openNeighbours(leftovers.load, run);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;
  let late = false;
  let opened = model.get("state").id;

  const hold = () => leftovers.hold(queue.changes());

  function tell() {
    neighbours.tell(queue.all().length + typing.size());
    run();
  }

  function watch() {
    clearTimeout(patience);
    if (queue.unseen().length) patience = setTimeout(grumble, PATIENCE);
  }

  function grumble() {
    late = true;
    hold();
    queue.flush(); // it may only have been away; what comes twice is taken once
    watch();
    tell();
  }

  /** @param {string} verb @param {Record<string, any>} [values] */
  function send(verb, values = {}) {
    const seq = queue.put(verb, values);
    refusals.quiet();
    hold();
    queue.flush();
    watch();
    tell();
    return seq;
  }

  function heard() {
    queue.forget(refusals.take(queue.all()));
    hold();
    if (!queue.unseen().length) {
      late = false;
      clearTimeout(patience);
    }
    if (model.get("state").id !== opened) {
      opened = model.get("state").id;
      leftovers.look();
    }
    tell();
  }

  function look() {
    if (document.visibilityState === "hidden") typing.settle();
    else if (!queue.all().length && !typing.size()) send("look");
  }

  const traits = ["seen", "ack", "carnet", "state", "refusals"].map((trait) => `change:${trait}`);
  traits.forEach((event) => model.on(event, heard));
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  addEventListener("pagehide", typing.settle);

  function close() {
    typing.settle();
    clearTimeout(patience);
    posts.delete(model);
    traits.forEach((event) => model.off(event, heard));
    document.removeEventListener("visibilitychange", look);
    removeEventListener("focus", look);
    removeEventListener("pagehide", typing.settle);
    neighbours.close();
  }

  return {
    send,
    settle: typing.settle,
    /** @param {Change[]} changes
     * @param {string} [group] changes of one group that follow each other are undone together */
    change: (changes, group = "") => send("change", { changes, group }),
    /** Change what is being typed, once the keys are quiet. @param {string[]} path @param {any} value
     * @param {string} group */
    type(path, value, group) {
      typing.put(JSON.stringify(path), () => send("change", { changes: [{ op: "set", path, value }], group }));
      tell();
    },
    /** The carnet with what has not been taken yet. @returns {Plain} */
    carnet() {
      return shownWith(
        model.get("carnet"),
        queue.unseen().flatMap((one) => one.changes ?? []),
      );
    },
    get waiting() {
      return queue.all().length + typing.size() + neighbours.waiting();
    },
    get late() {
      return late;
    },
    get faults() {
      return refusals.faults();
    },
    /** What an earlier page could not hand over and the carnet lacks. @returns {Change[]} */
    get left() {
      const plain = model.get("carnet");
      return leftovers.changes().filter((one) => !isMade(plain, one));
    },
    forget() {
      leftovers.forget();
      tell();
    },
    /** @param {() => void} one @returns {() => void} stop listening; with its last view the post closes */
    listen(one) {
      listeners.add(one);
      return () => {
        listeners.delete(one);
        if (!listeners.size) close();
      };
    },
  };
}
