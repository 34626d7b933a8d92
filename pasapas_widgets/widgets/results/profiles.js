// @ts-check
/**
 * The results of the profiles, beside each other.
 *
 * @typedef {import("./sections.js").Item} Item
 * @typedef {import("./sections.js").ItemResult} ItemResult
 * @typedef {import("./sections.js").Told} Told
 */

import { h } from "../../front/dom.js";
import { endOf, numberOf, startOf, unitOf } from "../../front/scale.js";
import { counted, fill, numberInWords } from "../../front/words.js";
import { reason } from "./sections.js";
import { line, meanSaid, section, statements, track } from "./statement.js";

/** @param {string[]} gaps @param {Told} told */
export function profiles(gaps, told) {
  const { results, questionnaire, rules } = told;
  const texts = told.texts.profils;
  const ecart = points(rules.signaux.ecart_profils.seuil, told);
  const named = questionnaire.profils.filter(({ id }) => id !== "non_precise" && id in results.profils);
  const shown = named.filter(({ id }) => results.profils[id].n !== null);
  const withheld = named
    .filter(({ id }) => results.profils[id].n === null)
    .map(({ id, libelle }) =>
      h("li", {}, fill(texts.non_montre, { profil: libelle, raison: reason(results.profils[id].motif, told.texts) })),
    );
  const reasons = withheld.length ? [h("ul", { class: "pap-results-withheld" }, ...withheld)] : [];
  if (!shown.length) return section(texts.titre, line("intro", texts.aucun), ...reasons);
  const parts = [line("intro", texts.intro), profileTable(shown, told), ...reasons];
  if (shown.length === 1) return section(texts.titre, ...parts, line("intro", texts.un_seul));
  if (!gaps.length) return section(texts.titre, ...parts, line("intro", fill(texts.aucun_ecart, { ecart })));
  const byProfile = (/** @type {ItemResult} */ _, /** @type {Item} */ item) => [
    h(
      "ul",
      { class: "pap-results-effects" },
      ...shown.flatMap(({ id, libelle }) => {
        const one = results.profils[id].items?.[item.id];
        return one
          ? [
              h(
                "li",
                {},
                h("span", { class: "pap-results-name" }, libelle),
                track(one.moyenne),
                h("span", {}, meanSaid(one.moyenne, told)),
              ),
            ]
          : [];
      }),
    ),
  ];
  return section(
    texts.titre,
    ...parts,
    h("h4", {}, fill(texts.ecarts, { ecart })),
    ...statements("gaps", gaps, told, byProfile),
  );
}

/** A gap of so many points of a hundred, in the questionnaire's unit. @param {number} gap @param {Told} told */
function points(gap, { questionnaire, texts }) {
  const unit = unitOf(questionnaire);
  const n = unit ? (gap * (endOf(unit) - startOf(unit))) / 100 : gap;
  return counted(texts.profils.points, n, { n: numberInWords(n, 1, true) });
}

/** @param {{ id: string, libelle: string }[]} shown @param {Told} told */
function profileTable(shown, { results, questionnaire, texts }) {
  const unit = unitOf(questionnaire);
  const isOneUnit = questionnaire.leviers.every((lever) => !lever.calcul?.unite);
  const bounds = { bas: startOf(unit), fin: endOf(unit) };
  const title = isOneUnit ? fill(texts.profils.tableau, bounds) : texts.profils.tableau_propre;
  const head = shown.map(({ id, libelle }) =>
    h(
      "th",
      { scope: "col" },
      libelle,
      h("span", { class: "pap-results-n" }, counted(texts.profils.compte, results.profils[id].n ?? 0)),
    ),
  );
  const rows = questionnaire.leviers.map((lever) => {
    const cells = shown.map(({ id }) => {
      const one = results.profils[id].leviers[lever.id];
      return h(
        "td",
        {},
        one.score === null
          ? fill(texts.non_montre, { raison: reason(one.motif, texts) })
          : isOneUnit
            ? numberOf(one.score, unit)
            : meanSaid(one.score, { questionnaire, texts }, lever),
      );
    });
    return h("tr", {}, h("th", { scope: "row" }, lever.nom_score ?? lever.nom_court), ...cells);
  });
  const caption = h("caption", {}, title);
  const table = h(
    "table",
    {},
    caption,
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.profils.levier), ...head)),
    h("tbody", {}, ...rows),
  );
  return h("div", { class: "pap-results-scroll", role: "region", tabindex: 0, "aria-label": title }, table);
}
