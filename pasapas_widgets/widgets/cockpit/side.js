// @ts-check
/** Beside what the trainer does: what the room sees, live and small, and how far the room is, as counts. */
import { h, put } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { button } from "./base.js";
import { isAway, reachedPart } from "./distance.js";
import { isExercise } from "./moments.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

/** The counts that matter in a phase. @param {string} phase @param {string} mode */
export function countsOf(phase, mode) {
  if (phase === "vote" || phase === "resultats_vote") return ["joined", "voted"];
  if (phase === "evaluation" || phase === "fin") return ["joined", "evaluated"];
  return mode === "individuel" && phase !== "attente" ? ["joined", "begun", "finished", "more_time"] : ["joined"];
}

/** @param {Desk} desk @returns {Part} */
export function sidePart(desk) {
  const { model, texts } = desk;
  const parts = [wallPart(desk), countsPart(desk), reachedPart(desk), doorLine(desk)];
  const root = h("section", { class: "pap-cockpit-side", "aria-label": texts.cote }, ...parts.map((one) => one.root));
  return {
    root,
    paint() {
      root.hidden = !model.get("opened");
      if (!root.hidden) parts.forEach((one) => one.paint());
    },
  };
}

/** The wall itself, small: the page that the projector shows, so that nothing else is to be kept true. It is looked at
 * and nothing more. JupyterLab is on another server, whose pages the wall is not shown in.
 * @param {Desk} desk @returns {Part} */
function wallPart({ model, texts }) {
  const t = texts.ecran;
  const place = h("div", { class: "pap-cockpit-wall", "aria-hidden": "true" });
  const root = h("div", {}, h("p", { class: "pap-soft pap-cockpit-wall-title" }, t.titre), place);
  return {
    root,
    paint() {
      const wall = model.get("about").pages?.projection ?? "";
      root.hidden = !wall.startsWith("/") || isAway(model.get("state")); // nobody is in a room to see it
      if (root.hidden || place.dataset.wall === wall) return;
      place.dataset.wall = wall;
      const frame = h("iframe", { src: wall, title: t.titre, loading: "lazy", tabindex: -1, inert: true });
      place.replaceChildren(frame);
    },
  };
}

/** How far the room is. @param {Desk} desk @returns {Part} */
function countsPart(desk) {
  const { model, texts } = desk;
  const t = texts.pendant.comptes;
  const names = ["joined", "begun", "finished", "more_time", "voted", "evaluated"];
  const cells = names.map((name) => {
    const figure = h("dd", {}, "");
    const label = h("dt", {});
    return { name, figure, label, root: h("div", {}, label, figure) };
  });
  const bar = /** @type {HTMLProgressElement} */ (h("progress", { max: 100, value: 0, "aria-label": t.part }));
  const share = h("span", {});
  const lower = button(t.baisser, (pressed) => desk.act(pressed, "clear_time", {}, t.baissees));
  const line = h("p", { class: "pap-cockpit-line" }, bar, share);
  const root = h(
    "div",
    { role: "group", "aria-label": t.titre },
    h("dl", { class: "pap-cockpit-counts" }, ...cells.map((one) => one.root)),
    line,
    lower,
  );
  return {
    root,
    paint() {
      const state = model.get("state");
      root.hidden = typeof state.at_least === "number"; // they are not told before something is published
      const shown = countsOf(state.phase, model.get("about").mode);
      for (const { name, figure, label, root: cell } of cells) {
        const n = (name === "voted" ? state.ballot?.voted : state[name]) ?? 0;
        put(label, counted(name === "voted" && isExercise(state) ? texts.exercices.voted : t[name], n));
        cell.hidden = !shown.includes(name);
        put(figure, String(n));
      }
      line.hidden = !shown.includes("finished");
      const percent = Math.floor(state.answered * 100);
      bar.value = percent;
      put(share, fill(t.reponses, { part: percent }));
      lower.hidden = !state.more_time || line.hidden;
    },
  };
}

/** How many people are expected, and that more seats are taken than there are people.
 * @param {Desk} desk @returns {Part} */
function doorLine(desk) {
  const { model, texts } = desk;
  const t = texts.pendant.porte;
  const said = h("p", { class: "pap-soft" });
  const warn = h("p", { class: "pap-notice pap-cockpit-warn", role: "status", hidden: true });
  const decide = button(t.voir, () => desk.go("porte"), "quiet", { hidden: true });
  const root = h("div", {}, said, warn, decide);
  return {
    root,
    paint() {
      const { expected, too_many: tooMany } = model.get("state");
      put(said, expected ? counted(t.compte, expected) : "");
      put(warn, tooMany ? t.trop : "");
      decide.hidden = !tooMany;
    },
  };
}
