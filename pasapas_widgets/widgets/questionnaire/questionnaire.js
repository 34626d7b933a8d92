// @ts-check
/**
 * The questionnaire of one person: answers, own scores, own sheet. It keeps to the anywidget contract and runs with or
 * without a kernel. Texts come from the traits `questionnaire` and `texts`; scores follow pasapas_widgets/rules/scoring.py.
 *
 * Sections: types, scores, sheets, what the browser keeps, small helpers, parts of the page, the view, share code.
 */

import { endOf, numberOf, scaleOf, shadeOf, spanOf, stepsOf, unitOf } from "../../front/scale.js";

// ---------------------------------------- types

/**
 * @typedef {1|2|3|4|5|6|7|"NSP"|"NC"} Answer
 * @typedef {Record<string, Answer>} Answers                      item id → answer; an item left out was not answered
 * @typedef {import("../../front/scale.js").Scale} Scale
 * @typedef {{id: string, levier: string, texte: string, repere_1: string, repere_4: string, inverse?: boolean,
 *   echelle?: string|null, module?: string|null}} Item
 * @typedef {{id: string, libelle: string}} Labelled
 * @typedef {{id: string, version: string, numero: number, titre: string, consigne: string, periode_de_reference: string,
 *   duree_remplissage_min: number, profils: Labelled[], variantes: Labelled[], modules: Labelled[], items: Item[],
 *   leviers: {id: string, nom_officiel: string, nom_court: string, question_guide: string}[],
 *   source: {titre: string, licence: string, adresse: string, mention: string}|null,
 *   echelle: Scale, echelles?: Record<string, Scale>, calcul?: {unite: string}}} Questionnaire
 * @typedef {{part_min_notes: number, tolerance: number,
 *   classes: {id: string, libelle: string, moyenne_min: number}[]}} Rules
 * @typedef {{score: number|null, classe: string|null, n_notes: number}} LeverScore
 * @typedef {{profil: string|null, variante: string|null, reponses: Answers}} Sheet
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 */

const LARGEST_FILE = 1_000_000; // bytes; a sheet is under 1 KB, and a socket closes silently from 10 MiB on
const LINK_PATIENCE = 3000; // milliseconds without acknowledgement before saying that the link is cut
const PAGE_PATIENCE = 30_000; // milliseconds to make the PDF
const LONGEST_UNDO = 100;

// ---------------------------------------- scores

/**
 * Score one sheet, lever by lever; null below the least number of answers on the scale.
 * @param {Pick<Questionnaire, "leviers"|"items"|"echelle"|"echelles">} questionnaire
 * @param {Answers} answers
 * @param {Rules} rules
 * @returns {Record<string, LeverScore>}
 */
export function scoreSheet(questionnaire, answers, rules) {
  const span = spanOf(questionnaire);
  /** @type {Record<string, LeverScore>} */
  const scores = {};
  for (const { id } of questionnaire.leviers) {
    const asked = questionnaire.items.filter((item) => item.levier === id);
    const scored = asked.filter((item) => typeof answers[item.id] === "number");
    const n = scored.length;
    const steps = scored.reduce((sum, item) => sum + stepsOf(questionnaire, item, Number(answers[item.id])), 0);
    const score = n >= leastOf(asked.length, rules) ? (steps * 100) / (span * n) : null;
    scores[id] = { score, classe: score === null ? null : classOf(score, rules), n_notes: n };
  }
  return scores;
}

/** How many of a lever's items a score needs. @param {number} items @param {Rules} rules */
const leastOf = (items, rules) => Math.ceil(items * rules.part_min_notes - rules.tolerance);

/** The limits of the classes are told on the self-diagnosis' scale, from 1 to 4. @param {number} score @param {Rules} rules */
function classOf(score, rules) {
  const mean = 1 + (score * 3) / 100;
  const found = rules.classes.find((one) => mean >= one.moyenne_min - rules.tolerance);
  return (found ?? rules.classes[rules.classes.length - 1])?.id ?? null;
}

// ---------------------------------------- sheets

/** @param {unknown} value @param {Scale} scale @returns {value is Answer} */
const isAnswer = (value, { niveaux, hors_echelle }) =>
  niveaux.some((level) => level.valeur === value) || hors_echelle.some((one) => one.code === value);

/** Keep what is an answer to a statement of this questionnaire, in the order of the statements.
 * @param {any} answers @param {Questionnaire} questionnaire @returns {Answers} */
function fitting(answers, questionnaire) {
  const known = questionnaire.items.filter((item) => isAnswer(answers?.[item.id], scaleOf(questionnaire, item)));
  return Object.fromEntries(known.map((item) => [item.id, answers[item.id]]));
}

/** @param {Labelled[]} options @param {unknown} id @returns {string|null} */
const known = (options, id) => (options.some((one) => one.id === id) ? String(id) : null);

/**
 * Read a sheet's JSON. What does not fit is refused whole: `fault` names a text of «fautes», `values` fill it.
 * @param {string} text
 * @param {Questionnaire} questionnaire
 * @returns {{sheet: Sheet, fault?: undefined} | {fault: string, values: Record<string, string>}}
 */
export function readSheet(text, questionnaire) {
  const q = questionnaire;
  let plain;
  try {
    plain = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { fault: "json", values: {} };
  }
  if (typeof plain?.reponses !== "object" || plain.reponses === null) return { fault: "json", values: {} };
  if (plain.questionnaire !== q.id || plain.version !== q.version) {
    const values = { trouve: `${plain.questionnaire} ${plain.version}`, attendu: `${q.id} ${q.version}` };
    return { fault: "questionnaire", values };
  }
  const answers = fitting(plain.reponses, q);
  const wrong = Object.keys(plain.reponses).find((id) => !(id in answers));
  if (wrong !== undefined) {
    return { fault: "reponse", values: { enonce: wrong, valeur: String(plain.reponses[wrong]) } };
  }
  return {
    sheet: { profil: known(q.profils, plain.profil), variante: known(q.variantes, plain.variante), reponses: answers },
  };
}

