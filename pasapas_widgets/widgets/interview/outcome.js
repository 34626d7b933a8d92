// @ts-check
/** What was agreed: three leads that may become actions, services, actors to be contacted, first steps, the
 * follow-up. */
import { h, put, redraw } from "../../front/dom.js";
import { dayInWords, fill } from "../../front/words.js";
import { common } from "../kit/bar.js";
import { newId } from "../kit/changes.js";
import { dayField } from "../kit/day.js";
import { button, field, unheard } from "../kit/parts.js";
import { writtenField } from "./note.js";
import { begunAction, subjectsFor } from "../plan/words.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("./note.js").Part} Part */

const LEADS = ["piste-1", "piste-2", "piste-3"];

/** One lead: its words, the statement that it answers, the action that it becomes.
 * @param {Model} model @param {Post} carrier @param {string} uid @param {number} n
 * @param {(text: string) => void} say */
function leadPart(model, carrier, uid, n, say) {
  const t = model.get("texts").sortie;
  const id = LEADS[n - 1];
  const lead = () => carrier.carnet().entretien.pistes.find((/** @type {Plain} */ one) => one.id === id);
  /** The three have their places from the first one on, so that they stay in their order. @returns {any[]} */
  const missing = () =>
    LEADS.filter((one) => !carrier.carnet().entretien.pistes.some((/** @type {Plain} */ two) => two.id === one)).map(
      (one) => ({
        op: "add",
        path: ["entretien", "pistes"],
        value: { id: one, intitule: "", enonces: [], action: null },
      }),
    );
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([...missing(), { op: "set", path: ["entretien", "pistes", id, key], value }]);
  const words = writtenField(model, carrier, {
    id: `${uid}-lead-${n}`,
    label: fill(t.piste, { n }),
    path: ["entretien", "pistes", id, "intitule"],
    trace: `pistes.${id}`,
    read: (carnet) => carnet.entretien.pistes.find((/** @type {Plain} */ one) => one.id === id)?.intitule ?? "",
    write: (value) => !lead() && (set("intitule", value), true),
  });
  const subject = h("select", { id: `${uid}-lead-${n}-item` });
  const state = h("p", { class: "pap-soft" });
  const make = button(t.faire, makeAction, "main", { "aria-label": fill(t.faire_de, { n }) });
  const about = () =>
    subject.value
      ? (carrier.carnet().priorites.find((/** @type {Plain} */ one) => one.id === subject.value)?.enonces ?? [
          subject.value,
        ])
      : [];
  /** The kept priority of exactly these statements. @param {string[]} items */
  const priority = (items) =>
    carrier
      .carnet()
      .priorites.find(
        (/** @type {Plain} */ one) => one.retenue && one.enonces.length && one.enonces.join() === items.join(),
      );
  subject.addEventListener("change", () => set("enonces", about()));

  function makeAction() {
    carrier.settle();
    const one = lead();
    const made = begunAction(
      { ...model.get("begun"), titre: one.intitule },
      newId("a"),
      one.enonces,
      model.get("items"),
      priority(one.enonces),
    );
    carrier.change([
      { op: "add", path: ["actions"], value: made },
      { op: "set", path: ["entretien", "pistes", id, "action"], value: made.id },
    ]);
    say(fill(t.ajoutee, { titre: one.intitule }));
  }
  const root = h(
    "fieldset",
    { class: "pap-interview-lead" },
    h("legend", {}, fill(t.piste, { n })),
    words.root,
    h("div", { class: "pap-kit-line pap-kit-bottom" }, field(fill(t.enonce, { n }), subject, t.enonce_aide), make),
    state,
  );
  return {
    root,
    paint() {
      const carnet = carrier.carnet();
      const one = lead() ?? { intitule: "", enonces: [], action: null };
      words.paint(carnet, model.get("state").id);
      const { kept, all } = subjectsFor(carnet, model.get("items"));
      redraw(subject, [kept, all.length], () => {
        const levers = [...new Set(all.map((two) => two.lever))];
        return [
          h("option", { value: "" }, t.choisir),
          kept.length
            ? h("optgroup", { label: t.gardes }, ...kept.map((two) => h("option", { value: two.value }, two.label)))
            : null,
          ...levers.map((lever) =>
            h(
              "optgroup",
              { label: lever },
              ...all.filter((two) => two.lever === lever).map((two) => h("option", { value: two.value }, two.label)),
            ),
          ),
        ];
      });
      // What the arrows of the keyboard stand on is left alone: a statement is in the list twice where it is a kept
      // priority.
      if (about().join() !== one.enonces.join()) subject.value = priority(one.enonces)?.id ?? one.enonces[0] ?? "";
      const action = carnet.actions.find((/** @type {Plain} */ two) => two.id === one.action);
      make.setAttribute("aria-disabled", String(!!action || !one.intitule.trim() || !one.enonces.length));
      put(
        state,
        action
          ? fill(t.faite, { titre: action.titre })
          : one.intitule.trim() && one.enonces.length
            ? ""
            : fill(t.il_manque, { n }),
      );
    },
  };
}

