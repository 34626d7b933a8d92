// @ts-check
/** One discussion: what it is about, its facts of work one by one, the agreement of the group. */
import { h, put, redraw } from "../../front/dom.js";
import { fill } from "../../front/words.js";
import { common } from "../kit/bar.js";
import { newId } from "../kit/changes.js";
import { dayField } from "../kit/day.js";
import { button, field, unheard } from "../kit/parts.js";
import { traced } from "./traces.js";

/** @typedef {import("../../front/host.js").Model} Model @typedef {import("../../front/words.js").Texts} Texts
 * @typedef {import("../kit/post.js").Post} Post @typedef {import("../kit/changes.js").Plain} Plain */

const TEXT = 1000; // characters, statements and facts, as the model takes them (model/carnet/grouptalk.py)
const LABEL = 200;
const MOST_ITEMS = 8;
const MOST_FACTS = 60;

/** What a discussion is called: its situation, else its first statement.
 * @param {Plain} one @param {Record<string, Plain>} items @param {string} none */
export const titleOf = (one, items, none) => one.situation_de_travail.trim() || items[one.enonces[0]]?.texte || none;

/** A list with one of its members one place away; itself where there is no place.
 * @param {string[]} all @param {number} i @param {number} by @returns {string[]} */
export function moved(all, i, by) {
  if (i + by < 0 || i + by >= all.length) return all;
  const next = [...all];
  [next[i], next[i + by]] = [next[i + by], next[i]];
  return next;
}

/** The subject that a discussion leads to; its statements say it, else its situation.
 * @param {Plain} one @returns {Plain} */
export const priorityOf = (one) => ({
  id: newId("p"),
  enonces: one.enonces,
  intitule: one.enonces.length ? "" : one.situation_de_travail.trim().slice(0, LABEL),
  gommettes: null,
  effort: null,
  effet: null,
  retenue: false,
});

/** Whether a subject is there already. @param {Plain} made @param {Plain[]} held */
export const isHeld = (made, held) =>
  held.some((one) => one.intitule === made.intitule && JSON.stringify(one.enonces) === JSON.stringify(made.enonces));

/** The statements of something that the carnet holds: those there are, one more, one less.
 * @param {string} uid @param {() => Record<string, Plain>} told what there is to choose from, as it is now
 * @param {Texts} t @param {(ids: string[]) => void} set */
export function statementsPart(uid, told, t, set) {
  const root = h("div", {});
  /** @param {string[]} ids */
  const paint = (ids) =>
    redraw(root, [ids, told()], () => {
      const items = told();
      const add = h(
        "select",
        { id: `${uid}-add-item`, "data-key": "add-item" },
        h("option", { value: "" }, t.choisir),
        ...Object.entries(items)
          .filter(([id]) => !ids.includes(id))
          .map(([id, one]) => h("option", { value: id }, one.texte)),
      );
      add.addEventListener("change", () => add.value && set([...ids, add.value]));
      const rows = ids.map((id) => {
        const remove = button(t.retirer_enonce, () => set(ids.filter((one) => one !== id)), "quiet", {
          "data-key": `item-${id}`,
        });
        remove.append(unheard(` : ${items[id]?.texte ?? id}`));
        return h("li", {}, h("div", {}, items[id]?.texte ?? id), remove);
      });
      return [
        h("h4", {}, t.enonces),
        rows.length ? h("ul", { class: "pap-kit-list" }, ...rows) : null,
        ids.length < MOST_ITEMS
          ? h("div", { class: "pap-field" }, h("label", { for: add.id }, t.ajouter_enonce), add)
          : null,
      ];
    });
  return { root, paint };
}

/** The facts: one field each, kept in its place while the list changes around it.
 * @param {Post} carrier @param {string} uid @param {Texts} t @param {() => Plain | undefined} current
 * @param {(text: string) => void} say */
