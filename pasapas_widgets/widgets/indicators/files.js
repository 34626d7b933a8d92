// @ts-check
/** An HR export in: what it is, what is to be mended in it, which column is which, which years are kept. */
import { h, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button, field } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const LARGEST = 10 * 1024 * 1024;

/** What the person has said of the file that is read.
 * @typedef {{ columns: Record<string, number>, answers: Record<string, string>, days: string }} Said `answers` where
 *   the file has two readings */

/** Which column is which, or which of two readings is meant. @param {Texts} t @param {string} uid @param {Plain} found
 * @param {Said} said @param {() => void} read */
function questionsOf(t, uid, found, said, read) {
  const isOpen = found.questions[0].choix.length > 0;
  const selects = found.questions.map((/** @type {Plain} */ one) => {
    const select = h(
      "select",
      { id: `${uid}-q-${one.champ}`, "data-key": `q-${one.champ}` },
      h("option", { value: "" }, one.choix.length ? t.choisissez : t.sans),
      ...(one.choix.length ? one.choix : found.titres).map((/** @type {Plain} */ title) =>
        h("option", { value: String(title.place) }, title.titre),
      ),
    );
    select.value = one.devine === null ? "" : String(one.devine);
    return { select, one };
  });
  function again() {
    for (const { select, one } of selects) {
      if (select.value === "") delete said.columns[one.champ];
      else if (one.choix.length) said.answers[one.champ] = select.value;
      else said.columns[one.champ] = Number(select.value);
    }
    read();
  }
  return [
    h("h4", {}, isOpen ? t.deux_lectures : t.questions),
    h("p", {}, isOpen ? t.deux_lectures_aide : t.questions_aide),
    h(
      "div",
      { class: "pap-kit-columns" },
      ...selects.map((/** @type {any} */ { select, one }) => field(one.nom, select)),
    ),
    h("div", { class: "pap-kit-line" }, button(t.relire, again, "main", { "data-key": "read-again" })),
  ];
}

/** Which days an export of absences counts. @param {Texts} t @param {string} uid @param {Said} said
 * @param {() => void} read */
function daysQuestion(t, uid, said, read) {
  const select = h(
    "select",
    { id: `${uid}-days`, "data-key": "days" },
    ...Object.entries(t.jours_choix).map(([id, label]) =>
      h("option", { value: id === "inconnu" ? "" : id }, /** @type {string} */ (label)),
    ),
  );
  select.value = said.days;
  select.addEventListener("change", () => {
    said.days = select.value;
    read();
  });
  return field(t.jours, select);
}

/** The years that were read, to be kept or left. @param {Texts} t @param {Plain} found
 * @param {{ keep(years: number[]): void, drop(): void }} act */
function yearsOf(t, found, act) {
  const ticks = found.annees.map((/** @type {Plain} */ one) => ({
    one,
    box: h("input", { type: "checkbox", checked: true }),
  }));
  const chosen = () =>
    ticks.filter((/** @type {any} */ { box }) => box.checked).map((/** @type {any} */ { one }) => one.annee);
  const count = (/** @type {Plain} */ one) => h("li", {}, `${one.nom} : `, h("strong", {}, one.dit));
  return [
    found.annees.length ? h("h4", {}, t.annees) : h("p", {}, t.rien),
    ...ticks.map((/** @type {any} */ { one, box }) =>
      h(
        "div",
        { class: "pap-indicators-year" },
        h("label", { class: "pap-kit-tick" }, box, String(one.annee)),
        h("ul", { class: "pap-kit-plain" }, ...one.comptes.map(count)),
      ),
    ),
    h(
      "div",
      { class: "pap-kit-line" },
      found.annees.length ? button(t.garder, () => act.keep(chosen()), "main", { "data-key": "keep" }) : null,
      button(t.laisser, act.drop, "quiet", { "data-key": "drop" }),
    ),
  ];
}

/** @param {Model} model @param {Post} carrier @param {Texts} texts @param {string} uid
 * @param {(text: string) => void} say */
export function filesPart(model, carrier, texts, uid, say) {
  const t = texts.export;
  const kinds = /** @type {[string, string][]} */ (Object.entries(model.get("book").sortes));
  const kind = h("select", { id: `${uid}-kind` }, ...kinds.map(([id, name]) => h("option", { value: id }, name)));
  const input = h("input", {
    id: `${uid}-file`,
    type: "file",
    accept: ".csv,.txt,.tsv,.xlsx",
    "aria-describedby": `${uid}-file-help`,
  });
  const alert = h("div", { role: "alert", class: "pap-kit-alert" });
  const result = h("div", {});
  /** The file that is being read: it stays here, in the browser, until something is decided. @type {File | null} */
  let held = null;
  let isSample = false;
  /** @type {Said} */
  let said = { columns: {}, answers: {}, days: "" };
  let own = "";

  /** @param {File | null} file */
  function begin(file) {
    [held, isSample] = [file, file === null];
    said = { columns: {}, answers: {}, days: "" };
    read();
  }

  /** @param {File} file */
  async function send(file) {
    if (file.size > LARGEST) return void (own = fill(t.trop_gros, { nom: file.name }));
    say(fill(t.lecture, { nom: file.name }));
    try {
      const data = new DataView(await file.arrayBuffer());
      carrier.send("read", { name: file.name, kind: kind.value, ...said, data });
    } catch {
      own = fill(t.illisible, { nom: file.name });
    }
  }

  async function read() {
    own = "";
    if (isSample) carrier.send("sample", { kind: kind.value, ...said });
    else if (held) await send(held);
    else return;
    paint();
  }

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // the same file can be chosen again once mended
    if (file) begin(file);
  });

  function leave() {
    [held, isSample] = [null, false];
    input.focus();
  }
  const act = {
    /** @param {number[]} years */
    keep(years) {
      carrier.send("keep", { years });
      say(t.gardees);
      leave();
    },
    drop() {
      carrier.send("forget");
      leave();
    },
  };

  /** What was read, or asked of it. @param {Plain} found */
  function resultOf(found) {
    if (found.questions.length) return questionsOf(t, uid, found, said, read);
    if (found.fautes.length) return [];
    return [found.jours ? daysQuestion(t, uid, said, read) : null, ...yearsOf(t, found, act)];
  }

  function paint() {
    const found = model.get("export");
    const some = Object.keys(found).length > 0;
    const name = () => h("strong", {}, fill(t.lu, { nom: found.nom }));
    const item = (/** @type {string} */ one) => h("li", {}, one);
    const faults = own ? [own] : some ? found.fautes : [];
    redraw(alert, faults, () =>
      faults.length ? [own ? null : h("p", {}, name(), " – ", t.fautes), h("ul", {}, ...faults.map(item))] : [],
    );
    redraw(result, [found, said.days], () =>
      some
        ? [
            h("p", {}, name()),
            found.notes.length ? h("ul", { class: "pap-kit-plain" }, ...found.notes.map(item)) : null,
            ...resultOf(found),
          ]
        : [],
    );
    if (some) say(fill(t.lu, { nom: found.nom }));
  }

  const root = h(
    "section",
    { class: "pap-indicators-files", "data-stage": "importer" },
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    h(
      "div",
      { class: "pap-kit-columns" },
      field(t.sorte, kind),
      h(
        "div",
        { class: "pap-field" },
        h("label", { for: input.id }, t.choisir),
        input,
        h("p", { id: `${uid}-file-help`, class: "pap-soft" }, t.aide),
      ),
    ),
    h(
      "div",
      { class: "pap-kit-line" },
      button(t.exemple, () => begin(null)),
    ),
    alert,
    result,
  );
  return { root, paint };
}
