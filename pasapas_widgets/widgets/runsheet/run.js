// @ts-check
/** A session under way: the present sequence, a calm clock that suggests and never cuts, a view for the whole room. */
import { h, put, redraw } from "../../front/dom.js";
import { dayOfYear, fill } from "../../front/words.js";
import { button } from "../kit/parts.js";
import {
  absence,
  begun,
  drift,
  endingInWords,
  gone,
  healed,
  isRun,
  lengthInWords,
  paused,
  proposal,
  remaining,
  remainingInWords,
  resumed,
  returned,
  share,
  stretched,
  wallClock,
} from "./clock.js";
import { told, toolsOf } from "./read.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../../front/host.js").Model} Model @typedef {import("./clock.js").Run} Run */

const LOOK = 5_000; // milliseconds between two looks at the wall clock
const RUN = "seance"; // where the session under way is kept in this browser

/** A slim bar; the same is said in words beside it. */
function slimBar() {
  const filled = h("span", {});
  const root = h("div", { class: "pap-runsheet-bar", "aria-hidden": "true" }, filled);
  return {
    root,
    /** @param {Run} run @param {number} now */
    paint(run, now) {
      filled.style.width = `${Math.round(share(run, now) * 1000) / 10}%`;
      root.toggleAttribute("data-over", remaining(run, now) <= 0);
    },
  };
}

/** What the room sees: the title, what it is to make, the time left.
 * @param {Texts} t @param {string} uid @param {{ back(): void, next(): void }} act */
function projection(t, uid, act) {
  const a = t.animer;
  const place = h("p", { class: "pap-runsheet-place" });
  const title = h("h3", { id: `${uid}-projected` });
  const made = h("div", { class: "pap-runsheet-made" });
  const left = h("p", { class: "pap-runsheet-left" });
  const slim = slimBar();
  const back = button(a.precedente, act.back, "quiet");
  const next = button(a.suivante, act.next, "quiet");
  const dialog = h("dialog", { class: "pap-runsheet-project", "aria-labelledby": title.id });
  dialog.append(
    place,
    title,
    made,
    h("div", { class: "pap-runsheet-time" }, left, slim.root),
    h(
      "div",
      { class: "pap-kit-line" },
      back,
      next,
      button(a.fermer, () => dialog.close(), "main", { autofocus: true }),
    ),
  );
  dialog.addEventListener("close", () => document.fullscreenElement === dialog && document.exitFullscreen());
  return {
    dialog,
    open() {
      dialog.showModal();
      dialog.requestFullscreen?.().catch(() => {}); // where it may not fill the screen, it fills the page
    },
    /** @param {Run} run @param {number} now */
    paint(run, now) {
      const one = run.steps[run.at];
      put(place, fill(a.sequence, { n: run.at + 1, total: run.steps.length }));
      put(title, one.titre);
      redraw(made, one.production, () =>
        one.production ? [h("p", { class: "pap-runsheet-label" }, t.lire.groupe), h("p", {}, one.production)] : [],
      );
      put(left, run.time ? remainingInWords(run, now, t) : "");
      slim.root.hidden = !run.time;
      slim.paint(run, now);
      back.setAttribute("aria-disabled", String(run.at === 0));
      next.setAttribute("aria-disabled", String(run.at === run.steps.length - 1));
    },
  };
}

/** @param {Model} model @param {Texts} t @param {string} uid
 * @param {{ get(name: string): any, set(name: string, value: any): void }} shelf @param {(text: string) => void} say */
