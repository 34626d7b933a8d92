// @ts-check
/**
 * Tasks handed to Python one at a time: a file may weigh some megabytes, and a notebook server silently cuts the link
 * on messages above 10 MiB. The next task leaves once the last is taken.
 *
 * @typedef {import("./host.js").Model} Model
 * @typedef {{ verb: string, values?: Record<string, any>, name?: string, file?: File,
 *   done?: (faults: string[], seq: number) => void, unreadable?: () => void }} Task `done` gets what Python refuses of
 *   this task, and its number
 * @typedef {ReturnType<typeof openCourier>} Courier
 */

import { openPost } from "./post.js";

/** @type {WeakMap<Model, Courier>} */
const couriers = new WeakMap();

/** The one courier of a model, whatever the number of its views. @param {Model} model
 * @param {number} patience milliseconds without an answer before the person is told */
export function courier(model, patience) {
  const found = couriers.get(model) ?? openCourier(model, patience);
  couriers.set(model, found);
  return found;
}

/** @param {Model} model @param {number} patience */
function openCourier(model, patience) {
  /** @type {Task[]} */
  const queue = [];
  /** The task that is under way, and its number once it has left. @type {{ task: Task, seq: number } | null} */
  let out = null;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const run = () => listeners.forEach((one) => one());
  // A large file that is sent again would only make a slow line slower: the next gesture reminds instead.
  const post = openPost(model, { patience, again: false, tell });

  function tell() {
    if (out?.seq && post.isSeen(out.seq)) {
      const { task, seq } = out;
      out = null;
      next();
      task.done?.(
        post
          .faults()
          .filter((one) => one.seq === seq)
          .map((one) => one.phrase),
        seq,
      );
    }
    run();
  }

  async function next() {
    const task = queue.shift();
    if (!task) return;
    const own = { task, seq: 0 };
    out = own;
    run();
    const { verb, values, file } = task;
    let data;
    try {
      data = file && { name: file.name, data: new DataView(await file.arrayBuffer()) };
    } catch {
      out = null;
      task.unreadable?.();
      next();
      return run();
    }
    own.seq = post.send(verb, { ...values, ...data });
  }

  return {
    /** Send what one gesture gives, after what is under way; what was refused before is said no more.
     * @param {Task[]} tasks */
    ask(tasks) {
      post.quiet();
      queue.push(...tasks);
      if (!out) next();
      else if (post.late()) post.remind();
      run();
    },
    /** The name of what is under way, or nothing. */
    busy: () => out && (out.task.name ?? out.task.verb),
    late: post.late,
    faults: () => post.faults().map((one) => one.phrase),
    quiet: post.quiet,
    holds: post.holds,
    isOwn: post.isOwn,
    /** @param {() => void} one @returns {() => void} stop listening; with its last view the courier stops */
    listen(one) {
      listeners.add(one);
      return () => {
        listeners.delete(one);
        if (listeners.size) return;
        queue.length = 0;
        couriers.delete(model);
        post.close();
      };
    },
  };
}
