// @ts-check
/**
 * The coordinates of a radar, without any node. One or two levers have no shape: they are drawn as lines with the same
 * marks. Where names find no room at the axes, the axes are numbered and the names follow in a list.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("./words.js").Axis} Axis
 * @typedef {import("./words.js").Layer} Layer
 * @typedef {import("./words.js").Kind} Kind
 * @typedef {import("./words.js").Rules} Rules
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ id: string, tip: Point, spoke: string, withheld: boolean, x: number, y: number, noteY?: number,
 *   anchor: string, name: string[], note: string[] }} DrawnAxis
 * @typedef {{ kind: Kind, points: (Point | null)[], closed: boolean, path: string,
 *   values: (Point & { said: string } | null)[] }} DrawnLayer
 * @typedef {{ width: number, height: number, rings: string[], ticks: (Point & { value: string })[], axes: DrawnAxis[],
 *   layers: DrawnLayer[] }} Drawing in units of the box
 */

import { numberOf } from "../../front/scale.js";
import { fill } from "../../front/words.js";
import { FIGURES, areInWords, classInWords, hasScore, isInWords, scoreOf, sharedClasses } from "./words.js";

const WIDTH = 300;
const HEIGHT = 292;
const RADIUS = 100;
const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 };
export const LINE = 16;
const ROW = 20; // from one layer's line to the next, where levers are lines
const TRACK = { from: 8, to: WIDTH - 44 };
const MOST_NAMED = 8; // axes; more are numbered

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

/** What is said at an axis: where some layer has no score; else the class, where one person stands alone.
 * @param {Axis} axis @param {Layer[]} layers @param {Texts} texts @param {number} unit @param {Rules} rules */
function noteAt(axis, layers, texts, unit, rules) {
  const missing = layers.filter((layer) => scoreOf(layer, axis) === null);
  if (!hasScore(layers)) return "";
  const alone = layers.length === 1 && isInWords(layers[0], axis, rules);
  if (!missing.length) return alone ? classInWords(Number(scoreOf(layers[0], axis)), axis, unit, rules) : "";
  if (missing.length === layers.length) return texts.axe.absent;
  return fill(texts.axe.absent_calque, { calques: missing.map((layer) => texts.axe.calques[layer.kind]).join(", ") });
}

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
  const [rows, letters] = axes.length > 6 ? [3, 11] : [4, 20];
  const fits = axes.every(
    ({ label }) => wrap(label, 11).length <= rows && label.split(/[\s-]/).every((word) => word.length <= letters),
  );
  return axes.length > MOST_NAMED || !fits;
}

/** Is a lever said to be missing at its axis? @param {Axis} axis @param {Layer[]} layers */
const isWithheld = (axis, layers) => hasScore(layers) && layers.some((layer) => scoreOf(layer, axis) === null);

const QUARTERS = [25, 50, 75, 100];

/** The levels at which a ring is drawn, and those of them that are written, as scores: the limits of the classes,
 * unwritten, where all is said in words; unwritten quarters where axes have limits or units of their own.
 * @param {Axis[]} axes @param {Layer[]} layers @param {number} unit @param {Rules} rules
 * @returns {{ rings: number[], told: number[] }} */
function ringsOf(axes, layers, unit, rules) {
  if (areInWords(axes, layers, rules)) {
    const limits = sharedClasses(axes, unit, rules).map(({ fin }) => fin);
    return { rings: limits.length ? limits : QUARTERS, told: [] };
  }
  if (axes.some((axis) => axis.unit !== undefined)) return { rings: QUARTERS, told: [] };
  if (!unit) return { rings: QUARTERS, told: [50, 100] };
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
 * @param {Rules} [rules]
 * @returns {Drawing}
 */
export function geometry(axes, layers, texts, unit = 0, rules = FIGURES) {
  if (axes.length < 3) return levelLines(axes, layers, texts, unit, rules);
  const count = axes.length;
  const radius = radiusOf(axes);
  const { rings, told } = ringsOf(axes, layers, unit, rules);
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
      const [note, tip] = [noteAt(axis, layers, texts, unit, rules), at(i, count, radius)];
      const words = numbered ? placeNumber(i, count, radius) : placeLabel(i, count, radius, axis.label, note);
      return { id: axis.id, tip, spoke: pathOf([CENTRE, tip]), withheld: isWithheld(axis, layers), ...words };
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
        values: axes.map((axis, i) =>
          isInWords(layer, axis, rules) ? null : valueAt(layer, axis, i, count, radius, axis.unit ?? unit),
        ),
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
 * @param {Axis[]} axes @param {Layer[]} layers @param {Texts} texts @param {number} unit @param {Rules} rules
 * @returns {Drawing} */
function levelLines(axes, layers, texts, unit, rules) {
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
  const { rings, told } = ringsOf(axes, layers, unit, rules);
  const places = (/** @type {Layer} */ layer, /** @type {number} */ row) =>
    blocks.map(({ axis, top }) => {
      const score = scoreOf(layer, axis);
      return score === null ? null : { x: along(score), y: top + row * ROW + ROW / 2, score };
    });
  return {
    width: WIDTH,
    height: y + LINE,
    rings: blocks.flatMap(({ top }) => [0, ...rings].map((score) => upright(score, top))),
    ticks: (told.length ? [0, ...told] : []).map((score) => ({
      value: numberOf(score, unit),
      x: along(score),
      y: y + 4,
    })),
    axes: blocks.map(({ axis, name, top }) => {
      const note = noteAt(axis, layers, texts, unit, rules);
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
        withheld: isWithheld(axis, layers),
        noteY: top + rows * ROW + LINE,
        ...words,
      };
    }),
    layers: layers.map((layer, row) => {
      const points = places(layer, row);
      const path = points.map((point) => (point ? pathOf([{ x: TRACK.from, y: point.y }, point]) : "")).join("");
      const values = points.map((point, i) =>
        point && !isInWords(layer, axes[i], rules)
          ? { x: point.x + 24, y: point.y + 5, said: numberOf(point.score, axes[i].unit ?? unit) }
          : null,
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
 * @param {Layer} layer @param {Axis} axis @param {number} index @param {number} count @param {number} radius
 * @param {import("../../front/scale.js").Unit} unit */
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
