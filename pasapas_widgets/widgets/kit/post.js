// @ts-check
/**
 * The post that carries changes of a carnet to Python. A change stays in this browser until Python says that it is on
 * disk. What a page could not hand over is offered again when the carnet is next opened.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./changes.js").Plain} Plain
 * @typedef {import("./changes.js").Change} Change
 * @typedef {ReturnType<typeof openCarnetPost>} Post
 */

import { openPost } from "../../front/post.js";
import { isMade, patched } from "./changes.js";
import { openLeftovers } from "./leftovers.js";

const PATIENCE = 5000; // milliseconds without an answer before the person is told
const TYPING = 300; // milliseconds without a key before what was typed leaves
const EVENT = "pasapas:carnet"; // each post of the page tells the others how much waits with it

/** @type {WeakMap<Model, Post>} */
const posts = new WeakMap();

/** The one post of a model, whatever the number of its views. @param {Model} model @param {string} view */
export function post(model, view) {
  const found = posts.get(model) ?? openCarnetPost(model, view);
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
function openCarnetPost(model, view) {
  const leftovers = openLeftovers(model, view);
  const typing = openTyping();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const run = () => listeners.forEach((one) => one());
  const neighbours = openNeighbours(leftovers.load, run);
  let opened = model.get("state").id;
  const link = openPost(model, {
    patience: PATIENCE,
    traits: ["carnet", "state"],
    lasting: (one) => one.verb === "change",
    hold: () => leftovers.hold(link.all().flatMap((one) => one.changes ?? [])),
    tell() {
      if (model.get("state").id !== opened) {
        opened = model.get("state").id;
        leftovers.look();
      }
      tell();
    },
  });

  function tell() {
    neighbours.tell(link.all().length + typing.size());
    run();
  }

  /** @param {string} verb @param {Record<string, any>} [values] */
  function send(verb, values) {
    link.quiet();
    return link.send(verb, values);
  }

  function look() {
    if (document.visibilityState === "hidden") typing.settle();
    else if (!link.all().length && !typing.size()) send("look");
  }

  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  addEventListener("pagehide", typing.settle);

  function close() {
    typing.settle();
    posts.delete(model);
    link.close();
    document.removeEventListener("visibilitychange", look);
    removeEventListener("focus", look);
    removeEventListener("pagehide", typing.settle);
    neighbours.close();
  }

  return {
    send,
    /** Ask for what no gesture asks for: what was refused stays told. @param {string} verb */
    wish: (verb) => link.send(verb),
    isSeen: link.isSeen,
    isOwn: link.isOwn,
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
        link.unseen().flatMap((one) => one.changes ?? []),
      );
    },
    get waiting() {
      return link.all().length + typing.size() + neighbours.waiting();
    },
    get late() {
      return link.late();
    },
    /** What is refused, with the words that were typed. */
    get faults() {
      return link
        .faults()
        .map(({ asked, ...one }) => ({ ...one, changes: /** @type {Change[]} */ (asked?.changes ?? []) }));
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
