// @ts-check
/**
 * The lists of the library: what is proposed, what is found; a few of each first, the others when they are asked for.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("./search.js").Entry} Entry
 * @typedef {import("./search.js").Asked} Asked
 * @typedef {import("./card.js").Kit} Kit
 * @typedef {{ kit: Kit, t: Texts, uid: string, open(id: string): void, toggle(id: string): void,
 *   isChosen(id: string): boolean, paint(): void }} Reader what the person does with an entry, wherever it stands
 */

import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button, unheard } from "../kit/parts.js";
import { kindInWords } from "./card.js";
import { search } from "./search.js";

const FEW = 8; // entries found that are shown before the person asks for the others
const GLIMPSE = 2; // entries shown while nothing is looked for, and proposals, before the person asks for the others
const QUIET = 400; // milliseconds without a key before the number found is announced

/** @param {Kit} kit @returns {Record<string, string>} the statements by their identifiers */
const statementsOf = (kit) => Object.fromEntries(kit.enonces.map((one) => [one.id, one.texte]));

/** A statement as people read it. @param {Kit} kit @param {string} id */
function told(kit, id) {
  const one = kit.enonces.find((item) => item.id === id);
  return { numero: one?.numero ?? "", texte: one?.texte ?? "" };
}

/** A list of which a few rows are shown until the others are asked for.
 * @param {Reader} reader @param {string} key of the button that shows the others */
function fewPart(reader, key) {
  let isWhole = false;
  /** @type {string | undefined} */
  let next;
  const list = h("ul", { class: "pap-library-list" });
  const others = button(
    "",
    () => {
      const id = next;
      isWhole = true;
      reader.paint();
      /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="open-${id}"]`))?.focus();
    },
    "quiet",
    { "data-key": key },
  );
  return {
    list,
    others,
    fold: () => void (isWhole = false),
    /** @template {{ id: string }} One @param {One[]} all @param {number} few
     * @param {(one: One) => Node | null} row @param {(one: One) => unknown} [seen] what a row shows of it
     * @returns {number} how many are not shown */
    show(all, few, row, seen = (one) => one.id) {
      next = all[few]?.id;
      const shown = isWhole ? all : all.slice(0, few);
      redraw(list, shown.map(seen), () => shown.map(row));
      return all.length - shown.length;
    },
  };
}

/** An entry of a list: read it, or choose it to be printed.
 * @param {Reader} reader @param {Entry} one @param {string} prefix @param {Node | null} [why] */
function entryRow({ kit, t, uid, open, toggle, isChosen }, one, prefix, why = null) {
  const tick = h("input", {
    type: "checkbox",
    id: `${uid}-${prefix}-${one.id}`,
    "data-key": `choose-${one.id}`,
    "data-choose": one.id,
  });
  tick.checked = isChosen(one.id);
  tick.addEventListener("change", () => toggle(one.id));
  const read = button(t.resultats.ouvrir, () => open(one.id), "main", { "data-key": `open-${one.id}` });
  read.append(unheard(` : ${one.titre}`));
  const label = h(
    "label",
    { class: "pap-kit-tick pap-kit-screen", for: tick.id },
    tick,
    h("span", {}, t.resultats.choisir, unheard(` : ${one.titre}`)),
  );
  return h(
    "li",
    { class: "pap-library-row", "data-genre": one.genre },
    h("p", { class: "pap-library-kind" }, kindInWords(one, kit, t)),
    h("h4", {}, one.titre),
    why ?? h("p", {}, one.quand),
    h("p", { class: "pap-soft" }, `${one.duree} · ${one.groupe}`),
    h("div", { class: "pap-kit-line" }, read, label),
  );
}

/** What answers the group's results, each with its reasons. @param {Reader} reader */
export function proposedPart(reader) {
  const { kit, t } = reader;
  const some = fewPart(reader, "other-proposals");
  const root = h("section", {}, h("h3", {}, t.proposees.titre), h("p", {}, t.proposees.intro), some.list, some.others);
  const because = (/** @type {Plain} */ why) => h("li", {}, fill(t.proposees[why.pourquoi], told(kit, why.enonce)));
  return {
    root,
    /** @param {{ id: string, raisons: Plain[] }[]} all */
    paint(all) {
      root.hidden = !all.length;
      const answer = (/** @type {{ id: string, raisons: Plain[] }} */ { id, raisons }) => {
        const entry = kit.fiches.find((one) => one.id === id);
        const why = h("ul", { class: "pap-kit-plain" }, ...raisons.map(because));
        return entry ? entryRow(reader, entry, "proposed", why) : null;
      };
      const left = some.show(all, GLIMPSE, answer, (one) => one);
      put(some.others, left ? counted(t.proposees.autres, left) : "");
    },
  };
}

/** What the search finds. @param {Reader} reader @param {Asked} asked what is looked for */
export function foundPart(reader, asked) {
  const { kit, t } = reader;
  const all = kit.fiches;
  const r = t.resultats;
  const statements = statementsOf(kit);
  const heading = h("h3", { tabindex: -1 }, r.titre);
  const about = h("p", { class: "pap-library-about" });
  const status = h("p", { role: "status", class: "pap-library-count-found" });
  const some = fewPart(reader, "others");
  /** @type {Entry[]} */
  let found = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;

  /** @param {boolean} isPartial whether no entry has all that is looked for */
  function countInWords(isPartial) {
    if (isPartial) return counted(r.en_partie, found.length);
    if (!found.length) return r.aucun;
    return found.length === all.length ? fill(r.compte_tout, { n: found.length }) : counted(r.compte, found.length);
  }

  return {
    root: h("section", {}, heading, about, status, some.list, some.others),
    heading,
    fold: some.fold,
    ids: () => found.map((one) => one.id),
    paint() {
      const result = search(all, asked, statements);
      found = result.found;
      const few = Object.values(asked).some(Boolean) ? FEW : GLIMPSE;
      const left = some.show(found, few, (one) => entryRow(reader, one, "found"));
      const rest = found.length === all.length ? fill(r.tout_voir, { n: found.length }) : counted(r.autres, left);
      put(some.others, left ? rest : "");
      put(about, asked.enonce ? fill(r.pour_enonce, told(kit, asked.enonce)) : "");
      clearTimeout(quiet);
      const words = countInWords(result.isPartial);
      quiet = setTimeout(() => put(status, words), status.textContent ? QUIET : 0);
    },
    close: () => clearTimeout(quiet),
  };
}
