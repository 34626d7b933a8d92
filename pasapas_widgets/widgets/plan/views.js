// @ts-check
/** Three views of the same actions: a table, a board of their states, a time line. */
import { h, redraw } from "../../front/dom.js";
import { fill, shortDay } from "../../front/words.js";
import { draggable } from "../kit/drag.js";
import { button, unheard } from "../kit/parts.js";
import { milestones, placed } from "./words.js";

/** @typedef {import("../../front/words.js").Texts} Texts @typedef {import("../kit/changes.js").Plain} Plain
 * @typedef {{ open(id: string): void, move(id: string, state: string): void }} Act */

/** @param {Plain} one @param {Texts} t @param {Act} act @param {string} view */
function opener(one, t, act, view) {
  const node = button(t.ouvrir, () => act.open(one.id), "quiet", {
    "data-key": `${view}-open-${one.id}`,
    "data-open": one.id,
  });
  node.append(unheard(` : ${one.titre || t.sans_titre}`));
  return node;
}

/** The list of states of an action: what a keyboard, a finger and a screen reader move it with.
 * @param {Plain} one @param {Plain} kit @param {Texts} t @param {Act} act @param {string} id */
function mover(one, kit, t, act, id) {
  const select = h(
    "select",
    { id, "data-key": id, "aria-label": fill(t.etat_de, { titre: one.titre || t.sans_titre }) },
    ...kit.etats.map((/** @type {Plain} */ state) => h("option", { value: state.id }, state.libelle)),
  );
  select.value = one.etat;
  select.addEventListener("change", () => act.move(one.id, select.value));
  return select;
}

/** @param {Plain} one @param {string} today @param {boolean} isOpen @param {Texts} t */
const due = (one, today, isOpen, t) =>
  one.echeance ? shortDay(one.echeance) + (isOpen && one.echeance < today ? ` (${t.depassee})` : "") : t.sans_date;

/** @param {Texts} t @param {Plain} kit @param {Act} act @param {string} uid */
export function tableView(t, kit, act, uid) {
  const body = h("tbody");
  const columns = ["action", "etat", "responsable", "echeance", "revue", "fiche"];
  const root = h(
    "div",
    { class: "pap-kit-scroll", role: "region", tabindex: 0, "aria-label": t.tableau },
    h(
      "table",
      { class: "pap-plan-table" },
      h("caption", {}, t.tableau),
      h("thead", {}, h("tr", {}, ...columns.map((one) => h("th", { scope: "col" }, t.colonnes[one])))),
      body,
    ),
  );
  return {
    root,
    /** @param {Plain[]} actions @param {string} today @param {(one: Plain) => boolean} isOpen */
    paint(actions, today, isOpen) {
      redraw(body, actions, () =>
        actions.map((one, i) =>
          h(
            "tr",
            { "data-id": one.id },
            h("th", { scope: "row" }, `${i + 1}. ${one.titre || t.sans_titre}`),
            h("td", {}, mover(one, kit, t, act, `${uid}-table-${one.id}`)),
            h("td", {}, one.responsable_fonction || t.personne),
            h("td", {}, due(one, today, isOpen(one), t)),
            h("td", {}, one.date_revue ? shortDay(one.date_revue) : t.sans_date),
            h("td", {}, opener(one, t, act, "table")),
          ),
        ),
      );
    },
  };
}

