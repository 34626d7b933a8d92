// @ts-check
/**
 * The post that carries what a page asks of Python (`widgets/kit/link.py` is the other end). A message is numbered,
 * leaves at once, and stays here until Python says that it was taken; what Python refuses is told in its words. The
 * numbers are this post's own: another window on the same kernel has a post of another name.
 *
 * @typedef {import("./host.js").Model} Model
 * @typedef {{ page: string, seq: number, verb: string, [more: string]: any }} Message
 * @typedef {{ page: string, seq: number, phrase: string, asked?: Message }} Fault
 * @typedef {{
 *   patience: number, // milliseconds without an answer before the person is told
 *   again?: boolean, // whether what has no answer leaves again by itself
 *   traits?: string[], // what else is listened to
 *   lasting?: (one: Message) => boolean, // what waits for «ack», not only for «seen»
 *   hold?: () => void, // called before a message leaves, and whenever fewer of them wait
 *   tell: () => void, // called when something has changed
 * }} Ways
 * @typedef {ReturnType<typeof openPost>} Post
 */

/** How far Python is with what a page has asked: the last number that it took, the last whose effect holds. Once known
 * it stays so, also where Python knows of the page no more. @param {Model} model @param {string} page */
function openProgress(model, page) {
  let [seen, ack] = [0, 0];
  return () => {
    const known = model.get("pages")?.[page] ?? { seen, ack };
    return ([seen, ack] = [Math.max(seen, known.seen), Math.max(ack, known.ack)]);
  };
}

/** The messages that Python has not taken yet (`unseen`), or whose effect does not hold (`all`).
 * @param {Model} model @param {string} page @param {() => [seen: number, ack: number]} progress
 * @param {(one: Message) => boolean} lasting */
function openQueue(model, page, progress, lasting) {
  let last = 0;
  let sent = 0;
  /** @type {Message[]} */
  let all = [];
  function unseen() {
    const [seen] = progress();
    return all.filter((one) => one.seq > seen);
  }
  return {
    all: () => all,
    unseen,
    /** @param {string} verb @param {Record<string, any>} values @returns {number} */
    put(verb, values) {
      last += 1;
      all.push({ page, seq: last, verb, ...values });
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
    /** Let go of all that waits. */
    clear: () => void (all = []),
    /** Forget what is done with. @param {number[]} refused */
    forget(refused) {
      const [seen, ack] = progress();
      all = all.filter((one) => one.seq > (lasting(one) ? ack : seen) && !refused.includes(one.seq));
    },
  };
}

/** What Python has refused to a page, with what was asked: nobody has to find it again.
 * @param {Model} model @param {string} page */
function openRefusals(model, page) {
  const told = new Set();
  const own = () => model.get("refusals").filter((/** @type {Fault} */ one) => one.page === page);
  /** @type {Fault[]} */
  let faults = [];
  return {
    faults: () => faults,
    quiet: () => void (faults = []),
    /** @param {Message[]} queue @returns {number[]} the numbers of those that are new */
    take(queue) {
      if (!model.get("refusals").length) faults = []; // Python has taken them back
      const refused = own().filter((/** @type {Fault} */ one) => !told.has(one.seq));
      for (const one of refused) {
        told.add(one.seq);
        faults = [...faults, { ...one, asked: queue.find((sent) => sent.seq === one.seq) }];
      }
      return refused.map((/** @type {Fault} */ one) => one.seq);
    },
  };
}

/** One post for a model, whatever the number of its views: two would give one number to two messages.
 * @param {Model} model @param {Ways} ways */
export function openPost(model, ways) {
  const { patience, again = true, traits = [], lasting = () => false, hold = () => {}, tell } = ways;
  const page = Math.random().toString(36).slice(2, 10);
  const progress = openProgress(model, page);
  const queue = openQueue(model, page, progress, lasting);
  const refusals = openRefusals(model, page);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let late = false;
  let last = 0; // what was seen when Python was last heard

  /** Count the patience from now. */
  function watch() {
    rest();
    if (queue.unseen().length) timer = setTimeout(grumble, patience);
  }

  function rest() {
    clearTimeout(timer);
    timer = undefined;
  }

  function grumble() {
    timer = undefined;
    late = true;
    hold();
    if (again) {
      queue.flush(); // it may only have been away; what comes twice is taken once
      watch();
    }
    tell();
  }

  function heard() {
    queue.forget(refusals.take(queue.all()));
    hold();
    if (!queue.unseen().length) {
      late = false;
      rest();
    } else if (progress()[0] > last) watch(); // Python is alive
    [last] = progress();
    tell();
  }

  const events = ["pages", "refusals", ...traits].map((trait) => `change:${trait}`);
  events.forEach((event) => model.on(event, heard));

  return {
    all: queue.all,
    unseen: queue.unseen,
    faults: refusals.faults,
    quiet: refusals.quiet,
    late: () => late,
    /** Whether Python has taken what has this number. @param {number} seq */
    isSeen: (seq) => progress()[0] >= seq,
    /** Whether its effect holds. @param {number} seq */
    holds: (seq) => progress()[1] >= seq,
    /** Whether something answers what this post has asked. @param {{ page?: string }} answer */
    isOwn: (answer) => answer.page === page,
    /** @param {string} verb @param {Record<string, any>} [values] @returns {number} */
    send(verb, values = {}) {
      const seq = queue.put(verb, values);
      hold();
      queue.flush();
      if (timer === undefined) watch(); // else what has waited longest is watched already
      tell();
      return seq;
    },
    /** Let what has no answer leave once more. */
    remind() {
      queue.flush();
      watch();
    },
    /** Let nothing leave any more of what has no answer: its moment is over. */
    abandon() {
      queue.clear();
      late = false;
      rest();
    },
    close() {
      rest();
      events.forEach((event) => model.off(event, heard));
    },
  };
}