/** A list with ways to add to it and to take away.
 * @param {string} uid @param {Texts} t
 * @param {{ title: string, none: string, label: string, choose: string, button: string,
 *   say: (text: string) => void, chosen: () => { id: string, label: string }[],
 *   all: () => { id: string, label: string }[], add: (id: string) => void,
 *   remove: (id: string) => void }} asked
 * @returns {Part} */
function chooser(uid, t, asked) {
  const list = h("ul", { class: "pap-kit-list", tabindex: -1 });
  const none = h("p", { class: "pap-soft" }, asked.none);
  const select = h("select", { id: uid });
  const add = button(asked.button, () => {
    const name = select.selectedOptions[0]?.textContent ?? "";
    if (!select.value) return select.focus();
    asked.add(select.value);
    asked.say(fill(t.ajoute, { nom: name }));
  });
  const root = h(
    "section",
    {},
    h("h4", {}, asked.title),
    none,
    list,
    h(
      "div",
      { class: "pap-kit-line pap-kit-bottom" },
      h("div", { class: "pap-field" }, h("label", { for: uid }, asked.label), select),
      add,
    ),
  );
  return {
    root,
    paint() {
      const [chosen, all] = [asked.chosen(), asked.all()];
      none.hidden = chosen.length > 0;
      redraw(list, chosen, () =>
        chosen.map((one) => {
          const remove = button(
            t.retirer,
            () => {
              asked.remove(one.id);
              asked.say(fill(t.retire, { nom: one.label }));
              select.focus(); // the button that was pressed is gone
            },
            "quiet",
            { "data-key": `remove-${one.id}` },
          );
          remove.append(unheard(` : ${one.label}`));
          return h("li", {}, h("span", {}, one.label), remove);
        }),
      );
      const before = select.value;
      redraw(select, all, () => [
        h("option", { value: "" }, asked.choose),
        ...all.map((one) => h("option", { value: one.id }, one.label)),
      ]);
      select.value = all.some((one) => one.id === before) ? before : "";
    },
  };
}

/** @param {Model} model @param {Post} carrier @param {string} uid @param {(text: string) => void} say
 * @returns {Part} */
function servicesPart(model, carrier, uid, say) {
  const t = model.get("texts").sortie;
  const names = /** @type {Record<string, string>} */ (model.get("offered").services);
  return chooser(`${uid}-service`, t, {
    title: t.services,
    none: t.services_rien,
    label: t.service,
    choose: t.choisir_service,
    button: t.ajouter_service,
    say,
    chosen: () =>
      carrier.carnet().parcours.etapes.map((/** @type {Plain} */ one) => ({
        id: one.id,
        label: one.intitule || names[one.service] || one.service,
      })),
    all: () => Object.entries(names).map(([id, label]) => ({ id, label })),
    add: (id) =>
      carrier.change([
        { op: "add", path: ["parcours", "etapes"], value: { id: newId("e"), service: id, intitule: names[id] } },
      ]),
    remove: (id) => carrier.change([{ op: "remove", path: ["parcours", "etapes"], value: id }]),
  });
}

