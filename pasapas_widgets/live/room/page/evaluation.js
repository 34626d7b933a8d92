// @ts-check
/** The evaluation of the session: two marks from 1 to 4, and one text. */

import { h, handOver, openDialog } from "../../../front/dom.js";
import { button } from "./parts.js";
import { textForm } from "./side.js";

/**
 * @param {{data: any, store: import("./seat.js").Kept, mark: (item: string, value: number) => void,
 *   write: (text: string) => void}} means
 */
export function evaluationPart({ data, store, mark, write }) {
  const t = data.texts.evaluation;
  const groups = Object.entries(data.evaluation.marks).map(([item, question]) => {
    const radios = t.marques.map((/** @type {string} */ _, /** @type {number} */ index) =>
      h("input", { type: "radio", name: `pap-${item}`, value: index + 1, change: () => mark(item, index + 1) }),
    );
    const choices = radios.map((/** @type {Node} */ radio, /** @type {number} */ index) =>
      h("label", { class: "pap-room-choice" }, radio, h("span", {}, t.marques[index])),
    );
    const root = h("fieldset", { class: "pap-room-marks" }, h("legend", {}, question), ...choices);
    return { item, radios, root };
  });
  const words = { ...data.texts.mot, champ: `${data.evaluation.text} ${t.champ}`, aide: t.aide, envoye: t.envoye };
  const form = textForm({ t: words, store, name: "draft-evaluation", most: data.longest, send: write });
  const root = h("div", {}, ...groups.map((one) => one.root), h("div", { class: "pap-room-card" }, form.root));
  return {
    root,
    form,
    /** @param {Record<string, any>} values */
    show(values) {
      for (const { item, radios } of groups) {
        for (const radio of radios) radio.checked = Number(radio.value) === values[item];
      }
    },
  };
}

/** The person's own yes to research: a box that nobody ticks for them.
 * @param {any} t @param {(yes: boolean) => void} say */
export function researchPart(t, say) {
  const box = /** @type {HTMLInputElement} */ (
    h("input", { type: "checkbox", "aria-describedby": "pap-research-help" })
  );
  box.addEventListener("change", () => say(box.checked));
  const root = h(
    "div",
    { class: "pap-room-card" },
    h("h2", {}, t.titre),
    h("label", { class: "pap-room-choice" }, box, h("span", {}, t.oui)),
    h("p", { id: "pap-research-help", class: "pap-soft" }, t.aide),
  );
  return { root, show: (/** @type {boolean} */ yes) => void (box.checked = yes) };
}

/** The end: what stays and until when, one's own radar and sheet, and a way to leave nothing on this phone.
 * @param {{data: any, lasts: boolean, waiting: () => boolean, sheet: () => any, erase: () => void,
 *   radar: () => Promise<HTMLElement|null>}} means */
export function endPart({ data, lasts, waiting, sheet, erase, radar }) {
  const t = data.texts.fin;
  const dialog = h("dialog", { class: "pap-dialog", "aria-labelledby": "pap-end-question" });
  const warning = h("p", { class: "pap-room-strong" }, t.attend);
  const no = button(t.non, () => dialog.close());
  const yes = button(t.oui, () => (dialog.close(), erase()), "danger");
  const question = h("p", { id: "pap-end-question", class: "pap-room-strong" }, t.question);
  dialog.append(question, h("p", {}, t.consequence), warning, h("div", { class: "pap-room-row" }, no, yes));
  const open = () => {
    warning.hidden = !waiting();
    openDialog(dialog);
  };
  const drawn = h("div", {});
  const keep = () => handOver(JSON.stringify(sheet(), null, 1), "application/json", t.fichier);
  const root = h(
    "div",
    {},
    drawn,
    h(
      "div",
      { class: "pap-room-row" },
      ...(typeof print === "function" ? [button(t.page, () => print())] : []),
      button(t.telecharger, keep),
      button(t.effacer, open, "danger"),
    ),
    h("p", { class: "pap-soft" }, t.page_aide),
    h("p", {}, t.reste.replace("{date}", data.until_words)),
    lasts ? h("p", {}, t.ici) : null,
    dialog,
  );
  return {
    root,
    /** Draw the radar of the answers as they are now; without network the rest of the end is there all the same. */
    async draw() {
      const part = await radar();
      if (part) drawn.replaceChildren(h("h2", {}, t.radar), part);
    },
  };
}
