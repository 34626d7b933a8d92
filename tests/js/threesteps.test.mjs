import assert from "node:assert/strict";
import { test } from "node:test";
import { alike, levelSaid, ownGaps } from "../../pasapas_widgets/live/room/page/threesteps.js";
import { sections } from "../../pasapas_widgets/widgets/results/sections.js";

const levels = (...words) => ({ niveaux: words.map((libelle, i) => ({ valeur: i + 1, libelle })), hors_echelle: [] });
const q = {
  echelle: levels("Non", "Parfois", "Souvent", "Toujours"),
  items: [{ id: "A" }, { id: "B" }, { id: "C", inverse: true }, { id: "D" }, { id: "E" }],
};
const one = (moyenne, dispersion) => ({ moyenne, dispersion });
const results = {
  items: { A: one(50, 1.2), B: one(90, 0.1), C: one(0, 0.3), D: one(null, null), E: one(40, null) },
};

test("what is said most alike has its spread published, and is not what is said most differently", () => {
  assert.deepEqual(alike(results, ["A"]), ["B", "C"]);
  assert.deepEqual(alike(results, ["B", "C"]), ["A"]);
});

test("alike and apart are said of each statement on its own scale", () => {
  const on = (top, dispersion) => ({
    moyenne: 50,
    n_notes: 12,
    dispersion,
    signaux: [],
    distribution: Object.fromEntries(Array.from({ length: top }, (_, i) => [i + 1, 1])),
  });
  const mixed = {
    items: { long: on(21, 1), yes: on(2, 0.5), usual: on(4, 0.6) },
    priorites: [],
    seuils: { moyenne: 5 },
  };
  assert.deepEqual(alike(mixed, []), ["long", "usual", "yes"]);
  assert.deepEqual(sections(mixed, { classes: [] }).divergences.ids, ["yes", "usual", "long"]);
});

test("one's own answers that lie far from the group's mean, the farthest first, reversed ones turned round", () => {
  assert.deepEqual(ownGaps(q, results, { A: 4, B: 1, C: 4 }), ["B", "A"]);
  assert.deepEqual(ownGaps(q, results, { A: 4, B: 1, C: 1 }), ["C", "B", "A"]);
});

test("nothing is compared that is not published, not answered, or near", () => {
  assert.deepEqual(ownGaps(q, results, { A: 2, B: "NSP", D: 1, E: 2 }), []);
});

test("an answer is said in the words of its scale", () => {
  assert.equal(levelSaid(q, q.items[0], 2), "Parfois");
});
