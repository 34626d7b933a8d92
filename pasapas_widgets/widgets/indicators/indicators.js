// @ts-check
/** «Les indicateurs»: the counts of years, an export brought in, the figures. */
import { h, put } from "../../front/dom.js";
import { newUid } from "../../front/uid.js";
import { bar } from "../kit/bar.js";
import { post } from "../kit/post.js";
import { figuresPart } from "./figures.js";
import { filesPart } from "./files.js";
import { countsPart } from "./table.js";

/** @typedef {import("../../front/host.js").Model} Model */

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const t = model.get("texts");
  const uid = newUid("indicators");
  const carrier = post(model, "indicators");
  const status = h("p", { role: "status", class: "pap-indicators-status" });
  const say = (/** @type {string} */ text) => put(status, text);
  const top = bar(model, carrier);
  const parts = [
    countsPart(model, carrier, t, uid, say),
    filesPart(model, carrier, t, uid, say),
    figuresPart(model, t),
  ];
  const closed = h("p", {}, t.ferme);
  const body = h("div", {}, ...parts.map((one) => one.root));
  el.append(
    h(
      "div",
      { class: "pap pap-kit pap-indicators" },
      h("h2", {}, t.titre),
      h("p", {}, t.intro),
      top.root,
      status,
      closed,
      body,
    ),
  );

  function paint() {
    const isAny = model.get("state").ouvert;
    closed.hidden = isAny;
    body.hidden = !isAny;
    top.paint();
    if (isAny) parts.forEach((one) => one.paint());
  }
  const stop = carrier.listen(paint);
  const traits = ["told", "impossible", "export"].map((one) => `change:${one}`);
  traits.forEach((event) => model.on(event, paint));
  paint();
  return () => {
    stop();
    traits.forEach((event) => model.off(event, paint));
  };
}

export default { render };
