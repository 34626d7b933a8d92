// @ts-check
/**
 * One's trace as a page to keep: what one has answered and written, what was said of it. It asks nothing of any host.
 *
 * @typedef {import("./judgement.js").Plain} Plain
 * @typedef {import("../../front/words.js").Texts} Texts
 */

import { fill } from "../../front/words.js";
import { placesOf, saidOfChoice, saidOfOrder, saidOfPlaces, walked } from "./judgement.js";

/** @param {unknown} text */
const escaped = (text) =>
  String(text).replace(
    /[&<>"]/g,
    (one) => /** @type {any} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one],
  );

/** @param {string} name @param {string} text */
const tag = (name, text) => `<${name}>${text}</${name}>\n`;
/** @param {unknown[]} lines */
const listed = (lines) => tag("ul", lines.map((one) => tag("li", escaped(one))).join(""));

/** @param {import("./judgement.js").Said[]} said @param {Texts} t */
const saidLines = (said, t) =>
  said.map((one) => fill(t.emporter.dit, { texte: one.texte, verdict: t.verdicts[one.verdict], retour: one.retour }));

/** What one answered to an exercise, in lines; null where nothing was.
 * @param {Plain} one @param {Record<string, any>} answers @param {Texts} t @returns {string[] | null} */
export function answeredLines(one, answers, t) {
  if (one.genre === "lire") {
    const lines = one.questions.flatMap((/** @type {Plain} */ asked) => {
      const ids = answers[`${one.id}/${asked.id}`];
      return ids ? [asked.texte, ...saidLines(saidOfChoice(asked.reponses, ids), t)] : [];
    });
    return lines.length ? lines : null;
  }
  const answer = answers[one.id];
  if (!answer) return null;
  if (one.genre === "choisir") return saidLines(saidOfChoice(one.reponses, answer, one.plusieurs), t);
  if (one.genre === "ordonner") return [...saidLines(saidOfOrder(one.elements, answer), t), one.retour];
  if (one.genre === "reformuler") {
    const mine = fill(t.emporter.phrase, { avant: one.phrase, apres: answer.texte });
    return [mine, ...one.exemples.map((/** @type {Plain} */ each) => fill(t.emporter.exemple, each))];
  }
  if (one.genre === "scene") {
    const { passed, now } = walked(one, answer);
    const past = passed.flatMap(({ situation, choice }) => [
      fill(t.emporter.scene, { situation: situation.texte, choix: choice.texte, retour: choice.retour }),
    ]);
    return [...past, now.fin || now.texte];
  }
  const places = new Map(
    (one.cadre ? placesOf(one.cadre) : one.cases).map((/** @type {Plain} */ place) => [place.id, place.texte]),
  );
  const put = saidOfPlaces(one.elements, answer).map((each) => ({
    ...each,
    texte: `${each.texte} → ${places.get(answer[each.id])}`,
  }));
  return saidLines(put, t);
}

const STYLE =
  "body{font:17px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#23303a}" +
  "h1,h2,h3{line-height:1.25}li{margin:.3rem 0}@media print{body{margin:0}}";

/** @param {Plain} module @param {Record<string, any>} answers @param {Texts} t @returns {string} HTML */
export function takenPage(module, answers, t) {
  const words = t.emporter;
  const parts = module.etapes.flatMap((/** @type {Plain} */ step) => {
    const done = step.exercices.flatMap((/** @type {Plain} */ one) => {
      const lines = answeredLines(one, answers, t);
      return lines ? [tag("h3", escaped(one.titre)) + tag("p", escaped(one.consigne)) + listed(lines)] : [];
    });
    return done.length ? [tag("h2", escaped(step.titre)), ...done] : [];
  });
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`;
  const title = fill(words.titre, { titre: module.titre });
  return [
    `<!doctype html>\n<html lang="fr"><head>${head}<title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    "<body><main>\n",
    tag("h1", escaped(title)),
    tag("p", escaped(words.a_moi)),
    ...(parts.length ? parts : [tag("p", escaped(words.rien))]),
    tag("h2", escaped(t.module.a_retenir)),
    listed(module.a_retenir),
    tag("h2", escaped(t.module.sources)),
    listed(module.sources.map((/** @type {Plain} */ one) => [one.titre, one.adresse].filter(Boolean).join(" – "))),
    "</main></body></html>\n",
  ].join("");
}
