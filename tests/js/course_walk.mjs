// Answer every exercise of the course in every way, as the page does: `node course_walk.mjs MODULES.json`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  placesOf,
  saidOfChoice,
  saidOfOrder,
  saidOfPlaces,
  walked,
} from "../../pasapas_widgets/widgets/training/judgement.js";
import { takenPage } from "../../pasapas_widgets/widgets/training/taken.js";

const { modules, texts } = JSON.parse(readFileSync(process.argv[2], "utf8"));
let ways = 0;

function told(said, sources) {
  ways += 1;
  for (const one of said) {
    assert.ok(one.retour.length > 0 && texts.verdicts[one.verdict], JSON.stringify(one));
    assert.ok(!one.source || sources.includes(one.source));
  }
  return said;
}

/** Every order of a few things; of many, each rotation of the order that is shown. */
function orders(ids) {
  if (ids.length > 6) return ids.map((_, at) => [...ids.slice(at), ...ids.slice(0, at)]);
  if (ids.length < 2) return [ids];
  return ids.flatMap((one) => orders(ids.filter((two) => two !== one)).map((rest) => [one, ...rest]));
}

/** Every walk through a scene that passes no situation twice. */
function walks(scene, choices = [], seen = []) {
  const { now } = walked(scene, choices);
  assert.ok(now && now.texte, `${scene.id}: ${choices}`);
  if (!now.choix.length) return (assert.ok(now.fin.length > 0), [choices]);
  if (seen.includes(now.id)) return [];
  const found = now.choix.flatMap((one, at) => {
    assert.ok(one.retour.length > 0);
    return walks(scene, [...choices, at], [...seen, now.id]);
  });
  return found;
}

function answersOf(one, sources) {
  if (one.genre === "choisir" || one.genre === "lire") {
    const asked = one.genre === "choisir" ? [[one.id, one]] : one.questions.map((q) => [`${one.id}/${q.id}`, q]);
    for (const [, { reponses, plusieurs }] of asked) {
      for (const answer of reponses)
        assert.equal(told(saidOfChoice(reponses, [answer.id], plusieurs), sources)[0].id, answer.id);
      assert.ok(
        reponses.some((answer) => answer.convient),
        one.id,
      );
    }
    return asked.map(([key, { reponses }]) => [key, [reponses[0].id]]);
  }
  if (one.genre === "ordonner") {
    const all = orders(one.elements.map((each) => each.id));
    for (const order of all) assert.equal(told(saidOfOrder(one.elements, order), sources).length, order.length);
    const good = [...one.elements].sort((a, b) => a.rang - b.rang).map((each) => each.id);
    assert.ok(
      saidOfOrder(one.elements, good).every((each) => each.verdict === "tient"),
      one.id,
    );
    return [[one.id, all[0]]];
  }
  if (one.genre === "associer" || one.genre === "placer") {
    const places = one.cadre ? placesOf(one.cadre) : one.cases;
    for (const each of one.elements) {
      for (const place of places) told(saidOfPlaces(one.elements, { [each.id]: place.id }), sources);
      assert.ok(
        each.dans.every((id) => places.some((place) => place.id === id)),
        one.id,
      );
    }
    return [[one.id, Object.fromEntries(one.elements.map((each) => [each.id, places[0].id]))]];
  }
  if (one.genre === "reformuler") return ((ways += 1), [[one.id, { texte: one.exemples[0].texte, grille: [] }]]);
  const all = walks(one);
  ways += all.length;
  const ends = new Set(all.map((choices) => walked(one, choices).now.id));
  assert.ok(ends.size > 1, `${one.id}: what one does changes nothing`);
  return [[one.id, all[0]]];
}

for (const module of modules) {
  const sources = module.sources.map((one) => one.id);
  const exercises = module.etapes.flatMap((one) => one.exercices);
  const mine = Object.fromEntries(exercises.flatMap((one) => answersOf(one, sources)));
  const page = takenPage(module, mine, texts);
  for (const one of exercises) assert.ok(page.includes("<h3>"), one.id);
  assert.ok(!/undefined|\[object|\{\w+\}/.test(page), page.match(/.{40}(undefined|\[object|\{\w+\}).{20}/)?.[0]);
}
console.log(`${modules.length} modules, ${ways} ways`);
