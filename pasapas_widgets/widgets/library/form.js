// @ts-check
/**
 * What is looked for in the library: words, situations, statements, and the choices that narrow it down.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./search.js").Asked} Asked
 * @typedef {import("./card.js").Kit} Kit
 */

import { h } from "../../front/dom.js";
import { button, field } from "../kit/parts.js";
import { NOTHING_ASKED } from "./search.js";

const STATEMENT = 70; // characters of a statement or a situation in a list to choose from

/** @param {string} text */
const cut = (text) => (text.length > STATEMENT ? `${text.slice(0, STATEMENT - 1).trimEnd()}…` : text);

/** What a concern leads to beside its cards. @param {Kit["preoccupations"][number]} concern @param {Texts} c */
function leadParts(concern, c) {
  const list = (/** @type {string} */ name, /** @type {string[]} */ lines) =>
    lines.length
      ? [h("h4", {}, name), h("ul", { class: "pap-kit-plain" }, ...lines.map((line) => h("li", {}, line)))]
      : [];
  return [
    h("p", {}, h("strong", {}, concern.question)),
    ...list(c.preoccupation_enonces, concern.enonces),
    ...list(c.preoccupation_indicateurs, concern.indicateurs),
    ...list(c.preoccupation_services, concern.services),
    h("p", { class: "pap-soft" }, c.preoccupation_suite),
  ];
}

/** What is looked for. @param {Kit} kit @param {Texts} t @param {string} uid @param {Asked} asked
 * @param {() => void} changed */
export function searchPart(kit, t, uid, asked, changed) {
  const c = t.chercher;
  const option = (/** @type {string} */ value, /** @type {string} */ label) => h("option", { value }, label);
  const grouped = (/** @type {{ levier: string, value: string, label: string }[]} */ list) =>
    kit.leviers.map((lever) =>
      h(
        "optgroup",
        { label: lever.nom },
        ...list.filter((one) => one.levier === lever.id).map((one) => option(one.value, one.label)),
      ),
    );
  const select = (/** @type {string} */ name, /** @type {Node[]} */ ...options) =>
    h("select", { id: `${uid}-${name}` }, ...options);
  /** @type {Record<keyof Asked, any>} */
  const controls = {
    preoccupation: select(
      "preoccupation",
      option("", c.preoccupation_aucune),
      ...kit.preoccupations.map((one) => option(one.id, one.titre)),
    ),
    mots: h("input", {
      type: "text",
      inputmode: "search",
      id: `${uid}-mots`,
      autocomplete: "off",
      maxlength: 80,
      spellcheck: "false",
    }),
    genre: select(
      "genre",
      option("", c.genres.tout),
      option("fiche", c.genres.fiche),
      option("methode", c.genres.methode),
    ),
    temps: select(
      "temps",
      option("", c.temps_tous),
      ...Object.entries(c.temps_choix).map(([value, label]) => option(value, String(label))),
    ),
    effectif: h("input", { type: "number", id: `${uid}-effectif`, min: 1, max: 200, step: 1, inputmode: "numeric" }),
    situation: select(
      "situation",
      option("", c.toutes),
      ...grouped(
        kit.fiches
          .filter((one) => one.genre === "fiche")
          .map((one) => ({ levier: one.levier, value: one.id, label: one.quand })),
      ),
    ),
    levier: select("levier", option("", c.tous), ...kit.leviers.map((one) => option(one.id, one.nom))),
    effet: select("effet", option("", c.tous), ...kit.effets.map((one) => option(one.id, one.nom))),
    enonce: select(
      "enonce",
      option("", c.tous),
      ...grouped(
        kit.enonces.map((one) => ({ levier: one.levier, value: one.id, label: `${one.numero} · ${cut(one.texte)}` })),
      ),
    ),
  };
  const names = /** @type {(keyof Asked)[]} */ (Object.keys(controls));
  for (const name of names) {
    controls[name].addEventListener(controls[name].tagName === "SELECT" ? "change" : "input", () => {
      asked[name] = controls[name].value.trim();
      changed();
    });
  }
  const cards = h("p", { class: "pap-soft" }, c.fiches_seules);
  const clear = button(
    c.effacer,
    () => {
      Object.assign(asked, NOTHING_ASKED);
      paint();
      changed();
      controls.mots.focus();
    },
    "quiet",
    { "data-key": "clear" },
  );
  const lead = h("div", { class: "pap-library-lead", hidden: true });
  const more = h(
    "details",
    { class: "pap-kit-fold", "data-key": "more" },
    h("summary", {}, c.plus),
    h(
      "div",
      { class: "pap-kit-grid" },
      field(c.situation, controls.situation, c.situation_aide),
      field(c.levier, controls.levier),
      field(c.effet, controls.effet),
      kit.enonces.length ? field(c.enonce, controls.enonce) : null,
    ),
  );
  const root = h(
    "section",
    { class: "pap-library-search", role: "search", "aria-label": c.titre },
    h("h3", {}, c.titre),
    field(c.preoccupation, controls.preoccupation, c.preoccupation_aide),
    lead,
    field(c.mots, controls.mots, c.mots_aide),
    h(
      "div",
      { class: "pap-kit-grid" },
      field(c.genre, controls.genre),
      field(c.temps, controls.temps, c.temps_aide),
      field(c.effectif, controls.effectif, c.effectif_aide),
    ),
    more,
    cards,
    clear,
  );
  function paint() {
    for (const name of names)
      if (controls[name] !== document.activeElement && controls[name].value !== asked[name])
        controls[name].value = asked[name];
    const concern = kit.preoccupations.find((one) => one.id === asked.preoccupation);
    lead.hidden = !concern;
    if (lead.dataset.concern !== asked.preoccupation) lead.replaceChildren(...(concern ? leadParts(concern, c) : []));
    lead.dataset.concern = asked.preoccupation;
    const isFiltered = Boolean(asked.preoccupation || asked.situation || asked.levier || asked.effet || asked.enonce);
    if (asked.situation || asked.levier || asked.effet || asked.enonce) more.open = true;
    cards.hidden = !isFiltered;
    clear.hidden = names.every((name) => !asked[name]);
  }
  return { root, paint };
}
