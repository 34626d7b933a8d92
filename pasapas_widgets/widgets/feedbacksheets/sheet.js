// @ts-check
/** One feedback sheet: its fields, its statements, whether it is invented, the files that are made of it. */
import { h, put, redraw } from "../../front/dom.js";
import { dayInWords, fill } from "../../front/words.js";
import { common } from "../kit/bar.js";
import { dayField } from "../kit/day.js";
import { button, field } from "../kit/parts.js";
import { statementsPart } from "../discussion/sheet.js";
import { traced } from "../discussion/traces.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const TITLE = 200; // characters, as the model takes them (model/carnet/grouptalk.py)
const PARAGRAPH = 1000;
export const PARTS = ["contexte", "essai", "ce_qui_a_change", "conditions", "conseils"];

/** A sheet that is read and not changed.
 * @param {Plain} one @param {Record<string, Plain>} items @param {Texts} t texts of «fiche» @returns {Node[]} */
export const sheetToRead = (one, items, t) => [
  h("p", { class: "pap-soft" }, dayInWords(one.jour)),
  one.enonces.length
    ? h(
        "ul",
        { class: "pap-kit-plain" },
        ...one.enonces.map((/** @type {string} */ id) => h("li", {}, items[id]?.texte ?? id)),
      )
    : h("span"),
  h(
    "dl",
    { class: "pap-feedbacksheets-read" },
    ...PARTS.filter((key) => one[key]).flatMap((key) => [h("dt", {}, t.champs[key]), h("dd", {}, one[key])]),
  ),
];

/**
 * The sheet of the chosen feedback.
 * @param {Model} model @param {Post} carrier @param {string} uid
 * @param {{ close(): void, say(text: string): void }} act
 */
export function feedbackSheet(model, carrier, uid, act) {
  const all = model.get("texts");
  const t = all.fiche;
  let chosen = "";
  let turn = 0;
  const current = () => carrier.carnet().retours.find((/** @type {Plain} */ one) => one.id === chosen);
  const heading = h("h3", { tabindex: -1, id: `${uid}-heading` });
  /** @type {{ key: string, node: any, note: (traces: any[]) => void }[]} */
  const fields = [];

  /** @param {string} key @param {any} node */
  function typed(key, node) {
    const root = field(t.champs[key], node, t.aides[key]);
    const path = () => ["retours", chosen, key];
    node.addEventListener("focus", () => (turn += 1));
    node.addEventListener("input", () => carrier.type(path(), node.value, `${chosen}.${key}.${turn}`));
    node.addEventListener("blur", carrier.settle);
    fields.push({ key, node, note: traced(root, node, model.get("advice_words")) });
    return root;
  }
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([{ op: "set", path: ["retours", chosen, key], value }]);
  const day = dayField(`${uid}-day`, t.champs.jour, common(model).jour_refuse, (value, visit) => {
    if (value) carrier.type(["retours", chosen, "jour"], value, `${chosen}.${visit}`);
  });
  const invented = h("input", { type: "checkbox", id: `${uid}-invented`, "aria-describedby": `${uid}-invented-help` });
  invented.addEventListener("change", () => set("invente", invented.checked));
  const items = statementsPart(
    uid,
    () => model.get("items"),
    t,
    (ids) => set("enonces", ids),
  );
  const write = h(
    "div",
    {},
    h("p", { class: "pap-notice" }, all.rappel),
    h(
      "div",
      { class: "pap-kit-grid" },
      typed("titre", h("input", { type: "text", id: `${uid}-titre`, maxlength: TITLE, autocomplete: "off" })),
      day.root,
    ),
    ...PARTS.map((key) => typed(key, h("textarea", { id: `${uid}-${key}`, rows: 3, maxlength: PARAGRAPH }))),
    items.root,
    h("label", { class: "pap-kit-tick", for: invented.id }, invented, h("span", {}, t.invente)),
    h("p", { id: `${uid}-invented-help`, class: "pap-soft" }, t.invente_aide),
  );
  const read = h("div", {});
  const give = (/** @type {string} */ format) =>
    button(
      all.partager[format],
      () => {
        carrier.settle();
        carrier.send("download", { id: chosen, format });
      },
      format === "pdf" ? "main" : "quiet",
      { "data-key": format },
    );
  const erase = button(
    t.effacer,
    () => {
      carrier.settle();
      carrier.change([{ op: "remove", path: ["retours"], value: chosen }]);
      act.say(t.effacee);
      act.close();
    },
    "danger",
  );
  const root = h(
    "section",
    { class: "pap-discussion-sheet pap-feedbacksheets-sheet", hidden: true, "aria-labelledby": heading.id },
    heading,
    write,
    read,
    h(
      "section",
      {},
      h("h4", {}, all.partager.titre),
      h("p", {}, all.partager.intro),
      h("div", { class: "pap-kit-line" }, give("pdf"), give("docx"), give("json")),
      h("p", { class: "pap-soft" }, all.partager.json_aide),
    ),
    h("div", { class: "pap-kit-line" }, button(t.fermer, act.close, "main"), erase),
  );

  return {
    root,
    get chosen() {
      return chosen;
    },
    /** @param {string} id */
    choose(id) {
      carrier.settle();
      chosen = id;
      this.paint();
      if (!current()) return;
      heading.focus({ preventScroll: true });
      root.scrollIntoView({ block: "start" });
    },
    paint() {
      const one = current();
      root.hidden = !one;
      if (!one) return;
      put(heading, fill(t.titre, { titre: one.titre || all.liste.sans_titre }));
      write.hidden = one.venu_d_ailleurs;
      read.hidden = !one.venu_d_ailleurs;
      redraw(read, one, () => [
        h("p", { class: "pap-notice" }, t.ailleurs),
        ...sheetToRead(one, model.get("items"), t),
      ]);
      const found = model.get("traces")[one.id] ?? {};
      for (const { key, node, note } of fields) {
        if (node.value !== one[key] && (node !== document.activeElement || node.dataset.of !== chosen))
          node.value = one[key];
        node.dataset.of = chosen;
        note(found[key] ?? []);
      }
      day.show(one.jour, chosen);
      invented.checked = one.invente;
      items.paint(one.enonces);
    },
  };
}
