// @ts-check
/**
 * The page of the questionnaire: built once; afterwards only what changes is touched.
 *
 * @typedef {import("./sheet.js").Item} Item
 * @typedef {import("./sheet.js").Model} Model
 * @typedef {import("./sheet.js").Questionnaire} Questionnaire
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof makePage>} Page
 * @typedef {{choose: (variant: string|null) => void, clear: (id: string) => void, erase: () => void, undo: () => void,
 *   download: () => void, page: (() => void)|null, load: (file: File) => void}} Acts what a person does there
 */

import { h, openDialog, say } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { eraseDialog, reviewPart, scoresPart, sharePart, sheetPart } from "./end.js";
import { arrangement } from "./arranged.js";
import { easyPart } from "./easy.js";
import { itemPart } from "./item.js";
import { pagerPart } from "./pager.js";
import {
  button,
  factsOf,
  leverPart,
  linkPart,
  panelPart,
  privacyPart,
  profilePart,
  progressPart,
  servicePart,
  sourcePart,
} from "./parts.js";
import { scoreSheet } from "./scores.js";

/** What is announced: faults, the link, what has just been done, what the browser did not keep.
 * @param {Model} model @param {any} t @param {State} state @param {() => void} erase */
function noticesPart(model, t, state, erase) {
  const fault = h("p", { role: "alert", class: "pap-questionnaire-alert" });
  const status = h("p", { role: "status", class: "pap-questionnaire-status" });
  const unkept = h("p", { class: "pap-notice", hidden: true }, t.avis.stockage);
  const words = h("p", {});
  const again = button(t.bilan.feuille.effacer, erase);
  const restored = h("div", { class: "pap-notice", hidden: true }, words, again);
  const link = linkPart(model, t, state.isKept, status);
  return {
    link,
    alerts: h("div", { class: "pap-questionnaire-alerts" }, link.banner, fault),
    status,
    unkept,
    restored,
    /** @param {string} text what went wrong, or nothing */
    blame: (text) => say(fault, text),
    /** @param {string} text what has just been done */
    tell: (text) => say(status, text),
    isQuiet: () => status.textContent === "",
    /** @param {string} text what was found in this browser, or nothing */
    found(text) {
      if (text) say(words, text);
      restored.hidden = !text;
    },
    paint: () => void (unkept.hidden = !state.isRefused()),
  };
}

/** The panels: one for each lever, and the end.
 * @param {{model: Model, whole: Questionnaire, q: Questionnaire, uid: string, acts: Acts, erase: () => void,
 *   open: (index: number) => void, goTo: (id: string) => void}} means */
function panelsPart({ model, whole, q, uid, acts, erase, open, goTo }) {
  const t = model.get("texts");
  const act = { clear: acts.clear, goTo, numberOf: (/** @type {Item} */ item) => whole.items.indexOf(item) + 1 };
  const items = q.items.map((item) => itemPart(q, t, item, uid, act));
  // A total asks nothing of its own
  const steps = { ...q, leviers: q.leviers.filter(({ id }) => q.items.some((item) => item.levier === id)) };
  const levers = steps.leviers.map((lever, index) => {
    const own = items.filter((item) => item.lever === lever.id);
    return leverPart(steps, t, index, own, uid, () => open(index));
  });
  const scores = scoresPart(q, whole, t, model.get("rules"));
  const share = sharePart(model, t, uid);
  const review = reviewPart(
    t,
    levers.map((one) => one.review),
  );
  const end = panelPart(t.navigation.bilan, `${uid}-end`, () => open(levers.length), "pap-questionnaire-end");
  end.section.append(scores.root, review.root);
  // In a room, the answers are with the session already.
  if (model.get("privacy").lieu !== "salle") end.section.append(share.root, sheetPart(t, uid, { ...acts, erase }));
  return { items, levers, all: [...levers, end], scores, share, review };
}

