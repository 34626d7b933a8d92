import assert from "node:assert/strict";
import { test } from "node:test";
import { ordered, takenFrom, titleOf, why } from "../../pasapas_widgets/widgets/priorities/words.js";

const t = { score: "{score}, {classe}", a_egalite: { un: "avec {n} autre", plusieurs: "avec {n} autres" } };
const rules = { classes: { ameliorer: "Axe" }, signaux: { regards_differents: "Regards", peu_visible: "Peu visible" } };

test("the why of a rank says its class, its score, its signals and its ties", () => {
  assert.equal(why({ dit: "20", classe: "ameliorer", signaux: [], shared: 1 }, t, rules), "20, Axe");
  assert.equal(
    why({ dit: "30", classe: "ameliorer", signaux: ["regards_differents", "peu_visible"], shared: 3 }, t, rules),
    "30, Axe · Regards · Peu visible · avec 2 autres",
  );
  assert.equal(
    why({ dit: "3,4 sur 5", classe: "", signaux: [], shared: 1 }, t, rules),
    "3,4 sur 5",
    "a questionnaire without classes says its score alone",
  );
});

test("the dots of a vote go to their statement; an idea waits for one", () => {
  const held = [
    { id: "p1", enonces: ["L1-01"], intitule: "" },
    { id: "p2", enonces: [], intitule: "Une idée" },
  ];
  const vote = {
    choix: [
      { choix: "L1-01", enonce: "L1-01", gommettes: 5 },
      { choix: "Une idée", enonce: null, gommettes: 5 },
      { choix: "Un texte", enonce: "L2-02", gommettes: 0 },
      { choix: "Autre idée", enonce: null, gommettes: 1 },
    ],
  };
  const changes = takenFrom(vote, held);
  assert.deepEqual(changes.slice(0, 2), [
    { op: "set", path: ["priorites", "p1", "gommettes"], value: 5 },
    { op: "set", path: ["priorites", "p2", "gommettes"], value: 5 },
  ]);
  assert.deepEqual(
    changes.slice(2).map(({ op, value }) => [op, value.enonces, value.intitule, value.gommettes]),
    [
      ["add", ["L2-02"], "", 0],
      ["add", [], "Autre idée", 1],
    ],
  );
});

test("equal ranks keep the order in which the group put them; what has no dots comes last", () => {
  const held = ["a", "b", "c", "d"].map((id) => ({ id }));
  assert.deepEqual(
    ordered(held, { c: { rang: 1 }, b: { rang: 2 }, d: { rang: 2 } }).map((one) => one.id),
    ["c", "b", "d", "a"],
  );
  assert.equal(titleOf({ intitule: "", enonces: ["L1-01"] }, { "L1-01": { texte: "Parler" } }), "Parler");
});
