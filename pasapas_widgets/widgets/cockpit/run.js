// @ts-check
/** «Pendant»: one main gesture at a time through the phases, and what the room is doing, as counts. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { block, button, fold } from "./base.js";
import { proposed } from "./voices.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

/** The usual way of a session; a pause interrupts the answers. */
export const FLOW = ["attente", "reponses", "cloture", "resultats", "vote", "resultats_vote", "evaluation", "fin"];

/** A group that answers together, aloud, has no answers to open nor to close. @param {string} mode */
export const flowOf = (mode) =>
  mode === "individuel" ? FLOW : FLOW.filter((phase) => phase !== "reponses" && phase !== "cloture");

const MOST = 3; // disagreements that a group talks about: those that the wall shows one by one

const CALM = 700; // milliseconds after the main button has changed in which a press is the end of a double one

/**
 * Where one goes from a phase: the next one and the one before it, `null` at either end.
 * @param {string} phase @param {string} [mode]
 */
export function around(phase, mode = "individuel") {
  if (phase === "pause") return { next: "reponses", back: null };
  const flow = flowOf(mode);
  const at = flow.indexOf(phase);
  return { next: flow[at + 1] ?? null, back: flow[at - 1] ?? null };
}

/** What is said of a phase, in the mode of the session. @param {Desk} desk @param {string} phase */
export function told(desk, phase) {
  const { etapes, ensemble } = desk.texts.pendant;
  return { ...etapes[phase], ...(desk.model.get("about").mode === "individuel" ? {} : ensemble[phase]) };
}

/**
 * What the main button does now.
 * @param {any} state the session as the server says it @returns {"move" | "publish" | "compose" | "close_vote" | "end"}
 */
export function mainStep(state) {
  if (state.phase === "cloture") return "publish";
  if (state.phase === "resultats") return "compose";
  if (state.phase === "vote") return state.ballot && !state.ballot.closed ? "close_vote" : "compose";
  return state.phase === "fin" ? "end" : "move";
}

/** @param {Desk} desk @param {() => void} compose shows how to open a vote @returns {Part} */
export function stepsPart(desk, compose) {
  const { model, texts } = desk;
  const t = texts.pendant;
  const list = h("ol", { class: "pap-cockpit-steps" });
  const effect = h("p", { class: "pap-cockpit-effect" });
  const warn = h("p", { class: "pap-notice", hidden: true });
  const main = button("", (pressed) => forward(pressed), "main");
  const skip = button("", (pressed) => skipped(pressed));
  const back = button("", (pressed) => move(pressed, next().back));
  const pause = button(t.pause, (pressed) => move(pressed, "pause"));
  const root = h(
    "section",
    { class: "pap-cockpit-block pap-cockpit-now" },
    h("h4", {}, t.titre),
    list,
    effect,
    warn,
    h("div", { class: "pap-cockpit-row" }, main, skip),
    h("div", { class: "pap-cockpit-row" }, back, pause),
  );

  let changed = 0;
  const next = () => around(model.get("state").phase, model.get("about").mode);

  /** @param {HTMLElement} pressed @param {string | null} phase */
  const move = (pressed, phase) =>
    desk.act(
      pressed,
      "move",
      { phase, version: model.get("state").version },
      fill(t.avance, { nom: told(desk, phase ?? "").nom }),
    );

  /** @param {HTMLElement} pressed */
  function forward(pressed) {
    if (performance.now() - changed < CALM) return desk.say(t.trop_tot);
    const state = model.get("state");
    const step = mainStep(state);
    if (step === "publish") return desk.act(pressed, "publish_and_show", { version: state.version }, t.publie);
    if (step === "compose") return compose();
    if (step === "close_vote")
      return desk.act(pressed, "end_vote", { ballot: state.ballot.id, version: state.version }, t.vote_clos);
    if (step === "end") return desk.go("terminer");
    return move(pressed, next().next);
  }

  /** @param {HTMLElement} pressed */
  const skipped = (pressed) => {
    const { phase, version } = model.get("state");
    if (phase === "cloture") return desk.act(pressed, "together", { version }, t.trop_peu.fait);
    return phase === "resultats_vote" ? compose() : move(pressed, "evaluation");
  };

  return {
    root,
    paint() {
      const state = model.get("state");
      const words = told(desk, state.phase);
      const flow = flowOf(model.get("about").mode);
      const shown = state.phase === "pause" ? "reponses" : state.phase;
      redraw(list, [shown, flow], () =>
        flow.map((phase, i) =>
          h(
            "li",
            {
              "aria-current": phase === shown ? "step" : null,
              class: i < flow.indexOf(shown) ? "pap-cockpit-done" : null,
            },
            told(desk, phase).nom,
          ),
        ),
      );
      const before = main.textContent;
      const opened = mainStep(state);
      put(main, opened === "compose" && state.phase === "vote" ? t.composer : words.suivant);
      if (before !== main.textContent) changed = performance.now();
      const few = isFew(state, desk);
      put(
        effect,
        opened === "compose" && state.phase === "vote" ? t.composer_effet : few ? t.trop_peu.effet : words.effet,
      );
      put(warn, warning(state, desk));
      put(skip, few && !state.published ? t.trop_peu.ensemble : (words.autre ?? ""));
      const earlier = state.phase === "vote" && state.ballot && !state.ballot.closed ? null : next().back;
      put(back, earlier ? fill(t.revenir, { nom: told(desk, earlier).nom }) : "");
      pause.hidden = state.phase !== "reponses";
    },
  };
}

