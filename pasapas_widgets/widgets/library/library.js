// @ts-check
/** «Les fiches et les méthodes»: what is proposed, the search, the list, one card, what is printed. The kernel is
 * asked for pages only. */
import { h, put, redraw } from "../../front/dom.js";
import { openShelf } from "../../front/shelf.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { button, unheard } from "../kit/parts.js";
import { kindInWords, projection, readCard } from "./card.js";
import { searchPart } from "./form.js";
import { printPart } from "./print.js";
import { NOTHING_ASKED, entryOf, search } from "./search.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("./search.js").Entry} Entry @typedef {import("./search.js").Asked} Asked
 * @typedef {import("./card.js").Kit} Kit
 * @typedef {{ asked: Asked, card: string, chosen: string[] }} Place */

const FEW = 8; // entries found that are shown before the person asks for the others
const GLIMPSE = 2; // entries shown while nothing is looked for, and proposals, before the person asks for the others
const QUIET = 400; // milliseconds without a key before the number found is announced
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

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const kit = /** @type {Kit} */ (model.get("kit"));
  const all = kit.fiches;
  const known = (/** @type {string} */ id) => all.find((one) => one.id === id);
  const statements = Object.fromEntries(kit.enonces.map((one) => [one.id, one.texte]));
  const uid = newUid("library");
  const place = memory();
  const before = place.read();
  const asked = /** @type {Asked} */ ({ ...NOTHING_ASKED, ...before.asked });
  let chosen = (before.chosen ?? []).filter(known);
  let opened = entryOf(location.hash, all);
  const isLinked = opened !== "";
  if (!opened) opened = known(before.card ?? model.get("card"))?.id ?? "";
  let isWhole = false;
  let isProposedWhole = false;
  /** @type {Entry[]} */
  let found = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;
  /** @type {ReturnType<typeof readCard> | null} */
  let reader = null;

  const status = h("p", { role: "status", class: "pap-library-count-found" });
  const looked = searchPart(kit, t, uid, asked, () => {
    isWhole = false;
    paint();
  });
  const far = projection(kit, t, uid);
  const printing = printPart(model, t.imprimer, {
    chosen: () => chosen,
    all: () => choose([...chosen, ...found.map((one) => one.id).filter((id) => !chosen.includes(id))]),
    none: () => choose([]),
  });
  const heading = h("h3", { tabindex: -1 }, t.resultats.titre);
  const about = h("p", { class: "pap-library-about" });
  const list = h("ul", { class: "pap-library-list" });
  const few = () => (Object.values(asked).some(Boolean) ? FEW : GLIMPSE);
  const others = button(
    "",
    () => {
      const next = found[few()]?.id;
      isWhole = true;
      paint();
      /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="open-${next}"]`))?.focus();
    },
    "quiet",
    { "data-key": "others" },
  );
  const proposed = h("ul", { class: "pap-library-list" });
  const otherProposals = button(
    "",
    () => {
      const next = model.get("proposed")[GLIMPSE]?.id;
      isProposedWhole = true;
      paint();
      /** @type {HTMLElement | null} */ (proposed.querySelector(`[data-key="open-${next}"]`))?.focus();
    },
    "quiet",
    { "data-key": "other-proposals" },
  );
  const proposal = h(
    "section",
    {},
    h("h3", {}, t.proposees.titre),
    h("p", {}, t.proposees.intro),
    proposed,
    otherProposals,
  );
  const shelves = h("div", {}, proposal, looked.root, h("section", {}, heading, about, status, list, others));
  const reading = h("div", {});
  const root = h(
    "div",
    { class: "pap pap-kit pap-library" },
    h("h2", {}, t.titre),
    h("p", {}, t.intro),
    shelves,
    reading,
    printing.root,
    far.root,
  );
  el.append(root);

  /** @param {string[]} ids */
  function choose(ids) {
    chosen = all.map((one) => one.id).filter((id) => ids.includes(id)); // the order of the kit is that of the pages
    paint();
  }
  const toggle = (/** @type {string} */ id) =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);

  /** @param {string} id empty to go back to the list @param {{ quietly?: boolean }} [how] */
  function open(id, { quietly = false } = {}) {
    const last = opened;
    opened = id;
    if (ownsAddress() && !quietly) {
      if (id && entryOf(location.hash, all) !== id) history.pushState(null, "", `#fiche-${id}`);
      if (!id && location.hash.startsWith("#fiche-"))
        history.replaceState(null, "", location.pathname + location.search);
    }
    paint();
    if (id) reader?.title.focus();
    else (/** @type {HTMLElement | null} */ (shelves.querySelector(`[data-key="open-${last}"]`)) ?? heading).focus();
  }

  /** Show the cards that answer a statement. @param {string} id */
  function answering(id) {
    Object.assign(asked, NOTHING_ASKED, { enonce: id });
    open("");
    heading.focus();
  }

  /** @param {Entry} one @param {string} prefix @param {Node | null} [why] */
  function row(one, prefix, why = null) {
    const tick = h("input", {
      type: "checkbox",
      id: `${uid}-${prefix}-${one.id}`,
      "data-key": `choose-${one.id}`,
      "data-choose": one.id,
    });
    tick.checked = chosen.includes(one.id);
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

  function paintProposed() {
    const all_ = /** @type {Plain[]} */ (model.get("proposed"));
    const shown = isProposedWhole ? all_ : all_.slice(0, GLIMPSE);
    const left = all_.length - shown.length;
    proposal.hidden = !all_.length;
    put(otherProposals, left ? counted(t.proposees.autres, left) : "");
    redraw(proposed, shown, () =>
      shown.map((one) => {
        const entry = known(one.id);
        const reasons = h(
          "ul",
          { class: "pap-kit-plain" },
          ...one.raisons.map((/** @type {Plain} */ why) =>
            h("li", {}, fill(t.proposees[why.pourquoi], { id: why.enonce, texte: statements[why.enonce] ?? "" })),
          ),
        );
        return entry ? row(entry, "proposed", reasons) : null;
      }),
    );
  }

  function paintFound() {
    const r = t.resultats;
    const result = search(all, asked, statements);
    found = result.found;
    const shown = isWhole ? found : found.slice(0, few());
    redraw(
      list,
      shown.map((one) => one.id),
      () => shown.map((one) => row(one, "found")),
    );
    const left = found.length - shown.length;
    put(
      others,
      !left ? "" : found.length === all.length ? fill(r.tout_voir, { n: found.length }) : counted(r.autres, left),
    );
    put(about, asked.enonce ? fill(r.pour_enonce, { id: asked.enonce, texte: statements[asked.enonce] }) : "");
    const words = result.isPartial
      ? counted(r.en_partie, found.length)
      : !found.length
        ? r.aucun
        : found.length === all.length
          ? fill(r.compte_tout, { n: found.length })
          : counted(r.compte, found.length);
    clearTimeout(quiet);
    quiet = setTimeout(() => put(status, words), status.textContent ? QUIET : 0);
  }

  function paint() {
    const one = known(opened);
    shelves.hidden = Boolean(one);
    reading.hidden = !one;
    if (one && reading.dataset.card !== opened) {
      reader = readCard(
        one,
        kit,
        t,
        { back: () => open(""), project: () => far.open(one), choose: () => toggle(one.id), statement: answering },
        ownsAddress(),
      );
      reading.replaceChildren(reader.root);
    }
    reading.dataset.card = opened;
    reader?.mark(chosen.includes(opened));
    looked.paint();
    paintProposed();
    paintFound();
    for (const tick of /** @type {NodeListOf<HTMLInputElement>} */ (shelves.querySelectorAll("[data-choose]")))
      tick.checked = chosen.includes(tick.dataset.choose ?? "");
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
    // A link to a heading of the page leaves the card open
    if (id !== opened && (id || !location.hash)) open(id, { quietly: true });
  };
  model.on("change:proposed", paint);
  model.on("change:card", asksOther);
  addEventListener("popstate", moved);
  paint();

  /** A link leads to the card itself, once the page is drawn. @param {number} tries */
  function arrive(tries) {
    const { classList } = document.body;
    if (classList.contains("pap-workbook") && !classList.contains("pap-ready") && tries > 0)
      setTimeout(() => arrive(tries - 1), 100);
    else reader?.title.focus();
  }
  if (isLinked) arrive(600);
  return () => {
    clearTimeout(quiet);
    far.close();
    printing.close();
    model.off("change:proposed", paint);
    model.off("change:card", asksOther);
    removeEventListener("popstate", moved);
  };
}

export default { render };
