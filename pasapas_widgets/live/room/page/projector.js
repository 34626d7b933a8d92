// @ts-check
/** The second window: what the room may see, and nothing else. It follows the session as the phones do. */

import "../../../front/older.js";
import { follow } from "./follow.js";
import { ask, pause } from "./net.js";
import { h, say } from "../../../front/dom.js";
import { counted, fill } from "../../../front/words.js";
import { ANSWERING, choiceText, pageData } from "./parts.js";
import { broughtPart, divergences, focusPart, isOpen, radarPart, statementPart } from "./drawn.js";
import { voteResults } from "./votes.js";
import "./wifi.js";

const data = pageData();
const t = data.texts;
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [heading, view, codes, counts, lost] = ["pap-phase", "pap-view", "pap-codes", "pap-counts", "pap-lost"].map(part);

/** The phases in which people may still join, and see how. */
const JOINING = ["attente", ...ANSWERING];
const MOST = innerHeight < 900 ? 2 : 3; // statements at once that can be read from 8 metres

/** @param {any} state @returns {Node[]} */
function simple({ phase }) {
  const told = (t.textes[phase] ?? "").replace("{date}", data.until);
  const words = told ? [h("p", { class: "pap-projector-text" }, told)] : [];
  return JOINING.includes(phase) ? [...words, invitation()] : words;
}

/** How to join, in letters that are read from the last row. */
function invitation() {
  const [address, code] = [...document.querySelectorAll(".pap-projector-join strong")].map(
    (one) => one.textContent ?? "",
  );
  return h(
    "dl",
    { class: "pap-projector-invitation" },
    h("dt", {}, t.aller),
    h("dd", {}, address),
    h("dt", {}, t.code),
    h("dd", { class: "pap-projector-code" }, code),
  );
}

/** @param {any} state */
async function results(state) {
  const published = state.results === null ? null : await ask(data.urls.results);
  if (state.focus) {
    const title = h("h2", {}, t.en_discussion);
    const open = await focusPart(data, published, state.focus, t, () => ask(data.urls.card), true);
    return [h("section", { class: "pap-projector-focus" }, title, open)];
  }
  if (!published) return simple(state);
  if (!isOpen(data, published)) return [h("p", { class: "pap-projector-text" }, t.ferme)];
  const ids = divergences(data, published, MOST);
  const items = ids.map((id) => h("li", {}, statementPart(data, published, id)));
  // Where no distribution may be shown, nothing is known of disagreement: to say that there is none would be false
  const isKnown = Object.values(published.results.items).some((one) => one.distribution !== null);
  const none = isKnown ? t.pas_divergences : fill(t.divergences_retenues, published.results.seuils);
  const list = items.length === 0 ? h("p", {}, none) : h("ol", {}, ...items);
  return [
    h(
      "div",
      { class: "pap-projector-results" },
      h("div", { class: "pap-projector-radar" }, radarPart(data, published, null), ...broughtPart(published, t)),
      h("section", {}, h("h2", {}, t.divergences), list),
    ),
  ];
}

/** @param {any} state */
function vote({ ballot }) {
  if (!ballot) return [];
  const choices = ballot.choices.map((/** @type {string} */ choice) =>
    h("li", {}, choiceText(data.questionnaire, choice)),
  );
  return [
    h("p", { class: "pap-projector-text" }, counted(t.vote, ballot.dots)),
    h("ul", { class: "pap-projector-choices" }, ...choices),
  ];
}

/** @param {any} state @returns {Promise<Node[]>} */
async function content(state) {
  if (state.phase === "resultats") return results(state);
  if (state.phase === "vote") return vote(state);
  if (state.phase === "resultats_vote")
    return voteResults((await ask(data.urls.vote)).results, data.questionnaire, t.resultat);
  return simple(state);
}

let drawn = "";
/** @type {any} */
let now = null;

/** @param {any} state */
async function draw(state) {
  const isTurned = state.phase !== now?.phase;
  now = state;
  const { joined, finished, voters, expected } = state.counts;
  const told = [counted(t.presents, joined)];
  if (expected) told.push(counted(t.attendus, expected));
  if (state.more) told.push(t.plus);
  if (ANSWERING.includes(state.phase)) told.push(counted(t.finis, finished));
  if (state.phase === "vote") told.push(counted(t.votants, voters));
  say(counts, told.join(" · "));
  say(heading, t.phases[state.phase]);
  codes.hidden = !JOINING.includes(state.phase);
  document.body.dataset.phase = state.phase;
  const mark = JSON.stringify([state.phase, state.focus, state.ballot, state.results, state.comments]);
  if (mark === drawn) return;
  drawn = mark;
  for (let tries = 0; drawn === mark; tries += 1) {
    try {
      const nodes = await content(state);
      if (drawn !== mark) return;
      view.replaceChildren(...nodes);
      if (isTurned) scrollTo(0, 0);
      return;
    } catch {
      await pause(Math.min(8000, 500 * 2 ** tries)).done;
    }
  }
}

const follower = follow({
  address: data.urls.state,
  state: draw,
  linked: (isUp) => void (lost.hidden = isUp),
  refused: async (refusal) => {
    if (refusal.reason !== "session") return;
    follower.stop();
    view.replaceChildren(h("p", { class: "pap-projector-text" }, t.textes.effacee));
    codes.hidden = true;
    say(counts, "");
  },
});
addEventListener("online", follower.kick);
document.addEventListener("visibilitychange", follower.kick);

const full = part("pap-full");
full.hidden = !document.documentElement.requestFullscreen;
full.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
