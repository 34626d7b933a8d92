// @ts-check
/** The network as a figure: the establishment in the middle, actors by group, the link told by line and by words. */
import { redraw } from "../../front/dom.js";
import { svg } from "../../front/svg.js";
import { fill } from "../../front/words.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {{ id: string, x: number, y: number, w: number, h: number, side: number }} Box
 * @typedef {{ width: number, height: number, centre: { x: number, y: number, w: number, h: number },
 *   titles: { text: string, x: number, y: number }[], boxes: Box[], edges: { id: string, d: string }[] }} Layout */

/** The text of a link, by what the file keeps. @param {string} link @param {Texts} t */
export const linkInWords = (link, t) => t.liens[link || "non_dit"];

/**
 * Where everything stands, in pixels: two columns around the middle, or one under it where there is no room.
 * @param {Plain[]} nodes in their order, each with its `famille` @param {Record<string, string>} families
 * @param {number} width
 * @param {number} rem pixels of one rem, so that larger letters get larger boxes @returns {Layout}
 */
export function networkLayout(nodes, families, width, rem) {
  const [boxW, boxH, gap, head] = [13.6 * rem, Math.max(44, 2.9 * rem), 0.5 * rem, 2 * rem];
  const groups = Object.entries(families)
    .map(([id, text]) => ({ text, nodes: nodes.filter((one) => one.famille === id) }))
    .filter((one) => one.nodes.length);
  const tall = (/** @type {{ nodes: Plain[] }} */ group) => head + group.nodes.length * (boxH + gap) + gap;
  const total = groups.reduce((sum, one) => sum + tall(one), 0);
  const isWide = width >= 2 * boxW + 11 * rem;
  /** @type {Layout} */
  const made = { width, height: 0, centre: { x: 0, y: 0, w: 0, h: 0 }, titles: [], boxes: [], edges: [] };
  let y = 0;
  let side = 0;
  /** @param {number} x @param {number} w @param {{ text: string, nodes: Plain[] }} group */
  const stack = (x, w, group) => {
    made.titles.push({ text: group.text, x, y: y + 1.4 * rem });
    y += head;
    for (const node of group.nodes) {
      made.boxes.push({ id: node.id, x, y, w, h: boxH, side });
      y += boxH + gap;
    }
    y += gap;
  };
  if (isWide) {
    let taken = 0;
    for (const group of groups) {
      if (side === 0 && taken > 0 && taken + tall(group) / 2 > total / 2) {
        made.height = y;
        [side, y] = [1, 0];
      }
      stack(side ? width - boxW : 0, boxW, group);
      taken += tall(group);
    }
    made.height = Math.max(made.height, y);
    const [w, h] = [Math.min(10 * rem, width - 2 * boxW - 4 * rem), 4.2 * rem];
    made.centre = { x: (width - w) / 2, y: (made.height - h) / 2, w, h };
    for (const box of made.boxes) {
      const [from, to] = box.side ? [made.centre.x + w, box.x] : [made.centre.x, box.x + boxW];
      const [start, end, bend] = [made.centre.y + h / 2, box.y + boxH / 2, (to - from) * 0.55];
      made.edges.push({ id: box.id, d: `M${from} ${start}C${from + bend} ${start} ${to - bend} ${end} ${to} ${end}` });
    }
  } else {
    made.centre = { x: 0, y: 0, w: Math.min(width, 16 * rem), h: 3 * rem };
    y = made.centre.h + gap;
    const indent = 2.4 * rem;
    groups.forEach((group) => stack(indent, Math.min(width - indent - 2, 22 * rem), group));
    made.height = y;
    for (const box of made.boxes) made.edges.push({ id: box.id, d: `M${0.8 * rem} ${box.y + boxH / 2}H${box.x}` });
  }
  return made;
}

/**
 * The figure. One stop of the Tab key; the arrows go from actor to actor, Enter opens a sheet.
 * @param {Texts} t @param {Record<string, string>} families @param {(id: string) => void} open
 */
