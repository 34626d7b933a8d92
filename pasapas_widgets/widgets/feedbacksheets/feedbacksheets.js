// @ts-check
/** «Retours d'expérience»: the sheets of the carnet, invented ones to begin from, one that others gave. */
import { h, handOver, put, redraw } from "../../front/dom.js";
import { dayInWords, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, unheard } from "../kit/parts.js";
import { carnetScreen, paintAll } from "../kit/screen.js";
import { PARTS, feedbackSheet, sheetToRead } from "./sheet.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const TYPES = /** @type {Record<string, string>} */ ({
  pdf: "application/pdf",
  json: "application/json",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
});
/** A sheet that begins, empty or from an example. @param {string} day @param {Plain} [example] @returns {Plain} */
export const begunSheet = (day, example) => ({
  ...Object.fromEntries(["titre", ...PARTS].map((key) => [key, example?.[key] ?? ""])),
  id: newId("r"),
  jour: day,
  enonces: example?.enonces ?? [],
  invente: Boolean(example),
  venu_d_ailleurs: false,
});

/** The sheets there are.
 * @param {Post} carrier @param {Texts} t @param {(id: string) => void} open @param {() => void} begin */
function listPart(carrier, t, open, begin) {
  const list = h("ul", { class: "pap-kit-list" });
  const none = h("p", { class: "pap-soft" }, t.aucune);
  return {
    root: h(
      "section",
      {},
      h("h3", {}, t.titre),
      none,
      list,
      h(
        "div",
        { class: "pap-kit-line pap-feedbacksheets-begin" },
        button(t.commencer, begin, "main", { "data-key": "begin" }),
      ),
    ),
    paint() {
      const all = /** @type {Plain[]} */ (carrier.carnet().retours);
      none.hidden = all.length > 0;
      redraw(list, all, () =>
        all.map((one) => {
          const go = button(t.ouvrir, () => open(one.id), "quiet", { "data-key": one.id });
          go.append(unheard(` : ${one.titre || t.sans_titre}`));
          const marks = [one.invente ? t.invente : "", one.venu_d_ailleurs ? t.ailleurs : ""].filter(Boolean);
          return h(
            "li",
            {},
            h(
              "div",
              {},
              h("strong", {}, one.titre || t.sans_titre),
              h(
                "span",
                { class: "pap-soft" },
                dayInWords(one.jour),
                ...marks.flatMap((mark) => [" ", h("span", { class: "pap-kit-badge" }, mark)]),
              ),
            ),
            go,
          );
        }),
      );
    },
  };
}

/** Invented sheets, read before they are taken.
 * @param {Model} model @param {Texts} t @param {(example: Plain) => void} take */
function examplesPart(model, t, take) {
  const rows = model.get("examples").map((/** @type {Plain} */ one) => {
    const go = button(t.exemples.partir, () => take(one));
    go.append(unheard(fill(t.exemples.de, { titre: one.titre })));
    return h(
      "details",
      { class: "pap-kit-fold", "data-key": one.id },
      h("summary", {}, one.titre),
      h(
        "div",
        {},
        h("p", {}, h("span", { class: "pap-kit-badge" }, t.liste.invente)),
        ...sheetToRead(one, model.get("items"), t.fiche),
        go,
      ),
    );
  });
  return h(
    "section",
    { class: "pap-kit-screen" },
    h("h3", {}, t.exemples.titre),
    h("p", {}, t.exemples.intro),
    ...rows,
  );
}

/** A sheet that another establishment gave.
 * @param {Model} model @param {Post} carrier @param {Texts} t @param {string} uid */
function receivePart(model, carrier, t, uid) {
  const input = h("input", {
    type: "file",
    id: `${uid}-file`,
    accept: ".json,application/json",
    "aria-describedby": `${uid}-file-help`,
  });
  const wrong = h("p", { class: "pap-advice", role: "alert", hidden: true });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > model.get("largest")) return put(wrong, fill(t.trop_gros, { nom: file.name }));
    try {
      const data = new DataView(await file.arrayBuffer());
      put(wrong, "");
      carrier.send("receive", { name: file.name, data });
    } catch {
      put(wrong, fill(t.illisible, { nom: file.name }));
    }
    input.value = "";
  });
  return h(
    "section",
    { class: "pap-kit-screen" },
    h("h3", {}, t.titre),
    h(
      "div",
      { class: "pap-field" },
      h("label", { for: input.id }, t.choisir),
      h("p", { id: `${uid}-file-help`, class: "pap-soft" }, t.aide),
      input,
    ),
    wrong,
  );
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const about = { name: "feedbacksheets", view: "retours", traits: ["traces"] };
  return carnetScreen({ model, el }, about, ({ t, uid, carrier, say }) => {
    const begin = (/** @type {Plain} */ one) => {
      carrier.change([{ op: "add", path: ["retours"], value: one }]);
      sheet.choose(one.id);
    };
    function close() {
      const id = sheet.chosen;
      sheet.choose("");
      /** @type {HTMLElement | null} */ (
        list.root.querySelector(`[data-key="${CSS.escape(id)}"]`) ?? list.root.querySelector('[data-key="begin"]')
      )?.focus();
    }
    const sheet = feedbackSheet(model, carrier, `${uid}-sheet`, { say, close });
    const list = listPart(
      carrier,
      t.liste,
      (id) => sheet.choose(id),
      () => begin(begunSheet(model.get("today"))),
    );
    const examples = examplesPart(model, t, (example) => {
      begin(begunSheet(model.get("today"), example));
      say(t.exemples.pris);
    });
    function hand() {
      const data = model.get("file");
      if (!data) return;
      const name = model.get("file_name");
      handOver(data, TYPES[name.split(".").pop() ?? ""] ?? "", name, el);
      say(t.partager.pret);
    }
    model.on("change:file", hand);
    return {
      body: [list.root, sheet.root, examples, receivePart(model, carrier, t.recue, uid)],
      paint: () => paintAll([list, sheet]),
      close: () => model.off("change:file", hand),
    };
  });
}

export default { render };
