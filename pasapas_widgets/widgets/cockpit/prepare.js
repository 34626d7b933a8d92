// @ts-check
/** «Préparer»: create a session, rehearse one, find one again, erase one. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { block, button, field, fold, shelf, tick, unseen } from "./base.js";
import { peopleInput, peopleOf } from "./door.js";
import { precautionsPart } from "./precautions.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

/** A text that goes on a sentence. @param {string} text */
const inSentence = (text) => text.charAt(0).toLowerCase() + text.slice(1);

const MONTHS = [1, 3, 6];

/**
 * Tell whether a title holds what leads to a person: an e-mail address or a telephone number.
 * @param {string} title
 */
export const leadsToSomebody = (title) => /\S@\S/.test(title) || /(?:\+|\b)\d(?:[ .-]?\d){8,}/.test(title);

/** @param {Desk} desk @param {(session: any, from: HTMLElement) => void} erase @returns {Part} */
export function preparePart(desk, erase) {
  const { texts } = desk;
  const t = texts.preparer;
  const list = h("ul", { class: "pap-cockpit-list" });
  const none = h("p", { class: "pap-soft" }, t.liste.aucune);
  const receipts = h("ul", { class: "pap-cockpit-list" });
  const old = fold(t.recus.titre, receipts);
  const form = sessionForm(desk);
  const root = h(
    "div",
    {},
    h("section", { class: "pap-cockpit-block" }, h("h4", {}, t.liste.titre), none, list),
    form,
    old,
  );

  /** @param {any} one */
  const row = (one) => {
    const badges = [
      one.rehearsal ? h("span", { class: "pap-cockpit-badge" }, texts.repetition.marque) : null,
      h(
        "span",
        {},
        (one.mode === "individuel" ? null : texts.pendant.ensemble[one.phase]?.nom) ??
          texts.pendant.etapes[one.phase].nom,
      ),
    ];
    const facts = fill(t.liste.faits, { jour: dayInWords(one.day), code: one.code });
    const open = button(
      t.liste.ouvrir,
      async (pressed) => {
        const since = desk.at();
        const told = await desk.act(pressed, "open", { session: one.id }, fill(t.liste.ouverte, { titre: one.title }));
        if (told.ok) desk.go("", since);
      },
      "quiet",
      { "data-key": `open-${one.id}` },
    );
    open.append(unseen(fill(t.liste.laquelle, { titre: one.title })));
    const gone = button(t.liste.effacer, (pressed) => erase(one, pressed), "quiet", { "data-key": `erase-${one.id}` });
    gone.append(unseen(fill(t.liste.laquelle, { titre: one.title })));
    return h(
      "li",
      {},
      h(
        "div",
        {},
        h("strong", {}, one.title),
        h("span", { class: "pap-soft" }, facts),
        h("span", { class: "pap-soft pap-cockpit-line" }, ...badges),
      ),
      h("div", { class: "pap-cockpit-row" }, open, gone),
    );
  };

  return {
    root,
    paint() {
      const sessions = desk.model.get("sessions");
      none.hidden = sessions.length > 0;
      redraw(list, sessions, () => sessions.map(row));
      const erased = desk.model.get("receipts");
      old.hidden = !erased.length;
      redraw(receipts, erased, () =>
        erased.map((/** @type {any} */ one) =>
          h(
            "li",
            {},
            h("span", {}, fill(t.recus.ligne, { jour: dayInWords(one.jour), empreinte: one.empreinte.slice(0, 12) })),
          ),
        ),
      );
    },
  };
}

