// @ts-check
/**
 * The radar of the levers: an SVG drawn in the browser, always followed by its sentence and its table.
 *
 * A lever without enough answers is said (at its axis, in the sentence, in the table) and leaves a gap in the line; it
 * is never drawn as zero. Scores of the person at this screen arrive by the DOM event `pasapas:scores` and are drawn
 * inside its handler, so that a click is on the radar within the same frame, kernel or not.
 *
 * One or two levers have no shape: they are drawn as lines with the same marks. Where names find no room at the axes,
 * the axes are numbered and the names follow in a list.
 *
 * @typedef {{ id: string, label: string }} Axis
 * @typedef {"me" | "group" | "earlier" | "profile"} Kind
 * @typedef {{ id?: string, label: string, kind: Kind, n: number | null, scores: Record<string, number | null> }} Layer
 * @typedef {Record<string, any>} Texts
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ id: string, tip: Point, spoke: string, withheld: boolean, x: number, y: number, noteY?: number, anchor: string,
 *   name: string[], note: string[] }} DrawnAxis
 * @typedef {{ kind: Kind, points: (Point | null)[], closed: boolean, path: string,
 *   values: (Point & { said: string } | null)[] }} DrawnLayer
 * @typedef {{ width: number, height: number, rings: string[], ticks: (Point & { value: string })[], axes: DrawnAxis[],
 *   layers: DrawnLayer[] }} Drawing in units of the box
 * @typedef {{ get(name: string): any, on(name: string, run: () => void): void, off(name: string, run: () => void): void }} Model
 */

import { newUid } from "../../front/uid.js";
import { endOf, numberOf, startOf } from "../../front/scale.js";

const WIDTH = 300;
const HEIGHT = 292;
const RADIUS = 100;
const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 };
const LINE = 16;
const QUIET = 1500; // milliseconds without a change before the sentence is announced
const ROW = 20; // from one layer's line to the next, where levers are lines
const TRACK = { from: 8, to: WIDTH - 44 };
const MOST_NAMED = 8; // axes; more are numbered

/** Fill the `{name}` places of a text. @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** @param {Layer} layer @param {Axis} axis @returns {number | null} */
const scoreOf = (layer, axis) => layer.scores[axis.id] ?? null;

/**
 * Say what the radar shows: one sentence a layer. The twin of `figures.describe_radar`.
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} [unit] as `unitOf` gives it
 */
export const describe = (axes, layers, texts, unit = 0) =>
  layers.map((layer) => sentenceOf(axes, layer, texts.phrase, unit)).join(" ");

/** @param {Axis[]} axes @param {Layer} layer @param {Texts} told @param {number} unit */
function sentenceOf(axes, layer, told, unit) {
  let nothing = true;
  const levers = axes.map((axis) => {
    const score = scoreOf(layer, axis);
    if (score === null) return fill(told.absent, { levier: axis.label });
    const number = numberOf(score, unit);
    const said = fill(told.suivant, {
      levier: axis.label,
      score: nothing ? fill(told.sur, { score: number, fin: endOf(unit) }) : number,
    });
    nothing = false;
    return said;
  });
  return fill(told.calque, {
    calque: layer.label,
    effectif: counted(layer, told),
    leviers: nothing ? told.aucun : levers.join(told.entre),
  });
}

/** Say how many sheets a layer holds, where it is known. @param {Layer} layer @param {Texts} told @returns {string} */
const counted = ({ n }, told) => (n === null ? "" : fill(n === 1 ? told.effectif_un : told.effectif, { n }));

/** Cut a label into lines of about `width` characters, between words. @param {string} text @param {number} width */
export function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What is said at an axis where some layer has no score. @param {Axis} axis @param {Layer[]} layers @param {Texts} texts */
function noteAt(axis, layers, texts) {
  const missing = layers.filter((layer) => scoreOf(layer, axis) === null);
  if (!missing.length || !hasScore(layers)) return "";
  if (missing.length === layers.length) return texts.axe.absent;
  return fill(texts.axe.absent_calque, { calques: missing.map((layer) => texts.axe.calques[layer.kind]).join(", ") });
}

/** Is there anything to draw? @param {Layer[]} layers */
export const hasScore = (layers) => layers.some((layer) => Object.values(layer.scores).some((score) => score !== null));

/** @param {number} index @param {number} count @param {number} radius @returns {Point} */
function at(index, count, radius) {
  const angle = (2 * Math.PI * index) / count - Math.PI / 2;
  return { x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y + radius * Math.sin(angle) };
}

