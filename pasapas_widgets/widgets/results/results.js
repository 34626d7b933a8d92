// @ts-check
/**
 * The results of a group, in the order in which it should talk: first where views differ, then what holds, what could
 * be better, what is hardly seen. A figure that is withheld is said with its reason, never shown as zero.
 *
 * @typedef {{ n_notes: number | null, moyenne: number | null, classe: string | null, dispersion: number | null, part_nsp: number | null,
 *   distribution: Record<string, number> | null, signaux: string[], motif: string | null }} ItemResult
 * @typedef {{ score: number | null, classe: string | null, n_items: number, motif: string | null }} GroupScore
 * @typedef {{ n: number | null, leviers: Record<string, GroupScore>, items?: Record<string, { n_notes: number, moyenne: number }>, motif: string | null }} Profile
 * @typedef {{ n_feuilles: number, leviers: Record<string, GroupScore>, effets: Record<string, GroupScore>, items: Record<string, ItemResult>,
 *   profils: Record<string, Profile>, priorites: string[], seuils: Record<string, number> }} GroupResults
 * @typedef {{ id: string, levier: string, texte: string, repere_1: string, repere_4: string, preuve: string, relance: string,
 *   echelle?: string | null, inverse?: boolean }} Item
 * @typedef {{ leviers: { id: string, nom_court: string }[], effets: { id: string, nom: string }[], profils: { id: string, libelle: string }[],
 *   echelle: import("../../front/scale.js").Scale, echelles?: Record<string, import("../../front/scale.js").Scale>, calcul?: { unite: string }, items: Item[] }} Questionnaire
 * @typedef {{ classes: { id: string, libelle: string }[], signaux: Record<string, { libelle: string, seuil: number }> }} Rules
 * @typedef {Record<string, any>} Texts
 * @typedef {{ get(name: string): any, on(name: string, run: () => void): void, off(name: string, run: () => void): void }} Model
 * @typedef {{ results: GroupResults, questionnaire: Questionnaire, rules: Rules, texts: Texts }} Told
 */

import { endOf, numberOf, scaleOf, shadeOf, startOf, unitOf } from "../../front/scale.js";

const FIRST = 5; // statements shown at once in a section; the others are one click away
const FEW = 3; // statements shown where none reaches the section's limit

const PRINTED = ["divergences", "improvements"]; // sections whose prompts are printed: those a group works on

/** Fill the `{name}` places of a text. @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** Choose the wording that agrees with `n`. @param {{ un: string, plusieurs: string }} texts @param {number} n */
const counted = (texts, n) => fill(n < 2 ? texts.un : texts.plusieurs, { n });

/**
 * Say in plain French why a figure is withheld.
 * @param {string | null} motif as the aggregation writes it, e.g. «n_notes < 5» @param {Texts} texts @returns {string}
 */
export function reason(motif, texts) {
  const [, key, n] = /^(.+) < (\d+)$/.exec(motif ?? "") ?? [];
  return Object.keys(texts.motifs).includes(key) ? fill(texts.motifs[key], { n }) : texts.motifs.autre;
}

/**
 * Choose what each section tells: identifiers of statements in their order.
 *
 * `found` is false where no statement reaches the section's limit, and `ids` then holds the nearest few.
 * @param {GroupResults} results
 */
