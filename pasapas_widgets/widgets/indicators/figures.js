// @ts-check
/** The figures: a row an indicator, with its last value; opened, small bars over the years, the same in a sentence and
 * in a table, with base, formula, source, caution. */
import { h, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

/** Bars from zero, one colour for all: no year is good or bad. @param {Plain} one */
function bars(one) {
  const most = Math.max(...one.annees.map((/** @type {Plain} */ year) => year.valeur ?? 0), 1e-9);
  return h(
    "div",
    { class: "pap-indicators-bars", "aria-hidden": "true" },
    ...one.annees.map((/** @type {Plain} */ year) => {
      const bar = h("div", { class: "pap-indicators-bar" });
      bar.style.height = `${((year.valeur ?? 0) / most) * 5}rem`;
      return h(
        "div",
        {},
        h(
          "strong",
          {},
          year.valeur === null ? "–" : year.dit.split("\u00a0")[0] + (one.unite === "%" ? "\u00a0%" : ""),
        ),
        bar,
        h("span", {}, String(year.annee)),
      );
    }),
  );
}

/** What stands in an indicator's row: its last value, of its first series, and how that one went.
 * @param {Plain} one @param {Texts} t @returns {Node[]} */
function last(one, t) {
  const [first] = one.series;
  const years = (first?.annees ?? []).filter((/** @type {Plain} */ year) => year.valeur !== null);
  const year = years.at(-1);
  if (!year) return [];
  const most = Math.max(...years.map((/** @type {Plain} */ each) => each.valeur), 1e-9);
  const steps = years.map((/** @type {Plain} */ each) => {
    const bar = h("span", {});
    bar.style.height = `${(each.valeur / most) * 100}%`;
    return bar;
  });
  const said = fill(one.series.length > 1 ? t.dernier_de : t.dernier, { ...year, nom: first.nom });
  return [
    h("span", { class: "pap-indicators-last" }, said),
    h("span", { class: "pap-indicators-went", "aria-hidden": "true" }, ...steps),
  ];
}

/** @param {Plain} one @param {Texts} texts */
function oneFigure(one, texts) {
  const [t, c] = [texts.figures, texts.tableau];
  const name = fill(c.legende, { nom: one.nom, base: one.base });
  return h(
    "div",
    { class: "pap-indicators-figure" },
    bars(one),
    h("p", {}, one.phrase),
    h("p", { class: "pap-soft" }, fill(t.base, { base: one.base, formule: one.formule })),
    h(
      "details",
      { "data-key": `d-${one.nom}-${one.base}` },
      h("summary", { "data-key": `s-${one.nom}-${one.base}`, "aria-label": `${t.detail} : ${name}` }, t.detail),
      h(
        "div",
        { class: "pap-kit-scroll", tabindex: 0, role: "region", "aria-label": name },
        h(
          "table",
          {},
          h("caption", {}, name),
          h(
            "thead",
            {},
            h("tr", {}, ...[c.annee, c.chiffre, c.calcul, c.source].map((head) => h("th", { scope: "col" }, head))),
          ),
          h(
            "tbody",
            {},
            ...one.annees.map((/** @type {Plain} */ year) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, String(year.annee)),
                h("td", {}, year.dit || year.raison),
                h("td", {}, year.rapport),
                h("td", {}, year.source),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {Plain} one @param {Texts} texts */
function breakdown(one, texts) {
  const c = texts.tableau;
  return h(
    "div",
    { class: "pap-indicators-figure" },
    h(
      "div",
      { class: "pap-kit-scroll", tabindex: 0, role: "region", "aria-label": one.nom },
      h(
        "table",
        {},
        h("caption", {}, `${one.nom} (${one.base})`),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, c.part),
            ...one.annees.map((/** @type {number} */ year) => h("th", { scope: "col" }, String(year))),
          ),
        ),
        h(
          "tbody",
          {},
          ...one.parts.map((/** @type {Plain} */ part) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, part.nom),
              ...part.dits.map((/** @type {string} */ said) => h("td", {}, said)),
            ),
          ),
        ),
      ),
    ),
    h("p", { class: "pap-soft" }, texts.figures.masque_note),
  );
}

/** @param {Model} model @param {Texts} texts */
export function figuresPart(model, texts) {
  const t = texts.figures;
  const none = h("p", { class: "pap-soft" }, t.aucun);
  const body = h("div", {});
  const root = h("section", { "data-stage": "lire" }, h("h3", {}, t.titre), h("p", {}, t.intro), none, body);
  return {
    root,
    paint() {
      const told = /** @type {Plain[]} */ (model.get("told"));
      none.hidden = told.length > 0;
      redraw(body, told, () =>
        told.map((one) =>
          h(
            "details",
            { class: "pap-kit-row", "data-indicator": one.id, "data-key": `i-${one.id}` },
            h("summary", { "data-key": `is-${one.id}` }, h("h4", {}, one.nom), ...last(one, t)),
            h("p", { class: "pap-soft" }, one.regle),
            h(
              "div",
              { class: "pap-indicators-figures" },
              ...one.series.map((/** @type {Plain} */ some) => oneFigure(some, texts)),
              ...one.repartitions.map((/** @type {Plain} */ some) => breakdown(some, texts)),
            ),
            one.reperes.length
              ? h(
                  "details",
                  { "data-key": `r-${one.id}` },
                  h("summary", { "data-key": `rs-${one.id}`, "aria-label": `${t.reperes} : ${one.nom}` }, t.reperes),
                  h(
                    "ul",
                    { class: "pap-kit-plain" },
                    ...one.reperes.map((/** @type {Plain} */ mark) => h("li", {}, fill(t.repere, mark))),
                  ),
                )
              : h("p", { class: "pap-soft" }, t.sans_repere),
          ),
        ),
      );
    },
  };
}
