// What a page hands to Python one at a time: its order, its refusals, a file that cannot be read, a missing answer.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { courier } from "../../pasapas_widgets/front/courier.js";
import { modelOf } from "../../pasapas_widgets/front/host.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** What Python says to the page that has asked last: how far it is, a refusal. */
const asking = (model) => model.get("incoming").messages?.at(-1)?.page ?? "";
const known = (model, seen, ack = 0) => model.set("pages", { [asking(model)]: { seen, ack } });
const refused = (model, seq, phrase) => ({ page: asking(model), seq, phrase });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const file = (name, read = async () => new ArrayBuffer(2)) => ({ name, arrayBuffer: read });

function opened() {
  const sent = [];
  const model = modelOf({ pages: {}, refusals: [], incoming: {} }, () =>
    sent.push(model.get("incoming").messages.map((one) => [one.seq, one.verb, one.name])),
  );
  return { model, sent };
}

test("one task leaves at a time, whatever the number of views", async () => {
  const { model, sent } = opened();
  const [one, two] = [courier(model, 10), courier(model, 10)];
  const stops = [one.listen(() => {}), two.listen(() => {})];
  one.ask([
    { verb: "file", file: file("a"), name: "a" },
    { verb: "file", file: file("b"), name: "b" },
  ]);
  two.ask([{ verb: "clear" }]);
  await turn();
  assert.deepEqual([sent, two.busy()], [[[[1, "file", "a"]]], "a"]);
  known(model, 1);
  await turn();
  known(model, 2);
  await turn();
  assert.deepEqual(sent.slice(1), [[[2, "file", "b"]], [[3, "clear", undefined]]]);
  known(model, 3);
  assert.equal(one.busy(), null);
  stops.forEach((stop) => stop());
});

test("refusals of one gesture add up, each task hears its own, the next gesture begins anew", async () => {
  const { model } = opened();
  const post = courier(model, 10);
  const stop = post.listen(() => {});
  const heard = [];
  const done = (faults) => heard.push(faults);
  post.ask([
    { verb: "a", done },
    { verb: "b", done },
  ]);
  await turn();
  model.set("refusals", [refused(model, 1, "Non."), refused(model, 1, "Non plus.")]);
  known(model, 1);
  await turn();
  known(model, 2);
  assert.deepEqual(heard, [["Non.", "Non plus."], []]);
  assert.deepEqual(post.faults(), ["Non.", "Non plus."]);
  model.set("refusals", []);
  assert.deepEqual(post.faults(), [], "Python has taken them back");
  post.ask([{ verb: "c" }]);
  assert.deepEqual(post.faults(), []);
  stop();
});

test("a file that cannot be read is said, and the next one leaves", async () => {
  const { model, sent } = opened();
  const post = courier(model, 10);
  const stop = post.listen(() => {});
  let unreadable = 0;
  const gone = file("gone", () => Promise.reject(new Error("gone")));
  post.ask([
    { verb: "file", file: gone, unreadable: () => (unreadable += 1) },
    { verb: "file", file: file("b") },
  ]);
  await turn();
  assert.deepEqual([unreadable, sent], [1, [[[1, "file", "b"]]]]);
  stop();
});

test("a missing answer is told, and the next gesture sends once more what waits", async () => {
  const { model, sent } = opened();
  const post = courier(model, 10);
  const stop = post.listen(() => {});
  post.ask([{ verb: "a" }]);
  await turn();
  mock.timers.tick(10);
  assert.deepEqual([post.late(), sent.length], [true, 1]);
  post.ask([{ verb: "b" }]);
  assert.deepEqual(sent[1], [[1, "a", undefined]]);
  known(model, 1);
  await turn();
  assert.deepEqual([post.late(), sent[2]], [false, [[2, "b", undefined]]]);
  stop();
});
