// The post of a carnet's widget without a browser: numbers, acknowledgements, refusals, and what an earlier page left.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { modelOf } from "../../pasapas_widgets/front/host.js";
import { post } from "../../pasapas_widgets/widgets/kit/post.js";

class Storage {
  getItem(name) {
    return this[name] ?? null;
  }
  setItem(name, text) {
    this[name] = text;
  }
  removeItem(name) {
    delete this[name];
  }
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const page = new EventTarget();
  page.visibilityState = "visible";
  const window_ = new EventTarget();
  Object.assign(globalThis, {
    document: page,
    localStorage: new Storage(),
    sessionStorage: new Storage(),
    addEventListener: window_.addEventListener.bind(window_),
    removeEventListener: window_.removeEventListener.bind(window_),
  });
});

const title = (value) => ({ op: "set", path: ["titre"], value });

/** What Python says to the page that has asked last: how far it is, a refusal. */
const asking = (model) => model.get("incoming").messages?.at(-1)?.page ?? "";
const known = (model, seen, ack = 0) => model.set("pages", { [asking(model)]: { seen, ack } });
const refused = (model, seq, phrase) => ({ page: asking(model), seq, phrase });

/** A model as the kernel gives it, and what leaves by it. */
function opened(more = {}) {
  const sent = [];
  const model = modelOf(
    {
      pages: {},
      refusals: [],
      incoming: {},
      carnet: { titre: "" },
      state: { id: "c1", navigateur: "local" },
      ...more,
    },
    () => sent.push(model.get("incoming").messages.map((one) => one.seq)),
  );
  return { model, sent };
}

test("a change leaves at once, and again with the next one until it is seen", () => {
  const { model, sent } = opened();
  const carrier = post(model, "plan");
  const stop = carrier.listen(() => {});
  carrier.change([title("a")]);
  carrier.change([title("b")]);
  assert.deepEqual(sent, [[1], [1, 2]]);
  assert.deepEqual([carrier.carnet().titre, carrier.waiting], ["b", 2]);
  model.set("carnet", { titre: "b" });
  known(model, 2);
  assert.deepEqual([carrier.waiting, carrier.late], [2, false], "seen is not yet on disk");
  known(model, 2, 2);
  assert.equal(carrier.waiting, 0);
  assert.equal(carrier.change([title("c")]), 3);
  stop();
});

test("what is refused is said with its words, once, and waits no more", () => {
  const { model } = opened();
  const carrier = post(model, "plan");
  const stop = carrier.listen(() => {});
  carrier.change([title("a")]);
  const non = refused(model, 1, "Non.");
  model.set("refusals", [non]);
  assert.deepEqual(carrier.faults, [{ ...non, changes: [title("a")] }]);
  assert.equal(carrier.waiting, 0);
  carrier.change([title("b")]);
  assert.deepEqual(carrier.faults, []);
  stop();
});

test("what is typed leaves once, when it is settled", () => {
  const { model, sent } = opened();
  const carrier = post(model, "plan");
  const stop = carrier.listen(() => {});
  carrier.type(["titre"], "a", "titre");
  carrier.type(["titre"], "ab", "titre");
  assert.deepEqual([sent, carrier.waiting], [[], 1]);
  carrier.settle();
  assert.deepEqual([sent, carrier.carnet().titre], [[[1]], "ab"]);
  stop();
});

for (const navigateur of ["local", "session"]) {
  test(`what a page could not hand over is offered by the next one at once (${navigateur})`, () => {
    const state = { id: "c1", navigateur };
    const first = post(opened({ state }).model, "plan");
    first.listen(() => {});
    first.change([title("a")]); // and the page goes, without an answer
    const { model, sent } = opened({ state });
    const second = post(model, "plan");
    const stop = second.listen(() => {});
    assert.deepEqual(second.left, [title("a")]);
    assert.deepEqual(post(opened({ state }).model, "autre").left, [], "another view's are not its own");
    model.set("carnet", { titre: "a" });
    assert.deepEqual(second.left, [], "it is made already");
    model.set("carnet", { titre: "" });
    second.forget();
    assert.deepEqual([second.left, sent], [[], []]);
    stop();
  });
}

test("without an answer the person is told, and what waits goes again", () => {
  const { model, sent } = opened();
  const carrier = post(model, "plan");
  const stop = carrier.listen(() => {});
  carrier.change([title("a")]);
  mock.timers.tick(5000);
  assert.deepEqual([carrier.late, sent], [true, [[1], [1]]]);
  known(model, 1);
  assert.equal(carrier.late, false);
  stop();
});

test("every post of the page says what waits anywhere on it", () => {
  const [one, two] = [post(opened().model, "plan"), post(opened().model, "bureau")];
  const stops = [one.listen(() => {}), two.listen(() => {})];
  one.change([title("a")]);
  assert.deepEqual([one.waiting, two.waiting], [1, 1]);
  stops[0]();
  assert.equal(two.waiting, 0);
  stops[1]();
});

test("two windows on one kernel give one number to two messages, and each waits for its own", () => {
  const [here, there] = [opened().model, opened().model];
  const [one, two] = [post(here, "plan"), post(there, "plan")];
  const stops = [one.listen(() => {}), two.listen(() => {})];
  one.change([title("a")]);
  two.change([title("b")]);
  const [own, other] = [here, there].map((model) => model.get("incoming").messages[0]);
  assert.deepEqual([own.seq, other.seq], [1, 1]);
  assert.notEqual(own.page, other.page);
  const pages = { [own.page]: { seen: 1, ack: 1 } };
  const refusals = [refused(here, 1, "Non.")];
  for (const model of [here, there]) {
    model.set("pages", pages);
    model.set("refusals", refusals);
  }
  assert.deepEqual([one.isSeen(1), two.isSeen(1)], [true, false]);
  assert.deepEqual([one.faults.length, two.faults.length], [1, 0], "what is refused to one is not said by the other");
  assert.equal(two.carnet().titre, "b", "its change still waits");
  there.set("pages", { ...pages, [other.page]: { seen: 1, ack: 1 } });
  there.set("pages", pages); // Python knows of it no more
  assert.deepEqual([two.isSeen(1), two.waiting], [true, 0]);
  stops.forEach((stop) => stop());
});

test("what an earlier version has kept of a widget can be read, and asked", () => {
  const { model, sent } = opened({ pages: undefined, seen: 3, ack: 3 });
  const carrier = post(model, "plan");
  const stop = carrier.listen(() => {});
  carrier.change([title("a")]);
  assert.deepEqual([sent, carrier.carnet().titre], [[[1]], "a"]);
  stop();
});