/** @param {Model} model @param {Post} carrier @param {string} uid @param {(text: string) => void} say
 * @returns {Part} */
function contactsPart(model, carrier, uid, say) {
  const t = model.get("texts").sortie;
  const names = /** @type {Record<string, string>} */ (model.get("offered").acteurs);
  const written = () => /** @type {Plain[]} */ (carrier.carnet().territoire.contacts);
  const named = (/** @type {Plain} */ one) => one.intitule || names[one.acteur] || one.id;
  return chooser(`${uid}-actor`, t, {
    title: t.acteurs,
    none: t.acteurs_rien,
    label: t.acteur,
    choose: t.choisir_acteur,
    button: t.ajouter_acteur,
    say,
    chosen: () =>
      written()
        .filter((one) => one.a_prendre)
        .map((one) => ({ id: one.id, label: named(one) })),
    all: () => [
      ...written()
        .filter((one) => !one.a_prendre)
        .map((one) => ({ id: one.id, label: named(one) })),
      ...Object.entries(names)
        .filter(([id]) => !written().some((one) => one.acteur === id || one.id === id))
        .map(([id, label]) => ({ id, label })),
    ],
    add(id) {
      const isThere = written().some((one) => one.id === id);
      carrier.change([
        isThere
          ? { op: "set", path: ["territoire", "contacts", id, "a_prendre"], value: true }
          : { op: "add", path: ["territoire", "contacts"], value: { id, acteur: id, a_prendre: true } },
      ]);
    },
    remove: (id) => carrier.change([{ op: "set", path: ["territoire", "contacts", id, "a_prendre"], value: false }]),
  });
}

/** @param {Model} model @param {Post} carrier @param {string} uid @param {(sheet: string) => void} download
 * @param {(text: string) => void} say @returns {Part} */
export function outcomePart(model, carrier, uid, download, say) {
  const t = model.get("texts").sortie;
  const leads = LEADS.map((_, i) => leadPart(model, carrier, uid, i + 1, say));
  const services = servicesPart(model, carrier, uid, say);
  const contacts = contactsPart(model, carrier, uid, say);
  const written = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ help) =>
    writtenField(model, carrier, {
      id: `${uid}-${key}`,
      label,
      help,
      rows: 4,
      counter: true,
      path: ["entretien", "sortie", key],
      trace: `sortie.${key}`,
      read: (carnet) => carnet.entretien.sortie[key],
    });
  const steps = written("premiers_pas", t.premiers_pas, t.premiers_pas_aide);
  const secret = written("a_ne_pas_diffuser", t.prive, t.prive_aide);
  const follow = dayField(`${uid}-follow`, t.point, common(model).jour_refuse, (value, visit) =>
    carrier.type(["entretien", "sortie", "date_point_suivi"], value, visit),
  );
  const rest = h("p", {});
  const long = h("p", { class: "pap-notice", hidden: true });
  const root = h(
    "section",
    {},
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    h("h4", {}, t.pistes),
    ...leads.map((one) => one.root),
    services.root,
    contacts.root,
    h(
      "div",
      { class: "pap-interview-questions" },
      steps.root,
      follow.root,
      h("div", { class: "pap-interview-private" }, secret.root),
    ),
    rest,
    long,
    h(
      "div",
      { class: "pap-kit-line" },
      button(t.pdf, () => download("pdf/sortie"), "main"),
      button(t.docx, () => download("docx/sortie")),
    ),
  );
  return {
    root,
    paint() {
      const carnet = carrier.carnet();
      [...leads, services, contacts].forEach((one) => one.paint());
      [steps, secret].forEach((one) => one.paint(carnet, model.get("state").id));
      follow.show(carnet.entretien.sortie.date_point_suivi);
      const back = model.get("days").retour;
      put(
        rest,
        back
          ? fill(t.retour, { jour: dayInWords(back) })
          : fill(t.retour_sans, { n: model.get("guide").retour_aux_equipes_jours }),
      );
      put(long, model.get("fit").sortie === false ? t.trop_long : "");
    },
  };
}
