// @ts-check
/**
 * What is said of an answer. Nothing is counted: each answer has its reason, whichever it is.
 *
 * @typedef {Record<string, any>} Plain a part of a module, under the keys of its file
 * @typedef {{ id: string, verdict: "tient" | "revoir" | "manque", texte: string, retour: string, source: string }} Said
 */

/** @param {Plain} one what has a feedback @param {boolean} fits @returns {Said} */
const said = (one, fits) => ({
  id: one.id,
  verdict: fits ? "tient" : "revoir",
  texte: one.texte,
  retour: one.retour,
  source: one.source ?? "",
});

/** What is said of chosen answers; of those that fit and were left, where several are to be ticked.
 * @param {Plain[]} answers @param {string[]} chosen @param {boolean} [many] @returns {Said[]} */
export function saidOfChoice(answers, chosen, many = false) {
  const told = answers.filter((one) => chosen.includes(one.id)).map((one) => said(one, one.convient));
  const left = many ? answers.filter((one) => one.convient && !chosen.includes(one.id)) : [];
  return [...told, ...left.map((one) => ({ ...said(one, true), verdict: /** @type {const} */ ("manque") }))];
}

/** What is said of an order: what has the same rank may go either way.
 * @param {Plain[]} elements @param {string[]} order identifiers, the first first @returns {Said[]} */
export function saidOfOrder(elements, order) {
  const ranks = elements.map((one) => one.rang).sort((a, b) => a - b);
  const known = new Map(elements.map((one) => [one.id, one]));
  return order
    .filter((id) => known.has(id))
    .map((id, place) => said(/** @type {Plain} */ (known.get(id)), known.get(id)?.rang === ranks[place]));
}

/** What is said of things that were put somewhere; what is not put yet is left out.
 * @param {Plain[]} elements @param {Record<string, string>} places element → place @returns {Said[]} */
export const saidOfPlaces = (elements, places) =>
  elements.filter((one) => places[one.id]).map((one) => said(one, one.dans.includes(places[one.id])));

/** Every place of a frame, line by line: its name, as an element calls it, and its words.
 * @param {Plain} frame @returns {{ id: string, texte: string }[]} */
export function placesOf(frame) {
  const { colonnes, lignes } = frame;
  if (!lignes) return colonnes.cases;
  return lignes.cases.flatMap((/** @type {Plain} */ row) =>
    colonnes.cases.map((/** @type {Plain} */ column) => ({
      id: `${column.id}/${row.id}`,
      texte: `${column.texte}, ${row.texte}`,
    })),
  );
}

/** Where one is in a scene after some choices: what was passed, the situation, what was said last.
 * @param {Plain} scene @param {number[]} choices
 * @returns {{ passed: { situation: Plain, choice: Plain }[], now: Plain }} a choice that is not there ends the walk */
export function walked(scene, choices) {
  const known = new Map(scene.situations.map((/** @type {Plain} */ one) => [one.id, one]));
  const passed = [];
  let now = known.get(scene.depart);
  for (const one of choices) {
    const choice = now.choix?.[one];
    if (!choice) break;
    passed.push({ situation: now, choice });
    now = known.get(choice.vers);
  }
  return { passed, now };
}

/** Whether something was answered, so that it may be said to be done.
 * @param {any} answer as it is kept @returns {boolean} */
export function isDone(answer) {
  if (Array.isArray(answer)) return answer.length > 0;
  return Boolean(answer) && Object.values(answer).some((one) => (typeof one === "object" ? isDone(one) : one));
}
