// @ts-check
/** The fields of an action, part by part. */

/** @typedef {"line" | "text" | "lines" | "day" | "state" | "consult" | "degree"} Kind */

/** The fields of an action, in the order in which a group writes them. @type {[string, [string, Kind][]][]} */
export const SECTIONS = [
  [
    "quoi",
    [
      ["titre", "line"],
      ["situation_de_travail", "text"],
      ["resultat_pour_les_equipes", "text"],
      ["resultat_pour_les_enfants", "text"],
    ],
  ],
  [
    "qui",
    [
      ["responsable_fonction", "line"],
      ["associes", "lines"],
      ["moyens", "text"],
    ],
  ],
  [
    "quand",
    [
      ["ouverte_le", "day"],
      ["echeance", "day"],
      ["premiers_pas", "text"],
      ["effort", "degree"],
      ["effet", "degree"],
    ],
  ],
  [
    "mesure",
    [
      ["indicateur", "line"],
      ["valeur_de_depart", "line"],
    ],
  ],
  ["inscription", [["consultation_cse", "consult"]]],
  [
    "revue",
    [
      ["date_revue", "day"],
      ["etat", "state"],
      ["decision_revue", "text"],
      ["enseignement", "text"],
    ],
  ],
];
