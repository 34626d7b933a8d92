// @ts-check
/** «Se former»: the modules of the course, one of them played. What one answers stays in this browser. */

import { courier } from "../../front/courier.js";
import { button, h, put } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { counted, fill } from "../../front/words.js";
import { PDF, orders } from "../kit/orders.js";
import { modulePart } from "./module.js";
import { isLeftOpen, keptOf } from "./trace.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("./judgement.js").Plain} Plain */

const PATIENCE = 20_000; // milliseconds to open a module, whose figures are drawn

/** What can be printed of the open module. @param {Model} model */
function papersPart(model) {
  const t = model.get("texts").papier;
  const status = h("p", { role: "status" });
  const fault = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });
  const root = h("section", { class: "pap-training-papers" }, h("h3", {}, t.titre), h("p", {}, t.intro));
  const buttons = ["exercices", "reponses"].map((part) =>
    button(t[part], () => pages.ask("paper", { part }, `${model.get("module").id}-${part}.pdf`, PDF)),
  );
  const paint = () => buttons.forEach((one) => one.setAttribute("aria-disabled", String(pages.isBusy())));
  const pages = orders(model, t, { root, status, fault, paint });
  root.append(h("div", { class: "pap-kit-line" }, ...buttons), status, fault);
  return { root, close: pages.close };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("training");
  const root = h("div", { class: "pap pap-kit pap-training", lang: "fr" });
  const post = model.get("linked") === false ? null : courier(model, PATIENCE);
  /** @type {(() => void) | null} */
  let close = null;
  let wanted = "";
  let isBack = false; // the module opens by itself, where it was left: the focus stays where it is
  el.append(root);

  /** @param {Plain} one */
  function card(one) {
    const goals = h(
      "details",
      { class: "pap-kit-fold" },
      h("summary", {}, t.module.objectifs, h("span", { class: "pap-unseen" }, ` : ${one.titre}`)),
      h("ul", { class: "pap-kit-plain" }, ...one.objectifs.map((/** @type {string} */ goal) => h("li", {}, goal))),
    );
    const n = keptOf(/** @type {{ id: string, version: string }} */ (one));
    return h(
      "li",
      { class: "pap-training-card" },
      h("h3", {}, fill(t.liste.nom, one)),
      h("p", {}, [counted(t.module.minutes, one.minutes), one.pour].filter(Boolean).join(" ")),
      goals,
      n ? h("p", { class: "pap-soft" }, counted(t.liste.repris, n)) : null,
      openButton(one),
    );
  }
  /** @param {Plain} one */
  function openButton(one) {
    const node = button(t.liste.ouvrir, () => open(one.id), "main");
    node.append(h("span", { class: "pap-unseen" }, ` : ${one.titre}`));
    return node;
  }
  const said = h("p", { role: "status" });
  const fault = h("p", { role: "alert", class: "pap-kit-alert", hidden: true });

  /** @param {string} id */
  function open(id) {
    wanted = id;
    isBack = false;
    put(fault, "");
    if (model.get("module").id === id) return paint(true);
    said.textContent = t.liste.ouvre;
    post?.ask([{ verb: "open", values: { id }, done: (faults) => faults.length && refused(faults[0]) }]);
  }
  /** @param {string} sentence */
  function refused(sentence) {
    said.textContent = "";
    put(fault, sentence);
  }
  function leave() {
    wanted = "";
    paint(true);
  }
  /** @param {boolean} [isAsked] move the focus to what is shown */
  function paint(isAsked = false) {
    close?.();
    close = null;
    said.textContent = "";
    const modules = model.get("modules");
    const module = model.get("module");
    if (module.id && (module.id === wanted || modules.length < 2)) {
      const papers = post ? papersPart(model) : null;
      close = papers?.close ?? null;
      const part = modulePart({ model, uid, leave: modules.length > 1 ? leave : null, papers: papers?.root ?? null });
      root.replaceChildren(part.root);
      if (isAsked) part.focus();
      return;
    }
    const title = h("h2", { tabindex: -1 }, t.liste.titre);
    root.replaceChildren(
      title,
      h("p", { class: "pap-intro" }, t.liste.intro),
      said,
      fault,
      h("ol", { class: "pap-training-cards" }, ...modules.map(card)),
    );
    if (isAsked) title.focus();
  }
  const came = () => model.get("module").id === wanted && paint(!isBack);
  const stop = post?.listen(() => {
    if (post.late() && said.textContent) said.textContent = t.liste.lent;
  });
  model.on("change:module", came);
  paint();
  const left = model.get("modules").find(isLeftOpen);
  if (left && model.get("modules").length > 1 && model.get("keep_days") > 0) {
    open(left.id);
    isBack = true;
  }
  return () => {
    model.off("change:module", came);
    stop?.();
    close?.();
    root.remove();
  };
}

export default { render };
