import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { tracesOf } from "../../pasapas_widgets/front/names.js";
import {
  isDone,
  placesOf,
  saidOfChoice,
  saidOfOrder,
  saidOfPlaces,
  walked,
} from "../../pasapas_widgets/widgets/training/judgement.js";
import { orderOf } from "../../pasapas_widgets/widgets/training/order.js";
import { answeredLines, takenPage } from "../../pasapas_widgets/widgets/training/taken.js";
import { isLeftOpen, keptOf, openTrace } from "../../pasapas_widgets/widgets/training/trace.js";

const { mots, cas } = JSON.parse(readFileSync(new URL("../vectors/names.json", import.meta.url), "utf8"));
for (const { texte, traces } of cas) {
  test(`who is named in « ${texte} »`, () => assert.deepEqual(tracesOf(texte, mots), traces));
}

const answers = [
  { id: "a", texte: "A", convient: true, retour: "ra" },
  { id: "b", texte: "B", convient: false, retour: "rb", source: "s" },
  { id: "c", texte: "C", convient: true, retour: "rc" },
];
const verdicts = (said) => said.map((one) => [one.id, one.verdict]);

test("a chosen answer gets its reason, whichever it is", () => {
  assert.deepEqual(saidOfChoice(answers, ["b"]), [
    { id: "b", verdict: "revoir", texte: "B", retour: "rb", source: "s" },
  ]);
  assert.deepEqual(verdicts(saidOfChoice(answers, ["a"])), [["a", "tient"]]);
  assert.deepEqual(saidOfChoice(answers, ["nobody's"]), []);
});

test("where several are ticked, what was left and fits is told too", () => {
  assert.deepEqual(verdicts(saidOfChoice(answers, ["a", "b"], true)), [
    ["a", "tient"],
    ["b", "revoir"],
    ["c", "manque"],
  ]);
});

test("what has the same rank may go either way", () => {
  const elements = [
    { id: "x", rang: 3, texte: "X", retour: "" },
    { id: "y", rang: 1, texte: "Y", retour: "" },
    { id: "z", rang: 1, texte: "Z", retour: "" },
  ];
  for (const order of [
    ["y", "z", "x"],
    ["z", "y", "x"],
  ])
    assert.ok(saidOfOrder(elements, order).every((one) => one.verdict === "tient"));
  assert.deepEqual(
    saidOfOrder(elements, ["x", "y", "z"]).map((one) => one.verdict),
    ["revoir", "tient", "revoir"],
  );
});

test("an order that was kept of other things is not taken", () => {
  const elements = [{ id: "x" }, { id: "y" }];
  assert.deepEqual(orderOf(elements, ["y", "x"]), ["y", "x"]);
  for (const kept of [null, ["y"], ["y", "y"], "yx", ["x", "z"]]) assert.deepEqual(orderOf(elements, kept), ["x", "y"]);
});

test("each place of a grid has the name by which an element calls it", () => {
  const colonnes = {
    titre: "C",
    cases: [
      { id: "g", texte: "gauche" },
      { id: "d", texte: "droite" },
    ],
  };
  assert.deepEqual(placesOf({ colonnes }), colonnes.cases);
  const lignes = {
    titre: "L",
    cases: [
      { id: "h", texte: "haut" },
      { id: "b", texte: "bas" },
    ],
  };
  assert.deepEqual(
    placesOf({ colonnes, lignes }).map((one) => one.id),
    ["g/h", "d/h", "g/b", "d/b"],
  );
  const elements = [{ id: "e", texte: "E", dans: ["g/h", "d/h"], retour: "r" }];
  assert.equal(saidOfPlaces(elements, { e: "d/h" })[0].verdict, "tient");
  assert.equal(saidOfPlaces(elements, { e: "d/b" })[0].verdict, "revoir");
  assert.deepEqual(saidOfPlaces(elements, {}), []);
});

const scene = {
  depart: "1",
  situations: [
    {
      id: "1",
      texte: "un",
      choix: [
        { texte: "a", vers: "2", retour: "ra" },
        { texte: "b", vers: "3", retour: "rb" },
      ],
      fin: "",
    },
    { id: "2", texte: "deux", choix: [], fin: "fin deux" },
    { id: "3", texte: "trois", choix: [], fin: "fin trois" },
  ],
};

test("a scene goes where a choice leads, and stops at a choice that is not there", () => {
  assert.equal(walked(scene, []).now.id, "1");
  assert.equal(walked(scene, [1]).now.id, "3");
  assert.equal(walked(scene, [1]).passed[0].choice.retour, "rb");
  for (const kept of [[7], [0, 0, 4], ["x"]]) assert.ok(walked(scene, kept).now.texte);
});

test("what is done has an answer in it", () => {
  for (const one of [null, undefined, [], {}, { texte: "", grille: [] }]) assert.equal(isDone(one), false);
  for (const one of [["a"], { e: "g" }, { texte: "x", grille: [] }, [0]]) assert.equal(isDone(one), true);
});