/** @param {Model} model @param {Questionnaire} q what is asked @param {State} state @param {Acts} acts */
export function makePage(model, q, state, acts) {
  /** @type {Questionnaire} */
  const whole = model.get("questionnaire");
  const t = model.get("texts");
  const uid = newUid("questionnaire");
  let panel = 0;

  const dialog = eraseDialog(t, uid, acts.erase);
  const erase = () => openDialog(dialog);
  const notices = noticesPart(model, t, state, erase);
  const service = servicePart(model, t, uid, acts.choose);
  const reading = easyPart(q, t, uid, (isEasy) => ease(isEasy));
  const lead = q.consigne ? h("p", {}) : null;
  const profile = profilePart(q, t, `${uid}-profile`);
  const goTo = goToItem;
  const open = (/** @type {number} */ index) => show(index, true);
  const { items, levers, all, scores, share, review } = panelsPart({ model, whole, q, uid, acts, erase, open, goTo });
  const ordered = q.leviers.flatMap((lever) => items.filter((item) => item.lever === lever.id));
  const pager = pagerPart(t, ordered, model.get("key"), (isOne) => (arrange(isOne), show(panel, false), land(true)));
  const progress = progressPart(t, uid, q.items.length, pager.root);
  const nav = h("nav", { "aria-label": t.navigation.titre }, h("ul", {}, ...all.map((one) => h("li", {}, one.tab))));
  const previous = button(t.etapes.precedent, () => move(-1));
  const next = button(t.etapes.suivant, () => move(1), "main");
  const undo = button(t.etapes.annuler, acts.undo);
  undo.classList.add("pap-questionnaire-undo");
  const root = h("div", { class: "pap pap-questionnaire", lang: "fr" });
  const parts = {
    alerts: notices.alerts,
    title: h("h2", {}, q.titre),
    lead: [...(lead ? [lead] : []), h("p", { class: "pap-soft" }, factsOf(q, t))],
    restored: notices.restored,
    unkept: notices.unkept,
    privacy: privacyPart(model, t),
    choices: [reading.root, service.root],
    profile: q.profils.length > 0 ? profile : null,
    progress: progress.root,
    nav: levers.length > 1 ? nav : null,
    sections: all.map((one) => one.section),
    end: all[levers.length].heading,
    steps: h("div", { class: "pap-questionnaire-steps", role: "group", "aria-label": t.etapes.titre }),
    turns: [previous, next],
    undo,
    rest: [notices.status, ...[sourcePart(q, t)].filter((one) => one), dialog],
  };
  const arrange = arrangement(root, parts, t, model.get("privacy").lieu === "salle");
  arrange(pager.isOne());

  /** Bring the page to the state of the model: only the statements whose answer differs are touched. */
  function paint() {
    const before = state.shown;
    const { reponses, profil, variante } = state.take();
    for (const item of items) if (reponses[item.id] !== before[item.id]) item.paint(reponses[item.id]);
    scores.paint(tellScores());
    const n = items.filter((item) => item.id in reponses).length;
    progress.paint(n);
    review.paint(n === items.length);
    levers.forEach((one) => one.paint(reponses));
    for (const radio of profile.querySelectorAll("input")) radio.checked = radio.value === profil;
    service.paint(variante);
    share.paint();
    undo.disabled = !state.canUndo();
  }

  /** @param {boolean} isEasy */
  function ease(isEasy) {
    root.classList.toggle("pap-questionnaire-is-easy", isEasy);
    if (lead) say(lead, isEasy ? t.facile.consigne : q.consigne);
    for (const item of items) item.ease(isEasy);
  }

  /** Tell the other widgets of the page (a radar) the scores as they are now. */
  function tellScores() {
    const now = scoreSheet(whole, state.shown, model.get("rules"));
    document.dispatchEvent(new CustomEvent("pasapas:scores", { detail: { key: model.get("key"), scores: now } }));
    return now;
  }

  /** Open a panel: a lever's at the statement that has its turn, else at its first one without an answer.
   * @param {number} index @param {boolean} focus */
  function show(index, focus) {
    panel = index;
    if (index === levers.length) pager.turn(null);
    else if (leverOf(pager.at()) !== index) pager.turn(pager.firstOf(levers[index].ids, state.shown));
    all.forEach(({ section, tab }, at) => {
      section.hidden = at !== index;
      if (at === index) tab.setAttribute("aria-current", "step");
      else tab.removeAttribute("aria-current");
    });
    pager.wordSteps(previous, next, index, levers.length);
    if (Boolean(model.get("at_end")) !== (index === levers.length)) {
      model.set("at_end", index === levers.length);
      state.send();
    }
    if (focus) land(pager.isOne());
  }

  /** Take the focus to the heading of the panel, or of the statement. @param {boolean} isAtStatement */
  function land(isAtStatement) {
    const turned = isAtStatement ? items.find((item) => item.id === pager.at()) : undefined;
    const { heading, section } = all[panel];
    // Scrolled to first, so that it is laid out: in Firefox a legend that has just been shown takes no focus before.
    (turned ? (pager.isOne() ? progress.root : turned.root) : section).scrollIntoView({ block: "start" });
    (turned?.legend ?? heading).focus({ preventScroll: true });
  }

  /** @param {-1|1} step to the statement beside, or to the lever beside */
  function move(step) {
    const id = pager.isOne() ? pager.beside(step) : null;
    if (id !== null) pager.turn(id);
    show(id !== null ? leverOf(id) : pager.isOne() ? levers.length : panel + step, true);
  }

  /** @param {string|null} id */
  const leverOf = (id) => levers.findIndex((one) => one.id === items.find((item) => item.id === id)?.lever);

  /** @param {string} id */
  function goToItem(id) {
    pager.turn(id);
    show(leverOf(id), false);
    items.find((item) => item.id === id)?.focus();
  }

  ease(reading.isEasy());
  return {
    root,
    notices,
    paint,
    paintShare: share.paint,
    tellScores,
    show,
    goToItem,
    /** Show again the panel that is shown, for the keyboard. */
    stay: () => show(panel, true),
    /** Start where this person left: at the first statement without an answer, or at the one that had its turn. */
    start() {
      const id = pager.start(state.shown);
      pager.turn(id);
      show(id === null ? levers.length : leverOf(id), false);
    },
    /** Start anew: nothing is answered any more. */
    begin() {
      pager.turn(pager.start({}));
      show(0, true);
    },
    /** The wording of the statements has changed. */
    reword() {
      for (const worded of model.get("questionnaire").items) items.find((item) => item.id === worded.id)?.word(worded);
    },
    /** The name of an item's lever where all of it is answered now, and how far one is. @param {string} id */
    completed(id) {
      const lever = levers[leverOf(id)];
      return lever?.isFull(state.shown) ? { levier: lever.name, compte: progress.words.textContent } : null;
    },
  };
}
