// @ts-check
/**
 * What a session under way shows of its present moment: the sequence and its clock, the same for the whole room, what
 * could be shortened, what happened while nobody was there.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./clock.js").Run} Run
 * @typedef {import("./run.js").Led} Led
 * @typedef {{ root: HTMLElement, paint(run: Run, now: number): void }} Part
 */

import { h, openDialog, put, redraw } from "../../front/dom.js";
import { dayOfYear, fill } from "../../front/words.js";
import { button } from "../kit/parts.js";
import {
  absence,
  drift,
  endingInWords,
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
export function projection(t, uid, act) {
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
      openDialog(dialog);
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

/** The sequence of now, its clock, and the way to the next one. @param {Model} model @param {Texts} t @param {Led} led
 * @param {() => void} project show it to the whole room @returns {Part & { next: HTMLElement }} */
export function momentPart(model, t, led, project) {
  const a = t.animer;
  const place = h("p", { class: "pap-runsheet-place" });
  const title = h("h3", {});
  const left = h("p", { class: "pap-runsheet-left" });
  const end = h("p", { class: "pap-soft" });
  const slim = slimBar();
  const time = h("div", { class: "pap-runsheet-time" }, left, slim.root, end);
  const hidden = h("p", { class: "pap-soft" }, a.temps_cache);
  const body = h("div", {});
  const then = h("p", { class: "pap-runsheet-then" });
  const back = button(a.precedente, () => led.go(-1), "quiet", { "data-key": "back" });
  const next = button(a.suivante, () => led.go(1), "main", { "data-key": "next" });
  const rest = button(
    a.suspendre,
    () => led.act((run, now) => (run.paused === null ? paused(run, now) : resumed(run, now))),
    "quiet",
    { "data-key": "pause" },
  );
  const stretch = (/** @type {number} */ by) => led.act((run) => stretched(run, run.steps[run.at].id, by));
  const less = button(a.moins_cinq, () => stretch(-5), "quiet", {
    "aria-label": `${a.moins_cinq} : ${a.moins_cinq_dit}`,
  });
  const more = button(a.plus_cinq, () => stretch(5), "quiet", { "aria-label": `${a.plus_cinq} : ${a.plus_cinq_dit}` });
  const root = h(
    "div",
    { class: "pap-runsheet-now" },
    place,
    title,
    time,
    hidden,
    h("div", { class: "pap-kit-line" }, back, next),
    h("div", { class: "pap-kit-line" }, rest, less, more, button(a.projeter, project, "quiet")),
    body,
    then,
  );
  return {
    root,
    next,
    paint(run, now) {
      const one = run.steps[run.at];
      put(place, fill(a.sequence, { n: run.at + 1, total: run.steps.length }));
      put(title, one.titre);
      time.hidden = !run.time;
      hidden.hidden = run.time;
      put(left, remainingInWords(run, now, t));
      put(end, endingInWords(run, now, t));
      end.dataset.drift = String(Math.sign(drift(run, now)));
      slim.paint(run, now);
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
    },
  };
}

/** Which sequences could be shortened where time runs out. @param {Texts} t @param {Led} led
 * @param {(text: string) => void} say @returns {Part} */
export function proposalPart(t, led, say) {
  const a = t.animer;
  const root = h("div", { class: "pap-runsheet-propose", hidden: true });
  /** @param {ReturnType<typeof proposal>["cuts"][number]} one */
  const row = (one) =>
    h(
      "li",
      {},
      h(
        "div",
        {},
        fill(a.proposer_une, { titre: one.titre, avant: lengthInWords(one.to, t), apres: lengthInWords(one.from, t) }),
      ),
      button(
        a.raccourcir,
        () => {
          led.act((held) => stretched(held, one.id, one.to - one.from));
          say(fill(a.raccourcie, { titre: one.titre, duree: lengthInWords(one.to, t) }));
        },
        "quiet",
        { "data-key": `cut-${one.id}`, "aria-label": `${a.raccourcir} : ${one.titre}` },
      ),
    );
  return {
    root,
    paint(run, now) {
      const { cuts, missing } = run.time ? proposal(run, now) : { cuts: [], missing: 0 };
      root.hidden = !cuts.length && !missing;
      redraw(root, [cuts, missing], () => [
        cuts.length ? h("p", {}, h("strong", {}, a.proposer)) : null,
        h("ul", { class: "pap-kit-list" }, ...cuts.map(row)),
        missing ? h("p", {}, fill(a.manque, { duree: lengthInWords(missing, t) })) : null,
      ]);
    },
  };
}

/** That nobody was there for long, and the way to go on from where the session was left.
 * @param {Texts} t @param {Led} led @param {() => void} then @returns {Part} */
export function awayPart(t, led, then) {
  const a = t.animer;
  const root = h("div", { class: "pap-notice", hidden: true });
  function forget() {
    led.put((run) => returned(run, Date.now()));
    then();
  }
  return {
    root,
    paint(run, now) {
      const gap = absence(run, now);
      root.hidden = !gap;
      const when = () =>
        fill(a.absence, {
          jour: dayOfYear(new Date(run.began)),
          heure: wallClock(run.began, t),
          duree: lengthInWords(Math.round(gap / 3_600_000) * 60, t),
        });
      redraw(root, gap ? run.seen : 0, () =>
        gap ? [h("p", {}, when()), button(a.oublier_absence, forget, "main")] : [],
      );
    },
  };
}

/** All the sequences, those that are done and the present one said to be so. @param {Texts} t @returns {Part} */
export function allPart(t) {
  const a = t.animer;
  const steps = h("ol", { class: "pap-runsheet-numbered" });
  return {
    root: h("details", { class: "pap-kit-fold", "data-key": "all" }, h("summary", {}, a.toutes), steps),
    paint(run) {
      const stateOf = (/** @type {number} */ n) =>
        n === run.at ? ` (${a.presente})` : n < run.at ? ` (${a.faite})` : "";
      redraw(steps, [run.steps, run.at], () =>
        run.steps.map((step, n) =>
          h(
            "li",
            { "aria-current": n === run.at ? "step" : null },
            `${step.titre}, ${lengthInWords(step.duree, t)}`,
            stateOf(n),
          ),
        ),
      );
    },
  };
}
