// @ts-check
/** A session at a distance: until when, what to copy into one's own mail while people answer, later, now. */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, field, fold, shelf, wrong } from "./base.js";
import { outside } from "./frame.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const USUAL_DAYS = 7; // ahead
const USUAL_HOUR = "18:00";
const OWN = "fuseau"; // the zone that was chosen last, which this browser remembers

/** Are answers given at a distance, open or just closed? @param {any} state */
export const isAway = (state) => state.phase === "reponses" && Boolean(state.until);

/** Can people at home reach the room? A lone laptop has no certificate. @param {import("./base.js").Model} model */
const isReached = (model) => model.get("address").startsWith("https:");

/** A day of this browser, so many days ahead. @param {number} ahead */
function dayAhead(ahead) {
  const day = new Date();
  day.setDate(day.getDate() + ahead);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

/** The three fields of a deadline. @param {Desk} desk @param {string} name that tells these fields from others */
export function untilFields({ model, texts, uid }, name) {
  const t = texts.distance;
  const kept = shelf("distance");
  const input = (/** @type {string} */ part, /** @type {string} */ type, /** @type {string} */ value) =>
    /** @type {HTMLInputElement} */ (h("input", { id: `${uid}-${name}-${part}`, type, value }));
  const day = input("day", "date", dayAhead(USUAL_DAYS));
  const hour = input("hour", "time", USUAL_HOUR);
  const zone = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: `${uid}-${name}-zone` },
      ...model
        .get("zones")
        .map((/** @type {any} */ one) => h("option", { value: one.id, selected: one.id === kept.get(OWN) }, one.nom)),
    )
  );
  zone.addEventListener("change", () => kept.set(OWN, zone.value));
  return {
    root: h("div", { class: "pap-cockpit-until" }, field(t.jour, day), field(t.heure, hour), field(t.fuseau, zone)),
    values: () => ({ day: day.value, hour: hour.value.slice(0, 5), zone: zone.value }),
    /** Is a field empty? Then it is said there. */
    isWrong() {
      const empty = [day, hour].find((one) => !one.value);
      if (empty) wrong(empty, t.manque);
      return Boolean(empty);
    },
    /** Begin with the present end. @param {{ day: string, hour: string, zone: string }} until */
    begin(until) {
      [day.value, hour.value, zone.value] = [until.day, until.hour, until.zone];
    },
  };
}

/** «Où répondre ?»: in the room, or at a distance until a day and an hour; `more` is what is asked then.
 * @param {Desk} desk @param {() => void} changed @returns {any} */
export function whereField(desk, changed) {
  const { model, texts, uid } = desk;
  const t = texts.preparer.nouvelle.ou;
  const radio = (/** @type {string} */ value) => {
    const input = h("input", { type: "radio", name: `${uid}-where`, value, checked: value === "salle" });
    return h("label", { class: "pap-cockpit-choice" }, input, h("strong", {}, t[value]));
  };
  const until = untilFields(desk, "until");
  const alone = h("p", { class: "pap-notice pap-cockpit-alone" }, texts.distance.sans_serveur);
  const people = h("div", {}); // the place of «how many people», which is asked here and not among the settings
  const fields = h("div", { class: "pap-cockpit-remote" }, until.root, people);
  const more = h("div", { hidden: true }, h("p", { class: "pap-soft" }, t.aide), alone, fields);
  const choice = h("div", { class: "pap-cockpit-cards" }, radio("salle"), radio("distance"));
  const root = h("fieldset", { class: "pap-cockpit-where-from" }, h("legend", {}, t.etiquette), choice);
  const isRemote = () => /** @type {HTMLInputElement} */ (choice.querySelector("input:checked")).value === "distance";
  choice.addEventListener("change", () => {
    alone.hidden = isReached(model);
    changed();
  });
  return {
    root,
    more,
    people,
    isRemote,
    isWrong: () => isRemote() && until.isWrong(),
    value: () => (isRemote() ? until.values() : null),
  };
}

/** What the waiting time needs: until when, whether enough have answered, texts to copy, later.
 * @param {Desk} desk @returns {Part} */
