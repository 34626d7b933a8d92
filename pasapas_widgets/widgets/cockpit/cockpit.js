// @ts-check
/**
 * The cockpit: one trainer, one session, one obvious next thing. It speaks with its kernel only; the kernel speaks with
 * the server. Every part is built once and painted again when something changes, so that the keyboard keeps its place.
 */
import { h, put } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { block, button, courier, field, shelf } from "./base.js";
import { beginPart, footPart, headPart, linkPart, navPart } from "./frame.js";
import { preparePart } from "./prepare.js";
import { beforePart } from "./before.js";
import { doorPart } from "./door.js";
import { countsPart, focusPart, publishedPart, stepsPart } from "./run.js";
import { commentsPart, composePart, evaluationPart, votedPart } from "./voices.js";
import { broughtPart } from "./brought.js";
import { paperPart } from "./paper.js";
import { groupPart } from "./group.js";
import { earlierPart, endPart, eraseDialog } from "./end.js";

/** @typedef {import("./base.js").Model} Model @typedef {import("./base.js").Desk} Desk
 * @typedef {import("./base.js").Part} Part */

const TRAITS = [
  "link",
  "sessions",
  "receipts",
  "opened",
  "about",
  "state",
  "questionnaire",
  "checks",
  "comments",
  "tallies",
  "kept",
  "voted",
  "evaluation",
  "results",
  "earlier",
  "rehearsal",
];

/** The part to begin with in a phase. @param {string} phase @param {string} mode */
export function usualPart(phase, mode) {
  if (phase === "attente") return "avant";
  if (phase === "fin") return "terminer";
  return mode !== "individuel" && phase === "resultats" ? "groupe" : "pendant";
}

/** Which parts a session has: a group's own sheet only where the group answers together. @param {string} mode */
export const partsOf = (mode) => [
  "avant",
  "pendant",
  ...(mode === "individuel" ? [] : ["groupe"]),
  "papier",
  "terminer",
];

/** Call or send home the participants of a rehearsal. @param {Desk} desk @returns {Part} */
function rehearsalPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.repetition;
  const n = /** @type {HTMLInputElement} */ (
    h("input", { id: `${uid}-synthetic`, type: "number", min: 1, max: 60, value: 12 })
  );
  const number = field(t.combien, n);
  const start = button(t.appeler, (pressed) =>
    desk.act(pressed, "rehearse", { participants: Math.min(60, Math.max(1, Number(n.value) || 12)) }, t.appeles),
  );
  const stop = button(t.renvoyer, (pressed) => desk.act(pressed, "rest", {}, t.renvoyes));
  const said = h("p", {});
  const root = block(t.titre, h("p", {}, t.aide), number, h("div", { class: "pap-cockpit-row" }, start, stop), said);
  return {
    root,
    paint() {
      const now = model.get("rehearsal");
      root.hidden = !model.get("about").rehearsal;
      number.hidden = start.hidden = Boolean(now.running);
      stop.hidden = !now.running;
      put(said, now.fault ?? (now.participants ? fill(t.ou, now) : ""));
    },
  };
}

/** The parts of a session, each built once. @param {Desk} desk */
function partsPart(desk) {
  const dialog = eraseDialog(desk);
  const compose = composePart(desk);
  const during = [
    stepsPart(desk, compose.show),
    compose,
    evaluationPart(desk),
    votedPart(desk),
    focusPart(desk),
    countsPart(desk),
    doorPart(desk),
    publishedPart(desk),
    commentsPart(desk),
    earlierPart(desk),
  ];
  /** @type {Record<string, Part[]>} */
  const parts = {
    seances: [preparePart(desk, dialog.open)],
    avant: [rehearsalPart(desk), beforePart(desk), beginPart(desk)],
    pendant: during,
    groupe: [groupPart(desk)],
    papier: [paperPart(desk), broughtPart(desk)],
    terminer: [endPart(desk, dialog.open)],
  };
  const sections = Object.entries(parts).map(([name, some]) => {
    const { titre, aide } = desk.texts.parties[name];
    const heading = h("h3", { id: `${desk.uid}-${name}`, tabindex: -1 }, titre);
    const root = h(
      "section",
      { class: "pap-cockpit-part", "aria-labelledby": heading.id },
      heading,
      h("p", { class: "pap-soft" }, aide),
      ...some.map((one) => one.root),
    );
    return { name, heading, root, paint: () => some.forEach((one) => one.paint()) };
  });
  return { sections, compose, dialog };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const texts = model.get("texts");
  const kept = shelf("");
  const root = h("div", { class: "pap pap-cockpit", lang: "fr" });
  let chosen = ""; // the part that the trainer chose; empty for the usual one
  let cut = false;

  const post = courier(model, {
    cut: texts.lien.inconnu,
    hello: () => ({ last: kept.get("last") }),
    lost: () => ((cut = true), paint()),
    back: () => ((cut = false), paint()),
  });
  const foot = footPart(texts, post.ask);

  /** @type {Desk} */
  const desk = {
    model,
    texts,
    uid: newUid("cockpit"),
    root,
    ask: post.ask,
    act: foot.act,
    say: foot.say,
    blame: foot.blame,
    at: () => chosen,
    /** Show a part; where `since` is given, only if nobody has chosen another one since then. */
    go(part, since = chosen) {
      if (since !== chosen) return;
      chosen = part;
      paint();
      sections.find(({ name }) => name === here())?.heading.focus();
    },
  };

  const { sections, compose, dialog } = partsPart(desk);
  const names = sections.map(({ name }) => name);
  const link = linkPart(model, texts);
  const head = headPart(desk);
  const nav = navPart(desk, names, (name) => partsOf(model.get("about").mode).includes(name));
  const bodies = sections.map((one) => one.root);
  root.append(link.alert, ...head.nodes, link.absent, nav.root, ...bodies, foot.root, dialog.root);
  el.append(root);

  /** The part on screen. */
  function here() {
    if (!model.get("opened")) return "seances";
    const { mode } = model.get("about");
    return chosen === "seances" || partsOf(mode).includes(chosen) ? chosen : usualPart(model.get("state").phase, mode);
  }

  function paint() {
    const { state } = model.get("link");
    const now = state === "absent" || state === "" ? "" : here();
    link.paint(cut);
    head.paint();
    nav.paint(now);
    for (const one of sections) {
      one.root.hidden = one.name !== now;
      if (one.name === now) one.paint();
    }
  }

  function remember() {
    if (model.get("opened") || kept.get("last")) kept.set("last", model.get("opened"));
    compose.root.hidden = true;
  }

  /** Several traits come in one message: paint once. */
  let planned = false;
  function plan() {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      paint();
    });
  }

  TRAITS.forEach((name) => model.on(`change:${name}`, plan));
  model.on("change:opened", remember);
  paint();
  return () => {
    post.stop();
    foot.close();
    TRAITS.forEach((name) => model.off(`change:${name}`, plan));
    model.off("change:opened", remember);
    root.remove();
  };
}

export default { render };
