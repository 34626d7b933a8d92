// @ts-check
/** «S'orienter»: prudence first, proposals with their reasons, the services chosen, the path in time. */
import { h } from "../../front/dom.js";
import { keepLineBreaks } from "../../front/linebreaks.js";
import { newUid } from "../../front/uid.js";
import { bar } from "../kit/bar.js";
import { post } from "../kit/post.js";
import { proposalsPart, prudencePart } from "./proposals.js";
import { stepsPart } from "./steps.js";
import { timePart } from "./time.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts */

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("orientation");
  const carrier = post(model, "orientation");
  const status = h("p", { role: "status", class: "pap-unseen" });
  const say = (/** @type {string} */ text) => (status.textContent = text);
  const top = bar(model, carrier);
  const parts = [
    prudencePart(model, carrier, t.prudence, uid),
    proposalsPart(model, carrier, t, say),
    stepsPart(model, carrier, t.parcours, model.get("kit").noms_des_mois, uid, say),
    timePart(model, carrier, t.temps, say),
  ];
  const closed = h("p", {}, t.ferme);
  const body = h("div", {}, ...parts.map((one) => one.root));
  const root = h(
    "div",
    { class: "pap pap-kit pap-orientation" },
    h("h2", {}, t.titre),
    h("p", {}, t.intro),
    top.root,
    status,
    closed,
    body,
  );
  keepLineBreaks(root);
  el.append(root);

  function paint() {
    const isOpen = model.get("state").ouvert;
    closed.hidden = isOpen;
    body.hidden = !isOpen;
    top.paint();
    if (isOpen) parts.forEach((one) => one.paint());
  }
  const stop = carrier.listen(paint);
  const traits = ["told", "timing", "session"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
  };
}

export default { render };
