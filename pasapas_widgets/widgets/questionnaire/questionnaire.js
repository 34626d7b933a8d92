// @ts-check
/**
 * The questionnaire of one person: answers, own scores, own sheet. It keeps to the anywidget contract and runs with or
 * without a kernel. Texts come from the traits `questionnaire` and `texts`.
 *
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./sheet.js").Answer} Answer
 * @typedef {import("./sheet.js").Model} Model
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {import("./state.js").State} State
 * @typedef {{model: Model, el: HTMLElement}} Context
 * @typedef {{model: Model, state: State, page: Page}} Desk
 */

import { h, handOver } from "../../front/dom.js";
import { takeOver } from "../../front/early.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { makePage } from "./page.js";
import { modulesPart, sourcePart } from "./parts.js";
import { readSheet, sheetOf, withModules } from "./sheet.js";
import { openState } from "./state.js";

const LARGEST_FILE = 1_000_000; // bytes; a sheet is under 1 KB, and a socket closes silently from 10 MiB on
const PAGE_PATIENCE = 30_000; // milliseconds to make the PDF

/** The choice of modules where there is one to make, then the questionnaire; anew when other modules are chosen.
 * @param {Context} context */
function render({ model, el }) {
  const begin = () =>
    model.get("choose_modules") && !model.get("modules") ? choosing({ model, el }) : answering({ model, el });
  let stop = begin();
  const again = () => {
    stop();
    stop = begin();
  };
  model.on("change:modules", again);
  return () => {
    model.off("change:modules", again);
    stop();
  };
}

/** @param {Context} context */
function choosing({ model, el }) {
  const [q, t] = [model.get("questionnaire"), model.get("texts")];
  const begin = (/** @type {string[]} */ modules) => {
    model.set("modules", modules);
    model.save_changes();
    el.querySelector("h3")?.focus({ preventScroll: true });
  };
  const root = h(
    "div",
    { class: "pap pap-questionnaire", lang: "fr" },
    h("h2", {}, q.titre),
    q.consigne ? h("p", {}, q.consigne) : null,
    h("p", { class: "pap-soft" }, t.faits.libre),
    modulesPart(q, t, begin),
    sourcePart(q, t),
  );
  el.append(root);
  return () => root.remove();
}

/** @param {Context} context */
function answering({ model, el }) {
  const state = openState(model);
  const print = documentPart(model, () => desk);
  const walk = walkPart();
  const acts = {
    clear: (/** @type {string} */ id) => clearAnswer(desk, walk, id),
    choose: (/** @type {string|null} */ variante) => chooseVariant(desk, variante),
    erase: () => eraseAll(desk),
    undo: () => undoLast(desk, walk),
    download: () => downloadSheet(desk),
    page: model.get("linked") === false ? null : print.ask, // only Python makes the PDF
    load: (/** @type {File} */ file) => loadSheet(desk, file),
  };
  const page = makePage(model, withModules(model.get("questionnaire"), model.get("modules")), state, acts);
  /** @type {Desk} */
  const desk = { model, state, page };
  const stop = listening(desk, walk, print.take);
  el.append(page.root);
  restore(desk);
  page.start();
  page.notices.link.watch();
  return () => {
    page.notices.link.stop();
    stop();
    page.root.remove();
  };
}

/** Paint, then keep the same state in the browser. @param {Desk} desk */
function refresh({ state, page }) {
  page.paint();
  state.keep();
  page.notices.paint();
}

/** Change the sheet: page and browser first, then Python. @param {Desk} desk @param {Partial<Sheet>} change */
function commit(desk, change) {
  const { link, blame } = desk.page.notices;
  blame("");
  desk.state.change(change);
  refresh(desk);
  desk.state.send();
  link.watch();
}

/** Take back what this browser kept, unless the model already holds answers that are as recent. @param {Desk} desk */
function restore(desk) {
  const { model, state, page } = desk;
  const found = state.find();
  if (!found && (state.isHeld() || !(model.get("keep_days") > 0))) return refresh(desk);
  if (!found) {
    page.paint();
    state.keepNothing();
    return page.notices.paint();
  }
  if (!state.isBehind(found.seq)) return page.paint();
  state.countFrom(found.seq);
  commit(desk, state.withVariant(found.sheet));
  const n = Object.keys(state.shown).length;
  const values = { total: model.get("questionnaire").items.length, date: dayInWords(found.saved) };
  if (n > 0) page.notices.found(counted(model.get("texts").avis.retrouve, n, values));
}