export function distancePart(desk) {
  const { model, texts } = desk;
  const t = texts.distance;
  const said = h("p", { class: "pap-cockpit-strong" });
  const alone = h("p", { class: "pap-notice pap-cockpit-alone" }, t.sans_serveur);
  const copy = copyPart(desk);
  const later = laterPart(desk);
  const root = h("div", {}, said, alone, copy.root, later.root);
  return {
    root,
    paint() {
      const state = model.get("state");
      root.hidden = !isAway(state);
      if (root.hidden) return;
      const { closed, words } = state.until;
      put(said, fill(closed ? t.fermees : t.ouvertes, { quand: words }));
      alone.hidden = isReached(model);
      copy.root.hidden = closed;
      copy.paint();
      later.paint();
    },
  };
}

/** The link and the messages, to copy into one's own mail. @param {Desk} desk @returns {Part} */
function copyPart({ model, texts, uid, say }) {
  const t = texts.distance.textes;
  const which = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: `${uid}-message` },
      ...Object.entries(t.choix).map(([value, label]) => h("option", { value }, String(label))),
    )
  );
  const area = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { id: `${uid}-message-text`, rows: 6, readonly: true, "aria-label": t.texte })
  );
  const subject = /** @type {HTMLInputElement} */ (h("input", { id: `${uid}-subject`, type: "text", readonly: true }));
  const subjectField = field(t.objet, subject);

  /** @param {HTMLTextAreaElement | HTMLInputElement} from */
  async function copied(from) {
    try {
      await navigator.clipboard.writeText(from.value);
      say(t.copie);
    } catch {
      from.select(); // no clipboard without HTTPS: the keyboard copies what is selected
      say(t.selectionne);
    }
  }
  const copySubject = button(t.copier_objet, () => copied(subject), "quiet");
  const copyText = button(t.copier, () => copied(area));
  const sheet = h("p", {});
  const root = h(
    "section",
    { class: "pap-cockpit-copy" },
    h("div", {}, field(t.lequel, which), subjectField, copySubject),
    area,
    h("div", {}, copyText, sheet),
  );
  function paint() {
    const { messages, link, pages } = model.get("about");
    const chosen = messages?.[which.value];
    const text = chosen?.texte ?? link ?? "";
    if (area.value !== text) area.value = text;
    subject.value = chosen?.objet ?? "";
    subjectField.hidden = copySubject.hidden = !chosen;
    const { feuille } = texts.distance;
    redraw(sheet, pages?.affiche, () => [outside(pages.affiche, feuille, texts.avant.fenetre, "pap-cockpit-link")]);
  }
  which.addEventListener("change", paint);
  return { root, paint };
}

/** Take answers until later. @param {Desk} desk @returns {Part} */
function laterPart(desk) {
  const { model, texts } = desk;
  const t = texts.distance.prolonger;
  const until = untilFields(desk, "later");
  const take = button(t.bouton, (pressed) =>
    until.isWrong() ? undefined : desk.act(pressed, "prolong", { until: until.values() }, t.fait),
  );
  const root = fold(t.titre, h("p", { class: "pap-soft" }, t.aide), until.root, take);
  let begun = "";
  return {
    root,
    paint() {
      const { until: now } = model.get("about");
      const mark = JSON.stringify(now ?? null);
      if (now && begun !== mark) until.begin(now);
      begun = mark;
    },
  };
}

/** Beside it: how many are expected is said by the door's line; here, whether a threshold is reached.
 * @param {Desk} desk @returns {Part} */
export function reachedPart({ model, texts }) {
  const t = texts.distance;
  const said = h("p", { class: "pap-cockpit-strong" });
  const root = h("div", {}, said, h("p", { class: "pap-soft" }, t.pourquoi));
  return {
    root,
    paint() {
      const { at_least: reached } = model.get("state");
      root.hidden = reached === null || reached === undefined;
      const { moyenne } = { ...model.get("limits"), ...model.get("about").thresholds };
      put(said, fill(reached ? t.au_moins : t.moins, { n: reached || moyenne }));
    },
  };
}
