// @ts-check
/**
 * «Facile à lire»: the same statements in short sentences, each with its drawing, read aloud where this browser has a
 * French voice of its own. The answers, and so the group, are the same.
 *
 * @typedef {import("./sheet.js").Item} Item
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 */

import { button, h } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { svg } from "../../front/svg.js";

const RATE = 0.9; // a little slower than the voice's own pace

/** The choice of the easy-to-read version; kept in this tab alone: it says something of a person.
 * @param {Questionnaire} q @param {any} t @param {string} uid @param {(isEasy: boolean) => void} chosen */
export function easyPart(q, t, uid, chosen) {
  const shelf = openShelf("pasapas-lecture:", true);
  const box = h("input", { type: "checkbox", id: `${uid}-easy`, "aria-describedby": `${uid}-easy-help` });
  box.checked = Boolean(q.dessins && shelf.get("facile"));
  box.addEventListener("change", () => {
    shelf.set("facile", box.checked || null);
    hush();
    chosen(box.checked);
  });
  const root = h(
    "div",
    { class: "pap-questionnaire-easy", hidden: !q.dessins },
    h("label", { class: "pap-questionnaire-choice" }, box, h("span", {}, t.facile.titre)),
    h("p", { class: "pap-soft", id: `${uid}-easy-help` }, t.facile.aide),
  );
  return { root, isEasy: () => box.checked };
}

/** The drawings of a statement, side by side; its sentence says the same.
 * @param {Questionnaire} q @param {Item} item */
export function drawingOf(q, item) {
  const paths = (item.dessin ?? []).map((name) => q.dessins?.[name]).filter((path) => path);
  const drawn = paths.map((d, place) => svg("path", { d, transform: `translate(${place * 28} 0)` }));
  return svg(
    "svg",
    { class: "pap-questionnaire-drawing", viewBox: `0 0 ${paths.length * 28 - 4} 24`, "aria-hidden": "true" },
    ...drawn,
  );
}

/** A button that has a sentence said; hidden where this browser has no French voice of its own.
 * @param {any} t @param {() => string} sentence */
export function listenButton(t, sentence) {
  const listen = button(t.facile.ecouter, () => speak(sentence()), "quiet");
  const paint = () => void (listen.hidden = !voice());
  if ("speechSynthesis" in window) speechSynthesis.addEventListener?.("voiceschanged", paint); // they come late
  paint();
  return listen;
}

/** A French voice of this device: one of the network would send the sentence elsewhere. */
const voice = () =>
  "speechSynthesis" in window
    ? speechSynthesis.getVoices().find((one) => one.localService && /^fr\b/i.test(one.lang))
    : undefined;

/** @param {string} sentence */
function speak(sentence) {
  const found = voice();
  if (!found) return;
  hush();
  const said = new SpeechSynthesisUtterance(sentence);
  Object.assign(said, { voice: found, lang: found.lang, rate: RATE });
  speechSynthesis.speak(said);
}

/** Be silent. */
const hush = () => "speechSynthesis" in window && speechSynthesis.cancel();