/** Have answers closed with too few sheets for any figure? @param {any} state @param {Desk} desk */
function isFew(state, { model }) {
  const { mode, thresholds } = model.get("about");
  const { moyenne } = { ...model.get("limits"), ...thresholds };
  return state.phase === "cloture" && mode === "individuel" && state.sheets < moyenne;
}

/** What to know before the main button is pressed. @param {any} state @param {Desk} desk @returns {string} */
function warning(state, desk) {
  const { model, texts } = desk;
  const t = texts.pendant.attention;
  const unfinished = state.joined - state.finished;
  if (state.phase === "reponses" && state.joined && unfinished > 0) return counted(t.pas_fini, unfinished);
  const { moyenne } = { ...model.get("limits"), ...model.get("about").thresholds };
  if (isFew(state, desk)) return counted(t.trop_peu, state.sheets, { seuil: moyenne });
  return "";
}

/** The counts that matter in a phase. @param {string} phase @param {string} mode */
export function countsOf(phase, mode) {
  if (phase === "vote" || phase === "resultats_vote") return ["joined", "voted"];
  if (phase === "evaluation" || phase === "fin") return ["joined", "evaluated"];
  return mode === "individuel" && phase !== "attente" ? ["joined", "begun", "finished", "more_time"] : ["joined"];
}

/** How far the room is. @param {Desk} desk @returns {Part} */
export function countsPart(desk) {
  const { model, texts } = desk;
  const t = texts.pendant.comptes;
  const names = ["joined", "begun", "finished", "more_time", "voted", "evaluated"];
  const cells = names.map((name) => {
    const figure = h("dd", {}, "");
    return { name, figure, root: h("div", {}, h("dt", {}, t[name]), figure) };
  });
  const bar = /** @type {HTMLProgressElement} */ (h("progress", { max: 100, value: 0, "aria-label": t.part }));
  const share = h("span", {});
  const lower = button(t.baisser, (pressed) => desk.act(pressed, "clear_time", {}, t.baissees));
  const line = h("p", { class: "pap-cockpit-line" }, bar, share);
  const root = block(t.titre, h("dl", { class: "pap-cockpit-counts" }, ...cells.map((one) => one.root)), line, lower);
  return {
    root,
    paint() {
      const state = model.get("state");
      for (const { name, figure, root: cell } of cells) {
        cell.hidden = !countsOf(state.phase, model.get("about").mode).includes(name);
        put(figure, String((name === "voted" ? state.ballot?.voted : state[name]) ?? 0));
      }
      line.hidden = !countsOf(state.phase, model.get("about").mode).includes("finished");
      const percent = Math.floor(state.answered * 100);
      bar.value = percent;
      put(share, fill(t.reponses, { part: percent }));
      lower.hidden = !state.more_time || line.hidden;
    },
  };
}

