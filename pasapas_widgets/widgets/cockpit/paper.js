// @ts-check
/** «Feuilles papier et codes»: sheets typed by keyboard, share codes pasted, files dropped, each with its origin. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { CODES, codesOf, scaleOf } from "../../front/scale.js";
import { columnsPanel } from "../kit/columns.js";
import { block, button, field, shelf, tick } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const LARGEST = 2 * 1024 * 1024; // bytes of a file, as the server takes them
const EMPTY = { number: "", profile: "", research: false, answers: {} };

/**
 * Read one key of the entry grid: an answer, «blank», a step, or nothing that is ours.
 * @param {string} key @param {number} top the highest level of the scale
 * @param {readonly string[]} [codes] the answers outside it
 * @returns {{ answer: number | "NSP" | "NC" } | { blank: true } | { step: 1 | -1 } | null}
 */
export function readKey(key, top, codes = CODES) {
  if (/^[1-9]$/.test(key)) return Number(key) <= top ? { answer: Number(key) } : null;
  const letter = key.toUpperCase();
  if (letter === "N") return codes.includes("NSP") ? { answer: "NSP" } : null;
  if (letter === "C") return codes.includes("NC") ? { answer: "NC" } : null;
  if (key === " " || key === "Delete") return { blank: true };
  if (key === "ArrowLeft" || key === "ArrowUp" || key === "Backspace") return { step: -1 };
  if (key === "ArrowRight" || key === "ArrowDown" || key === "Enter") return { step: 1 };
  return null;
}

/** How an answer is written in its cell. @param {number | string | undefined} answer */
const written = (answer) =>
  answer === undefined ? "" : answer === "NSP" ? "N" : answer === "NC" ? "C" : String(answer);

/** @param {string} number the number typed last; where it is one, the next sheet has the next number */
export const following = (number) => (/^\d+$/.test(number) ? String(Number(number) + 1) : "");