/** @param {Texts} t @param {Plain} kit @param {Act} act @param {string} uid */
export function boardView(t, kit, act, uid) {
  const columns = new Map();
  const root = h("div", { class: "pap-plan-board" });
  for (const state of kit.etats) {
    const list = h("ul", {});
    const count = h("span", { class: "pap-soft" });
    columns.set(state.id, { list, count });
    root.append(
      h("section", { class: "pap-plan-column", "data-state": state.id }, h("h4", {}, state.libelle, " ", count), list),
    );
  }
  const under = (/** @type {Element | null} */ node) =>
    /** @type {HTMLElement | null} */ (root.contains(node) ? node?.closest("[data-state]") : null);
  const mark = (/** @type {Element | null} */ node) => {
    root.querySelectorAll("[data-over]").forEach((/** @type {Element} */ one) => one.removeAttribute("data-over"));
    under(node)?.setAttribute("data-over", "");
  };
  /** @param {Plain} one @param {string} today @param {boolean} isOpen */
  function card(one, today, isOpen) {
    const grip = h("span", { class: "pap-plan-grip", "aria-hidden": "true", title: t.glisser }, "⠿");
    const node = h(
      "li",
      { class: "pap-plan-card", "data-id": one.id },
      h("div", { class: "pap-plan-top" }, grip, h("span", { class: "pap-plan-title" }, one.titre || t.sans_titre)),
      h("p", { class: "pap-soft" }, [one.responsable_fonction || t.personne, due(one, today, isOpen, t)].join(" · ")),
      mover(one, kit, t, act, `${uid}-board-${one.id}`),
      opener(one, t, act, "board"),
    );
    draggable(grip, mark, (where) => {
      const column = under(where);
      if (column?.dataset.state && column.dataset.state !== one.etat) act.move(one.id, column.dataset.state);
    });
    return node;
  }
  return {
    root,
    /** @param {Plain[]} actions @param {string} today @param {(one: Plain) => boolean} isOpen */
    paint(actions, today, isOpen) {
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      // A card that moves keeps the focus
      const held = active && root.contains(active) ? active.dataset.key : undefined;
      for (const [state, { list, count }] of columns) {
        const here = actions.filter((one) => one.etat === state);
        count.textContent = `(${here.length})`;
        redraw(list, here, () => here.map((one) => card(one, today, isOpen(one))));
      }
      if (held && !root.contains(document.activeElement))
        /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${CSS.escape(held)}"]`))?.focus();
    },
  };
}

/** @param {Texts} t @param {Act} act */
export function timeView(t, act) {
  const bars = h("div", { class: "pap-plan-bars", "aria-hidden": "true" });
  const list = h("ol", { class: "pap-plan-days" });
  return {
    root: h("div", {}, bars, h("p", { class: "pap-soft", "aria-hidden": "true" }, t.legende), list),
    /** @param {Plain[]} actions @param {string} today @param {(one: Plain) => boolean} isOpen */
    paint(actions, today, isOpen) {
      const days = milestones(actions, today, isOpen);
      const [first, last] = [days[0]?.day ?? today, [...days.map((one) => one.day), today].sort().pop() ?? today];
      const start = first < today ? first : today;
      redraw(bars, [actions, today], () => [
        ...actions.map((one, i) => {
          const ends = one.echeance ?? one.ouverte_le;
          const from = placed(one.ouverte_le, start, last);
          const line = h("span", { class: `pap-plan-bar${isOpen(one) ? "" : " pap-plan-closed"}` });
          line.style.left = `${from}%`;
          line.style.width = `${Math.max(1, placed(ends, start, last) - from)}%`;
          const review = one.date_revue ? h("span", { class: "pap-plan-review" }) : null;
          if (review) review.style.left = `${placed(one.date_revue, start, last)}%`;
          return h(
            "div",
            { class: "pap-plan-row" },
            h("span", { class: "pap-plan-number" }, String(i + 1)),
            h("span", { class: "pap-plan-track" }, line, review),
          );
        }),
        h(
          "div",
          { class: "pap-plan-row" },
          h("span", { class: "pap-plan-number" }),
          h("span", { class: "pap-plan-scale" }, h("span", {}, shortDay(start)), h("span", {}, shortDay(last))),
        ),
      ]);
      redraw(list, [days, actions], () =>
        days.map((one) => {
          const at = actions.findIndex((two) => two.id === one.id);
          const words = fill(t.jours[one.kind], { n: at + 1, titre: actions[at].titre || t.sans_titre });
          return h(
            "li",
            {},
            h("time", { datetime: one.day }, shortDay(one.day)),
            h("span", {}, words, one.late ? h("strong", {}, ` – ${t.depassee}`) : null),
            opener(actions[at], t, act, `time-${one.kind}`),
          );
        }),
      );
    },
  };
}
