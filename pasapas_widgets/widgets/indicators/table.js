// @ts-check
/** The counts of each year: a table for each family, one column a year; typed, or pasted from a spreadsheet. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { advise, button, field } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {{ book: Plain, carrier: Post, texts: Texts, uid: string, say: (text: string) => void }} Desk */

const MOST = 1e9;
const [FIRST_YEAR, LAST_YEAR] = [2000, 2100]; // the years that are taken

/** A number as French people type it; null where nothing is there, undefined where it is none. @param {string} text */
export function typedNumber(text) {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (plain === "") return null;
  return /^\d+(\.\d+)?$/.test(plain) && Number(plain) <= MOST ? Number(plain) : undefined;
}

/** @param {number | null | undefined} value */
export const writtenNumber = (value) => (value === null || value === undefined ? "" : String(value).replace(".", ","));

/** The years of a carnet, the earliest first. @param {Plain} carnet @returns {Plain[]} */
export const yearsOf = (carnet) => [...(carnet.annees ?? [])].sort((a, b) => a.annee - b.annee);

/** Lay pasted cells over the table from one cell on. @param {string} text @param {Plain[]} counts
 * @param {Plain[]} years
 * @param {number} row @param {number} column
 * @returns {{ changes: import("../kit/changes.js").Change[], refused: number }} */
export function pastedCells(text, counts, years, row, column) {
  /** @type {import("../kit/changes.js").Change[]} */
  const changes = [];
  let refused = 0;
  text
    .replace(/\r\n?/g, "\n")
    .replace(/\n$/, "")
    .split("\n")
    .forEach((line, down) =>
      line.split("\t").forEach((cell, right) => {
        const [count, year] = [counts[row + down], years[column + right]];
        if (!count || !year) return;
        const value = typedNumber(cell);
        if (value === undefined) refused += 1;
        else changes.push({ op: "set", path: ["annees", year.id, "valeurs", count.id], value });
      }),
    );
  return { changes, refused };
}

/** One count of one year.
 * @param {Desk} desk @param {Plain} count @param {Plain} year @param {Plain[]} counts @param {Plain[]} years */
function countCell({ carrier, texts, uid, say }, count, year, counts, years) {
  const t = texts.saisie;
  const id = `${uid}-${year.id}-${count.id}`;
  const advice = h("p", { id: `${id}-advice`, class: "pap-advice", role: "alert", hidden: true });
  const input = h("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "data-key": id,
    "aria-describedby": advice.id,
    "aria-label": fill(t.case, { nom: count.nom, annee: year.annee }),
  });
  const path = ["annees", year.id, "valeurs", count.id];
  input.addEventListener("input", () => {
    const value = typedNumber(input.value);
    advise(input, value === undefined ? texts.fautes.nombre : "");
    if (value !== undefined) carrier.type(path, value, path.join("/"));
  });
  input.addEventListener("blur", carrier.settle);
  input.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    const { changes, refused } = pastedCells(text, counts, years, counts.indexOf(count), years.indexOf(year));
    if (changes.length) carrier.change(changes);
    say([counted(t.collees, changes.length), ...(refused ? [counted(t.refusees, refused)] : [])].join(" "));
  });
  return h("td", {}, input, advice);
}

/** Four brackets at once: a small one never leaves this form. @param {Desk} desk @param {Plain[]} years */
function bracketsForm({ book, carrier, texts, uid, say }, years) {
  const s = texts.tranches;
  const select = h(
    "select",
    { id: `${uid}-bracket-year` },
    ...years.map((one) => h("option", { value: one.id }, String(one.annee))),
  );
  const inputs = book.tranches.map((/** @type {Plain} */ one) =>
    h("input", { id: `${uid}-${one.id}`, type: "number", min: 0, step: 1 }),
  );
  const keep = button(
    s.bouton,
    () => {
      const values = Object.fromEntries(
        inputs.map((/** @type {HTMLInputElement} */ input, /** @type {number} */ n) => [
          book.tranches[n].id,
          input.value === "" ? null : Number(input.value),
        ]),
      );
      carrier.send("brackets", { year: select.value, values });
      say(fill(s.gardee, { annee: select.selectedOptions[0].text }));
      inputs.forEach((/** @type {HTMLInputElement} */ input) => (input.value = ""));
    },
    "main",
    { "data-key": "keep-brackets" },
  );
  return h(
    "fieldset",
    { class: "pap-indicators-brackets" },
    h("legend", {}, s.titre),
    h("p", {}, s.intro),
    h(
      "div",
      { class: "pap-kit-line pap-kit-bottom" },
      h("div", {}, h("label", { for: select.id }, texts.saisie.annee), select),
      ...inputs.map((/** @type {HTMLInputElement} */ input, /** @type {number} */ n) =>
        h("div", {}, h("label", { for: input.id }, book.tranches[n].nom), input),
      ),
      keep,
    ),
  );
}

