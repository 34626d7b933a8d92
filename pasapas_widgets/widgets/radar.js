// @ts-check
/**
 * The radar of the levers: an SVG drawn in the browser, always followed by its sentence and its table.
 *
 * A lever without enough answers is said (at its axis, in the sentence, in the table) and leaves a gap in the line; it
 * is never drawn as zero. Scores of the person at this screen arrive by the DOM event `pasapas:scores` and are drawn
 * inside its handler, so that a click is on the radar within the same frame, kernel or not.
 *
 * @typedef {{ id: string, label: string }} Axis
 * @typedef {"me" | "group" | "earlier" | "profile"} Kind
 * @typedef {{ id?: string, label: string, kind: Kind, n: number | null, scores: Record<string, number | null> }} Layer
 * @typedef {Record<string, any>} Texts
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ get(name: string): any, on(name: string, run: () => void): void, off(name: string, run: () => void): void }} Model
 */

const WIDTH = 300;
const HEIGHT = 292;
const RADIUS = 100;
const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 };
const LINE = 16;
const QUIET = 1500; // milliseconds without a change before the sentence is announced

/** Round a score as it is shown: halves up, as Python does. @param {number} score */
export const rounded = (score) => Math.floor(score + 0.5 + 1e-9);

/** Fill the `{name}` places of a text. @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** @param {Layer} layer @param {Axis} axis @returns {number | null} */
const scoreOf = (layer, axis) => layer.scores[axis.id] ?? null;

/**
 * Say what the radar shows: one sentence a layer. The twin of `figures.describe_radar`.
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts
 */
export const describe = (axes, layers, texts) => layers.map((layer) => sentenceOf(axes, layer, texts.phrase)).join(" ");

