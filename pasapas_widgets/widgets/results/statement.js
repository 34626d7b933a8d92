// @ts-check
/**
 * A statement with its figures, and lists of them.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./sections.js").GroupScore} GroupScore
 * @typedef {import("./sections.js").Item} Item
 * @typedef {import("./sections.js").ItemResult} ItemResult
 * @typedef {import("./sections.js").Told} Told
 */

import { h } from "../../front/dom.js";
import { endOf, numberOf, scaleOf, shadeOf, unitOf, unitOfLever } from "../../front/scale.js";
import { counted, fill } from "../../front/words.js";
import { reason } from "./sections.js";

const FIRST = 5; // statements shown at once in a section; the others are one click away
const PRINTED = ["divergences", "improvements"]; // sections whose prompts are printed: those a group works on

/** @param {string} name @param {(Node | string)[]} children */
const part = (name, ...children) => h("div", { class: `pap-results-${name}` }, ...children);

/** @param {string} name @param {string} text */
export const line = (name, text) => h("p", { class: `pap-results-${name}` }, text);

/** A length from 0 to 100 beside its number, which says the same. @param {number} score */
export function track(score) {
  const length = h("span");
  length.style.width = `${score}%`;
  return h("span", { class: "pap-results-track", "aria-hidden": "true" }, length);
}

/** @param {GroupScore} one @param {Told} told @param {Told["questionnaire"]["leviers"][0]} [lever] whose score it is */
export function scoreSaid({ score, classe, motif }, told, lever) {
  if (score === null) return fill(told.texts.non_montre, { raison: reason(motif, told.texts) });
  const said = meanSaid(score, told, lever);
  return classe === null ? said : fill(told.texts.enonce.score, { score: said, classe: classOf(classe, told) });
}

/** A score and where its scale ends, in the lever's unit or the questionnaire's.
 * @param {number} score @param {Pick<Told, "questionnaire"|"texts">} told
 * @param {Told["questionnaire"]["leviers"][0]} [lever] */
export function meanSaid(score, { questionnaire, texts }, lever) {
  const unit = lever ? unitOfLever(questionnaire, lever) : unitOf(questionnaire);
  return fill(texts.enonce.moyenne, { score: numberOf(score, unit), fin: endOf(unit) });
}

/** @param {string | null} id @param {Told} told */
const classOf = (id, told) => told.rules.classes.find((one) => one.id === id)?.libelle ?? "";

/** The stacked bar of a distribution on the item's own scale and, as text, the same counts; «je ne sais pas» stays
 * apart.
 * @param {ItemResult} one @param {Told} told @param {Item} item */
export function distribution(one, told, item) {
  const { texts, questionnaire } = told;
  const { niveaux } = scaleOf(questionnaire, item);
  const counts = /** @type {Record<string, number>} */ (one.distribution);
  const bar = h("div", { class: "pap-results-bar", "aria-hidden": "true" });
  const list = h("ul", {
    class: "pap-results-counts",
    "aria-label": counted(texts.enonce.repartition, one.n_notes ?? 0),
  });
  for (const { valeur, libelle } of niveaux) {
    const [n, shade] = [counts[valeur] ?? 0, shadeOf(valeur, niveaux.length)];
    const swatch = h("span", { class: "pap-results-swatch", "data-shade": shade, "aria-hidden": "true" });
    list.append(h("li", {}, swatch, fill(texts.enonce.niveau, { libelle, n })));
    if (!n) continue;
    const segment = h("span", { "data-shade": shade }, String(n));
    segment.style.flexGrow = String(n);
    bar.append(segment);
  }
  if (one.part_nsp) list.append(h("li", { class: "pap-results-nsp" }, notKnown(one, told, item)));
  return part("distribution", bar, list);
}

/** @param {ItemResult} one @param {Told} told @param {Item} item */
export function notKnown(one, { texts, questionnaire }, item) {
  const libelle = scaleOf(questionnaire, item).hors_echelle.find((answer) => answer.code === "NSP")?.libelle ?? "";
  return fill(texts.enonce.nsp, { libelle, part: Math.round((one.part_nsp ?? 0) * 100) });
}

/** What a statement opens: the prompt first, since people came to talk, then the evidence and the two anchors; null
 * where the questionnaire says none of them.
 * @param {Item} item @param {Texts} texts @returns {HTMLElement | null} */
