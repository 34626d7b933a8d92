import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCourier, patience } from "../../pasapas_widgets/live/room/page/courier.js";
import { BATCH, openOutbox } from "../../pasapas_widgets/live/room/page/outbox.js";
import { ASKED, TOLD, asShown } from "../../pasapas_widgets/live/room/page/parts.js";
import { forgetPast, isInsideApp, openStore } from "../../pasapas_widgets/live/room/page/seat.js";

// ---------------------------------------- what surrounds an outbox, at random but the same each time

/** A random number generator that a seed decides (mulberry32). */
function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The storage of a browser, shared by its tabs. */
function memoryStore() {
  const kept = new Map();
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, text) => void kept.set(name, text),
    remove: (name) => void kept.delete(name),
    names: () => [...kept.keys()],
  };
}

/** The server's rule: of each slot, the message with the highest (number, value) stays. */
class Server {
  rows = new Map();

  take({ seq, slot, body }) {
    const text = JSON.stringify(body);
    const held = this.rows.get(slot);
    if (!held || seq > held.seq || (seq === held.seq && text > held.text)) this.rows.set(slot, { seq, text });
  }

  own() {
    const values = {};
    let last_seq = 0;
    for (const [slot, { seq, text }] of this.rows) {
      last_seq = Math.max(last_seq, seq);
      const value = JSON.parse(text);
      if (slot.startsWith("answer:") && value !== null) values[slot.slice(7)] = value;
    }
    return { values, last_seq };
  }
}

const ITEMS = ["A", "B", "C", "D"];

/** Deliveries that lose requests, lose replies, and come a second time later. */
function badNetwork(server, random, late) {
  return async (messages) => {
    if (random() < 0.25) throw new Error("the request is lost");
    if (random() < 0.3) late.push([...messages]);
    const many = random() < 0.5 ? messages : [...messages].reverse();
    many.forEach((one) => server.take(one));
    if (random() < 0.25) throw new Error("the reply is lost");
    return messages.map(() => "kept");
  };
}

/** Let a courier carry all there is; it waits no real time. */
async function carried(outbox, deliver, random) {
  const means = {
    outbox,
    deliver,
    random,
    refused() {},
    changed() {},
    pause: () => ({ done: Promise.resolve(), end() {} }),
  };
  makeCourier(means).kick();
  for (let turn = 0; outbox.pending().length > 0; turn += 1) {
    assert.ok(turn < 100_000, "the courier gave up");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

// ---------------------------------------- properties

test("whatever is lost, doubled, late or reloaded, server and phone end the same, with every last answer", async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = chances(seed);
    const [server, store, late, last] = [new Server(), memoryStore(), [], {}];
    const deliver = badNetwork(server, random, late);
    let tabs = [openOutbox(store), openOutbox(store)];
    for (let step = 0; step < 30; step += 1) {
      const tab = tabs[random() < 0.5 ? 0 : 1];
      const dice = random();
      if (dice < 0.7) {
        const item = ITEMS[Math.floor(random() * ITEMS.length)];
        const value = random() < 0.15 ? null : 1 + Math.floor(random() * 4);
        tab.put(`answer:${item}`, value);
        if (value === null) delete last[item];
        else last[item] = value;
      } else if (dice < 0.85) {
        const batch = tab.next();
        if (batch.length > 0)
          await deliver(batch)
            .then(() => batch.forEach(tab.kept))
            .catch(() => {});
      } else if (dice < 0.92) {
        (late.splice(Math.floor(random() * late.length), 1)[0] ?? []).forEach((one) => server.take(one));
      } else {
        tabs = tabs.map(() => openOutbox(store)); // a reload
        tabs[0].adopt(server.own());
      }
      assert.deepEqual(tabs[0].values(), last, `seed ${seed}, step ${step}: the page shows what was done`);
    }
    for (const tab of tabs) await carried(tab, deliver, random);
    late.flat().forEach((one) => server.take(one));
    assert.deepEqual(server.own().values, last, `seed ${seed}: the server`);
    const back = openOutbox(store);
    assert.equal(back.adopt(server.own()), false, `seed ${seed}: nothing is sent twice on purpose`);
    assert.deepEqual(back.values(), last);
    assert.deepEqual(back.pending(), []);
  }
});