/** @param {Model} model @returns {Sheet} */
function sheetOf(model) {
  return {
    profil: model.get("profile") ?? null,
    variante: model.get("variant") ?? null,
    reponses: fitting(model.get("answers"), model.get("questionnaire")),
  };
}

// ---------------------------------------- what the browser keeps

/** @param {number} [ahead] days from now */
const day = (ahead = 0) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** @param {Model} model */
function storageKey(model) {
  const { id, version } = model.get("questionnaire");
  return `pasapas:${model.get("key")}:${id}:${version}`;
}

/** Write the sheet with its last day, or forget it where there is nothing to keep.
 * @param {Model} model @returns {boolean} false where this browser refuses to store */
function keep(model) {
  const days = model.get("keep_days");
  const { variante, reponses, ...sheet } = sheetOf(model);
  const profil = model.get("privacy").lieu === "binder" ? null : sheet.profil; // strangers' pages read what is kept there
  try {
    if (days > 0 && (profil !== null || Object.keys(reponses).length > 0)) {
      const kept = { saved: day(), expires: day(days), seq: model.get("seq"), profil, variante, reponses };
      localStorage.setItem(storageKey(model), JSON.stringify(kept));
    } else {
      localStorage.removeItem(storageKey(model));
      return isStoring();
    }
    return true;
  } catch {
    return false;
  }
}

/** Whether this browser stores at all. */
function isStoring() {
  try {
    localStorage.setItem("pasapas?", "");
    localStorage.removeItem("pasapas?");
    return true;
  } catch {
    return false;
  }
}

/** Return what was kept for this questionnaire and is still in date; erase all that is out of date.
 * @param {Model} model @returns {{saved: string, seq: number, sheet: Sheet}|null} */
function kept(model) {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith("pasapas:"))) {
      if (parsed(localStorage.getItem(name))?.expires < day()) localStorage.removeItem(name);
    }
    const found = model.get("keep_days") > 0 ? parsed(localStorage.getItem(storageKey(model))) : null;
    if (!found) return null;
    const q = model.get("questionnaire");
    const sheet = {
      profil: known(q.profils, found.profil),
      variante: known(q.variantes, found.variante),
      reponses: fitting(found.reponses, q),
    };
    return { saved: String(found.saved), seq: Number(found.seq) || 0, sheet };
  } catch {
    return null;
  }
}

/** @param {string|null} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

// ---------------------------------------- small helpers

/** Make an element: functions are listeners, true is an empty attribute, null and false are left out.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node|string|null)} children
 * @returns {any} */
function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  if (/^(input|button|summary|a|h3)$/.test(tag)) node.dataset.lmSuppressShortcuts = ""; // else JupyterLab takes its keys
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** @param {string} template @param {Record<string, any>} values */
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));

/** @param {{un: string, plusieurs: string}} pair @param {number} n @param {Record<string, any>} [values] */
const counted = (pair, n, values = {}) => fill(n > 1 ? pair.plusieurs : pair.un, { n, ...values });

