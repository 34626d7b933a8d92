import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, fill } from "../../pasapas_widgets/front/words.js";
import { isFew, mainStep } from "../../pasapas_widgets/widgets/cockpit/bar.js";
import { courier } from "../../pasapas_widgets/widgets/cockpit/base.js";
import { isAway } from "../../pasapas_widgets/widgets/cockpit/distance.js";
import { shortList } from "../../pasapas_widgets/widgets/cockpit/group.js";
import { FLOW, around, isExercise, partsOf, usualPart } from "../../pasapas_widgets/widgets/cockpit/moments.js";
import { following, readKey } from "../../pasapas_widgets/widgets/cockpit/paper.js";
import { leadsToSomebody } from "../../pasapas_widgets/widgets/cockpit/prepare.js";
import { layoutOf } from "../../pasapas_widgets/widgets/cockpit/screen.js";
import { countsOf } from "../../pasapas_widgets/widgets/cockpit/side.js";
import { ideas, proposed } from "../../pasapas_widgets/widgets/cockpit/voices.js";

test("a title that leads to somebody is found; dates, postcodes and teams are not taken for one", () => {
  for (const title of ["jeanne@asso.fr", "06 12 34 56 78", "appeler 0612345678", "+33 6 12 34 56 78", "06.12.34.56.78"])
    assert.ok(leadsToSomebody(title), title);
  for (const title of ["Équipe de nuit, novembre 2026", "MECS 75013", "Séance 2 @ 14 h", "23-11-2026", "Site 12"])
    assert.ok(!leadsToSomebody(title), title);
});

test("keys of the paper grid", () => {
  assert.deepEqual(readKey("1", 4), { answer: 1 });
  assert.deepEqual(readKey("4", 4), { answer: 4 });
  assert.equal(readKey("5", 4), null);
  assert.equal(readKey("0", 4), null);
  assert.deepEqual(readKey("n", 4), { answer: "NSP" });
  assert.deepEqual(readKey("C", 4), { answer: "NC" });
  assert.deepEqual(readKey(" ", 4), { blank: true });
  assert.deepEqual([readKey("ArrowLeft", 4), readKey("Enter", 4)], [{ step: -1 }, { step: 1 }]);
  assert.equal(readKey("x", 4), null);
  assert.deepEqual([following("7"), following("A3"), following("")], ["8", "", ""]);
});

test("every phase has one main step, and one can go back from all but the first and a pause", () => {
  assert.deepEqual(around("attente"), { next: "reponses", back: null });
  assert.deepEqual(around("pause"), { next: "reponses", back: null });
  assert.deepEqual(around("fin"), { next: null, back: "evaluation" });
  for (const phase of FLOW.slice(1)) assert.ok(around(phase).back, phase);
  const step = (phase, ballot = null) => mainStep({ phase, ballot });
  assert.deepEqual(
    FLOW.map((phase) => step(phase)),
    ["move", "move", "publish", "compose", "compose", "move", "move", "end"],
  );
  assert.equal(step("vote", { closed: false }), "close_vote");
  assert.equal(step("vote", { closed: true }), "compose");
  assert.equal(step("pause"), "move");
});

test("too few sheets for any figure lead to answering together; results that are published do not", () => {
  const limits = { moyenne: 5 };
  const closing = { phase: "cloture", sheets: 4, published: null };
  const alone = { mode: "individuel" };
  assert.ok(isFew(closing, alone, limits));
  assert.equal(mainStep(closing, true), "together");
  assert.ok(!isFew({ ...closing, sheets: 5 }, alone, limits));
  assert.ok(isFew({ ...closing, sheets: 5 }, { ...alone, thresholds: { moyenne: 6 } }, limits), "a raised threshold");
  assert.ok(!isFew({ ...closing, published: { sheets: 4 } }, alone, limits), "published for people who answered alone");
  assert.ok(!isFew(closing, { mode: "collectif" }, limits) && !isFew({ ...closing, phase: "reponses" }, alone, limits));
});

test("at a distance answers are open at once; closed, they are published, or the group answers together", () => {
  assert.deepEqual(around("reponses", "individuel", true), { next: "resultats", back: null });
  assert.deepEqual(around("resultats", "individuel", true), { next: "vote", back: "reponses" });
  const away = (closed, more = {}) => ({ phase: "reponses", published: null, sheets: 5, until: { closed }, ...more });
  assert.deepEqual(
    [mainStep(away(false)), mainStep(away(true)), mainStep(away(true), true)],
    ["close", "publish", "together"],
  );
  assert.equal(mainStep({ phase: "resultats", until: { closed: true } }), "compose");
  const few = (state) => isFew(state, { mode: "individuel" }, { moyenne: 5 });
  assert.ok(few(away(true, { sheets: 0 })) && !few(away(true)) && !few(away(false, { sheets: 0 })));
  assert.ok(!isAway({ phase: "reponses" }) && isAway(away(false)));
});