/** Another page of this browser has changed the sheet: two pages are one person, and neither undoes the other.
 * @param {Desk} desk @param {StorageEvent} event */
function follow({ model, state, page }, event) {
  if (!state.isElsewhere(event)) return;
  const found = state.find();
  state.forgetPast();
  state.countFrom(found?.seq ?? 0);
  const profil = found?.sheet.profil ?? (found && model.get("profile")); // on Binder it is not kept
  state.change(found ? { ...state.withVariant(found.sheet), profil } : { reponses: {}, profil });
  state.send();
  page.paint();
}

// ---------------------------------------- what the person does

/** Which statement's levels are being walked through with the arrow keys: one undo for the whole walk. */
function walkPart() {
  let byArrow = false;
  /** @type {string|null} */
  let series = null;
  return {
    end: () => void (series = null),
    pointer: () => void (byArrow = false),
    key: (/** @type {KeyboardEvent} */ event) => void (byArrow = event.key.startsWith("Arrow")),
    /** Is this one more step of the same walk? @param {string} id */
    goesOn(id) {
      const isSame = byArrow && series === id;
      series = byArrow ? id : null;
      return isSame;
    },
  };
}

/** @typedef {ReturnType<typeof walkPart>} Walk */

/** A radio was chosen. @param {Desk} desk @param {Walk} walk @param {Event} event */
function changed(desk, walk, event) {
  const { state } = desk;
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (input.type !== "radio") return;
  const id = input.closest("fieldset")?.dataset.item;
  if (id === undefined) return commit(desk, { profil: input.value });
  if (!walk.goesOn(id)) state.remember(id);
  const value = /** @type {Answer} */ (/^\d+$/.test(input.value) ? Number(input.value) : input.value);
  const isNew = !(id in state.shown);
  commit(desk, { reponses: { ...state.shown, [id]: value } });
  announceAnswer(desk, id, isNew);
}

/** Say once that answers are kept, then each time a lever becomes complete: never at each answer.
 * @param {Desk} desk @param {string} id @param {boolean} isNew */
function announceAnswer({ model, state, page }, id, isNew) {
  const words = model.get("texts").etat;
  const completed = isNew ? page.completed(id) : null;
  if (completed) page.notices.tell(fill(words.levier, completed));
  else if (page.notices.isQuiet() && state.isKept()) page.notices.tell(words.garde);
}

/** @param {Desk} desk @param {Walk} walk @param {string} id */
function clearAnswer(desk, walk, id) {
  desk.state.remember(id);
  walk.end();
  const { [id]: _gone, ...rest } = desk.state.shown;
  commit(desk, { reponses: rest });
  desk.page.goToItem(id);
  desk.page.notices.tell(desk.model.get("texts").etat.retire);
}

/** @param {Desk} desk @param {Walk} walk */
function undoLast(desk, walk) {
  const last = desk.state.undo();
  if (!last) return;
  walk.end();
  commit(desk, last.item ? { reponses: last.answers } : { reponses: last.answers, profil: last.profile });
  if (last.item) desk.page.goToItem(last.item);
  else desk.page.stay();
  desk.page.notices.tell(desk.model.get("texts").etat.annule);
}

/** @param {Desk} desk */
function eraseAll(desk) {
  desk.state.forgetPast();
  commit(desk, { reponses: {}, profil: null });
  desk.page.notices.found("");
  desk.page.begin();
  desk.page.notices.tell(desk.model.get("texts").etat.efface);
}

/** @param {Desk} desk @param {string|null} variante */
function chooseVariant(desk, variante) {
  commit(desk, { variante });
  desk.page.notices.tell(desk.model.get("texts").etat.service);
}

