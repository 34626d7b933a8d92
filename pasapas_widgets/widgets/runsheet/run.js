// @ts-check
/** A session under way: the present sequence, a calm clock that suggests and never cuts, a view for the whole room. */
import { h, openDialog, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button } from "../kit/parts.js";
import { absence, begun, gone, healed, isRun, lengthInWords } from "./clock.js";
import { allPart, awayPart, momentPart, projection, proposalPart } from "./moment.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../../front/host.js").Model} Model @typedef {import("./clock.js").Run} Run
 * @typedef {{ get(name: string): any, set(name: string, value: any): void }} Shelf
 * @typedef {ReturnType<typeof openLed>} Led */

const LOOK = 5_000; // milliseconds between two looks at the wall clock
const RUN = "seance"; // where the session under way is kept in this browser

/** The session under way, which lives in this browser alone.
 * @param {Texts} t @param {Shelf} shelf @param {(text: string) => void} say @param {() => void} paint */
function openLed(t, shelf, say, paint) {
  const a = t.animer;
  /** With the present moment. @returns {Run | null} */
  const current = () => {
    const run = shelf.get(RUN);
    return isRun(run) ? run : null;
  };
  /** Do something to it now. @param {(run: Run, now: number) => Run} what @returns {Run | null} */
  function act(what) {
    const now = Date.now();
    const run = current();
    if (!run) return null;
    const next = { ...what(healed(run, now), now), seen: now };
    shelf.set(RUN, next);
    paint();
    return next;
  }
  /** @param {Run} run */
  function announce(run) {
    const { titre, duree } = run.steps[run.at];
    say(fill(a.annonce, { n: run.at + 1, total: run.steps.length, titre, duree: lengthInWords(duree, t) }));
  }
  return {
    current,
    act,
    /** @param {Plain} session @param {string} sheet */
    begin(session, sheet) {
      const run = begun(/** @type {any} */ (session), sheet, Date.now());
      shelf.set(RUN, run);
      paint();
      announce(run);
    },
    /** Go so many sequences further. @param {number} by */
    go(by) {
      const next = act((run, now) => gone(run, run.at + by, now));
      if (next) announce(next);
    },
    /** Replace it as it is, whatever time has passed. @param {(run: Run) => Run} what */
    put(what) {
      const held = current();
      if (held) shelf.set(RUN, what(held));
      paint();
    },
    end() {
      shelf.set(RUN, null);
      paint();
    },
    /** Look at the wall clock. */
    look() {
      const run = current();
      const now = Date.now();
      if (run && !absence(run, now)) shelf.set(RUN, healed(run, now));
      paint();
    },
  };
}

/** The question before a session is ended. @param {any} a texts of «animer» @param {string} uid
 * @param {() => void} end */
function endDialog(a, uid, end) {
  const dialog = h("dialog", { class: "pap-dialog", "aria-labelledby": `${uid}-end` });
  const sure = () => (dialog.close(), end());
  dialog.append(
    h("h3", { id: `${uid}-end` }, a.terminer_titre),
    h("p", {}, a.terminer_texte),
    h(
      "div",
      { class: "pap-kit-line" },
      button(a.terminer_non, () => dialog.close(), "main", { autofocus: true }),
      button(a.terminer_oui, sure, "danger"),
    ),
  );
  return dialog;
}

/** @param {Model} model @param {Texts} t @param {string} uid
 * @param {Shelf} shelf @param {(text: string) => void} say */
export function runView(model, t, uid, shelf, say) {
  const a = t.animer;
  /** @type {Plain} */
  let session = {};
  let sheet = "";
  const led = openLed(t, shelf, say, paint);

  const begin = button(a.commencer, () => (led.begin(session, sheet), now.next.focus()), "main", {
    "data-key": "begin",
  });
  const ready = h("div", { class: "pap-runsheet-offer" }, h("p", {}, a.pret), begin);
  const wall = projection(t, uid, { back: () => led.go(-1), next: () => led.go(1) });
  const now = momentPart(model, t, led, () => (paint(), wall.open()));
  const other = h("p", { class: "pap-notice", hidden: true });
  const away = awayPart(t, led, () => now.next.focus());
  const propose = proposalPart(t, led, say);
  const all = allPart(t);
  const sure = endDialog(a, uid, () => (led.end(), begin.focus()));
  const box = h("input", { type: "checkbox" });
  box.addEventListener("change", () => led.act((run) => ({ ...run, time: box.checked })));
  const under = h(
    "div",
    {},
    other,
    away.root,
    now.root,
    propose.root,
    all.root,
    h(
      "div",
      { class: "pap-kit-line" },
      h("label", { class: "pap-kit-tick" }, box, h("span", {}, a.montrer)),
      button(a.terminer, () => openDialog(sure), "quiet"),
    ),
    sure,
    wall.dialog,
  );
  const root = h("div", {}, ready, under);

  function paint() {
    const run = led.current();
    ready.hidden = Boolean(run);
    under.hidden = !run;
    if (!run) {
      if (wall.dialog.open) wall.dialog.close();
      return;
    }
    const moment = Date.now();
    put(other, run.sheet === sheet ? "" : fill(a.autre, { titre: run.titre }));
    box.checked = run.time;
    [away, now, propose, all, wall].forEach((one) => one.paint(run, moment));
  }

  const clock = setInterval(led.look, LOOK);
  const seen = () => document.visibilityState === "visible" && led.look();
  document.addEventListener("visibilitychange", seen);
  addEventListener("storage", led.look);
  return {
    root,
    /** Whether a session is under way. */
    get isUnderWay() {
      return led.current() !== null;
    },
    /** @param {Plain} one @param {string} name */
    paint(one, name) {
      [session, sheet] = [one, name];
      paint();
    },
    close() {
      clearInterval(clock);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("storage", led.look);
    },
  };
}