export function runView(model, t, uid, shelf, say) {
  const a = t.animer;
  /** @type {Plain} */
  let session = {};
  let sheet = "";

  /** The session under way, with the present moment. @returns {Run | null} */
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
  function go(/** @type {number} */ by) {
    const next = act((run, now) => gone(run, run.at + by, now));
    if (next) announce(next);
  }
  const announce = (/** @type {Run} */ run) =>
    say(
      fill(a.annonce, {
        n: run.at + 1,
        total: run.steps.length,
        titre: run.steps[run.at].titre,
        duree: lengthInWords(run.steps[run.at].duree, t),
      }),
    );
  const stretch = (/** @type {number} */ by) => act((run) => stretched(run, run.steps[run.at].id, by));

  const begin = button(
    a.commencer,
    () => {
      const run = begun(/** @type {any} */ (session), sheet, Date.now());
      shelf.set(RUN, run);
      paint();
      announce(run);
      next.focus();
    },
    "main",
    { "data-key": "begin" },
  );
  const ready = h("div", { class: "pap-runsheet-offer" }, h("p", {}, a.pret), begin);
  const other = h("p", { class: "pap-notice", hidden: true });
  const away = h("div", { class: "pap-notice", hidden: true });
  const place = h("p", { class: "pap-runsheet-place" });
  const title = h("h3", {});
  const left = h("p", { class: "pap-runsheet-left" });
  const end = h("p", { class: "pap-soft" });
  const slim = slimBar();
  const time = h("div", { class: "pap-runsheet-time" }, left, slim.root, end);
  const hidden = h("p", { class: "pap-soft" }, a.temps_cache);
  const body = h("div", {});
  const then = h("p", { class: "pap-runsheet-then" });
  const back = button(a.precedente, () => go(-1), "quiet", { "data-key": "back" });
  const next = button(a.suivante, () => go(1), "main", { "data-key": "next" });
  const rest = button(
    a.suspendre,
    () => act((run, now) => (run.paused === null ? paused(run, now) : resumed(run, now))),
    "quiet",
    { "data-key": "pause" },
  );
  const less = button(a.moins_cinq, () => stretch(-5), "quiet", {
    "aria-label": `${a.moins_cinq} : ${a.moins_cinq_dit}`,
  });
  const more = button(a.plus_cinq, () => stretch(5), "quiet", { "aria-label": `${a.plus_cinq} : ${a.plus_cinq_dit}` });
  const wall = projection(t, uid, { back: () => go(-1), next: () => go(1) });
  const project = button(
    a.projeter,
    () => {
      paint();
      wall.open();
    },
    "quiet",
  );
  const propose = h("div", { class: "pap-runsheet-propose", hidden: true });
  const box = h("input", { type: "checkbox" });
  box.addEventListener("change", () => act((run) => ({ ...run, time: box.checked })));
  const steps = h("ol", { class: "pap-runsheet-numbered" });
  const sure = h("dialog", { class: "pap-dialog", "aria-labelledby": `${uid}-end` });
  sure.append(
    h("h3", { id: `${uid}-end` }, a.terminer_titre),
    h("p", {}, a.terminer_texte),
    h(
      "div",
      { class: "pap-kit-line" },
      button(a.terminer_non, () => sure.close(), "main", { autofocus: true }),
      button(
        a.terminer_oui,
        () => {
          sure.close();
          shelf.set(RUN, null);
          paint();
          begin.focus();
        },
        "danger",
      ),
    ),
  );
  const now = h(
    "div",
    { class: "pap-runsheet-now" },
    place,
    title,
    time,
    hidden,
    h("div", { class: "pap-kit-line" }, back, next),
    h("div", { class: "pap-kit-line" }, rest, less, more, project),
    body,
    then,
  );
  const under = h(
    "div",
    {},
    other,
    away,
    now,
    propose,
    h("details", { class: "pap-kit-fold", "data-key": "all" }, h("summary", {}, a.toutes), steps),
    h(
      "div",
      { class: "pap-kit-line" },
      h("label", { class: "pap-kit-tick" }, box, h("span", {}, a.montrer)),
      button(a.terminer, () => sure.showModal(), "quiet"),
    ),
    sure,
    wall.dialog,
  );
  const root = h("div", {}, ready, under);

  function paintProposal(/** @type {Run} */ run, /** @type {number} */ moment) {
    const { cuts, missing } = run.time ? proposal(run, moment) : { cuts: [], missing: 0 };
    propose.hidden = !cuts.length && !missing;
    redraw(propose, [cuts, missing], () => [
      cuts.length ? h("p", {}, h("strong", {}, a.proposer)) : null,
      h(
        "ul",
        { class: "pap-kit-list" },
        ...cuts.map((one) =>
          h(
            "li",
            {},
            h(
              "div",
              {},
              fill(a.proposer_une, {
                titre: one.titre,
                avant: lengthInWords(one.to, t),
                apres: lengthInWords(one.from, t),
              }),
            ),
            button(
              a.raccourcir,
              () => {
                act((held) => stretched(held, one.id, one.to - one.from));
                say(fill(a.raccourcie, { titre: one.titre, duree: lengthInWords(one.to, t) }));
              },
              "quiet",
              { "data-key": `cut-${one.id}`, "aria-label": `${a.raccourcir} : ${one.titre}` },
            ),
          ),
        ),
      ),
      missing ? h("p", {}, fill(a.manque, { duree: lengthInWords(missing, t) })) : null,
    ]);
  }

  function paintAway(/** @type {Run} */ run, /** @type {number} */ moment) {
    const gap = absence(run, moment);
    away.hidden = !gap;
    redraw(away, gap ? run.seen : 0, () =>
      !gap
        ? []
        : [
            h(
              "p",
              {},
              fill(a.absence, {
                jour: dayOfYear(new Date(run.began)),
                heure: wallClock(run.began, t),
                duree: lengthInWords(Math.round(gap / 3_600_000) * 60, t),
              }),
            ),
            button(
              a.oublier_absence,
              () => {
                const held = current();
                if (held) shelf.set(RUN, returned(held, Date.now()));
                paint();
                next.focus();
              },
              "main",
            ),
          ],
    );
  }

  function paint() {
    const moment = Date.now();
    const run = current();
    ready.hidden = Boolean(run);
    under.hidden = !run;
    if (!run) {
      if (wall.dialog.open) wall.dialog.close();
      return;
    }
    const one = run.steps[run.at];
    put(other, run.sheet === sheet ? "" : fill(a.autre, { titre: run.titre }));
    paintAway(run, moment);
    put(place, fill(a.sequence, { n: run.at + 1, total: run.steps.length }));
    put(title, one.titre);
    time.hidden = !run.time;
    hidden.hidden = run.time;
    box.checked = run.time;
    put(left, remainingInWords(run, moment, t));
    put(end, endingInWords(run, moment, t));
    end.dataset.drift = String(Math.sign(drift(run, moment)));
    slim.paint(run, moment);
    put(rest, run.paused === null ? a.suspendre : a.reprendre);
    back.setAttribute("aria-disabled", String(run.at === 0));
    next.setAttribute("aria-disabled", String(run.at === run.steps.length - 1));
    redraw(body, one, () => [
      told(t.lire.groupe, one.production, "pap-runsheet-made"),
      told(t.lire.vous, one.formateur),
      ...toolsOf(one, model, t, `animer-${one.id}`),
    ]);
    const coming = run.steps[run.at + 1];
    put(then, coming ? fill(a.ensuite, { titre: coming.titre, duree: lengthInWords(coming.duree, t) }) : a.derniere);
    paintProposal(run, moment);
    redraw(steps, [run.steps, run.at], () =>
      run.steps.map((step, n) =>
        h(
          "li",
          { "aria-current": n === run.at ? "step" : null },
          `${step.titre}, ${lengthInWords(step.duree, t)}`,
          n === run.at ? ` (${a.presente})` : n < run.at ? ` (${a.faite})` : "",
        ),
      ),
    );
    wall.paint(run, moment);
  }

  function look() {
    const run = current();
    const moment = Date.now();
    if (run && !absence(run, moment)) shelf.set(RUN, healed(run, moment));
    paint();
  }
  const clock = setInterval(look, LOOK);
  const seen = () => document.visibilityState === "visible" && look();
  document.addEventListener("visibilitychange", seen);
  addEventListener("storage", look);
  return {
    root,
    /** Whether a session is under way. */
    get isUnderWay() {
      return current() !== null;
    },
    /** @param {Plain} one @param {string} name */
    paint(one, name) {
      [session, sheet] = [one, name];
      paint();
    },
    close() {
      clearInterval(clock);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("storage", look);
    },
  };
}