test("the cockpit is one screen where the window is its own and large enough, else as high as it is", () => {
  const layout = (width, height, isPage = true, rem = 16) => layoutOf({ width, height, rem, isPage });
  assert.deepEqual([layout(1280, 720), layout(1366, 768), layout(1024, 768)], ["whole", "whole", "whole"]);
  assert.deepEqual([layout(360, 740), layout(320, 256), layout(768, 1024)], ["column", "column", "column"]);
  assert.equal(layout(1280, 720, false), "wide", "beside the other windows of JupyterLab");
  assert.equal(layout(1280, 560), "wide");
  assert.equal(layout(1280, 720, true, 32), "column", "letters twice as large");
});

test("a vote is proposed on divergent statements first, then on low ones, never on what is withheld", () => {
  const item = (moyenne, dispersion, signaux, classe) => ({ n_notes: 9, moyenne, dispersion, signaux, classe });
  const classes = ["appui", "consolider", "ameliorer"].map((id) => ({ id }));
  const propose = (items, priorites) => proposed({ items, priorites, seuils: { moyenne: 5 } }, { classes });
  const items = {
    a: item(50, 1.1, ["regards_differents"], "consolider"),
    b: item(20, 0.5, [], "ameliorer"),
    c: item(null, null, ["peu_visible"], null),
    d: item(60, 1.4, ["regards_differents"], "consolider"),
    e: item(70, 0.4, [], "appui"),
  };
  assert.deepEqual(propose(items, ["b", "a", "d", "e"]), { divergent: ["d", "a"], low: ["b"] });
  assert.deepEqual(propose({ e: items.e }, ["e"]), { divergent: [], low: ["e"] });
  assert.deepEqual(proposed({}, { classes }), { divergent: [], low: [] });
  const tallies = [
    { item: "b", kept: 2, note: null },
    { item: "a", kept: 1, note: null },
    { item: "c", kept: null, note: "pas d'accord" },
    { item: "d", kept: 4, note: null },
  ];
  assert.deepEqual(proposed({}, { classes }, tallies), { divergent: ["c"], low: ["a", "b"] });
  assert.deepEqual(ideas(" un café \n\nun café\nun banc"), ["un café", "un banc"]);
});

test("the short way takes three statements of each lever, of different effects where it can", () => {
  const leviers = [{ id: "L1" }, { id: "L2" }];
  const items = leviers.flatMap(({ id }) =>
    ["E4", "E4", "E5", "E3", "E1"].map((effet, i) => ({ id: `${id}-0${i}`, levier: id, effet })),
  );
  assert.deepEqual(shortList({ leviers, items }), ["L1-00", "L1-02", "L1-03", "L2-00", "L2-02", "L2-03"]);
  assert.equal(shortList({ leviers: [{ id: "L1" }], items: items.slice(0, 2) }).length, 2);
});

test("where one begins: before, during or after, and in the group's part where it answers together", () => {
  assert.equal(usualPart("attente", "collectif"), "avant");
  assert.equal(usualPart("reponses", "individuel"), "pendant");
  assert.equal(usualPart("resultats", "structure"), "groupe");
  assert.equal(usualPart("fin", "individuel"), "terminer");
  assert.ok(!partsOf("individuel").includes("groupe") && partsOf("structure").includes("groupe"));
});

test("texts agree with their count", () => {
  const texts = { un: "{n} mot", plusieurs: "{n} mots" };
  assert.deepEqual(
    [0, 1, 2].map((n) => counted(texts, n)),
    ["0 mot", "1 mot", "2 mots"],
  );
  assert.equal(fill("{a} {b}", { a: 1 }), "1 {b}");
});

/** A model as anywidget gives it; `sent` is what left for the kernel. */
function model() {
  const values = { incoming: {}, pages: {}, refusals: [], told: {} };
  const calls = new Map();
  const sent = [];
  return {
    sent,
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
      for (const call of calls.get(`change:${name}`) ?? []) call();
    },
    /** Say how far the kernel is with what the page has asked. */
    take(seen) {
      this.set("pages", { [sent.at(-1)[0].page]: { seen, ack: 0 } });
    },
    save_changes: () => sent.push(structuredClone(values.incoming.messages)),
    on: (name, call) => calls.set(name, [...(calls.get(name) ?? []), call]),
    off: (name, call) =>
      calls.set(
        name,
        (calls.get(name) ?? []).filter((one) => one !== call),
      ),
  };
}