/** @param {string} iso a day, AAAA-MM-JJ */
const dayInWords = (iso) =>
  new Date(`${iso}T12:00:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });

/** Put text in a node only if it changes, so that nothing is announced or laid out twice.
 * @param {Element} node @param {string} text */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {string} name @param {any} value @param {string} label @param {number|null} [shade] */
const choice = (name, value, label, shade = null) =>
  h(
    "label",
    { class: "pap-questionnaire-choice", "data-shade": shade },
    h("input", { type: "radio", name, value }),
    h("span", {}, label),
  );

/** @param {string} text @param {() => void} click @param {string} [kind] */
const button = (text, click, kind = "") =>
  h("button", { type: "button", class: `pap-questionnaire-button ${kind}`.trim(), click }, text);

// ---------------------------------------- parts of the page

/** The answer to «Qui verra ma réponse ?», from the real configuration, or in the host's own sentences (`phrases`).
 * @param {Model} model @param {any} t texts */
function privacyPart(model, t) {
  const { lieu, seuil, suppression, hote, phrases } = model.get("privacy");
  const days = model.get("keep_days");
  const words = t.confidentialite;
  const sentences = phrases ?? [
    words.rien_demande,
    words.lieu[lieu],
    hote ? fill(words.hote, { hote }) : null,
    days > 0 ? counted(words.garde, days) : words.pas_garde,
    suppression ? fill(words.suppression, { date: suppression }) : null,
    seuil ? fill(words.seuil, { n: seuil }) : null,
    words.a_vous,
    days > 0 ? words.appareil_partage : null,
  ];
  const list = sentences
    .filter((/** @type {string|null} */ one) => one)
    .map((/** @type {string} */ one) => h("li", {}, one));
  return h("details", { class: "pap-questionnaire-privacy" }, h("summary", {}, words.titre), h("ul", {}, ...list));
}

/** The type of service, which chooses the wording of some statements; hidden where it is chosen for everybody.
 * @param {Model} model @param {any} t @param {string} uid @param {(variant: string|null) => void} choose */
function servicePart(model, t, uid, choose) {
  /** @type {{id: string, nom: string, famille: string|null, variante: string|null}[]} */
  const services = model.get("services") ?? [];
  const select = h("select", { id: `${uid}-service` }, h("option", { value: "" }, t.service.aucun));
  for (const famille of new Set(services.map((one) => one.famille))) {
    const own = services.filter((one) => one.famille === famille);
    const options = own.map((one) => h("option", { value: one.id }, one.nom));
    select.append(...(famille ? [h("optgroup", { label: t.service.familles[famille] }, ...options)] : options));
  }
  /** @param {string} id */
  const variantOf = (id) => services.find((one) => one.id === id)?.variante ?? null;
  select.addEventListener("change", () => choose(variantOf(select.value)));
  const root = h(
    "div",
    { class: "pap-questionnaire-service", hidden: services.length === 0 },
    h("label", { for: select.id }, t.service.titre),
    h("p", { class: "pap-questionnaire-soft" }, t.service.aide),
    select,
  );
  /** @param {string|null} variant */
  const paint = (variant) => {
    if (variantOf(select.value) === variant) return;
    select.value = services.find((one) => one.variante === variant && variant !== null)?.id ?? "";
  };
  return { root, paint };
}

/** @param {Questionnaire} q @param {any} t @param {string} name */
function profilePart(q, t, name) {
  const choices = q.profils.map((one) => choice(name, one.id, one.libelle));
  return h(
    "fieldset",
    { class: "pap-questionnaire-profile" },
    h("legend", {}, t.profil.legende),
    h("p", { class: "pap-questionnaire-soft" }, t.profil.aide),
    h("div", { class: "pap-questionnaire-off" }, ...choices),
  );
}

/** One statement: a group of native radios, its anchors one tap away, and its line in the review.
 * @param {Questionnaire} q @param {any} t @param {Item} item @param {string} uid
 * @param {{clear: (id: string) => void, goTo: (id: string) => void, numberOf: (item: Item) => number}} act */
function itemPart(q, t, item, uid, act) {
  const name = `${uid}-${item.id}`;
  const scale = scaleOf(q, item);
  const number = `${act.numberOf(item)}. `;
  const text = h("span", {});
  /** @param {Event} event */
  const follow = (event) => (event.preventDefault(), act.goTo(item.id));
  const link = h("a", { href: `#${name}`, click: follow });
  const line = h("li", {}, link);
  const erase = button(t.aide.retirer, () => act.clear(item.id));
  const summary = h("summary", {});
  const levels = scale.niveaux.map((one) =>
    choice(name, one.valeur, one.libelle, shadeOf(one.valeur, scale.niveaux.length)),
  );
  const off = scale.hors_echelle.map((one) => choice(name, one.code, one.libelle));
  const radios = [...levels, ...off].map((label) => /** @type {HTMLInputElement} */ (label.firstChild));
  const anchors = definitions([
    [t.aide.bas, item.repere_1],
    [t.aide.haut, item.repere_4],
  ]);
  const senses = [
    ...scale.niveaux.map((one) => [one.libelle, one.ancre]),
    ...scale.hors_echelle.map((one) => [one.libelle, one.usage]),
  ];
  const meaning = definitions(senses);
  const said = meaning ? [h("p", { class: "pap-questionnaire-soft" }, t.aide.sens), meaning] : [];
  const hasHelp = anchors !== null || meaning !== null; // else the way back stands by itself, its place kept from the start
  const help = hasHelp
    ? h("details", { class: "pap-questionnaire-help" }, summary, anchors, ...said, erase)
    : h("div", { class: "pap-questionnaire-back" }, erase);
  const root = h(
    "fieldset",
    { class: "pap-questionnaire-item", id: name, "data-item": item.id },
    h("legend", {}, h("span", { class: "pap-questionnaire-number" }, number), text),
    h("div", { class: `pap-questionnaire-levels ${layoutOf(scale)}`.trim() }, ...levels),
    off.length > 0 ? h("div", { class: "pap-questionnaire-off" }, ...off) : null,
    help,
  );
  /** @param {string} words */
  const word = (words) => {
    say(text, words);
    say(link, number + words);
  };
  /** @param {Answer|undefined} value */
  const paint = (value) => {
    for (const radio of radios) radio.checked = radio.value === String(value);
    if (hasHelp) erase.hidden = value === undefined;
    else erase.style.visibility = value === undefined ? "hidden" : "";
    line.hidden = value !== undefined;
    say(summary, value === undefined ? t.aide.titre : t.aide.titre_repondu);
  };
  const focus = () => {
    (radios.find((radio) => radio.checked) ?? radios[0]).focus({ preventScroll: true });
    root.scrollIntoView({ block: "start" });
  };
  word(item.texte);
  paint(undefined);
  return { id: item.id, lever: item.levier, root, line, word, paint, focus };
}

/** What is said of each term, null where nothing is. @param {string[][]} pairs @returns {HTMLElement|null} */
function definitions(pairs) {
  const said = pairs.filter(([, told]) => told);
  return said.length > 0
    ? h("dl", {}, ...said.flatMap(([term, told]) => [h("dt", {}, term), h("dd", {}, told)]))
    : null;
}

const WIDTH = 66; // letters of all levels side by side, all columns as wide as the longest word

/** How the levels of a scale lie: few in a row where there is room; many in a row, words under their button, if their
 * words fit; else always one under the other.
 * @param {Scale} scale */
function layoutOf({ niveaux }) {
  if (niveaux.length <= 4) return "";
  const longest = Math.max(...niveaux.flatMap((one) => one.libelle.split(/[\s\u00a0-]/)).map((word) => word.length));
  return longest * niveaux.length <= WIDTH ? "pap-questionnaire-many" : "pap-questionnaire-list";
}

/** A panel, the button that opens it and the heading that takes the focus.
 * @param {string} title @param {string} id @param {() => void} open @param {string} kind */
function panelPart(title, id, open, kind) {
  const heading = h("h3", { id, tabindex: -1 }, title);
  const section = h("section", { class: `pap-questionnaire-panel ${kind}`.trim(), "aria-labelledby": id }, heading);
  return { heading, section, tab: h("button", { type: "button", click: open }, h("span", {}, title)) };
}

/** One lever: its panel of statements, its tab with a count, its list in the review.
 * @param {Questionnaire} q @param {any} t @param {number} index @param {ReturnType<typeof itemPart>[]} own
 * @param {string} uid @param {() => void} open */
