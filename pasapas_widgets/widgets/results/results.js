// @ts-check
/**
 * The results of a group, in the order in which it should talk: first where views differ, then what holds, what could
 * be better, what is hardly seen. A figure that is withheld is said with its reason, never shown as zero.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./sections.js").Item} Item
 * @typedef {import("./sections.js").ItemResult} ItemResult
 * @typedef {import("./sections.js").Told} Told
 */

import { h } from "../../front/dom.js";
import { openOnPaper } from "../../front/paper.js";
import { scaleOf } from "../../front/scale.js";
import { counted, fill } from "../../front/words.js";
import { profiles } from "./profiles.js";
import { reason, sections } from "./sections.js";
import {
  badges,
  discussion,
  distribution,
  figuresOf,
  line,
  notKnown,
  scoreSaid,
  section,
  statements,
  track,
  worded,
} from "./statement.js";

/** How many sheets were brought beside the phones of a room; one to four are not counted aloud.
 * @param {any} results @param {any} t */
function brought({ n_apportees, seuils }, t) {
  if (n_apportees === undefined) return [];
  return [line("intro", n_apportees === null ? fill(t.peu, seuils) : counted(t, n_apportees))];
}

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
    ...brought(results, texts.effectif.apportees),
    line("intro", rule),
    ...reversed,
    line("intro", lecture),
  );
}

/** @param {Told} told */
function closed({ results, texts }) {
  const { titre, compte, trop_peu, pourquoi, que_faire, pistes } = texts.ferme;
  return section(
    titre,
    line("count", results.n_feuilles ? counted(compte, results.n_feuilles) : trop_peu),
    line("intro", fill(pourquoi, results.seuils)),
    h("h4", {}, que_faire),
    h("ul", { class: "pap-results-ways" }, ...pistes.map((/** @type {string} */ one) => h("li", {}, one))),
  );
}

/** @param {Told} told */
function effects(told) {
  const { results, questionnaire, texts } = told;
  const rows = questionnaire.effets.map(({ id, nom }) => {
    const one = results.effets[id];
    return h(
      "li",
      {},
      h("span", { class: "pap-results-name" }, nom),
      ...(one.score === null ? [] : [track(one.score)]),
      h("span", {}, scoreSaid(one, told)),
    );
  });
  return section(
    texts.effets.titre,
    line("intro", texts.effets.intro),
    h("ul", { class: "pap-results-effects" }, ...rows),
  );
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
        const summary = h(
          "summary",
          {},
          h("span", { class: "pap-results-text" }, ...worded(item, texts)),
          ...figuresOf(one, told),
          ...badges(one.signaux, told),
        );
        return h("li", {}, h("details", { "data-key": `all-${item.id}` }, summary, ...bar, ...(talk ? [talk] : [])));
      });
    const said = fill(texts.enonces.levier, {
      levier: lever.nom_score ?? lever.nom_court,
      score: scoreSaid(results.leviers[lever.id], told, lever),
    });
    return h(
      "details",
      { class: "pap-results-lever-list", "data-key": `lever-${lever.id}`, "data-print": "" },
      h("summary", {}, said),
      h("ul", {}, ...rows),
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
  const chosen = sections(results, told.rules);
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
  const body = h("div");
  const status = h("div", { role: "status", class: "pap-unseen" });
  const heading = h("h2");
  el.append(h("div", { class: "pap pap-results" }, heading, body, status));

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
    heading.replaceChildren(titre, ...(session ? [" ", h("span", { class: "pap-results-session" }, session)] : []));
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

  const listened = ["results", "session", "questionnaire", "rules"].map((name) => `change:${name}`);
  listened.forEach((name) => model.on(name, draw));
  const stopPaper = openOnPaper(body, "details[data-print]");
  draw();
  return () => {
    listened.forEach((name) => model.off(name, draw));
    stopPaper();
  };
}

export default { render };
