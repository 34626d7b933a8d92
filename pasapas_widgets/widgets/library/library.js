// @ts-check
/** «Les fiches et les méthodes»: what is proposed, the search, the list, one card, what is printed. The kernel is
 * asked for pages only. */
import { h, reveal } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { newUid } from "../../front/uid.js";
import { projection, readCard } from "./card.js";
import { searchPart } from "./form.js";
import { foundPart, proposedPart } from "./lists.js";
import { documentsPart } from "./documents.js";
import { printPart } from "./print.js";
import { NOTHING_ASKED, entryOf } from "./search.js";

/** @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./search.js").Entry} Entry @typedef {import("./search.js").Asked} Asked
 * @typedef {import("./card.js").Kit} Kit
 * @typedef {{ asked: Asked, card: string, chosen: string[] }} Place */

const LOADING = 600; // tenths of a second that a link waits for its page to be drawn
const ownsAddress = () => document.body.dataset.voila === "voila"; // JupyterLab's address is its own

/** Where this tab was: what it looked for, the card that was open, those that were chosen. */
const memory = () => {
  const shelf = openShelf("pasapas-fiches:", true);
  return {
    /** @returns {Partial<Place>} */
    read: () => shelf.get(location.pathname) ?? {},
    /** @param {Place} place */
    write: (place) => shelf.set(location.pathname, place),
  };
};

/** Give a page the address of its card, or take it away. @param {string} id empty for none @param {Entry[]} all */
function address(id, all) {
  if (id && entryOf(location.hash, all) !== id) history.pushState(null, "", `#fiche-${id}`);
  if (id || !location.hash.startsWith("#fiche-")) return;
  const stage = document.body.dataset.stageShown; // the page goes on from the stage that holds the list
  history.replaceState(null, "", location.pathname + location.search + (stage ? `#${stage}` : ""));
}

/** Do something once the page is drawn: a link leads to the card itself.
 * @param {() => void} call @param {number} [tries] */
function onceDrawn(call, tries = LOADING) {
  const { classList } = document.body;
  if (classList.contains("pap-workbook") && !classList.contains("pap-ready") && tries > 0)
    setTimeout(() => onceDrawn(call, tries - 1), 100);
  else call();
}

/** The card that is open, in the place of the lists. @param {Kit} kit @param {any} t
 * @param {{ back(): void, project(one: Entry): void, toggle(id: string): void, statement(id: string): void,
 *   templates(ids: string[]): void }} act */
function readingPart(kit, t, act) {
  const root = h("div", {});
  /** @type {ReturnType<typeof readCard> | null} */
  let reader = null;
  return {
    root,
    focus: () => reader?.title.focus(),
    /** @param {Entry | undefined} one @param {boolean} isChosen */
    paint(one, isChosen) {
      root.hidden = !one;
      if (one && root.dataset.card !== one.id) {
        const { back, statement, templates } = act;
        const own = { back, project: () => act.project(one), choose: () => act.toggle(one.id), statement, templates };
        reader = readCard(one, kit, t, own, ownsAddress());
        root.replaceChildren(reader.root);
      }
      root.dataset.card = one?.id ?? "";
      reader?.mark(isChosen);
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const kit = /** @type {Kit} */ (model.get("kit"));
  const all = kit.fiches;
  const known = (/** @type {string} */ id) => all.find((one) => one.id === id);
  const uid = newUid("library");
  const place = memory();
  const before = place.read();
  const asked = /** @type {Asked} */ ({ ...NOTHING_ASKED, ...before.asked });
  let chosen = (before.chosen ?? []).filter(known);
  let opened = entryOf(location.hash, all);
  const isLinked = opened !== "";
  if (!opened) opened = known(before.card ?? model.get("card"))?.id ?? "";
  const isChosen = (/** @type {string} */ id) => chosen.includes(id);

  const entries = { kit, t, uid, open, toggle, isChosen, paint };
  const proposed = proposedPart(entries);
  const found = foundPart(entries, asked);
  const looked = searchPart(kit, t, uid, asked, () => {
    found.fold();
    paint();
  });
  const far = projection(kit, t, uid);
  const documents = documentsPart(model, kit, t);
  const reading = readingPart(kit, t, {
    back: () => open(""),
    project: far.open,
    toggle,
    statement: answering,
    templates: documents.templates,
  });
  const printing = printPart(model, t.imprimer, {
    chosen: () => chosen,
    all: () => choose([...chosen, ...found.ids().filter((id) => !isChosen(id))]),
    none: () => choose([]),
  });
  const shelves = h("div", {}, proposed.root, looked.root, found.root);
  const root = h(
    "div",
    { class: "pap pap-kit pap-library" },
    h("h2", {}, t.titre),
    h("p", {}, t.intro),
    shelves,
    reading.root,
    printing.root,
    documents.root,
    far.root,
  );
  el.append(root);

  /** @param {string[]} ids */
  function choose(ids) {
    chosen = all.map((one) => one.id).filter((id) => ids.includes(id)); // the order of the kit is that of the pages
    paint();
  }

  /** @param {string} id */
  function toggle(id) {
    choose(isChosen(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  }

  /** @param {string} id empty to go back to the list @param {{ quietly?: boolean }} [how] */
  function open(id, { quietly = false } = {}) {
    const last = opened;
    opened = id;
    if (ownsAddress() && !quietly) address(id, all);
    paint();
    reveal(root);
    if (id) return reading.focus();
    const before_ = /** @type {HTMLElement | null} */ (shelves.querySelector(`[data-key="open-${last}"]`));
    (before_ ?? found.heading).focus();
  }

  /** Show the cards that answer a statement. @param {string} id */
  function answering(id) {
    Object.assign(asked, NOTHING_ASKED, { enonce: id });
    open("");
    found.heading.focus();
  }

  function paint() {
    const one = known(opened);
    shelves.hidden = Boolean(one);
    reading.paint(one, isChosen(opened));
    looked.paint();
    proposed.paint(model.get("proposed"));
    found.paint();
    for (const tick of /** @type {NodeListOf<HTMLInputElement>} */ (shelves.querySelectorAll("[data-choose]")))
      tick.checked = isChosen(tick.dataset.choose ?? "");
    printing.paint();
    place.write({ asked, card: opened, chosen });
    if (model.get("card") !== opened) {
      model.set("card", opened);
      model.save_changes();
    }
  }
  const asksOther = () => {
    const id = model.get("card");
    if (id !== opened) open(id);
  };
  const moved = () => {
    const id = entryOf(location.hash, all);
    // The way back leads to the list, in the stage that holds it; a link to another place leaves the card open
    const isList = ["", `#${document.body.dataset.stageShown}`].includes(location.hash);
    if (id !== opened && (id || isList)) open(id, { quietly: true });
  };
  model.on("change:proposed", paint);
  model.on("change:card", asksOther);
  addEventListener("popstate", moved);
  paint();
  if (isLinked)
    onceDrawn(() => {
      reveal(root);
      reading.focus();
    });
  return () => {
    found.close();
    far.close();
    printing.close();
    documents.close();
    model.off("change:proposed", paint);
    model.off("change:card", asksOther);
    removeEventListener("popstate", moved);
  };
}

export default { render };