function leverPart(q, t, index, own, uid, open) {
  const lever = q.leviers[index];
  const panel = panelPart(lever.nom_court, `${uid}-${lever.id}`, open, "");
  const count = h("span", { class: "pap-questionnaire-count" });
  panel.tab.append(count);
  if (q.leviers.length > 1) {
    panel.heading.before(
      h("p", { class: "pap-questionnaire-kicker" }, fill(t.levier, { n: index + 1, total: q.leviers.length })),
    );
  }
  if (lever.nom_officiel !== lever.nom_court)
    panel.section.append(h("p", { class: "pap-questionnaire-official" }, lever.nom_officiel));
  if (lever.question_guide) panel.section.append(h("p", {}, lever.question_guide));
  panel.section.append(...own.map((item) => item.root));
  const list = h("ul", {}, ...own.map((item) => item.line));
  const review = h("div", {}, h("p", { class: "pap-questionnaire-strong" }, lever.nom_court), list);
  /** @param {Answers} shown */
  const isFull = (shown) => own.every((item) => item.id in shown);
  /** @param {Answers} shown */
  const paint = (shown) => {
    const n = own.filter((item) => item.id in shown).length;
    say(count, fill(t.navigation.compte, { n, total: own.length }));
    panel.tab.classList.toggle("pap-questionnaire-full", isFull(shown));
    review.hidden = isFull(shown);
  };
  return { ...panel, id: lever.id, name: lever.nom_court, review, isFull, paint };
}

/** How far one is, on a bar and in words.
 * @param {any} t @param {string} uid @param {number} total */
function progressPart(t, uid, total) {
  const bar = h("progress", { id: `${uid}-bar`, max: total });
  const words = h("span", {});
  const root = h("div", { class: "pap-questionnaire-progress" }, h("label", { for: bar.id }, t.avancement), bar, words);
  /** @param {number} n */
  const paint = (n) => {
    bar.value = n;
    say(words, counted(t.compte, n, { total }));
    bar.setAttribute("aria-valuetext", words.textContent);
  };
  return { root, words, paint };
}

/** The statements without answer, lever by lever, each a link.
 * @param {any} t @param {HTMLElement[]} lists */
function reviewPart(t, lists) {
  const none = h("p", {}, t.bilan.sans_reponse.aucune);
  const some = h("p", { class: "pap-questionnaire-soft" }, t.bilan.sans_reponse.aide);
  const root = h(
    "div",
    { class: "pap-questionnaire-missing" },
    h("h4", {}, t.bilan.sans_reponse.titre),
    none,
    some,
    ...lists,
  );
  /** @param {boolean} isFull */
  const paint = (isFull) => {
    none.hidden = !isFull;
    some.hidden = isFull;
  };
  return { root, paint };
}

/** What one can do with one's sheet.
 * @param {any} t @param {string} uid
 * @param {{download: () => void, page: (() => void)|null, load: (file: File) => void, erase: () => void}} act */
function sheetPart(t, uid, act) {
  const words = t.bilan.feuille;
  const file = h("input", { type: "file", accept: ".json,application/json", id: `${uid}-file` });
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    file.value = ""; // so that the same file can be chosen again
    if (chosen) act.load(chosen);
  });
  return h(
    "div",
    { class: "pap-questionnaire-sheet" },
    h("h4", {}, words.titre),
    h(
      "div",
      { class: "pap-questionnaire-row" },
      act.page ? button(words.page, act.page, "pap-questionnaire-main") : null,
      button(words.telecharger, act.download),
      button(words.imprimer, () => window.print()),
    ),
    h("div", { class: "pap-questionnaire-file" }, h("label", { for: file.id }, words.reprendre), file),
    button(words.effacer, act.erase, "pap-questionnaire-danger"),
  );
}

/** The in-page question before erasing.
 * @param {any} t @param {string} uid @param {() => void} confirm */
function eraseDialog(t, uid, confirm) {
  const dialog = h(
    "dialog",
    { class: "pap-questionnaire-dialog", "aria-labelledby": `${uid}-eq`, "aria-describedby": `${uid}-ea` },
    h("p", { id: `${uid}-eq`, class: "pap-questionnaire-strong" }, t.effacer.question),
    h("p", { id: `${uid}-ea` }, t.effacer.aide),
  );
  const cancel = button(t.effacer.non, () => dialog.close());
  cancel.autofocus = true;
  const sure = button(t.effacer.oui, () => (dialog.close(), confirm()), "pap-questionnaire-danger");
  dialog.append(h("div", { class: "pap-questionnaire-row" }, cancel, sure));
  return dialog;
}

/** The table of the lever scores and the same in one sentence.
 * @param {Questionnaire} q as it is asked @param {Questionnaire} whole with all its items, as scores count them
 * @param {any} t @param {Rules} rules */
