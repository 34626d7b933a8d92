// @ts-check
/**
 * The cockpit: one trainer, one session, one obvious next thing. It speaks with its kernel only; the kernel speaks with
 * the server. Every part is built once and painted again when something changes, so that the keyboard keeps its place.
 */
import { h, put } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { barPart, wordPart } from "./bar.js";
import { button, courier, field, shelf } from "./base.js";
import { beforePart } from "./before.js";
import { broughtPart } from "./brought.js";
import { distancePart } from "./distance.js";
import { doorPart } from "./door.js";
import { earlierPart, endPart, eraseDialog } from "./end.js";
import { exerciseNowPart, exercisesPart } from "./exercises.js";
import { headPart, linkPart } from "./frame.js";
import { groupPart } from "./group.js";
import { partsOf, railPart, told, usualPart } from "./moments.js";
import { paperPart } from "./paper.js";
import { preparePart } from "./prepare.js";
import { ballotPart, focusPart, momentPart, publishedPart } from "./run.js";
import { fitScreen } from "./screen.js";
import { sidePart } from "./side.js";
import { commentsPart, composePart, evaluationPart, votedPart } from "./voices.js";

/** @typedef {import("./base.js").Model} Model @typedef {import("./base.js").Desk} Desk
 * @typedef {import("./base.js").Part} Part */

const TRAITS = [
  "link",
  "address",
  "sessions",
  "receipts",
  "opened",
  "about",
  "crew",
  "state",
  "questionnaire",
  "checks",
  "comments",
  "tallies",
  "kept",
  "voted",
  "asked",
  "evaluation",
  "results",
  "earlier",
  "rehearsal",
];

const VOTING = ["resultats", "vote", "resultats_vote"]; // the moments in which a vote can be prepared

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
  const row = h("div", { class: "pap-cockpit-row" }, start, stop);
  const root = h("section", {}, h("h4", {}, t.titre), h("p", { class: "pap-soft" }, t.aide), number, row, said);
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
  /** @type {Record<string, Part[]>} */
  const parts = {
    seances: [preparePart(desk, dialog.open)],
    avant: [beforePart(desk)],
    pendant: [
      distancePart(desk),
      publishedPart(desk),
      momentPart(desk, compose.show),
      ballotPart(desk),
      exerciseNowPart(desk),
      votedPart(desk),
      evaluationPart(desk),
      focusPart(desk),
      earlierPart(desk),
    ],
    composer: [compose],
    groupe: [groupPart(desk)],
    exercices: [exercisesPart(desk)],
    porte: [doorPart(desk), rehearsalPart(desk)],
    mots: [commentsPart(desk)],
    papier: [paperPart(desk), broughtPart(desk)],
    terminer: [endPart(desk, dialog.open, evaluationPart(desk))],
  };
  const sections = Object.entries(parts).map(([name, some]) => sectionPart(desk, name, some));
  return { sections, compose, dialog };
}

/** A part of the cockpit under its heading; that of the present moment is the moment's name.
 * @param {Desk} desk @param {string} name @param {Part[]} parts */
function sectionPart(desk, name, parts) {
  const { model, texts, uid } = desk;
  const { titre, aide } = texts.parties[name];
  const heading = h("h3", { id: `${uid}-${name}`, tabindex: -1 }, titre);
  const root = h(
    "section",
    { class: "pap-cockpit-part", "aria-labelledby": heading.id },
    h("div", { class: "pap-cockpit-heading" }, heading, h("p", { class: "pap-soft" }, aide)),
    ...parts.map((one) => one.root),
  );
  return {
    name,
    heading,
    root,
    paint() {
      if (name === "pendant") put(heading, told(desk, model.get("state").phase).nom);
      parts.forEach((one) => one.paint());
    },
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const texts = model.get("texts");
  const kept = shelf("");
  const root = h("div", { class: "pap pap-cockpit", lang: "fr" });
  let chosen = ""; // the part that the trainer chose; empty for the usual one
  let shown = "";
  let cut = false;

  const post = courier(model, {
    cut: texts.lien.inconnu,
    hello: () => ({ last: kept.get("last") }),
    lost: () => ((cut = true), paint()),
    back: () => ((cut = false), paint()),
  });
  const word = wordPart(texts, post.ask);

  /** @type {Desk} */
  const desk = {
    model,
    texts,
    uid: newUid("cockpit"),
    root,
    ask: post.ask,
    act: word.act,
    say: word.say,
    blame: word.blame,
    at: () => chosen,
    /** Show a part; where `since` is given, only if nobody has chosen another one since then. */
    go(part, since = chosen) {
      if (since !== chosen) return;
      chosen = part;
      paint();
      sections.find(({ name }) => name === here())?.heading.focus();
    },
    /** Show the usual part, and leave the focus where it is: on what leads from moment to moment. */
    home(since = chosen) {
      if (since !== chosen) return;
      chosen = "";
      paint();
    },
  };

  const { sections, compose, dialog } = partsPart(desk);
  const link = linkPart(model, texts);
  const head = headPart(desk);
  const rail = railPart(desk);
  const side = sidePart(desk);
  const bar = barPart(desk, word.nodes, compose);
  const middle = h("div", { class: "pap-cockpit-middle" }, link.absent, ...sections.map((one) => one.root));
  const body = h("div", { class: "pap-cockpit-body" }, rail.root, side.root, middle);
  root.append(bar.skip, head.root, link.alert, body, bar.root, dialog.root, head.dialog);
  el.append(root);
  const unfit = fitScreen(root);

  /** The part on screen. */
  function here() {
    if (!model.get("opened")) return "seances";
    const { mode } = model.get("about");
    const { phase } = model.get("state");
    if (chosen === "composer" && VOTING.includes(phase)) return chosen;
    return chosen === "seances" || partsOf(mode).includes(chosen) ? chosen : usualPart(phase, mode);
  }

  function paint() {
    const { state } = model.get("link");
    const now = state === "absent" || state === "" ? "" : here();
    root.toggleAttribute("data-open", Boolean(model.get("opened")));
    link.paint(cut);
    head.paint(now);
    rail.paint(now);
    side.paint();
    bar.paint(now === "composer");
    for (const one of sections) {
      one.root.hidden = one.name !== now;
      if (one.name === now) one.paint();
    }
    if (now !== shown) middle.scrollTop = 0;
    shown = now;
  }

  function remember() {
    if (model.get("opened") || kept.get("last")) kept.set("last", model.get("opened"));
    if (chosen === "composer") chosen = "";
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
    word.close();
    unfit();
    TRAITS.forEach((name) => model.off(`change:${name}`, plan));
    model.off("change:opened", remember);
    root.remove();
  };
}

export default { render };
