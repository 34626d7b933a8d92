// @ts-check
/** Before the interview: its day, what to do and when, useful documents, the ninety minutes; and the likely
 * questions. */
import { h, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { common } from "../kit/bar.js";
import { dayField } from "../kit/day.js";
import { button } from "../kit/parts.js";
import { writtenField } from "./note.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("./note.js").Part} Part */

/** The ninety minutes as a table, with the time since the beginning. @param {Plain} guide @param {Texts} t */
function stepsTable(guide, t) {
  let end = 0;
  const rows = guide.deroule.map((/** @type {Plain} */ one) => {
    const begin = end;
    end += one.minutes;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, one.etape),
      h("td", {}, fill(t.minutes, { n: one.minutes })),
      h("td", {}, fill(t.moment, { debut: begin, fin: end })),
    );
  });
  const head = ["etape", "minutes", "moment"].map((key) => h("th", { scope: "col" }, t.colonnes[key]));
  return h(
    "table",
    { class: "pap-interview-steps" },
    h("caption", {}, t.tableau),
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...rows),
  );
}

/** @param {Model} model @param {Post} carrier @param {string} uid @param {(sheet: string) => void} download
 * @returns {Part} */
export function beforePart(model, carrier, uid, download) {
  const t = model.get("texts").avant;
  const guide = model.get("guide");
  const day = dayField(
    `${uid}-day`,
    t.jour,
    common(model).jour_refuse,
    (value, visit) => carrier.type(["entretien", "jour"], value, visit),
    t.jour_aide,
  );
  const tasks = h("fieldset", { class: "pap-interview-ticks" });
  const papers = h("fieldset", { class: "pap-interview-ticks" });
  const dates = button(t.dates, () => download("ics/entretien"));

  /** @param {HTMLElement} node @param {string} key @param {string} legend @param {string} help
   * @param {{ id: string, label: string }[]} all */
  function ticks(node, key, legend, help, all) {
    const ticked = /** @type {string[]} */ (carrier.carnet().entretien[key]);
    redraw(node, [all, ticked], () => [
      h("legend", {}, legend),
      help ? h("p", { class: "pap-soft" }, help) : null,
      ...all.map((one) => {
        const id = `${uid}-${key}-${one.id}`;
        const box = h("input", { type: "checkbox", id, "data-key": id, checked: ticked.includes(one.id) });
        box.addEventListener("change", () => {
          const now = carrier.carnet().entretien[key];
          const value = all.map((two) => two.id).filter((two) => (two === one.id ? box.checked : now.includes(two)));
          carrier.change([{ op: "set", path: ["entretien", key], value }]);
        });
        return h("label", { class: "pap-kit-tick", for: id }, box, h("span", {}, one.label));
      }),
    ]);
  }

  const root = h(
    "section",
    {},
    h("h3", {}, t.titre),
    h("p", {}, guide.objet),
    h("p", {}, fill(t.personnes, { personnes: guide.participants_conseilles.join(", ") })),
    h("div", { class: "pap-kit-line pap-kit-bottom" }, day.root, dates),
    tasks,
    papers,
    h("h4", {}, fill(t.deroule, { n: guide.duree_conseillee_min })),
    stepsTable(guide, t),
  );
  return {
    root,
    paint() {
      const value = carrier.carnet().entretien.jour ?? "";
      day.show(value);
      const days = model.get("days").avant ?? {};
      dates.setAttribute("aria-disabled", String(!value));
      ticks(
        tasks,
        "fait",
        t.a_faire,
        "",
        guide.avant.map((/** @type {Plain} */ one) => ({
          id: one.id,
          label: days[one.id]
            ? fill(t.avec_date, { texte: one.faire, jour: dayInWords(days[one.id]) })
            : counted(t.sans_date, one.semaines, { texte: one.faire }),
        })),
      );
      ticks(
        papers,
        "pieces",
        t.pieces,
        t.pieces_aide,
        guide.pieces_utiles.map((/** @type {Plain} */ one) => ({ id: one.id, label: one.texte })),
      );
    },
  };
}

/** The likely questions, each with a field for the group alone.
 * @param {Model} model @param {Post} carrier @param {string} uid @returns {Part} */
export function questionsPart(model, carrier, uid) {
  const t = model.get("texts").questions;
  const fields = model.get("guide").questions_probables.map((/** @type {Plain} */ one) =>
    writtenField(model, carrier, {
      id: `${uid}-${one.id}`,
      label: one.texte,
      rows: 3,
      counter: true,
      path: ["entretien", "reponses", one.id],
      trace: `reponses.${one.id}`,
      read: (carnet) => carnet.entretien.reponses[one.id] ?? "",
    }),
  );
  const root = h(
    "section",
    {},
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    h("div", { class: "pap-interview-questions" }, ...fields.map((/** @type {any} */ one) => one.root)),
  );
  return {
    root,
    paint: () => fields.forEach((/** @type {any} */ one) => one.paint(carrier.carnet(), model.get("state").id)),
  };
}
