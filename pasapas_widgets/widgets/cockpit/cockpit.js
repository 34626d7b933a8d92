// @ts-check
/**
 * The cockpit: one trainer, one session, one obvious next thing. It speaks with its kernel only; the kernel speaks with
 * the server. Every part is built once and painted again when something changes, so that the keyboard keeps its place.
 */
import { h, put } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { block, button, courier, field, shelf } from "./base.js";
import { preparePart } from "./prepare.js";
import { beforePart } from "./before.js";
import { doorPart } from "./door.js";
import { around, countsPart, focusPart, publishedPart, stepsPart, told } from "./run.js";
import { commentsPart, composePart, evaluationPart, votedPart } from "./voices.js";
import { broughtPart, paperPart } from "./paper.js";
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

const QUIET = 8000; // milliseconds that the word on what happened stays; a fault stays until the next gesture

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

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const texts = model.get("texts");
  const uid = newUid("cockpit");
  const kept = shelf("");
  const alert = h("div", { role: "alert", class: "pap-cockpit-alert", hidden: true });
  const words = h("span", {});
  const status = h("p", { role: "status", class: "pap-cockpit-status" });
  const fault = h("p", { role: "alert", class: "pap-cockpit-fault", hidden: true });
  const root = h("div", { class: "pap pap-cockpit", lang: "fr" });
  let chosen = ""; // the part that the trainer chose; empty for the usual one
  let cut = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;

  const post = courier(model, {
    cut: texts.lien.inconnu,
    hello: () => ({ last: kept.get("last") }),
    lost: () => ((cut = true), paint()),
    back: () => ((cut = false), paint()),
  });

  /** @type {Desk} */
  const desk = {
    model,
    texts,
    uid,
    root,
    ask: post.ask,
    async act(pressed, verb, values = {}, done = "") {
      pressed.setAttribute("aria-disabled", "true");
      desk.blame("");
      clearTimeout(quiet);
      status.textContent = texts.etat.attend;
      const answer = await post.ask(verb, values);
      pressed.removeAttribute("aria-disabled");
      if (answer.ok) desk.say(done);
      else desk.blame(answer.fault ?? "");
      return answer;
    },
    say(text) {
      status.textContent = text;
      put(fault, "");
      clearTimeout(quiet);
      quiet = setTimeout(() => (status.textContent = ""), QUIET); // it lies over the page
    },
    blame(text) {
      status.textContent = "";
      put(fault, text);
    },
    at: () => chosen,
    /** Show a part; where `since` is given, only if nobody has chosen another one since then. */
    go(part, since = chosen) {
      if (since !== chosen) return;
      chosen = part;
      paint();
      heading().focus();
    },
  };

  const dialog = eraseDialog(desk);
  const compose = composePart(desk);
  const prepare = preparePart(desk, dialog.open);
  const during = [
    stepsPart(desk, compose.show),
    compose,
    evaluationPart(desk),
    votedPart(desk),
    countsPart(desk),
    doorPart(desk),
    publishedPart(desk),
    focusPart(desk),
    commentsPart(desk),
    earlierPart(desk),
  ];
  /** @type {Record<string, Part[]>} */
  const parts = {
    seances: [prepare],
    avant: [rehearsalPart(desk), beforePart(desk)],
    pendant: during,
    groupe: [groupPart(desk)],
    papier: [paperPart(desk), broughtPart(desk)],
    terminer: [endPart(desk, dialog.open)],
  };

  // «Avant l'arrivée» ends where the session begins, so its main gesture is there too.
  const sections = Object.fromEntries(
    Object.entries(parts).map(([name, some]) => [
      name,
      h(
        "section",
        { class: "pap-cockpit-part", "aria-labelledby": `${uid}-${name}` },
        h("h3", { id: `${uid}-${name}`, tabindex: -1 }, texts.parties[name].titre),
        h("p", { class: "pap-soft" }, texts.parties[name].aide),
        ...some.map((one) => one.root),
      ),
    ]),
  );
  const begin = button(
    "",
    async (pressed) => {
      const { next } = around("attente", model.get("about").mode);
      const since = desk.at();
      const answer = await desk.act(
        pressed,
        "move",
        { phase: next, version: model.get("state").version },
        fill(texts.pendant.avance, { nom: told(desk, next ?? "").nom }),
      );
      if (answer.ok) desk.go("", since);
    },
    "main",
  );
  const effect = h("p", {});
  const beginBlock = h(
    "section",
    { class: "pap-cockpit-block pap-cockpit-now" },
    h("h4", {}, texts.avant.commencer_titre),
    effect,
    begin,
  );
  sections.avant.append(beginBlock);

  const tabs = Object.fromEntries(
    Object.keys(parts).map((name) => [name, button(texts.parties[name].onglet, () => desk.go(name), "quiet")]),
  );
  const items = Object.fromEntries(Object.entries(tabs).map(([name, tab]) => [name, h("li", {}, tab)]));
  const nav = h(
    "nav",
    { "aria-label": texts.navigation },
    h("ul", {}, ...["seances", "avant", "pendant", "groupe", "papier", "terminer"].map((name) => items[name])),
  );
  const title = h("h2", {}, texts.titre);
  const facts = h("p", { class: "pap-cockpit-line" }, words);
  const rehearsed = h("p", { class: "pap-cockpit-rehearsed", hidden: true }, texts.repetition.bandeau);
  const absent = h(
    "div",
    { class: "pap-notice", hidden: true },
    h("h3", {}, texts.absente.titre),
    ...texts.absente.phrases.map((/** @type {string} */ one) => h("p", {}, one)),
  );
  const foot = h("div", { class: "pap-cockpit-foot" }, status, fault);
  root.append(alert, title, facts, rehearsed, absent, nav, ...Object.values(sections), foot, dialog.root);
  el.append(root);

  /** The part on screen. */
  function here() {
    if (!model.get("opened")) return "seances";
    const { mode } = model.get("about");
    return chosen === "seances" || partsOf(mode).includes(chosen) ? chosen : usualPart(model.get("state").phase, mode);
  }
  const heading = () => /** @type {HTMLElement} */ (sections[here()].querySelector("h3"));

  function paintLink() {
    const { state } = model.get("link");
    const said = cut ? texts.lien.noyau : state === "lost" ? texts.lien.perdu : "";
    if (alert.dataset.said !== said) {
      alert.dataset.said = said;
      alert.replaceChildren(
        ...(said ? [h("p", {}, said), ...(cut ? [button(texts.lien.recharger, () => location.reload())] : [])] : []),
      );
    }
    alert.hidden = !said;
    absent.hidden = state !== "absent";
    nav.hidden = state === "absent" || !model.get("opened");
  }

  function paint() {
    paintLink();
    const absentRoom = model.get("link").state === "absent";
    const opened = model.get("opened");
    const about = model.get("about");
    const now = absentRoom || model.get("link").state === "" ? "" : here();
    put(title, opened ? about.title : texts.titre);
    put(
      words,
      opened
        ? fill(texts.seance, {
            code: about.code,
            mode: texts.modes[about.mode],
            phase: told(desk, model.get("state").phase).nom,
          })
        : "",
    );
    facts.hidden = !opened;
    rehearsed.hidden = !opened || !about.rehearsal;
    for (const [name, section] of Object.entries(sections)) section.hidden = name !== now;
    for (const [name, tab] of Object.entries(tabs)) {
      if (name === now) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
      items[name].hidden = Boolean(opened) && name !== "seances" && !partsOf(about.mode).includes(name);
    }
    if (!now) return;
    beginBlock.hidden = now !== "avant" || model.get("state").phase !== "attente";
    if (!beginBlock.hidden) {
      put(effect, told(desk, "attente").effet);
      put(begin, told(desk, "attente").suivant);
    }
    parts[now].forEach((one) => one.paint());
  }

  function remember() {
    if (model.get("opened") || kept.get("last")) kept.set("last", model.get("opened"));
    if (compose.root) compose.root.hidden = true;
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
    clearTimeout(quiet);
    TRAITS.forEach((name) => model.off(`change:${name}`, plan));
    model.off("change:opened", remember);
    root.remove();
  };
}

export default { render };
