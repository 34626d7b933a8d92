// @ts-check
/** Exercises of the course as moments of a session: choose one, open it, then lead the talk about its answers. */
import { h, put, redraw } from "../../front/dom.js";
import { counted, fill } from "../../front/words.js";
import { advice, block, button, field, fold, unseen, wrong } from "./base.js";
import { isExercise } from "./moments.js";

/** @typedef {import("./base.js").Desk} Desk @typedef {import("./base.js").Part} Part
 * @typedef {Record<string, any>} Asked what is asked, as the room keeps it (model/exercise/asked.py) */

const LARGEST = 1_000_000; // bytes of a file; Python counts its letters

/** What is said of one answer. @param {any} one @param {Asked} asked @param {any} t @returns {(Node|null)[]} */
function reasonOf(one, asked, t) {
  const source = asked.sources.find((/** @type {any} */ each) => each.id === (one.source || asked.source));
  const said = [one.verdict ? t.verdicts[one.verdict] : "", one.ou ?? "", one.retour ?? ""].filter(Boolean).join(" ");
  return [
    h("span", {}, said),
    one.suite ? h("span", {}, fill(t.suite, { texte: one.suite })) : null,
    one.fin ? h("span", {}, fill(t.fin, { texte: one.fin })) : null,
    source ? h("span", { class: "pap-soft" }, fill(t.source, source)) : null,
  ];
}

/** What the trainer reads of an exercise, whichever moment it is: the case, how to take it up.
 * @param {Asked} asked @param {any} t @returns {Node[]} */
function around(asked, t) {
  const { texte = [], consigne, travail, reprise } = asked;
  return [
    h("p", { class: "pap-cockpit-strong" }, consigne),
    ...(travail ? [h("p", { class: "pap-notice" }, t.seul)] : []),
    ...(texte.length ? [fold(t.cas, ...texte.map((/** @type {string} */ one) => h("p", {}, one)))] : []),
    ...(reprise ? [fold(t.reprise, h("p", {}, reprise))] : []),
  ];
}

/** Choose an exercise, read it with its reasons, open it on every phone. @param {Desk} desk @returns {Part} */
export function exercisesPart(desk) {
  const { model, texts, uid } = desk;
  const t = texts.exercices;
  const chooser = (/** @type {string} */ name) =>
    /** @type {HTMLSelectElement} */ (h("select", { id: `${uid}-${name}` }));
  const [module, exercise] = [chooser("module"), chooser("exercise")];
  const status = h("p", { role: "status", class: "pap-soft" });
  const open = button(t.ouvrir, send, "main");
  const seen = h("div", {});
  const file = /** @type {HTMLInputElement} */ (
    h("input", {
      id: `${uid}-module-file`,
      type: "file",
      accept: ".yaml,.yml",
      "aria-describedby": `${uid}-own-help ${uid}-module-file-advice`,
    })
  );
  const own = fold(
    t.le_mien,
    h(
      "div",
      { class: "pap-field" },
      h("div", { class: "pap-cockpit-choose" }, file, h("label", { for: file.id }, t.le_mien_choisir)),
      advice(file.id),
    ),
    h("p", { id: `${uid}-own-help`, class: "pap-soft" }, t.le_mien_aide),
  );
  const pick = h(
    "div",
    { class: "pap-cockpit-exercise-pick" },
    field(t.module, module),
    field(t.lequel, exercise),
    h("div", { class: "pap-cockpit-row" }, open),
  );
  const root = h("div", {}, status, pick, seen, own);
  /** @type {any[]} */
  let modules = [];
  let isAsked = false;
  let asked = ""; // the exercise whose words are shown, or on their way

  const options = (/** @type {HTMLSelectElement} */ node, /** @type {[string, string][]} */ pairs) =>
    node.replaceChildren(...pairs.map(([value, text]) => h("option", { value }, text)));

  /** @param {any[]} found @param {string} [chosen] */
  function take(found, chosen = module.value) {
    modules = found;
    options(
      module,
      modules.map((one) => [one.id, one.titre]),
    );
    if (chosen) module.value = chosen;
    list();
  }

  function list() {
    const found = modules.find((one) => one.id === module.value);
    options(
      exercise,
      (found?.exercices ?? []).map((/** @type {any} */ one) => [one.cle, fill(t.option, one)]),
    );
    show();
  }

  async function show() {
    const mark = `${module.value} ${exercise.value}`;
    asked = mark;
    seen.replaceChildren();
    const told = await desk.ask("exercise", { module: module.value, key: exercise.value });
    if (asked !== mark) return;
    if (!told.ok) return put(status, told.fault ?? "");
    put(status, "");
    const reasons = told.given.reponses.map((/** @type {any} */ one) =>
      h("li", {}, h("div", {}, h("strong", {}, one.texte), ...reasonOf(one, told.given, t))),
    );
    seen.replaceChildren(
      ...around(told.given, t),
      fold(t.reponses, h("ol", { class: "pap-cockpit-list" }, ...reasons)),
    );
  }

  /** @param {HTMLElement} pressed */
  async function send(pressed) {
    const since = desk.at();
    const { version, ballot } = model.get("state");
    const values = { module: module.value, key: exercise.value, version, ballot: ballot?.id ?? null };
    const told = await desk.act(pressed, "ask_exercise", values, t.ouvert);
    if (told.ok) desk.home(since);
  }

  async function bring() {
    const [one] = file.files ?? [];
    if (!one) return;
    if (one.size > LARGEST) return wrong(file, t.trop_long);
    const told = await desk.ask("own_module", { name: one.name, text: await one.text() });
    file.value = "";
    if (!told.ok) return wrong(file, told.fault ?? "");
    take(told.given.modules, told.given.id);
    desk.say(
      fill(
        t.le_mien_pris,
        modules.find(({ id }) => id === told.given.id),
      ),
    );
  }

  module.addEventListener("change", list);
  exercise.addEventListener("change", show);
  file.addEventListener("change", bring);

  async function read() {
    isAsked = true;
    put(status, t.charge);
    const told = await desk.ask("course");
    if (told.ok) return take(told.given);
    isAsked = false;
    put(status, told.fault ?? "");
  }

  return {
    root,
    paint() {
      pick.hidden = modules.length === 0;
      if (!isAsked) read().then(() => (pick.hidden = modules.length === 0));
    },
  };
}