function scoresPart(q, whole, t, rules) {
  const words = t.bilan.scores;
  const [unit, hasClasses] = [unitOf(q), rules.classes.length > 0];
  const fin = endOf(unit);
  const sentence = h("p", {});
  const rows = q.leviers.map((lever) => {
    const cells = Array.from({ length: hasClasses ? 2 : 1 }, () => h("td", {}));
    return { lever, cells, row: h("tr", {}, h("th", { scope: "row" }, lever.nom_court), ...cells) };
  });
  const heads = [
    words.levier,
    fill(unit ? words.moyenne : words.score, { fin }),
    ...(hasClasses ? [words.lecture] : []),
  ];
  const table = h(
    "table",
    {},
    h("caption", {}, words.titre),
    h("thead", {}, h("tr", {}, ...heads.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, ...rows.map((one) => one.row)),
  );
  const turned = q.items.filter((item) => item.inverse).length;

  /** Fill a lever's cells, and say it. @param {typeof rows[0]} row @param {LeverScore} found @returns {string} */
  function paintRow({ lever, cells }, { score, classe, n_notes }) {
    const levier = lever.nom_court;
    const last = cells[cells.length - 1];
    last.classList.toggle("pap-questionnaire-withheld", score === null);
    if (score === null) {
      const asked = whole.items.filter((item) => item.levier === lever.id).length;
      if (hasClasses) say(cells[0], words.aucun);
      say(last, fill(words.retenu, { n: n_notes, min: leastOf(asked, rules) }));
      return fill(words.phrase_retenu, { levier });
    }
    const label = rules.classes.find((one) => one.id === classe)?.libelle ?? "";
    say(last, label);
    say(cells[0], numberOf(score, unit));
    const phrase = hasClasses ? words.phrase_levier : words.phrase_sans_classe;
    return fill(phrase, { levier, score: numberOf(score, unit), fin, classe: label });
  }
  /** @param {Record<string, LeverScore>} scores */
  const paint = (scores) => {
    const told = rows.map((row) => paintRow(row, scores[row.lever.id]));
    say(sentence, fill(words.phrase, { leviers: told.join(words.entre) }));
  };
  const root = h(
    "div",
    { class: "pap-questionnaire-scores" },
    table,
    sentence,
    h("p", { class: "pap-questionnaire-soft" }, words.aide),
    turned > 0 ? h("p", { class: "pap-questionnaire-soft" }, counted(words.inverse, turned)) : null,
  );
  return { root, paint };
}

/** How long it is, what it is answered for, that nothing is due. @param {Questionnaire} q @param {any} t */
function factsOf(q, t) {
  const duree = counted(t.faits.duree, q.duree_remplissage_min);
  const periode = q.periode_de_reference ? [fill(t.faits.periode, { periode: q.periode_de_reference })] : [];
  return [counted(t.faits.phrases, q.items.length, { duree }), ...periode, t.faits.libre].join(" ");
}

/** Where a published questionnaire comes from, in the words that its licence asks for. @param {Questionnaire} q @param {any} t */
function sourcePart({ source }, t) {
  if (!source) return null;
  const { titre, mention, licence, adresse } = source;
  const link = adresse ? [" ", h("a", { href: adresse, rel: "noreferrer" }, adresse)] : [];
  const said = [fill(t.source.titre, { titre }), mention, fill(t.source.licence, { licence })].filter((one) => one);
  return h("p", { class: "pap-questionnaire-source pap-questionnaire-soft" }, said.join(" "), ...link);
}

/** The choice of optional modules before starting.
 * @param {Questionnaire} q @param {any} t @param {(modules: string[]) => void} begin */
function modulesPart(q, t, begin) {
  const words = t.modules;
  const boxes = q.modules.map(({ id, libelle }) => {
    const n = q.items.filter((item) => item.module === id).length;
    return h(
      "label",
      { class: "pap-questionnaire-choice" },
      h("input", { type: "checkbox", value: id }),
      h("span", {}, counted(words.compte, n, { libelle })),
    );
  });
  const wrong = h("p", { role: "alert", class: "pap-questionnaire-alert" });
  const start = () => {
    const chosen = boxes
      .map((label) => label.firstChild)
      .filter((box) => box.checked)
      .map((box) => box.value);
    if (askedItems(q, chosen).length === 0) say(wrong, words.aucun);
    else begin(chosen);
  };
  return h(
    "div",
    {},
    h(
      "fieldset",
      { class: "pap-questionnaire-modules" },
      h("legend", {}, words.titre),
      h("p", { class: "pap-questionnaire-soft" }, askedItems(q, []).length > 0 ? words.aide : words.aide_tout),
      h("div", { class: "pap-questionnaire-levels pap-questionnaire-list" }, ...boxes),
    ),
    wrong,
    button(words.commencer, start, "pap-questionnaire-main"),
  );
}

/** The items that are asked with these modules; all of them where nothing was chosen.
 * @param {Questionnaire} q @param {string[]|null|undefined} modules */
const askedItems = (q, modules) => q.items.filter(({ module }) => !modules || !module || modules.includes(module));

/** The questionnaire with what is asked alone; an answer to the rest stays in the sheet.
 * @param {Questionnaire} q @param {string[]|null|undefined} modules @returns {Questionnaire} */
export function withModules(q, modules) {
  const items = askedItems(q, modules);
  return { ...q, items, leviers: q.leviers.filter(({ id }) => items.some((item) => item.levier === id)) };
}

/** The share code, large, and as a picture when Python has drawn the same code.
 * @param {Model} model @param {any} t @param {string} uid */
function sharePart(model, t, uid) {
  const code = h("p", { class: "pap-questionnaire-code", "aria-labelledby": `${uid}-share`, role: "group" });
  const picture = h("img", { class: "pap-questionnaire-qr", alt: t.bilan.code.image, hidden: true });
  const root = h(
    "div",
    { class: "pap-questionnaire-share" },
    h("h4", { id: `${uid}-share` }, t.bilan.code.titre),
    h("p", {}, t.bilan.code.aide),
    h("div", { class: "pap-questionnaire-row" }, code, picture),
  );
  const paint = () => {
    const text = shareCode(model);
    root.hidden = text === null;
    if (text === null) return;
    if (code.textContent !== text) {
      const groups = text.split("-");
      code.replaceChildren(...groups.map((group, at) => h("span", {}, at < groups.length - 1 ? `${group}-` : group)));
    }
    const drawn = String(model.get("code_qr") ?? "");
    picture.hidden = !drawn.includes(text); // a picture of earlier answers is never shown
    if (!picture.hidden) picture.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  };
  return { root, paint };
}

/** The link with Python: each change carries a number, which Python sends back once it has checked the answers.
 * @param {Model} model @param {any} t @param {() => boolean} isKept @param {Element} status */
function linkPart(model, t, isKept, status) {
  const banner = h("p", { role: "alert", class: "pap-questionnaire-alert" });
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waiting;
  const stop = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const watch = () => {
    if (model.get("linked") !== false && (model.get("ack") ?? 0) < model.get("seq")) {
      waiting ??= setTimeout(() => say(banner, isKept() ? t.lien.coupe_garde : t.lien.coupe), LINK_PATIENCE);
      return;
    }
    stop();
    if (banner.textContent === "") return;
    say(banner, "");
    say(status, t.etat.lien);
  };
  return { banner, watch, stop };
}

/** @param {BlobPart} content @param {string} type @param {string} name @param {HTMLElement} root */
function download(content, type, name, root) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  root.append(link); // some browsers only follow a link that is in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// ---------------------------------------- the view

/** The choice of modules where there is one to make, then the questionnaire; anew when other modules are chosen.
 * @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const begin = () =>
    model.get("choose_modules") && !model.get("modules") ? choosing({ model, el }) : answering({ model, el });
  let stop = begin();
  const again = () => {
    stop();
    stop = begin();
  };
  model.on("change:modules", again);
  return () => {
    model.off("change:modules", again);
    stop();
  };
}

/** @param {{model: Model, el: HTMLElement}} context */
function choosing({ model, el }) {
  const [q, t] = [model.get("questionnaire"), model.get("texts")];
  const begin = (/** @type {string[]} */ modules) => {
    model.set("modules", modules);
    model.save_changes();
    el.querySelector("h3")?.focus({ preventScroll: true });
  };
  const root = h(
    "div",
    { class: "pap pap-questionnaire", lang: "fr" },
    h("h2", {}, q.titre),
    q.consigne ? h("p", {}, q.consigne) : null,
    h("p", { class: "pap-questionnaire-soft" }, t.faits.libre),
    modulesPart(q, t, begin),
    sourcePart(q, t),
  );
  el.append(root);
  return () => root.remove();
}

/** @param {{model: Model, el: HTMLElement}} context */
function answering({ model, el }) {
  /** @type {Questionnaire} */
  const whole = model.get("questionnaire");
  const q = withModules(whole, model.get("modules"));
  const t = model.get("texts");
  const uid = `pap-${Math.random().toString(36).slice(2, 10)}`; // the group names of two views must differ
  const total = q.items.length;

  /** @type {{answers: Answers, profile: string|null, item: string|null}[]} */
  const past = [];
  /** @type {Answers} */
  let shown = {}; // the answers as the page shows them now
  let panel = 0;
  let stores = true;
  let committing = false;
  let byArrow = false;
  /** @type {string|null} */
  let series = null; // the statement whose levels are being walked through with the arrow keys

  // The page, built once; afterwards only what changes is touched.

  const fault = h("p", { role: "alert", class: "pap-questionnaire-alert" });
  const status = h("p", { role: "status", class: "pap-questionnaire-status" });
  const link = linkPart(model, t, () => stores && model.get("keep_days") > 0, status);
  const unkept = h("p", { class: "pap-questionnaire-notice", hidden: true }, t.avis.stockage);
  const service = servicePart(model, t, uid, chooseVariant);
  const profile = profilePart(q, t, `${uid}-profile`);
  const dialog = eraseDialog(t, uid, eraseAll);
  const erase = () => dialog.showModal();
  const restored = h(
    "div",
    { class: "pap-questionnaire-notice", hidden: true },
    h("p", {}),
    button(t.bilan.feuille.effacer, erase),
  );
  const act = {
    clear: clearAnswer,
    goTo: goToItem,
    numberOf: (/** @type {Item} */ item) => whole.items.indexOf(item) + 1,
  };
  const items = q.items.map((item) => itemPart(q, t, item, uid, act));
  const levers = q.leviers.map((lever, index) =>
    leverPart(
      q,
      t,
      index,
      items.filter((item) => item.lever === lever.id),
      uid,
      () => show(index, true),
    ),
  );
  const progress = progressPart(t, uid, total);
  const scores = scoresPart(q, whole, t, model.get("rules"));
  const share = sharePart(model, t, uid);
  const review = reviewPart(
    t,
    levers.map((one) => one.review),
  );
  const end = panelPart(t.navigation.bilan, `${uid}-end`, () => show(levers.length, true), "pap-questionnaire-end");
  end.section.append(scores.root, review.root);
  if (model.get("privacy").lieu !== "salle") {
    // in a room, the answers are with the session already
    end.section.append(
      share.root,
      sheetPart(t, uid, {
        download: downloadSheet,
        page: model.get("linked") === false ? null : askPage, // only Python makes the PDF
        load: loadSheet,
        erase,
      }),
    );
  }
  const panels = [...levers, end];
  const nav = h("nav", { "aria-label": t.navigation.titre }, h("ul", {}, ...panels.map((one) => h("li", {}, one.tab))));
  const previous = button(t.etapes.precedent, () => show(panel - 1, true));
  const next = button(t.etapes.suivant, () => show(panel + 1, true), "pap-questionnaire-main");
  const undo = button(t.etapes.annuler, undoLast);
  const root = h(
    "div",
    { class: "pap pap-questionnaire", lang: "fr" },
    h("div", { class: "pap-questionnaire-alerts" }, link.banner, fault),
    h("h2", {}, q.titre),
    q.consigne ? h("p", {}, q.consigne) : null,
    h("p", { class: "pap-questionnaire-soft" }, factsOf(q, t)),
    restored,
    unkept,
    privacyPart(model, t),
    service.root,
    q.profils.length > 0 ? profile : null,
    progress.root,
    levers.length > 1 ? nav : null,
    ...panels.map((one) => one.section),
    h("div", { class: "pap-questionnaire-steps", role: "group", "aria-label": t.etapes.titre }, previous, undo, next),
    status,
    sourcePart(q, t),
    dialog,
  );

  // Painting.

  /** Bring the page to the state of the model: only the statements whose answer differs are touched. */
  function paint() {
    const { reponses, profil, variante } = sheetOf(model);
    for (const item of items) if (reponses[item.id] !== shown[item.id]) item.paint(reponses[item.id]);
    shown = reponses;
    scores.paint(tellScores());
    const n = items.filter((item) => item.id in shown).length;
    progress.paint(n);
    review.paint(n === total);
    levers.forEach((one) => one.paint(shown));
    for (const radio of profile.querySelectorAll("input")) radio.checked = radio.value === profil;
    service.paint(variante);
    share.paint();
    undo.disabled = past.length === 0;
  }

  /** Paint, then keep the same state in the browser. */
  function refresh() {
    paint();
    stores = keep(model);
    unkept.hidden = stores || model.get("keep_days") === 0;
  }

  /** Tell the other widgets of the page (a radar) the scores as they are now. */
  function tellScores() {
    const now = scoreSheet(whole, shown, model.get("rules"));
    document.dispatchEvent(new CustomEvent("pasapas:scores", { detail: { key: model.get("key"), scores: now } }));
    return now;
  }

  function reworded() {
    for (const { id, texte } of model.get("questionnaire").items) items.find((item) => item.id === id)?.word(texte);
  }

  // Finding one's way.

  /** @param {number} index @param {boolean} focus */
  function show(index, focus) {
    panel = index;
    panels.forEach(({ section, tab }, at) => {
      section.hidden = at !== index;
      if (at === index) tab.setAttribute("aria-current", "step");
      else tab.removeAttribute("aria-current");
    });
    previous.hidden = index === 0;
    next.hidden = index === levers.length;
    say(next, index === levers.length - 1 ? t.etapes.bilan : t.etapes.suivant);
    if (Boolean(model.get("at_end")) !== (index === levers.length)) {
      model.set("at_end", index === levers.length);
      send();
    }
    if (!focus) return;
    panels[index].heading.focus({ preventScroll: true });
    panels[index].section.scrollIntoView({ block: "start" });
  }

  /** @param {string} id */
  function goToItem(id) {
    const item = items.find((one) => one.id === id);
    show(
      levers.findIndex((one) => one.id === item?.lever),
      false,
    );
    item?.focus();
  }

  // Changing.

  function send() {
    try {
      model.save_changes();
    } catch {
      // a dead connection: the missing acknowledgement says so
    }
  }

  /** Change the sheet: page and browser first, then Python.
   * @param {Partial<Sheet>} change */
  function commit(change) {
    committing = true;
    say(fault, "");
    model.set("seq", (model.get("seq") ?? 0) + 1);
    if ("profil" in change) model.set("profile", change.profil);
    if ("variante" in change) model.set("variant", change.variante);
    if (change.reponses) model.set("answers", change.reponses);
    committing = false;
    refresh();
    send();
    link.watch();
  }

  /** @param {string|null} item the statement about to change, or null for the whole sheet */
  function remember(item) {
    past.push({ answers: shown, profile: model.get("profile") ?? null, item });
    if (past.length > LONGEST_UNDO) past.shift();
  }

  /** @param {Event} event */
  function changed(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.type !== "radio") return;
    const id = input.closest("fieldset")?.dataset.item;
    if (id === undefined) return commit({ profil: input.value });
    if (!(byArrow && series === id)) remember(id); // one undo for a walk along the levels
    series = byArrow ? id : null;
    const value = /** @type {Answer} */ (/^\d+$/.test(input.value) ? Number(input.value) : input.value);
    const isNew = !(id in shown);
    commit({ reponses: { ...shown, [id]: value } });
    announceAnswer(id, isNew);
  }

  /** Say once that answers are kept, then each time a lever becomes complete: never at each answer.
   * @param {string} id @param {boolean} isNew */
  function announceAnswer(id, isNew) {
    const lever = levers.find((one) => one.id === items.find((item) => item.id === id)?.lever);
    if (isNew && lever?.isFull(shown)) {
      say(status, fill(t.etat.levier, { levier: lever.name, compte: progress.words.textContent }));
    } else if (status.textContent === "" && stores && model.get("keep_days") > 0) {
      say(status, t.etat.garde);
    }
  }

  /** @param {string} id */
  function clearAnswer(id) {
    remember(id);
    series = null;
    const { [id]: _gone, ...rest } = shown;
    commit({ reponses: rest });
    goToItem(id);
    say(status, t.etat.retire);
  }

  function undoLast() {
    const last = past.pop();
    if (!last) return;
    series = null;
    commit(last.item ? { reponses: last.answers } : { reponses: last.answers, profil: last.profile });
    if (last.item) goToItem(last.item);
    else show(panel, true);
    say(status, t.etat.annule);
  }

  function eraseAll() {
    past.length = 0;
    commit({ reponses: {}, profil: null });
    restored.hidden = true;
    show(0, true);
    say(status, t.etat.efface);
  }

  function downloadSheet() {
    const { profil, variante, reponses } = sheetOf(model);
    const plain = { questionnaire: q.id, version: q.version, profil, variante, reponses };
    download(JSON.stringify(plain, null, 1), "application/json", t.bilan.feuille.fichier, root);
  }

  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waitingPage;

  function askPage() {
    say(fault, "");
    say(status, t.etat.page);
    clearTimeout(waitingPage);
    waitingPage = setTimeout(() => say(fault, t.fautes.page), PAGE_PATIENCE);
    model.set("page", null);
    model.set("page_asked", (model.get("page_asked") ?? 0) + 1);
    send();
  }

  function takePage() {
    const page = model.get("page");
    if (!page?.byteLength) return;
    clearTimeout(waitingPage);
    say(fault, "");
    say(status, t.etat.page_prete);
    download(page, "application/pdf", t.bilan.feuille.fichier_page, root);
  }

  /** @param {string|null} variante */
  function chooseVariant(variante) {
    commit({ variante });
    say(status, t.etat.service);
  }

  /** @param {File} file */
  async function loadSheet(file) {
    const read = file.size > LARGEST_FILE ? { fault: "taille", values: {} } : readSheet(await file.text(), whole);
    if (read.fault !== undefined) return say(fault, fill(t.fautes[read.fault], read.values));
    remember(null);
    commit(withVariant(read.sheet));
    say(status, counted(t.etat.reprise, Object.keys(shown).length));
  }

  /** Take a sheet dropped anywhere on the questionnaire; the file field does so by itself.
   * @param {DragEvent} event */
  function dropped(event) {
    const isField = event.target instanceof HTMLInputElement && event.target.type === "file";
    if (isField || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the browser leaves the page to show the file
    if (event.type === "drop" && event.dataTransfer.files[0]) loadSheet(event.dataTransfer.files[0]);
  }

  /** Keep the wording that the page has chosen; take the sheet's where none was.
   * @param {Sheet} sheet @returns {Sheet} */
  function withVariant(sheet) {
    return { ...sheet, variante: model.get("variant") ?? sheet.variante };
  }

  /** Take back what this browser kept, unless the model already holds answers that are as recent. */
  function restore() {
    const found = kept(model);
    const seq = model.get("seq") ?? 0;
    const held = Object.keys(model.get("answers") ?? {}).length > 0;
    if (!found && (held || !(model.get("keep_days") > 0))) return refresh();
    if (!found) {
      // Nothing is erased that this page has not seen: Chromium shows a file's storage empty now and then, just after a reload.
      paint();
      unkept.hidden = stores = isStoring();
      return;
    }
    if (held && !(seq > 0 && found.seq > seq)) return paint();
    committing = true; // seq goes on from where this browser was, so that the next visit can tell what is newer
    model.set("seq", Math.max(seq, found.seq));
    commit(withVariant(found.sheet));
    const n = Object.keys(shown).length;
    if (n === 0) return;
    say(restored.firstChild, counted(t.avis.retrouve, n, { total: whole.items.length, date: dayInWords(found.saved) }));
    restored.hidden = false;
  }

  // Listening.

  const fromModel = () => committing || refresh();
  const acknowledged = () => {
    link.stop(); // Python is alive: count again from now for what it has not seen yet
    say(fault, model.get("fault") ?? "");
    link.watch();
  };
  /** @param {Event} event */
  const asked = (event) => {
    if (/** @type {CustomEvent} */ (event).detail?.key === model.get("key")) tellScores();
  };
  /** @type {[string, () => void][]} */
  const handlers = [
    ["change:answers", fromModel],
    ["change:profile", fromModel],
    ["change:variant", fromModel],
    ["change:questionnaire", reworded],
    ["change:code_qr", share.paint],
    ["change:page", takePage],
    ["change:seq", () => committing || link.watch()],
    ["change:ack", acknowledged],
  ];
  handlers.forEach(([event, call]) => model.on(event, call));
  document.addEventListener("pasapas:ask", asked);
  root.addEventListener("change", changed);
  root.addEventListener("dragover", dropped);
  root.addEventListener("drop", dropped);
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => (byArrow = event.key.startsWith("Arrow")));
  root.addEventListener("pointerdown", () => (byArrow = false));

  // Start where this person left: the first lever with an unanswered statement.
  el.append(root);
  restore();
  const first = levers.findIndex((one) => !one.isFull(shown));
  show(first === -1 ? levers.length : first, false);
  link.watch();

  return () => {
    link.stop();
    handlers.forEach(([event, call]) => model.off(event, call));
    document.removeEventListener("pasapas:ask", asked);
    root.remove();
  };
}

