// @ts-check
/** What looks like a person in a text that is being written: said beside the field, shown in it, never changed. */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { button } from "../kit/parts.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {{ genre: string, texte: string }} Trace */

/** Say each trace once. @param {Trace[]} traces @param {Texts} t @returns {string} */
export const tracesInWords = (traces, t) =>
  [...new Set(traces.map((one) => fill(t[one.genre], { texte: one.texte })))].join(" ");

/**
 * Put the advice of a field beside it, with a button that selects the words in the text.
 * @param {HTMLElement} root a field of kit/parts.js @param {any} node its control @param {Texts} t texts of «traces»
 */
export function traced(root, node, t) {
  const advice = /** @type {HTMLElement} */ (root.querySelector(".pap-advice"));
  const place = h("div", { class: "pap-discussion-show" });
  root.append(place);
  /** @param {Trace[]} traces */
  return (traces) => {
    const found = traces.filter((one) => node.value.includes(one.texte)); // the rest was typed over meanwhile
    put(advice, tracesInWords(found, t));
    redraw(place, found, () =>
      found.length
        ? [
            button(
              t.montrer,
              () => {
                const one = found.find((two) => node.value.includes(two.texte));
                const start = one ? node.value.indexOf(one.texte) : -1;
                node.focus();
                if (one && start >= 0) node.setSelectionRange(start, start + one.texte.length);
              },
              "quiet",
              { "data-key": `${node.id}-show`, "aria-describedby": advice.id },
            ),
          ]
        : [],
    );
  };
}
