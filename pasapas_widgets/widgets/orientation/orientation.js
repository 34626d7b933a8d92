// @ts-check
/** «S'orienter»: prudence first, proposals with their reasons, the services chosen, the path in time. */
import { carnetScreen, paintAll } from "../kit/screen.js";
import { proposalsPart, prudencePart } from "./proposals.js";
import { stepsPart } from "./steps.js";
import { timePart } from "./time.js";

/** @typedef {import("../../front/host.js").Model} Model */

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const about = { name: "orientation", view: "orientation", traits: ["told", "timing", "session"] };
  return carnetScreen({ model, el }, about, ({ t, uid, carrier, say }) => {
    const parts = [
      prudencePart(model, carrier, t.prudence, uid),
      proposalsPart(model, carrier, t, say),
      stepsPart(model, carrier, t.parcours, model.get("kit").noms_des_mois, uid, say),
      timePart(model, carrier, t.temps, say),
    ];
    return { body: parts.map((one) => one.root), paint: () => paintAll(parts) };
  });
}

export default { render };