/** The counts of a family. @param {Desk} desk @param {Plain} family @param {Plain[]} years */
function familyTable(desk, family, years) {
  const { book } = desk;
  const t = desk.texts.saisie;
  const counts = book.comptes.filter((/** @type {Plain} */ one) => one.famille === family.id);
  const rows = counts.map((/** @type {Plain} */ count) =>
    h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        fill(t.unite, { nom: count.nom, unite: count.unite }),
        count.aide ? h("span", { class: "pap-soft pap-indicators-help" }, count.aide) : null,
      ),
      ...years.map((year) => countCell(desk, count, year, book.comptes, years)),
    ),
  );
  return h(
    "details",
    { class: "pap-kit-fold", "data-key": family.id, "data-family": family.id },
    h("summary", { "data-key": `sum-${family.id}` }, family.nom),
    h(
      "div",
      { class: "pap-kit-scroll", tabindex: 0, role: "region", "aria-label": family.nom },
      h(
        "table",
        { class: "pap-indicators-table" },
        h("caption", { class: "pap-unseen" }, family.nom),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, t.compte),
            ...years.map((one) => h("th", { scope: "col" }, String(one.annee))),
          ),
        ),
        h("tbody", {}, ...rows),
      ),
    ),
    family.id === "anciennete" ? bracketsForm(desk, years) : null,
  );
}

/** How many counts of a family have a number, in its line that opens. @param {Desk} desk @param {HTMLElement} families
 * @param {Plain[]} years */
function paintFamilies({ book, texts }, families, years) {
  for (const family of book.familles) {
    const counts = book.comptes.filter((/** @type {Plain} */ one) => one.famille === family.id);
    const filled = counts.filter((/** @type {Plain} */ one) =>
      years.some((year) => typeof year.valeurs[one.id] === "number"),
    ).length;
    const summary = /** @type {HTMLElement | null} */ (families.querySelector(`[data-family="${family.id}"] summary`));
    if (summary) put(summary, fill(texts.saisie.famille, { nom: family.nom, n: filled, total: counts.length }));
  }
}

/** The numbers in their cells; what is being typed there is left alone. @param {Desk} desk
 * @param {HTMLElement} families @param {Plain[]} years */
function paintCells({ book, uid }, families, years) {
  for (const year of years)
    for (const count of book.comptes) {
      const input = /** @type {HTMLInputElement | null} */ (
        families.querySelector(`#${CSS.escape(`${uid}-${year.id}-${count.id}`)}`)
      );
      if (input && input !== document.activeElement && !input.hasAttribute("aria-invalid"))
        input.value = writtenNumber(year.valeurs[count.id]);
    }
}

/** @param {Model} model @param {Post} carrier @param {Texts} texts @param {string} uid
 * @param {(text: string) => void} say */
export function countsPart(model, carrier, texts, uid, say) {
  const t = texts.saisie;
  const book = model.get("book");
  /** @type {Desk} */
  const desk = { book, carrier, texts, uid, say };
  const newYear = h("input", { id: `${uid}-year`, type: "number", min: FIRST_YEAR, max: LAST_YEAR, step: 1 });
  const families = h("div", {});
  const none = h("p", { class: "pap-soft" }, t.aucune);
  const wrong = h("div", { class: "pap-notice", role: "status" });
  const removes = h("div", { class: "pap-kit-line" });
  function addYear() {
    const year = Number(newYear.value);
    const isYear = Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR;
    advise(newYear, isYear ? "" : fill(t.annee_faute, { premiere: FIRST_YEAR, derniere: LAST_YEAR }));
    if (!isYear) return newYear.focus();
    if (yearsOf(carrier.carnet()).some((one) => one.annee === year)) return say(fill(t.deja, { annee: year }));
    carrier.change([
      {
        op: "add",
        path: ["annees"],
        value: { id: newId("annee"), annee: year, valeurs: {}, repartitions: {}, origine: t.defaut },
      },
    ]);
    newYear.value = String(year + 1);
  }
  newYear.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && addYear());
  const root = h(
    "section",
    { class: "pap-kit-screen", "data-stage": "saisir" },
    h("h3", {}, t.titre),
    h("p", {}, t.intro),
    h(
      "div",
      { class: "pap-kit-line pap-kit-bottom" },
      field(t.annee, newYear),
      button(t.bouton, addYear, "main", { "aria-label": t.ajouter }),
    ),
    none,
    wrong,
    families,
    removes,
  );

  return {
    root,
    paint() {
      const years = yearsOf(carrier.carnet());
      const said = /** @type {string[]} */ (model.get("impossible"));
      none.hidden = years.length > 0;
      wrong.hidden = !said.length;
      redraw(wrong, said, () => said.map((one) => h("p", {}, one)));
      redraw(
        families,
        years.map((one) => [one.id, one.annee]),
        () => (years.length ? book.familles.map((/** @type {Plain} */ one) => familyTable(desk, one, years)) : []),
      );
      redraw(
        removes,
        years.map((one) => one.id),
        () =>
          years.map((one) =>
            button(
              fill(t.retirer, { annee: one.annee }),
              () => {
                carrier.change([{ op: "remove", path: ["annees"], value: one.id }]);
                say(fill(t.retiree, { annee: one.annee }));
              },
              "quiet",
              { "data-key": `remove-${one.id}` },
            ),
          ),
      );
      paintFamilies(desk, families, years);
      paintCells(desk, families, years);
      if (!newYear.value)
        newYear.value = String(years.length ? years[years.length - 1].annee + 1 : new Date().getFullYear() - 1);
    },
  };
}
