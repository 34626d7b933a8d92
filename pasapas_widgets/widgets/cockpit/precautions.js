// @ts-check
/** The questions of prudence, asked before a session exists: an answer may stop it, and says whom to call. */
import { h, put } from "../../front/dom.js";
import { advice, unseen, wrong } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {{ id: string, question: string, sure: "oui" | "non",
 *   arret: boolean, faire: string, appeler: string[] }} Precaution */

/** @param {Precaution} one @param {string | undefined} answer */
const isUnsafe = (one, answer) => answer !== undefined && answer !== one.sure;

/** What stops the preparation, of the answers that were given.
 * @param {Precaution[]} all @param {Record<string, string>} answers */
export const stopping = (all, answers) => all.filter((one) => one.arret && isUnsafe(one, answers[one.id]));

/** @param {Desk} desk @param {() => void} changed */
export function precautionsPart({ model, texts, uid }, changed) {
  const t = texts.preparer.nouvelle.prudence;
  const all = /** @type {Precaution[]} */ (model.get("precautions"));
  const stop = h("div", { class: "pap-cockpit-stop", role: "alert" });
  const rows = all.map((one) => questionRow(one, t, `${uid}-${one.id}`, update));
  const root = h(
    "fieldset",
    { class: "pap-cockpit-precautions" },
    h("legend", {}, t.titre),
    h("p", { class: "pap-soft" }, t.intro),
    ...rows.map((row) => row.root),
  );

  /** @returns {Record<string, string>} */
  const answers = () =>
    Object.fromEntries(rows.flatMap((row) => (row.answer() ? [[row.id, String(row.answer())]] : [])));

  function update() {
    const found = stopping(all, answers());
    stop.replaceChildren(...(found.length ? stopWords(found, t) : []));
    stop.hidden = found.length === 0;
    changed();
  }
  stop.hidden = true;
  return {
    root,
    stop,
    answers,
    isStopped: () => stopping(all, answers()).length > 0,
    /** Ask for the first answer that is missing; whether one is. */
    isMissing() {
      const row = rows.find((one) => !one.answer());
      if (row) wrong(row.root, t.manque, row.first);
      return Boolean(row);
    },
    clear() {
      rows.forEach((row) => row.clear());
      update();
    },
  };
}

/** @param {Precaution} one @param {Record<string, any>} t @param {string} name @param {() => void} update */
function questionRow(one, t, name, update) {
  const note = h("p", { class: "pap-notice" });
  note.hidden = true;
  const radios = ["oui", "non"].map(
    (value) => /** @type {HTMLInputElement} */ (h("input", { type: "radio", name, value })),
  );
  const answer = () => radios.find((radio) => radio.checked)?.value;
  const told = () => put(note, !one.arret && isUnsafe(one, answer()) ? one.faire : "");
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      told();
      update();
    });
  }
  const choices = radios.map((radio) =>
    h("label", { class: "pap-cockpit-yesno" }, radio, h("span", {}, t[radio.value], unseen(` : ${one.question}`))),
  );
  return {
    id: one.id,
    first: radios[0],
    answer,
    clear() {
      radios.forEach((radio) => (radio.checked = false));
      told();
    },
    root: h(
      "div",
      {
        id: name,
        class: "pap-cockpit-precaution pap-field",
        role: "radiogroup",
        "aria-label": one.question,
        "aria-describedby": `${name}-advice`,
      },
      h("p", {}, one.question),
      h("div", { class: "pap-cockpit-row" }, ...choices),
      note,
      advice(name),
    ),
  };
}

/** @param {Precaution[]} found @param {Record<string, any>} t */
function stopWords(found, t) {
  return [
    h("h4", {}, t.arret.titre),
    ...found.map((one) =>
      h(
        "div",
        {},
        h("p", { class: "pap-cockpit-strong" }, one.question),
        h("p", {}, one.faire),
        h("p", { class: "pap-cockpit-strong" }, t.arret.appeler),
        h("ul", {}, ...one.appeler.map((line) => h("li", {}, line))),
      ),
    ),
    h("p", { class: "pap-soft" }, t.arret.apres),
  ];
}