/** The exercise that is open, then its answers: each can be put on the wall; a scene goes on by one of them.
 * @param {Desk} desk @returns {Part} */
export function exerciseNowPart(desk) {
  const { model, texts } = desk;
  const t = texts.exercices;
  const body = h("div", {});
  const root = h("section", { class: "pap-cockpit-exercise" }, body);

  /** @param {any} one @param {number} at @param {Asked} asked @param {Map<string, number> | null} counts */
  function row(one, at, asked, counts) {
    const { phase, focus, version, ballot } = model.get("state");
    const isTold = phase === "resultats_vote";
    const about = unseen(fill(t.numero, { n: at + 1 }));
    const show = button(
      t.a_l_ecran,
      (pressed) => desk.act(pressed, "move", { phase, version, focus: one.id }, t.a_l_ecran_fait),
      "quiet",
      { "data-key": `${one.id}-show`, "aria-pressed": String(focus === one.id) },
    );
    show.append(about);
    const follow = button(
      t.suivre,
      (pressed) =>
        desk.act(
          pressed,
          "ask_exercise",
          { module: asked.module, key: one.vers, version, ballot: ballot.id },
          t.ouvert,
        ),
      "quiet",
      { "data-key": `${one.id}-follow` },
    );
    follow.append(about.cloneNode(true));
    const n = counts?.get(one.id);
    const head = [h("strong", {}, `${at + 1}. ${one.texte}`), n === undefined ? "" : ` (${counted(t.personnes, n)})`];
    return h(
      "li",
      {},
      h("div", {}, h("span", {}, ...head), ...(isTold ? reasonOf(one, asked, t) : [])),
      isTold ? h("div", { class: "pap-cockpit-row" }, show, one.vers ? follow : null) : null,
    );
  }

  /** @param {Asked} asked @param {any} voted @returns {Node[]} */
  function now(asked, voted) {
    const isTold = model.get("state").phase === "resultats_vote";
    const isAlone = Boolean(asked.travail);
    const counts = voted.choices?.length
      ? new Map(voted.choices.map((/** @type {any} */ one) => [one.choice, one.dots]))
      : null;
    const voters = isAlone || !isTold ? "" : counts ? counted(t.votants, voted.voters) : t.retenu;
    const rows = isAlone && !isTold ? [] : asked.reponses;
    return [
      ...around(asked, t),
      ...(voters ? [h("p", {}, voters)] : []),
      h(
        "ol",
        { class: "pap-cockpit-list" },
        ...rows.map((/** @type {any} */ one, /** @type {number} */ at) => row(one, at, asked, isTold ? counts : null)),
      ),
    ];
  }

  return {
    root,
    paint() {
      const [state, asked, voted] = [model.get("state"), model.get("asked"), model.get("voted")];
      root.hidden = !isExercise(state) || !asked.reponses;
      root.setAttribute("aria-label", asked.titre ?? "");
      if (root.hidden) return;
      redraw(body, [asked.cle, voted, state.phase, state.focus, state.version], () => [
        block(asked.titre, ...now(asked, voted)),
      ]);
    },
  };
}
