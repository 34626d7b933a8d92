// @ts-check
/** «Pendant»: what each moment of a session needs beside its next step, which the bar has. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, dayInWords, fill } from "../../front/words.js";
import { isClosing, isFew } from "./bar.js";
import { button } from "./base.js";
import { isAway } from "./distance.js";
import { joinPart } from "./frame.js";
import { isExercise, told } from "./moments.js";
import { proposed } from "./voices.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part */

const JOINING = ["reponses", "pause", "cloture"]; // the moments in which people may still come in and answer
const MOST = 3; // disagreements that a group talks about: those that the wall shows one by one

/** What a moment offers beside its next step: a pause, the other way, more people to come in.
 * @param {Desk} desk @param {() => void} compose shows how to open a vote @returns {Part} */
export function momentPart(desk, compose) {
  const { model, texts } = desk;
  const t = texts.pendant;
  const warn = h("p", { class: "pap-notice", hidden: true });
  const other = h("p", {});
  const skip = button("", (pressed) => skipped(pressed));
  const pause = button(t.pause, (pressed) => move(pressed, "pause", t.pause_faite));
  const join = joinPart(desk);
  const root = h("div", {}, warn, other, h("div", { class: "pap-cockpit-row" }, pause, skip), join.root);

  /** @param {HTMLElement} pressed @param {string} phase @param {string} done */
  const move = (pressed, phase, done) =>
    desk.act(pressed, "move", { phase, version: model.get("state").version }, done);

  /** @param {HTMLElement} pressed */
  function skipped(pressed) {
    const { phase, version } = model.get("state");
    if (isClosing(model.get("state"))) return desk.act(pressed, "publish_and_show", { version }, t.publie);
    if (isExercise(model.get("state"))) return desk.go("exercices");
    if (phase === "resultats_vote") return compose();
    return move(pressed, "evaluation", fill(t.avance, { nom: told(desk, "evaluation").nom }));
  }

  return {
    root,
    paint() {
      const state = model.get("state");
      const few = isFew(state, model.get("about"), model.get("limits"));
      put(warn, warning(desk, few));
      put(other, few && !isAway(state) ? t.trop_peu.publier_effet : "");
      put(skip, few ? t.trop_peu.publier : (told(desk, state.phase).autre ?? ""));
      pause.hidden = state.phase !== "reponses" || isAway(state);
      join.root.hidden = !JOINING.includes(state.phase) || isAway(state);
      if (!join.root.hidden) join.paint();
    },
  };
}

/** What to know before the main button is pressed. @param {Desk} desk @param {boolean} few @returns {string} */
function warning({ model, texts }, few) {
  const t = texts.pendant.attention;
  const state = model.get("state");
  if (few && isAway(state)) return fill(texts.distance.trop_peu, { seuil: least(model) });
  const unfinished = state.joined - state.finished;
  if (state.phase === "reponses" && state.joined && unfinished > 0) return counted(t.pas_fini, unfinished);
  return few ? counted(t.trop_peu, state.sheets, { seuil: least(model) }) : "";
}

/** How many people a figure needs. @param {import("./base.js").Model} model @returns {number} */
const least = (model) => ({ ...model.get("limits"), ...model.get("about").thresholds }).moyenne;

/** The choices of a vote that is open, by the numbers that the wall gives them. @param {Desk} desk @returns {Part} */
export function ballotPart({ model, texts }) {
  const list = h("ol", { class: "pap-cockpit-ballot" });
  const root = h("section", {}, h("h4", {}, texts.vote.ouvert), list);
  return {
    root,
    paint() {
      const { phase, ballot } = model.get("state");
      root.hidden = phase !== "vote" || !ballot || ballot.closed || ballot.exercise;
      if (root.hidden) return;
      const { items } = model.get("questionnaire");
      const words = (/** @type {string} */ id) => items.find((/** @type {any} */ one) => one.id === id)?.texte ?? id;
      redraw(list, ballot.choices, () =>
        ballot.choices.map((/** @type {string} */ choice) => h("li", {}, words(choice))),
      );
    },
  };
}

/** What is published, what waits. @param {Desk} desk @returns {Part} */
export function publishedPart(desk) {
  const { model, texts } = desk;
  const t = texts.pendant.publication;
  const said = h("summary", {});
  const waits = h("p", { class: "pap-notice", hidden: true });
  const again = button(t.ajouter, (pressed) => desk.act(pressed, "publish", {}, t.ajoute));
  const root = h("details", { class: "pap-cockpit-fold" }, said, waits, again, h("p", {}, t.explication));
  return {
    root,
    paint() {
      root.hidden =
        !["cloture", "resultats"].includes(model.get("state").phase) || model.get("about").mode !== "individuel";
      const { published, sheets } = model.get("state");
      const words = published
        ? counted(t.compte, published.sheets, { jour: dayInWords(published.day) })
        : counted(t.rien, sheets);
      put(said, published?.waiting ? `${words} ${t.attendent}` : words);
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
  const now = h("p", { class: "pap-soft" });
  const send = (/** @type {HTMLElement} */ pressed, /** @type {string | null} */ focus) =>
    desk.act(
      pressed,
      "move",
      { phase: model.get("state").phase, version: model.get("state").version, focus },
      focus ? t.ouvert : t.ferme,
    );
  const open = button(t.bouton, (pressed) => send(pressed, select.value), "quiet");
  const apart = h("ul", { class: "pap-cockpit-list" });
  const apartTitle = h("h4", {}, texts.vote.composer.divergentes);

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
  const root = h(
    "section",
    { "aria-label": t.titre },
    apartTitle,
    apart,
    h("div", { class: "pap-cockpit-pick" }, field0(t.choisir, select), open, close),
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