/** What is published, what waits. @param {Desk} desk @returns {Part} */
export function publishedPart(desk) {
  const { model, texts } = desk;
  const t = texts.pendant.publication;
  const said = h("p", {});
  const waits = h("p", { class: "pap-notice", hidden: true });
  const again = button(t.ajouter, (pressed) => desk.act(pressed, "publish", {}, t.ajoute));
  const root = block(t.titre, said, waits, fold(t.quoi, h("p", {}, t.explication)), again);
  return {
    root,
    paint() {
      root.hidden =
        !["cloture", "resultats"].includes(model.get("state").phase) || model.get("about").mode !== "individuel";
      const { published, sheets } = model.get("state");
      put(
        said,
        published ? counted(t.compte, published.sheets, { jour: dayInWords(published.day) }) : counted(t.rien, sheets),
      );
      put(
        waits,
        published?.waiting
          ? fill(t.attente, {
              palier: { ...model.get("limits"), ...model.get("about").thresholds }.difference,
            })
          : "",
      );
      again.hidden = !published;
    },
  };
}

/** Open a statement, a card or a method on every phone. @param {Desk} desk @returns {Part} */
export function focusPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.pendant.ouvrir;
  const select = /** @type {HTMLSelectElement} */ (h("select", { id: `${uid}-focus` }));
  const now = h("p", {});
  const send = (/** @type {HTMLElement} */ pressed, /** @type {string | null} */ focus) =>
    desk.act(
      pressed,
      "move",
      { phase: model.get("state").phase, version: model.get("state").version, focus },
      focus ? t.ouvert : t.ferme,
    );
  const open = button(t.bouton, (pressed) => send(pressed, select.value), "quiet");
  const apart = h("ul", { class: "pap-cockpit-list" });
  const apartTitle = h("h5", {}, texts.vote.composer.divergentes);

  /** A statement on which views differ, one press from the wall and the phones.
   * @param {any} one @param {string | null} focus */
  function row(one, focus) {
    const show = button(t.a_l_ecran, (pressed) => send(pressed, one.id), "quiet");
    show.dataset.key = one.id;
    show.setAttribute("aria-pressed", String(one.id === focus));
    show.append(h("span", { class: "pap-unseen" }, fill(t.lequel, one)));
    return h("li", {}, h("div", {}, one.texte), show);
  }
  const close = button(t.fermer, (pressed) => send(pressed, null));
  const root = block(
    t.titre,
    apartTitle,
    apart,
    h("p", { class: "pap-soft" }, t.aide),
    field0(t.choisir, select),
    h("div", { class: "pap-cockpit-row" }, open, close),
    now,
  );
  return {
    root,
    paint() {
      root.hidden = model.get("state").phase !== "resultats";
      const { leviers, items } = model.get("questionnaire");
      const cards = model.get("cards");
      const group = (/** @type {string} */ label, /** @type {any[]} */ ones) =>
        h("optgroup", { label }, ...ones.map((one) => h("option", { value: one.id }, `${one.id} – ${one.texte}`)));
      redraw(
        select,
        items.map((/** @type {any} */ one) => one.texte),
        () => [
          ...leviers.map((/** @type {any} */ lever) =>
            group(
              lever.nom_court,
              items.filter((/** @type {any} */ one) => one.levier === lever.id),
            ),
          ),
          ...["fiche", "methode"].map((genre) =>
            group(
              t[`${genre}s`],
              cards.filter((/** @type {any} */ one) => one.genre === genre),
            ),
          ),
        ],
      );
      const { focus } = model.get("state");
      const { divergent } = proposed(model.get("results"), model.get("rules"), model.get("tallies"));
      const ids = divergent.slice(0, MOST);
      apartTitle.hidden = apart.hidden = ids.length === 0;
      redraw(apart, [ids, focus], () =>
        ids.map((id) => row(items.find((/** @type {any} */ one) => one.id === id) ?? { id, texte: id }, focus)),
      );
      const found = [...items, ...cards].find((one) => one.id === focus);
      put(now, focus ? fill(t.maintenant, { texte: found?.texte ?? focus }) : "");
      close.hidden = !focus;
    },
  };
}

/** @param {string} label @param {HTMLElement} control */
const field0 = (label, control) => h("div", { class: "pap-field" }, h("label", { for: control.id }, label), control);
