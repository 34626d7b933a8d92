// @ts-check
/** Several carnets side by side: ways to open them, then one table whose columns stay in the order of opening. */
import { courier } from "../../front/courier.js";
import { h, put, redraw } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { button, unheard } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain */

const LARGEST = 5; // megabytes
const PATIENCE = 10_000; // milliseconds without an answer after which a gesture sends once more what waits

/** @param {string[]} sentences @param {Texts} t */
const saidNodes = (sentences, t) =>
  sentences.length > 1
    ? h("ul", { class: "pap-kit-plain" }, ...sentences.map((one) => h("li", {}, one)))
    : h("p", {}, sentences[0] ?? t.rien);

/** @param {Plain[]} columns @param {Texts} t @param {(kind: string, id: string) => void} act */
function table(columns, t, act) {
  const gesture = (/** @type {string} */ kind, /** @type {string} */ label, /** @type {Plain} */ one) => {
    const node = button(label, () => act(kind, one.id), "quiet", { "data-key": `${kind}-${one.id}` });
    node.append(unheard(` : ${one.titre}`));
    return node;
  };
  const named = (/** @type {Plain} */ one) => h("span", { class: "pap-adviserdesk-name" }, one.titre);
  const rows = Object.keys(t.lignes).map((line) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, t.lignes[line]),
      ...columns.map((one) => h("td", {}, named(one), saidNodes(one.lignes[line], t))),
    ),
  );
  rows.push(
    h(
      "tr",
      { class: "pap-adviserdesk-gestures" },
      h("th", { scope: "row" }, t.gestes),
      ...columns.map((one) =>
        h(
          "td",
          {},
          named(one),
          h("div", { class: "pap-kit-line" }, gesture("keep", t.garder, one), gesture("remove", t.retirer, one)),
        ),
      ),
    ),
  );
  return h(
    "table",
    { class: "pap-adviserdesk-table" },
    h("caption", {}, t.tableau),
    h(
      "thead",
      {},
      h("tr", {}, h("th", { scope: "col" }, t.colonne), ...columns.map((one) => h("th", { scope: "col" }, one.titre))),
    ),
    h("tbody", {}, ...rows),
  );
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("adviserdesk");
  /** @type {string[]} */
  let own = [];
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const status = h("p", { role: "status", hidden: true });
  const count = h("h3", { tabindex: -1 });
  const scroll = h("div", { class: "pap-kit-scroll" });
  const post = courier(model, PATIENCE);
  const act = (/** @type {string} */ verb, /** @type {string} */ id) => {
    own = [];
    post.ask([{ verb, values: { id } }]);
    if (verb === "remove") count.focus(); // the button that was pressed is gone
  };

  const input = h("input", { type: "file", id: `${uid}-files`, accept: ".json,application/json", multiple: true });
  const help = h("p", { id: `${uid}-help`, class: "pap-soft" }, t.fichier.aide);
  input.setAttribute("aria-describedby", help.id);
  const drop = h(
    "div",
    { class: "pap-kit-drop" },
    h("h3", {}, t.fichier.titre),
    h("div", { class: "pap-kit-choose" }, input, h("label", { for: input.id }, t.fichier.choisir)),
    help,
  );
  const select = h("select", { id: `${uid}-kept` });
  const add = button(t.kept.ouvrir, () => (select.value ? act("kept", select.value) : select.focus()));
  const none = h("p", { class: "pap-soft" }, t.kept.aucun);
  const keptLine = h(
    "div",
    { class: "pap-kit-line pap-kit-bottom" },
    h("div", { class: "pap-field" }, h("label", { for: select.id }, t.kept.choisir), select),
    add,
  );
  const which = h(
    "select",
    { id: `${uid}-sample` },
    .../** @type {Plain[]} */ (model.get("samples")).map((one) => h("option", { value: one.id }, one.titre)),
  );
  const samples = h(
    "div",
    { class: "pap-kit-line pap-kit-bottom" },
    h("div", { class: "pap-field" }, h("label", { for: which.id }, t.exemples), which),
    button(t.invente, () => act("sample", which.value)),
  );
  const kept = h("div", {}, h("h3", {}, t.kept.titre), none, keptLine, samples);
  const root = h(
    "div",
    { class: "pap pap-kit pap-adviserdesk" },
    h("h2", {}, t.titre),
    h("p", {}, t.intro),
    h("p", { class: "pap-soft" }, t.prive),
    h("div", { class: "pap-kit-grid pap-kit-screen" }, drop, kept),
    alert,
    status,
    count,
    scroll,
  );
  el.append(root);

  /** @param {Iterable<File>} chosen */
  function take(chosen) {
    const files = [...chosen];
    const fits = files.filter((one) => one.size <= LARGEST * 2 ** 20);
    own = files
      .filter((one) => !fits.includes(one))
      .map((one) => fill(t.fichier.trop_gros, { nom: one.name, mo: LARGEST }));
    const unreadable = (/** @type {File} */ file) => own.push(fill(t.fichier.illisible, { nom: file.name }));
    if (fits.length) post.ask(fits.map((file) => ({ verb: "file", file, unreadable: () => unreadable(file) })));
    else paint();
  }
  input.addEventListener("change", () => {
    take(input.files ?? []);
    input.value = ""; // the same file can be chosen again
  });
  drop.addEventListener("dragover", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", true);
  });
  drop.addEventListener("dragleave", () => drop.toggleAttribute("data-over", false));
  drop.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    drop.toggleAttribute("data-over", false);
    take(event.dataTransfer?.files ?? []);
  });

  function paint() {
    const columns = /** @type {Plain[]} */ (model.get("columns"));
    const listed = /** @type {Plain[]} */ (model.get("kept"));
    put(count, columns.length ? counted(t.ouverts, columns.length, { plus: model.get("most") }) : t.aucun);
    scroll.hidden = !columns.length;
    redraw(scroll, columns, () => (columns.length ? [table(columns, t, act)] : []));
    none.hidden = listed.length > 0;
    keptLine.hidden = !listed.length;
    const before = select.value;
    redraw(select, listed, () => [
      h("option", { value: "" }, t.kept.option),
      ...listed.map((one) => h("option", { value: one.id }, one.titre)),
    ]);
    select.value = listed.some((one) => one.id === before) ? before : "";
    const said = [...own, ...post.faults()];
    redraw(alert, said, () => said.map((one) => h("p", {}, one)));
    const last = model.get("said");
    put(status, post.busy() ? t.fichier.lecture : last.quoi ? fill(t[last.quoi], { titre: last.titre }) : "");
  }
  const traits = ["columns", "kept", "said"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  const stop = post.listen(paint);
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
  };
}

export default { render };
