// @ts-check
/** The second window: what the room may see, and nothing else. It follows the session as the phones do. */

import "../../../front/older.js";
import { follow } from "./follow.js";
import { ask, pause } from "./net.js";
import { h, say, setAll } from "../../../front/dom.js";
import { svg } from "../../../front/svg.js";
import { counted, fill } from "../../../front/words.js";
import { ANSWERING, ASKED, asShown, choiceText, pageData, TOLD } from "./parts.js";
import { broughtPart, divergences, focusPart, isOpen, radarPart } from "./drawn.js";
import { makeSlides, parted } from "./slides.js";
import { voteResults } from "./votes.js";
import { askedSlides, toldSlides } from "./wallexercise.js";
import "./wifi.js";

/** @typedef {import("./slides.js").Slide} Slide */

const data = pageData();
const t = data.texts;
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [heading, view, codes, counts, lost] = ["pap-phase", "pap-view", "pap-codes", "pap-counts", "pap-lost"].map(part);
const slides = makeSlides({ view, heading, turn: part("pap-turn"), t });

/** The phases in which people may still join, and see how. */
const JOINING = ["attente", ...ANSWERING];
const MOST = 3; // disagreements that a group talks about
const SHORT = 30; // letters of an address that is never cut: those of a room without names
const FIRST = 2; // ranks of a vote that are kept in sight at the end
const DIAMOND = "M50 0L100 50L50 100L0 50Z";

/** @param {any} state @returns {Node[]} */
function simple({ phase }) {
  const told = (t.textes[phase] ?? "").replace("{date}", data.until);
  const words = told ? [h("p", { class: "pap-projector-text" }, told)] : [];
  if (phase === "attente") return [...words, invitation()];
  return phase === "reponses" || phase === "cloture" ? [...words, progress] : words;
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
    h("dd", address.length <= SHORT ? { class: "pap-projector-address" } : {}, address),
    h("dt", {}, t.code),
    h("dd", { class: "pap-projector-code" }, code),
  );
}

/** How many have finished, as a diamond that fills: the same counts as at the foot, seen from far. */
const level = svg("rect", { class: "pap-projector-level", width: 100, height: 100 });
const done = svg("text", { x: 50, y: 50, dy: "0.35em" });
const finish = h("p", {});
const progress = h(
  "div",
  { class: "pap-projector-progress", "aria-hidden": "true" },
  svg(
    "svg",
    { viewBox: "-2 -2 104 104" },
    svg("clipPath", { id: "pap-diamond" }, svg("path", { d: DIAMOND })),
    svg("g", { "clip-path": "url(#pap-diamond)" }, level),
    svg("path", { d: DIAMOND }),
    done,
  ),
  finish,
);

/** @param {any} counts of people */
function fillDiamond({ joined, finished, expected }) {
  const total = Math.max(joined, expected ?? 0);
  progress.style.visibility = total ? "" : "hidden"; // before anybody has come, nothing to fill
  setAll(level, { y: total ? 100 - (100 * finished) / total : 100 });
  say(done, `${finished}/${total}`);
  say(finish, counted(t.finis, finished));
}

/** The radar alone, and what it is made of.
 * @param {any} published @param {string[]} ids the statements on which views differ @returns {Slide} */
function radarSlide(published, ids) {
  // Where no distribution may be shown, nothing is known of disagreement: to say that there is none would be false
  const isKnown = Object.values(published.results.items).some((one) => one.distribution !== null);
  const none = isKnown ? t.pas_divergences : fill(t.divergences_retenues, published.results.seuils);
  const words = [...broughtPart(published, t), ...(ids.length > 0 ? [] : [h("p", {}, none)])];
  const radar = radarPart(data, published, null);
  const said = radar.querySelectorAll(".pap-radar-sentence");
  said.forEach((/** @type {Element} */ one) => one.classList.add("pap-unseen")); // the values stand at the axes
  (radar.querySelector("figcaption") ?? radar).append(...words);
  return { nodes: [h("div", { class: "pap-projector-results" }, radar)] };
}

/** @param {any} state @returns {Promise<() => Slide[]>} */
async function results(state) {
  const published = state.results === null ? null : await ask(data.urls.results);
  const shown = published && isOpen(data, published) ? published : null;
  const ids = shown ? divergences(data, shown, MOST) : [];
  const open = (/** @type {string} */ id) => focusPart(data, published, id, t, () => ask(data.urls.card), true);
  if (state.focus && !ids.includes(state.focus)) {
    const focus = h("section", { class: "pap-projector-focus" }, await open(state.focus));
    return () => [{ title: t.en_discussion, focus: state.focus, nodes: [focus] }];
  }
  if (!published) return () => [{ nodes: simple(state) }];
  if (!shown) return () => [{ nodes: [h("p", { class: "pap-projector-text" }, t.ferme)] }];
  const apart = await Promise.all(ids.map(open));
  const kind = "pap-projector-results pap-projector-focus";
  const one = (/** @type {Node} */ node, /** @type {number} */ i) => ({
    title: t.divergences,
    focus: ids[i],
    nodes: [h("section", { class: kind }, node)],
  });
  return () => [radarSlide(shown, ids), ...apart.map(one)];
}