const texts = {
  verdicts: { tient: "Cela tient", revoir: "À revoir", manque: "À garder aussi" },
  emporter: {
    titre: "Ma trace : {titre}",
    a_moi: "À vous.",
    dit: "{texte} – {verdict}. {retour}",
    phrase: "« {avant} » : « {apres} »",
    exemple: "{texte} {pourquoi}",
    scene: "{situation} {choix} {retour}",
    rien: "Rien.",
  },
  module: { a_retenir: "À retenir", sources: "Sources" },
};
const exercises = [
  { genre: "choisir", id: "c", titre: "T", consigne: "Q", reponses: answers },
  { genre: "lire", id: "l", titre: "T", consigne: "Q", questions: [{ id: "q", texte: "Quoi ?", reponses: answers }] },
  { genre: "reformuler", id: "r", titre: "T", consigne: "Q", phrase: "P", exemples: [{ texte: "E", pourquoi: "W" }] },
  { genre: "scene", id: "s", titre: "T", consigne: "Q", ...scene },
  {
    genre: "associer",
    id: "p",
    titre: "T",
    consigne: "Q",
    cases: [{ id: "n", texte: "N" }],
    elements: [{ id: "e", texte: "E", dans: ["n"], retour: "re" }],
  },
  {
    genre: "ordonner",
    id: "o",
    titre: "T",
    consigne: "Q",
    retour: "tout",
    elements: [{ id: "x", texte: "X", rang: 1, retour: "rx" }],
  },
];
const module = {
  id: "m",
  version: "1.0",
  titre: "M & <m>",
  etapes: [{ titre: "E1", exercices: exercises }],
  a_retenir: ["Garder"],
  sources: [{ id: "s", titre: "S", adresse: "https://example.org" }],
};
const mine = {
  c: ["b"],
  "l/q": ["a"],
  r: { texte: "<script>alert(1)</script>", grille: [0] },
  s: [0],
  p: { e: "n" },
  o: ["x"],
};

test("one's trace says what was answered and what was said of it, and runs nothing", () => {
  const page = takenPage(module, mine, texts);
  for (const part of [
    "M &amp; &lt;m&gt;",
    "rb",
    "ra",
    "fin deux",
    "E → N",
    "re",
    "rx",
    "tout",
    "Garder",
    "example.org",
  ])
    assert.ok(page.includes(part), part);
  assert.ok(page.includes("&lt;script&gt;") && !/<script|https?:\/\/(?!example)|\son\w+=/.test(page));
  for (const one of exercises) {
    assert.ok(answeredLines(one, mine, texts).length > 0, one.genre);
    assert.equal(answeredLines(one, {}, texts), null);
  }
  assert.ok(takenPage(module, {}, texts).includes("Rien."));
});

/** A browser's storage that may refuse. */
function fakeStorage(isRefusing = false) {
  const held = new Map();
  const store = {
    getItem: (name) => held.get(name) ?? null,
    setItem(name, value) {
      if (isRefusing) throw new Error("full");
      held.set(name, String(value));
      store[name] = value;
    },
    removeItem(name) {
      held.delete(name);
      delete store[name];
    },
  };
  return store;
}

test("a trace is found again, erased by the button, and after its last day", () => {
  globalThis.localStorage = fakeStorage();
  const trace = openTrace(module, 7);
  trace.keep("c", ["b"]);
  trace.keep("l/q", ["a"]);
  trace.keep("l/z", ["a"]);
  assert.ok(trace.lasts());
  assert.deepEqual(openTrace(module, 7).answers, { c: ["b"], "l/q": ["a"], "l/z": ["a"] });
  assert.equal(keptOf(module), 2, "questions of one exercise are one");
  assert.deepEqual(openTrace({ id: "m", version: "1.1" }, 7).answers, {});
  openTrace(module, 7).erase();
  assert.equal(keptOf(module), 0);
  localStorage.setItem(
    "pasapas:formation:m:1.0",
    JSON.stringify({ saved: "2020-01-01", expires: "2020-01-08", reponses: { c: ["b"] } }),
  );
  assert.equal(keptOf(module), 0);
  assert.deepEqual(openTrace(module, 7).answers, {});
  assert.equal(localStorage.getItem("pasapas:formation:m:1.0"), null);
});

test("where nothing is to be kept, or the browser refuses, it is said and the page goes on", () => {
  globalThis.localStorage = fakeStorage();
  const short = openTrace(module, 0);
  short.keep("c", ["b"]);
  assert.equal(short.lasts(), false);
  assert.deepEqual(openTrace(module, 7).answers, {});
  globalThis.localStorage = fakeStorage(true);
  const refused = openTrace(module, 7);
  refused.keep("c", ["b"]);
  assert.equal(refused.lasts(), false);
  assert.deepEqual(refused.answers, { c: ["b"] });
});

test("the step is kept with the answers, and one module alone was left open", () => {
  globalThis.localStorage = fakeStorage();
  const other = { ...module, id: "n" };
  const trace = openTrace(module, 7);
  assert.equal(trace.step(), 0);
  trace.stand(2);
  assert.deepEqual([openTrace(module, 7).step(), isLeftOpen(module), keptOf(module)], [2, true, 0]);
  openTrace(other, 7).stand(1);
  assert.deepEqual([isLeftOpen(module), isLeftOpen(other)], [false, true], "one is in one module");
  assert.equal(openTrace(module, 7).step(), 2, "where one was is kept all the same");
  const back = openTrace(other, 7);
  back.leave();
  assert.deepEqual([isLeftOpen(other), openTrace(other, 7).step()], [false, 1]);
  back.keep("c", ["b"]);
  assert.equal(isLeftOpen(other), false, "an answer opens nothing again");
  openTrace(module, 7).erase();
  assert.equal(localStorage.getItem("pasapas:formation:m:1.0"), null, "the button takes the place too");
  const begun = openTrace(module, 7);
  begun.stand(0);
  begun.leave();
  assert.equal(localStorage.getItem("pasapas:formation:m:1.0"), null, "looked at and left: nothing is kept");
  const short = openTrace(module, 0);
  short.stand(3);
  assert.equal(localStorage.getItem("pasapas:formation:m:1.0"), null, "where nothing is to be kept, nothing is");
  localStorage.setItem(
    "pasapas:formation:m:1.0",
    JSON.stringify({ saved: "2020-01-01", expires: "2020-01-08", reponses: {}, etape: 2, ouvert: true }),
  );
  assert.equal(isLeftOpen(module), false);
});
