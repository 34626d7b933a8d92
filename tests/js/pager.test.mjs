import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder } from "../../pasapas_widgets/front/profiles.js";
import { besideOf, startOf } from "../../pasapas_widgets/widgets/questionnaire/pager.js";

const order = ["A1", "A2", "B1"];

test("the statements follow each other over the levers; nothing is beyond either end", () => {
  assert.deepEqual(
    order.map((id) => [besideOf(order, id, -1), besideOf(order, id, 1)]),
    [
      [null, "A2"],
      ["A1", "B1"],
      ["A2", null],
    ],
  );
});

test("from the end one comes back to the last statement, and goes no further", () => {
  assert.deepEqual([besideOf(order, null, -1), besideOf(order, null, 1)], ["B1", null]);
});

test("a visit begins at the first statement without an answer, or at the end", () => {
  assert.equal(startOf(order, {}, null), "A1");
  assert.equal(startOf(order, { A1: 3, B1: "NSP" }, null), "A2");
  assert.equal(startOf(order, { A1: 3, A2: 1, B1: "NC" }, null), null);
});

test("a page that is loaded again is where it was, answered or not", () => {
  assert.equal(startOf(order, { A1: 3 }, "B1"), "B1");
  assert.equal(startOf(order, { A1: 3, A2: 1, B1: 2 }, "A1"), "A1");
});

test("where another sheet was in this tab, or another questionnaire, is no place of this one", () => {
  assert.equal(startOf(order, {}, "B1"), "A1");
  assert.equal(startOf(order, { Z9: 1 }, "B1"), "A1");
  assert.equal(startOf(order, { A1: 3 }, "Z9"), "A2");
  assert.equal(startOf(order, { A1: 3 }, { id: "B1" }), "A2");
});

test("who would rather not say comes last among the professions, whose own order stays", () => {
  const profils = ["educatif", "non_precise", "accueil_familial"].map((id) => ({ id }));
  assert.deepEqual(
    inOrder(profils).map(({ id }) => id),
    ["educatif", "accueil_familial", "non_precise"],
  );
  assert.equal(profils[1].id, "non_precise");
});
