// @ts-check
/** The note of two pages: what the carnet says of each section, the group's own words, and whether it all fits. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button, field } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {{ root: HTMLElement, paint: () => void }} Part */

const MOST = 1000; // characters, as the model takes them (model/carnet/plan.py)
let turns = 0; // each time that a field is entered, so that undo goes back field by field

/**
 * A field that is saved while it is written, with a counter where it is long, and what looks like a person in it.
 * @param {Model} model @param {Post} carrier
 * @param {{ id: string, label: string, help?: string, path: string[],
 *   read: (carnet: Plain) => string, trace: string, rows?: number, counter?: boolean, advice?: () => string[],
 *   write?: (value: string) => boolean }} asked
 */
export function writtenField(model, carrier, asked) {
  const t = model.get("texts");
  const node = asked.rows
    ? h("textarea", { id: asked.id, rows: asked.rows, maxlength: MOST })
    : h("input", { type: "text", id: asked.id, maxlength: 200, autocomplete: "off" });
  const root = field(asked.label, node, asked.help);
  const advice = /** @type {HTMLElement} */ (root.querySelector(".pap-advice"));
  const counter = h("p", { class: "pap-soft pap-interview-counter" });
  if (asked.counter) advice.before(counter);
  let turn = 0;
  const count = () => asked.counter && put(counter, fill(t.note.compteur, { n: node.value.length, plus: MOST }));
  node.addEventListener("focus", () => (turn = turns += 1));
  node.addEventListener("input", () => {
    count();
    if (!asked.write?.(node.value)) carrier.type(asked.path, node.value, `${asked.path.join(".")}.${turn}`);
  });
  node.addEventListener("blur", carrier.settle);
  return {
    root,
    node,
    /** @param {Plain} carnet @param {string} [of] the carnet that is open */
    paint(carnet, of = "") {
      const value = asked.read(carnet);
      if (node.value !== value && (node !== document.activeElement || node.dataset.of !== of)) node.value = value;
      node.dataset.of = of;
      count();
      const found = model.get("traces")[asked.trace] ?? [];
      put(
        advice,
        [...(asked.advice?.() ?? []), ...(found.length ? [fill(t.traces, { texte: found.join(", ") })] : [])].join(" "),
      );
    },
  };
}

/** @param {Plain} one what the carnet says of a section @param {Texts} t */
function knownNodes(one, t) {
  if (!one.connu.length) return [h("p", { class: "pap-soft" }, t.rien)];
  return one.connu.flatMap((/** @type {Plain} */ group) => [
    h("p", { class: "pap-interview-group" }, h("strong", {}, group.titre)),
    h("ul", { class: "pap-kit-plain" }, ...group.points.map((/** @type {string} */ point) => h("li", {}, point))),
    group.reste ? h("p", { class: "pap-soft" }, group.reste) : null,
  ]);
}

/**
 * The note, section by section.
 * @param {Model} model @param {Post} carrier @param {string} uid @param {(sheet: string) => void} download
 * @returns {Part}
 */
export function notePart(model, carrier, uid, download) {
  const t = model.get("texts");
  const sections = /** @type {Plain[]} */ (model.get("guide").note_deux_pages);
  const told = (/** @type {string} */ id) =>
    model.get("note").find((/** @type {Plain} */ one) => one.id === id) ?? { connu: [], traces: [] };
  const parts = sections.map((one) => {
    const known = h("div", { class: "pap-interview-known" });
    const names = h("p", { class: "pap-advice", hidden: true });
    const words = writtenField(model, carrier, {
      id: `${uid}-${one.id}`,
      label: one.question,
      rows: 4,
      counter: true,
      path: ["entretien", "rubriques", one.id],
      trace: `rubriques.${one.id}`,
      read: (carnet) => carnet.entretien.rubriques[one.id] ?? "",
      advice: () => ((model.get("fit").coupe ?? []).includes(one.id) ? [t.note.trop_long] : []),
    });
    const root = h(
      "section",
      { class: "pap-interview-section" },
      h("h4", {}, one.titre),
      h(
        "div",
        { class: "pap-interview-two" },
        words.root,
        h("div", {}, h("p", { class: "pap-interview-knows" }, t.note.connu), known, names),
      ),
    );
    return { id: one.id, title: one.titre, known, names, words, root };
  });
  const progress = h("p", { class: "pap-interview-progress" });
  const fits = h("p", { role: "status" });
  const root = h(
    "section",
    {},
    h("h3", {}, t.note.titre),
    h("p", {}, t.note.intro),
    progress,
    ...parts.map((one) => one.root),
    fits,
    h(
      "div",
      { class: "pap-kit-line" },
      button(t.note.pdf, () => download("pdf/entretien"), "main"),
      button(t.note.docx, () => download("docx/entretien")),
    ),
    h("p", { class: "pap-soft" }, t.note.docx_aide),
  );
  return {
    root,
    paint() {
      const carnet = carrier.carnet();
      const id = model.get("state").id;
      const written = sections.filter((one) => (carnet.entretien.rubriques[one.id] ?? "").trim()).length;
      put(progress, counted(t.note.avance, written, { total: sections.length }));
      for (const one of parts) {
        const said = told(one.id);
        redraw(one.known, said, () => knownNodes(said, t.note));
        put(one.names, said.traces.length ? fill(t.traces_connu, { texte: said.traces.join(", ") }) : "");
        one.words.paint(carnet, id);
      }
      const fit = model.get("fit");
      const cut = (fit.coupe ?? []).map(
        (/** @type {string} */ one) => parts.find((part) => part.id === one)?.title ?? one,
      );
      put(
        fits,
        fit.coupe === undefined
          ? t.note.mesure
          : cut.length
            ? fill(t.note.coupee, { rubriques: cut.join(" ; ") })
            : fit.serree
              ? t.note.serree
              : t.note.tient,
      );
      fits.className = cut.length ? "pap-notice" : "pap-interview-fits";
    },
  };
}
