// @ts-check
/** The vote with dots, and its result. What is placed is kept at once and may be changed until the vote is closed. */

import { h, say } from "../../../front/dom.js";
import { counted, fill } from "../../../front/words.js";
import { button, choiceText, closingPart } from "./parts.js";

/** @typedef {{id: string, choices: string[], dots: number, dots_on_one: number, closed: boolean}} Ballot */

/**
 * One ballot: native checkboxes where a choice takes one dot, buttons «more» and «less» where it takes several.
 * @param {{ballot: Ballot, data: any, place: (dots: Record<string, number>) => void}} means
 */
export function ballotPart({ ballot, data, place }) {
  const t = data.texts.vote;
  /** @type {Record<string, number>} */
  let dots = {};
  const left = h("p", { class: "pap-room-strong", role: "status" });
  const bite = h("p", { class: "pap-room-bite", role: "alert" });
  let touched = false;
  const total = () => Object.values(dots).reduce((sum, n) => sum + n, 0);

  /** Change the dots of one choice, or say why not. @param {string} choice @param {number} change @returns {boolean} */
  function move(choice, change) {
    const n = (dots[choice] ?? 0) + change;
    say(bite, "");
    if (n < 0) return false;
    if (n > ballot.dots_on_one) return (say(bite, counted(t.plein, ballot.dots_on_one)), false);
    if (total() + change > ballot.dots) return (say(bite, t.trop), false);
    touched = true;
    dots = { ...dots, [choice]: n };
    if (n === 0) delete dots[choice];
    paint();
    place(dots);
    return true;
  }

  const rowOf = ballot.dots_on_one === 1 ? checkbox : stepper;
  const rows = ballot.choices.map((choice, index) =>
    rowOf({ text: choiceText(data.questionnaire, choice), index, choice, t, move }),
  );
  const list = h("fieldset", { class: "pap-room-ballot" }, h("legend", {}, t.choix), ...rows.map((row) => row.root));

  function paint() {
    const n = ballot.dots - total();
    say(left, n > 0 ? counted(t.reste, n) : t.rien_reste);
    rows.forEach((row, index) => row.paint(dots[ballot.choices[index]] ?? 0));
  }

  const limits = [counted(t.gommettes, ballot.dots)];
  if (ballot.dots_on_one < ballot.dots) limits.push(counted(t.sur_un, ballot.dots_on_one));
  const closing = closingPart(list, t.ferme);
  const root = h(
    "div",
    {},
    h("p", {}, limits.join(" ")),
    h("p", { class: "pap-soft" }, t.secret),
    closing.root,
    list,
    h("div", { class: "pap-room-left" }, left, bite),
  );
  paint();
  return {
    root,
    /** @param {Record<string, number>} own */
    show(own) {
      dots = { ...own };
      paint();
    },
    isTouched: () => touched,
    close() {
      left.hidden = true;
      closing.close();
    },
  };
}

/** @typedef {{text: string, index: number, choice: string, t: any,
 *   move: (choice: string, change: number) => boolean}} Row */

/** A choice under its number on the wall: the room says «le trois». @param {string} text @param {number} index */
const numbered = (text, index) => `${index + 1}. ${text}`;

/** @param {Row} row */
function checkbox({ text, index, choice, move }) {
  const box = h("input", { type: "checkbox" });
  box.addEventListener("change", () => {
    if (!move(choice, box.checked ? 1 : -1)) box.checked = !box.checked;
  });
  const root = h("label", { class: "pap-room-choice" }, box, h("span", {}, numbered(text, index)));
  return { root, paint: (/** @type {number} */ n) => void (box.checked = n > 0) };
}

/** @param {Row} row */
function stepper({ text, index, choice, t, move }) {
  const id = `pap-choice-${index}`;
  const count = h("output", {}, "");
  const act = (/** @type {string} */ sign, /** @type {number} */ change, /** @type {string} */ label) => {
    const one = button(sign, () => move(choice, change), "step");
    one.setAttribute("aria-label", fill(label, { choix: text }));
    return one;
  };
  const less = act("−", -1, t.moins);
  const more = act("+", 1, t.plus);
  const root = h(
    "div",
    { class: "pap-room-choice", role: "group", "aria-labelledby": id },
    h("span", { id }, numbered(text, index)),
    h("span", { class: "pap-room-steps" }, less, count, more),
  );
  const paint = (/** @type {number} */ n) => {
    say(count, counted(t.sur_ce_choix, n));
    less.setAttribute("aria-disabled", String(n === 0));
  };
  return { root, paint };
}