export function sections(results) {
  const all = Object.entries(results.items);
  const scored = all.filter(([, one]) => one.moyenne !== null);
  const hasClasses = scored.some(([, one]) => one.classe !== null);
  const ends = hasClasses ? FEW : Math.max(1, Math.min(FEW, Math.floor(scored.length / 2))); // else one statement may be at both
  /** @param {[string, ItemResult][]} from @param {(one: ItemResult) => boolean} belongs @param {(one: ItemResult) => number} order @param {number} [few] */
  const choose = (from, belongs, order, few = FEW) => {
    const sorted = [...from].sort(([, a], [, b]) => order(a) - order(b));
    const kept = sorted.filter(([, one]) => belongs(one));
    return { found: kept.length > 0, ids: (kept.length ? kept : sorted.slice(0, few)).map(([id]) => id) };
  };
  const mean = (/** @type {ItemResult} */ one) => /** @type {number} */ (one.moyenne);
  const improve = results.priorites.filter((id) => results.items[id].classe === "ameliorer");
  const hidden = choose(
    all,
    (one) => one.signaux.includes("peu_visible"),
    (one) => -(one.part_nsp ?? 0),
  );
  return {
    open: scored.length > 0,
    divergences: choose(
      scored.filter(([, one]) => one.dispersion !== null),
      (one) => one.signaux.includes("regards_differents"),
      (one) => -(one.dispersion ?? 0),
    ),
    strengths: choose(
      scored,
      (one) => one.classe === "appui",
      (one) => -mean(one),
      ends,
    ),
    improvements: { found: improve.length > 0, ids: improve.length ? improve : results.priorites.slice(0, ends) },
    hidden: hidden.found ? hidden.ids : [],
    gaps: all.filter(([, one]) => one.signaux.includes("ecart_profils")).map(([id]) => id),
  };
}

/** JupyterLab leaves the keys alone on these: Enter, Space and letters are theirs. */
const CONTROLS = ["summary"];

/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children */
function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (CONTROLS.includes(tag) || attributes.tabindex === 0) node.setAttribute("data-lm-suppress-shortcuts", "");
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** @param {string} name @param {(Node | string)[]} children */
const part = (name, ...children) => html("div", { class: `pap-results-${name}` }, ...children);

/** @param {string} name @param {string} text */
const line = (name, text) => html("p", { class: `pap-results-${name}` }, text);

/** A length from 0 to 100 beside its number, which says the same. @param {number} score */
function track(score) {
  const length = html("span");
  length.style.width = `${score}%`;
  return html("span", { class: "pap-results-track", "aria-hidden": "true" }, length);
}

/** @param {GroupScore} one @param {Told} told */
function scoreSaid({ score, classe, motif }, told) {
  if (score === null) return fill(told.texts.non_montre, { raison: reason(motif, told.texts) });
  const said = meanSaid(score, told);
  return classe === null ? said : fill(told.texts.enonce.score, { score: said, classe: classOf(classe, told) });
}

/** A score and where its scale ends, in the questionnaire's unit. @param {number} score @param {Told} told */
function meanSaid(score, { questionnaire, texts }) {
  const unit = unitOf(questionnaire);
  return fill(texts.enonce.moyenne, { score: numberOf(score, unit), fin: endOf(unit) });
}

/** @param {string | null} id @param {Told} told */
const classOf = (id, told) => told.rules.classes.find((one) => one.id === id)?.libelle ?? "";

/** The stacked bar of a distribution on the item's own scale and, as text, the same counts; «je ne sais pas» stays apart.
 * @param {ItemResult} one @param {Told} told @param {Item} item */
export function distribution(one, told, item) {
  const { texts, questionnaire } = told;
  const { niveaux } = scaleOf(questionnaire, item);
  const counts = /** @type {Record<string, number>} */ (one.distribution);
  const bar = html("div", { class: "pap-results-bar", "aria-hidden": "true" });
  const list = html("ul", {
    class: "pap-results-counts",
    "aria-label": counted(texts.enonce.repartition, one.n_notes ?? 0),
  });
  for (const { valeur, libelle } of niveaux) {
    const [n, shade] = [counts[valeur] ?? 0, shadeOf(valeur, niveaux.length)];
    const swatch = html("span", { class: "pap-results-swatch", "data-shade": shade, "aria-hidden": "true" });
    list.append(html("li", {}, swatch, fill(texts.enonce.niveau, { libelle, n })));
    if (!n) continue;
    const segment = html("span", { "data-shade": shade }, String(n));
    segment.style.flexGrow = String(n);
    bar.append(segment);
  }
  if (one.part_nsp) list.append(html("li", { class: "pap-results-nsp" }, notKnown(one, told, item)));
  return part("distribution", bar, list);
}