/** @param {Point[]} points */
const pathOf = (points) => points.map((p, i) => `${i ? "L" : "M"}${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join("");

/**
 * Place an axis' words so that they stay clear of the drawing: above or below it for an upright axis, in the outer
 * corner over the tip for a sideways one.
 * @param {number} index @param {number} count @param {number} radius @param {string} label @param {string} note
 */
function placeLabel(index, count, radius, label, note) {
  const tip = at(index, count, radius);
  const [dx, dy] = [(tip.x - CENTRE.x) / radius, (tip.y - CENTRE.y) / radius];
  const upright = Math.abs(dx) < 0.3;
  const room = upright ? (count > 6 ? 13 : 30) : 11;
  const name = wrap(label, room);
  const said = note ? wrap(note, room + 3) : [];
  const below = upright ? dy > 0 : dy > 0.3;
  const height = (name.length + said.length - 1) * LINE;
  return {
    x: upright ? CENTRE.x : dx > 0 ? WIDTH : 0,
    y: below ? tip.y + (upright ? 22 : 34) : tip.y - (upright ? 14 : 20) - height,
    anchor: upright ? "middle" : dx > 0 ? "end" : "start",
    name,
    note: said,
  };
}

/** Many names take room from the drawing, numbers give it back. @param {Axis[]} axes */
const radiusOf = (axes) => (isNumbered(axes) ? 112 : axes.length > 6 ? 84 : RADIUS);

/** Are the axes numbered, their names in a list? Where they are many, or a name would cross the drawing.
 * @param {Axis[]} axes */
export function isNumbered(axes) {
  if (axes.length < 3) return false;
  const [lines, letters] = axes.length > 6 ? [3, 11] : [4, 20];
  const fits = axes.every(
    ({ label }) => wrap(label, 11).length <= lines && label.split(/[\s-]/).every((word) => word.length <= letters),
  );
  return axes.length > MOST_NAMED || !fits;
}

/** The levels at which a ring is drawn, and those of them that are written, as scores. @param {number} unit */
function ringsOf(unit) {
  if (!unit) return { rings: [25, 50, 75, 100], told: [50, 100] };
  const scoreAt = (/** @type {number} */ level) => (100 * (level - 1)) / (unit - 1);
  const levels = Array.from({ length: unit - 1 }, (_, i) => unit - i); // from the highest to the second
  return { rings: levels.map(scoreAt), told: levels.filter((_, i) => unit <= 4 || i % 2 === 0).map(scoreAt) };
}

/**
 * Turn axes and layers into coordinates in a box of 300 × 292 units, 0 at the centre and 100 on the outer ring; one or
 * two axes become lines in a box as high as they need.
 *
 * A layer's line is cut at a lever without a score; `closed` tells whether it goes all around (and may be tinted).
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} [unit] as `unitOf` gives it
 * @returns {Drawing}
 */
export function geometry(axes, layers, texts, unit = 0) {
  if (axes.length < 3) return levelLines(axes, layers, texts, unit);
  const count = axes.length;
  const radius = radiusOf(axes);
  const { rings, told } = ringsOf(unit);
  const ring = (/** @type {number} */ score) => `${pathOf(axes.map((_, i) => at(i, count, (radius * score) / 100)))}Z`;
  const middle = (/** @type {number} */ score) => {
    const [a, b] = [at(0, count, (radius * score) / 100), at(1, count, (radius * score) / 100)];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  const numbered = isNumbered(axes);
  return {
    width: WIDTH,
    height: HEIGHT,
    rings: rings.map(ring),
    ticks: told.map((score) => ({ value: numberOf(score, unit), ...middle(score) })),
    axes: axes.map((axis, i) => {
      const [note, tip] = [noteAt(axis, layers, texts), at(i, count, radius)];
      const words = numbered ? placeNumber(i, count, radius) : placeLabel(i, count, radius, axis.label, note);
      return { id: axis.id, tip, spoke: pathOf([CENTRE, tip]), withheld: note !== "", ...words };
    }),
    layers: layers.map((layer) => {
      const points = axes.map((axis, i) => {
        const score = scoreOf(layer, axis);
        return score === null ? null : at(i, count, (radius * score) / 100);
      });
      return {
        kind: layer.kind,
        points,
        ...outline(points),
        values: axes.map((axis, i) => valueAt(layer, axis, i, count, radius, unit)),
      };
    }),
  };
}

/** The number of an axis beyond its tip. @param {number} index @param {number} count @param {number} radius */
function placeNumber(index, count, radius) {
  const { x, y } = at(index, count, radius + 17);
  return { x, y: y + 5, anchor: "middle", name: [String(index + 1)], note: /** @type {string[]} */ ([]) };
}

/** One or two levers: for each its name, then a line a layer from the least to the mark of its score.
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} unit @returns {Drawing} */
function levelLines(axes, layers, texts, unit) {
  const along = (/** @type {number} */ score) => TRACK.from + ((TRACK.to - TRACK.from) * score) / 100;
  const rows = Math.max(1, layers.length);
  let y = 0;
  const blocks = axes.map((axis) => {
    const name = wrap(axis.label, 36);
    const top = y + name.length * LINE + 4;
    y = top + rows * ROW + LINE + 10; // a line of words stays free below, to say what is missing
    return { axis, name, top };
  });
  const upright = (/** @type {number} */ score, /** @type {number} */ top) =>
    pathOf([
      { x: along(score), y: top },
      { x: along(score), y: top + rows * ROW },
    ]);
  const { rings, told } = ringsOf(unit);
  const places = (/** @type {Layer} */ layer, /** @type {number} */ row) =>
    blocks.map(({ axis, top }) => {
      const score = scoreOf(layer, axis);
      return score === null ? null : { x: along(score), y: top + row * ROW + ROW / 2, score };
    });
  return {
    width: WIDTH,
    height: y + LINE,
    rings: blocks.flatMap(({ top }) => [0, ...rings].map((score) => upright(score, top))),
    ticks: [0, ...told].map((score) => ({ value: numberOf(score, unit), x: along(score), y: y + 4 })),
    axes: blocks.map(({ axis, name, top }) => {
      const note = noteAt(axis, layers, texts);
      const spoke = pathOf([
        { x: TRACK.from, y: top + rows * ROW },
        { x: TRACK.to, y: top + rows * ROW },
      ]);
      const words = {
        x: TRACK.from,
        y: top - 4 - (name.length - 1) * LINE - 4,
        anchor: "start",
        name,
        note: note ? [note] : [],
      };
      return {
        id: axis.id,
        tip: { x: TRACK.to, y: top + rows * ROW },
        spoke,
        withheld: note !== "",
        noteY: top + rows * ROW + LINE,
        ...words,
      };
    }),
    layers: layers.map((layer, row) => {
      const points = places(layer, row);
      const path = points.map((point) => (point ? pathOf([{ x: TRACK.from, y: point.y }, point]) : "")).join("");
      const values = points.map(
        (point) => point && { x: point.x + 24, y: point.y + 5, said: numberOf(point.score, unit) },
      );
      return { kind: layer.kind, points, closed: false, path, values };
    }),
  };
}

/** Join neighbouring points; a gap on either side of a missing one. @param {(Point | null)[]} points */
function outline(points) {
  const closed = points.every((point) => point !== null);
  if (closed) return { closed, path: `${pathOf(/** @type {Point[]} */ (points))}Z` };
  let path = "";
  points.forEach((from, i) => {
    const to = points[(i + 1) % points.length];
    if (from && to) path += pathOf([from, to]);
  });
  return { closed, path };
}

/** Where the number of a value goes: beside its mark, or outward where marks crowd near the centre.
 * @param {Layer} layer @param {Axis} axis @param {number} index @param {number} count @param {number} radius @param {number} unit */
function valueAt(layer, axis, index, count, radius, unit) {
  const score = scoreOf(layer, axis);
  if (score === null) return null;
  const here = at(index, count, (radius * score) / 100);
  const [dx, dy] = [(here.x - CENTRE.x) / radius, (here.y - CENTRE.y) / radius];
  const upright = Math.abs(Math.cos((2 * Math.PI * index) / count - Math.PI / 2)) < 0.3;
  if (score < 15) {
    const out = at(index, count, (radius * score) / 100 + 17);
    return { x: out.x, y: out.y + 5, said: numberOf(score, unit) };
  }
  return upright
    ? { x: here.x + 18, y: here.y + 5 - dy * 8, said: numberOf(score, unit) }
    : { x: here.x - dx * 4, y: here.y + 21, said: numberOf(score, unit) };
}

/** A mark of its own for each kind of layer, so that it is told without colour. @type {Record<Kind, string>} */
const MARKS = {
  me: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z",
  group: "M-6.5 -6.5H6.5V6.5H-6.5Z",
  earlier: "M0 -7.5L7 5.5H-7Z",
  profile: "M0 -8L8 0L0 8L-8 0Z",
};

const SVG = "http://www.w3.org/2000/svg";
/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children */
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  set(node, attributes);
  node.append(...children);
  return node;
}

/** JupyterLab leaves the keys alone on these: Enter, Space and letters are theirs. */
const CONTROLS = ["summary"];

/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children */
function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (CONTROLS.includes(tag) || attributes.tabindex === 0) node.setAttribute("data-lm-suppress-shortcuts", "");
  set(node, attributes);
  node.append(...children);
  return node;
}

/** @param {Element} node @param {Record<string, string | number>} attributes */
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}

/** Write a text only where it differs, so that nothing is announced or laid out again for nothing.
 * @param {Element} node @param {string} text */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Kind} kind */
const swatch = (kind) =>
  svg(
    "svg",
    { viewBox: "0 0 48 20", class: "pap-radar-swatch", "aria-hidden": "true", "data-kind": kind },
    svg("path", { class: "pap-radar-line", d: "M0 10H48" }),
    svg("path", { class: "pap-radar-mark", d: MARKS[kind], transform: "translate(24 10)" }),
  );

/** Build the parts that do not move for these axes and kinds of layers, and return what redraws the rest.
 * @param {HTMLElement} root @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} unit */
function build(root, axes, layers, texts, unit) {
  const id = newUid("radar");
  const title = svg("title", { id: `${id}-title` }, texts.titre);
  const desc = svg("desc", { id: `${id}-desc` });
  const empty = layers.map((layer) => ({ ...layer, scores: {} }));
  const still = geometry(axes, empty, texts, unit);
  const isLines = axes.length < 3;
  const ends = { bas: startOf(unit), fin: endOf(unit) };
  const labels = axes.map(() => svg("text", { class: "pap-radar-label" }));
  const spokes = still.axes.map(({ spoke }) => svg("path", { class: "pap-radar-spoke", d: spoke }));
  const drawn = layers.map((layer) => ({
    line: svg("path", { class: "pap-radar-line" }),
    marks: axes.map(() => svg("path", { class: "pap-radar-mark", d: MARKS[layer.kind] })),
    values: axes.map(() => svg("text", { class: "pap-radar-value" })),
  }));
  const groups = drawn.map((d, i) => svg("g", { "data-kind": layers[i].kind }, d.line, ...d.marks, ...d.values));
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${still.width} ${still.height}`,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
      class: "pap-radar-picture",
    },
    title,
    desc,
    ...still.rings.map((d) => svg("path", { class: "pap-radar-ring", d })),
    ...spokes,
    ...still.ticks.map((tick) => svg("text", { class: "pap-radar-tick", x: tick.x, y: tick.y + 4 }, tick.value)),
    ...groups.reverse(), // the first layer, the person's own, lies on top
    ...labels,
  );
  const names = layers.map(() => [html("span"), html("th", { scope: "col" })]);
  const legend = html(
    "ul",
    { class: "pap-radar-legend" },
    ...layers.map((layer, i) => html("li", {}, swatch(layer.kind), names[i][0])),
  );
  const cells = axes.map(() => layers.map(() => html("td")));
  const rows = axes.map((axis, i) => html("tr", {}, html("th", { scope: "row" }, axis.label), ...cells[i]));
  const key = isNumbered(axes)
    ? [html("ol", { class: "pap-radar-names" }, ...axes.map((axis) => html("li", {}, axis.label)))]
    : [];
  const head = html("tr", {}, html("th", { scope: "col" }, texts.tableau.levier), ...names.map((pair) => pair[1]));
  const caption = html("caption", { id: `${id}-caption` }, fill(texts.tableau.titre, ends));
  const table = html("table", {}, caption, html("thead", {}, head), html("tbody", {}, ...rows));
  // Many columns may scroll sideways on a phone: then the keyboard must reach the box that scrolls.
  const box = html(
    "div",
    layers.length > 2 ? { class: "pap-radar-wide", role: "region", tabindex: 0, "aria-labelledby": caption.id } : {},
    table,
  );
  const details = html("details", { open: "" }, html("summary", {}, texts.tableau.ouvrir), box);
  const sentences = (layers.length ? layers : [null]).map(() => html("p", { class: "pap-radar-sentence" }));
  const scale = html("p", { class: "pap-radar-scale" }, fill(isLines ? texts.echelle_lignes : texts.echelle, ends));
  root.replaceChildren(
    html("figure", {}, picture, ...key, html("figcaption", {}, legend, ...sentences, scale)),
    ...(layers.length ? [details] : []),
  );

  return (/** @type {Layer[]} */ now) => {
    const shape = geometry(axes, now, texts, unit);
    shape.axes.forEach((axis, i) => {
      const words = [...axis.name, ...axis.note].join("\n");
      spokes[i].toggleAttribute("data-withheld", axis.withheld);
      if (labels[i].getAttribute("data-words") === words) return;
      set(labels[i], { "data-words": words, x: axis.x, y: axis.y, "text-anchor": axis.anchor });
      const line = (/** @type {string} */ said, /** @type {number} */ n) =>
        svg("tspan", { x: axis.x, dy: n ? LINE : 0 }, said);
      labels[i].replaceChildren(...axis.name.map(line));
      axis.note.forEach((said) => {
        const part = line(said, 1);
        if (axis.noteY !== undefined) set(part, { dy: 0, y: axis.noteY });
        part.setAttribute("class", "pap-radar-note");
        labels[i].append(part);
      });
    });
    shape.layers.forEach((layer, i) => {
      set(drawn[i].line, { d: layer.path });
      drawn[i].line.toggleAttribute("data-closed", layer.closed);
      layer.points.forEach((point, j) => {
        const mark = drawn[i].marks[j];
        mark.toggleAttribute("hidden", point === null);
        if (point) mark.setAttribute("transform", `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`);
        const value = now.length === 1 ? layer.values[j] : null; // numbers of several layers would collide: the table has them
        say(drawn[i].values[j], value ? value.said : "");
        if (value) set(drawn[i].values[j], { x: value.x.toFixed(1), y: value.y.toFixed(1) });
        const score = scoreOf(now[i], axes[j]);
        say(cells[j][i], score === null ? texts.tableau.absent : numberOf(score, unit));
      });
      names[i].forEach((node) => say(node, now[i].label + counted(now[i], texts.phrase)));
    });
    const said = hasScore(now)
      ? now.map((layer) => sentenceOf(axes, layer, texts.phrase, unit))
      : [texts.vide[now.length && now.every((layer) => layer.kind === "me") ? "me" : "group"]];
    sentences.forEach((node, i) => say(node, said[i] ?? ""));
    say(desc, said.join(" "));
    return said.join(" ");
  };
}