export default { render };

// ---------------------------------------- share code
// The twin of pasapas_widgets/files/sharecode.py, which explains the code; both are held to tests/vectors/sharecode.json.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTHS = [24, 28];
const CHECKS = 4;
const VERSIONS = 63;

// The field of 32 elements: polynomial x⁵ + x² + 1, generator 2.
const EXP = [1];
for (let i = 1; i < 62; i += 1) EXP[i] = (EXP[i - 1] << 1) ^ (EXP[i - 1] & 16 ? 0x25 : 0);
/** @param {number} a @param {number} b */
const times = (a, b) => (a && b ? EXP[EXP.indexOf(a) + EXP.indexOf(b)] : 0);

/** The check characters: the remainder of a division by (x - 2)(x - 2²)(x - 2³)(x - 2⁴).
 * @param {number[]} symbols */
function checksOf(symbols) {
  let generator = [1];
  for (let power = 1; power <= CHECKS; power += 1) {
    generator = [...generator, 0].map((one, i) => one ^ (i > 0 ? times(generator[i - 1], EXP[power]) : 0));
  }
  let remainder = Array(CHECKS).fill(0);
  for (const symbol of symbols) {
    const factor = symbol ^ remainder[0];
    remainder = [...remainder.slice(1), 0].map((one, i) => one ^ times(factor, generator[i + 1]));
  }
  return remainder;
}