/** @param {any} state @returns {() => Slide[]} */
function vote({ ballot }) {
  if (!ballot) return () => [{ nodes: [] }];
  const told = counted(t.vote, ballot.dots);
  const items = (/** @type {number} */ from, /** @type {number} */ to) =>
    ballot.choices
      .slice(from, to)
      .map((/** @type {string} */ choice, /** @type {number} */ i) =>
        h("li", { value: from + i + 1 }, choiceText(data.questionnaire, choice)),
      );
  const slide = (/** @type {number} */ from, /** @type {number} */ to) => ({
    nodes: [
      h("p", { class: "pap-projector-text" }, told),
      h("ol", { class: "pap-projector-choices", start: from + 1 }, ...items(from, to)),
    ],
  });
  return () => parted(view, ballot.choices.length, slide);
}

/** The outcome of the last vote that was shown here: the server gives it while it is shown, and no longer.
 * @type {any} */
let voted = null;

/** @param {any} found the outcome of a vote, null while it is open @returns {() => Slide[]} */
function outcome(found) {
  const slide = (/** @type {any[]} */ shown) => ({ nodes: voteResults(found, data.questionnaire, t.resultat, shown) });
  const choices = found?.choices ?? [];
  if (choices.length === 0) return () => [slide([])];
  return () => parted(view, choices.length, (from, to) => slide(choices.slice(from, to)));
}

/** An exercise of the course, then its answers. @param {any} state @returns {Promise<() => Slide[]>} */
async function exercised({ phase, ballot }) {
  const found = await ask(data.urls.vote);
  if (found.ballot?.id !== ballot.id || !found.exercise) throw new Error("another one is open by now");
  if (phase === ASKED) return askedSlides(view, found.exercise);
  if (!found.results) throw new Error("its state is on its way");
  return toldSlides(view, found.exercise, found.results);
}

/** The end: what the group chose and this wall has shown stays in sight. @param {any} state @returns {() => Slide[]} */
function end(state) {
  const kept = (voted?.choices ?? []).filter((/** @type {any} */ one) => one.rank <= FIRST && one.dots > 0);
  if (kept.length === 0) return () => [{ nodes: simple(state) }];
  const items = kept.map((/** @type {any} */ one) => h("li", {}, choiceText(data.questionnaire, one.choice)));
  const list = (/** @type {number} */ from, /** @type {number} */ to) => ({
    nodes: [
      h("h2", {}, t.retenu),
      h("ul", { class: "pap-projector-kept" }, ...items.slice(from, to)),
      ...simple(state),
    ],
  });
  return () => parted(view, items.length, list);
}

/** @param {any} state @returns {Promise<() => Slide[]>} */
async function content(state) {
  if (state.phase === "resultats") return results(state);
  if (state.phase === "vote") return vote(state);
  if (state.phase === "resultats_vote") {
    voted = (await ask(data.urls.vote)).results;
    return outcome(voted);
  }
  if (state.phase === ASKED || state.phase === TOLD) return exercised(state);
  if (state.phase === "fin") return end(state);
  return () => [{ nodes: simple(state) }];
}

let drawn = "";
/** @type {any} */
let now = null;

/** @param {any} state */
function tellCounts({ phase, more, ballot, counts: { joined, finished, voters, expected } }) {
  if (joined === undefined) {
    say(counts, expected ? counted(t.attendus, expected) : ""); // at a distance, nobody is counted before the end
    progress.style.visibility = "hidden";
    return;
  }
  const told = [counted(t.presents, joined)];
  if (expected) told.push(counted(t.attendus, expected));
  if (more) told.push(t.plus);
  if (ANSWERING.includes(phase)) told.push(counted(t.finis, finished));
  if (phase === "vote") told.push(counted(t.votants, voters));
  if (phase === ASKED && ballot.choices.length > 0) told.push(counted(t.repondants, voters));
  say(counts, told.join(" · "));
  fillDiamond({ joined, finished, expected });
}

/** @param {any} seen the session's state */
async function draw(seen) {
  const state = asShown(seen);
  const isSame = state.phase === now?.phase && state.focus === now.focus;
  now = state;
  tellCounts(state);
  codes.hidden = !JOINING.includes(state.phase);
  document.body.dataset.phase = state.phase;
  const mark = JSON.stringify([state.phase, state.focus, state.ballot, state.results, state.comments]);
  if (mark === drawn) return;
  drawn = mark;
  delete document.body.dataset.drawn;
  for (let tries = 0; drawn === mark; tries += 1) {
    try {
      const made = await content(state);
      if (drawn !== mark) return;
      slides.show(t.phases[state.phase], made, { focus: state.focus, isSame });
      document.body.dataset.drawn = state.focus ?? state.phase;
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
    drawn = "";
    document.body.dataset.phase = "effacee";
    codes.hidden = true;
    say(counts, "");
    const gone = [{ nodes: [h("p", { class: "pap-projector-text" }, t.textes.effacee)] }];
    slides.show(t.phases.fin, () => gone, { focus: null, isSame: false });
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