/** The layers to draw: the model's, with the scores heard from the questionnaire as the layer «me», first.
 * @param {Layer[]} layers @param {Record<string, number | null> | null} mine @param {Texts} texts @returns {Layer[]} */
export function withMine(layers, mine, texts) {
  if (mine === null) return layers;
  const own = layers.find((layer) => layer.kind === "me");
  return [
    { kind: "me", label: own?.label ?? texts.calques.me, n: null, scores: mine },
    ...layers.filter((layer) => layer !== own),
  ];
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const root = html("div", {});
  const status = html("div", { role: "status", class: "pap-radar-status" });
  el.append(html("div", { class: "pap pap-radar" }, root, status));
  /** @type {Record<string, number | null> | null} */
  let mine = model.get("follow") ? {} : null;
  /** @type {(layers: Layer[]) => string} */
  let redraw = () => "";
  let built = "";
  let shown = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function draw() {
    const axes = /** @type {Axis[]} */ (model.get("axes"));
    const texts = model.get("texts");
    const layers = withMine(model.get("layers"), mine, texts);
    const unit = model.get("unit") ?? 0;
    const frame = JSON.stringify([axes, unit, layers.map((layer) => layer.kind)]);
    if (frame !== built) redraw = build(/** @type {HTMLElement} */ (root), axes, layers, texts, unit);
    built = frame;
    const said = redraw(layers);
    if (shown && said !== shown) {
      clearTimeout(timer);
      timer = setTimeout(() => say(status, said), QUIET);
    }
    shown = said;
  }

  /** @param {Event} event */
  function hear(event) {
    const { key, scores } = /** @type {CustomEvent} */ (event).detail;
    if (!key || key !== model.get("follow")) return;
    mine = Object.fromEntries(Object.entries(scores).map(([id, one]) => [id, /** @type {any} */ (one).score]));
    draw();
  }

  /** Ask the questionnaire this radar follows for its scores. */
  function follow() {
    const key = model.get("follow");
    mine = key ? (mine ?? {}) : null;
    draw();
    if (key) document.dispatchEvent(new CustomEvent("pasapas:ask", { detail: { key } }));
  }

  document.addEventListener("pasapas:scores", hear);
  const listened = /** @type {[string, () => void][]} */ ([
    ["layers", draw],
    ["axes", draw],
    ["follow", follow],
  ]);
  listened.forEach(([name, run]) => model.on(`change:${name}`, run));
  follow();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("pasapas:scores", hear);
    listened.forEach(([name, run]) => model.off(`change:${name}`, run));
  };
}

export default { render };