/** @param {Axis[]} axes @param {Layer} layer @param {Texts} told */
function sentenceOf(axes, layer, told) {
  let wording = told.premier;
  const levers = axes.map((axis) => {
    const score = scoreOf(layer, axis);
    if (score === null) return fill(told.absent, { levier: axis.label });
    const said = fill(wording, { levier: axis.label, score: rounded(score) });
    wording = told.suivant;
    return said;
  });
  const nothing = wording === told.premier;
  return fill(told.calque, { calque: layer.label, effectif: counted(layer, told), leviers: nothing ? told.aucun : levers.join(told.entre) });
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
 * @param {number} index @param {number} count @param {string} label @param {string} note
 */
function placeLabel(index, count, label, note) {
  const tip = at(index, count, RADIUS);
  const [dx, dy] = [(tip.x - CENTRE.x) / RADIUS, (tip.y - CENTRE.y) / RADIUS];
  const upright = Math.abs(dx) < 0.3;
  const room = upright ? 30 : 11;
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

/**
 * Turn axes and layers into coordinates in a box of 300 × 292 units, 0 at the centre and 100 on the outer ring.
 *
 * A layer's line is cut at a lever without a score; `closed` tells whether it goes all around (and may be tinted).
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts
 */
export function geometry(axes, layers, texts) {
  const count = axes.length;
  const ring = (/** @type {number} */ share) => pathOf(axes.map((_, i) => at(i, count, RADIUS * share))) + "Z";
  const middle = (/** @type {number} */ share) => {
    const [a, b] = [at(0, count, RADIUS * share), at(1, count, RADIUS * share)];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    rings: [0.25, 0.5, 0.75, 1].map(ring),
    ticks: [50, 100].map((value) => ({ value, ...middle(value / 100) })),
    axes: axes.map((axis, i) => {
      const note = noteAt(axis, layers, texts);
      return { id: axis.id, tip: at(i, count, RADIUS), withheld: note !== "", ...placeLabel(i, count, axis.label, note) };
    }),
    layers: layers.map((layer) => {
      const points = axes.map((axis, i) => {
        const score = scoreOf(layer, axis);
        return score === null ? null : at(i, count, (RADIUS * score) / 100);
      });
      return { kind: layer.kind, points, ...outline(points), values: axes.map((axis, i) => valueAt(layer, axis, i, count)) };
    }),
  };
}

/** Join neighbouring points; a gap on either side of a missing one. @param {(Point | null)[]} points */
function outline(points) {
  const closed = points.every((point) => point !== null);
  if (closed) return { closed, path: pathOf(/** @type {Point[]} */ (points)) + "Z" };
  let path = "";
  points.forEach((from, i) => {
    const to = points[(i + 1) % points.length];
    if (from && to) path += pathOf([from, to]);
  });
  return { closed, path };
}

/** Where the number of a value goes: beside its mark, or outward where marks crowd near the centre.
 * @param {Layer} layer @param {Axis} axis @param {number} index @param {number} count */
function valueAt(layer, axis, index, count) {
  const score = scoreOf(layer, axis);
  if (score === null) return null;
  const here = at(index, count, (RADIUS * score) / 100);
  const [dx, dy] = [(here.x - CENTRE.x) / RADIUS, (here.y - CENTRE.y) / RADIUS];
  const upright = Math.abs(Math.cos((2 * Math.PI * index) / count - Math.PI / 2)) < 0.3;
  if (score < 15) {
    const out = at(index, count, (RADIUS * score) / 100 + 17);
    return { x: out.x, y: out.y + 5, said: rounded(score) };
  }
  return upright ? { x: here.x + 18, y: here.y + 5 - dy * 8, said: rounded(score) } : { x: here.x - dx * 4, y: here.y + 21, said: rounded(score) };
}

/** A mark of its own for each kind of layer, so that it is told without colour. @type {Record<Kind, string>} */
const MARKS = {
  me: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z",
  group: "M-6.5 -6.5H6.5V6.5H-6.5Z",
  earlier: "M0 -7.5L7 5.5H-7Z",
  profile: "M0 -8L8 0L0 8L-8 0Z",
};

const SVG = "http://www.w3.org/2000/svg";
let views = 0;

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
 * @param {HTMLElement} root @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts */
function build(root, axes, layers, texts) {
  const id = `pap-radar-${(views += 1)}`;
  const title = svg("title", { id: `${id}-title` }, texts.titre);
  const desc = svg("desc", { id: `${id}-desc` });
  const still = geometry(axes, [], texts);
  const labels = axes.map(() => svg("text", { class: "pap-radar-label" }));
  const spokes = still.axes.map(({ tip }) => svg("path", { class: "pap-radar-spoke", d: pathOf([CENTRE, tip]) }));
  const drawn = layers.map((layer) => ({
    line: svg("path", { class: "pap-radar-line" }),
    marks: axes.map(() => svg("path", { class: "pap-radar-mark", d: MARKS[layer.kind] })),
    values: axes.map(() => svg("text", { class: "pap-radar-value" })),
  }));
  const groups = drawn.map((d, i) => svg("g", { "data-kind": layers[i].kind }, d.line, ...d.marks, ...d.values));
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": `${id}-title ${id}-desc`, class: "pap-radar-picture" },
    title,
    desc,
    ...still.rings.map((d) => svg("path", { class: "pap-radar-ring", d })),
    ...spokes,
    ...still.ticks.map((tick) => svg("text", { class: "pap-radar-tick", x: tick.x, y: tick.y + 4 }, String(tick.value))),
    ...groups.reverse(), // the first layer, the person's own, lies on top
    ...labels,
  );
  const names = layers.map(() => [html("span"), html("th", { scope: "col" })]);
  const legend = html("ul", { class: "pap-radar-legend" }, ...layers.map((layer, i) => html("li", {}, swatch(layer.kind), names[i][0])));
  const cells = axes.map(() => layers.map(() => html("td")));
  const rows = axes.map((axis, i) => html("tr", {}, html("th", { scope: "row" }, axis.label), ...cells[i]));
  const head = html("tr", {}, html("th", { scope: "col" }, texts.tableau.levier), ...names.map((pair) => pair[1]));
  const caption = html("caption", { id: `${id}-caption` }, texts.tableau.titre);
  const table = html("table", {}, caption, html("thead", {}, head), html("tbody", {}, ...rows));
  // Many columns may scroll sideways on a phone: then the keyboard must reach the box that scrolls.
  const box = html("div", layers.length > 2 ? { class: "pap-radar-wide", role: "region", tabindex: 0, "aria-labelledby": caption.id } : {}, table);
  const details = html("details", { open: "" }, html("summary", {}, texts.tableau.ouvrir), box);
  const sentences = (layers.length ? layers : [null]).map(() => html("p", { class: "pap-radar-sentence" }));
  const scale = html("p", { class: "pap-radar-scale" }, texts.echelle);
  root.replaceChildren(html("figure", {}, picture, html("figcaption", {}, legend, ...sentences, scale)), ...(layers.length ? [details] : []));

  return (/** @type {Layer[]} */ now) => {
    const shape = geometry(axes, now, texts);
    shape.axes.forEach((axis, i) => {
      const words = [...axis.name, ...axis.note].join("\n");
      spokes[i].toggleAttribute("data-withheld", axis.withheld);
      if (labels[i].getAttribute("data-words") === words) return;
      set(labels[i], { "data-words": words, x: axis.x, y: axis.y, "text-anchor": axis.anchor });
      const line = (/** @type {string} */ said, /** @type {number} */ n) => svg("tspan", { x: axis.x, dy: n ? LINE : 0 }, said);
      labels[i].replaceChildren(...axis.name.map(line));
      axis.note.forEach((said) => {
        const part = line(said, 1);
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
        say(drawn[i].values[j], value ? String(value.said) : "");
        if (value) set(drawn[i].values[j], { x: value.x.toFixed(1), y: value.y.toFixed(1) });
        const score = scoreOf(now[i], axes[j]);
        say(cells[j][i], score === null ? texts.tableau.absent : String(rounded(score)));
      });
      names[i].forEach((node) => say(node, now[i].label + counted(now[i], texts.phrase)));
    });
    const said = hasScore(now)
      ? now.map((layer) => sentenceOf(axes, layer, texts.phrase))
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
  return [{ kind: "me", label: own?.label ?? texts.calques.me, n: null, scores: mine }, ...layers.filter((layer) => layer !== own)];
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
    const frame = JSON.stringify([axes, layers.map((layer) => layer.kind)]);
    if (frame !== built) redraw = build(/** @type {HTMLElement} */ (root), axes, layers, texts);
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
    mine = key ? mine ?? {} : null;
    draw();
    if (key) document.dispatchEvent(new CustomEvent("pasapas:ask", { detail: { key } }));
  }

  document.addEventListener("pasapas:scores", hear);
  const listened = /** @type {[string, () => void][]} */ ([["layers", draw], ["axes", draw], ["follow", follow]]);
  listened.forEach(([name, run]) => model.on(`change:${name}`, run));
  follow();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("pasapas:scores", hear);
    listened.forEach(([name, run]) => model.off(`change:${name}`, run));
  };
}

export default { render };
