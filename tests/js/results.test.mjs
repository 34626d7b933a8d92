import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "../../pasapas_widgets/front/words.js";
import { readFileSync } from "node:fs";
import { CODES } from "../../pasapas_widgets/front/scale.js";
import * as told from "../../pasapas_widgets/widgets/results/sections.js";

const { reason } = told;
const vectors = JSON.parse(readFileSync(new URL("../vectors/reading.json", import.meta.url), "utf8"));
const classes = ["appui", "consolider", "ameliorer"].map((id) => ({ id }));
const sections = (results) => told.sections(results, { classes });

const nothing = {
  n_notes: null,
  moyenne: null,
  classe: null,
  dispersion: null,
  part_nsp: null,
  distribution: null,
  signaux: [],
  motif: "n_notes < 5",
};
const item = (moyenne, more = {}) => ({
  ...nothing,
  n_notes: 12,
  moyenne,
  classe: moyenne >= 200 / 3 ? "appui" : moyenne >= 100 / 3 ? "consolider" : "ameliorer",
  dispersion: 0.5,
  part_nsp: 0,
  motif: null,
  ...more,
});
const results = (items, priorites = Object.keys(items).filter((id) => items[id].moyenne !== null)) => ({
  items,
  priorites,
  seuils: { moyenne: 5 },
});
const split = (dispersion) => ({ dispersion, signaux: ["regards_differents"] });

const found = (section) => (section.found ? section.ids : []);

for (const { cas, classes: best, resultats, lu } of vectors.cas)
  test(`what is told of results is what Python tells: ${cas}`, () => {
    const chosen = told.sections(resultats, { classes: best.map((id) => ({ id })) });
    assert.deepEqual(
      {
        differents: found(chosen.divergences),
        appuis: found(chosen.strengths),
        ameliorer: found(chosen.improvements),
        peu_visibles: chosen.hidden,
      },
      lu,
    );
  });

test("the answers outside a scale are those of Python, in their order", () => {
  assert.deepEqual(CODES, vectors.hors_echelle);
});

test("divergences come widest first, whatever their mean", () => {
  const { divergences } = sections(
    results({ a: item(90, split(1.1)), b: item(20), c: item(50, split(1.4)), d: item(10, split(1.2)) }),
  );
  assert.deepEqual(divergences, { found: true, ids: ["c", "d", "a"] });
});

test("without a divergence the three widest are shown, and said to be nothing more", () => {
  const { divergences } = sections(
    results({
      a: item(90, { dispersion: 0.2 }),
      b: item(20, { dispersion: 0.9 }),
      c: item(50, { dispersion: 0.6 }),
      d: item(10, { dispersion: 0.1 }),
    }),
  );
  assert.deepEqual(divergences, { found: false, ids: ["b", "c", "a"] });
});

test("a statement whose distribution is withheld is never among the divergences", () => {
  const { divergences, open } = sections(
    results({ a: item(90, { dispersion: null }), b: item(20, { dispersion: null }) }),
  );
  assert.deepEqual(divergences.ids, []);
  assert.equal(open, true);
});

test("strengths and axes of improvement follow the classes; improvements keep the proposed order", () => {
  const items = { a: item(70), b: item(80), c: item(40), d: item(10), e: item(30) };
  const chosen = sections(results(items, ["e", "d", "c", "a", "b"]));
  assert.deepEqual(chosen.strengths, { found: true, ids: ["b", "a"] });
  assert.deepEqual(chosen.improvements, { found: true, ids: ["e", "d"] });
});

test("where no statement reaches a class, the nearest three are shown and said to be so", () => {
  const items = { a: item(50), b: item(60), c: item(40), d: item(45) };
  const chosen = sections(results(items, ["c", "d", "a", "b"]));
  assert.deepEqual(chosen.strengths, { found: false, ids: ["b", "a", "d"] });
  assert.deepEqual(chosen.improvements, { found: false, ids: ["c", "d", "a"] });
});

test("poorly visible practices may have no mean; nothing takes their place where there is none", () => {
  const hidden = (part) => ({ ...nothing, part_nsp: part, signaux: ["peu_visible"] });
  assert.deepEqual(sections(results({ a: hidden(0.4), b: item(50), c: hidden(0.7) })).hidden, ["c", "a"]);
  assert.deepEqual(sections(results({ b: item(50, { part_nsp: 0.2 }) })).hidden, []);
});

test("a group of which nothing may be shown is closed, and draws no section", () => {
  const chosen = sections(results({ a: nothing, b: nothing }));
  assert.equal(chosen.open, false);
  assert.deepEqual(
    [chosen.divergences.ids, chosen.strengths.ids, chosen.improvements.ids, chosen.gaps],
    [[], [], [], []],
  );
});

test("each reason for withholding has its sentence, and an unknown one is never shown raw", () => {
  const texts = {
    motifs: {
      n_notes: "moins de {n} personnes",
      "profil ou complément": "profil de moins de {n}",
      autre: "autre raison",
    },
  };
  assert.equal(reason("n_notes < 5", texts), "moins de 5 personnes");
  assert.equal(reason("profil ou complément < 5", texts), "profil de moins de 5");
  assert.equal(reason("secret", texts), "autre raison");
  assert.equal(reason("toString < 5", { motifs: { autre: "autre raison" } }), "autre raison");
  assert.equal(reason(null, texts), "autre raison");
});

test("texts are filled, unknown places left as they are", () => {
  assert.equal(fill("{n} sur {total}", { n: 0 }), "0 sur {total}");
});
