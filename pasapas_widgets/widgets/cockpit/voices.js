// @ts-check
/** What people say to the whole room: votes with dots, comments that the trainer lets through, the evaluation. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { sections } from "../results/sections.js";
import { button, field, fold, tick, unseen, wrong } from "./base.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const MOST = 60; // choices of a vote
const TICKED = 6; // choices ticked beforehand: a group chooses better among few
const MANY = 20; // dots of a person at most

/**
 * Propose what to vote on from published results: first where views differ, then what is low. A group that answered
 * together has none: what it noted as a disagreement, then the low levels it kept.
 * @param {any} results @param {{ classes: { id: string, libelle: string }[] }} rules
 * @param {{ item: string, kept: number | null, note: string | null }[]} [tallies]
 * @returns {{ divergent: string[], low: string[] }}
 */
export function proposed(results, rules, tallies = []) {
  if (!results?.items) {
    const divergent = tallies.filter((one) => one.note).map((one) => one.item);
    const low = tallies.filter((one) => one.kept !== null && one.kept <= 2 && !divergent.includes(one.item));
    return { divergent, low: low.sort((a, b) => (a.kept ?? 0) - (b.kept ?? 0)).map((one) => one.item) };
  }
  const { divergences, improvements } = sections(results, rules);
  const divergent = divergences.found ? divergences.ids : [];
  const low = improvements.found ? improvements.ids.filter((id) => !divergent.includes(id)) : [];
  return { divergent, low: low.length || divergent.length ? low : results.priorites.slice(0, 5) };
}

/** Ideas typed one a line, each once. @param {string} text */
export const ideas = (text) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** Choose what is voted on, then open it on every phone. @param {Desk} desk
 * @returns {Part & { show(): void, send(pressed: HTMLElement): Promise<unknown> }} */
