// @ts-check
/**
 * A module of the course: what one will be able to do, then a step at a time, then what to keep.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("./judgement.js").Plain} Plain
 * @typedef {import("./parts.js").Bench} Bench
 */

import { button, h, handOver, openDialog, say } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { counted, fileName, fill } from "../../front/words.js";
import { exercisePart, keysOf } from "./exercise.js";
import { isDone } from "./judgement.js";
import { paragraphs, sourceLine } from "./parts.js";
import { takenPage } from "./taken.js";
import { openTrace } from "./trace.js";

/** @param {string} title @param {string[]} lines */
const listPart = (title, lines) =>
  lines.length
    ? h(
        "div",
        { class: "pap-training-facts" },
        h("h3", {}, title),
        h("ul", { class: "pap-kit-plain" }, ...lines.map((one) => h("li", {}, one))),
      )
    : null;

/** How the trainer opens an exercise of it on the phones of a room. @param {Plain} words */
const roomPart = ({ titre, intro }) =>
  h("details", { class: "pap-kit-fold" }, h("summary", {}, titre), h("div", {}, h("p", {}, intro)));

/** What is said before a module is begun. @param {Plain} module @param {Model} model */
function beginning(module, model) {
  const t = model.get("texts");
  const days = model.get("keep_days");
  return h(
    "section",
    {},
    h("p", {}, [counted(t.module.minutes, module.minutes), module.pour].filter(Boolean).join(" ")),
    h(
      "details",
      { class: "pap-kit-fold" },
      h("summary", {}, t.vie_privee.titre),
      h(
        "div",
        {},
        ...paragraphs([t.vie_privee.note, days > 0 ? counted(t.vie_privee.garde, days) : t.vie_privee.pas_garde]),
      ),
    ),
    listPart(t.module.objectifs, module.objectifs),
    listPart(t.module.moyens, module.moyens),
    listPart(t.module.prealables, module.prealables),
  );
}

/** @param {{ model: Model, uid: string, leave: (() => void) | null, papers: Node | null }} ways
 *   `leave` goes back to the list where there is one; `papers` is what can be printed */
export function modulePart({ model, uid, leave, papers }) {
  const t = model.get("texts");
  const module = model.get("module");
  const trace = openTrace(module, model.get("keep_days"));
  const title = h("h2", { tabindex: -1 }, module.titre);
  const status = h("p", { role: "status", class: "pap-unseen" });
  const kept = h("p", { class: "pap-notice", hidden: true }, t.trace.pas_gardee);
  const place = h("div", { class: "pap-training-step" });
  const exercises = module.etapes.flatMap((/** @type {Plain} */ one) => one.exercices);
  const last = module.etapes.length + 1;
  let at = Math.min(trace.step(), last); // 0 what one will learn, then the steps, then what to keep

  /** @type {Bench} */
  const bench = {
    t,
    uid,
    trace,
    names: model.get("names"),
    sources: new Map(module.sources.map((/** @type {Plain} */ one) => [one.id, one])),
    kept: () => void (kept.hidden = trace.lasts()),
  };
  const dialog = eraseDialog();
  const panels = [{ titre: t.module.debut, minutes: 0 }, ...module.etapes, { titre: t.module.fin, minutes: 0 }];
  const tabs = panels.map((one, number) => {
    const node = h("button", { type: "button" }, one.titre);
    node.addEventListener("click", () => show(number));
    return h("li", {}, node);
  });
  const nav = h("nav", { class: "pap-training-nav", "aria-label": t.module.etapes }, h("ol", {}, ...tabs));

  const done = () =>
    exercises.filter((/** @type {Plain} */ one) => keysOf(one).some((key) => isDone(trace.answers[key]))).length;

  function ending() {
    const n = done();
    return h(
      "section",
      {},
      listPart(t.module.a_retenir, module.a_retenir),
      h("h3", {}, t.trace.titre),
      h("p", {}, n ? counted(t.trace.faits, n, { total: exercises.length }) : t.trace.rien),
      h(
        "div",
        { class: "pap-kit-line" },
        button(t.trace.emporter, takeHome, "main"),
        button(t.trace.effacer, () => openDialog(dialog), "danger"),
      ),
      papers,
      papers ? roomPart(t.salle) : null,
      h("h3", {}, t.module.sources),
      ...module.sources.map((/** @type {Plain} */ one) => sourceLine(one, t)),
    );
  }
  function takeHome() {
    const name = fileName(t.emporter.fichier, module.titre, "html");
    handOver(takenPage(module, trace.answers, t), "text/html;charset=utf-8", name, root);
    say(status, t.emporter.fait);
  }
  function eraseDialog() {
    const words = t.trace.question;
    const node = h(
      "dialog",
      { class: "pap-dialog", "aria-labelledby": `${uid}-erase` },
      h("p", { id: `${uid}-erase` }, words.titre),
    );
    const cancel = button(words.non, () => node.close());
    cancel.autofocus = true;
    const sure = button(
      words.oui,
      () => {
        node.close();
        trace.erase();
        show(at, { isKept: false });
        say(status, t.trace.effacee);
      },
      "danger",
    );
    node.append(h("div", { class: "pap-kit-line" }, cancel, sure));
    return node;
  }
  /** @param {number} number */
  function panel(number) {
    if (number === 0) return beginning(module, model);
    if (number === last) return ending();
    const step = module.etapes[number - 1];
    return h(
      "section",
      {},
      ...paragraphs(step.texte),
      ...step.exercices.map((/** @type {Plain} */ one) => exercisePart(one, bench)),
    );
  }
  /** @param {number} number @param {{ still?: boolean, isKept?: boolean }} [how] leave the focus where it is; remember
   * that one is here */
  function show(number, { still = false, isKept = true } = {}) {
    at = number;
    if (isKept) trace.stand(at);
    const { titre, minutes } = panels[at];
    const heading = h("h3", { tabindex: -1 }, titre);
    const where = fill(t.module.ou, { n: at + 1, total: panels.length });
    const before = at > 0 ? button(t.module.precedent, () => show(at - 1)) : null;
    const after =
      at < last ? button(fill(t.module.suivant, { titre: panels[at + 1].titre }), () => show(at + 1), "main") : null;
    place.replaceChildren(
      h("p", { class: "pap-soft" }, [where, minutes ? counted(t.module.minutes, minutes) : ""].join(" ")),
      heading,
      panel(at),
      h("div", { class: "pap-kit-line pap-training-turn" }, ...[before, after].filter((one) => one !== null)),
    );
    tabs.forEach((one, index) => {
      if (index === at) one.firstChild.setAttribute("aria-current", "step");
      else one.firstChild.removeAttribute("aria-current");
    });
    say(status, "");
    if (!still) heading.focus();
  }

  const toList = leave && button(t.liste.retour, () => (trace.leave(), leave()));
  const root = h("div", {}, toList, title, nav, kept, place, status, dialog);
  keepLineBreaks(root);
  show(at, { still: true });
  return { root, focus: () => title.focus() };
}