const ear = (own = {}) => ({ cut: "coupé", lost() {}, back() {}, hello: () => ({}), ...own });

test("requests that wait are all sent again with each new one, and answered in any order", async () => {
  const kernel = model();
  const post = courier(kernel, ear());
  const [first, second] = [post.ask("publish"), post.ask("move", { phase: "fin" })];
  const asked = kernel.sent.at(-1);
  assert.deepEqual(
    asked.map((one) => one.verb),
    ["here", "publish", "move"],
  );
  const [{ page }] = asked;
  kernel.take(asked[2].seq);
  kernel.set("told", { page: "another", seq: asked[1].seq, given: 1 });
  kernel.set("told", { page, seq: asked[2].seq, given: 2 });
  kernel.set("refusals", [{ page, seq: asked[1].seq, phrase: "non" }]);
  assert.deepEqual(await second, { ok: true, given: 2 });
  assert.deepEqual(await first, { ok: false, fault: "non" });
  post.stop();
});

test("two views of one cockpit number what they ask together, and the link is told to both", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const kernel = model();
  const told = [];
  const views = ["a", "b"].map((name) => courier(kernel, ear({ lost: () => told.push(name) })));
  views.forEach((one) => one.ask("publish"));
  assert.deepEqual(
    kernel.sent.at(-1).map((one) => one.seq),
    [1, 2, 3],
  );
  t.mock.timers.tick(8100);
  assert.deepEqual(told, ["a", "b"]);
  views.forEach((one) => one.stop());
});

test("who asks again and again hears as soon that nobody answers; an answer counts anew", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const kernel = model();
  const told = [];
  const post = courier(kernel, ear({ lost: () => told.push("lost") }));
  t.mock.timers.tick(5000);
  post.ask("publish");
  kernel.take(1);
  t.mock.timers.tick(5000);
  assert.deepEqual(told, [], "what was asked last has waited for five seconds");
  post.ask("publish");
  t.mock.timers.tick(3100);
  assert.deepEqual(told, ["lost"]);
  post.stop();
});

test("a kernel that does not answer is said, what waits ends with a fault, and its return is noticed", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const kernel = model();
  const told = [];
  const post = courier(
    kernel,
    ear({ lost: () => told.push("lost"), back: () => told.push("back"), hello: () => ({ last: "s" }) }),
  );
  const waiting = post.ask("publish");
  t.mock.timers.tick(7900);
  assert.deepEqual(told, [], "not yet");
  t.mock.timers.tick(200);
  assert.deepEqual(told, ["lost"]);
  assert.deepEqual(await waiting, { ok: false, fault: "coupé" });
  t.mock.timers.tick(2000);
  assert.deepEqual(
    kernel.sent.at(-1).map((one) => one.verb),
    ["here"],
    "what nobody knows to be done does not leave once more",
  );
  const [here] = kernel.sent.at(-1);
  assert.equal(here.last, "s");
  kernel.take(here.seq);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(told, ["lost", "back"]);
  post.stop();
});

test("a group that answers together goes from the welcome to what it says together", () => {
  assert.deepEqual(around("attente", "collectif"), { next: "resultats", back: null });
  assert.equal(around("resultats", "structure").back, "attente");
  assert.deepEqual(countsOf("resultats", "collectif"), ["joined"]);
  assert.ok(
    countsOf("reponses", "individuel").includes("more_time") && !countsOf("vote", "individuel").includes("finished"),
  );
});

test("an exercise is closed and shown, never taken for a vote that is prepared", () => {
  const ballot = { exercise: true, closed: false };
  assert.equal(mainStep({ phase: "vote", ballot }), "close_vote");
  assert.equal(mainStep({ phase: "vote", ballot: { ...ballot, closed: true } }), "move", "on to its answers");
  assert.equal(mainStep({ phase: "resultats_vote", ballot: { ...ballot, closed: true } }), "move");
  assert.equal(mainStep({ phase: "vote", ballot: { closed: true } }), "compose", "a vote is prepared anew");
  assert.deepEqual(
    ["vote", "resultats_vote", "resultats", "fin"].map((phase) => isExercise({ phase, ballot })),
    [true, true, false, false],
  );
  assert.ok(!isExercise({ phase: "vote", ballot: null }) && !isExercise({ phase: "vote", ballot: { closed: true } }));
});
