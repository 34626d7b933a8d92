// Pure parts of «S'orienter»: months, order of the steps, hours in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { monthInWords, numberInWords } from "../../pasapas_widgets/front/words.js";
import { asked } from "../../pasapas_widgets/widgets/eligibility/eligibility.js";
import { newStep } from "../../pasapas_widgets/widgets/orientation/proposals.js";
import { shifted, stepName } from "../../pasapas_widgets/widgets/orientation/steps.js";
import { monthsBetween } from "../../pasapas_widgets/widgets/orientation/time.js";

test("months follow each other over the end of a year", () => {
  assert.deepEqual(monthsBetween("2026-11", "2027-02"), ["2026-11", "2026-12", "2027-01", "2027-02"]);
  assert.deepEqual(monthsBetween("2027-02", "2027-02"), ["2027-02"]);
  assert.equal(monthInWords("2027-02"), "février 2027");
});

test("a step moves by one place, and stays at the ends", () => {
  const list = ["a", "b", "c"].map((id) => ({ id }));
  const ids = (moved) => moved.map((one) => one.id).join("");
  assert.equal(ids(shifted(list, "a", 1)), "bac");
  assert.equal(ids(shifted(list, "c", -1)), "acb");
  assert.equal(ids(shifted(list, "a", -1)), "abc");
  assert.equal(ids(shifted(list, "c", 1)), "abc");
  assert.equal(ids(shifted(list, "none", 1)), "abc");
});

test("a new step has all the fields of the file, and a name", () => {
  const step = newStep("S2", "O-04");
  assert.deepEqual(Object.keys(step), ["id", "service", "regle", "intitule", "mois", "heures", "etat", "note"]);
  const kit = { services: [{ id: "S2", nom: "Échanges" }] };
  assert.equal(stepName({ ...step, intitule: "cercle local" }, kit), "Échanges – cercle local");
  assert.equal(stepName({ service: "S9", intitule: "" }, kit), "S9");
  assert.equal(numberInWords(4.5, 1, true), "4,5");
});

test("what a site is called does not leave the page", () => {
  assert.deepEqual(asked([{ id: "s1", nom: "Foyer", departement: "27", autorisation: "ASE", date: "2024-11-04" }]), [
    { id: "s1", departement: "27", autorisation: "ASE", date: "2024-11-04" },
  ]);
});
