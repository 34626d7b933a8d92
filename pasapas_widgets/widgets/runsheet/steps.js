// @ts-check
/**
 * The sequences of a variant to change: their order, their minutes, their texts.
 *
 * @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {import("../../front/host.js").Model} Model
 * @typedef {import("../kit/post.js").Post} Post
 * @typedef {{ model: Model, carrier: Post, t: Texts, uid: string, say: (text: string) => void }} Bench
 */

import { h, put } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { newId } from "../kit/changes.js";
import { button, field } from "../kit/parts.js";
import { hourInWords, lengthInWords } from "./clock.js";
import { minutesInput, shows, typed } from "./inputs.js";

/** Move a member of a list by one place. @template T @param {T[]} all @param {number} from @param {number} by
 * @returns {T[]} */
export function moved(all, from, by) {
  const to = from + by;
  if (from < 0 || to < 0 || to >= all.length) return all;
  const next = [...all];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** One sequence: its place, its minutes, and the rest in a fold. @param {Bench} bench @param {string} id
 * @param {(id: string, by: number) => void} shift @param {(id: string) => void} remove */
function stepRow(bench, id, shift, remove) {
  const { model, carrier, t, uid } = bench;
  const a = t.adapter;
  const kit = model.get("kit");
  const at = (/** @type {string} */ key) => ["sequences", id, key];
  const moment = h("p", { class: "pap-runsheet-moment" });
  const heading = h("h4", { id: `${uid}-${id}-nom` });
  const minutes = minutesInput(bench, `${uid}-${id}-minutes`, at("duree"), 600);
  const step = (/** @type {number} */ by) => () => {
    carrier.settle();
    const now = carrier.carnet().sequences.find((/** @type {Plain} */ one) => one.id === id)?.duree ?? 0;
    carrier.change([{ op: "set", path: at("duree"), value: Math.min(600, Math.max(1, now + by)) }], `${id}-step`);
  };
  const less = button("− 5", step(-5));
  const more = button("+ 5", step(5));
  const up = button(a.monter, () => shift(id, -1), "quiet", { "data-key": `${id}-up` });
  const down = button(a.descendre, () => shift(id, 1), "quiet", { "data-key": `${id}-down` });
  const out = button(a.retirer, () => remove(id), "quiet", { "data-key": `${id}-out` });
  const title = typed(
    bench,
    h("input", { type: "text", id: `${uid}-${id}-titre`, maxlength: 120, autocomplete: "off" }),
    at("titre"),
    undefined,
    a.sans_titre,
  );
  const trainer = typed(bench, h("textarea", { id: `${uid}-${id}-vous`, maxlength: 600, rows: 3 }), at("formateur"));
  const made = typed(
    bench,
    h("textarea", { id: `${uid}-${id}-produit`, maxlength: 600, rows: 2 }),
    at("production"),
    (value) => value || null,
  );
  const select = (/** @type {string} */ key, /** @type {string} */ none, /** @type {[string, string][]} */ options) => {
    const node = h(
      "select",
      { id: `${uid}-${id}-${key}` },
      h("option", { value: "" }, none),
      ...options.map(([value, label]) => h("option", { value }, label)),
    );
    node.addEventListener("change", () => carrier.change([{ op: "set", path: at(key), value: node.value || null }]));
    return node;
  };
  const method = select(
    "methode",
    a.sans_methode,
    kit.methodes.map((/** @type {Plain} */ one) => [one.id, one.nom]),
  );
  const workbook = select(
    "application",
    a.sans_carnet,
    /** @type {[string, string][]} */ (Object.entries(kit.carnets)),
  );
  const fold = h(
    "details",
    { class: "pap-kit-fold", "data-key": `${id}-fold` },
    h("summary", {}, a.modifier),
    h(
      "div",
      { class: "pap-kit-grid" },
      field(a.champ_titre, title),
      field(a.champ_vous, trainer),
      field(a.champ_produit, made),
      field(a.champ_methode, method),
      field(a.champ_carnet, workbook),
    ),
  );
  const root = h(
    "li",
    { class: "pap-runsheet-step pap-runsheet-edit", "data-id": id },
    h(
      "div",
      { role: "group", "aria-labelledby": heading.id },
      moment,
      heading,
      h(
        "div",
        { class: "pap-kit-line pap-kit-bottom" },
        h("div", { class: "pap-runsheet-minutes" }, less, field(a.minutes, minutes), more),
        h("div", { class: "pap-runsheet-moves" }, up, down, out),
      ),
      fold,
    ),
  );
  return {
    root,
    fold,
    title,
    /** @param {Plain} one @param {number} start @param {boolean} first @param {boolean} last */
    paint(one, start, first, last) {
      put(
        moment,
        fill(t.lire.moment, {
          debut: hourInWords(start, t),
          fin: hourInWords(start + one.duree, t),
          duree: lengthInWords(one.duree, t),
        }),
      );
      put(heading, one.titre);
      if (one.application && !kit.carnets[one.application] && !workbook.querySelector(`[value="${one.application}"]`))
        workbook.append(h("option", { value: one.application }, one.application));
      for (const [node, value] of [
        [minutes, one.duree],
        [title, one.titre],
        [trainer, one.formateur],
        [made, one.production],
        [method, one.methode],
        [workbook, one.application],
      ])
        shows(node, value);
      for (const [node, label] of [
        [less, a.moins_cinq],
        [more, a.plus_cinq],
        [up, a.monter],
        [down, a.descendre],
        [out, a.retirer],
      ])
        node.setAttribute(
          "aria-label",
          `${label}${label === node.textContent ? "" : ` (${node.textContent})`} : ${one.titre}`,
        );
      up.setAttribute("aria-disabled", String(first));
      down.setAttribute("aria-disabled", String(last));
    },
  };
}

/** The sequences of a variant, kept as nodes by their names so that the keyboard stays where it is.
 * @param {Bench} bench */
export function stepsPart(bench) {
  const { carrier, t, say } = bench;
  const a = t.adapter;
  /** @type {Map<string, ReturnType<typeof stepRow>>} */
  const rows = new Map();
  const list = h("ol", { class: "pap-runsheet-list" });
  const steps = () => /** @type {Plain[]} */ (carrier.carnet().sequences);
  let hour = 540;
  const startOf = (/** @type {number} */ place) =>
    steps()
      .slice(0, place)
      .reduce((sum, one) => sum + one.duree, hour);

  function shift(/** @type {string} */ id, /** @type {number} */ by) {
    carrier.settle();
    const from = steps().findIndex((one) => one.id === id);
    carrier.change([{ op: "set", path: ["sequences"], value: moved(steps(), from, by) }]);
    const place = steps().findIndex((one) => one.id === id);
    say(fill(a.deplacee, { titre: steps()[place].titre, n: place + 1, heure: hourInWords(startOf(place), t) }));
  }
  function remove(/** @type {string} */ id) {
    carrier.settle();
    const place = steps().findIndex((one) => one.id === id);
    if (steps().length < 2) return say(a.derniere);
    const { titre } = steps()[place];
    carrier.change([{ op: "remove", path: ["sequences"], value: id }]);
    say(fill(a.retiree, { titre }));
    const near = steps()[Math.min(place, steps().length - 1)];
    /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="${CSS.escape(near.id)}-out"]`))?.focus();
  }
  const add = button(
    a.ajouter,
    () => {
      carrier.settle();
      const id = newId("q");
      carrier.change([
        {
          op: "add",
          path: ["sequences"],
          value: {
            id,
            debut: 0,
            duree: 10,
            titre: a.nouvelle,
            formateur: "",
            methode: null,
            application: null,
            production: null,
          },
        },
      ]);
      say(a.ajoutee);
      const row = rows.get(id);
      if (!row) return;
      row.fold.open = true;
      row.title.focus();
      row.title.select();
    },
    "main",
    { "data-key": "add" },
  );
  return {
    root: h("div", {}, list, h("div", { class: "pap-kit-line" }, add)),
    /** @param {number} start */
    paint(start) {
      hour = start;
      const all = steps();
      for (const [id, row] of rows) {
        if (all.some((one) => one.id === id)) continue;
        row.root.remove();
        rows.delete(id);
      }
      const held = /** @type {HTMLElement | null} */ (document.activeElement);
      all.forEach((one, place) => {
        const row = rows.get(one.id) ?? stepRow(bench, one.id, shift, remove);
        rows.set(one.id, row);
        if (list.children[place] !== row.root) list.insertBefore(row.root, list.children[place] ?? null);
        row.paint(one, startOf(place), place === 0, place === all.length - 1);
      });
      // A node that moves in the page lets go of the keyboard.
      if (held && held !== document.activeElement && list.contains(held)) held.focus();
    },
  };
}