/** @param {ItemResult} one @param {Told} told @param {Item} item */
function notKnown(one, { texts, questionnaire }, item) {
  const libelle = scaleOf(questionnaire, item).hors_echelle.find((answer) => answer.code === "NSP")?.libelle ?? "";
  return fill(texts.enonce.nsp, { libelle, part: Math.round((one.part_nsp ?? 0) * 100) });
}

/** What a statement opens: the prompt first, since people came to talk, then the evidence and the two anchors; null
 * where the questionnaire says none of them.
 * @param {Item} item @param {Texts} texts @returns {HTMLElement | null} */
export function discussion(item, texts) {
  const keys = /** @type {const} */ (["relance", "preuve", "repere_1", "repere_4"]).filter((key) => item[key]);
  if (!keys.length) return null;
  return html(
    "dl",
    { class: "pap-results-discussion" },
    ...keys.flatMap((key) => [html("dt", {}, texts.enonce[key]), html("dd", {}, item[key])]),
  );
}

/** The words of a statement, and whether a high answer to it is unfavourable. @param {Item} item @param {Texts} texts */
export const worded = (item, texts) => [
  item.texte,
  ...(item.inverse ? [" ", html("span", { class: "pap-results-reversed" }, texts.enonce.inverse)] : []),
];

/** The signal that a section is about, and that its statements need not repeat. @type {Record<string, string>} */
const SIGNAL_OF = { divergences: "regards_differents", hidden: "peu_visible", gaps: "ecart_profils" };

/** @param {string[]} signals @param {Told} told @param {string} [known] */
const badges = (signals, told, known) =>
  signals
    .filter((id) => id !== known)
    .map((id) => html("span", { class: "pap-results-signal" }, told.rules.signaux[id]?.libelle ?? ""));

/** @param {ItemResult} one @param {Told} told */
export function figuresOf(one, told) {
  if (one.moyenne === null)
    return [line("withheld", fill(told.texts.non_montre, { raison: reason(one.motif, told.texts) }))];
  return [
    html(
      "p",
      { class: "pap-results-score" },
      track(one.moyenne),
      scoreSaid({ score: one.moyenne, classe: one.classe, n_items: 1, motif: null }, told),
    ),
  ];
}

/** One statement of a section. @param {string} section @param {string} id @param {Told} told @param {(one: ItemResult, item: Item) => Node[]} figures */
function statement(section, id, told, figures) {
  const item = /** @type {Item} */ (told.questionnaire.items.find((one) => one.id === id));
  const lever = told.questionnaire.leviers.find((one) => one.id === item.levier);
  const { enonce } = told.texts;
  const summary = html(
    "summary",
    {},
    enonce.ouvrir,
    html("span", { class: "pap-results-unseen" }, fill(enonce.ouvrir_lequel, { enonce: item.texte })),
  );
  const talk = discussion(item, told.texts);
  /** @type {Record<string, string>} */
  const printed = PRINTED.includes(section) ? { "data-print": "" } : {};
  return html(
    "li",
    { class: "pap-results-item" },
    html(
      "p",
      { class: "pap-results-lever" },
      lever?.nom_court ?? "",
      ...badges(told.results.items[id].signaux, told, SIGNAL_OF[section]),
    ),
    html("p", { class: "pap-results-text" }, ...worded(item, told.texts)),
    ...figures(told.results.items[id], item),
    ...(talk ? [html("details", { "data-key": `${section}-${id}`, ...printed }, summary, talk)] : []),
  );
}

/** A list of statements: the first few, the others one click away.
 * @param {string} section @param {string[]} ids @param {Told} told @param {(one: ItemResult, item: Item) => Node[]} figures @returns {Node[]} */
