import assert from "node:assert/strict";
import { test } from "node:test";
import {
  askedWords,
  entryOf,
  folded,
  NOTHING_ASKED,
  screensOf,
  search,
} from "../../pasapas_widgets/widgets/library/search.js";

const card = (id, more) => ({
  id,
  genre: "fiche",
  levier: "L1",
  titre: "",
  quand: "",
  enonces: [],
  effets: [],
  duree: "",
  minutes: [60, 60],
  groupe: "",
  effectif: null,
  materiel: [],
  etapes: [],
  vigilance: [],
  indicateurs: [],
  ...more,
});
const KIT = [
  card("F01", { quand: "Le planning change souvent.", enonces: ["L1-01", "L1-02"], effets: ["E1"] }),
  card("F02", { titre: "Le planning à plusieurs", enonces: ["L1-02"], minutes: [180, 180], effectif: [5, 9] }),
  card("F03", {
    titre: "Après un évènement",
    levier: "L2",
    etapes: [{ titre: "Se relire", detail: "Au cœur du planning.", minutes: 5 }],
  }),
  card("M01", { genre: "methode", levier: "", titre: "Vote", minutes: [5, 15], effectif: [5, 30] }),
];
const ids = (asked, statements) => search(KIT, { ...NOTHING_ASKED, ...asked }, statements).found.map((one) => one.id);

test("accents, capitals and ligatures count for nothing; the beginning of a word is enough", () => {
  assert.equal(folded("ÉVÈNEMENT au Cœur"), "evenement au coeur");
  assert.deepEqual(ids({ mots: "EVENEM" }), ["F03"]);
  assert.deepEqual(ids({ mots: "évènements" }), ["F03"], "a plural finds its singular");
  assert.deepEqual(ids({ mots: "coeur" }), ["F03"]);
  assert.deepEqual(ids({ mots: "nement" }), [], "the middle of a word is not its beginning");
  assert.deepEqual(askedWords("l'équipe"), ["equipe"]);
});

test("a title comes before a situation, a situation before the rest, a number before all", () => {
  assert.deepEqual(ids({ mots: "planning" }), ["F02", "F01", "F03"]);
  assert.deepEqual(ids({ mots: "m01" }), ["M01"]);
  assert.deepEqual(
    ids({ mots: "relais" }, { "L1-01": "Un relais entre équipes" }),
    ["F01"],
    "the statements that it answers are read too",
  );
});

test("every word is wanted; where nothing has them all, what has some is said to be partial", () => {
  assert.deepEqual(ids({ mots: "planning plusieurs" }), ["F02"]);
  const some = search(KIT, { ...NOTHING_ASKED, mots: "vote introuvable" });
  assert.deepEqual([some.isPartial, some.found.map((one) => one.id)], [true, ["M01"]]);
  assert.deepEqual(search(KIT, { ...NOTHING_ASKED, mots: "introuvable" }), { found: [], isPartial: false });
});

test("filters: lever, effect, time, people, situation, statement", () => {
  assert.deepEqual(ids({}), ["F01", "F02", "F03", "M01"]);
  assert.deepEqual(ids({ levier: "L2" }), ["F03"]);
  assert.deepEqual(ids({ effet: "E1" }), ["F01"]);
  assert.deepEqual(ids({ temps: "30" }), ["M01"], "the shortest of a method, the whole of a card");
  assert.deepEqual(ids({ effectif: "12" }), ["F01", "F03", "M01"], "a card for a whole team has no size");
  assert.deepEqual(ids({ effectif: "0" }), ["F01", "F02", "F03", "M01"]);
  assert.deepEqual(ids({ enonce: "L1-02" }), ["F02", "F01"], "what is mainly about a statement comes first");
  assert.deepEqual(ids({ situation: "F02" }), ["F02", "F01"]);
  assert.deepEqual(ids({ situation: "F03" }), ["F03"]);
});

test("an address leads to an entry of the kit or nowhere", () => {
  assert.equal(entryOf("#fiche-f02", KIT), "F02");
  for (const wrong of ["", "#fiche-F99", "#F02", "#fiche-F02x", "#fiche-<b>"]) assert.equal(entryOf(wrong, KIT), "");
});

test("a projection goes from what it is for, step by step, to what to keep in mind", () => {
  assert.deepEqual(
    screensOf({ ...KIT[2], vigilance: ["Doucement."] }).map((one) => one.kind),
    ["debut", "etape", "fin"],
  );
  assert.deepEqual(
    screensOf(KIT[2]).map((one) => one.kind),
    ["debut", "etape"],
  );
});

test("a concern keeps the cards that answer it, and no method", () => {
  const all = [
    card("F01", { preoccupations: ["planning"] }),
    card("F02", { preoccupations: ["garder", "planning"] }),
    card("F03", { preoccupations: [] }),
    card("M01", { genre: "methode" }),
  ];
  const kept = (preoccupation) => search(all, { ...NOTHING_ASKED, preoccupation }).found.map((one) => one.id);
  assert.deepEqual([kept("planning"), kept("garder"), kept("").length], [["F01", "F02"], ["F02"], 4]);
});
