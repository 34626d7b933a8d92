// @ts-check
/** Share codes pasted and files dropped, each with its origin; what is asked about a file before it is counted. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { columnsPanel } from "../kit/columns.js";
import { block, button, field, wrong } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part
 * @typedef {Partial<import("../kit/columns.js").Choices> & { later?: string }} Answers */

const LARGEST = 2 * 1024 * 1024; // bytes of a file, as the server takes them

/** Whether a table takes the place of an earlier export. @param {any} t @param {{ choose: (later: string) => void,
 * leave: () => void }} then */
function laterPanel(t, then) {
  const heading = h("h5", { tabindex: -1 }, t.titre);
  const said = h("p", {});
  const row = h(
    "div",
    { class: "pap-cockpit-row" },
    button(t.remplacer, () => then.choose("remplace"), "main"),
    button(t.ajouter, () => then.choose("ajoute")),
    button(t.laisser, then.leave),
  );
  const root = h("section", { class: "pap-notice", hidden: true }, heading, said, row);
  return {
    root,
    /** @param {string | undefined} sentence */
    show(sentence) {
      const isNew = !!sentence && root.hidden;
      root.hidden = !sentence;
      put(said, sentence ?? "");
      if (isNew) heading.focus();
    },
  };
}

/** Share codes and files. @param {Desk} desk @returns {Part} */
export function broughtPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.apportees;
  const area = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { id: `${uid}-codes`, rows: 5, autocomplete: "off", spellcheck: "false" })
  );
  /** What is wrong with what was pasted, or with files: a list beside the field that it is of. @param {string} id */
  const faultList = (id) => h("div", { id: `${id}-faults`, class: "pap-cockpit-faults", role: "alert" });
  const faults = faultList(area.id);
  const files = /** @type {HTMLInputElement} */ (
    h("input", {
      id: `${uid}-files`,
      type: "file",
      multiple: true,
      accept: ".csv,.tsv,.txt,.json,.jsonl,.xlsx",
      "aria-describedby": `${uid}-files-help ${uid}-files-faults`,
    })
  );
  const fileFaults = faultList(files.id);
  const drop = h(
    "div",
    { class: "pap-cockpit-drop" },
    h("div", { class: "pap-cockpit-choose" }, files, h("label", { for: files.id }, t.fichiers.choisir)),
    h("p", { id: `${uid}-files-help`, class: "pap-soft" }, t.fichiers.aide),
  );
  const origins = h("ul", { class: "pap-cockpit-counts-list" });
  const mark = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-mark`, type: "text", maxlength: 200, autocomplete: "off" })
  );
  const origin = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: `${uid}-origin` },
      ...["papier", "code", "fichier"].map((one) => h("option", { value: one }, t.retirer.origines[one])),
    )
  );
  const remove = button(t.retirer.bouton, async (pressed) => {
    if (!mark.value.trim()) return wrong(mark, t.retirer.vide);
    const told = await desk.act(
      pressed,
      "remove",
      { origin: origin.value, mark: mark.value.trim() },
      fill(t.retirer.fait, { numero: mark.value.trim() }),
    );
    if (told.ok) mark.value = "";
  });
  const read = button(
    t.codes.lire,
    async (pressed) => {
      blame(area, faults, []);
      if (!area.value.trim()) return wrong(area, t.codes.vide);
      const told = await desk.act(pressed, "codes", { text: area.value });
      if (!told.ok) return;
      const { new: fresh, known, twice, faults: found } = told.given;
      desk.say(fill(t.codes.fait, { nouveaux: fresh, connus: known, ailleurs: elsewhere(twice) }));
      blame(
        area,
        faults,
        found.map((/** @type {any} */ one) =>
          fill(t.codes.abime, { ligne: one.line, code: one.text, raison: one.fault }),
        ),
      );
      if (!found.length) area.value = "";
    },
    "main",
  );
  /** Files that something is asked about, one after the other: their columns, or whether they replace an earlier one.
   * @type {{ file: File, asked: any, later?: string, choices: Answers }[]} */
  const waiting = [];
  const leave = () => (blame(files, fileFaults, []), waiting.shift(), next());
  const panel = columnsPanel(`${uid}-columns`, { accept: go, leave });
  const export_ = laterPanel(t.fichiers.export, { choose: (later) => go({ ...waiting[0].choices, later }), leave });

  function next() {
    panel.show(waiting[0]?.later ? null : waiting[0]?.asked);
    export_.show(waiting[0]?.later);
    if (!waiting.length) files.focus();
  }

  /** Bring the file that is asked about once more, with what was chosen. @param {Answers} choices */
  async function go(choices) {
    const told = await bring(waiting[0].file, choices);
    blame(files, fileFaults, told.ok ? [] : [told.fault ?? ""]);
    if (!told.ok) return;
    const { asked, later } = told.given;
    if (asked || later) Object.assign(waiting[0], { asked, later, choices });
    else report(/** @type {any} */ (waiting.shift()).file, told.given);
    next();
  }

  const root = h(
    "div",
    {},
    block(
      t.codes.titre,
      field(t.codes.coller, area, fill(t.codes.aide, { n: model.get("limits").code })),
      read,
      faults,
    ),
    block(t.fichiers.titre, drop, fileFaults, panel.root, export_.root),
    block(t.origines.titre, origins, h("p", { class: "pap-soft" }, t.origines.aide)),
    block(
      t.retirer.titre,
      h("p", { class: "pap-soft" }, t.retirer.aide),
      h("div", { class: "pap-cockpit-grid" }, field(t.retirer.origine, origin), field(t.retirer.numero, mark)),
      remove,
    ),
  );

  area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby")} ${faults.id}`);

  /** @param {HTMLElement} control @param {HTMLElement} list @param {string[]} said */
  function blame(control, list, said) {
    list.replaceChildren(...(said.length ? [h("ul", {}, ...said.map((one) => h("li", {}, one)))] : []));
    if (said.length) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }

  /** @param {Iterable<File>} chosen */
  async function take(chosen) {
    blame(files, fileFaults, []);
    /** @type {string[]} */
    const refused = [];
    for (const file of chosen) {
      const told =
        file.size > LARGEST
          ? { ok: false, fault: fill(t.fichiers.trop_gros, { nom: file.name }), given: null }
          : await bring(file);
      if (!told.ok) refused.push(told.fault ?? "");
      else if (told.given.asked || told.given.later) waiting.push({ file, choices: {}, ...told.given });
      else report(file, told.given);
    }
    blame(files, fileFaults, refused);
    if (waiting.length) next();
  }

  /** Say what became of the sheets of a file. @param {File} file @param {any} given */
  function report(file, given) {
    desk.say(
      fill(t.fichiers.fait, {
        nom: file.name,
        nouveaux: given.new,
        connus: given.known,
        ailleurs: elsewhere(given.twice),
        remplacees:
          (given.changed ? fill(t.fichiers.remplacees, { n: given.changed }) : "") +
          (given.gone ? fill(t.fichiers.retirees, { n: given.gone }) : ""),
        notes: given.notes.join(" "),
      }).trim(),
    );
  }

  const elsewhere = (/** @type {number} */ n) => (n ? fill(t.ailleurs, { n }) : "");

  /** @param {File} file @param {Answers} [choices] */
  async function bring(file, choices) {
    try {
      const data = new DataView(await file.arrayBuffer());
      return desk.ask("file", { name: file.name, data, ask: true, ...choices });
    } catch {
      return { ok: false, fault: fill(t.fichiers.illisible, { nom: file.name }), given: null };
    }
  }

  files.addEventListener("change", () => {
    take([...(files.files ?? [])]);
    files.value = ""; // the same file can be chosen again once mended
  });
  drop.addEventListener(
    "dragover",
    (/** @type {DragEvent} */ event) =>
      (event.preventDefault(), drop.toggleAttribute("data-over", true)),
  );
  drop.addEventListener("dragleave", () => drop.toggleAttribute("data-over", false));
  drop.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
  return {
    root,
    paint() {
      const state = model.get("state");
      const counts = { salle: state.begun, papier: 0, code: 0, fichier: 0, ...state.brought };
      redraw(origins, counts, () =>
        Object.entries(counts).map(([name, n]) => h("li", {}, counted(t.origines[name], n))),
      );
    },
  };
}
