import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { geometry, wrap } from "../../pasapas_widgets/widgets/radar/geometry.js";
import { describe, withMine } from "../../pasapas_widgets/widgets/radar/words.js";

const { axes, texts, rules, cases } = JSON.parse(
  readFileSync(new URL("../vectors/radar.json", import.meta.url), "utf8"),
);
const layer = (kind, ...scores) => ({
  kind,
  label: kind,
  n: null,
  scores: Object.fromEntries(axes.map((axis, i) => [axis.id, scores[i]])),
});

for (const [number, { layers, sentence }] of cases.entries()) {
  test(`sentence of vector ${number}`, () => assert.equal(describe(axes, layers, texts, 0, rules), sentence));
}

test("where there are no classes, a person's own result is a figure", () => {
  assert.match(describe(axes, [layer("me", 56, 63, 50, 33)], texts), / : 56 sur 100 ; .* : 63 ; /);
});

test("one person's radar bears words at its axes and no figure; its rings are the limits of the classes", () => {
  const shape = geometry(axes, [layer("me", 10, 50, null, 90)], texts, 0, rules);
  assert.deepEqual(shape.ticks, []);
  assert.ok(shape.layers[0].values.every((value) => value === null));
  const [worst, middle, best] = rules.classes.map((one) => one.libelle).reverse();
  assert.deepEqual(
    shape.axes.map((axis) => axis.note.join(" ")),
    [worst, middle, texts.axe.absent, best],
  );
  assert.deepEqual(
    shape.axes.map((axis) => axis.withheld),
    [false, false, true, false],
  );
  assert.equal(shape.rings.length, rules.classes.length);
  assert.equal(shape.rings.at(-1), geometry(axes, [], texts).rings.at(-1));
});

test("beside a group, the drawing has the group's scale", () => {
  const shape = geometry(axes, [layer("me", 10, 50, 60, 90), layer("group", 1, 2, 3, 4)], texts, 0, rules);
  assert.deepEqual(
    shape.ticks.map((tick) => tick.value),
    ["50", "100"],
  );
  assert.ok(shape.axes.every((axis) => axis.note.length === 0));
});

test("one or two levers in words: their class under the line, no figure", () => {
  const shape = geometry(axes.slice(0, 2), [layer("me", 10, 90)], texts, 0, rules);
  assert.deepEqual(shape.ticks, []);
  assert.deepEqual(
    shape.axes.map((axis) => axis.note.join(" ")),
    [rules.classes.at(-1).libelle, rules.classes[0].libelle],
  );
  assert.ok(shape.layers[0].values.every((value) => value === null));
});

test("0 is at the centre, 100 on the outer ring", () => {
  const shape = geometry(axes, [layer("me", 0, 100, 50, 100)], texts);
  const [zero, right, half] = shape.layers[0].points;
  assert.deepEqual(zero, { x: 150, y: 146 });
  assert.ok(Math.abs(right.x - shape.axes[1].tip.x) < 1e-9 && Math.abs(right.y - shape.axes[1].tip.y) < 1e-9);
  assert.ok(Math.abs(half.y - (146 + (shape.axes[2].tip.y - 146) / 2)) < 1e-9);
});

test("a complete layer closes; a withheld lever leaves a gap and has no point", () => {
  assert.ok(geometry(axes, [layer("me", 10, 20, 30, 40)], texts).layers[0].closed);
  const [gap] = geometry(axes, [layer("me", 10, 20, null, 40)], texts).layers;
  assert.equal(gap.closed, false);
  assert.equal(gap.points[2], null);
  assert.equal(gap.values[2], null);
  assert.equal(gap.path.match(/M/g).length, 2); // L1-L2 and L4-L1: nothing goes to L3
  const [apart] = geometry(axes, [layer("me", 10, null, 30, null)], texts).layers;
  assert.equal(apart.path, "");
});

test("a withheld lever is said at its axis, with the layer's name when the others have a score", () => {
  const alone = geometry(axes, [layer("me", 10, 20, null, 40)], texts);
  assert.equal(alone.axes[2].note.join(" "), texts.axe.absent);
  assert.equal(alone.axes[0].withheld, false);
  const both = geometry(axes, [layer("me", 10, 20, null, 40), layer("group", 1, 2, 3, 4)], texts);
  assert.match(both.axes[2].note.join(" "), /^moi/);
});

test("a layer without any score is said in its sentence, not at each axis", () => {
  const layers = [layer("me", null, null, null, null), layer("group", 10, 20, 30, null)];
  const shape = geometry(axes, layers, texts, 0, rules);
  assert.deepEqual(
    shape.axes.map((axis) => axis.note.join(" ")),
    ["", "", "", texts.axe.absent],
  );
  assert.deepEqual(
    shape.axes.map((axis) => axis.withheld),
    [false, false, false, true],
  );
  assert.match(describe(axes, layers, texts, 0, rules), new RegExp(texts.phrase.aucun));
});

test("nothing is said at the axes before any score: one sentence says what is needed", () => {
  assert.ok(geometry(axes, [layer("me", null, null, null, null)], texts).axes.every((axis) => axis.note.length === 0));
});

test("labels are cut between words and lose none", () => {
  for (const { label } of axes) {
    const lines = wrap(label, 11);
    assert.equal(lines.join(" "), label);
    assert.ok(lines.every((line) => line.length <= 11 || !line.includes(" ")));
  }
});

test("labels stay in the width of the picture", () => {
  for (const count of [3, 4, 5, 6]) {
    const some = Array.from({ length: count }, (_, i) => ({ id: `L${i}`, label: "S'appuyer sur le territoire" }));
    for (const { x, anchor, name } of geometry(some, [], texts).axes) {
      const width = Math.max(...name.map((line) => line.length)) * 7.5;
      const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
      assert.ok(left >= 0 && left + width <= 300, `${count} axes: ${left} to ${left + width}`);
    }
  }
});

test("the scores heard from the questionnaire become the first layer and keep the model's label", () => {
  const mine = { L1: 50, L2: null, L3: null, L4: null };
  const group = layer("group", 1, 2, 3, 4);
  assert.deepEqual(withMine([group], null, texts), [group]);
  assert.deepEqual(
    withMine([group], mine, texts).map((one) => one.kind),
    ["me", "group"],
  );
  assert.equal(withMine([group], mine, texts)[0].label, texts.calques.me);
  const labelled = { ...layer("me", 9, 9, 9, 9), label: "Ma feuille" };
  assert.deepEqual(withMine([group, labelled], mine, texts), [{ ...labelled, scores: mine }, group]);
});