function statements(section, ids, told, figures) {
  const list = (/** @type {string[]} */ some) =>
    html("ul", { class: "pap-results-items" }, ...some.map((id) => statement(section, id, told, figures)));
  const others = ids.slice(FIRST);
  if (!others.length) return [list(ids)];
  const summary = html("summary", {}, counted(told.texts.enonce.autres, others.length));
  return [
    list(ids.slice(0, FIRST)),
    html(
      "details",
      { class: "pap-results-others", "data-key": `${section}-others`, "data-print": "" },
      summary,
      list(others),
    ),
  ];
}

/** @param {string} title @param {(Node | string)[]} children */
const section = (title, ...children) => html("section", {}, html("h3", {}, title), ...children);

/** @param {Told} told */
function sheets({ results, questionnaire, texts }) {
  const { compte, regle, regle_profils, inverse, lecture, titre } = texts.effectif;
  const rule = [
    fill(regle, results.seuils),
    ...(questionnaire.profils.length ? [fill(regle_profils, results.seuils)] : []),
  ].join(" ");
  const turned = questionnaire.items.filter((item) => item.inverse).length;
  const reversed = turned ? [line("intro", counted(inverse, turned))] : [];
  return section(
    titre,
    line("count", counted(compte, results.n_feuilles)),
    line("intro", rule),
    ...reversed,
    line("intro", lecture),
  );
}

/** @param {Told} told */
function closed({ results, texts }) {
  const { titre, compte, pourquoi, que_faire, pistes } = texts.ferme;
  return section(
    titre,
    line("count", counted(compte, results.n_feuilles)),
    line("intro", fill(pourquoi, results.seuils)),
    html("h4", {}, que_faire),
    html("ul", { class: "pap-results-ways" }, ...pistes.map((/** @type {string} */ one) => html("li", {}, one))),
  );
}

/** @param {Told} told */
function effects(told) {
  const { results, questionnaire, texts } = told;
  const rows = questionnaire.effets.map(({ id, nom }) => {
    const one = results.effets[id];
    return html(
      "li",
      {},
      html("span", { class: "pap-results-name" }, nom),
      ...(one.score === null ? [] : [track(one.score)]),
      html("span", {}, scoreSaid(one, told)),
    );
  });
  return section(
    texts.effets.titre,
    line("intro", texts.effets.intro),
    html("ul", { class: "pap-results-effects" }, ...rows),
  );
}

/** @param {string[]} gaps @param {Told} told */
function profiles(gaps, told) {
  const { results, questionnaire, rules } = told;
  const texts = told.texts.profils;
  const ecart = points(rules.signaux.ecart_profils.seuil, told);
  const named = questionnaire.profils.filter(({ id }) => id !== "non_precise" && id in results.profils);
  const shown = named.filter(({ id }) => results.profils[id].n !== null);
  const withheld = named
    .filter(({ id }) => results.profils[id].n === null)
    .map(({ id, libelle }) =>
      html(
        "li",
        {},
        fill(texts.non_montre, { profil: libelle, raison: reason(results.profils[id].motif, told.texts) }),
      ),
    );
  const reasons = withheld.length ? [html("ul", { class: "pap-results-withheld" }, ...withheld)] : [];
  if (!shown.length) return section(texts.titre, line("intro", texts.aucun), ...reasons);
  const parts = [line("intro", texts.intro), profileTable(shown, told), ...reasons];
  if (shown.length === 1) return section(texts.titre, ...parts, line("intro", texts.un_seul));
  if (!gaps.length) return section(texts.titre, ...parts, line("intro", fill(texts.aucun_ecart, { ecart })));
  const byProfile = (/** @type {ItemResult} */ _, /** @type {Item} */ item) => [
    html(
      "ul",
      { class: "pap-results-effects" },
      ...shown.flatMap(({ id, libelle }) => {
        const one = results.profils[id].items?.[item.id];
        return one
          ? [
              html(
                "li",
                {},
                html("span", { class: "pap-results-name" }, libelle),
                track(one.moyenne),
                html("span", {}, meanSaid(one.moyenne, told)),
              ),
            ]
          : [];
      }),
    ),
  ];
  return section(
    texts.titre,
    ...parts,
    html("h4", {}, fill(texts.ecarts, { ecart })),
    ...statements("gaps", gaps, told, byProfile),
  );
}

