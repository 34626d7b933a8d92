import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axesOf,
  endOf,
  numberOf,
  rounded,
  scaleOf,
  shadeOf,
  spanOf,
  stepsOf,
  unitOf,
} from "../../pasapas_widgets/front/scale.js";

const scale = (top) => ({ niveaux: Array.from({ length: top }, (_, i) => ({ valeur: i + 1 })), hors_echelle: [] });
const mixed = { echelle: scale(5), echelles: { accord: scale(4), oui: scale(2) } };

test("a score is rounded halves up, as in Python", () => {
  assert.deepEqual([0, 12.5, 49.4, 62.4999999999, 100 / 3, 100].map(rounded), [0, 13, 49, 63, 33, 100]);
});

test("every level of every scale is a whole number of steps, and a reversed item is turned round", () => {
  assert.equal(spanOf({ echelle: scale(4) }), 3);
  assert.equal(spanOf(mixed), 12); // 4, 3 and 1 steps
  assert.deepEqual(
    [1, 2, 5].map((level) => stepsOf(mixed, {}, level)),
    [0, 3, 12],
  );
  assert.deepEqual(
    [1, 2, 5].map((level) => stepsOf(mixed, { inverse: true }, level)),
    [12, 9, 0],
  );
  assert.deepEqual(
    [1, 4].map((level) => stepsOf(mixed, { echelle: "accord" }, level)),
    [0, 12],
  );
  assert.equal(stepsOf(mixed, { echelle: "oui", inverse: true }, 1), 12);
  assert.equal(scaleOf(mixed, { echelle: null }), mixed.echelle);
});

test("a score is said from 0 to 100, or as a mean level with its decimal", () => {
  assert.equal(unitOf({ ...mixed, calcul: { unite: "score" } }), 0);
  assert.equal(unitOf({ ...mixed, calcul: { unite: "moyenne" } }), 5);
  assert.deepEqual([numberOf(56.25), endOf(0)], ["56", 100]);
  assert.deepEqual(
    [0, 60, 61.25, 100].map((score) => numberOf(score, 5)),
    ["1,0", "3,4", "3,5", "5,0"],
  ); // halves up
  assert.equal(endOf(5), 5);
});

test("the levels of a scale keep their order in seven shades, the ends at the ends", () => {
  for (const top of [2, 3, 4, 5, 6, 7]) {
    const shades = scale(top).niveaux.map(({ valeur }) => shadeOf(valeur, top));
    assert.equal(new Set(shades).size, top);
    assert.deepEqual(shades, [...shades].sort());
    assert.deepEqual([shades[0], shades[top - 1]], [1, 7]);
  }
});

test("where means count from 0, a score from 0 to 100 says its own unit, as every other axis does", () => {
  const levers = [
    { id: "a", nom_court: "A" },
    { id: "b", nom_court: "B", calcul: { unite: "score" } },
  ];
  const from0 = { niveaux: [0, 1, 2].map((code, i) => ({ valeur: i + 1, code })), hors_echelle: [] };
  const q = { echelle: from0, calcul: { unite: "moyenne" }, leviers: levers, items: [] };
  assert.deepEqual(
    axesOf(q).axes.map((axis) => axis.unit),
    [{ bas: 0, fin: 2, decimales: 1 }, 0],
  );
});