function factsPart(carrier, uid, t, current, say) {
  const f = t.faits;
  const list = h("ol", { class: "pap-discussion-facts" });
  const limit = h("p", { class: "pap-advice", hidden: true });
  /** @type {{ root: HTMLElement, node: any, up: any, down: any, note: (traces: any[]) => void }[]} */
  const rows = [];
  let turn = 0; // each time that a field is entered, so that undo goes back field by field
  const path = () => ["discussions", current()?.id, "faits"];
  const set = (/** @type {string[]} */ facts) => carrier.change([{ op: "set", path: path(), value: facts }]);

  /** @param {number} i @param {number} by */
  function move(i, by) {
    carrier.settle();
    const facts = current()?.faits ?? [];
    const next = moved(facts, i, by);
    if (next === facts) return;
    set(next);
    rows[i + by][by < 0 ? "up" : "down"].focus();
    say(fill(f.deplace, { n: i + by + 1 }));
  }
  /** @param {number} i */
  function remove(i) {
    carrier.settle();
    set((current()?.faits ?? []).filter((/** @type {string} */ _, /** @type {number} */ at) => at !== i));
    (rows[Math.min(i, rows.length - 1)]?.node ?? add).focus();
    say(f.retire);
  }
  /** @param {number} i */
  function made(i) {
    const n = i + 1;
    const node = h("textarea", { id: `${uid}-fact-${i}`, rows: 2, maxlength: TEXT });
    node.addEventListener("focus", () => (turn += 1));
    node.addEventListener("input", () =>
      carrier.type(
        path(),
        rows.map((one) => one.node.value),
        `${current()?.id}.faits.${turn}`,
      ),
    );
    node.addEventListener("blur", carrier.settle);
    const act = (/** @type {string} */ label, /** @type {() => void} */ run) => {
      const one = button(label, run);
      one.append(unheard(fill(f.lequel, { n })));
      return one;
    };
    const [up, down] = [act(f.monter, () => move(i, -1)), act(f.descendre, () => move(i, 1))];
    const body = field(fill(f.numero, { n }), node);
    return {
      root: h(
        "li",
        { class: "pap-discussion-fact" },
        body,
        h(
          "div",
          { class: "pap-kit-line" },
          up,
          down,
          act(f.retirer, () => remove(i)),
        ),
      ),
      node,
      up,
      down,
      note: traced(body, node, t.traces),
    };
  }
  const add = button(
    f.ajouter,
    () => {
      carrier.settle();
      const facts = current()?.faits ?? [];
      const empty = facts.findIndex((/** @type {string} */ one) => !one.trim());
      if (empty < 0) set([...facts, ""]);
      rows[empty < 0 ? rows.length - 1 : empty].node.focus();
    },
    "main",
    { "data-key": "add-fact" },
  );

  return {
    root: h(
      "section",
      {},
      h("h4", {}, f.titre),
      h("p", { class: "pap-soft" }, f.aide),
      list,
      limit,
      h("div", { class: "pap-kit-line" }, add),
    ),
    begin: () => (rows[0]?.node ?? add).focus(),
    /** @param {Plain} one @param {{ genre: string, texte: string }[][]} traces */
    paint(one, traces) {
      while (rows.length > one.faits.length) rows.pop()?.root.remove();
      while (rows.length < one.faits.length) {
        rows.push(made(rows.length));
        list.append(rows[rows.length - 1].root);
      }
      rows.forEach(({ node, up, down, note }, i) => {
        if (node.value !== one.faits[i] && (node !== document.activeElement || node.dataset.of !== one.id))
          node.value = one.faits[i];
        node.dataset.of = one.id;
        up.setAttribute("aria-disabled", String(i === 0));
        down.setAttribute("aria-disabled", String(i === rows.length - 1));
        note(traces[i] ?? []);
      });
      const full = rows.length >= MOST_FACTS;
      put(limit, full ? fill(f.trop, { n: MOST_FACTS }) : "");
      add.setAttribute("aria-disabled", String(full));
    },
  };
}

/** The card or method that was used.
 * @param {Model} model @param {any} select @param {Texts} t @param {string[]} about */
function paintCards(model, select, t, about) {
  const all = /** @type {Plain[]} */ (model.get("cards"));
  const fits = (/** @type {Plain} */ one) => (one.enonces ?? []).some((/** @type {string} */ id) => about.includes(id));
  const group = (/** @type {string} */ label, /** @type {Plain[]} */ some) =>
    some.length
      ? h("optgroup", { label }, ...some.map((one) => h("option", { value: one.id }, `${one.id} – ${one.titre}`)))
      : null;
  redraw(select, about, () => [
    h("option", { value: "" }, t.sans_fiche),
    group(t.fiches_liees, all.filter(fits)),
    group(
      t.autres_fiches,
      all.filter((one) => one.enonces && !fits(one)),
    ),
    group(
      t.methodes,
      all.filter((one) => !one.enonces),
    ),
  ]);
}

/**
 * The sheet of the chosen discussion.
 * @param {Model} model @param {Post} carrier @param {string} uid
 * @param {{ close(): void, say(text: string): void }} act
 * @param {(id: string) => Node | null} shown what was published of a statement
 */