/** A gap of so many points of a hundred, in the questionnaire's unit. @param {number} gap @param {Told} told */
function points(gap, { questionnaire, texts }) {
  const unit = unitOf(questionnaire);
  const n = unit ? (gap * (unit - 1)) / 100 : gap;
  return fill(n < 2 ? texts.profils.points.un : texts.profils.points.plusieurs, {
    n: String(Math.round(n * 10) / 10).replace(".", ","),
  });
}

/** @param {{ id: string, libelle: string }[]} shown @param {Told} told */
function profileTable(shown, { results, questionnaire, texts }) {
  const unit = unitOf(questionnaire);
  const title = fill(texts.profils.tableau, { bas: startOf(unit), fin: endOf(unit) });
  const head = shown.map(({ id, libelle }) =>
    html(
      "th",
      { scope: "col" },
      libelle,
      html("span", { class: "pap-results-n" }, counted(texts.profils.compte, results.profils[id].n ?? 0)),
    ),
  );
  const rows = questionnaire.leviers.map((lever) => {
    const cells = shown.map(({ id }) => {
      const one = results.profils[id].leviers[lever.id];
      return html(
        "td",
        {},
        one.score === null ? fill(texts.non_montre, { raison: reason(one.motif, texts) }) : numberOf(one.score, unit),
      );
    });
    return html("tr", {}, html("th", { scope: "row" }, lever.nom_court), ...cells);
  });
  const caption = html("caption", {}, title);
  const table = html(
    "table",
    {},
    caption,
    html("thead", {}, html("tr", {}, html("th", { scope: "col" }, texts.profils.levier), ...head)),
    html("tbody", {}, ...rows),
  );
  return html("div", { class: "pap-results-scroll", role: "region", tabindex: 0, "aria-label": title }, table);
}

/** All statements, lever by lever, each on one line that opens. @param {Told} told */
function everything(told) {
  const { results, questionnaire, texts } = told;
  const levers = questionnaire.leviers.map((lever) => {
    const rows = questionnaire.items
      .filter((item) => item.levier === lever.id)
      .map((item) => {
        const one = results.items[item.id];
        const withheld =
          one.distribution || one.moyenne === null
            ? []
            : [line("withheld", fill(texts.repartition_non_montree, { raison: reason(one.motif, texts) }))];
        const bar = one.distribution ? [distribution(one, told, item)] : withheld;
        const talk = discussion(item, texts);
        const summary = html(
          "summary",
          {},
          html("span", { class: "pap-results-text" }, ...worded(item, texts)),
          ...figuresOf(one, told),
          ...badges(one.signaux, told),
        );
        return html(
          "li",
          {},
          html("details", { "data-key": `all-${item.id}` }, summary, ...bar, ...(talk ? [talk] : [])),
        );
      });
    const said = fill(texts.enonces.levier, {
      levier: lever.nom_court,
      score: scoreSaid(results.leviers[lever.id], told),
    });
    return html(
      "details",
      { class: "pap-results-lever-list", "data-key": `lever-${lever.id}`, "data-print": "" },
      html("summary", {}, said),
      html("ul", {}, ...rows),
    );
  });
  return section(
    fill(levers.length > 1 ? texts.enonces.titre : texts.enonces.titre_seul, { n: questionnaire.items.length }),
    ...levers,
  );
}

