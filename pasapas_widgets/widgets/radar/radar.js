// @ts-check
/**
 * The radar of the levers: an SVG drawn in the browser, always followed by its sentence and its table.
 *
 * A lever without enough answers is said (at its axis, in the sentence, in the table) and leaves a gap in the line; it
 * is never drawn as zero. Scores of the person at this screen arrive by the DOM event `pasapas:scores` and are drawn
 * inside its handler, so that a click is on the radar within the same frame, kernel or not.
 *
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./words.js").Axis} Axis
 * @typedef {import("./words.js").Kind} Kind
 * @typedef {import("./words.js").Layer} Layer
 * @typedef {import("./words.js").Rules} Rules
 */

import { h, say, setAll } from "../../front/dom.js";
import { takeOver } from "../../front/early.js";
import { endOf, numberOf, startOf } from "../../front/scale.js";
import { svg } from "../../front/svg.js";
import { newUid } from "../../front/uid.js";
import { fill } from "../../front/words.js";
import { LINE, geometry, isNumbered } from "./geometry.js";
import { keepPart } from "./picture.js";
import {
  FIGURES,
  areInWords,
  classInWords,
  hasScore,
  isInWords,
  scoreOf,
  sentenceOf,
  sharedClasses,
  sheetsInWords,
  withMine,
} from "./words.js";

const QUIET = 1500; // milliseconds without a change before the sentence is announced

/** A mark of its own for each kind of layer, so that it is told without colour. @type {Record<Kind, string>} */
const MARKS = {
  me: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z",
  group: "M-6.5 -6.5H6.5V6.5H-6.5Z",
  earlier: "M0 -7.5L7 5.5H-7Z",
  profile: "M0 -8L8 0L0 8L-8 0Z",
};

/** @param {Kind} kind */
const swatch = (kind) =>
  svg(
    "svg",
    { viewBox: "0 0 48 20", class: "pap-radar-swatch", "aria-hidden": "true", "data-kind": kind },
    svg("path", { class: "pap-radar-line", d: "M0 10H48" }),
    svg("path", { class: "pap-radar-mark", d: MARKS[kind], transform: "translate(24 10)" }),
  );

/** What the table says of one layer at one lever: a figure; one person's class in words; beside one person's words,
 * the class of a group's figure too, so that the two can be compared; an instrument's classes say nothing of a group.
 * @param {Layer[]} layers @param {Layer} layer @param {Axis} axis @param {Texts} told @param {number} unit
 * @param {Rules} rules @returns {string} */
function cellOf(layers, layer, axis, told, unit, rules) {
  const score = scoreOf(layer, axis);
  if (score === null) return told.absent;
  const classe = classInWords(score, axis, unit, rules);
  if (isInWords(layer, axis, rules)) return classe;
  const number = numberOf(score, axis.unit ?? unit);
  const isCompared = !axis.classes && layers.some((one) => isInWords(one, axis, rules));
  return isCompared ? fill(told.compare, { score: number, classe }) : number;
}

/** Build the parts that do not move for these axes and kinds of layers, and return what redraws the rest.
 * @param {HTMLElement} root @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} unit
 * @param {Rules} rules */