/** @param {Desk} desk */
function sessionForm(desk) {
  const { model, uid } = desk;
  const t = desk.texts.preparer.nouvelle;
  const title = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-title`, type: "text", maxlength: 80, autocomplete: "off", required: true })
  );
  const wrong = h("p", { class: "pap-cockpit-wrong", id: `${uid}-title-wrong`, hidden: true });
  const named = h("p", { class: "pap-notice", role: "status", hidden: true });
  const service = serviceField(desk);
  const mode = modeField(desk);
  const thresholds = thresholdFields(desk);
  const research = tick(`${uid}-research`, t.recherche.etiquette);
  const { mois: most, mois_usuels: usual } = model.get("limits");
  const months = [...MONTHS.filter((n) => n < most), most];
  const kept = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: `${uid}-kept` },
      ...months.map((n) => h("option", { value: n, selected: n === usual }, counted(t.conservation.mois, n))),
    )
  );
  const expected = peopleInput(`${uid}-expected`);
  const responsible = responsibleFields(desk);
  const rehearsal = tick(`${uid}-rehearsal`, t.repetition.etiquette);
  const people = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-people`, type: "number", min: 1, max: 60, value: 12 })
  );
  const peopleField = field(t.repetition.combien, people);
  const rest = h("div", {});
  const precautions = precautionsPart(desk, adapt);

  /** A rehearsal has no real people: nothing is asked of it. Otherwise an answer may stop here. */
  function adapt() {
    const invented = rehearsal.box.checked;
    peopleField.hidden = !invented;
    precautions.root.hidden = invented;
    precautions.stop.hidden = invented || !precautions.isStopped();
    rest.hidden = !precautions.stop.hidden;
  }
  rehearsal.box.addEventListener("change", adapt);
  adapt();

  /** @returns {string} */
  function fault() {
    const said = title.value.trim();
    return !said ? t.titre.vide : leadsToSomebody(said) ? t.titre.personne : "";
  }
  function mark() {
    const said = fault();
    put(wrong, said);
    title.setAttribute("aria-invalid", String(Boolean(said)));
    return said;
  }
  title.addEventListener("change", async () => {
    const told = fault() ? null : await desk.ask("read_title", { title: title.value });
    put(named, told?.ok && told.given ? fill(t.titre.nom, { nom: told.given }) : "");
  });
  title.addEventListener("input", () => (leadsToSomebody(title.value) || !wrong.hidden) && mark());

  /** @param {HTMLElement} pressed */
  async function create(pressed) {
    const off = thresholds.fault();
    const missing = rehearsal.box.checked ? undefined : precautions.missing();
    if (missing) {
      desk.blame(t.prudence.manque);
      return missing.focus();
    }
    if (mark()) return title.focus();
    if (off) return desk.blame(off);
    if (expected.value && peopleOf(expected) === null)
      return (desk.blame(desk.texts.pendant.porte.nombre), expected.focus());
    const values = {
      title: title.value.trim(),
      precautions: precautions.answers(),
      ...responsible.values(),
      variant: service.variant(),
      mode: mode.value(),
      thresholds: thresholds.raised(),
      research: research.box.checked,
      months: Number(kept.value),
      rehearsal: rehearsal.box.checked,
      expected: peopleOf(expected),
      participants: Math.min(60, Math.max(1, Math.round(Number(people.value)) || 12)),
    };
    const since = desk.at();
    const told = await desk.act(pressed, "create", values, fill(t.creee, { titre: values.title }));
    if (!told.ok) return;
    title.value = expected.value = "";
    put(named, "");
    rehearsal.box.checked = false;
    precautions.clear();
    desk.go("", since);
  }

  const titleField = field(t.titre.etiquette, title, t.titre.aide);
  title.setAttribute("aria-describedby", `${title.id}-help ${wrong.id}`);
  const { titre, version, items, duree_remplissage_min: minutes } = model.get("questionnaire");
  rest.append(
    titleField,
    wrong,
    named,
    responsible.root,
    field(t.attendus.etiquette, expected, t.attendus.aide),
    service.root,
    mode.root,
    fold(
      t.reglages,
      h("p", { class: "pap-soft" }, t.seuils.aide),
      thresholds.root,
      field(t.conservation.etiquette, kept, t.conservation.aide),
      h("div", { class: "pap-field" }, research.root, h("p", { class: "pap-soft" }, t.recherche.aide)),
    ),
    h("p", {}, button(t.creer, create, "main")),
  );
  return block(
    t.titre_bloc,
    h("p", { class: "pap-soft" }, fill(t.questionnaire, { titre, version, n: items.length, minutes })),
    h("div", { class: "pap-field" }, rehearsal.root, h("p", { class: "pap-soft" }, t.repetition.aide)),
    peopleField,
    precautions.root,
    precautions.stop,
    rest,
  );
}

