// Structures of published instruments: the scores and codes that Python gives them (tests/vectors/instruments.json).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const found = JSON.parse(readFileSync(at("tests/vectors/instruments.json"), "utf8"));
const load = (path) => import(at(`pasapas_widgets/${path}`));
const [
  { scoreSheet },
  { encodeShare },
  { axesOf, endOf, numberOf, unitOfLever },
  { describe, sharedClasses },
  { geometry },
] = await Promise.all([
  load("widgets/questionnaire/scores.js"),
  load("widgets/questionnaire/sharecode.js"),
  load("front/scale.js"),
  load("widgets/radar/words.js"),
  load("widgets/radar/geometry.js"),
]);
const rules = { part_min_notes: 0.625, tolerance: 1e-9, classes: [] };

for (const { file, questionnaire: q, cases } of found) {
  const own = { ...rules, part_min_notes: q.calcul.part_min_notes ?? rules.part_min_notes };
  test(`${file}: scores by hand`, () => {
    for (const { answers, scores } of cases) {
      const made = scoreSheet(q, answers, own);
      for (const lever of q.leviers) {
        const [one, by] = [made[lever.id], scores[lever.id]];
        const unit = unitOfLever(q, lever);
        assert.equal(one.classe, by.classe);
        if (by.score === null) assert.equal(one.score, null);
        else {
          assert.ok(Math.abs(one.score - by.score) < 1e-9, `${lever.id} ${one.score} ${by.score}`);
          assert.equal(`${numberOf(one.score, unit)} sur ${endOf(unit)}`, by.dit);
        }
      }
    }
  });

  test(`${file}: share codes`, () => {
    for (const { answers, code } of cases)
      assert.equal(encodeShare(q, { profil: null, variante: null, reponses: answers }), code);
  });
}

const { texts, rules: project } = JSON.parse(readFileSync(at("tests/vectors/radar.json"), "utf8"));
const plain = (made) => Object.fromEntries(Object.entries(made).map(([id, one]) => [id, one.score]));
const drawn = (kind, scores) => ({ label: texts.calques[kind], kind, n: null, scores });

for (const { file, questionnaire: q, cases } of found) {
  test(`${file}: one person reads the classes of the instrument, a group its figures`, () => {
    const { axes, unit } = axesOf(q);
    for (const { scores, dit } of cases)
      for (const kind of ["me", "group"])
        assert.equal(describe(axes, [drawn(kind, plain(scores))], texts, unit, { ...project, classes: [] }), dit[kind]);
  });
}

test("the radar of one person bears the words of the instrument between its own limits, a group's its figures", () => {
  const { questionnaire: q } = found.find((one) => one.file === "tension.yaml");
  const { axes, unit } = axesOf(q);
  const mine = geometry(axes, [drawn("me", { tension: 75 })], texts, unit, rules);
  assert.deepEqual([mine.ticks, mine.layers[0].values, mine.axes[0].note], [[], [null], ["Haute"]]);
  assert.equal(mine.rings.length, 4); // the start, 14, 27 and 40 of 40
  assert.equal(
    sharedClasses(axes, unit, rules).map(({ libelle, fin }) => `${libelle} ${fin}`).join(), // prettier-ignore
    "Basse 35,Moyenne 67.5,Haute 100",
  );
  const both = geometry(axes, [drawn("group", { tension: 75 })], texts, unit, rules);
  assert.deepEqual([both.layers[0].values[0].said, both.axes[0].note], ["30", []]);
});

test("where only some levers have classes, the others keep their figures", () => {
  const { questionnaire: q, cases } = found.find((one) => one.file === "melange.yaml");
  const { axes, unit } = axesOf(q);
  const shape = geometry(axes, [drawn("me", plain(cases[0].scores))], texts, unit, rules);
  assert.deepEqual(
    shape.layers[0].values.map((value) => value?.said ?? null),
    [null, "83", "17"],
  );
  assert.deepEqual(
    shape.axes.map((axis) => axis.note.join(" ")),
    ["Haut", "", ""],
  );
  assert.deepEqual(sharedClasses(axes, unit, rules), []);
});

test("the project's classes are told the other way round where a high score is bad", () => {
  const axis = { id: "L1", label: "L1", sens: "defavorable" };
  const [best, middle, worst] = project.classes.map((one) => one.libelle);
  const shape = geometry([axis], [drawn("me", { L1: 90 })], texts, 0, project);
  assert.deepEqual(shape.axes[0].note, [worst]);
  const along = sharedClasses([axis], 0, project);
  assert.deepEqual(
    along.map((one) => one.libelle),
    [best, middle, worst],
  );
  assert.deepEqual(
    along.map((one) => Math.round(one.fin)),
    [33, 67, 100],
  );
});

test("a radar says each unit, and which way is bad", () => {
  const { questionnaire: q } = found.find((one) => one.file === "tension.yaml");
  const { axes, unit } = axesOf(q);
  const phrase = { calque: "{calque}{effectif} – {leviers}.", suivant: "{levier} : {score}", sur: "{score} sur {fin}" };
  const layer = { label: "Nous", kind: "group", n: null, scores: { tension: 75 } };
  const said = describe(axes, [layer], { phrase: { ...phrase, entre: " ; " } }, unit);
  assert.equal(said, "Nous – Tension (haut = défavorable) : 30 sur 40.");
});
