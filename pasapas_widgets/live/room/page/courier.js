// @ts-check
/**
 * Carries the messages of an outbox to the server, one request at a time, and tries again until each one is answered.
 * It knows no address and no page: `deliver` sends, `pause` waits.
 *
 * @typedef {import("./outbox.js").Message} Message
 * @typedef {import("./outbox.js").Outbox} Outbox
 * @typedef {"kept" | {reason: string, sentence: string}} Outcome
 * @typedef {{
 *   outbox: Outbox,
 *   deliver: (messages: Message[]) => Promise<Outcome[]>, // fails where no answer came
 *   pause: (milliseconds: number) => {done: Promise<void>, end: () => void},
 *   refused: (messages: Message[], outcomes: {reason: string, sentence: string}[]) => void,
 *   changed: () => void,
 *   random?: () => number,
 * }} Means
 */

const FIRST = 500; // milliseconds before the second try
const LONGEST = 15_000;

/** Milliseconds to wait after so many failures in a row: twice as long each time, spread so that phones do not come
 * back together. @param {number} failures from 1 @param {number} chance 0 to 1 */
export const patience = (failures, chance) => Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.6 + 0.4 * chance);

/** @param {Means} means */
export function makeCourier({ outbox, deliver, pause, refused, changed, random = Math.random }) {
  let failures = 0;
  let isRunning = false;
  let isStopped = false;
  /** @type {{done: Promise<void>, end: () => void}|null} */
  let waiting = null;

  async function run() {
    if (isRunning) return;
    isRunning = true;
    for (let batch = outbox.next(); batch.length > 0 && !isStopped; batch = outbox.next()) {
      /** @type {Outcome[]} */
      let outcomes;
      try {
        outcomes = await deliver(batch);
      } catch {
        if (isStopped) break;
        failures += 1;
        changed();
        waiting = pause(patience(failures, random()));
        await waiting.done;
        waiting = null;
        continue;
      }
      if (isStopped) break;
      failures = 0;
      settle(batch, outcomes);
      changed();
    }
    isRunning = false;
  }

  /** @param {Message[]} batch @param {Outcome[]} outcomes */
  function settle(batch, outcomes) {
    /** @type {Message[]} */
    const wrong = [];
    /** @type {{reason: string, sentence: string}[]} */
    const why = [];
    batch.forEach((message, index) => {
      const outcome = outcomes[index];
      if (outcome === "kept") return outbox.kept(message);
      outbox.drop(message);
      wrong.push(message);
      why.push(outcome);
    });
    if (wrong.length > 0) refused(wrong, why);
  }

  return {
    /** Send now what waits, without waiting out the pause. */
    kick() {
      waiting?.end();
      run();
    },
    stop() {
      isStopped = true;
      waiting?.end();
    },
    /** How many tries in a row have failed. */
    failures: () => failures,
  };
}