function build(root, axes, layers, texts, unit, rules) {
  const id = newUid("radar");
  const title = svg("title", { id: `${id}-title` }, texts.titre);
  const desc = svg("desc", { id: `${id}-desc` });
  const empty = layers.map((layer) => ({ ...layer, scores: {} }));
  const still = geometry(axes, empty, texts, unit, rules);
  const isLines = axes.length < 3;
  const inWords = areInWords(axes, layers, rules);
  const classes = sharedClasses(axes, unit, rules).map(({ libelle }) => fill(texts.phrase.classe, { classe: libelle }));
  const ends = { bas: startOf(unit), fin: endOf(unit), classes: classes.join(", ") };
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
      "aria-labelledby": title.id,
      "aria-describedby": desc.id,
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
  const names = layers.map(() => [h("span"), h("th", { scope: "col" })]);
  const legend = h(
    "ul",
    { class: "pap-radar-legend" },
    ...layers.map((layer, i) => h("li", {}, swatch(layer.kind), names[i][0])),
  );
  const cells = axes.map(() => layers.map(() => h("td")));
  const rows = axes.map((axis, i) => h("tr", {}, h("th", { scope: "row" }, axis.label), ...cells[i]));
  const key = isNumbered(axes)
    ? [h("ol", { class: "pap-radar-names" }, ...axes.map((axis) => h("li", {}, axis.label)))]
    : [];
  const head = h("tr", {}, h("th", { scope: "col" }, texts.tableau.levier), ...names.map((pair) => pair[1]));
  const isOwn = axes.some((axis) => axis.unit !== undefined);
  const { titre, titre_classes, titre_propre } = texts.tableau;
  const caption = h(
    "caption",
    { id: `${id}-caption` },
    fill(inWords ? titre_classes : isOwn ? titre_propre : titre, ends),
  );
  const table = h("table", {}, caption, h("thead", {}, head), h("tbody", {}, ...rows));
  // Many columns may scroll sideways on a phone: then the keyboard must reach the box that scrolls.
  const box = h(
    "div",
    layers.length > 2 ? { class: "pap-radar-wide", role: "region", tabindex: 0, "aria-labelledby": caption.id } : {},
    table,
  );
  const isAlone = layers.length === 1 && layers[0].kind === "me";
  const keep = isAlone ? keepPart(picture, texts.image, () => desc.textContent) : "";
  const details = h("details", { open: "" }, h("summary", {}, texts.tableau.ouvrir), box);
  const sentences = (layers.length ? layers : [null]).map(() => h("p", { class: "pap-radar-sentence" }));
  const [onAxes, onLines] = inWords
    ? [texts.echelle_classes, texts.echelle_lignes_classes]
    : [texts.echelle, texts.echelle_lignes];
  const isApart = inWords ? classes.length === 0 : isOwn;
  const ofScale = isApart ? texts.echelle_propre : fill(isLines ? onLines : onAxes, ends);
  const scale = h("p", { class: "pap-radar-scale" }, ofScale);
  const isMine = layers.some((layer) => layer.kind === "me");
  const sources = axes
    .filter((axis) => isMine && axis.source)
    .map(({ label: levier, source }) => h("p", { class: "pap-radar-scale" }, fill(texts.source, { levier, source })));
  root.replaceChildren(
    h(
      "figure",
      { role: "figure", "aria-label": texts.titre },
      picture,
      ...key,
      h("figcaption", {}, legend, ...sentences, scale, ...sources),
    ),
    ...(layers.length ? [details] : []),
    keep,
  );

  return (/** @type {Layer[]} */ now) => {
    const shape = geometry(axes, now, texts, unit, rules);
    shape.axes.forEach((axis, i) => {
      const words = [...axis.name, ...axis.note].join("\n");
      spokes[i].toggleAttribute("data-withheld", axis.withheld);
      if (labels[i].getAttribute("data-words") === words) return;
      setAll(labels[i], { "data-words": words, x: axis.x, y: axis.y, "text-anchor": axis.anchor });
      const line = (/** @type {string} */ said, /** @type {number} */ n) =>
        svg("tspan", { x: axis.x, dy: n ? LINE : 0 }, said);
      labels[i].replaceChildren(...axis.name.map(line));
      axis.note.forEach((said) => {
        const part = line(said, 1);
        if (axis.noteY !== undefined) setAll(part, { dy: 0, y: axis.noteY });
        part.setAttribute("class", axis.withheld ? "pap-radar-note" : "pap-radar-class");
        labels[i].append(part);
      });
    });
    shape.layers.forEach((layer, i) => {
      setAll(drawn[i].line, { d: layer.path });
      drawn[i].line.toggleAttribute("data-closed", layer.closed);
      layer.points.forEach((point, j) => {
        const mark = drawn[i].marks[j];
        mark.toggleAttribute("hidden", point === null);
        if (point) mark.setAttribute("transform", `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`);
        // Numbers of several layers would collide: the table has them
        const value = now.length === 1 ? layer.values[j] : null;
        say(drawn[i].values[j], value ? value.said : "");
        if (value) setAll(drawn[i].values[j], { x: value.x.toFixed(1), y: value.y.toFixed(1) });
        say(cells[j][i], cellOf(now, now[i], axes[j], texts.tableau, unit, rules));
      });
      names[i].forEach((node) => say(node, now[i].label + sheetsInWords(now[i], texts.phrase)));
    });
    const said = hasScore(now)
      ? now.map((layer) => sentenceOf(axes, layer, texts.phrase, unit, rules))
      : [texts.vide[now.length && now.every((layer) => layer.kind === "me") ? "me" : "group"]];
    sentences.forEach((node, i) => say(node, said[i] ?? ""));
    say(desc, said.join(" "));
    if (keep) keep.hidden = !hasScore(now);
    return said.join(" ");
  };
}

/** @param {{ model: Model, el: HTMLElement }} host */
function render({ model, el }) {
  const root = h("div", {});
  const status = h("div", { role: "status", class: "pap-unseen" });
  el.append(h("div", { class: "pap pap-radar" }, root, status));
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
    const rules = /** @type {Rules} */ (model.get("rules") ?? FIGURES);
    const frame = JSON.stringify([axes, unit, layers.map((layer) => layer.kind)]);
    if (frame !== built) redraw = build(/** @type {HTMLElement} */ (root), axes, layers, texts, unit, rules);
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

/** @param {{ model: Model, el: HTMLElement }} host */
const view = (host) => takeOver("radar", host) ?? render(host);

export default { render: view };