/** @param {Desk} desk @returns {Part} */
export function paperPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.papier;
  const number = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-number`, type: "text", inputmode: "numeric", maxlength: 20, autocomplete: "off" })
  );
  const profile = /** @type {HTMLSelectElement} */ (h("select", { id: `${uid}-profile` }));
  const research = tick(`${uid}-paper-research`, t.recherche);
  const again = h("p", { class: "pap-notice", hidden: true });
  const grid = h("div", { class: "pap-cockpit-sheet", role: "group", "aria-label": t.grille });
  const total = h("p", { class: "pap-cockpit-strong" });
  const keep = button(t.enregistrer, send, "main");
  const wipe = button(t.vider, () => (load(EMPTY), number.focus()));
  const aide = h("p", {});
  const profileField = field(t.profil, profile);
  const root = block(
    t.titre,
    aide,
    h("div", { class: "pap-cockpit-grid" }, field(t.numero, number, t.numero_aide), profileField),
    again,
    research.root,
    grid,
    total,
    h("div", { class: "pap-cockpit-row" }, keep, wipe),
  );
  /** @type {HTMLInputElement[]} */
  let cells = [];
  let session = "";
  /** @type {Record<string, number | string>} */
  let answers = {};

  const kept = () => shelf(session);
  const typed = () => /** @type {string[]} */ (kept().get("numbers") ?? []);
  /** The items as the paper has them: lever by lever, each with its own number. */
  const items = () => {
    const { items: all, leviers } = model.get("questionnaire");
    return leviers.flatMap((/** @type {any} */ { id }) => all.filter((/** @type {any} */ item) => item.levier === id));
  };
  const numberOf = (/** @type {any} */ item) => model.get("questionnaire").items.indexOf(item) + 1;
  /** @param {string} key @param {string} id */
  const read = (key, id) => {
    const q = model.get("questionnaire");
    const scale = scaleOf(
      q,
      q.items.find((/** @type {any} */ item) => item.id === id),
    );
    return readKey(
      key,
      scale.niveaux.length,
      scale.hors_echelle.map(({ code }) => code),
    );
  };

  function build() {
    cells = items().map((/** @type {any} */ item) => {
      const id = `${uid}-cell-${item.id}`;
      const cell = /** @type {HTMLInputElement} */ (
        h("input", { id, type: "text", maxlength: 1, autocomplete: "off", spellcheck: "false", "data-item": item.id })
      );
      cell.addEventListener("keydown", pressed);
      cell.addEventListener("input", () => enter(cell, cell.value)); // the keyboard of a tablet sends no key
      cell.addEventListener("focus", () => cell.select());
      return cell;
    });
    grid.replaceChildren(
      ...items().map((/** @type {any} */ item, /** @type {number} */ i) =>
        h(
          "div",
          { class: "pap-cockpit-cell" },
          h("label", { for: cells[i].id }, h("strong", {}, `${numberOf(item)}. `), item.texte),
          cells[i],
        ),
      ),
    );
    const q = model.get("questionnaire");
    const scales = q.items.map((/** @type {any} */ item) => scaleOf(q, item));
    const codes = codesOf(...scales);
    const top = Math.max(...scales.map((/** @type {any} */ one) => one.niveaux.length));
    put(aide, fill(t.aide, { top, hors: codes.map((code) => t.touches[code]).join("") }));
    const { profils } = q;
    profileField.hidden = profils.length === 0;
    profile.replaceChildren(
      h("option", { value: "" }, t.sans_profil),
      ...profils.map((/** @type {any} */ one) => h("option", { value: one.id }, one.libelle)),
    );
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    const cell = /** @type {HTMLInputElement} */ (event.currentTarget);
    if (!read(event.key, cell.dataset.item ?? "")) return;
    event.preventDefault();
    enter(cell, event.key);
  }

  /** @param {HTMLInputElement} cell @param {string} key */
  function enter(cell, key) {
    const id = cell.dataset.item ?? "";
    const found = read(key, id);
    if (found && "answer" in found) answers[id] = found.answer;
    if (found && "blank" in found) delete answers[id];
    cell.value = written(answers[id]);
    if (!found) return;
    remember();
    tally();
    const at = cells.indexOf(cell) + ("step" in found ? found.step : 1);
    const full = Object.keys(answers).length === cells.length;
    if (at === cells.length && full && !("step" in found)) send(keep);
    else (cells[at] ?? (at < 0 ? number : keep)).focus();
  }

  const remember = () =>
    kept().set("draft", { number: number.value, profile: profile.value, research: research.box.checked, answers });
  const tally = () => put(total, fill(t.compte, { n: Object.keys(answers).length, total: cells.length }));
  const warn = () =>
    put(again, typed().includes(number.value.trim()) ? fill(t.deja, { numero: number.value.trim() }) : "");

  /** @param {{ number: string, profile: string, research?: boolean, answers: object }} held */
  function load(held) {
    answers = { ...held.answers };
    number.value = held.number;
    profile.value = held.profile;
    research.box.checked = Boolean(held.research);
    for (const cell of cells) cell.value = written(answers[cell.dataset.item ?? ""]);
    remember();
    tally();
    warn();
  }

  /** @param {HTMLElement} button_ */
  async function send(button_) {
    const mark = number.value.trim();
    if (!mark) return (desk.blame(t.sans_numero), number.focus());
    if (!Object.keys(answers).length) return (desk.blame(t.vide), cells[0].focus());
    const sent = {
      number: mark,
      profile: profile.value || null,
      research: Boolean(model.get("about").research) && research.box.checked,
      answers: { ...answers },
    };
    const told = await desk.act(button_, "paper", sent);
    if (!told.ok) return;
    if (JSON.stringify(answers) !== JSON.stringify(sent.answers)) return; // typed on meanwhile: keep what is there
    kept().set("numbers", [...new Set([...typed(), mark])]);
    desk.say(
      fill(told.given.changed ? t.remplacee : told.given.known ? t.connue : t.gardee, {
        numero: mark,
        n: Object.keys(sent.answers).length,
        total: cells.length,
      }),
    );
    load({ ...EMPTY, number: following(mark) });
    (number.value ? cells[0] : number).focus();
  }

  number.addEventListener("input", () => (remember(), warn()));
  number.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), cells[0]?.focus()));
  profile.addEventListener("change", remember);
  research.box.addEventListener("change", remember);
  return {
    root,
    paint() {
      const opened = model.get("opened");
      const wording = items()
        .map((/** @type {any} */ one) => one.texte)
        .join();
      if (opened === session && grid.dataset.wording === wording) return;
      session = opened;
      research.root.hidden = !model.get("about").research;
      grid.dataset.wording = wording;
      build();
      load(kept().get("draft") ?? { ...EMPTY, number: "1" });
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
  const faults = h("ul", { class: "pap-cockpit-faults", role: "alert" });
  const files = /** @type {HTMLInputElement} */ (
    h("input", {
      id: `${uid}-files`,
      type: "file",
      multiple: true,
      accept: ".csv,.tsv,.txt,.json,.jsonl,.xlsx",
      "aria-describedby": `${uid}-files-help`,
    })
  );
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
    if (!mark.value.trim()) return desk.blame(t.retirer.vide);
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
      blame([]);
      if (!area.value.trim()) return (desk.blame(t.codes.vide), area.focus());
      const told = await desk.act(pressed, "codes", { text: area.value });
      if (!told.ok) return;
      const { new: fresh, known, faults: found } = told.given;
      desk.say(fill(t.codes.fait, { nouveaux: fresh, connus: known }));
      blame(
        found.map((/** @type {any} */ one) =>
          fill(t.codes.abime, { ligne: one.line, code: one.text, raison: one.fault }),
        ),
      );
      if (!found.length) area.value = "";
    },
    "main",
  );
  /** Tables of other tools, asked about one after the other. @type {{ file: File, asked: any }[]} */
  const waiting = [];
  const next = () => (panel.show(waiting[0]?.asked), waiting.length || files.focus());
  const panel = columnsPanel(`${uid}-columns`, {
    async accept(choices) {
      const told = await bring(waiting[0].file, choices);
      blame(told.ok ? [] : [told.fault ?? ""]);
      if (!told.ok) return;
      if (told.given.asked) waiting[0].asked = told.given.asked;
      else report(/** @type {any} */ (waiting.shift()).file, told.given);
      next();
    },
    leave: () => (blame([]), waiting.shift(), next()),
  });
  const root = h(
    "div",
    {},
    block(
      t.codes.titre,
      field(t.codes.coller, area, fill(t.codes.aide, { n: model.get("limits").code })),
      read,
      faults,
    ),
    block(t.fichiers.titre, drop, panel.root),
    block(t.origines.titre, origins, h("p", { class: "pap-soft" }, t.origines.aide)),
    block(
      t.retirer.titre,
      h("p", { class: "pap-soft" }, t.retirer.aide),
      h("div", { class: "pap-cockpit-grid" }, field(t.retirer.origine, origin), field(t.retirer.numero, mark)),
      remove,
    ),
  );

  /** @param {string[]} said */
  const blame = (said) => faults.replaceChildren(...said.map((one) => h("li", {}, one)));

  /** @param {Iterable<File>} chosen */
  async function take(chosen) {
    blame([]);
    /** @type {string[]} */
    const wrong = [];
    for (const file of chosen) {
      const told =
        file.size > LARGEST
          ? { ok: false, fault: fill(t.fichiers.trop_gros, { nom: file.name }), given: null }
          : await bring(file);
      if (!told.ok) wrong.push(told.fault ?? "");
      else if (told.given.asked) waiting.push({ file, asked: told.given.asked });
      else report(file, told.given);
    }
    blame(wrong);
    panel.show(waiting[0]?.asked);
  }

  /** Say what became of the sheets of a file. @param {File} file @param {any} given */
  function report(file, given) {
    desk.say(
      fill(t.fichiers.fait, {
        nom: file.name,
        nouveaux: given.new,
        connus: given.known,
        remplacees: given.changed ? fill(t.fichiers.remplacees, { n: given.changed }) : "",
        notes: given.notes.join(" "),
      }).trim(),
    );
  }

  /** @param {File} file @param {import("../kit/columns.js").Choices} [choices] */
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