test("a server that lost its disk gets back all that the phone holds, once", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = chances(seed);
    const store = memoryStore();
    let server = new Server();
    let outbox = openOutbox(store);
    const deliver = (messages) => badNetwork(server, random, [])(messages);
    const last = {};
    const answer = (n) => {
      for (let i = 0; i < n; i += 1) {
        const item = ITEMS[Math.floor(random() * ITEMS.length)];
        last[item] = 1 + Math.floor(random() * 4);
        outbox.put(`answer:${item}`, last[item]);
      }
    };
    answer(Math.floor(random() * 4));
    await carried(outbox, deliver, random);
    const backup = new Map(server.rows); // an old copy, or nothing at all
    answer(4);
    await carried(outbox, deliver, random);
    server = new Server();
    server.rows = backup;
    answer(1);
    outbox = openOutbox(store);
    outbox.adopt(server.own());
    await carried(outbox, deliver, random);
    assert.deepEqual(server.own().values, last, `seed ${seed}`);
    assert.equal(openOutbox(store).adopt(server.own()), false, `seed ${seed}: once`);
  }
});

test("what another phone answered on the same seat is taken, and nothing old is replayed over it", async () => {
  const server = new Server();
  const [first, second] = [openOutbox(memoryStore()), openOutbox(memoryStore())];
  const deliver = async (messages) => (messages.forEach((one) => server.take(one)), messages.map(() => "kept"));
  first.put("answer:A", 1);
  first.put("answer:B", 1);
  await carried(first, deliver, Math.random);
  second.adopt(server.own());
  second.put("answer:A", 4);
  await carried(second, deliver, Math.random);
  first.put("answer:B", 2); // still unsent when the first phone comes back
  first.adopt(server.own());
  assert.deepEqual(first.values(), { A: 4, B: 2 });
  await carried(first, deliver, Math.random);
  assert.deepEqual(server.own().values, { A: 4, B: 2 });
});

test("an answer given while the join's reply travels is not undone by it", () => {
  const outbox = openOutbox(memoryStore());
  outbox.put("answer:A", 2);
  outbox.adopt({ values: { A: 1, B: 3 }, last_seq: 40 });
  assert.deepEqual(outbox.values(), { A: 2, B: 3 });
  const [waiting] = outbox.pending();
  assert.equal(waiting.body, 2);
  assert.ok(outbox.put("answer:B", 1).seq > 40, "counting goes on from the server's number");
});

test("a late acknowledgement of an older answer does not hide a newer one", () => {
  const outbox = openOutbox(memoryStore());
  const older = outbox.put("answer:A", 1);
  const newer = outbox.put("answer:A", 2);
  outbox.kept(newer);
  outbox.kept(older);
  assert.deepEqual(outbox.held(), { A: 2 });
});

test("a message overtaken on this phone while it waited is still sent with a number above the server's", () => {
  // The seat moved on, on another phone, to number 40; what waits here was numbered 3 and would lose on the server.
  const server = new Server();
  server.take({ seq: 40, slot: "answer:A", body: 1 });
  const outbox = openOutbox(memoryStore());
  outbox.put("answer:A", 2);
  outbox.adopt(server.own());
  outbox.pending().forEach((one) => server.take(one));
  assert.equal(server.own().values.A, outbox.values().A, "the page does not show what the server refuses to hear");
});

// ---------------------------------------- what is sent, and when

test("answers go together, 64 at most; anything else on its own", () => {
  const outbox = openOutbox(memoryStore());
  for (let i = 0; i < 70; i += 1) outbox.put(`answer:X${i}`, 1);
  outbox.put("time", { wanted: true });
  assert.equal(outbox.next().length, BATCH);
  outbox.next().forEach(outbox.kept);
  assert.equal(outbox.next().length, 6);
  outbox.next().forEach(outbox.kept);
  assert.deepEqual(
    outbox.next().map((one) => one.slot),
    ["time"],
  );
});

test("of the same slot, only the last waits; two comments are two", () => {
  const outbox = openOutbox(memoryStore());
  outbox.put("vote:b", { x: 1 });
  outbox.put("vote:b", { y: 1 });
  outbox.put("comment:1", { body: "a" });
  outbox.put("comment:2", { body: "a" });
  assert.deepEqual(
    outbox.pending().map((one) => one.slot),
    ["vote:b", "comment:1", "comment:2"],
  );
  assert.deepEqual(outbox.pending()[0].body, { y: 1 });
});

test("a refused message leaves, is told with its reason, and holds back no other", async () => {
  const outbox = openOutbox(memoryStore());
  outbox.put("answer:A", 1);
  outbox.put("answer:B", 1);
  const told = [];
  const deliver = async (messages) =>
    messages.map((one) => (one.slot === "answer:A" ? { reason: "phase", sentence: "" } : "kept"));
  makeCourier({
    outbox,
    deliver,
    changed() {},
    pause: () => ({ done: Promise.resolve(), end() {} }),
    refused: (messages, why) => told.push([messages[0].slot, why[0].reason]),
  }).kick();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(told, [["answer:A", "phase"]]);
  assert.deepEqual([outbox.pending(), outbox.values()], [[], { B: 1 }]);
});

