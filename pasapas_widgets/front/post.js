// @ts-check
/**
 * The post that carries what a page asks of Python (`widgets/kit/link.py` is the other end). A message is numbered,
 * leaves at once, and stays here until Python says that it was taken; what Python refuses is told in its words.
 *
 * @typedef {import("./host.js").Model} Model
 * @typedef {{ seq: number, verb: string, [more: string]: any }} Message
 * @typedef {{ seq: number, phrase: string, asked?: Message }} Fault
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

/** The messages that Python has not taken yet (`unseen`), or whose effect does not hold (`all`).
 * @param {Model} model @param {(one: Message) => boolean} lasting */
function openQueue(model, lasting) {
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
    /** Let go of all that waits. */
    clear: () => void (all = []),
    /** Forget what is done with. @param {number[]} refused */
    forget(refused) {
      const [seen, ack] = [model.get("seen"), model.get("ack")];
      all = all.filter((one) => one.seq > (lasting(one) ? ack : seen) && !refused.includes(one.seq));
    },
  };
}

/** What Python has refused since, with what was asked: nobody has to find it again. @param {Model} model */
function openRefusals(model) {
  const told = new Set(model.get("refusals").map((/** @type {Fault} */ one) => one.seq));
  /** @type {Fault[]} */
  let faults = [];
  return {
    faults: () => faults,
    quiet: () => void (faults = []),
    /** @param {Message[]} queue @returns {number[]} the numbers of those that are new */
    take(queue) {
      if (!model.get("refusals").length) faults = []; // Python has taken them back
      const refused = model.get("refusals").filter((/** @type {Fault} */ one) => !told.has(one.seq));
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
  const queue = openQueue(model, lasting);
  const refusals = openRefusals(model);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let late = false;
  let last = model.get("seen"); // what was seen when Python was last heard

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
    } else if (model.get("seen") > last) watch(); // Python is alive
    last = model.get("seen");
    tell();
  }

  const events = ["seen", "ack", "refusals", ...traits].map((trait) => `change:${trait}`);
  events.forEach((event) => model.on(event, heard));

  return {
    all: queue.all,
    unseen: queue.unseen,
    faults: refusals.faults,
    quiet: refusals.quiet,
    late: () => late,
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
