// @ts-check
/**
 * What every exercise is made of: paragraphs, a figure with its sentence and its table, what is said of an answer.
 *
 * @typedef {import("./judgement.js").Plain} Plain
 * @typedef {import("./judgement.js").Said} Said
 * @typedef {import("./trace.js").Trace} Trace
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ t: Texts, uid: string, sources: Map<string, Plain>, trace: Trace, names: any, kept: () => void }} Bench
 *   what the exercises of a module share; `kept` after a change of the trace
 * @typedef {{ nodes: Node[] }} Part
 */

import { h } from "../../front/dom.js";
import { fill } from "../../front/words.js";

/** @param {string[]} texts */
export const paragraphs = (texts) => texts.map((one) => h("p", {}, one));

/** Where something comes from. @param {Plain | undefined} source @param {Texts} t */
export function sourceLine(source, t) {
  if (!source) return null;
  const link = source.adresse ? [" ", h("a", { href: source.adresse, rel: "noreferrer" }, t.lien)] : [];
  return h("p", { class: "pap-training-source" }, fill(t.source, { titre: source.titre }), ...link);
}

/** An answer as it is quoted, without a second pair of marks. @param {string} text @param {Texts} t */
const quote = (text, t) => (text.startsWith("«") ? text : fill(t.cite, { texte: text }));

/** One thing that is said of an answer. @param {Said} one @param {string} source of the exercise @param {Bench} bench
 * @param {boolean} [quoted] repeat the answer */
export const saidPart = (one, source, { t, sources }, quoted = true) =>
  h(
    "div",
    { class: "pap-training-said", "data-verdict": one.verdict },
    h("p", {}, h("strong", {}, t.verdicts[one.verdict]), quoted ? ` ${quote(one.texte, t)}` : ""),
    h("p", {}, one.retour),
    one.source && one.source !== source ? sourceLine(sources.get(one.source), t) : null,
  );

/** The place where answers are talked of: read aloud when something is put into it. */
export const livePart = () => h("div", { class: "pap-training-live", role: "status" });

/** What is read once for a whole exercise, under its feedback. @param {string} source @param {Bench} bench */
export const footPart = (source, { t, sources }) => sourceLine(sources.get(source), t);

/** A figure: the drawing, its sentence, and the table that is one key away.
 * @param {Plain} figure @param {Texts} t */
export function figurePart({ svg, titre, phrase, colonnes, lignes }, t) {
  const [first, ...others] = colonnes;
  const table = h(
    "table",
    {},
    h("caption", {}, titre),
    h(
      "thead",
      {},
      h("tr", {}, ...[first, ...others].map((/** @type {string} */ one) => h("th", { scope: "col" }, one))),
    ),
    h(
      "tbody",
      {},
      ...lignes.map((/** @type {string[]} */ [name, ...cells]) =>
        h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((one) => h("td", {}, one))),
      ),
    ),
  );
  const summary = h("summary", {}, t.figure.tableau);
  return h(
    "figure",
    { class: "pap-training-figure", role: "figure", "aria-label": titre },
    h("p", { class: "pap-training-invented" }, t.figure.invente),
    h("img", { src: `data:image/svg+xml,${encodeURIComponent(svg)}`, alt: titre }),
    h("figcaption", {}, phrase),
    h(
      "details",
      { class: "pap-kit-fold" },
      summary,
      h("div", { class: "pap-kit-scroll", tabindex: 0, role: "region", "aria-label": titre }, table),
    ),
  );
}