/** Every section, in the order in which the group should talk. @param {Told} told @returns {Node[]} */
function page(told) {
  const { results, texts } = told;
  if (!Object.keys(results).length) return [line("intro", texts.rien)];
  const chosen = sections(results);
  if (!chosen.open) return [closed(told)];
  const bar = (/** @type {ItemResult} */ one, /** @type {Item} */ item) => [distribution(one, told, item)];
  const score = (/** @type {ItemResult} */ one) => figuresOf(one, told);
  const share = (/** @type {ItemResult} */ one, /** @type {Item} */ item) => [line("score", notKnown(one, told, item))];
  const { divergences: d, strengths: s, improvements: i, hidden } = chosen;
  const { questionnaire, rules } = told;
  const hasNotKnown = questionnaire.items.some((item) =>
    scaleOf(questionnaire, item).hors_echelle.some(({ code }) => code === "NSP"),
  );
  const { appuis, ameliorations } = rules.classes.length ? texts : texts.sans_classes;
  return [
    sheets(told),
    d.ids.length
      ? section(
          texts.divergences.titre,
          line("intro", d.found ? texts.divergences.intro : texts.divergences.calme),
          ...statements("divergences", d.ids, told, bar),
        )
      : section(texts.divergences.titre, line("intro", fill(texts.divergences.retenu, results.seuils))),
    section(
      appuis.titre,
      line("intro", s.found ? appuis.intro : appuis.aucun),
      ...statements("strengths", s.ids, told, score),
    ),
    section(
      ameliorations.titre,
      line("intro", i.found ? ameliorations.intro : ameliorations.aucun),
      ...statements("improvements", i.ids, told, score),
    ),
    ...(hasNotKnown
      ? [
          section(
            texts.peu_visibles.titre,
            line("intro", hidden.length ? texts.peu_visibles.intro : texts.peu_visibles.aucun),
            ...(hidden.length ? statements("hidden", hidden, told, share) : []),
          ),
        ]
      : []),
    ...(questionnaire.effets.length ? [effects(told)] : []),
    ...(questionnaire.profils.length ? [profiles(chosen.gaps, told)] : []),
    everything(told),
  ];
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const body = html("div");
  const status = html("div", { role: "status", class: "pap-results-unseen" });
  const heading = html("h2");
  el.append(html("div", { class: "pap pap-results" }, heading, body, status));
  /** @type {Element[]} */
  let opened = [];

  function draw() {
    const told = {
      results: model.get("results"),
      questionnaire: model.get("questionnaire"),
      rules: model.get("rules"),
      texts: model.get("texts"),
    };
    const kept = [...body.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-key"));
    const focused = body.contains(document.activeElement)
      ? document.activeElement?.closest("details")?.getAttribute("data-key")
      : null;
    const first = !body.hasChildNodes();
    const { titre, seance, mise_a_jour } = told.texts;
    const session = model.get("session");
    heading.replaceChildren(titre, ...(session ? [" ", html("span", { class: "pap-results-session" }, session)] : []));
    body.replaceChildren(...page(told));
    for (const one of body.querySelectorAll("details")) {
      const key = one.getAttribute("data-key");
      if (kept.includes(key)) one.setAttribute("open", "");
      if (focused && focused === key) one.querySelector("summary")?.focus();
    }
    if (first || !told.results.n_feuilles) return;
    const phrase = counted(mise_a_jour, told.results.n_feuilles);
    status.textContent = session ? fill(seance.mise_a_jour, { seance: session, phrase }) : phrase;
  }

  /** Paper cannot be opened: what the group needs in the room is printed open. */
  function beforePrint() {
    opened = [...body.querySelectorAll("details[data-print]:not([open])")];
    opened.forEach((one) => one.setAttribute("open", ""));
  }
  function afterPrint() {
    opened.forEach((one) => one.removeAttribute("open"));
    opened = [];
  }

  const listened = ["results", "session", "questionnaire", "rules"].map((name) => `change:${name}`);
  listened.forEach((name) => model.on(name, draw));
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  draw();
  return () => {
    listened.forEach((name) => model.off(name, draw));
    removeEventListener("beforeprint", beforePrint);
    removeEventListener("afterprint", afterPrint);
  };
}

export default { render };
