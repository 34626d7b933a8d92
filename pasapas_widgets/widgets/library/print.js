// @ts-check
/** The cards that are chosen, and their pages: Python makes them while the person goes on reading. */
import { courier } from "../../front/courier.js";
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
  const post = courier(model, LOST);
  let turn = 0; // each gesture has its own
  let isBusy = false;
  let asked = 0; // the number of what Python has taken and is making
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = [];

  /** @param {string} said @param {string} wrong */
  function rest(said, wrong) {
    timers.forEach(clearTimeout);
    timers = [];
    isBusy = false;
    asked = 0;
    turn += 1;
    status.textContent = said;
    put(fault, wrong);
    paint();
  }

  function ask() {
    const own = (turn += 1);
    isBusy = true;
    put(fault, "");
    status.textContent = t.encours;
    timers = [setTimeout(() => (status.textContent = t.lent), SLOW), setTimeout(() => rest("", t.perdu), LOST)];
    const taken = (/** @type {string[]} */ _faults, /** @type {number} */ seq) => {
      if (own !== turn) return; // nobody waits for it any more
      asked = seq;
      heard();
    };
    post.ask([{ verb: "print", values: { ids: act.chosen() }, done: taken }]);
    paint();
  }

  /** Hand over the pages once they are made: those of this view, not what another view of this page asked for. */
  function heard() {
    if (!asked) return;
    const refused = model
      .get("refusals")
      .find((/** @type {{ page: string, seq: number }} */ one) => one.seq === asked && post.isOwn(one));
    if (refused) return rest("", refused.phrase);
    if (!post.holds(asked)) return;
    const data = model.get("file");
    if (!data?.byteLength) return rest("", t.echec);
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
    print.setAttribute("aria-disabled", String(!ids.length || isBusy));
    root.setAttribute("aria-busy", String(isBusy));
    none.setAttribute("aria-disabled", String(!ids.length));
  }
  const events = ["change:pages", "change:refusals"];
  events.forEach((event) => model.on(event, heard));
  const stop = post.listen(() => {});
  return {
    root,
    paint,
    close() {
      timers.forEach(clearTimeout);
      events.forEach((event) => model.off(event, heard));
      stop();
    },
  };
}
