// @ts-check
/** The bar at the foot, always at the same place: back, what comes next, the next step; and what has just happened. */
import { h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button } from "./base.js";
import { isAway } from "./distance.js";
import { around, isExercise, told } from "./moments.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Told} Told
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {{ show(): void, send(pressed: HTMLElement): Promise<unknown> }} Compose */

const QUIET = 8000; // milliseconds that the word on what happened stays; a fault stays until the next gesture
const CALM = 700; // milliseconds after the main button has changed in which a press is the end of a double one

/** Are answers closed, or about to be, and nothing shown yet? @param {any} state */
export const isClosing = (state) => state.phase === "cloture" || (isAway(state) && state.until.closed);

/**
 * What the main button does now.
 * @param {any} state the session as the server says it @param {boolean} [few] whether too few answered for a figure
 * @returns {"move" | "close" | "publish" | "together" | "compose" | "close_vote" | "end"}
 */
export function mainStep(state, few = false) {
  if (isAway(state) && !state.until.closed) return "close";
  if (isClosing(state)) return few ? "together" : "publish";
  if (state.phase === "resultats") return "compose";
  if (state.phase === "vote" && state.ballot && !state.ballot.closed) return "close_vote";
  if (state.phase === "vote") return isExercise(state) ? "move" : "compose";
  return state.phase === "fin" ? "end" : "move";
}

/**
 * Have answers closed with too few sheets for any figure? Then the group answers together, rather than see a page
 * without figures and vote on nothing. What is published already was published for people who answered alone.
 * @param {any} state @param {{ mode: string, thresholds?: { moyenne?: number } }} about @param {any} limits
 */
export const isFew = (state, about, limits) =>
  isClosing(state) &&
  about.mode === "individuel" &&
  !state.published &&
  state.sheets < { ...limits, ...about.thresholds }.moyenne;

/** The word on what happens, and the way to ask for something that has one.
 * @param {Texts} texts @param {(verb: string, values?: object) => Promise<Told>} ask */
export function wordPart(texts, ask) {
  const status = h("p", { role: "status", class: "pap-cockpit-status" });
  const fault = h("p", { role: "alert", class: "pap-cockpit-fault", hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;

  /** @param {string} text */
  function say(text) {
    status.textContent = text;
    put(fault, "");
    clearTimeout(quiet);
    quiet = setTimeout(() => (status.textContent = ""), QUIET);
  }

  /** @param {string} text */
  function blame(text) {
    status.textContent = "";
    put(fault, text);
  }

  return {
    nodes: [status, fault],
    say,
    blame,
    /** @param {HTMLElement} pressed @param {string} verb @param {object} [values] @param {string} [done] */
    async act(pressed, verb, values = {}, done = "") {
      pressed.setAttribute("aria-disabled", "true");
      blame("");
      clearTimeout(quiet);
      status.textContent = texts.etat.attend;
      const answer = await ask(verb, values);
      pressed.removeAttribute("aria-disabled");
      if (answer.ok) say(done);
      else blame(answer.fault ?? "");
      return answer;
    },
    close: () => clearTimeout(quiet),
  };
}

/** @param {Desk} desk @param {Node[]} words what has just happened @param {Compose} compose */
export function barPart(desk, words, compose) {
  const { model, texts, uid } = desk;
  const t = texts.pendant;
  const effect = h("p", { class: "pap-cockpit-effect" });
  const main = button("", forward, "main", { id: `${uid}-next` });
  const skip = h("a", { class: "pap-cockpit-skip", href: `#${uid}-next` }, t.aller);
  const back = button("", (pressed) => (isComposing ? desk.go("") : move(pressed, next().back)));
  const root = h(
    "div",
    { class: "pap-cockpit-bar", role: "group", "aria-label": t.suite },
    back,
    h("div", { class: "pap-cockpit-said" }, ...words, effect),
    main,
  );
  let changed = 0;
  let isComposing = false;
  const next = () => around(model.get("state").phase, model.get("about").mode, Boolean(model.get("about").until));
  const few = () => isFew(model.get("state"), model.get("about"), model.get("limits"));

  /** @param {HTMLElement} pressed @param {string} verb @param {object} values @param {string} done */
  async function lead(pressed, verb, values, done) {
    const since = desk.at();
    const answer = await desk.act(pressed, verb, values, done);
    if (answer.ok) desk.home(since);
  }

  /** @param {HTMLElement} pressed @param {string | null} phase */
  const move = (pressed, phase) =>
    lead(
      pressed,
      "move",
      { phase, version: model.get("state").version },
      fill(t.avance, { nom: told(desk, phase ?? "").nom }),
    );

  /** @param {HTMLElement} pressed */
  function forward(pressed) {
    if (performance.now() - changed < CALM) return desk.say(t.trop_tot);
    const state = model.get("state");
    const { version } = state;
    const step = mainStep(state, few());
    if (isComposing) return compose.send(pressed);
    if (step === "close") return lead(pressed, "close_answers", {}, texts.distance.closes);
    if (step === "publish") return lead(pressed, "publish_and_show", { version }, t.publie);
    if (step === "together") return lead(pressed, "together", { version }, t.trop_peu.fait);
    if (step === "compose") return compose.show();
    const closed = isExercise(state) ? texts.exercices.clos : t.vote_clos;
    if (step === "close_vote") return lead(pressed, "end_vote", { ballot: state.ballot.id, version }, closed);
    return step === "end" ? desk.go("terminer") : move(pressed, next().next);
  }

  /** What the main button says and does. @returns {{ suivant: string, effet: string }} */
  function wording() {
    const state = model.get("state");
    const step = mainStep(state, few());
    if (isComposing) return texts.vote.composer.pret;
    if (step === "together") return t.trop_peu;
    return step === "compose" && state.phase === "vote" ? t.composer : told(desk, state.phase);
  }

  return {
    root,
    /** The way from the top of the cockpit to its next step, for who has a keyboard alone. */
    skip,
    /** @param {boolean} composing whether what is voted on is being chosen */
    paint(composing) {
      const isOpen = Boolean(model.get("opened"));
      isComposing = composing;
      root.toggleAttribute("data-open", isOpen);
      main.hidden = skip.hidden = !isOpen;
      if (!isOpen) return [back, effect].forEach((one) => put(one, ""));
      const state = model.get("state");
      const before = main.textContent;
      const { suivant, effet } = wording();
      put(main, suivant);
      if (before !== main.textContent) changed = performance.now();
      put(effect, fill(t.ensuite, { effet: effet.charAt(0).toLowerCase() + effet.slice(1) }));
      const isVoting = mainStep(state) === "close_vote";
      const earlier = composing ? state.phase : isVoting ? null : next().back;
      put(back, earlier ? fill(t.revenir, { nom: told(desk, earlier).nom }) : "");
    },
  };
}
