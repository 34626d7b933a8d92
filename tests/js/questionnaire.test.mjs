import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scoreSheet } from "../../pasapas_widgets/widgets/questionnaire/scores.js";
import { encodeShare } from "../../pasapas_widgets/widgets/questionnaire/sharecode.js";
import { readSheet, withModules } from "../../pasapas_widgets/widgets/questionnaire/sheet.js";
import { numberOf, rounded, unitOf } from "../../pasapas_widgets/front/scale.js";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const scoring = JSON.parse(read("tests/vectors/scoring.json"));
const codes = JSON.parse(read("tests/vectors/sharecode.json"));

// The real rules and statements, taken from the content files: Node has no YAML reader, these lines are plain.
const rulesText = read("pasapas_widgets/content/questionnaires/calculation.yaml");
const number = (name) => Number(rulesText.match(new RegExp(`^${name}: (\\S+)`, "m"))[1]);
const rules = {
  part_min_notes: number("part_min_notes"),
  tolerance: number("tolerance"),
  classes: [...rulesText.matchAll(/\{id: (\w+), libelle: "(.+?)", moyenne_min: (\d)\}/g)].map(
    ([, id, libelle, least]) => ({
      id,
      libelle,
      moyenne_min: Number(least),
    }),
  ),
};
const text = read("pasapas_widgets/content/questionnaires/pas-a-pas.yaml");
const part = (name) => text.split(new RegExp(`^${name}:.*$`, "m"))[1].split(/^\w/m)[0];
const ids = (name) => [...part(name).matchAll(/^ {2}- \{?id: ([\w-]+)/gm)].map(([, id]) => ({ id }));
const questionnaire = {
  id: text.match(/^id: (\S+)/m)[1],
  version: text.match(/^version: "(.+)"/m)[1],
  numero: Number(text.match(/^numero: (\d+)/m)[1]),
  leviers: ids("leviers"),
  profils: ids("profils"),
  variantes: ids("variantes"),
  items: [...text.matchAll(/^ {2}- id: (L\d-\d\d)\n {4}levier: (L\d)/gm)].map(([, id, levier]) => ({ id, levier })),
  echelle: {
    niveaux: [...text.matchAll(/^ +- \{?valeur: (\d)/gm)].map(([, value]) => ({ valeur: Number(value) })),
    hors_echelle: [{ code: "NSP" }, { code: "NC" }],
  },
};

test("what is read from the content files is whole", () => {
  const { leviers, profils, variantes, items, echelle } = questionnaire;
  assert.deepEqual(
    [leviers.length, profils.length, variantes.length, items.length, echelle.niveaux.length, rules.classes.length],
    [4, 6, 3, 32, 4, 3],
  );
});

for (const { id, answers, scores } of scoring.cases) {
  test(`scores of vector ${id}`, () => {
    const found = scoreSheet(questionnaire, answers, rules);
    assert.deepEqual(Object.keys(found), Object.keys(scores));
    for (const [lever, { score, classe, n_notes, affiche }] of Object.entries(scores)) {
      assert.equal(found[lever].n_notes, n_notes);
      assert.equal(found[lever].classe, classe);
      if (score === null) assert.equal(found[lever].score, null);
      else assert.ok(Math.abs(found[lever].score - score) < 1e-8, `${found[lever].score} ≠ ${score}`);
      assert.equal(found[lever].score === null ? null : rounded(found[lever].score), affiche);
    }
  });
}

for (const { questionnaire: other, part_min_notes, cases } of scoring.others) {
  test(`scores of another questionnaire, ${other.id}: its scales, its reversed items, its unit`, () => {
    for (const { answers, scores } of cases) {
      const found = scoreSheet(other, answers, { part_min_notes, tolerance: 1e-9, classes: [] });
      for (const [lever, { score, n_notes, affiche }] of Object.entries(scores)) {
        assert.deepEqual([found[lever].n_notes, found[lever].classe], [n_notes, null]);
        if (score === null) assert.equal(found[lever].score, null);
        else assert.ok(Math.abs(found[lever].score - score) < 1e-8, `${lever}: ${found[lever].score} ≠ ${score}`);
        assert.equal(score === null ? null : numberOf(found[lever].score, unitOf(other)), affiche);
      }
    }
  });
}

test("a group answering 2 everywhere is not below the limit because of 100/3", () => {
  const answers = Object.fromEntries(questionnaire.items.map((item) => [item.id, 2]));
  assert.equal(scoreSheet(questionnaire, answers, rules).L1.classe, "consolider");
});

test("the least number of answers comes from the rules", () => {
  const four = Object.fromEntries(questionnaire.items.slice(0, 4).map((item) => [item.id, 3]));
  assert.equal(scoreSheet(questionnaire, four, rules).L1.score, null);
  assert.notEqual(scoreSheet(questionnaire, four, { ...rules, part_min_notes: 0.5 }).L1.score, null);
});

for (const [place, { sheet, code }] of codes.cases.entries()) {
  test(`share code of vector ${place}`, () => assert.equal(encodeShare(questionnaire, sheet), code));
}

for (const { questionnaire: other, length, cases } of codes.others) {
  test(`share codes of another questionnaire, ${other.id}`, () => {
    for (const { sheet, code } of cases) {
      assert.equal(encodeShare(other, sheet), code);
      assert.equal(code.replaceAll("-", "").length, length);
    }
  });
}

test("a questionnaire too long for 28 characters has no share code", () => {
  const items = [...questionnaire.items, ...questionnaire.items.map((item) => ({ ...item, id: `${item.id}-bis` }))];
  assert.equal(encodeShare({ ...questionnaire, items }, { profil: null, variante: null, reponses: {} }), null);
});

const sheet = (change) =>
  JSON.stringify({
    questionnaire: "pas-a-pas",
    version: questionnaire.version,
    profil: null,
    variante: null,
    reponses: {},
    ...change,
  });

test("a sheet is read back as it was written, with or without a byte order mark", () => {
  for (const { sheet: whole } of codes.cases) {
    const { profil, variante, reponses } = whole;
    for (const mark of ["", "\uFEFF"]) {
      assert.deepEqual(readSheet(mark + JSON.stringify(whole), questionnaire), {
        sheet: { profil, variante, reponses },
      });
    }
  }
});

test("what is not a sheet of this questionnaire is refused whole, with its reason", () => {
  const fault = (content) => readSheet(content, questionnaire).fault;
  assert.equal(fault(sheet({ reponses: { "L1-01": 3 } }).slice(0, -9)), "json");
  assert.equal(fault("null"), "json");
  assert.equal(fault("[]"), "json");
  assert.equal(fault(sheet({ reponses: null })), "json");
  assert.equal(fault(sheet({ version: "0.9" })), "questionnaire");
  assert.equal(fault(sheet({ questionnaire: "autre" })), "questionnaire");
  for (const answer of [0, 5, 2.5, "3", true, null, "nsp", []]) {
    assert.equal(fault(sheet({ reponses: { "L1-02": 1, "L1-01": answer } })), "reponse", String(answer));
  }
  assert.deepEqual(readSheet(sheet({ reponses: { "L9-01": 1 } }), questionnaire).values, {
    enonce: "L9-01",
    valeur: "1",
  });
});

test("an unknown profile or variant of a sheet is left out", () => {
  const { profil, variante } = readSheet(sheet({ profil: "roi", variante: "lune" }), questionnaire).sheet;
  assert.deepEqual([profil, variante], [null, null]);
});

test("with some modules, items of the others are not asked, nor levers that nothing is left of", () => {
  const of = (id, levier, module = null) => ({ id, levier, module });
  const q = { leviers: [{ id: "a" }, { id: "b" }], items: [of("1", "a"), of("2", "a", "m"), of("3", "b", "n")] };
  const asked = (modules) =>
    withModules(q, modules)
      .items.map(({ id }) => id)
      .join("");
  assert.deepEqual([asked(null), asked([]), asked(["m"]), asked(["m", "n"])], ["123", "1", "12", "123"]);
  assert.deepEqual(
    withModules(q, ["m"]).leviers.map(({ id }) => id),
    ["a"],
  );
});
