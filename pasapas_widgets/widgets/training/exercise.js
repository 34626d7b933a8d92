// @ts-check
/** One exercise, whichever its kind: its title, what is asked, its figure, how it is answered, where it comes from. */

import { h } from "../../front/dom.js";
import { choicePart } from "./choice.js";
import { orderPart } from "./order.js";
import { figurePart, footPart, paragraphs } from "./parts.js";
import { placesPart } from "./places.js";
import { rewordPart } from "./reword.js";
import { scenePart } from "./scene.js";

/** @typedef {import("./judgement.js").Plain} Plain @typedef {import("./parts.js").Bench} Bench */

/** @type {Record<string, (exercise: Plain, bench: Bench) => Node[]>} */
const KINDS = {
  choisir: (one, bench) => [choicePart(one, one.consigne, one.id, one.source, bench)],
  lire: (one, bench) =>
    one.questions.map((/** @type {Plain} */ asked) =>
      choicePart(asked, asked.texte, `${one.id}/${asked.id}`, one.source, bench),
    ),
  associer: placesPart,
  placer: placesPart,
  ordonner: orderPart,
  reformuler: rewordPart,
  scene: scenePart,
};

/** Where the answers of an exercise are kept: under its name, or that of each question of it.
 * @param {Plain} exercise @returns {string[]} */
export const keysOf = (exercise) =>
  exercise.genre === "lire"
    ? exercise.questions.map((/** @type {Plain} */ one) => `${exercise.id}/${one.id}`)
    : [exercise.id];

/** @param {Plain} exercise @param {Bench} bench @param {"h2" | "h4"} [level] of its title @returns {HTMLElement} */
export function exercisePart(exercise, bench, level = "h4") {
  const id = `${bench.uid}-${exercise.id}-title`;
  return h(
    "section",
    { class: "pap-training-exercise", "aria-labelledby": id, "data-kind": exercise.genre },
    h("p", { class: "pap-training-kind" }, bench.t.genres[exercise.genre]),
    h(level, { id }, exercise.titre),
    ...paragraphs(exercise.texte),
    exercise.genre === "choisir" ? null : h("p", { class: "pap-training-asks" }, exercise.consigne),
    exercise.figure ? figurePart(exercise.figure, bench.t) : null,
    ...KINDS[exercise.genre](exercise, bench),
    footPart(exercise.source, bench),
  );
}
