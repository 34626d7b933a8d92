// @ts-check
/**
 * A phone's link with its session: it enters with the phone's key, carries the outbox, follows the state, comes back
 * whenever the phone does, and tells the page what it learns. It draws nothing.
 *
 * @typedef {import("./outbox.js").Message} Message
 * @typedef {{reason: string, sentence: string}} Refusal
 * @typedef {{
 *   took: (reply: {own: any, state: any}) => void, // the server has said what it holds of this seat
 *   state: (state: any) => void,
 *   now: () => any, // the state as it is shown
 *   forget: () => void, // the next state counts, whatever its version
 *   refused: (messages: Message[], why: Refusal[]) => void,
 *   stuck: (sentence: string) => void, // why one cannot enter for now, or ""
 *   cut: (isCut: boolean) => void,
 *   changed: () => void,
 *   gone: (why: "partie"|"terminee") => void, // erased; or at its end before this phone came
 * }} Page
 */

import { makeCourier, patience } from "./courier.js";
import { follow } from "./follow.js";
import { Refused, ask, pause } from "./net.js";
import { ANSWERING, CLOSED, isOfTheEnd } from "./parts.js";
import { settleKey } from "./seat.js";

const SLOWEST = 5; // failures after which the pause before another try no longer grows

/**
 * @param {{place: string, invitation: string, rehearsal: boolean, store: import("./seat.js").Kept,
 *   outbox: import("./outbox.js").Outbox, page: Page}} means
 */
export function makeLink({ place, invitation, rehearsal, store, outbox, page }) {
  let key = "";
  let isIn = false; // the server knows this seat
  let isOver = false;
  let failed = 0;
  let pausing = pause(0);
  /** @type {Promise<void>|null} */
  let entering = null;
  /** @type {ReturnType<typeof follow>|null} */
  let follower = null;
  const courier = makeCourier({ outbox, deliver, pause, refused: page.refused, changed: sent });

  /** @param {string} what @param {any} [body] @returns {Promise<any>} */
  const seatAsk = (what, body) => ask(place + what, { key, body });

  /** @param {{own: any, state: any}} reply */
  function seated(reply) {
    if (isOver) return;
    isIn = true;
    page.took(reply);
    follower?.from(reply.state.tag);
    courier.kick();
  }

  /** Join with the phone's key, once or again: the same key is the same seat. */
  function enter() {
    entering =
      entering ??
      seatAsk("join", rehearsal ? { invitation, repetition: true } : { invitation })
        .then(seated)
        .finally(() => void (entering = null));
    return entering;
  }

  /** Send a batch of one kind, and say what became of each message. @param {Message[]} batch */
  async function deliver(batch) {
    if (!isIn) throw new Error("not in the session yet");
    const [{ seq, slot, body }] = batch;
    const [kind, id] = slot.split(":");
    try {
      if (kind === "answer") return await deliverAnswers(batch);
      await seatAsk(kind, kind === "vote" ? { seq, ballot: id, dots: body } : { seq, ...body });
      return [/** @type {const} */ ("kept")];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const isForLater = error.reason === "limit" && (kind === "answer" || kind === "time");
      if (isForLater || (await isSeatLost(error))) throw error;
      return batch.map(() => ({ reason: error.reason, sentence: error.sentence }));
    }
  }

  /** @param {Message[]} batch */
  async function deliverAnswers(batch) {
    const messages = batch.map((one) => ({ seq: one.seq, item: one.slot.slice("answer:".length), value: one.body }));
    const { outcomes } = await seatAsk("answers", { messages });
    const lost = ["seat", "session"].find((reason) => outcomes.includes(reason));
    if (lost) throw new Refused(lost, "");
    const tooEarly = messages.filter((_, index) => outcomes[index] === "phase").map((one) => one.item);
    if (tooEarly.length > 0) await waitIfNotOpen(tooEarly);
    return outcomes.map((/** @type {string} */ one) => (one === "kept" ? one : { reason: one, sentence: "" }));
  }

  /**
   * Answers that come before the questions are open (the trainer has gone back a step) wait, and so do those that come
   * after the end of a session at a distance, which may be prolonged; nothing is dropped. Where
   * the questions have opened since the refusal, answers to the statements go again.
   * @param {string[]} items refused for the phase
   */
  async function waitIfNotOpen(items) {
    await enter();
    const { phase } = page.now();
    const isOpenSince = ANSWERING.includes(phase) && items.some((item) => !isOfTheEnd(item));
    if (phase === "attente" || phase === CLOSED || isOpenSince) throw new Error("not open yet");
  }

  /** After each try: where the network is back, so is the session. */
  function sent() {
    const isBack = failed > 0 && courier.failures() === 0;
    failed = courier.failures();
    if (isBack) follower?.kick();
    page.changed();
  }

  /** Handle a refusal of the seat or of the session itself. @param {Refused} refusal @returns {Promise<boolean>} */
  async function isSeatLost({ reason }) {
    if (reason === "session") await leaveIfErased();
    else if (reason !== "seat") return false;
    else {
      page.forget(); // another disk may be at an earlier version
      await enter();
    }
    return true;
  }

  /** The server says that there is no such session. Once more, to be sure; then it is gone. */
  async function leaveIfErased() {
    await pause(3000).done;
    try {
      if (!isOver) await enter();
    } catch (error) {
      if (error instanceof Refused && error.reason === "session") stop("partie");
    }
  }

  /** @param {"partie"|"terminee"} [why] */
  function stop(why) {
    if (isOver) return;
    isOver = true;
    follower?.stop();
    courier.stop();
    pausing.end();
    if (why) page.gone(why);
  }

  /** Enter, however long the network takes, then follow. */
  async function begin() {
    key = await settleKey(store);
    for (let failures = 1; !isIn && !isOver; failures += 1) {
      try {
        await enter();
      } catch (error) {
        if (error instanceof Refused) {
          if (error.reason === "session") return stop("partie");
          if (error.reason === "phase") return stop("terminee");
          page.stuck(error.sentence);
        } else page.cut(true);
        pausing = pause(patience(Math.min(failures, SLOWEST), Math.random()));
        await pausing.done;
      }
    }
    if (isOver) return;
    page.cut(false);
    page.stuck("");
    follower = follow({ address: `${place}state`, key: () => key, state: page.state, linked, refused: refusedState });
    follower.from(page.now().tag);
    addEventListener("online", back);
    addEventListener("pageshow", back);
    document.addEventListener("visibilitychange", back);
  }

  /** @param {boolean} isUp */
  function linked(isUp) {
    page.cut(!isUp);
    if (isUp && courier.failures() > 0) courier.kick();
  }

  /** @param {Refused} refusal */
  const refusedState = async (refusal) => void (await isSeatLost(refusal).catch(() => {}));

  /** The phone is back: from a pocket, from another page, from no network. */
  function back() {
    if (isOver || document.visibilityState === "hidden") return;
    follower?.kick();
    courier.kick();
  }
  addEventListener("online", () => pausing.end());

  return {
    begin,
    enter,
    stop: () => stop(),
    seatAsk,
    /** Take the seat of another phone. @param {string} code */
    takeOver: async (code) => seated(await seatAsk("take-over", { code, invitation })),
    send: courier.kick,
    failures: courier.failures,
    isIn: () => isIn,
    /** Another tab of this phone has settled on another key. @param {string} other */
    useKey(other) {
      if (other === key) return;
      key = other;
      enter().catch(() => {});
    },
  };
}
