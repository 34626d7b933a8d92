// @ts-check
/** «S'orienter»: what the establishment can give, the services that it takes up, in their order. */
import { h, put, redraw } from "../../front/dom.js";
import { fill, monthInWords } from "../../front/words.js";
import { numberField } from "../kit/number.js";
import { button, field, unheard } from "../kit/parts.js";
import { newStep } from "./proposals.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const MOST_HOURS = 1000; // as the model takes them

/** What a step is called: its service and the group's own words. @param {Plain} step @param {Plain} kit */
export function stepName(step, kit) {
  const service = kit.services.find((/** @type {Plain} */ one) => one.id === step.service)?.nom ?? step.service;
  return step.intitule ? `${service} – ${step.intitule}` : service;
}

/** A list with one member a place further on or back.
 * @param {Plain[]} list @param {string} id @param {number} by @returns {Plain[]} */
export function shifted(list, id, by) {
  const from = list.findIndex((one) => one.id === id);
  const to = Math.min(list.length - 1, Math.max(0, from + by));
  if (from < 0) return list;
  const left = list.filter((one) => one.id !== id);
  return [...left.slice(0, to), list[from], ...left.slice(to)];
}

/** Hours a month, months to avoid.
 * @param {Post} carrier @param {Texts} t @param {string[]} names @param {string} uid */
function pacePart(carrier, t, names, uid) {
  const hours = numberField(
    `${uid}-hours`,
    t.heures,
    { most: MOST_HOURS, step: "any", more: { "data-key": "hours" } },
    t.heures_faute,
    (value) => carrier.change([{ op: "set", path: ["parcours", "heures_par_mois"], value }]),
    t.heures_aide,
  );
  const boxes = names.map((_, i) => {
    const box = h("input", { type: "checkbox", id: `${uid}-month-${i + 1}`, value: i + 1 });
    box.addEventListener("change", () => {
      const now = carrier.carnet().parcours.mois_a_eviter.filter((/** @type {number} */ one) => one !== i + 1);
      const value = [...now, ...(box.checked ? [i + 1] : [])].sort((a, b) => a - b);
      carrier.change([{ op: "set", path: ["parcours", "mois_a_eviter"], value }]);
    });
    return box;
  });
  const root = h(
    "div",
    {},
    hours.root,
    h(
      "fieldset",
      { class: "pap-orientation-months" },
      h("legend", {}, t.mois_a_eviter),
      ...boxes.map((box, i) => h("label", { class: "pap-kit-tick", for: box.id }, box, names[i])),
    ),
  );
  function paint() {
    const path = carrier.carnet().parcours;
    hours.show(path.heures_par_mois);
    boxes.forEach((box, i) => (box.checked = path.mois_a_eviter.includes(i + 1)));
  }
  return { root, paint };
}

/** The sheet of one step. @param {Plain} step @param {number} i @param {Plain[]} all @param {Model} model
 * @param {Post} carrier @param {Texts} t
 * @param {string} uid @param {(text: string) => void} say */
