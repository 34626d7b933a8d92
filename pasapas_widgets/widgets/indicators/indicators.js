// @ts-check
/** «Les indicateurs»: the counts of years, an export brought in, the figures. */
import { openOnPaper } from "../../front/paper.js";
import { carnetScreen, paintAll } from "../kit/screen.js";
import { figuresPart } from "./figures.js";
import { filesPart } from "./files.js";
import { countsPart } from "./table.js";

/** @typedef {import("../../front/host.js").Model} Model */

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const traits = ["told", "impossible", "export"];
  const about = { name: "indicators", view: "indicators", traits, said: "pap-indicators-status" };
  const stop = carnetScreen({ model, el }, about, ({ t, uid, carrier, say }) => {
    const parts = [
      countsPart(model, carrier, t, uid, say),
      filesPart(model, carrier, t, uid, say),
      figuresPart(model, t),
    ];
    return { body: parts.map((one) => one.root), paint: () => paintAll(parts) };
  });
  const stopPaper = openOnPaper(el, ".pap-kit-row");
  return () => {
    stopPaper();
    stop();
  };
}

export default { render };
