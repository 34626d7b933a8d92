// @ts-check
/** «L'entretien avec l'Aract»: before, the note, the questions, what was agreed; one of the four at a time. */
import { h, handOver, put } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { bar } from "../kit/bar.js";
import { button } from "../kit/parts.js";
import { post } from "../kit/post.js";
import { beforePart, questionsPart } from "./before.js";
import { notePart } from "./note.js";
import { outcomePart } from "./outcome.js";

/** @typedef {import("../../front/host.js").Model} Model */

const QUIET = 1200; // milliseconds without a change before the pages are measured again
/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("interview");
  const carrier = post(model, "entretien");
  const status = h("p", { role: "status", class: "pap-interview-said", hidden: true });
  const say = (/** @type {string} */ text) => put(status, text);
  const download = (/** @type {string} */ sheet) => {
    carrier.settle();
    carrier.send("file", { sheet });
  };
  const top = bar(model, carrier);
  const parts = {
    avant: beforePart(model, carrier, `${uid}-b`, download),
    note: notePart(model, carrier, `${uid}-n`, download),
    questions: questionsPart(model, carrier, `${uid}-q`),
    sortie: outcomePart(model, carrier, `${uid}-o`, download, say),
  };
  /** @type {keyof typeof parts} */
  let view = "avant";
  const choose = /** @type {(keyof typeof parts)[]} */ (Object.keys(parts)).map((name) =>
    button(
      t.vues.noms[name],
      () => {
        view = name;
        say("");
        paint();
      },
      "quiet",
      { "data-view": name },
    ),
  );
  const closed = h("p", {}, t.ferme);
  const body = h(
    "div",
    {},
    h("div", { class: "pap-kit-line", role: "group", "aria-label": t.vues.choisir }, ...choose),
    ...Object.values(parts).map((one) => one.root),
  );
  const root = h(
    "div",
    { class: "pap pap-kit pap-interview" },
    h("h2", {}, t.titre),
    h("p", { class: "pap-intro" }, t.intro),
    top.root,
    closed,
    body,
    status,
  );
  keepLineBreaks(root);
  el.append(root);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let measured = "";
  /** Ask how the pages are filled once nothing changes any more. */
  function measure() {
    const { entretien, parcours, territoire, actions, priorites, discussions, titre } = model.get("carnet");
    const now = JSON.stringify([entretien, parcours, territoire, actions, priorites, discussions, titre]);
    if (now === measured || !model.get("state").ouvert) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      measured = now;
      carrier.wish("measure");
    }, QUIET);
  }
  function paint() {
    const isAny = model.get("state").ouvert;
    closed.hidden = isAny;
    body.hidden = !isAny;
    top.paint();
    if (!isAny) return;
    choose.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.view === view)));
    for (const [name, one] of Object.entries(parts)) {
      one.root.hidden = name !== view;
      if (name === view) one.paint();
    }
    if (view === "note" || view === "sortie") measure();
  }
  function hand() {
    const data = model.get("file");
    if (!data?.byteLength) return;
    const name = model.get("file_name");
    handOver(data, "application/octet-stream", name, root);
    say(fill(t.telecharge, { fichier: name }));
  }
  const stop = carrier.listen(paint);
  const traits = ["items", "note", "traces", "days", "fit"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  model.on("change:file", hand);
  paint();
  return () => {
    clearTimeout(timer);
    stop();
    traits.forEach((event) => model.off(event, paint));
    model.off("change:file", hand);
  };
}

export default { render };
