// @ts-check
/** «Feuilles papier et codes»: sheets typed by keyboard; brought.js has the codes and files. */
import { advise, h, put } from "../../front/dom.js";
import { inOrder } from "../../front/profiles.js";
import { fill } from "../../front/words.js";
import { CODES, codesOf, scaleOf, writtenOf } from "../../front/scale.js";
import { advice, block, button, field, shelf, tick, wrong } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const EMPTY = { number: "", profile: "", research: false, answers: {} };

/**
 * Read one key of the entry grid: an answer, «blank», a step, or nothing that is ours. A digit is what paper prints.
 * @param {string} key @param {number | number[]} levels how many, or what each is written as, lowest first
 * @param {readonly string[]} [codes] the answers outside it
 * @returns {{ answer: number | "NSP" | "NC" } | { blank: true } | { step: 1 | -1 } | null}
 */
export function readKey(key, levels, codes = CODES) {
  if (/^\d{1,3}$/.test(key)) {
    const rank = typeof levels === "number" ? Number(key) : 1 + levels.indexOf(Number(key));
    return rank > 0 && (typeof levels !== "number" || rank <= levels) ? { answer: rank } : null;
  }
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
  const blank = h("div", {}); // what is said of a sheet without an answer, at its first cell
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
    h("div", { class: "pap-field" }, blank, grid),
    h("div", { class: "pap-cockpit-row" }, keep, wipe, total),
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
      scale.niveaux.map(writtenOf),
      scale.hors_echelle.map(({ code }) => code),
    );
  };

  /** What the levels of an item are written as. @param {string} id */
  const writtenFor = (id) => {
    const q = model.get("questionnaire");
    return scaleOf(
      q,
      q.items.find((/** @type {any} */ item) => item.id === id),
    ).niveaux.map(writtenOf);
  };
  /** Whether a level may need several digits. @param {string} id */
  const isLong = (id) => Math.max(...writtenFor(id)) > 9;
  /** Whether digits may follow this one. @param {HTMLInputElement} cell @param {string} key */
  const isTyping = (cell, key) => /^\d+$/.test(key) && isLong(cell.dataset.item ?? "");
  /** @param {string} id */
  const shown = (id) => {
    const answer = answers[id];
    return written(typeof answer === "number" ? writtenFor(id)[answer - 1] : answer);
  };
  /** Keep what was typed in several digits; what is no level changes nothing. @param {HTMLInputElement} cell */
  function settle(cell) {
    const id = cell.dataset.item ?? "";
    const found = isTyping(cell, cell.value) ? read(cell.value, id) : null;
    if (found && "answer" in found) answers[id] = found.answer;
    cell.value = shown(id);
    remember();
    tally();
  }

  function build() {
    cells = items().map((/** @type {any} */ item) => {
      const id = `${uid}-cell-${item.id}`;
      const cell = /** @type {HTMLInputElement} */ (
        h("input", {
          id,
          type: "text",
          maxlength: isLong(item.id) ? 3 : 1,
          autocomplete: "off",
          spellcheck: "false",
          "data-item": item.id,
        })
      );
      cell.addEventListener("keydown", pressed);
      // The keyboard of a tablet sends no key
      cell.addEventListener("input", () => isTyping(cell, cell.value) || enter(cell, cell.value));
      cell.addEventListener("change", () => settle(cell));
      cell.addEventListener("focus", () => cell.select());
      return cell;
    });
    blank.replaceChildren(advice(cells[0].id));
    cells[0].setAttribute("aria-describedby", `${cells[0].id}-advice`);
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
    const all = scales.flatMap((/** @type {any} */ one) => one.niveaux.map(writtenOf));
    put(
      aide,
      fill(t.aide, {
        bas: Math.min(...all),
        top: Math.max(...all),
        hors: codes.map((code) => t.touches[code]).join(""),
      }),
    );
    const { profils } = q;
    profileField.hidden = profils.length === 0;
    profile.replaceChildren(
      h("option", { value: "" }, t.sans_profil),
      ...inOrder(profils).map((/** @type {any} */ one) => h("option", { value: one.id }, one.libelle)),
    );
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    const cell = /** @type {HTMLInputElement} */ (event.currentTarget);
    if (isTyping(cell, event.key) || !read(event.key, cell.dataset.item ?? "")) return;
    if (isTyping(cell, cell.value)) settle(cell);
    event.preventDefault();
    enter(cell, event.key);
  }

  /** @param {HTMLInputElement} cell @param {string} key */
  function enter(cell, key) {
    const id = cell.dataset.item ?? "";
    const found = read(key, id);
    if (found && "answer" in found) answers[id] = found.answer;
    if (found && "blank" in found) delete answers[id];
    cell.value = shown(id);
    if (!found) return;
    advise(cells[0], "");
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
    for (const cell of cells) cell.value = shown(cell.dataset.item ?? "");
    remember();
    tally();
    warn();
  }

  /** @param {HTMLElement} button_ */
  async function send(button_) {
    const mark = number.value.trim();
    if (!mark) return wrong(number, t.sans_numero);
    if (!Object.keys(answers).length) return wrong(cells[0], t.vide);
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
