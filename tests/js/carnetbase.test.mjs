import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { rounded } from "../../pasapas_widgets/front/scale.js";
import { counted } from "../../pasapas_widgets/front/words.js";
import { isMade, patched, reached } from "../../pasapas_widgets/widgets/kit/changes.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/changes.json", import.meta.url), "utf8"));
const at = (plain, path) => path.reduce((here, step) => here[step], plain);

for (const { name, change, path, after } of vectors.cases) {
  test(`a change as Python makes it: ${name}`, () => {
    const before = structuredClone(vectors.before);
    if (after === null) {
      assert.throws(() => patched(before, change));
    } else {
      const made = patched(before, change);
      assert.deepEqual(at(made, path), after);
      assert.deepEqual(patched(made, change), made, "a change may come twice");
      assert.equal(isMade(made, change), true);
    }
    assert.deepEqual(before, vectors.before, "the original is as it was");
  });
}

test("what is made already is not offered again; what is not is", () => {
  const plain = vectors.before;
  assert.equal(isMade(plain, { op: "set", path: ["actions", "a1", "titre"], value: "Relais" }), true);
  assert.equal(isMade(plain, { op: "set", path: ["actions", "a1", "titre"], value: "autre" }), false);
  assert.equal(isMade(plain, { op: "add", path: ["actions"], value: { id: "a9" } }), false);
  assert.equal(isMade(plain, { op: "remove", path: ["actions"], value: "a1" }), false);
  assert.equal(reached(plain, ["actions", "a2", "titre"]), "Accueil");
  assert.equal(reached(plain, ["actions", "a7", "titre"]), undefined);
});

test("numbers and words agree", () => {
  assert.equal(counted({ un: "{n} action", plusieurs: "{n} actions" }, 0), "0 action");
  assert.equal(counted({ un: "{n} action", plusieurs: "{n} actions" }, 2), "2 actions");
  assert.deepEqual([rounded(33.5), rounded(100 / 3), rounded(0)], [34, 33, 0]);
});