/** The result of a vote: ranks, equal ones said to be equal.
 * @param {any} results as the server gives them, or null while the vote is open @param {any} questionnaire
 * @param {any} t @param {any[]} [shown] the choices to list, all unless told otherwise @returns {Node[]} */
export function voteResults(results, questionnaire, t, shown = results?.choices) {
  if (!results) return [h("p", {}, t.attente)];
  if (results.choices.length === 0) return [h("p", { class: "pap-notice" }, t.retenu)];
  const ranks = results.choices.map((/** @type {any} */ one) => one.rank);
  const isTied = (/** @type {number} */ rank) => ranks.indexOf(rank) !== ranks.lastIndexOf(rank);
  const most = Math.max(1, ...results.choices.map((/** @type {any} */ one) => one.dots));
  const rows = shown.map((/** @type {any} */ one) => {
    const bar = h("span", { class: "pap-room-bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * one.dots) / most}%`;
    const told = isTied(one.rank) ? h("span", { class: "pap-room-tie" }, t.egalite) : null;
    const choice = h("th", { scope: "row" }, choiceText(questionnaire, one.choice), told, bar);
    return h("tr", {}, h("td", {}, String(one.rank)), choice, h("td", {}, String(one.dots)));
  });
  const head = h(
    "tr",
    {},
    ...["rang", "choix", "gommettes"].map((name) => h("th", { scope: "col" }, t.colonnes[name])),
  );
  return [
    h("p", {}, counted(t.votants, results.voters)),
    h(
      "table",
      { class: "pap-table pap-room-ranks" },
      h("caption", {}, t.titre),
      h("thead", {}, head),
      h("tbody", {}, ...rows),
    ),
  ];
}

/**
 * The two phases of a vote on a phone.
 * @param {{data: any, own: () => Promise<any>, pending: (ballot: string) => Record<string, number>|undefined,
 *   place: (ballot: string, dots: Record<string, number>) => void, tell: (text: string) => void}} means
 */
export function voteView({ data, own, pending, place, tell }) {
  const t = data.texts.vote;
  const root = h("div", {}, h("p", {}, t.attente));
  const outcome = h("div", {}, h("p", {}, t.resultat.attente));
  /** @type {ReturnType<typeof ballotPart>|null} */
  let part = null;
  let shown = "";
  let told = "";

  /** @param {Ballot} ballot */
  async function open(ballot) {
    shown = ballot.id;
    part = ballotPart({ ballot, data, place: (dots) => place(ballot.id, dots) });
    root.replaceChildren(part.root);
    const waiting = pending(ballot.id);
    if (waiting) return part.show(waiting);
    const mine = part;
    try {
      const reply = await own();
      if (reply.ballot?.id === ballot.id && pending(ballot.id) === undefined && !mine.isTouched()) mine.show(reply.own);
    } catch {
      // without network, the dots that this phone has placed earlier are not known: placing some replaces them all
    }
  }

  return {
    root,
    outcome,
    /** @param {any} state the session's */
    async show({ phase, ballot }) {
      if (!ballot) return;
      if (phase === "vote" && ballot.id !== shown) await open(ballot);
      if (ballot.closed && ballot.id === shown) part?.close();
      if (phase !== "resultats_vote") return void (told = "");
      const mark = `${ballot.id} ${ballot.closed}`;
      if (mark === told) return;
      told = mark;
      try {
        const reply = await own();
        if (told !== mark) return;
        outcome.replaceChildren(...voteResults(reply.results, data.questionnaire, t.resultat));
        if (reply.results) tell(reply.results.choices.length ? t.resultat.dit : t.resultat.retenu);
      } catch {
        told = "";
      }
    },
    /** Read the server's own again at the next state: something was refused. */
    forget() {
      shown = "";
    },
  };
}
