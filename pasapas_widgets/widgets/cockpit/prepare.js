// @ts-check
/** «Préparer»: create a session, rehearse one, find one again, erase one. */
import { advise, h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { button, field, fold, shelf, tick, unseen, wrong } from "./base.js";
import { whereField } from "./distance.js";
import { peopleInput, peopleOf } from "./door.js";
import { precautionsPart } from "./precautions.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

/** A text that goes on a sentence. @param {string} text */
const inSentence = (text) => text.charAt(0).toLowerCase() + text.slice(1);

const MONTHS = [1, 3, 6];
const PARTICIPANTS = 12; // of a rehearsal, unless more or fewer are called into it

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
    { class: "pap-cockpit-create" },
    form,
    h("section", { class: "pap-cockpit-earlier" }, h("h4", {}, t.liste.titre), none, list, old),
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

/** One field, and everything else is decided already: what was decided is said, and can be changed.
 * @param {Desk} desk */
function sessionForm(desk) {
  const { uid } = desk;
  const t = desk.texts.preparer.nouvelle;
  const title = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-title`, type: "text", maxlength: 80, autocomplete: "off", required: true })
  );
  const titleField = field(t.titre.etiquette, title, t.titre.aide);
  const named = h("p", { class: "pap-notice", role: "status", hidden: true });
  const mode = modeField(desk);
  const settings = settingsPart(desk);
  const where = whereField(desk, placed);
  const rest = h("div", {});
  const precautions = precautionsPart(desk, () => {
    precautions.stop.hidden = !precautions.isStopped();
    titleField.hidden = where.root.hidden = settings.root.hidden = create.hidden = precautions.isStopped();
    placed();
  });

  /** At a distance each person answers alone, and how many there are is asked beside the hour. */
  function placed() {
    mode.root.hidden = where.isRemote() || precautions.isStopped();
    where.more.hidden = !where.isRemote() || precautions.isStopped();
    settings.expectedAt(where.isRemote() ? where.people : null);
  }

  const fault = () => {
    const said = title.value.trim();
    return !said ? t.titre.vide : leadsToSomebody(said) ? t.titre.personne : "";
  };
  title.addEventListener("change", async () => {
    const told = fault() ? null : await desk.ask("read_title", { title: title.value });
    put(named, told?.ok && told.given ? fill(t.titre.nom, { nom: told.given }) : "");
  });
  title.addEventListener("input", () => {
    if (leadsToSomebody(title.value) || title.hasAttribute("aria-invalid")) advise(title, fault());
  });

  /** @param {HTMLElement} pressed */
  function prepare(pressed) {
    if (precautions.isMissing()) return;
    if (fault()) return wrong(title, fault());
    if (where.isWrong() || settings.isWrong(where.isRemote())) return;
    return make(pressed, { title: title.value.trim(), rehearsal: false, until: where.value() });
  }

  /** A rehearsal has no real people: nothing is asked of it. @param {HTMLElement} pressed */
  function rehearse(pressed) {
    const said = title.value.trim();
    return make(pressed, { title: said && !fault() ? said : t.repetition.titre, rehearsal: true, until: null });
  }

  /** @param {HTMLElement} pressed @param {{ title: string, rehearsal: boolean, until: object | null }} decided */
  async function make(pressed, decided) {
    const values = {
      ...decided,
      ...settings.values(),
      precautions: precautions.answers(),
      mode: decided.until ? "individuel" : mode.value(),
      participants: PARTICIPANTS,
    };
    const since = desk.at();
    const told = await desk.act(pressed, "create", values, fill(t.creee, { titre: values.title }));
    if (!told.ok) return;
    title.value = "";
    put(named, "");
    settings.clear();
    precautions.clear();
    desk.go("", since);
  }

  const create = button(t.creer, prepare, "main");
  const again = button(t.repetition.bouton, rehearse, "quiet", { "aria-describedby": `${uid}-rehearsal-help` });
  rest.append(
    titleField,
    named,
    where.root,
    precautions.stop,
    h("div", { class: "pap-cockpit-row" }, create, again),
    h("p", { id: `${uid}-rehearsal-help`, class: "pap-soft" }, t.repetition.aide),
    settings.root,
  );
  const first = h("div", { class: "pap-cockpit-halves" }, rest, precautions.root);
  return h("div", {}, first, mode.root, where.more);
}

/** What is decided already unless somebody decides otherwise. @param {Desk} desk */
function settingsPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.preparer.nouvelle;
  const service = serviceField(desk);
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
  const expectedField = field(t.attendus.etiquette, expected, t.attendus.aide);
  const responsible = responsibleFields(desk);
  const { titre, version, items, duree_remplissage_min: minutes } = model.get("questionnaire");
  const root = /** @type {HTMLDetailsElement} */ (
    fold(
      t.reglages,
      expectedField,
      responsible.root,
      service.root,
      field(t.conservation.etiquette, kept, t.conservation.aide),
      h("p", { class: "pap-soft" }, t.seuils.aide),
      thresholds.root,
      h("div", { class: "pap-field" }, research.root, h("p", { class: "pap-soft" }, t.recherche.aide)),
      h("p", { class: "pap-soft" }, fill(t.questionnaire, { titre, version, n: items.length, minutes })),
    )
  );

  /** @param {HTMLElement} control @param {string} text */
  function point(control, text) {
    root.open = true;
    wrong(control, text);
    return true;
  }

  return {
    root,
    /** Put the number of people where it is asked, or back among the settings. @param {HTMLElement | null} place */
    expectedAt: (place) => (place ? place.append(expectedField) : root.children[0].after(expectedField)),
    /** Is something wrong here? Then it is said at its field. @param {boolean} [isRemote] who has to be counted */
    isWrong(isRemote = false) {
      if (isRemote && !expected.value) return wrong(expected, texts.distance.attendus) ?? true;
      if (expected.value && peopleOf(expected) === null) return point(expected, texts.pendant.porte.nombre);
      const low = thresholds.fault();
      return low ? point(...low) : false;
    },
    values: () => ({
      ...responsible.values(),
      variant: service.variant(),
      thresholds: thresholds.raised(),
      research: research.box.checked,
      months: Number(kept.value),
      expected: peopleOf(expected),
    }),
    clear: () => (expected.value = ""),
  };
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
    return h("label", { class: "pap-cockpit-choice" }, input, h("strong", {}, one.libelle));
  });
  const cards = h("div", { class: "pap-cockpit-cards" }, ...radios);
  const said = h("p", { class: "pap-soft pap-cockpit-mode" });
  const root = h("fieldset", {}, h("legend", {}, t.etiquette), cards, said);
  const value = () => /** @type {HTMLInputElement} */ (root.querySelector("input:checked")).value;
  const tell = () => {
    const one = model.get("modes").find((/** @type {any} */ other) => other.id === value());
    said.textContent = `${fill(t.quand, { quand: inSentence(one.quand) })} ${fill(t.garde, one)}`;
  };
  root.addEventListener("change", tell);
  tell();
  return { root, value };
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
    /** The field that is too low, and what to say there. @returns {[HTMLElement, string] | null} */
    fault() {
      const isLow = (/** @type {HTMLInputElement} */ { value, dataset }) =>
        !Number.isInteger(Number(value)) || Number(value) < least[dataset.name ?? ""];
      const low = inputs.find(isLow);
      const name = low?.dataset.name ?? "";
      return low ? [low, fill(t.bas, { nom: t.noms[name], n: least[name] })] : null;
    },
  };
}
