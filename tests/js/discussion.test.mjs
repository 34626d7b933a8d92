import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, spreadInWords } from "../../pasapas_widgets/widgets/discussion/discussion.js";
import { isHeld, moved, priorityOf, titleOf } from "../../pasapas_widgets/widgets/discussion/sheet.js";
import { tracesInWords } from "../../pasapas_widgets/widgets/discussion/traces.js";
import { begunSheet } from "../../pasapas_widgets/widgets/feedbacksheets/feedbacksheets.js";
import { factsInWords, workbookFor } from "../../pasapas_widgets/widgets/guide/guide.js";

test("a fact moves by one place, and stays where there is none", () => {
  const facts = ["a", "b", "c"];
  assert.deepEqual(moved(facts, 1, -1), ["b", "a", "c"]);
  assert.deepEqual(moved(facts, 1, 1), ["a", "c", "b"]);
  assert.equal(moved(facts, 0, -1), facts);
  assert.equal(moved(facts, 2, 1), facts);
  assert.deepEqual(facts, ["a", "b", "c"], "the original is left as it was");
});

test("a discussion leads to its statements, else to its situation", () => {
  const one = { ...begun("2026-11-23", ["L1-01"]), situation_de_travail: "La nuit" };
  assert.deepEqual([priorityOf(one).enonces, priorityOf(one).intitule], [["L1-01"], ""]);
  const free = { ...begun("2026-11-23", []), situation_de_travail: "x".repeat(500) };
  assert.equal(priorityOf(free).intitule.length, 200);
  assert.ok(isHeld(priorityOf(one), [{ enonces: ["L1-01"], intitule: "" }]));
  assert.ok(!isHeld(priorityOf(one), [{ enonces: ["L1-01", "L1-02"], intitule: "" }]));
  assert.equal(titleOf({ situation_de_travail: " ", enonces: [] }, {}, "RIEN"), "RIEN");
  assert.equal(one.accord_du_groupe, false, "the group has to say so");
});

test("levels that nobody chose are left out of the sentence", () => {
  const t = { phrase: "{n} : {parts}", part: "{n} {niveau}" };
  assert.equal(spreadInWords([4, 0, 6], ["bas", "milieu", "haut"], t), "10 : 4 bas, 6 haut");
});

test("the same trace is said once", () => {
  const t = { nom: "NOM {texte}", courriel: "@ {texte}" };
  const name = { genre: "nom", texte: "Durand" };
  assert.equal(tracesInWords([name, name, { genre: "courriel", texte: "a@b.fr" }], t), "NOM Durand @ a@b.fr");
});

test("a sheet begun from an example stays marked as invented", () => {
  const example = { id: "EX-1", titre: "T", essai: "E", enonces: ["L1-01"], invente: true };
  const one = begunSheet("2026-11-23", example);
  assert.deepEqual(
    [one.titre, one.essai, one.conseils, one.invente, one.venu_d_ailleurs, one.jour],
    ["T", "E", "", true, false, "2026-11-23"],
  );
  assert.notEqual(one.id, "EX-1");
  assert.equal(begunSheet("2026-11-23").invente, false);
});

test("the guide leads only to workbooks that are there", () => {
  const stage = { carnet: "01_autodiagnostic", anime: "seance" };
  assert.equal(workbookFor(stage, "anime", ["seance", "01_autodiagnostic"]), "seance");
  assert.equal(workbookFor(stage, "anime", ["01_autodiagnostic"]), "01_autodiagnostic");
  assert.equal(workbookFor({ carnet: "08_indicateurs" }, "participe", []), "");
  const t = { actions: { un: "{n} action", plusieurs: "{n} actions" }, revue_le: "revue le {jour}" };
  assert.equal(factsInWords({ actions: 3, revue_le: "2026-12-01" }, t), "3 actions, revue le 1er décembre 2026");
});