export function composePart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.vote;
  const sets = h("div", {});
  const typed = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: `${uid}-ideas`, rows: 2, maxlength: 6000 }));
  const number = (/** @type {string} */ name, /** @type {number} */ value) =>
    /** @type {HTMLInputElement} */ (h("input", { id: `${uid}-${name}`, type: "number", min: 1, max: 20, value }));
  const [dots, onOne] = [number("dots", 3), number("on-one", 1)];
  const total = h("p", { class: "pap-cockpit-strong", role: "status" });
  const root = h(
    "div",
    { class: "pap-cockpit-halves" },
    sets,
    h(
      "div",
      {},
      total,
      field(t.composer.idees, typed, t.composer.idees_aide),
      h(
        "div",
        { class: "pap-cockpit-grid" },
        field(t.composer.gommettes, dots),
        field(t.composer.sur_un, onOne, t.composer.sur_un_aide),
      ),
    ),
  );
  const chosen = () =>
    [...sets.querySelectorAll("input:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value);
  const choices = () => [...new Set([...chosen(), ...ideas(typed.value)])];
  const count = () => put(total, counted(t.composer.total, choices().length));
  root.addEventListener("input", count);

  function build() {
    const { items, leviers } = model.get("questionnaire");
    const { divergent, low } = proposed(model.get("results"), model.get("rules"), model.get("tallies"));
    const first = [...divergent, ...low].slice(0, TICKED);
    const box = (/** @type {string} */ id) =>
      tick(`${uid}-vote-${id}`, items.find((/** @type {any} */ one) => one.id === id).texte, {
        value: id,
        checked: first.includes(id),
      }).root;
    const group = (/** @type {string} */ legend, /** @type {string[]} */ ids) =>
      ids.length ? h("fieldset", {}, h("legend", {}, legend), ...ids.map(box)) : null;
    const rest = (/** @type {string} */ lever) =>
      items
        .filter((/** @type {any} */ one) => one.levier === lever && !first.includes(one.id))
        .map((/** @type {any} */ one) => one.id);
    const isFirst = (/** @type {string} */ id) => first.includes(id);
    const others = fold(
      t.composer.toutes,
      ...leviers.map((/** @type {any} */ lever) => group(lever.nom_court, rest(lever.id))),
    );
    sets.replaceChildren(
      ...[
        group(t.composer.divergentes, divergent.filter(isFirst)),
        group(t.composer.basses, low.filter(isFirst)),
        others,
      ].filter((one) => one !== null),
    );
  }

  /** What is wrong with the vote, and at which field. @returns {[HTMLElement, string] | null} */
  function fault() {
    const all = choices().length;
    const [n, most] = [Number(dots.value), Number(onOne.value)];
    if (all < 2 || all > MOST) return [typed, fill(t.composer.nombre, { maximum: MOST })];
    if (!(n >= 1 && n <= MANY)) return [dots, t.composer.gommettes_non];
    if (!(most >= 1 && most <= n)) return [onOne, t.composer.gommettes_non];
    return n > all * most ? [dots, t.composer.gommettes_non] : null;
  }

  /** The latest vote when this one was begun; another window may open one meanwhile. @type {string|null} */
  let before = null;

  /** @param {HTMLElement} pressed */
  async function send(pressed) {
    const found = fault();
    if (found) return wrong(...found);
    const since = desk.at();
    const told = await desk.act(
      pressed,
      "vote",
      {
        choices: choices(),
        dots: Number(dots.value),
        dots_on_one: Number(onOne.value),
        version: model.get("state").version,
        ballot: before,
      },
      t.composer.ouvert,
    );
    if (!told.ok) return;
    typed.value = "";
    desk.home(since);
  }

  return {
    root,
    send,
    show() {
      before = model.get("state").ballot?.id ?? null;
      build();
      count();
      desk.go("composer");
    },
    paint() {},
  };
}

/** The results of the vote that was closed last; ties share a rank. @param {Desk} desk @returns {Part} */
export function votedPart(desk) {
  const { model, texts } = desk;
  const t = texts.vote.resultats;
  const body = h("div", {});
  const root = h("section", { "aria-label": t.titre }, body);
  /** @param {any} results @returns {Node[]} */
  function table(results) {
    if (results.reason) return [h("p", {}, t.retenu)];
    const items = model.get("questionnaire").items;
    const ties = (/** @type {any} */ one) =>
      results.choices.filter((/** @type {any} */ other) => other.rank === one.rank && one.dots > 0).length > 1;
    const rows = results.choices.map((/** @type {any} */ one) =>
      h(
        "tr",
        {},
        h("td", {}, String(one.rank)),
        h(
          "th",
          { scope: "row" },
          items.find((/** @type {any} */ item) => item.id === one.choice)?.texte ?? one.choice,
          ties(one) ? h("span", { class: "pap-cockpit-badge" }, t.egalite) : null,
        ),
        h("td", {}, String(one.dots)),
      ),
    );
    const head = [t.rang, t.choix, t.gommettes].map((/** @type {string} */ one) => h("th", { scope: "col" }, one));
    return [
      h("p", {}, counted(t.votants, results.voters)),
      h(
        "div",
        { class: "pap-cockpit-scroll", tabindex: 0, role: "region", "aria-label": t.titre },
        h(
          "table",
          {},
          h("caption", { class: "pap-unseen" }, t.titre),
          h("thead", {}, h("tr", {}, ...head)),
          h("tbody", {}, ...rows),
        ),
      ),
    ];
  }
  return {
    root,
    paint() {
      const results = model.get("voted");
      const { phase, ballot } = model.get("state");
      root.hidden = !results.choices || ballot?.exercise || !["vote", "resultats_vote"].includes(phase);
      if (!root.hidden) redraw(body, results, () => table(results));
    },
  };
}

/** Comments, each shown or put aside by the trainer. @param {Desk} desk @returns {Part} */
export function commentsPart(desk) {
  const { model, texts } = desk;
  const t = texts.mots;
  const body = h("div", {});
  const few = h("p", { class: "pap-notice", hidden: true });
  const root = h("div", {}, h("p", { class: "pap-soft" }, t.aide), few, body);
  /** @param {any} one */
  function row(one) {
    const act = (/** @type {string} */ state, /** @type {string} */ label) => {
      const made = button(
        label,
        (pressed) => desk.act(pressed, "moderate", { comment: one.id, state }, t.fait),
        "quiet",
        { "data-key": `${one.id}-${state}` },
      );
      made.append(unseen(fill(t.lequel, { texte: one.body })));
      return made;
    };
    return h(
      "li",
      {},
      h(
        "div",
        {},
        h("span", {}, fill(texts.citation, { texte: one.body })),
        h("span", { class: "pap-soft" }, t.etats[one.state]),
      ),
      h(
        "div",
        { class: "pap-cockpit-row" },
        one.state === "montre" ? null : act("montre", t.montrer),
        one.state === "ecarte" ? null : act("ecarte", t.ecarter),
      ),
    );
  }
  return {
    root,
    paint() {
      const comments = model.get("comments").filter((/** @type {any} */ one) => one.about === "seance");
      const waiting = comments.filter((/** @type {any} */ one) => one.state === "attente");
      const decided = comments.filter((/** @type {any} */ one) => one.state !== "attente");
      const least = { ...model.get("limits"), ...model.get("about").thresholds }.texte_libre;
      put(few, comments.length && model.get("state").joined < least ? fill(t.peu, { n: least }) : "");
      redraw(body, comments, () =>
        comments.length
          ? [
              h("p", {}, counted(t.attente, waiting.length)),
              h("ul", { class: "pap-cockpit-list" }, ...waiting.map(row)),
              ...(decided.length
                ? [
                    fold(
                      counted(t.decides, decided.length),
                      h("ul", { class: "pap-cockpit-list" }, ...decided.map(row)),
                    ),
                  ]
                : []),
            ]
          : [h("p", {}, t.aucun)],
      );
    },
  };
}

/** The evaluation: read once, which closes it. @param {Desk} desk @returns {Part} */
export function evaluationPart(desk) {
  const { model, texts } = desk;
  const t = texts.evaluation;
  const body = h("div", {});
  const read = button(t.lire, (pressed) => desk.act(pressed, "evaluation", {}, t.lue));
  const before = h("div", {}, h("p", {}, t.avant_lecture), read);
  const root = h("section", {}, h("h4", {}, t.titre), before, body);
  /** @param {any} one */
  function marks(one) {
    const said =
      one.people === null
        ? fill(t.retenu, { n: /\d+$/.exec(one.reason ?? "")?.[0] ?? "" })
        : fill(t.moyenne, { moyenne: one.mean.toFixed(1).replace(".", ","), n: one.people });
    const spread = one.distribution
      ? Object.entries(one.distribution)
          .map(([mark, n]) => fill(t.repartition, { note: mark, n }))
          .join(" ; ")
      : "";
    return h(
      "li",
      {},
      h(
        "div",
        {},
        h("strong", {}, t.questions[one.item]),
        h("span", {}, said),
        spread ? h("span", { class: "pap-soft" }, spread) : null,
      ),
    );
  }
  return {
    root,
    paint() {
      const { phase } = model.get("state");
      const found = model.get("evaluation");
      root.hidden = phase !== "evaluation" && phase !== "fin";
      before.hidden = found.length > 0;
      const missing = model.get("comments").filter((/** @type {any} */ one) => one.about === "evaluation");
      redraw(body, [found, missing], () => [
        ...(found.length ? [h("ul", { class: "pap-cockpit-list" }, ...found.map(marks))] : []),
        ...(missing.length
          ? [
              h("h5", {}, t.manque),
              h(
                "ul",
                { class: "pap-cockpit-list" },
                ...missing.map((/** @type {any} */ one) => h("li", {}, fill(texts.citation, { texte: one.body }))),
              ),
            ]
          : []),
      ]);
    },
  };
}
