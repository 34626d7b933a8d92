// @ts-check
/**
 * Small parts of the questionnaire's page.
 *
 * @typedef {import("./sheet.js").Answers} Answers
 * @typedef {import("./sheet.js").Model} Model
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {ReturnType<typeof import("./item.js").itemPart>} ItemPart
 */

import { button, h, say } from "../../front/dom.js";
import { inOrder } from "../../front/profiles.js";
import { counted, fill } from "../../front/words.js";
import { askedItems } from "./sheet.js";

export { button } from "../../front/dom.js";

const PATIENCE = 3000; // milliseconds without acknowledgement before saying that the link is cut

/** @param {string} name @param {any} value @param {string} label @param {number|null} [shade] */
export const choice = (name, value, label, shade = null) =>
  h(
    "label",
    { class: "pap-questionnaire-choice", "data-shade": shade },
    h("input", { type: "radio", name, value }),
    h("span", {}, label),
  );

/** The answer to «Qui verra ma réponse ?», from the real configuration, or in the host's own sentences (`phrases`).
 * @param {Model} model @param {any} t texts */
export function privacyPart(model, t) {
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
export function servicePart(model, t, uid, choose) {
  /** @type {{id: string, nom: string, famille: string|null, variante: string|null}[]} */
  const services = model.get("services") ?? [];
  const select = h(
    "select",
    { id: `${uid}-service`, "aria-describedby": `${uid}-service-help` },
    h("option", { value: "" }, t.service.aucun),
  );
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
    h("p", { class: "pap-soft", id: `${uid}-service-help` }, t.service.aide),
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
export function profilePart(q, t, name) {
  const choices = inOrder(q.profils).map((one) => choice(name, one.id, one.libelle));
  return h(
    "fieldset",
    { class: "pap-questionnaire-profile" },
    h("legend", {}, t.profil.legende),
    h("p", { class: "pap-soft" }, t.profil.aide),
    h("div", { class: "pap-questionnaire-off" }, ...choices),
  );
}

/** A panel, the button that opens it and the heading that takes the focus.
 * @param {string} title @param {string} id @param {() => void} open @param {string} kind */
export function panelPart(title, id, open, kind) {
  const heading = h("h3", { id, tabindex: -1 }, title);
  const section = h("section", { class: `pap-questionnaire-panel ${kind}`.trim(), "aria-labelledby": id }, heading);
  return { heading, section, tab: h("button", { type: "button", click: open }, h("span", {}, title)) };
}

/** One lever: its panel of statements, its tab with a count, its list in the review.
 * @param {Questionnaire} q @param {any} t @param {number} index @param {ItemPart[]} own
 * @param {string} uid @param {() => void} open */
export function leverPart(q, t, index, own, uid, open) {
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
  const list = h("ul", { "aria-label": lever.nom_court }, ...own.map((item) => item.line));
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
  return { ...panel, id: lever.id, ids: own.map((item) => item.id), name: lever.nom_court, review, isFull, paint };
}

/** How far one is, on a bar and in words, beside the choice of what is shown.
 * @param {any} t @param {string} uid @param {number} total @param {Node} view */
export function progressPart(t, uid, total, view) {
  const bar = h("progress", { id: `${uid}-bar`, max: total, "aria-label": t.avancement }); // the label may be hidden
  const words = h("span", {});
  const label = h("label", { for: bar.id }, t.avancement);
  const root = h("div", { class: "pap-questionnaire-progress" }, label, bar, words, view);
  /** @param {number} n */
  const paint = (n) => {
    bar.value = n;
    say(words, counted(t.compte, n, { total }));
    bar.setAttribute("aria-valuetext", words.textContent);
  };
  return { root, words, paint };
}

/** How long it is, what it is answered for, that nothing is due. @param {Questionnaire} q @param {any} t */
export function factsOf(q, t) {
  const duree = counted(t.faits.duree, q.duree_remplissage_min);
  const periode = q.periode_de_reference ? [fill(t.faits.periode, { periode: q.periode_de_reference })] : [];
  return [counted(t.faits.phrases, q.items.length, { duree }), ...periode, t.faits.libre].join(" ");
}

/** Where a published questionnaire comes from, in the words that its licence asks for. @param {Questionnaire} q
 * @param {any} t */
export function sourcePart({ source }, t) {
  if (!source) return null;
  const { titre, mention, licence, adresse } = source;
  const link = adresse ? [" ", h("a", { href: adresse, rel: "noreferrer" }, adresse)] : [];
  const said = [fill(t.source.titre, { titre }), mention, fill(t.source.licence, { licence })].filter((one) => one);
  return h("p", { class: "pap-questionnaire-source pap-soft" }, said.join(" "), ...link);
}

/** The choice of optional modules before starting.
 * @param {Questionnaire} q @param {any} t @param {(modules: string[]) => void} begin */
export function modulesPart(q, t, begin) {
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
      h("p", { class: "pap-soft" }, askedItems(q, []).length > 0 ? words.aide : words.aide_tout),
      h("div", { class: "pap-questionnaire-levels pap-questionnaire-list" }, ...boxes),
    ),
    wrong,
    button(words.commencer, start, "main"),
  );
}

/** The link with Python: each change carries a number, which Python sends back once it has checked the answers.
 * @param {Model} model @param {any} t @param {() => boolean} isKept @param {Element} status */
export function linkPart(model, t, isKept, status) {
  const banner = h("p", { role: "alert", class: "pap-questionnaire-alert" });
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waiting;
  const stop = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const watch = () => {
    if (model.get("linked") !== false && (model.get("ack") ?? 0) < model.get("seq")) {
      waiting ??= setTimeout(() => say(banner, isKept() ? t.lien.coupe_garde : t.lien.coupe), PATIENCE);
      return;
    }
    stop();
    if (banner.textContent === "") return;
    say(banner, "");
    say(status, t.etat.lien);
  };
  return { banner, watch, stop };
}
