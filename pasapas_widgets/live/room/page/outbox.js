// @ts-check
/**
 * What a phone has to say and what it knows to be kept, in the browser's storage. It knows no network and no page.
 *
 * A message waits under a key of its own, written before anything is sent and removed once the server has said that it
 * is kept; so two tabs of one phone never write over each other. Of the messages about one thing (a slot) the
 * highest number decides, here as on the server: any order, loss or repetition ends in the same state.
 *
 * Slots: `answer:ITEM` (statements, `profil`, `variante`, marks), `time`, `vote:BALLOT`, `comment:RANDOM`.
 *
 * @typedef {{get(name: string): string|null, set(name: string, text: string): void, remove(name: string): void,
 *   names(): string[]}} Store
 * @typedef {{seq: number, slot: string, body: any}} Message
 * @typedef {Record<string, any>} Values                       item → answer; an item left out has none
 * @typedef {{values: Values, last_seq: number}} Own            what the server holds of this seat
 */

const OUT = "out:";
const HELD = "held:";
const ANSWER = "answer:";

/** The most answers that one request carries. */
export const BATCH = 64;

/** @param {string|null} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** @param {Store} store */
export function openOutbox(store) {
  let counted = 0; // the highest number used in this page, should the storage lose it

  /** @param {string} name @returns {Message} */
  const read = (name) => {
    const [seq, ...slot] = name.slice(OUT.length).split(":");
    return { seq: Number(seq), slot: slot.join(":"), body: parsed(store.get(name)) };
  };
  /** @param {Message} message */
  const nameOf = ({ seq, slot }) => `${OUT}${seq}:${slot}`;

  /** Every message that waits, the oldest first: one for each slot. @returns {Message[]} */
  function pending() {
    /** @type {Map<string, Message>} */
    const latest = new Map();
    const all = store
      .names()
      .filter((name) => name.startsWith(OUT))
      .map(read);
    for (const message of all.sort((a, b) => a.seq - b.seq)) {
      latest.delete(message.slot);
      latest.set(message.slot, message);
    }
    return [...latest.values()];
  }

  /** The highest number used so far on this seat, as far as this phone knows. */
  function last() {
    const waiting = pending().map((message) => message.seq);
    return Math.max(counted, Number(store.get("seq")) || 0, ...waiting);
  }

  /** Go on counting from `seq` at least. @param {number} seq */
  function raise(seq) {
    counted = Math.max(last(), seq);
    store.set("seq", String(counted));
  }

  /** Keep a message until the server has it; it takes the place of what waited in the same slot.
   * @param {string} slot @param {any} body @returns {Message} */
  function put(slot, body) {
    const earlier = store.names().filter((name) => name.startsWith(OUT) && read(name).slot === slot);
    const message = { seq: last() + 1, slot, body };
    store.set(nameOf(message), JSON.stringify(body));
    raise(message.seq);
    earlier.forEach((name) => store.remove(name));
    return message;
  }

  /** What to send next: the answers together, anything else on its own. @returns {Message[]} */
  function next() {
    const waiting = pending();
    const answers = waiting.filter((message) => message.slot.startsWith(ANSWER)).slice(0, BATCH);
    return answers.length > 0 ? answers : waiting.slice(0, 1);
  }

  /** Forget a message that the server keeps, and know from now on that it does. @param {Message} message */
  function kept(message) {
    if (message.slot.startsWith(ANSWER)) {
      const name = HELD + message.slot.slice(ANSWER.length);
      if ((parsed(store.get(name))?.seq ?? 0) <= message.seq) {
        store.set(name, JSON.stringify({ seq: message.seq, value: message.body }));
      }
      store.set("acked", String(Math.max(Number(store.get("acked")) || 0, message.seq)));
    }
    store.remove(nameOf(message));
  }

  /** Forget a message that the server refuses. @param {Message} message */
  const drop = (message) => store.remove(nameOf(message));

  /** What the server is known to keep. @returns {Values} */
  function held() {
    /** @type {Values} */
    const known = {};
    for (const name of store.names().filter((one) => one.startsWith(HELD))) {
      const value = parsed(store.get(name))?.value ?? null;
      if (value !== null) known[name.slice(HELD.length)] = value;
    }
    return known;
  }

  /** What the page shows: what the server keeps, under what still waits. @returns {Values} */
  function values() {
    const now = held();
    for (const { slot, body } of pending()) {
      if (!slot.startsWith(ANSWER)) continue;
      if (body === null) delete now[slot.slice(ANSWER.length)];
      else now[slot.slice(ANSWER.length)] = body;
    }
    return now;
  }

  /**
   * Take what the server holds of this seat. Where it has less than it had acknowledged, its disk was lost: then what
   * this phone holds waits again, to be sent. Nothing else that was acknowledged is ever sent again. What waits wins.
   * @param {Own} own @param {(item: string) => boolean} [sendable] which items may be sent again
   * @returns {boolean} whether something was put back into the outbox
   */
  function adopt(own, sendable = () => true) {
    const isLost = own.last_seq < (Number(store.get("acked")) || 0);
    const before = isLost ? held() : {};
    store
      .names()
      .filter((name) => name.startsWith(HELD))
      .forEach((name) => store.remove(name));
    for (const [item, value] of Object.entries(own.values)) {
      store.set(HELD + item, JSON.stringify({ seq: 0, value }));
    }
    raise(own.last_seq);
    store.set("acked", String(own.last_seq));
    const waiting = new Set(pending().map((message) => message.slot));
    for (const { seq, slot, body } of pending()) {
      const isSame = slot.startsWith(ANSWER) && (own.values[slot.slice(ANSWER.length)] ?? null) === body;
      // A second phone has counted on meanwhile: under its old number the server would not hear this message. A comment
      // has no such rule, and would be two under two numbers.
      if (seq <= own.last_seq && !isSame && !slot.startsWith("comment:")) put(slot, body);
    }
    const again = Object.entries(before).filter(
      ([item, value]) => own.values[item] !== value && sendable(item) && !waiting.has(ANSWER + item),
    );
    again.forEach(([item, value]) => put(ANSWER + item, value));
    return again.length > 0;
  }

  return { put, pending, next, kept, drop, held, values, adopt, last };
}

/** @typedef {ReturnType<typeof openOutbox>} Outbox */