function stepCard(step, i, all, model, carrier, t, uid, say) {
  const kit = model.get("kit");
  const service = kit.services.find((/** @type {Plain} */ one) => one.id === step.service);
  const name = service?.nom ?? step.service;
  const place = (/** @type {string} */ key) => ["parcours", "etapes", step.id, key];
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([{ op: "set", path: place(key), value }]);
  const id = `${uid}-${step.id}`;

  const title = h("input", {
    type: "text",
    id: `${id}-title`,
    maxlength: 200,
    autocomplete: "off",
    "data-key": `${step.id}-title`,
  });
  title.value = step.intitule;
  title.addEventListener("input", () => carrier.type(place("intitule"), title.value, place("intitule").join("/")));
  title.addEventListener("blur", () => carrier.settle());
  const more = { "data-key": `${step.id}-hours`, placeholder: String(service?.heures ?? "") };
  const hours = numberField(
    `${id}-hours`,
    t.heures_etape,
    { most: MOST_HOURS, step: "any", more },
    t.heures_faute,
    (value) => set("heures", value),
    service ? fill(t.heures_repere, { heures: service.heures }) : "",
  );
  hours.show(step.heures);
  const state = h(
    "select",
    { id: `${id}-state`, "data-key": `${step.id}-state` },
    ...Object.entries(t.etats).map(([value, label]) => h("option", { value }, label)),
  );
  state.value = step.etat;
  state.addEventListener("change", () => {
    const now = kit.mois[0];
    // What has begun has begun now, unless its month has come already; what is put off waits for the month after.
    const month =
      state.value === "reporte" && (!step.mois || step.mois <= now)
        ? kit.mois[1]
        : ["en_cours", "fait"].includes(state.value) && (!step.mois || step.mois > now)
          ? now
          : step.mois;
    carrier.change([
      { op: "set", path: place("etat"), value: state.value },
      { op: "set", path: place("mois"), value: month },
    ]);
  });
  const months = [...new Set([...(step.mois ? [step.mois] : []), ...kit.mois])].sort();
  const month = h(
    "select",
    { id: `${id}-month`, "data-key": `${step.id}-month` },
    h("option", { value: "" }, t.sans_mois),
    ...months.map((one) => h("option", { value: one }, monthInWords(one))),
  );
  month.value = step.mois ?? "";
  month.addEventListener("change", () => set("mois", month.value || null));
  const move = (/** @type {number} */ by) => {
    carrier.change([{ op: "set", path: ["parcours", "etapes"], value: shifted(all, step.id, by) }]);
    say(fill(t.deplace, { service: name, rang: i + 1 + by }));
  };
  const act = (/** @type {string} */ label, /** @type {string} */ key, /** @type {() => void} */ run, off = false) => {
    const node = button(label, run, "quiet", { "data-key": `${step.id}-${key}`, "aria-disabled": String(off) });
    node.append(unheard(` : ${name}, ${i + 1}`));
    return node;
  };
  const parts = [
    h("h5", {}, h("span", { class: "pap-orientation-number", "aria-hidden": "true" }, String(i + 1)), name),
    h(
      "div",
      { class: "pap-orientation-fields" },
      field(t.intitule, title, fill(t.intitule_aide, { exemples: (service?.exemples ?? []).join(", ") })),
      hours.root,
      field(t.etat, state),
      field(t.mois[step.etat], month),
    ),
    h(
      "div",
      { class: "pap-kit-line" },
      act(t.monter, "up", () => move(-1), i === 0),
      act(t.descendre, "down", () => move(1), i === all.length - 1),
      act(t.retirer, "remove", () => {
        carrier.change([{ op: "remove", path: ["parcours", "etapes"], value: step.id }]);
        say(fill(t.retire, { service: name }));
      }),
    ),
  ];
  return h(
    "li",
    { class: "pap-orientation-step", "data-state": step.etat, "data-id": step.id },
    h("div", { role: "group", "aria-label": `${i + 1}. ${name}` }, ...parts),
  );
}

/** @param {Model} model @param {Post} carrier @param {Texts} t @param {string[]} names @param {string} uid
 * @param {(text: string) => void} say */
export function stepsPart(model, carrier, t, names, uid, say) {
  const kit = model.get("kit");
  const pace = pacePart(carrier, t, names, uid);
  const list = h("ol", { class: "pap-orientation-list" });
  const none = h("p", { class: "pap-soft" }, t.aucun);
  const own = h(
    "select",
    { id: `${uid}-own`, "data-key": "own" },
    h("option", { value: "" }, t.autre_choisir),
    ...kit.services.map((/** @type {Plain} */ one) => h("option", { value: one.id }, one.nom)),
  );
  const add = button(t.ajouter, () => {
    if (!own.value) return own.focus();
    carrier.change([{ op: "add", path: ["parcours", "etapes"], value: newStep(own.value, null) }]);
    own.value = "";
  });
  const root = h(
    "section",
    { "data-stage": "parcours" },
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    pace.root,
    h("h4", {}, t.etapes),
    none,
    list,
    h("div", { class: "pap-kit-line pap-kit-bottom pap-kit-screen" }, field(t.autre, own), add),
  );
  function paint() {
    pace.paint();
    const steps = /** @type {Plain[]} */ (carrier.carnet().parcours.etapes);
    none.hidden = steps.length > 0;
    // What is being typed is not drawn anew under the keys.
    redraw(
      list,
      steps.map((one) => ({ ...one, intitule: "" })),
      () => steps.map((one, i) => stepCard(one, i, steps, model, carrier, t, uid, say)),
    );
    const traces = model.get("timing").traces;
    for (const one of steps) {
      const title = /** @type {HTMLInputElement} */ (list.querySelector(`#${CSS.escape(`${uid}-${one.id}-title`)}`));
      if (title !== document.activeElement && title.value !== one.intitule) title.value = one.intitule;
      put(
        /** @type {HTMLElement} */ (list.querySelector(`#${CSS.escape(`${title.id}-advice`)}`)),
        traces[one.id] ? fill(t.noms, { trace: traces[one.id] }) : "",
      );
    }
  }
  return { root, paint };
}