test("the pause doubles from half a second to fifteen, never in step with the others", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 9].map((n) => patience(n, 1)),
    [500, 1000, 2000, 4000, 8000, 15_000, 15_000],
  );
  assert.equal(patience(6, 0), 9000);
});

test("a new gesture or the network's return ends the pause at once", async () => {
  const outbox = openOutbox(memoryStore());
  let [tries, pauses] = [0, 0];
  const deliver = async () => {
    tries += 1;
    if (tries === 1) throw new Error("no network");
    return ["kept"];
  };
  const pause = () => {
    pauses += 1;
    let end;
    const done = new Promise((resolve) => (end = resolve));
    return { done, end };
  };
  outbox.put("answer:A", 1);
  const courier = makeCourier({ outbox, deliver, pause, refused() {}, changed() {} });
  courier.kick();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual([tries, pauses, courier.failures()], [1, 1, 1]);
  courier.kick();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual([tries, courier.failures(), outbox.pending().length], [2, 0, 0]);
});

// ---------------------------------------- what sessions leave in a phone

/** The storage of a browser for one test. @param {Record<string, string>} kept @param {() => void} act */
function withBrowserStorage(kept, act) {
  const real = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  const storage = {
    ...kept,
    getItem: (name) => storage[name] ?? null,
    setItem: (name, text) => void (storage[name] = text),
    removeItem: (name) => void delete storage[name],
  };
  for (const one of ["getItem", "setItem", "removeItem"]) Object.defineProperty(storage, one, { enumerable: false });
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  try {
    act();
  } finally {
    if (real) Object.defineProperty(globalThis, "localStorage", real);
    else delete globalThis.localStorage;
  }
  return { ...storage };
}

test("a phone whose clock is years ahead keeps its seat, its answers and its other sessions of the day", () => {
  const of = (code, until) => ({
    [`salle:${code}:until`]: until,
    [`salle:${code}:key`]: `key of ${code}`,
    [`salle:${code}:out:1:answer:A`]: "3",
  });
  const kept = { ...of("K7MQP", "2026-12-01"), ...of("AAAAA", "2026-12-01"), ...of("BBBBB", "2026-11-01"), mine: "1" };
  const left = withBrowserStorage(kept, () => {
    const clock = Date.now;
    Date.now = () => Date.UTC(2055, 0, 1);
    forgetPast("K7MQP", "2026-11-29");
    Date.now = clock;
  });
  assert.deepEqual(left, { ...of("K7MQP", "2026-12-01"), ...of("AAAAA", "2026-12-01"), mine: "1" });
});

test("the open session is never forgotten while its server knows it, the day after the last one neither", () => {
  const kept = { "salle:K7MQP:until": "2026-11-01", "salle:K7MQP:key": "key", "salle:K7MQP:out:1:answer:A": "3" };
  const left = withBrowserStorage(kept, () => {
    forgetPast("K7MQP", "2026-11-29");
    openStore("K7MQP", "2026-12-05");
  });
  assert.deepEqual(left, { ...kept, "salle:K7MQP:until": "2026-12-05" });
});

test("a page inside a scanner or a messenger is known by what it says of itself", () => {
  const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
  const pixel = "Mozilla/5.0 (Linux; Android 14; Pixel 7";
  const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36";
  assert.ok(isInsideApp(`${iphone} Mobile/15E148`));
  assert.ok(isInsideApp(`${pixel}; wv) ${chrome}`));
  assert.ok(!isInsideApp(`${iphone} Version/17.5 Mobile/15E148 Safari/604.1`));
  assert.ok(!isInsideApp(`${iphone} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`));
  assert.ok(!isInsideApp(`${pixel}) ${chrome}`));
  assert.ok(!isInsideApp("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"));
});

test("an exercise is said to be one; its answers once it is closed and shown, and not before", () => {
  const shown = (phase, ballot) => asShown({ phase, ballot, version: 1 }).phase;
  const open = { exercise: true, closed: false };
  const closed = { exercise: true, closed: true };
  assert.equal(shown("vote", open), ASKED);
  assert.equal(shown("vote", closed), ASKED);
  assert.equal(shown("resultats_vote", open), ASKED);
  assert.equal(shown("resultats_vote", closed), TOLD);
  assert.equal(shown("resultats", closed), "resultats", "what comes after is what it always is");
  assert.equal(shown("vote", { closed: false }), "vote");
  assert.equal(shown("vote", null), "vote");
});