export function discussionSheet(model, carrier, uid, act, shown) {
  const all = model.get("texts");
  const t = all.fiche;
  let chosen = "";
  let turn = 0;
  const current = () => carrier.carnet().discussions.find((/** @type {Plain} */ one) => one.id === chosen);
  const set = (/** @type {string} */ key, /** @type {any} */ value) =>
    carrier.change([{ op: "set", path: ["discussions", chosen, key], value }]);
  const heading = h("h3", { tabindex: -1, id: `${uid}-heading` });
  const about = h("div", { class: "pap-discussion-about" });
  const situation = h("textarea", { id: `${uid}-situation`, rows: 2, maxlength: TEXT });
  const day = dayField(`${uid}-day`, t.jour, common(model).jour_refuse, (value, visit) => {
    if (value) carrier.type(["discussions", chosen, "jour"], value, `${chosen}.${visit}`);
  });
  const card = h("select", { id: `${uid}-card` });
  const agreed = h("input", {
    type: "checkbox",
    id: `${uid}-agreed`,
    "aria-describedby": `${uid}-agreed-help ${uid}-agreed-means`,
  });
  const means = h("p", { id: `${uid}-agreed-means` });
  const held = h("p", { class: "pap-soft" });
  const items = statementsPart(
    uid,
    () => model.get("items"),
    t,
    (ids) => set("enonces", ids),
  );
  const facts = factsPart(carrier, uid, all, current, act.say);
  const where = field(t.situation, situation, t.situation_aide);
  const traces = traced(where, situation, all.traces);
  situation.addEventListener("focus", () => (turn += 1));
  situation.addEventListener("input", () =>
    carrier.type(["discussions", chosen, "situation_de_travail"], situation.value, `${chosen}.situation.${turn}`),
  );
  situation.addEventListener("blur", carrier.settle);
  card.addEventListener("change", () => set("fiche", card.value || null));
  agreed.addEventListener("change", () => set("accord_du_groupe", agreed.checked));
  const choose = button(all.priorite.bouton, () => {
    carrier.settle();
    const made = priorityOf(current() ?? { enonces: [], situation_de_travail: "" });
    carrier.change([{ op: "add", path: ["priorites"], value: made }]);
    act.say(all.priorite.faite);
  });
  const erase = button(
    all.accord.effacer,
    () => {
      carrier.settle();
      carrier.change([{ op: "remove", path: ["discussions"], value: chosen }]);
      act.say(all.accord.efface);
      act.close();
    },
    "danger",
  );
  const root = h(
    "section",
    { class: "pap-discussion-sheet", hidden: true, "aria-labelledby": heading.id },
    heading,
    about,
    h("p", { class: "pap-notice" }, all.rappel),
    where,
    facts.root,
    h("div", { class: "pap-kit-grid" }, day.root, field(t.fiche, card)),
    items.root,
    h(
      "section",
      { class: "pap-discussion-agreement" },
      h("h4", {}, all.accord.titre),
      h("label", { class: "pap-kit-tick", for: agreed.id }, agreed, h("span", {}, all.accord.case)),
      h("p", { id: `${uid}-agreed-help`, class: "pap-soft" }, all.accord.aide),
      means,
    ),
    h("div", { class: "pap-kit-line" }, choose, held, h("a", { href: "04_priorites.ipynb" }, all.priorite.suite)),
    h("div", { class: "pap-kit-line" }, button(t.fermer, act.close, "main"), erase),
  );

  /** @param {Plain} one */
  function paintAbout(one) {
    const known = model.get("items");
    redraw(about, [one.enonces, model.get("figures")], () =>
      one.enonces.map((/** @type {string} */ id) =>
        h(
          "div",
          {},
          h(
            "p",
            {},
            h("span", { class: "pap-soft" }, known[id]?.levier ?? ""),
            h("strong", { class: "pap-discussion-statement" }, known[id]?.texte ?? id),
          ),
          shown(id),
          known[id]?.relance ? h("p", {}, h("strong", {}, `${t.relance} : `), known[id].relance) : null,
          known[id]?.preuve ? h("p", { class: "pap-soft" }, h("strong", {}, `${t.preuve} : `), known[id].preuve) : null,
        ),
      ),
    );
  }
  return {
    root,
    get chosen() {
      return chosen;
    },
    /** @param {string} id @param {boolean} [isNew] a new one is written at once */
    choose(id, isNew = false) {
      carrier.settle();
      chosen = id;
      this.paint();
      const one = current();
      if (!one) return;
      root.scrollIntoView({ block: "start" });
      if (!isNew) heading.focus({ preventScroll: true });
      else if (one.enonces.length) facts.begin();
      else situation.focus();
    },
    paint() {
      const one = current();
      root.hidden = !one;
      if (!one) return;
      const found = model.get("traces")[one.id] ?? { situation: [], faits: [] };
      put(heading, fill(t.titre, { titre: titleOf(one, model.get("items"), all.liste.sans_titre) }));
      paintAbout(one);
      paintCards(model, card, t, one.enonces);
      for (const [node, value] of [
        [situation, one.situation_de_travail],
        [card, one.fiche ?? ""],
      ]) {
        if (
          node.value !== value &&
          (node !== document.activeElement || node.dataset.of !== chosen || node.tagName === "SELECT")
        )
          node.value = value;
        node.dataset.of = chosen;
      }
      day.show(one.jour, chosen);
      traces(found.situation);
      facts.paint(one, found.faits);
      items.paint(one.enonces);
      agreed.checked = one.accord_du_groupe;
      put(means, one.accord_du_groupe ? all.accord.oui : all.accord.non);
      const made = priorityOf(one);
      const isThere = isHeld(made, carrier.carnet().priorites);
      choose.setAttribute("aria-disabled", String(isThere || (!made.enonces.length && !made.intitule)));
      put(held, isThere ? all.priorite.deja : "");
    },
  };
}