export function discussion(item, texts) {
  const keys = /** @type {const} */ (["relance", "preuve", "repere_1", "repere_4"]).filter((key) => item[key]);
  if (!keys.length) return null;
  return h(
    "dl",
    { class: "pap-results-discussion" },
    ...keys.flatMap((key) => [h("dt", {}, texts.enonce[key]), h("dd", {}, item[key])]),
  );
}

/** The words of a statement, and whether a high answer to it is unfavourable. @param {Item} item
 * @param {Texts} texts */
export const worded = (item, texts) => [
  item.texte,
  ...(item.inverse ? [" ", h("span", { class: "pap-results-reversed" }, texts.enonce.inverse)] : []),
];

/** The signal that a section is about, and that its statements need not repeat. @type {Record<string, string>} */
const SIGNAL_OF = { divergences: "regards_differents", hidden: "peu_visible", gaps: "ecart_profils" };

/** @param {string[]} signals @param {Told} told @param {string} [known] */
export const badges = (signals, told, known) =>
  signals
    .filter((id) => id !== known)
    .map((id) => h("span", { class: "pap-results-signal" }, told.rules.signaux[id]?.libelle ?? ""));

/** @param {ItemResult} one @param {Told} told */
export function figuresOf(one, told) {
  if (one.moyenne === null)
    return [line("withheld", fill(told.texts.non_montre, { raison: reason(one.motif, told.texts) }))];
  return [
    h(
      "p",
      { class: "pap-results-score" },
      track(one.moyenne),
      scoreSaid({ score: one.moyenne, classe: one.classe, n_items: 1, motif: null }, told),
    ),
  ];
}

/** Who most likely knows a practice that many do not: to be asked before it is called absent.
 * @param {Item} item @param {Told} told */
function whoKnows(item, { questionnaire, texts }) {
  const known = questionnaire.profils.filter(({ id }) => (item.profils_prioritaires ?? []).includes(id));
  if (!known.length) return [];
  const profils = known.map(({ libelle }) => libelle).join(" ; ");
  return [line("who", fill(texts.enonce.a_qui, { profils }))];
}

/** One statement of a section. @param {string} section @param {string} id @param {Told} told
 * @param {(one: ItemResult, item: Item) => Node[]} figures */
function statement(section, id, told, figures) {
  const item = /** @type {Item} */ (told.questionnaire.items.find((one) => one.id === id));
  const lever = told.questionnaire.leviers.find((one) => one.id === item.levier);
  const { enonce } = told.texts;
  const summary = h(
    "summary",
    {},
    enonce.ouvrir,
    h("span", { class: "pap-unseen" }, fill(enonce.ouvrir_lequel, { enonce: item.texte })),
  );
  const talk = discussion(item, told.texts);
  const printed = PRINTED.includes(section) ? { "data-print": "" } : {};
  return h(
    "li",
    { class: "pap-results-item" },
    h(
      "p",
      { class: "pap-results-lever" },
      lever?.nom_court ?? "",
      ...badges(told.results.items[id].signaux, told, SIGNAL_OF[section]),
    ),
    h("p", { class: "pap-results-text" }, ...worded(item, told.texts)),
    ...figures(told.results.items[id], item),
    ...(section === "hidden" ? whoKnows(item, told) : []),
    ...(talk ? [h("details", { "data-key": `${section}-${id}`, ...printed }, summary, talk)] : []),
  );
}

/** A list of statements: the first few, the others one click away.
 * @param {string} section @param {string[]} ids @param {Told} told
 * @param {(one: ItemResult, item: Item) => Node[]} figures @returns {Node[]} */
export function statements(section, ids, told, figures) {
  const list = (/** @type {string[]} */ some) =>
    h("ul", { class: "pap-results-items" }, ...some.map((id) => statement(section, id, told, figures)));
  const others = ids.slice(FIRST);
  if (!others.length) return [list(ids)];
  const summary = h("summary", {}, counted(told.texts.enonce.autres, others.length));
  return [
    list(ids.slice(0, FIRST)),
    h(
      "details",
      { class: "pap-results-others", "data-key": `${section}-others`, "data-print": "" },
      summary,
      list(others),
    ),
  ];
}

/** @param {string} title @param {(Node | string)[]} children */
export const section = (title, ...children) => h("section", {}, h("h3", {}, title), ...children);
