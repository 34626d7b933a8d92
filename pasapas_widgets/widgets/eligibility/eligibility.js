// @ts-check
/** «Le programme 2024-2025»: a form for one site or several; each answer with its why and what to check. */
import { h, put, redraw } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { dayField } from "../kit/day.js";
import { button, field, unheard } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

const MOST = 30;
const ANSWER_MS = 5000; // milliseconds without an answer before the person is told
/** What leaves this page: the form, without what the site is called. @param {Plain[]} sites */
export const asked = (sites) =>
  sites.map(({ id, departement, autorisation, date }) => ({ id, departement, autorisation, date }));

/** The fields of one site. @param {Plain} site @param {Plain} choices @param {Texts} t @param {string} uid
 * @param {() => void} changed */
function siteFields(site, choices, t, uid, changed) {
  const id = `${uid}-${site.id}`;
  const name = h("input", { type: "text", id: `${id}-name`, maxlength: 80, autocomplete: "off" });
  name.addEventListener("input", () => {
    site.nom = name.value;
    changed();
  });
  const options = (/** @type {[string, string][]} */ list) =>
    list.map(([code, label]) => h("option", { value: code }, `${code} – ${label}`));
  const department = h(
    "select",
    { id: `${id}-department` },
    h("option", { value: "" }, t.choisir),
    h("optgroup", { label: t.departements }, ...options(choices.departements)),
    h("optgroup", { label: t.collectivites }, ...options(choices.collectivites)),
  );
  department.addEventListener("change", () => {
    site.departement = department.value;
    changed();
  });
  const date = dayField(
    `${id}-date`,
    t.date,
    t.date_refusee,
    (day) => {
      if (!day) return;
      site.date = day;
      changed();
    },
    t.date_aide,
  );
  date.show(site.date);
  const radios = [...choices.autorisations, { id: "", nom: t.ne_sait_pas, aide: "" }].map(
    (/** @type {Plain} */ one) => {
      const input = h("input", {
        type: "radio",
        name: `${id}-kind`,
        id: `${id}-kind-${one.id}`,
        value: one.id,
        checked: site.autorisation === one.id,
      });
      input.addEventListener("change", () => {
        site.autorisation = one.id;
        changed();
      });
      return h(
        "label",
        { class: "pap-kit-tick", for: input.id },
        input,
        h("span", {}, one.nom, one.aide ? h("span", { class: "pap-soft pap-eligibility-help" }, one.aide) : null),
      );
    },
  );
  return [
    h("div", { class: "pap-kit-grid" }, field(t.departement, department, t.departement_aide), date.root),
    h("fieldset", { class: "pap-eligibility-kind" }, h("legend", {}, t.autorisation), ...radios),
    field(t.nom, name, t.nom_aide),
  ];
}

/** @param {Plain} answer @param {string} name @param {Texts} t */
function answerCard(answer, name, t) {
  const list = (/** @type {string[]} */ lines) =>
    h("ul", { class: "pap-kit-plain" }, ...lines.map((one) => h("li", {}, one)));
  const more = (/** @type {string} */ title, /** @type {string[]} */ lines, /** @type {string} */ key) =>
    h("details", { "data-key": `${answer.id}-${key}` }, h("summary", {}, title, unheard(` : ${name}`)), list(lines));
  return h(
    "li",
    { class: "pap-eligibility-answer", "data-outcome": answer.resultat, "data-id": answer.id },
    h("h4", {}, name),
    h("p", {}, h("strong", {}, answer.label)),
    h("p", {}, answer.message),
    h("p", { class: "pap-eligibility-label" }, t.verifier),
    list(answer.a_verifier),
    more(t.pourquoi, [...answer.explications, fill(t.repere, { source: answer.source })], "why"),
    answer.dispositifs_proches.length ? more(t.semblables, answer.dispositifs_proches, "likes") : null,
  );
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const choices = model.get("choices");
  const uid = newUid("eligibility");
  /** @type {Plain[]} */
  const sites = [];
  const status = h("p", { role: "status", class: "pap-unseen" });
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const list = h("ol", { class: "pap-eligibility-sites" });
  const answers = h("ol", { class: "pap-eligibility-answers" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let patience;

  const nameOf = (/** @type {Plain} */ site) =>
    site.nom?.trim() || fill(t.formulaire.site, { n: sites.indexOf(site) + 1 });
  function ask() {
    clearTimeout(patience);
    patience = setTimeout(() => put(alert, t.reponses.attente), ANSWER_MS);
    model.set("sites", asked(sites));
    model.save_changes();
    heard();
  }
  function add() {
    const before = sites[sites.length - 1];
    const site = {
      id: newId("s"),
      nom: "",
      departement: "",
      autorisation: before?.autorisation ?? "",
      date: before?.date ?? model.get("today"),
    };
    sites.push(site);
    const title = h("h3", { tabindex: -1 });
    const remove = button(t.formulaire.retirer, () => {
      const n = sites.indexOf(site);
      sites.splice(n, 1);
      node.remove();
      status.textContent = fill(t.formulaire.retire, { n: n + 1 });
      name();
      more.focus();
      ask();
    });
    const node = h(
      "li",
      { class: "pap-eligibility-site", "data-id": site.id },
      title,
      ...siteFields(site, choices, t.formulaire, uid, () => {
        name();
        ask();
      }),
      h("div", { class: "pap-kit-line" }, remove),
    );
    list.append(node);
    name();
    return title;
  }
  function name() {
    sites.forEach((site, i) => {
      const node = list.children[i];
      put(node.querySelector("h3"), nameOf(site));
      const remove = /** @type {HTMLElement} */ (node.querySelector("li > .pap-kit-line button"));
      remove.hidden = sites.length === 1;
      remove.setAttribute("aria-label", `${t.formulaire.retirer} : ${nameOf(site)}`);
    });
    more.setAttribute("aria-disabled", String(sites.length >= MOST));
  }
  const more = button(t.formulaire.ajouter, () => {
    const title = add();
    status.textContent = fill(t.formulaire.ajoute, { n: sites.length });
    title.focus();
    ask();
  });
  function heard() {
    const told = /** @type {Plain[]} */ (model.get("answers"));
    const shown = sites
      .map((site) => ({ site, answer: told.find((one) => one.id === site.id) }))
      .filter((one) => one.answer);
    redraw(
      answers,
      shown.map(({ site, answer }) => [nameOf(site), answer]),
      () => shown.map(({ site, answer }) => answerCard(/** @type {Plain} */ (answer), nameOf(site), t.reponses)),
    );
  }
  function answered() {
    clearTimeout(patience);
    put(alert, "");
    heard();
    status.textContent = counted(t.reponses.annonce, model.get("answers").length);
  }

  add();
  el.append(
    h(
      "div",
      { class: "pap pap-kit pap-eligibility" },
      h("h2", {}, t.titre),
      h("p", {}, t.intro),
      h("p", { class: "pap-eligibility-open" }, h("strong", {}, `${t.ouvert_a_tous} : `), choices.kit),
      status,
      alert,
      h(
        "section",
        {},
        list,
        h("div", { class: "pap-kit-line" }, more),
        h("p", { class: "pap-soft" }, t.formulaire.plusieurs),
      ),
      h("section", {}, h("h3", {}, t.reponses.titre), answers),
    ),
  );
  model.on("change:answers", answered);
  ask();
  return () => {
    clearTimeout(patience);
    model.off("change:answers", answered);
  };
}

export default { render };
