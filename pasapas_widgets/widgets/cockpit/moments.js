// @ts-check
/** The moments of a session: their order, what is said of each, and the one rail that leads through them. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button, unseen } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk */

/** The usual way of a session; a pause interrupts the answers. */
export const FLOW = ["attente", "reponses", "cloture", "resultats", "vote", "resultats_vote", "evaluation", "fin"];

/** A group that answers together, aloud, has no answers to open nor to close; one at a distance has them open from the
 * beginning, and they close by themselves. @param {string} mode @param {boolean} [isRemote] */
export function flowOf(mode, isRemote = false) {
  const left = mode !== "individuel" ? ["reponses", "cloture"] : isRemote ? ["attente", "cloture"] : [];
  return FLOW.filter((phase) => !left.includes(phase));
}

/**
 * Where one goes from a phase: the next one and the one before it, `null` at either end.
 * @param {string} phase @param {string} [mode] @param {boolean} [isRemote]
 */
export function around(phase, mode = "individuel", isRemote = false) {
  if (phase === "pause") return { next: "reponses", back: null };
  const flow = flowOf(mode, isRemote);
  const at = flow.indexOf(phase);
  return { next: flow[at + 1] ?? null, back: flow[at - 1] ?? null };
}

const VOTED = ["vote", "resultats_vote"];

/** Is the vote of this moment an exercise of the course? @param {any} state */
export const isExercise = ({ ballot, phase }) => Boolean(ballot?.exercise) && VOTED.includes(phase);

/** What is said of a phase, in the mode of the session. @param {Desk} desk @param {string} phase */
export function told(desk, phase) {
  const { etapes, ensemble } = desk.texts.pendant;
  const { until } = desk.model.get("state");
  if (isExercise(desk.model.get("state")) && phase in desk.texts.exercices.etapes)
    return desk.texts.exercices.etapes[phase];
  if (phase === "reponses" && until) return desk.texts.distance.etapes[until.closed ? "closes" : "ouvertes"];
  return { ...etapes[phase], ...(desk.model.get("about").mode === "individuel" ? {} : ensemble[phase]) };
}

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
  "exercices",
  "porte",
  "mots",
  "papier",
  "terminer",
];

const ASIDE = ["avant", "groupe", "exercices", "porte", "mots", "papier", "terminer"]; // at hand in every moment

/** The rail: the moments in their order, the present one a button that leads to it; under them what is at hand in all.
 * On a narrow screen one line that opens. @param {Desk} desk */
export function railPart(desk) {
  const { model, texts } = desk;
  const moments = h("ol", { class: "pap-cockpit-moments" });
  const tabs = ASIDE.map((name) => {
    const count = h("span", { class: "pap-cockpit-badge", hidden: true });
    const tab = button(texts.parties[name].onglet, () => go(name), "quiet");
    tab.append(" ", count);
    return { name, tab, count, item: h("li", {}, tab) };
  });
  const line = button("", () => open(line.getAttribute("aria-expanded") !== "true"), "quiet", {
    class: "pap-button pap-button-quiet pap-cockpit-line-of-moments",
    "aria-expanded": "false",
  });
  const list = h("div", { class: "pap-cockpit-parts" }, moments, h("ul", {}, ...tabs.map(({ item }) => item)));
  const root = h("nav", { class: "pap-cockpit-rail", "aria-label": texts.navigation }, line, list);

  /** @param {boolean} isOpen on a narrow screen */
  const open = (isOpen) => line.setAttribute("aria-expanded", String(isOpen));

  /** @param {string} part */
  function go(part) {
    open(false);
    desk.go(part);
  }

  /** @param {string} phase @param {string} shown @param {boolean} isHere */
  function moment(phase, shown, isHere) {
    const flow = flowOf(model.get("about").mode, Boolean(model.get("about").until));
    const { nom } = told(desk, phase);
    if (phase !== shown) {
      const isDone = flow.indexOf(phase) < flow.indexOf(shown);
      const words = isDone ? [unseen(texts.moments.passe)] : [];
      return h("li", { class: isDone ? "pap-cockpit-done" : null }, nom, ...words);
    }
    const isPaused = model.get("state").phase === "pause";
    const tab = button(isPaused ? fill(texts.moments.pause, { nom }) : nom, () => go(""), "quiet", {
      "data-key": "now",
      "aria-current": isHere ? "page" : null,
    });
    return h("li", { class: isHere ? "pap-cockpit-here" : null, "aria-current": "step" }, tab);
  }

  return {
    root,
    /** @param {string} here the part on screen */
    paint(here) {
      const opened = model.get("opened");
      root.hidden = model.get("link").state === "absent" || !opened;
      if (!opened) return;
      const { phase } = model.get("state");
      const { mode, until } = model.get("about");
      const usual = usualPart(phase, mode);
      const shown = phase === "pause" ? "reponses" : phase;
      const isHere = here === usual || here === "pendant" || here === "composer";
      redraw(moments, [phase, mode, isHere, until], () =>
        flowOf(mode, Boolean(until)).map((one) => moment(one, shown, isHere)),
      );
      for (const { name, tab, item } of tabs) {
        if (name === here) tab.setAttribute("aria-current", "page");
        else tab.removeAttribute("aria-current");
        const isLone = name === "exercices" && until && phase === "reponses"; // at a distance, nobody talks
        item.hidden = name === usual || isLone || !partsOf(mode).includes(name);
      }
      const waiting = model
        .get("comments")
        .filter((/** @type {any} */ one) => one.about === "seance" && one.state === "attente").length;
      const words = /** @type {HTMLElement} */ (tabs.find(({ name }) => name === "mots")?.count);
      put(words, waiting ? counted(texts.moments.mots, waiting) : "");
      const { nom } = told(desk, phase);
      const aside = isHere ? [] : [texts.parties[here]?.onglet];
      put(line, [...aside, fill(texts.moments.ici, { nom }), words.textContent].filter(Boolean).join(" · "));
    },
  };
}
