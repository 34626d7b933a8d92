import assert from "node:assert/strict";
import { test } from "node:test";
import { partInWords } from "../../pasapas_widgets/widgets/carnetdesk/conflict.js";

const texts = {
  champs: {
    titre: "Titre",
    annees: "Années",
    contacts: "Contacts",
    territoire: "Territoire",
    lien: "Lien",
    personnes: "Personnes",
    vagues: "Séances",
    effectif: "Effectif",
    actions: "Actions",
  },
  membres: { actions: "Action", annees: "Année", contacts: "Acteur" },
  conflit: { champ_de: "{champ} – {membre}", ordre: "L'ordre – {champ}" },
};
const said = (chemin, more = {}) =>
  partInWords({ chemin, membre: "", est_membre: false, noms: {}, ici: "", ailleurs: "", ...more }, texts);

test("a part of a carnet is said with the names of its member and of its field", () => {
  assert.equal(said(["effectif"]), "Effectif");
  assert.equal(said(["actions"], { ici: ["a"], ailleurs: ["b"] }), "L'ordre – Actions");
  assert.equal(said(["actions", "a1"], { est_membre: true, membre: "Un relais" }), "Action – Un relais");
  assert.equal(said(["actions", "a1", "titre"], { membre: "Un relais" }), "Titre – Un relais");
  assert.equal(said(["vagues", "Mai, 2026-05-12"], { ici: null }), "Séances – Mai, 2026-05-12");
  assert.equal(said(["annees", "y1"], { est_membre: true, membre: "2024" }), "Année – 2024");
  assert.equal(
    said(["annees", "y1", "valeurs", "departs_cdi"], { membre: "2024", noms: { departs_cdi: "Départs de CDI" } }),
    "Départs de CDI – 2024",
  );
  assert.equal(
    said(["annees", "y1", "repartitions", "t1", "personnes"], { membre: "2024", noms: { t1: "moins de 1 an" } }),
    "Personnes – moins de 1 an – 2024",
  );
  assert.equal(said(["territoire", "contacts", "T-CD", "lien"], { membre: "Département" }), "Lien – Département");
  assert.equal(
    said(["territoire", "contacts", "T-CD"], { est_membre: true, membre: "Département" }),
    "Acteur – Département",
  );
  assert.equal(said(["territoire", "contacts"], { ici: ["a"], ailleurs: ["b"] }), "L'ordre – Contacts – Territoire");
});
