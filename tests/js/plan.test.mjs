import assert from "node:assert/strict";
import { test } from "node:test";
import {
  begunAction,
  comparedInWords,
  documentsFor,
  figureInWords,
  milestones,
  placed,
  subjectsFor,
} from "../../pasapas_widgets/widgets/plan/words.js";

const t = {
  faits: "De {avant} à {apres} ({n_avant}, {n_apres}).",
  comme_si: {
    plus: { un: "{n} plus haut.", plusieurs: "{n} plus hauts." },
    moins: { un: "{n} plus bas.", plusieurs: "{n} plus bas." },
  },
  sens: { plus: "de plus", moins: "de moins" },
  marge: "RIEN À CONCLURE ({marge})",
  depasse: "PAS UNE CAUSE ({marge})",
  egal: "PAREIL",
  retenu: "NON COMPARABLE",
  autre_questionnaire: "AUTRE QUESTIONNAIRE",
};
const two = {
  avant: 30.2,
  apres: 36.4,
  n_avant: 24,
  n_apres: 22,
  ecart: 6.2,
  marge: 16.01,
  personnes: 4,
  dit: { avant: "30", apres: "36", marge: "17" },
};

test("a difference is never told without n, nor without what the figures can bear", () => {
  assert.equal(
    comparedInWords({ ...two, verdict: "marge" }, t),
    "De 30 à 36 (24, 22). 4 plus hauts. RIEN À CONCLURE (17)",
  );
  assert.equal(
    comparedInWords({ ...two, ecart: -26, verdict: "depasse", personnes: 1 }, t),
    "De 30 à 36 (24, 22). 1 plus bas. PAS UNE CAUSE (17)",
  );
  assert.equal(comparedInWords({ ...two, verdict: "egal" }, t), "De 30 à 36 (24, 22). PAREIL");
});

test("what people would have answered is said the way that the score was turned", () => {
  const reversed = { ...two, verdict: "marge", dit: { ...two.dit, comme: "moins" } };
  assert.equal(comparedInWords(reversed, t), "De 30 à 36 (24, 22). 4 plus bas. RIEN À CONCLURE (17)");
});

test("a withheld mean is said, never shown as zero", () => {
  assert.equal(comparedInWords({ avant: null, apres: 40, verdict: "retenu" }, t), "NON COMPARABLE");
  assert.equal(comparedInWords({ avant: null, apres: 40, verdict: "marge" }, t), "NON COMPARABLE");
  assert.equal(comparedInWords({ avant: 20, apres: 40, verdict: "autre_questionnaire" }, t), "AUTRE QUESTIONNAIRE");
  assert.equal(comparedInWords({ avant: 20, apres: 40, verdict: "inconnu" }, t), "NON COMPARABLE");
  const f = {
    non_montre: "NON MONTRÉ",
    score: "{score} {classe} {n}",
    score_sans_classe: "{score} {n}",
    dispersion: "ÉTALÉ {dispersion}",
    dispersion_non_montree: "ÉTALEMENT NON MONTRÉ",
  };
  const kit = { classes: { appui: "Appui" }, signaux: { regards_differents: "Regards" } };
  assert.equal(figureInWords({ moyenne: null, motif: "n_notes < 5" }, f, kit), "NON MONTRÉ");
  assert.equal(
    figureInWords({ moyenne: 70, dit: "70", classe: "appui", n_notes: 7, dispersion: null, signaux: [] }, f, kit),
    "70 Appui 7 · ÉTALEMENT NON MONTRÉ",
  );
  assert.equal(
    figureInWords(
      { moyenne: 70, dit: "70", classe: "appui", n_notes: 12, dispersion: 1.25, signaux: ["regards_differents"] },
      f,
      kit,
    ),
    "70 Appui 12 · ÉTALÉ 1,3 · Regards",
  );
  assert.equal(
    figureInWords({ moyenne: 60, dit: "3,4 sur 5", classe: null, n_notes: 7, dispersion: null, signaux: [] }, f, kit),
    "3,4 sur 5 7 · ÉTALEMENT NON MONTRÉ",
  );
});

const plan = [
  { id: "a1", etat: "fait", ouverte_le: "2026-05-12", echeance: "2026-06-02", date_revue: "2026-08-12" },
  { id: "a2", etat: "en_cours", ouverte_le: "2026-05-12", echeance: "2026-08-12", date_revue: null },
];

test("the days come in their order; only what is open can be late", () => {
  const days = milestones(plan, "2026-09-01", (one) => one.etat !== "fait");
  assert.deepEqual(
    days.map(({ id, kind, late }) => [id, kind, late]),
    [
      ["a1", "ouverte_le", false],
      ["a2", "ouverte_le", false],
      ["a1", "echeance", false],
      ["a2", "echeance", true],
      ["a1", "date_revue", false],
    ],
  );
  assert.deepEqual(
    [
      placed("2026-05-12", "2026-05-12", "2026-05-22"),
      placed("2026-05-17", "2026-05-12", "2026-05-22"),
      placed("2027-01-01", "2026-05-12", "2026-05-22"),
      placed("2026-05-12", "2026-05-12", "2026-05-12"),
    ],
    [0, 50, 100, 0],
  );
});

test("under fifty employees a document has another name", () => {
  const documents = [
    { id: "papripact", sigle: "PAPRIPACT", libelle: "Programme", petit: "Liste" },
    { id: "cpom", sigle: "CPOM", libelle: "Contrat" },
  ];
  assert.deepEqual(
    documentsFor(documents, 49, 50).map((one) => one.label),
    ["Liste", "CPOM – Contrat"],
  );
  assert.deepEqual(
    documentsFor(documents, 50, 50).map((one) => one.label),
    ["PAPRIPACT – Programme", "CPOM – Contrat"],
  );
  assert.deepEqual(documentsFor(documents, null, 50)[0].label, "PAPRIPACT – Programme");
});

test("an action keeps the statements, the level and the place of what the group chose", () => {
  const items = {
    "L1-04": { texte: "Relais", levier: "L", vagues: [{ moyenne: 40 }, { moyenne: 55 }] },
    "L2-05": { texte: "Accueil", levier: "M", vagues: [] },
  };
  const begun = {
    id: "A04",
    titre: "Essayer",
    enonces: ["L1-04", "L1-05"],
    effort: 2,
    effet: 3,
    niveau_de_depart: null,
  };
  const own = begunAction(begun, "a-1", ["L1-04"], items, { intitule: "", effort: 1, effet: null });
  assert.deepEqual(
    [own.id, own.titre, own.enonces, own.effort, own.effet, own.niveau_de_depart],
    ["a-1", "Essayer", ["L1-04"], 1, 3, 55],
  );
  assert.equal(
    begunAction({ ...begun, titre: "" }, "a-2", ["L2-05"], items, { intitule: "Notre idée" }).titre,
    "Notre idée",
  );
  assert.equal(
    begunAction(begun, "a-3", ["L2-05"], items, undefined).niveau_de_depart,
    null,
    "what is withheld is not made up",
  );
  const carnet = {
    priorites: [
      { id: "p1", enonces: ["L1-04"], intitule: "", retenue: true },
      { id: "p2", enonces: [], intitule: "Sans fil", retenue: true },
      { id: "p3", enonces: ["L2-05"], intitule: "", retenue: false },
    ],
  };
  const subjects = subjectsFor(carnet, items);
  assert.deepEqual(
    subjects.kept,
    [{ value: "p1", label: "Relais" }],
    "an idea without a statement leads to no action yet",
  );
  assert.equal(subjects.all.length, 2);
});