/** @param {Desk} desk */
function downloadSheet({ model, page }) {
  const { id, version } = model.get("questionnaire");
  const { profil, variante, reponses } = sheetOf(model);
  const plain = { questionnaire: id, version, profil, variante, reponses };
  const name = model.get("texts").bilan.feuille.fichier;
  handOver(JSON.stringify(plain, null, 1), "application/json", name, page.root);
}

/** @param {Desk} desk @param {File} file */
async function loadSheet(desk, file) {
  const { model, state, page } = desk;
  const t = model.get("texts");
  const isLarge = file.size > LARGEST_FILE;
  const read = isLarge ? { fault: "taille", values: {} } : readSheet(await file.text(), model.get("questionnaire"));
  if (read.fault !== undefined) return page.notices.blame(fill(t.fautes[read.fault], read.values));
  state.remember(null);
  commit(desk, state.withVariant(read.sheet));
  page.notices.tell(counted(t.etat.reprise, Object.keys(state.shown).length));
}

/** Take a sheet dropped anywhere on the questionnaire; the file field does so by itself.
 * @param {Desk} desk @param {DragEvent} event */
function dropped(desk, event) {
  const isField = event.target instanceof HTMLInputElement && event.target.type === "file";
  if (isField || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault(); // else the browser leaves the page to show the file
  if (event.type === "drop" && event.dataTransfer.files[0]) loadSheet(desk, event.dataTransfer.files[0]);
}

/** The PDF of the sheet: asked from Python, handed over when it comes. @param {Model} model @param {() => Desk} desk */
function documentPart(model, desk) {
  const t = model.get("texts");
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waiting;
  return {
    ask() {
      const { state, page } = desk();
      page.notices.blame("");
      page.notices.tell(t.etat.page);
      clearTimeout(waiting);
      waiting = setTimeout(() => page.notices.blame(t.fautes.page), PAGE_PATIENCE);
      model.set("page", null);
      model.set("page_asked", (model.get("page_asked") ?? 0) + 1);
      state.send();
    },
    take() {
      const { page } = desk();
      const made = model.get("page");
      if (!made?.byteLength) return;
      clearTimeout(waiting);
      page.notices.blame("");
      page.notices.tell(t.etat.page_prete);
      handOver(made, "application/pdf", t.bilan.feuille.fichier_page, page.root);
    },
  };
}

// ---------------------------------------- what is listened to

/** @param {Desk} desk @param {Walk} walk @param {() => void} takePage @returns {() => void} stop listening */
function listening(desk, walk, takePage) {
  const { model, state, page } = desk;
  const { link, blame } = page.notices;
  const fromModel = () => state.isChanging() || refresh(desk);
  const acknowledged = () => {
    link.stop(); // Python is alive: count again from now for what it has not seen yet
    blame(model.get("fault") ?? "");
    link.watch();
  };
  /** @param {Event} event */
  const asked = (event) => {
    if (/** @type {CustomEvent} */ (event).detail?.key === model.get("key")) page.tellScores();
  };
  /** @type {[string, () => void][]} */
  const handlers = [
    ["change:answers", fromModel],
    ["change:profile", fromModel],
    ["change:variant", fromModel],
    ["change:questionnaire", page.reword],
    ["change:code_qr", page.paintShare],
    ["change:page", takePage],
    ["change:seq", () => state.isChanging() || link.watch()],
    ["change:ack", acknowledged],
  ];
  handlers.forEach(([event, call]) => model.on(event, call));
  document.addEventListener("pasapas:ask", asked);
  const elsewhere = (/** @type {StorageEvent} */ event) => follow(desk, event);
  addEventListener("storage", elsewhere);
  const drop = (/** @type {DragEvent} */ event) => dropped(desk, event);
  page.root.addEventListener("change", (/** @type {Event} */ event) => changed(desk, walk, event));
  page.root.addEventListener("dragover", drop);
  page.root.addEventListener("drop", drop);
  page.root.addEventListener("keydown", walk.key);
  page.root.addEventListener("pointerdown", walk.pointer);
  return () => {
    handlers.forEach(([event, call]) => model.off(event, call));
    document.removeEventListener("pasapas:ask", asked);
    removeEventListener("storage", elsewhere);
  };
}

/** @param {Context} host */
const view = (host) => takeOver("questionnaire", host) ?? render(host);

export default { render: view };