export function networkFigure(t, families, open) {
  const root = document.createElement("div");
  root.className = "pap-territory-figure";
  let here = "";
  /** @type {[Plain[], string]} */
  let last = [[], ""];

  /** @param {KeyboardEvent} event @param {Layout} layout */
  function move(event, layout) {
    const at = layout.boxes.findIndex((one) => one.id === here);
    const box = layout.boxes[at];
    const across = layout.boxes
      .filter((one) => one.side !== box.side)
      .sort((a, b) => Math.abs(a.y - box.y) - Math.abs(b.y - box.y))[0];
    const isAcross = (event.key === "ArrowRight" && box.side === 0) || (event.key === "ArrowLeft" && box.side === 1);
    const steps = /** @type {Record<string, Box | undefined>} */ ({
      ArrowDown: layout.boxes[at + 1],
      ArrowUp: layout.boxes[at - 1],
      Home: layout.boxes[0],
      End: layout.boxes[layout.boxes.length - 1],
      ...(isAcross ? { [event.key]: across } : {}),
    });
    if (event.key === "Enter" || event.key === " ") open(here);
    else if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    const to = steps[event.key];
    if (!to) return;
    here = to.id;
    for (const one of root.querySelectorAll("[role=button]"))
      one.setAttribute("tabindex", /** @type {HTMLElement} */ (one).dataset.key === `node-${here}` ? "0" : "-1");
    /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${CSS.escape(`node-${here}`)}"]`))?.focus();
  }

  /** @param {Plain} node @param {Box} box @param {string} chosen @param {number} rem @param {Layout} layout */
  function drawn(node, box, chosen, rem, layout) {
    const { lien, a_prendre: wanted } = node.contact;
    const words = linkInWords(lien, t);
    // What is seen comes first: a voice presses by it.
    const who = node.court === node.nom ? node.nom : fill(t.reseau.court_et_nom, node);
    const name = fill(wanted ? t.reseau.noeud_a_prendre : t.reseau.noeud, { nom: who, lien: words });
    const made = svg(
      "g",
      {
        class: "pap-territory-node",
        role: "button",
        tabindex: box.id === here ? 0 : -1,
        "data-key": `node-${box.id}`,
        "data-link": lien || "non_dit",
        "aria-pressed": String(box.id === chosen),
        "aria-label": name,
        transform: `translate(${box.x} ${box.y})`,
      },
      svg("rect", { width: box.w, height: box.h, rx: 0.5 * rem }),
      svg("text", { x: 0.7 * rem, y: box.h / 2 - 0.3 * rem, class: "pap-territory-name" }, node.court),
      svg("text", { x: 0.7 * rem, y: box.h / 2 + 0.95 * rem, class: "pap-territory-link" }, words),
      ...(wanted
        ? [svg("text", { x: box.w - 1.5 * rem, y: box.h / 2 + 0.35 * rem, class: "pap-territory-star" }, "★")]
        : []),
    );
    made.addEventListener("click", () => {
      here = box.id;
      open(box.id);
    });
    made.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => move(event, layout));
    return made;
  }

  /** @param {Plain[]} nodes @param {string} chosen */
  function paint(nodes, chosen) {
    last = [nodes, chosen];
    const width = Math.floor(root.clientWidth);
    if (!width || !nodes.length) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const layout = networkLayout(nodes, families, width, rem);
    if (!layout.boxes.some((one) => one.id === here)) here = chosen || layout.boxes[0].id;
    redraw(root, [nodes, chosen, width, rem], () => {
      const by = new Map(nodes.map((one) => [one.id, one]));
      const { centre } = layout;
      const isWide = layout.boxes.some((one) => one.side === 1);
      const trunk = isWide
        ? []
        : [
            svg("path", {
              class: "pap-territory-trunk",
              d: `M${0.8 * rem} ${centre.h}V${layout.boxes[layout.boxes.length - 1].y + layout.boxes[0].h / 2}`,
            }),
          ];
      return [
        svg(
          "svg",
          {
            viewBox: `0 0 ${width} ${layout.height}`,
            width: "100%",
            role: "group",
            "aria-label": t.reseau.figure,
            style: `font-size:${rem}px`,
          },
          ...trunk,
          ...layout.edges
            .filter((one) => ["regulier", "ponctuel"].includes(by.get(one.id)?.contact.lien))
            .map((one) =>
              svg("path", { class: "pap-territory-edge", "data-link": by.get(one.id)?.contact.lien, d: one.d }),
            ),
          svg(
            "g",
            { class: "pap-territory-centre", transform: `translate(${centre.x} ${centre.y})` },
            svg("rect", { width: centre.w, height: centre.h, rx: 0.8 * rem }),
            ...middle(t.etablissement, isWide).map((line, i, all) =>
              svg(
                "text",
                {
                  x: centre.w / 2,
                  y: centre.h / 2 + (i - (all.length - 1) / 2) * 1.3 * rem + 0.35 * rem,
                  "text-anchor": "middle",
                },
                line,
              ),
            ),
          ),
          ...layout.titles.map((one) => svg("text", { class: "pap-territory-group", x: one.x, y: one.y }, one.text)),
          ...layout.boxes.map((box) => drawn(/** @type {Plain} */ (by.get(box.id)), box, chosen, rem, layout)),
        ),
      ];
    });
  }
  // What is painted changes the size that is watched: a frame later, or the browser reports a loop.
  const watcher = new ResizeObserver(() => requestAnimationFrame(() => paint(...last)));
  watcher.observe(root);
  return {
    root,
    paint,
    close: () => watcher.disconnect(),
    focus: (/** @type {string} */ id) =>
      /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${CSS.escape(`node-${id}`)}"]`))?.focus(),
  };
}

/** The words of the middle, on one line or two. @param {string} text @param {boolean} isTwo */
function middle(text, isTwo) {
  const words = text.split(" ");
  return isTwo && words.length > 1 ? [words.slice(0, -1).join(" "), words[words.length - 1]] : [text];
}
