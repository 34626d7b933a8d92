// @ts-check
/** Follows the session: asks for its state with the tag of the one it has, and is answered when it differs. */

import { Refused, ask, pause } from "./net.js";
import { patience } from "./courier.js";

const LONG = 35_000; // milliseconds; the server answers after 25 s at the latest
const SLOWEST = 5; // failures after which the pause no longer grows: 8 s at most, so that a room is back in step soon

/**
 * @param {{address: string, key?: () => string, state: (state: any) => void, linked: (isUp: boolean) => void,
 *   refused: (refusal: Refused) => Promise<void>}} means
 */
export function follow({ address, key, state, linked, refused }) {
  let tag = "";
  let failures = 0;
  let isOver = false;
  /** @type {AbortController|null} */
  let asking = null;
  /** @type {{done: Promise<void>, end: () => void}|null} */
  let waiting = null;
  let again = false; // the present request was cut on purpose
  let isSure = true; // else ask for an answer at once: silence would not tell a slow room from a lost one

  async function once() {
    asking = new AbortController();
    try {
      const found = await ask(`${address}?tag=${isSure ? encodeURIComponent(tag) : ""}`, {
        key: key?.(),
        patience: LONG,
        cut: asking,
      });
      failures = 0;
      isSure = true;
      linked(true);
      if (!found || isOver) return;
      tag = found.tag;
      state(found);
    } catch (error) {
      if (isOver) return;
      if (again) return;
      failures += 1;
      isSure = false;
      if (error instanceof Refused) await refused(error);
      else linked(false);
      if (isOver) return;
      waiting = pause(patience(Math.min(failures, SLOWEST), Math.random()));
      await waiting.done;
      waiting = null;
    } finally {
      again = false;
      asking = null;
    }
  }

  async function run() {
    while (!isOver) {
      if (document.visibilityState === "hidden") {
        waiting = pause(60_000); // a phone in a pocket asks for nothing
        await waiting.done;
        waiting = null;
        if (document.visibilityState === "hidden") continue;
      }
      await once();
    }
  }
  run();

  return {
    /** Ask at once: the phone is back. */
    kick() {
      isSure = false;
      waiting?.end();
      if (asking) {
        again = true;
        asking.abort();
      }
    },
    /** Go on from a state that came another way. @param {string} seen */
    from: (seen) => void (tag = seen),
    stop() {
      isOver = true;
      waiting?.end();
      asking?.abort();
    },
  };
}