/** What a questionnaire's identifier puts into the checks: FNV-1a, its 20 low bits; nothing for the self-diagnosis.
 * @param {string} id */
function markOf(id) {
  let value = 0;
  if (id !== "pas-a-pas") {
    value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(id)) value = Math.imul(value ^ byte, 0x01000193);
  }
  return [15, 10, 5, 0].map((shift) => (value >>> shift) & 31);
}

/**
 * Return the share code of a sheet, or null where the questionnaire is too long for one.
 * @param {Questionnaire} questionnaire
 * @param {Sheet} sheet
 * @returns {string|null}
 */
export function encodeShare(questionnaire, { profil, variante, reponses }) {
  const { id, items, profils, variantes, numero } = questionnaire;
  /** @param {Labelled[]} options @param {string|null} id */
  const place = (options, id) => 1 + options.findIndex((one) => one.id === id); // 0 where there is none
  /** @param {Item} item @returns {[number, number]} */
  const digitOf = (item) => {
    const { niveaux, hors_echelle } = scaleOf(questionnaire, item);
    const off = ["NSP", "NC"].filter((code) => hors_echelle.some((one) => one.code === code));
    /** @type {unknown[]} */
    const states = [undefined, ...niveaux.map((level) => level.valeur), ...off];
    return [states.indexOf(reponses[item.id]), states.length];
  };
  /** @type {[number, number][]} */
  const digits = [
    [numero, VERSIONS],
    [place(variantes, variante), variantes.length + 1],
    [place(profils, profil), profils.length + 1],
    ...items.map(digitOf),
  ];
  const sheets = digits.reduce((product, [, radix]) => product * BigInt(radix), 1n);
  const length = LENGTHS.find((one) => sheets <= 32n ** BigInt(one - CHECKS));
  if (length === undefined) return null;
  let number = digits.reduce((sum, [digit, radix]) => sum * BigInt(radix) + BigInt(digit), 0n);
  /** @type {number[]} */
  const symbols = [];
  for (; symbols.length < length - CHECKS; number >>= 5n) symbols.unshift(Number(number & 31n));
  const mark = markOf(id);
  const checks = checksOf(symbols).map((check, at) => check ^ mark[at]);
  const text = [...symbols, ...checks].map((symbol) => ALPHABET[symbol]).join("");
  return (text.match(/.{4}/g) ?? []).join("-");
}

/** The code of the sheet on screen; null where nothing is answered yet.
 * @param {Model} model */
function shareCode(model) {
  const sheet = sheetOf(model);
  return Object.keys(sheet.reponses).length > 0 ? encodeShare(model.get("questionnaire"), sheet) : null;
}