/** Who is responsible and whom to ask, as participants read it; this browser remembers them for the next session.
 * @param {Desk} desk */
function responsibleFields({ texts, uid }) {
  const t = texts.preparer.nouvelle.responsable;
  const kept = shelf("responsable");
  const input = (/** @type {string} */ name) => {
    const made = /** @type {HTMLInputElement} */ (
      h("input", { id: `${uid}-${name}`, type: "text", maxlength: 200, autocomplete: "off" })
    );
    made.value = kept.get(name) ?? "";
    made.addEventListener("input", () => kept.set(name, made.value));
    return made;
  };
  const [responsible, contact] = [input("responsible"), input("contact")];
  return {
    root: h("div", {}, field(t.organisme, responsible, t.organisme_aide), field(t.contact, contact, t.contact_aide)),
    values: () => ({ responsible: responsible.value.trim(), contact: contact.value.trim() }),
  };
}

/** The type of service, which chooses the wording of the statements. @param {Desk} desk */
function serviceField({ model, texts, uid }) {
  const t = texts.preparer.nouvelle.service;
  const services = model.get("services");
  const select = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: `${uid}-service` },
      h("option", { value: "" }, t.aucun),
      ...services.map((/** @type {any} */ one) => h("option", { value: one.id }, one.nom)),
    )
  );
  const said = h("p", { class: "pap-soft" });
  const variant = () => services.find((/** @type {any} */ one) => one.id === select.value)?.variante ?? null;
  const tell = () => {
    const found = model.get("questionnaire").variantes.find((/** @type {any} */ one) => one.id === variant());
    said.textContent = fill(found ? t.variante : t.base, { variante: found?.libelle ?? "" });
  };
  select.addEventListener("change", tell);
  tell();
  return { root: h("div", { hidden: services.length === 0 }, field(t.etiquette, select), said), variant };
}

/** @param {Desk} desk */
function modeField({ model, texts, uid }) {
  const t = texts.preparer.nouvelle.mode;
  const radios = model.get("modes").map((/** @type {any} */ one, /** @type {number} */ at) => {
    const input = h("input", { type: "radio", name: `${uid}-mode`, value: one.id, checked: at === 0 });
    return h(
      "label",
      { class: "pap-cockpit-choice" },
      input,
      h(
        "span",
        {},
        h("strong", {}, one.libelle),
        h("span", { class: "pap-soft" }, fill(t.quand, { quand: inSentence(one.quand) })),
        h("span", { class: "pap-soft" }, fill(t.garde, one)),
      ),
    );
  });
  const root = h("fieldset", {}, h("legend", {}, t.etiquette), ...radios);
  return { root, value: () => /** @type {HTMLInputElement} */ (root.querySelector("input:checked")).value };
}

/** Thresholds may be raised for a session, never lowered. @param {Desk} desk */
function thresholdFields({ model, texts, uid }) {
  const t = texts.preparer.nouvelle.seuils;
  const least = /** @type {Record<string, number>} */ (model.get("limits"));
  const inputs = Object.keys(t.noms).map(
    (name) =>
      /** @type {HTMLInputElement} */ (
        h("input", {
          id: `${uid}-t-${name}`,
          type: "number",
          min: least[name],
          max: 1000,
          value: least[name],
          "data-name": name,
        })
      ),
  );
  const read = () => inputs.map((input) => /** @type {const} */ ([input.dataset.name ?? "", Number(input.value)]));
  return {
    root: h(
      "div",
      { class: "pap-cockpit-grid" },
      ...inputs.map((input) => field(t.noms[input.dataset.name ?? ""], input)),
    ),
    raised: () => Object.fromEntries(read().filter(([name, n]) => n > least[name])),
    fault() {
      const low = read().find(([name, n]) => !Number.isInteger(n) || n < least[name]);
      return low ? fill(t.bas, { nom: t.noms[low[0]], n: least[low[0]] }) : "";
    },
  };
}
