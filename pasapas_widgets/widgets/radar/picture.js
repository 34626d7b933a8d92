// @ts-check
/** One's own radar as a picture to keep (PNG), made in this browser: nothing is asked of anybody. */

import { button, h, handOver, put, setAll } from "../../front/dom.js";
import { svg } from "../../front/svg.js";
import { wrap } from "./geometry.js";

/** What a style sheet decides of a drawing, and a file must say by itself. */
const LOOK = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
];
const LETTERS = ["paint-order", "font-family", "font-size", "font-weight", "font-style", "text-anchor"];
const EDGE = 40; // units around the drawing, whose longest labels reach beyond it
const LINE = 18;
const LETTERS_A_LINE = 50;
const SCALE = 3; // pixels a unit

/** A copy of a drawing that looks the same without any style sheet. @param {SVGElement} drawn @returns {SVGElement} */
function standalone(drawn) {
  const copy = /** @type {SVGElement} */ (drawn.cloneNode(true));
  const copies = [...copy.querySelectorAll("*")];
  [...drawn.querySelectorAll("*")].forEach((node, i) => {
    const look = getComputedStyle(node);
    if (look.display === "none") return copies[i].remove();
    setAll(copies[i], Object.fromEntries([...LOOK, ...LETTERS].map((name) => [name, look.getPropertyValue(name)])));
  });
  return copy;
}

/** Lines of text. @param {string[]} lines @param {number} y of the first @param {Record<string, any>} look */
const written = (lines, y, look) => lines.map((said, i) => svg("text", { x: 0, y: y + i * LINE, ...look }, said));

/** A drawing on its ground, its title above and its sentence below.
 * @param {SVGSVGElement} drawn @param {string} title @param {string} sentence */
function sheetOf(drawn, title, sentence) {
  const [width, height] = drawn.getAttribute("viewBox")?.split(" ").slice(2).map(Number) ?? [];
  const lines = wrap(sentence, LETTERS_A_LINE);
  const whole = { width: width + 2 * EDGE, height: height + 3 * EDGE + lines.length * LINE };
  const ground = /** @type {HTMLElement} */ (drawn.closest(".pap-radar"));
  const { color, fontFamily, backgroundColor } = getComputedStyle(ground);
  const letters = { fill: color, "font-family": fontFamily };
  const place = `translate(0 ${EDGE})`;
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `${-EDGE} ${-EDGE} ${whole.width} ${whole.height}`,
      width: whole.width * SCALE,
      height: whole.height * SCALE,
    },
    svg("rect", { x: -EDGE, y: -EDGE, ...whole, fill: backgroundColor }),
    ...written([title], 0, { ...letters, "font-size": 20, "font-weight": 700 }),
    svg("g", { transform: place }, ...standalone(drawn).childNodes),
    ...written(lines, height + 2 * EDGE - LINE, { ...letters, "font-size": 13 }),
  );
}

/** @param {SVGSVGElement} sheet @returns {Promise<Blob>} */
async function pngOf(sheet) {
  const image = new Image();
  const loaded = new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed }));
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(sheet))}`;
  await loaded;
  const canvas = h("canvas", { width: sheet.getAttribute("width"), height: sheet.getAttribute("height") });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!made) throw new Error("no picture");
  return made;
}

/** The button that hands the drawing over, and the sentence that says it could not.
 * @param {SVGSVGElement} drawn @param {any} t texts @param {() => string} sentence what the drawing says */
export function keepPart(drawn, t, sentence) {
  const fault = h("p", { role: "alert", hidden: true });
  const keep = button(t.bouton, async () => {
    put(fault, "");
    try {
      const made = await pngOf(sheetOf(drawn, t.titre, sentence()));
      handOver(made, "image/png", t.fichier, root);
    } catch {
      put(fault, t.rate);
    }
  });
  const root = h("div", { class: "pap-radar-keep" }, keep, fault);
  return root;
}
