// @ts-check
/** The cards that are chosen, and their pages: Python makes them while the person goes on reading. */
import { h, handOver, put } from "../../front/dom.js";
import { counted } from "../../front/words.js";
import { button } from "../kit/parts.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts */

const SLOW = 5000; // milliseconds before the person is told that it goes on
const LOST = 45_000; // milliseconds before the person is told that nothing will come

/** @param {Model} model @param {Texts} t @param {{ chosen: () => string[], all: () => void, none: () => void }} act */
export function printPart(model, t, act) {
  const told = h("p", {});
  const status = h("p", { role: "status", class: "pap-library-printing" });
  const fault = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const print = button(t.bouton, ask, "main", { "data-key": "print" });
  const none = button(t.rien, act.none, "quiet", { "data-key": "none" });
  const root = h(
    "section",
    { class: "pap-library-print" },
    h("h3", {}, t.titre),
    told,
    h("div", { class: "pap-kit-line" }, print, button(t.tout, act.all, "quiet", { "data-key": "all" }), none),
    status,
    fault,
  );
  let waits = 0;
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = [];

  /** @param {string} said @param {string} wrong */
  function rest(said, wrong) {
    timers.forEach(clearTimeout);
    timers = [];
    waits = 0;
    status.textContent = said;
    put(fault, wrong);
    paint();
  }

  function ask() {
    waits = Date.now();
    put(fault, "");
    status.textContent = t.encours;
    timers = [setTimeout(() => (status.textContent = t.lent), SLOW), setTimeout(() => rest("", t.perdu), LOST)];
    model.set("wanted", { n: waits, ids: act.chosen() });
    model.save_changes();
    paint();
  }

  function heard() {
    const { n, faute } = model.get("printed");
    if (!waits || n !== waits) return; // what another view of this page asked for
    const data = model.get("file");
    if (faute || !data?.byteLength) return rest("", faute || t.echec);
    handOver(data, "application/pdf", t.fichier, root);
    rest(t.pret, "");
  }

  function paint() {
    const ids = act.chosen();
    put(
      told,
      ids.length
        ? `${counted(t.choisies, ids.length, { noms: ids.join(", ") })} ${counted(t.pages, Math.ceil(ids.length / 2))}`
        : t.aucune,
    );
    print.setAttribute("aria-disabled", String(!ids.length || waits > 0));
    root.setAttribute("aria-busy", String(waits > 0));
    none.setAttribute("aria-disabled", String(!ids.length));
  }
  model.on("change:printed", heard);
  return {
    root,
    paint,
    close() {
      timers.forEach(clearTimeout);
      model.off("change:printed", heard);
    },
  };
}
